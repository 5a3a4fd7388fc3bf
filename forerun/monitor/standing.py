"""Where a target stands: what was reached, what was expected by then, what the rest of the period needs.

Growth: the rate of the year to date is held against the annual rate.  A target of average growth over
several years is held against the two-year average of the same months, or against the first year alone
while only that is known.

Amounts of flows: the year to date is held against the target at the share of the year that the same
months made a year before, or months of twelve where that is not known.  Stocks: the level is held against
the straight line from the last level known when the target period (or the plan) began.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from forerun.errors import ConventionError
from forerun.ledger.derivation import LEVELS, Shape, derive, refuse_break, require_alike
from forerun.ledger.pace import GROWTH_BASES, needed_growth, needed_per_month
from forerun.ledger.recipes import EXPECTED_BY_MONTHS, EXPECTED_BY_PATTERN, EXPECTED_ON_LINE
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import wording, yearly
from forerun.monitor.figures import attempt, missing, over_two_years
from forerun.types import Figure, Measure, Names, Series, Target


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about a target that has a figure.

    ``expected`` is None where the target itself is the measure, and missing where no start is known;
    ``closed`` tells whether the figures cover the whole target period; ``how`` says what was compared.
    """

    actual: Figure
    expected: Figure | None
    needed: Figure
    closed: bool
    how: Names


def standing(snapshot: Snapshot, series: Series, target: Target) -> Standing:
    """How far the series has come towards the target, which must be in the series' own unit."""
    if target.basis in GROWTH_BASES:
        return _growth(snapshot, series, target)
    return _flow(snapshot, series, target) if series.flow else _stock(snapshot, series, target)


def _growth(snapshot: Snapshot, series: Series, target: Target) -> Standing:
    years = range(target.first.year, target.last.year + 1)
    known = [rate for year in years if (rate := yearly.growth(snapshot, series, year)).value is not None]
    if not known:
        return _nothing(missing(series, Measure.YTD_YOY, f"no growth of {years[-1]} by {snapshot.as_of}"))
    running = known[-1]
    year = running.period.year if running.period else years[0]
    complete = [yearly.whole_growth(snapshot, series, each) for each in years if each < year]
    needed = _needed(snapshot, target, running, lambda: needed_growth(target, running, complete=complete))
    if year == target.first.year:
        how = wording.RATE if target.first == target.last else wording.first_year(year)
        return Standing(running, None, needed, _covers(running, target), how)
    average = over_two_years(snapshot, running)
    return Standing(average, None, needed, _covers(average, target), wording.AVERAGE)


def _needed(snapshot: Snapshot, target: Target, reached: Figure, recipe: Callable[[], Figure]) -> Figure:
    """The pace for what is left of the target period, missing once nothing is."""
    measure = Measure.YOY if target.basis in GROWTH_BASES else Measure.LEVEL
    if snapshot.as_of > target.last.end:
        return missing(reached.series, measure, f"{target.last} is over", target.last)
    return attempt(reached, measure, recipe)


def _nothing(absent: Figure) -> Standing:
    return Standing(absent, None, absent, False, wording.NOTHING)


def _covers(figure: Figure, target: Target) -> bool:
    period = figure.period
    return figure.value is not None and period is not None and period.end >= target.last.end


def _flow(snapshot: Snapshot, series: Series, target: Target) -> Standing:
    actual = yearly.total(snapshot, series, target.last.year)
    if actual.value is None:
        return _nothing(actual)
    needed = _needed(snapshot, target, actual, lambda: needed_per_month(target, actual))
    if _covers(actual, target):
        return Standing(actual, None, needed, True, wording.TOTAL)
    expected, how = _expected_flow(snapshot, actual, target)
    return Standing(actual, expected, needed, False, how)


def _expected_flow(snapshot: Snapshot, actual: Figure, target: Target) -> tuple[Figure, Names]:
    wanted, period = target.value or 0.0, actual.period or target.last
    shape = Shape(actual.series, period, Measure.YTD_LEVEL, actual.unit)
    by_pattern = _by_pattern(snapshot, actual, shape, wanted)
    if by_pattern is not None:
        return by_pattern, wording.BY_PATTERN
    passed = period.last_month.index / 12
    return derive(EXPECTED_BY_MONTHS, shape, (), lambda: wanted * passed), wording.BY_MONTHS


def _by_pattern(snapshot: Snapshot, actual: Figure, shape: Shape, wanted: float) -> Figure | None:
    """The target at the share of the year before that its same months made, the most direct way first."""
    key, same_months = actual.series.id, shape.period.year_before()
    whole = yearly.total(snapshot, actual.series, same_months.year)
    if not yearly.covers_year(whole):
        return None
    before = snapshot.figure(key, same_months, Measure.YTD_LEVEL)
    growth = snapshot.figure(key, shape.period, Measure.YTD_YOY)
    ways: tuple[tuple[tuple[Figure, ...], Callable[..., float]], ...] = (
        ((before, whole), lambda part, year: wanted * part / year),
        ((actual, growth, whole), lambda part, rate, year: wanted * part / (1 + rate / 100) / year),
    )
    for inputs, formula in ways:
        with suppress(ConventionError):
            require_alike(EXPECTED_BY_PATTERN, (whole, inputs[0]))
            refuse_break(EXPECTED_BY_PATTERN, LEVELS, inputs[0], same_months, snapshot.catalog.breaks)
            return derive(EXPECTED_BY_PATTERN, shape, inputs, formula)
    return None


def _stock(snapshot: Snapshot, series: Series, target: Target) -> Standing:
    measure = next(each for each in (Measure.LEVEL, Measure.SHARE, *series.units) if each in series.units)
    history = [each for each in snapshot.history(series.id, measure) if _not_after(each, target)]
    if not history:
        return _nothing(missing(series, measure, f"no figure by {snapshot.as_of}"))
    actual = history[-1]
    needed = _needed(snapshot, target, actual, lambda: needed_per_month(target, actual))
    if _covers(actual, target):
        return Standing(actual, None, needed, True, wording.LEVEL)
    begun = min(target.first.start, target.known_from)
    base = next((each for each in reversed(history) if each.period and each.period.end < begun), history[0])
    if base is actual:
        expected = missing(series, measure, "no earlier level is known", actual.period)
    else:
        expected = attempt(actual, measure, lambda: _on_line(snapshot, base, actual, target))
    return Standing(actual, expected, needed, False, wording.on_line(base.period))


def _not_after(figure: Figure, target: Target) -> bool:
    return figure.period is not None and figure.period.end <= target.last.end


def _on_line(snapshot: Snapshot, base: Figure, actual: Figure, target: Target) -> Figure:
    start, now = (each.period or target.last for each in (base, actual))
    refuse_break(EXPECTED_ON_LINE, LEVELS, actual, start, snapshot.catalog.breaks)
    whole = target.last.last_month.ordinal - start.last_month.ordinal
    passed = now.last_month.ordinal - start.last_month.ordinal
    wanted = target.value or 0.0
    shape = Shape(actual.series, now, actual.measure, actual.unit)
    return derive(EXPECTED_ON_LINE, shape, (base,), lambda level: level + (wanted - level) * passed / whole)
