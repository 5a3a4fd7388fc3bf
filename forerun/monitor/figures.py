"""What every part of the monitor asks of a snapshot: the latest figure, what is due, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forerun.errors import ConventionError
from forerun.ledger.rates import two_year_average
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Frequency, Period
from forerun.types import Figure, Measure, Series

STALE_AFTER = {Frequency.MONTH: 12, Frequency.QUARTER: 12, Frequency.HALF: 12, Frequency.YEAR: 24}
"""Months after the end of its period from which a figure no longer counts as the latest one."""

NEIGHBOUR = 6
"""Months that may lie between a figure and the one shown as the one before it."""


def missing(series: Series, measure: Measure, why: str, period: Period | None = None) -> Figure:
    """The visible absence of a number; ``why`` is in words and without a full stop."""
    return Figure(series, period, measure, None, series.units.get(measure, ""), missing=why)


def attempt(like: Figure, measure: Measure, recipe: Callable[[], Figure]) -> Figure:
    """What a recipe derives; else, for the series and period of ``like``, the reason why it refused."""
    try:
        return recipe()
    except ConventionError as refused:
        return missing(like.series, measure, refused.what, like.period)


def at(snapshot: Snapshot, series: Series, period: Period | None, measure: Measure) -> Figure:
    """The figure of one period, a missing one when it is not known which."""
    if period is None:
        return missing(series, measure, f"no figure by {snapshot.as_of}")
    return snapshot.figure(series.id, period, measure)


def over_two_years(snapshot: Snapshot, figure: Figure) -> Figure:
    """The average growth over two years that ends with a rate; missing where the recipe refuses."""
    before = figure.period.year_before() if figure.period else None
    base = at(snapshot, figure.series, before, figure.measure)
    breaks = snapshot.catalog.breaks
    return attempt(figure, figure.measure, lambda: two_year_average(figure, base, breaks))


def latest(snapshot: Snapshot, series: Series, measure: Measure, *, lasting: bool = False) -> Figure:
    """The figure of the last period, or a missing one when that lies too far back to be called latest.

    ``lasting`` is for states that hold until something else is said, such as villages reached.
    """
    figure = snapshot.latest(series.id, measure)
    if figure.value is None:
        return missing(series, measure, figure.missing, _last_due(snapshot, series, measure))
    if is_stale(snapshot, figure) and not lasting:
        why = f"nothing by {snapshot.as_of} since {figure.period}"
        return missing(series, measure, why, _last_due(snapshot, series, measure))
    return figure


def is_stale(snapshot: Snapshot, figure: Figure) -> bool:
    """Whether the period of a figure ended longer ago than :data:`STALE_AFTER` allows."""
    if figure.period is None:
        return False
    today = Period(Frequency.MONTH, snapshot.as_of.year, snapshot.as_of.month)
    return _months(figure.period, today) > STALE_AFTER[figure.period.frequency]


def before(history: Sequence[Figure], figure: Figure) -> Figure:
    """The figure of a history that comes before ``figure``, if it is not too far back to be compared."""
    earlier = [each for each in history if _precedes(each, figure)]
    if not earlier:
        return missing(figure.series, figure.measure, "nothing earlier is known")
    if figure.period and earlier[-1].period and _months(earlier[-1].period, figure.period) > NEIGHBOUR:
        return missing(
            figure.series, figure.measure, f"nothing is known between {earlier[-1].period} and this"
        )
    return earlier[-1]


def _precedes(each: Figure, figure: Figure) -> bool:
    return each.period is not None and figure.period is not None and each.period < figure.period


def _months(earlier: Period, later: Period) -> int:
    return later.last_month.ordinal - earlier.last_month.ordinal


def newest(figures: Sequence[Figure]) -> Period | None:
    """The last period among the figures that have a value."""
    return max((each.period for each in figures if each.value is not None and each.period), default=None)


def overdue(snapshot: Snapshot, figure: Figure) -> Figure | None:
    """The figure that should have followed ``figure`` by now, as a missing one; None when nothing is late."""
    series, measure = figure.series, figure.measure
    due = _last_due(snapshot, series, measure)
    if figure.period is None or due is None or figure.period >= due:
        return None
    return at(snapshot, series, due, measure)


def _last_due(snapshot: Snapshot, series: Series, measure: Measure) -> Period | None:
    """The last period whose figure should be public: its day or its longest usual wait has passed."""
    per_year = series.frequency.per_year
    day = snapshot.as_of
    period = Period(series.frequency, day.year, (day.month - 1) * per_year // 12 + 1)
    for back in range(2 * per_year):
        if _is_due(snapshot, series, period.shift(-back), measure):
            return period.shift(-back)
    return None


def _is_due(snapshot: Snapshot, series: Series, period: Period, measure: Measure) -> bool:
    calendar = snapshot.calendar
    alone = calendar.told_in(series.release, period) == period
    if not alone or calendar.tells_in_sum(series, period, measure):
        return False
    day = calendar.day(series.release, period)
    if day is not None:
        return day.published <= snapshot.as_of
    return calendar.outlook(series.release, period, snapshot.as_of).is_late
