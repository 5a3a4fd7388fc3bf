"""What is said of the future: open, came true or missed; and whether a plan is quoted as it stands."""

from __future__ import annotations

from dataclasses import replace

from forerun.documents.statement import Statement
from forerun.periods import Frequency, Period
from forerun.statements import reasons
from forerun.statements.agreement import NEAR_SHARE, Agreement, Said, compare, is_many_times
from forerun.statements.bench import Bench
from forerun.statements.lookup import Lookup, alike
from forerun.statements.result import Claim, Judged, Verdict
from forerun.types import Comparator, Figure, Measure, Names, Observation, Target

NEAR_POINTS = 0.5
"""Percentage points by which growth may miss what was expected to be "about" so much."""
_GROWTH_BASES = frozenset({"annual_growth", "average_annual_growth"})
_LEVEL_BASES = frozenset({"level"})


def judge_forward(claim: Claim, bench: Bench) -> Judged:
    """The verdict on an expectation or a target."""
    claim = replace(claim, statement=_dated(claim.statement, bench))
    said = Said.of(claim.statement)
    if said is None:
        return _vague(claim, bench)
    if (quoted := _as_planned(claim, said, bench)) is not None:
        return quoted
    if claim.statement.is_average:
        return _open(claim, bench.known(claim.statement.series).at(*_key(claim.statement)), bench)
    return _outcome(claim, said, bench)


def _dated(statement: Statement, bench: Bench) -> Statement:
    """What is said without a time, or of the running year, is meant for the end of that year."""
    period = statement.period
    if period is not None and (statement.is_timed or period.end > bench.said or period.is_year_end):
        return statement
    series = bench.catalog.series_named(statement.series)
    december = Period(Frequency.MONTH, bench.said.year, 12)
    end = Period(Frequency.YEAR, bench.said.year) if series.frequency is Frequency.YEAR else december
    to_date = {Measure.LEVEL: Measure.YTD_LEVEL, Measure.YOY: Measure.YTD_YOY}.get(statement.measure)
    adds_up = to_date is not None and to_date in series.units and (series.flow or statement.measure.is_growth)
    measure = to_date if to_date and adds_up else statement.measure
    return replace(statement, period=end, measure=measure)


def _as_planned(claim: Claim, said: Said, bench: Bench) -> Judged | None:
    """A plan's number with another bound than the plan's: about where it says more than."""
    plan = _plan(claim.statement, bench)
    if plan is None or plan.value is None:
        return None
    if plan.value != said.value:
        return _misquoted(claim, plan, bench) if claim.statement.is_average else None
    if plan.comparator == said.comparator.value or {plan.comparator, said.comparator.value} <= {">", ">="}:
        return None
    if said.comparator is Comparator.EQUAL:
        return None
    bound = f"“{plan.comparator} {plan.value:g}”"
    reason = Names(
        f"The plan has the number with another bound: {bound} ({plan.title}). {plan.note}",
        f"方案原文的界限不同：{bound}（{plan.title}）。",
    )
    figure = bench.known(claim.statement.series).at(*_key(claim.statement))
    return Judged(claim, Verdict.IMPRECISE, reason, figure)


def _misquoted(claim: Claim, plan: Target, bench: Bench) -> Judged | None:
    """An average of the plan's very years with another number than the plan's."""
    numbers = {target.value for target in bench.now.targets() if target.plan == plan.plan}
    value = claim.statement.value
    if plan.basis != "average_annual_growth" or plan.known_from > bench.said or value in numbers:
        return None
    reason = Names(
        f"The plan says otherwise: “{plan.comparator} {plan.value:g}” ({plan.title}).",
        f"方案原文为“{plan.comparator} {plan.value:g}”（{plan.title}）。",
    )
    figure = bench.known(claim.statement.series).at(*_key(claim.statement))
    return Judged(claim, Verdict.CONTRADICTED, reason, figure)


def _plan(statement: Statement, bench: Bench) -> Target | None:
    """The plan target for the series and year of a statement, also under a sibling that shares its name."""
    if statement.period is None:
        return None
    names = {statement.series}
    for trap in bench.catalog.traps:
        pair = {bench.catalog.series_named(name).id for name in (trap.series, trap.other) if name}
        names |= pair if statement.series in pair else set()
    for target in bench.now.targets():
        bases = _GROWTH_BASES if statement.measure.is_growth else _LEVEL_BASES
        fits = target.series in names and target.basis in bases
        if fits and target.first.year <= statement.period.year <= target.last.year:
            return target
    return None


