"""Which recipes apply to one period of a series as known on a day, with what they give or why they refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from forerun.errors import ConventionError
from forerun.ledger.derivation import LEVEL_OF_GROWTH
from forerun.ledger.levels import (
    chained_level,
    cumulative_from_months,
    growth_from_levels,
    month_from_cumulative,
    net_addition,
)
from forerun.ledger.rates import (
    MOMENTUM_MONTHS,
    acceleration,
    cumulative_growth_from_months,
    momentum,
    month_growth_from_cumulative,
    two_year_average,
)
from forerun.ledger.recipes import (
    ACCELERATION,
    CHAINED_LEVEL,
    CUMULATIVE_FROM_MONTHS,
    CUMULATIVE_GROWTH,
    GROWTH_FROM_LEVELS,
    MOMENTUM,
    MONTH_FROM_CUMULATIVE,
    MONTH_GROWTH,
    NET_ADDITION,
    TWO_YEAR_AVERAGE,
    Recipe,
)
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Frequency, Period
from forerun.types import Figure, Measure, Series

Attempt = tuple[Recipe, Callable[[], Figure]]


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a recipe gives for a period: a figure of kind ``derived``, or none and the reason of refusal."""

    recipe: Recipe
    figure: Figure | None
    refused: str = ""


def derivations(snapshot: Snapshot, series: Series, period: Period) -> tuple[Derivation, ...]:
    """Every recipe that has something to work on in the period, tried on what the snapshot holds.

    Months and cumulative figures are only tried for each other where one of the two is not published.
    """
    look = _Look(snapshot, series, period)
    attempts = [*look.levels(), *look.growth(), *look.months()]
    return tuple(_tried(recipe, make) for recipe, make in attempts)


def _tried(recipe: Recipe, make: Callable[[], Figure]) -> Derivation:
    try:
        return Derivation(recipe, make())
    except ConventionError as refusal:
        return Derivation(recipe, None, str(refusal))


@dataclass(frozen=True, slots=True)
class _Look:
    """Attempts at one period; every attempt holds the figures that it would use."""

    snapshot: Snapshot
    series: Series
    period: Period

    def levels(self) -> Iterator[Attempt]:
        breaks, before = self.snapshot.catalog.breaks, self.period.year_before()
        for growth, level in LEVEL_OF_GROWTH.items():
            if not {growth, level} <= self.series.units.keys():
                continue
            now, rate = self._at(level), self._at(growth)
            if now.value is not None:
                recipe = partial(growth_from_levels, now, self._at(level, before), rate, breaks)
                yield GROWTH_FROM_LEVELS, recipe
            if rate.value is not None:
                yield CHAINED_LEVEL, partial(chained_level, rate, self._at(level, before), now, breaks)
        stock = self._at(Measure.LEVEL)
        if stock.value is not None and not self.series.flow and self.period.frequency is not Frequency.YEAR:
            yield NET_ADDITION, partial(net_addition, stock, self._at(Measure.LEVEL, before.year_end), breaks)

    def growth(self) -> Iterator[Attempt]:
        breaks, before = self.snapshot.catalog.breaks, self.period.year_before()
        for measure in LEVEL_OF_GROWTH:
            rate = self._at(measure)
            if rate.value is not None:
                yield TWO_YEAR_AVERAGE, partial(two_year_average, rate, self._at(measure, before), breaks)
        rates = [rate for rate in map(self._rate, self._back(MOMENTUM_MONTHS)) if rate.value is not None]
        if rates and rates[-1].period == self.period and self.period.frequency is Frequency.MONTH:
            yield MOMENTUM, partial(momentum, rates)
            if len(rates) > 1:
                yield ACCELERATION, partial(acceleration, rates[-1], rates[-2])
        year_to_date = self._at(Measure.YTD_YOY)
        if year_to_date.value is not None:
            earlier = self._at(Measure.YTD_YOY, self.period.shift(-1))
            yield ACCELERATION, partial(acceleration, year_to_date, earlier)
            month = self._at(Measure.YOY)
            yield MONTH_GROWTH, partial(month_growth_from_cumulative, year_to_date, earlier, month, breaks)

    def months(self) -> Iterator[Attempt]:
        breaks = self.snapshot.catalog.breaks
        total, month = self._at(Measure.YTD_LEVEL), self._at(Measure.LEVEL)
        if total.value is not None and month.value is None:
            earlier = self._at(Measure.YTD_LEVEL, self.period.shift(-1))
            yield MONTH_FROM_CUMULATIVE, partial(month_from_cumulative, total, earlier, breaks)
        if month.value is not None and total.value is None and self._adds_up():
            levels = self._since_january(Measure.LEVEL, Measure.YTD_LEVEL)
            yield CUMULATIVE_FROM_MONTHS, partial(cumulative_from_months, levels, breaks)
        if self._at(Measure.YOY).value is not None and self.period.index > 1:
            rates, known = self._since_january(Measure.YOY, Measure.YTD_YOY), self._at(Measure.YTD_YOY)
            yield CUMULATIVE_GROWTH, partial(cumulative_growth_from_months, rates, known, breaks)

    def _adds_up(self) -> bool:
        """Whether the year so far is a sum of several periods."""
        return self.series.flow and self.period.index > 1 and Measure.YTD_LEVEL in self.series.units

    def _at(self, measure: Measure, period: Period | None = None) -> Figure:
        return self.snapshot.figure(self.series.id, period or self.period, measure)

    def _back(self, steps: int) -> list[Period]:
        return [self.period.shift(step) for step in range(-steps, 1)]

    def _rate(self, period: Period) -> Figure:
        """The growth of a month, for February the joint one where there is no other."""
        single = self._at(Measure.YOY, period)
        joint = period.frequency is Frequency.MONTH and period.index == 2 and single.value is None
        return self._at(Measure.YTD_YOY, period) if joint else single

    def _since_january(self, measure: Measure, cumulative: Measure) -> list[Figure]:
        """Every period of the year so far, opened by the joint figure where January is not told alone."""
        first = self._at(measure, Period(self.period.frequency, self.period.year, 1))
        joint = first.value is None and self.period.frequency is Frequency.MONTH
        opening = self._at(cumulative, Period(self.period.frequency, self.period.year, 2)) if joint else first
        start = 3 if joint else 2
        indices = range(start, self.period.index + 1)
        return [
            opening,
            *(self._at(measure, Period(self.period.frequency, self.period.year, index)) for index in indices),
        ]
