"""The headline series: month, year to date, how fast it moves, and the word for its direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from forerun.ledger.rates import MOMENTUM_MONTHS, acceleration, momentum
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import wording
from forerun.monitor.direction import compare, decide
from forerun.monitor.figures import at, attempt, before, is_stale, missing, newest, over_two_years
from forerun.monitor.result import Headline
from forerun.monitor.spec import HeadlineSpec
from forerun.periods import Period
from forerun.types import Figure, Measure, Series, Status


def headline(snapshot: Snapshot, spec: HeadlineSpec) -> Headline:
    """What the latest release of the headline series says, with what can be derived from it."""
    series = spec.series
    months = snapshot.history(series.id, spec.month)
    to_date = snapshot.history(series.id, spec.year_to_date)
    period = newest((*months[-1:], *to_date[-1:]))
    month = at(snapshot, series, period, spec.month)
    year_to_date = at(snapshot, series, period, spec.year_to_date)
    earlier_to_date = before(to_date, year_to_date)
    pace = _momentum(series, spec.month, _recent(months, to_date, period))
    comparison = None if is_stale(snapshot, year_to_date) else compare(_rates(to_date), spec.base_band)
    return Headline(
        month=month,
        year_to_date=year_to_date,
        month_on_month=at(snapshot, series, period, spec.month_on_month),
        previous_month=before(months, month),
        previous_year_to_date=earlier_to_date,
        acceleration=_acceleration(year_to_date, earlier_to_date),
        momentum=pace,
        two_year=over_two_years(snapshot, month if month.value is not None else year_to_date),
        history=months,
        ytd_history=to_date,
        first_prints=tuple(_first_prints(snapshot, months)),
        direction=decide(comparison, pace.value, spec.steady_band),
        rule=wording.rule(comparison, spec.steady_band, spec.base_band),
    )


def _rates(history: Sequence[Figure]) -> dict[Period, float]:
    return {each.period: each.value for each in history if each.period and each.value is not None}


def _momentum(series: Series, measure: Measure, rates: tuple[Figure, ...]) -> Figure:
    if not rates:
        return missing(series, measure, "no monthly rate is known")
    return attempt(rates[-1], measure, lambda: momentum(rates))


def _acceleration(now: Figure, earlier: Figure) -> Figure:
    return attempt(now, Measure.YTD_CHANGE_PP, lambda: acceleration(now, earlier))


def _recent(months: Sequence[Figure], to_date: Sequence[Figure], period: Period | None) -> tuple[Figure, ...]:
    """The latest monthly rates, January and February as their joint rate, ascending."""
    joint = [each for each in to_date if each.period and each.period.index == 2]
    single = {each.period for each in months}
    rates = [*months, *(each for each in joint if each.period not in single)]
    inside = [each for each in rates if period and each.period and each.period <= period]
    return tuple(sorted(inside, key=_end))[-MOMENTUM_MONTHS:]


def _end(figure: Figure) -> date:
    return figure.period.end if figure.period else date.min


def _first_prints(snapshot: Snapshot, months: Sequence[Figure]) -> Iterator[Figure]:
    """The first announcement of each month, where the ledger holds it."""
    for each in months:
        rows = snapshot.vintages(each.series.id, each.period, each.measure) if each.period else ()
        first = next((row for row in rows if row.status is Status.PRELIMINARY), None)
        if first is not None:
            yield Figure.of(each.series, first)