def _outcome(claim: Claim, said: Said, bench: Bench) -> Judged:
    known = bench.known(claim.statement.series)
    figure = known.at(*_key(claim.statement))
    row = figure.observation
    if row is None:
        return _early(claim, said, figure, known, bench)
    agreement = compare(said, row)
    reason = reasons.says(figure, bench.catalog)
    if agreement is Agreement.OPEN:
        return Judged(claim, Verdict.NOT_CHECKABLE, reasons.only_a_bound(figure, bench.catalog), figure)
    if is_many_times(said, row) and row.value > said.value:
        return Judged(claim, Verdict.NOT_CHECKABLE, reasons.joined(reasons.FAR_BEYOND, reason), figure)
    came = agreement.holds or _is_met(claim.statement, said, row)
    verdict = Verdict.FORECAST_CAME_TRUE if came else Verdict.FORECAST_MISSED
    return Judged(claim, verdict, reason, figure)


def _is_met(statement: Statement, said: Said, row: Observation) -> bool:
    """A target and an amount are met when reached or exceeded, a rate when it is that to the digit said."""
    gap, grows = abs(row.value - said.value), row.measure.is_growth
    is_amount = statement.modality == "expected" and not (grows or "percent" in row.unit)
    is_floor = statement.modality == "target" or is_amount
    if is_floor and said.comparator is not Comparator.LESS and _beyond(said, row.value):
        return True
    if said.comparator is Comparator.ABOUT:
        return gap <= (NEAR_POINTS if grows else NEAR_SHARE * abs(said.value)) + 1e-9
    return said.comparator is Comparator.EQUAL and grows and gap <= said.resolution / 2 + 1e-9


def _early(claim: Claim, said: Said, absent: Figure, known: Lookup, bench: Bench) -> Judged:
    """Before its figure is known: a floor may be reached already by a number that only grows."""
    end = absent.period.end if absent.period else bench.now.as_of
    last = known.latest(alike(claim.statement.measure), not_after=min(end, bench.now.as_of))
    grows = said.comparator.is_floor and not claim.statement.measure.is_growth
    if last and last.value is not None and last.period and last.period.end >= bench.said and grows:
        row = last.observation
        if row and compare(said, row).holds:
            reason = reasons.says(last, bench.catalog)
            return Judged(claim, Verdict.FORECAST_CAME_TRUE, reason, last)
    return _open(claim, absent, bench)


def _open(claim: Claim, absent: Figure, bench: Bench) -> Judged:
    """What has not come yet, with how far it is."""
    end = absent.period.end if absent.period else bench.now.as_of
    known = bench.known(claim.statement.series)
    last = known.latest(alike(claim.statement.measure), not_after=min(end, bench.now.as_of))
    when = reasons.time_of(absent.period, absent.measure)
    still = Names(f"No figure for {when.en} is public yet.", f"{when.zh}数据尚未公布。")
    if claim.statement.is_average:
        still = Names(
            f"An average over years, to be told when {absent.period} is over.", "为多年平均，期满后方可判断。"
        )
    if last is None or last.value is None:
        return Judged(claim, Verdict.FORECAST_OPEN, still, absent)
    so_far = reasons.told(last, bench.catalog)
    words = Names(f"So far: {so_far.en}.", f"目前{so_far.zh}。")
    return Judged(claim, Verdict.FORECAST_OPEN, reasons.joined(still, words), absent, (last,))


def _vague(claim: Claim, bench: Bench) -> Judged:
    """A direction to come: at the end the rate must be no lower (or no higher) than when it was said."""
    known = bench.known(claim.statement.series)
    figure = known.at(*_key(claim.statement))
    start = bench.known_then(claim.statement.series).latest((figure.measure,), not_after=bench.said)
    if start is not None and start.period == figure.period:
        start = None
    if figure.value is None:
        when = reasons.time_of(figure.period, figure.measure)
        reason = Names(f"No figure for {when.en} is public yet.", f"{when.zh}数据尚未公布。")
        return Judged(claim, Verdict.FORECAST_OPEN, reason, figure, (start,) if start else ())
    if start is None or start.value is None:
        reason = reasons.joined(reasons.NO_START, reasons.says(figure, bench.catalog))
        return Judged(claim, Verdict.NOT_CHECKABLE, reason, figure)
    moved = figure.value - start.value
    falls = claim.statement.direction in ("down", "slower")
    came = moved <= 0 if falls else moved >= 0
    reason = reasons.joined(reasons.says(figure, bench.catalog), _when_said(start, bench))
    verdict = Verdict.FORECAST_CAME_TRUE if came else Verdict.FORECAST_MISSED
    return Judged(claim, verdict, reason, figure, (start,))


def _when_said(start: Figure, bench: Bench) -> Names:
    text = reasons.told(start, bench.catalog)
    day = bench.then.as_of
    return Names(
        f"As known on {day.day} {day:%B %Y}, the latest was {text.en}.",
        f"截至{day.year}年{day.month}月{day.day}日，最新为{text.zh}。",
    )


def _key(statement: Statement) -> tuple[Period, Measure]:
    if statement.period is None:
        raise ValueError("a forward claim has been dated before it is looked up")
    return statement.period, statement.measure


def _beyond(said: Said, value: float) -> bool:
    return value <= said.value if said.comparator.is_ceiling else value >= said.value
