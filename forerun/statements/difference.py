"""A distance in percentage points, held against the two published rates that it lies between.

Both rates are published to a tenth, so their difference is good to a tenth either way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from forerun.documents.statement import Versus
from forerun.statements import reasons
from forerun.statements.agreement import Said
from forerun.statements.bench import Bench, as_row, only_later
from forerun.statements.lookup import alike, recent
from forerun.statements.mistakes import is_to_come
from forerun.statements.result import Claim, Judged, Verdict
from forerun.types import Comparator, Figure, Names

TOLERANCE = 0.1 + 1e-9
"""Percentage points by which a difference of two rates may be off."""
_TRIED = 3  # latest periods that a distance without a time may mean

Pair = tuple[Figure, Figure]


def judge_difference(claim: Claim, said: Said, versus: Versus, bench: Bench) -> Judged:
    """The verdict on a distance."""
    pairs = list(_pairs(claim, versus, bench))
    if pairs and all(map(_is_one, pairs)):
        return Judged(claim, Verdict.NOT_CHECKABLE, reasons.NO_OTHER_END, pairs[0][0])
    known = [pair for pair in pairs if pair[0].value is not None and pair[1].value is not None]
    if not known:
        return _unknown(claim, pairs, bench)
    fitting = next((each for pair in known for each in _vintages(pair, bench) if _holds(said, each)), None)
    own, other = fitting or known[0]
    if claim.statement.period is None:
        timed = replace(claim.statement, period=own.period)
        claim = replace(claim, statement=timed, is_inferred=True)
    reason = _told(own, other, bench)
    if fitting:
        bodies = {row.publisher for row in (own.observation, other.observation) if row}
        same = bool(bench.publisher) and bodies == {bench.publisher}
        verdict = Verdict.SUPPORTED_SAME_PUBLISHER if same else Verdict.SUPPORTED
    elif only_later((own, other), bench):
        return Judged(claim, Verdict.NOT_CHECKABLE, reasons.joined(reason, reasons.LATER), own, (other,))
    elif _holds(said.negated, (own, other)):
        verdict = Verdict.WRONG_SIGN
    else:
        verdict = Verdict.CONTRADICTED
    return Judged(claim, verdict, reason, own, (other,))


def _pairs(claim: Claim, versus: Versus, bench: Bench) -> Iterator[Pair]:
    """The two figures, or those of the latest periods when the time is not said."""
    one, two = bench.known(claim.statement.series), bench.known(versus.series)
    if claim.statement.period is not None and versus.period is not None:
        yield one.at(claim.statement.period, versus.own), two.at(versus.period, versus.measure)
        return
    then = bench.known_then(claim.statement.series).history(alike(versus.own))
    for figure in recent(then)[:_TRIED]:
        if figure.period is not None:
            yield figure, two.at(figure.period, figure.measure)


def _distance(pair: Pair) -> float:
    return (pair[0].value or 0.0) - (pair[1].value or 0.0)


def _is_one(pair: Pair) -> bool:
    """Whether a figure would be held against itself: the other end was not understood."""
    one, two = pair
    return (one.series.id, one.period, one.measure) == (two.series.id, two.period, two.measure)


def _vintages(pair: Pair, bench: Bench) -> Iterator[Pair]:
    """The two figures as they stand, then as every body published them at every time."""
    yield pair
    one, two = (bench.known(figure.series.id).rows(figure) for figure in pair)
    for row, other in product(one, two):
        yield as_row(pair[0], row), as_row(pair[1], other)


def _holds(said: Said, pair: Pair) -> bool:
    distance = _distance(pair)
    if said.comparator.is_floor:
        return distance >= said.value - TOLERANCE
    if said.comparator.is_ceiling:
        return distance <= said.value + TOLERANCE
    slack = max(TOLERANCE, said.resolution) if said.comparator is Comparator.ABOUT else TOLERANCE
    return abs(distance - said.value) <= slack


def _unknown(claim: Claim, pairs: list[Pair], bench: Bench) -> Judged:
    missing = next((f for pair in pairs for f in pair if f.value is None), None)
    if missing is None:
        series = bench.catalog.series_named(claim.statement.series)
        reason = reasons.needed(series, claim.statement.period, claim.statement.measure, None, bench.catalog)
        return Judged(claim, Verdict.NOT_CHECKABLE, reason)
    if is_to_come(missing, bench):
        return Judged(claim, Verdict.NOT_YET_KNOWN, reasons.not_yet_known(missing), missing)
    reason = reasons.needed(missing.series, missing.period, missing.measure, None, bench.catalog)
    return Judged(claim, Verdict.NOT_CHECKABLE, reason, missing)


def _told(own: Figure, other: Figure, bench: Bench) -> Names:
    distance = f"{_distance((own, other)):+.1f}".replace("-", "−")
    one, two = reasons.told(own, bench.catalog), reasons.told(other, bench.catalog)
    if own.series.id != other.series.id:
        names = other.series.names
        two = Names(f"{names.en}, {two.en}", f"{names.zh}{two.zh}")
    return Names(
        f"{one.en}; {two.en}: a distance of {distance} points.",
        f"{one.zh}；{two.zh}：相差{distance}个百分点。",
    )
