"""Growth and total of a year so far: as published, else from its months where they reach further."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forerun.errors import ConventionError
from forerun.ledger.levels import cumulative_from_months
from forerun.ledger.rates import cumulative_growth_from_months
from forerun.ledger.snapshot import Snapshot
from forerun.monitor.figures import missing
from forerun.periods import Frequency, Period
from forerun.types import Figure, Measure, Series


def growth(snapshot: Snapshot, series: Series, year: int) -> Figure:
    """Growth of the year, of the year to date, or what its monthly rates come to."""
    whole = whole_growth(snapshot, series, year)
    if whole.value is not None:
        return whole
    to_date = _last_of(snapshot, series, Measure.YTD_YOY, year)
    months = _months(snapshot, series, (Measure.YOY, Measure.YTD_YOY), year)
    unpublished = missing(series, Measure.YTD_YOY, "the months reach further")
    breaks = snapshot.catalog.breaks
    return _further(to_date, months, lambda: cumulative_growth_from_months(months, unpublished, breaks))


def whole_growth(snapshot: Snapshot, series: Series, year: int) -> Figure:
    """Growth of a complete year, published as year to date at its end or for the year itself."""
    last = Period(series.frequency, year).year_end
    to_date = snapshot.figure(series.id, last, Measure.YTD_YOY)
    return to_date if to_date.value is not None else snapshot.figure(series.id, _year(year), Measure.YOY)


def total(snapshot: Snapshot, series: Series, year: int) -> Figure:
    """Total of the year, of the year to date, or what its months add up to."""
    whole = snapshot.figure(series.id, _year(year), Measure.LEVEL)
    if whole.value is not None:
        return whole
    to_date = _last_of(snapshot, series, Measure.YTD_LEVEL, year)
    months = _months(snapshot, series, (Measure.LEVEL, Measure.YTD_LEVEL), year)
    return _further(to_date, months, lambda: cumulative_from_months(months, snapshot.catalog.breaks))


def covers_year(figure: Figure) -> bool:
    """Whether a figure of a year so far reaches the end of its year."""
    return figure.period is not None and figure.period.last_month.is_year_end


def _year(year: int) -> Period:
    return Period(Frequency.YEAR, year)


def _last_of(snapshot: Snapshot, series: Series, measure: Measure, year: int) -> Figure:
    inside = _inside(snapshot, series, measure, year)
    return inside[-1] if inside else missing(series, measure, f"no figure of {year} by {snapshot.as_of}")


def _inside(snapshot: Snapshot, series: Series, measure: Measure, year: int) -> list[Figure]:
    history = snapshot.history(series.id, measure)
    return [each for each in history if each.period is not None and each.period.year == year]


def _months(
    snapshot: Snapshot, series: Series, measures: tuple[Measure, Measure], year: int
) -> Sequence[Figure]:
    """The months of a year, January and February as their joint figure where they have none of their own."""
    of_month, to_date = measures
    months = _inside(snapshot, series, of_month, year)
    february = Period(Frequency.MONTH, year, 2)
    if not months or months[0].period != february.shift(1):
        return months
    return [snapshot.figure(series.id, february, to_date), *months]


def _further(to_date: Figure, months: Sequence[Figure], recipe: Callable[[], Figure]) -> Figure:
    """The published year to date, unless the months reach further and a recipe accepts them."""
    last = months[-1].period if months else None
    if last is None or (to_date.period is not None and to_date.period >= last):
        return to_date
    try:
        return recipe()
    except ConventionError:
        return to_date
