"""A claim and its verdict: the rules in the order in which they are tried.

what is said               held against                                     verdicts
a number, in its time      the figure of that time                          supported, imprecise, stale
a number, no time          the latest figures when it was said              supported, imprecise, stale
a number that is off       the other sign, unit, series, period             wrong ..., definition trap
a number without figure    the same months a year before, its siblings      wrong unit, trap, not checkable
a distance in points       the two rates that it lies between               :mod:`.difference`
a direction                the rate and the one before                      :mod:`.course`
something to come          what came                             :mod:`.forward`

A claim that the ledger cannot judge is never called false, and growth is never judged from levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from forerun.documents.statement import Statement
from forerun.statements import reasons
from forerun.statements.agreement import Agreement, Said, is_empty, lost_unit
from forerun.statements.bench import Bench, as_row, only_later, weigh
from forerun.statements.course import judge_course
from forerun.statements.difference import judge_difference
from forerun.statements.forward import judge_forward
from forerun.statements.lookup import alike
from forerun.statements.mistakes import explained, is_far, told_before, without_figure
from forerun.statements.placing import Placed, is_stock, last_complete, place
from forerun.statements.result import Claim, Judged, Verdict
from forerun.statements.traps import caution_of, of_another_body, shared_name
from forerun.types import Figure, Names


def judge(claim: Claim, bench: Bench) -> Judged:
    """The verdict on one claim."""
    statement = claim.statement
    if not statement.series:
        return Judged(claim, Verdict.NOT_CHECKABLE, _no_series(statement))
    if statement.modality != "stated":
        return judge_forward(claim, bench)
    said = Said.of(statement)
    if said is None:
        return judge_course(claim, bench)
    if statement.versus is not None:
        return judge_difference(claim, said, statement.versus, bench)
    return _with_rivals(claim, said, bench)


def _with_rivals(claim: Claim, said: Said, bench: Bench) -> Judged:
    """Of the series that the words fit, the first that agrees; false only when every one says otherwise."""
    first = _judge_number(claim, said, bench)
    if first.verdict.stands or not claim.statement.rivals:
        return first
    others = [_judge_number(rival, said, bench) for rival in _rivals(claim, bench)]
    agreeing = next((each for each in others if each.verdict.stands), None)
    if agreeing is not None:
        return agreeing
    undecided = next((each for each in others if not each.verdict.is_false), None)
    if first.verdict is Verdict.CONTRADICTED and undecided is not None:
        names = [bench.catalog.series_named(each.claim.statement.series).names for each in (first, undecided)]
        evidence = (first.figure,) if first.figure else ()
        return replace(
            first, verdict=Verdict.NOT_CHECKABLE, reason=reasons.several(*names), evidence=evidence
        )
    return first


def _rivals(claim: Claim, bench: Bench) -> Iterator[Claim]:
    """The claim about each of the other series that the words fit."""
    for rival in claim.statement.rivals:
        series = bench.catalog.series_named(rival)
        measure = next((each for each in alike(claim.statement.measure) if each in series.units), None)
        if measure is not None:
            about = replace(
                claim.statement,
                series=rival,
                indicator=series.indicator,
                activity=series.activity,
                measure=measure,
            )
            yield replace(claim, statement=about)


def _judge_number(claim: Claim, said: Said, bench: Bench) -> Judged:
    if _is_ahead(claim.statement, bench):
        return told_before(claim, said, bench) or judge_forward(claim, bench)
    placed = place(claim.statement, said, bench)
    if placed is None:
        return without_figure(claim, said, bench, None)
    if placed.is_inferred:
        figure = placed.figure
        timed = replace(claim.statement, period=figure.period, measure=figure.measure)
        claim = replace(claim, statement=timed, is_inferred=True)
    if placed.weighed is None:
        return without_figure(claim, said, bench, placed.figure)
    return _by_agreement(claim, said, placed, bench)


def _is_ahead(statement: Statement, bench: Bench) -> bool:
    """Whether a number is stated of a time that was not over when it was said."""
    period = statement.period
    return period is not None and statement.is_timed and period.end > bench.said and not bench.is_rewound


def _by_agreement(claim: Claim, said: Said, placed: Placed, bench: Bench) -> Judged:
    figure, weighed = placed.figure, placed.weighed
    if weighed is None or weighed.agreement is Agreement.OPEN:
        reason = reasons.only_a_bound(figure, bench.catalog)
        return Judged(claim, Verdict.NOT_CHECKABLE, reason, figure)
    if weighed.agreement is Agreement.NEAR:
        return Judged(claim, Verdict.IMPRECISE, reasons.imprecise(figure, bench.catalog), figure)
    if weighed.agreement is Agreement.OFF:
        return _off(claim, said, placed, bench)
    if weighed.by is not None and weighed.by.publisher == (
        figure.observation and figure.observation.publisher
    ):
        earlier = as_row(figure, weighed.by)
        reason = reasons.revised(figure, earlier, bench.catalog)
        return Judged(claim, Verdict.STALE, reason, figure, (earlier,))
    return _empty(claim, said, figure, bench) or _holds(claim, said, placed, bench)


def _empty(claim: Claim, said: Said, figure: Figure, bench: Bench) -> Judged | None:
    """A bound that holds many times over: its unit was lost, or it says nothing."""
    row = figure.observation
    if row is None or not is_empty(said, row):
        return None
    if power := lost_unit(said, row):
        return Judged(claim, Verdict.WRONG_UNIT, reasons.wrong_unit(figure, -power, bench.catalog), figure)
    reason = reasons.joined(reasons.FAR_BEYOND, reasons.says(figure, bench.catalog))
    return Judged(claim, Verdict.NOT_CHECKABLE, reason, figure)


def _off(claim: Claim, said: Said, placed: Placed, bench: Bench) -> Judged:
    figure = placed.figure
    if not placed.decides:
        statement = claim.statement
        series = bench.catalog.series_named(statement.series)
        period = last_complete(bench)
        assumed = replace(claim, statement=replace(statement, period=period), is_inferred=True)
        return without_figure(assumed, said, bench, bench.known(series.id).at(period, statement.measure))
    found = explained(claim, said, figure, bench)
    if found is None and only_later((figure,), bench) and not is_far(said, figure):
        reason = reasons.joined(reasons.says(figure, bench.catalog), reasons.LATER)
        return Judged(claim, Verdict.NOT_CHECKABLE, reason, figure)
    if found is None and bench.is_rewound and placed.is_inferred:
        return Judged(claim, Verdict.NOT_YET_KNOWN, reasons.not_yet_true(figure, bench.catalog), figure)
    if found is not None:
        return found
    ahead = bench.is_repeated and is_stock(figure.series, figure.measure) and said.value > (figure.value or 0)
    why = reasons.not_yet_true if ahead and placed.is_inferred else reasons.otherwise
    return Judged(claim, Verdict.CONTRADICTED, why(figure, bench.catalog), figure)


def _holds(claim: Claim, said: Said, placed: Placed, bench: Bench) -> Judged:
    figure, weighed = placed.figure, placed.weighed
    overtaken = _overtaken(claim, said, placed, bench)
    if overtaken is not None:
        reason = reasons.joined(reasons.says(figure, bench.catalog), reasons.newer(overtaken, bench.catalog))
        return Judged(claim, Verdict.STALE, reason, figure, (overtaken,))
    if other := of_another_body(claim, said, figure, bench):
        return other
    evidence: tuple[Figure, ...] = ()
    reason = reasons.agrees(figure, bench.catalog)
    if weighed and weighed.by is not None:
        evidence = (as_row(figure, weighed.by),)
        reason = reasons.other_body(figure, evidence[0], bench.catalog)
    verdict = Verdict.SUPPORTED
    if weighed and bench.publisher and weighed.bodies <= {bench.publisher}:
        verdict = Verdict.SUPPORTED_SAME_PUBLISHER
        reason = reasons.joined(reason, reasons.only_own(bench.publisher, bench.catalog))
        if sharing := shared_name(claim, said, figure, bench):
            return sharing
    caution = caution_of(claim, figure, bench)
    return Judged(claim, verdict, reason, figure, evidence, caution)


def _overtaken(claim: Claim, said: Said, placed: Placed, bench: Bench) -> Figure | None:
    """A later figure that had come out and with which the claim no longer agrees.

    What is said of a named time stays true of it; only when a stock is spoken of again on a later day has
    the later figure taken its place.
    """
    statement, figure = claim.statement, placed.figure
    series = bench.catalog.series_named(statement.series)
    if statement.is_timed and not (bench.is_repeated and is_stock(series, figure.measure)):
        return None
    then = bench.known_then(statement.series)
    latest = then.latest((figure.measure,), not_after=bench.then.as_of)
    if latest is None or latest.period is None or figure.period is None or latest.period <= figure.period:
        return None
    rows = then.rows(latest)
    still = bool(rows) and weigh(said, rows).agreement is Agreement.EXACT and latest.value == figure.value
    return None if still else latest


def _no_series(statement: Statement) -> Names:
    about = statement.quote
    return Names(
        f"The catalog has no series for it; a published figure of what “{about}” means would be needed.",
        f"目录中没有对应序列；需要“{about}”的公布数据。",
    )
