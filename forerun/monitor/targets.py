"""Plan targets beside what is known: which targets are in force, their rows and states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from forerun.catalog.model import Catalog, convert
from forerun.errors import UnknownNameError
from forerun.ledger.pace import GROWTH_BASES
from forerun.ledger.precision import POINTS
from forerun.ledger.recipes import GAP_TO_TARGET
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import wording
from forerun.monitor.figures import is_stale, missing
from forerun.monitor.judge import Case, judge
from forerun.monitor.result import TargetRow, TargetState
from forerun.monitor.spec import TargetSpec
from forerun.monitor.standing import Standing, standing
from forerun.periods import Frequency
from forerun.types import Comparator, Figure, Measure, Names, Series, Target, Trace

REMEMBERED = timedelta(days=365)
"""How long after its end a plan without a successor stays on the page."""

_GROWTH_MEASURES = (Measure.YTD_YOY, Measure.YOY)
_AMOUNT_MEASURES = (Measure.YTD_LEVEL, Measure.LEVEL)
_PLAN_MEASURES = {"count": Measure.COUNT, **dict.fromkeys(GROWTH_BASES, Measure.YOY)}


def targets_in_force(snapshot: Snapshot) -> tuple[Target, ...]:
    """Targets known by the day, of plans that neither ended long ago nor have a known successor.

    A plan succeeds another of the same industry when it begins after the other's last target period.
    """
    known = snapshot.targets()
    return tuple(each for each in known if _is_in_force(each, known, snapshot))


def _is_in_force(target: Target, known: Sequence[Target], snapshot: Snapshot) -> bool:
    ends = max(each.last.end for each in known if each.plan == target.plan)
    succeeded = any(each.industry == target.industry and each.first.start > ends for each in known)
    return not succeeded and snapshot.as_of <= ends + REMEMBERED


def target_row(snapshot: Snapshot, target: Target, spec: TargetSpec) -> TargetRow:
    """A target, its actual, the gap, the pace that the rest of the period needs, and its state.

    Without a figure of the same scope the row says why.
    """
    series = target_series(target, snapshot.catalog)
    why_not = _why_not(series, target, snapshot)
    if why_not is not None:
        return _without_figure(target, series, why_not)
    fitted = _in_unit_of(series, target, snapshot.catalog)
    if fitted is None:
        return _without_figure(target, series, wording.OTHER_UNIT)
    found = standing(snapshot, series, fitted)
    if found.actual.value is None:
        return _without_figure(target, series, wording.nothing_known(target.first, target.last))
    limited = replace(fitted, comparator=Comparator.AT_MOST) if target.indicator in spec.ceilings else fitted
    state, reason = _verdict(snapshot, limited, found, spec)
    gap = _gap(found.actual, fitted)
    return TargetRow(target, found.actual, gap, found.needed, state, reason, found.expected)


def target_series(target: Target, catalog: Catalog) -> Series:
    """The series that measures a target; for one that nothing measures, the plan's own."""
    return catalog.series_named(target.series) if target.series else plan_series(target, catalog)


def plan_series(target: Target, catalog: Catalog) -> Series:
    """A series that only the plan has: what it intends, under its own words."""
    measured = catalog.series.get(target.series)
    return Series(
        id=f"{target.plan}/{target.indicator}",
        code=target.plan,
        place=catalog.home,
        indicator=target.indicator,
        activity=measured.activity if measured else "",
        names=catalog.aim(target),
        frequency=Frequency.YEAR,
        units={_PLAN_MEASURES.get(target.basis, Measure.LEVEL): target.unit},
        publisher=target.issuers,
        release="",
        group="plan",
        flow=False,
        note=target.scope,
    )


def _is_growth(target: Target) -> bool:
    return target.basis in GROWTH_BASES


def _in_unit_of(series: Series, target: Target, catalog: Catalog) -> Target | None:
    """The target in the unit in which its series is published, None when no conversion leads there."""
    units = [series.units[each] for each in series.units if each.is_growth is _is_growth(target)]
    if target.unit in units:
        return target
    try:
        value = convert(target.value or 0.0, catalog.unit(target.unit), catalog.unit(units[0]))
    except (UnknownNameError, IndexError):
        return None
    return replace(target, value=value, unit=units[0])


def _why_not(series: Series, target: Target, snapshot: Snapshot) -> Names | None:
    """Why no figure can stand beside a target, before any is looked for."""
    if target.value is None:
        return wording.DIRECTION_ONLY
    if not target.series:
        return wording.NO_SERIES
    if target.first.start > snapshot.as_of and (series.flow or _is_growth(target)):
        return wording.begins(target.first)
    return None


def _without_figure(target: Target, series: Series, why: Names) -> TargetRow:
    wanted = _GROWTH_MEASURES if _is_growth(target) else _AMOUNT_MEASURES
    measure = next(each for each in (*wanted, *series.units) if each in series.units)
    absent = missing(series, measure, why.en.rstrip("."), target.last)
    return TargetRow(target, absent, absent, absent, TargetState.NO_FIGURE, why, None)


def _verdict(
    snapshot: Snapshot, target: Target, found: Standing, spec: TargetSpec
) -> tuple[TargetState, Names]:
    actual, expected = found.actual, found.expected
    if not found.closed and is_stale(snapshot, actual):
        return TargetState.NO_FIGURE, wording.stale(actual.period)
    point = expected.value if expected and expected.value is not None else target.value or 0.0
    percent = abs(point) * spec.level_tolerance / 100
    tolerance = spec.growth_tolerance if _is_growth(target) else percent
    stated = actual.observation.comparator if actual.observation else Comparator.EQUAL
    limit = Comparator(target.comparator)
    state = judge(Case(actual.value or 0.0, point, limit, tolerance, found.closed, stated))
    if state is TargetState.NO_FIGURE:
        return state, wording.BOUND
    if expected and expected.value is None and state is TargetState.BEHIND:
        return TargetState.NO_FIGURE, wording.NO_START
    if found.closed:
        return state, wording.verdict(state, target.last)
    return state, wording.under_way(found.how, actual.period)


def _gap(actual: Figure, target: Target) -> Figure:
    """Actual less target: percentage points for rates, else in the actual's unit."""
    measure = Measure.CHANGE_PP if _is_growth(target) else actual.measure
    unit = POINTS if _is_growth(target) else actual.unit
    row = actual.observation
    if row is not None and row.comparator.is_bound:
        why = f"published only as {row.comparator.value} {row.value:g}"
        return Figure(actual.series, actual.period, measure, None, unit, missing=why)
    value = round((actual.value or 0.0) - (target.value or 0.0), 9)
    trace = Trace(actual.trace.observations, GAP_TO_TARGET.id, actual.trace.rounding)
    return Figure(actual.series, actual.period, measure, value, unit, trace)
