"""Rising, steady or falling: the stated rule, pure.

The year-to-date rate is held against the latest one that is at least three months older.  When the
base of the comparison (the same two rates a year before) moved by more than ``base_band`` points, both
are replaced by their average over two years, then three, then four, until the base below is calm; when
none is, or a rate is missing, the direction is unknown.  A change of ``steady_band`` points or more is
rising or falling, anything in between steady.  Rising also needs a latest three-month mean of monthly
rates that is not below zero, falling holds whenever that mean is below zero and the rate does not rise.

The method is forerun's own; ``docs/monitor.md`` shows what it says month by month since 2016.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from forerun.monitor.result import Direction
from forerun.periods import Period

DISTANCE = 3
"""Months that lie at least between the two rates."""

MOST_YEARS = 4
"""Years over which rates are averaged at most to reach a calm base."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the rule compared: ``rate`` at ``period`` with ``earlier_rate`` at ``earlier``.

    Rates are percent, averages over ``years`` years; ``change`` is their difference in percentage points.
    """

    period: Period
    rate: float
    earlier: Period
    earlier_rate: float
    years: int

    @property
    def change(self) -> float:
        """Percentage points, to the hundredth that rounded rates can carry."""
        return round(self.rate - self.earlier_rate, 2)


def compare(rates: Mapping[Period, float], base_band: float) -> Comparison | None:
    """The comparison that the rule makes at the latest period.

    Args:
        rates: year-to-date growth in percent by period.
        base_band: largest move of the base in percentage points that still counts as calm.

    Returns:
        None when there is no earlier rate or no calm base within reach.
    """
    latest = max(rates, default=None)
    if latest is None:
        return None
    limit = latest.shift(-DISTANCE * latest.frequency.per_year // 12)
    earlier = max((period for period in rates if period <= limit), default=None)
    if earlier is None:
        return None
    for years in range(1, MOST_YEARS + 1):
        base, earlier_base = (rates.get(_years_before(each, years)) for each in (latest, earlier))
        if base is None or earlier_base is None:
            return None
        if round(abs(base - earlier_base), 6) <= base_band:
            rate, earlier_rate = (_average(rates, each, years) for each in (latest, earlier))
            return Comparison(latest, rate, earlier, earlier_rate, years)
    return None


def decide(comparison: Comparison | None, momentum: float | None, steady_band: float) -> Direction:
    """The word for a comparison.

    Args:
        comparison: of :func:`compare`.
        momentum: mean of the latest three monthly rates in percent, None when unknown.
        steady_band: percentage points from which a change counts.
    """
    if comparison is None:
        return Direction.UNKNOWN
    shrinking = momentum is not None and momentum < 0
    if comparison.change >= steady_band:
        return Direction.STEADY if shrinking else Direction.RISING
    if comparison.change <= -steady_band or shrinking:
        return Direction.FALLING
    return Direction.STEADY


def _years_before(period: Period, years: int) -> Period:
    return period.shift(-years * period.frequency.per_year)


def _average(rates: Mapping[Period, float], period: Period, years: int) -> float:
    factors = (1 + rates[_years_before(period, back)] / 100 for back in range(years))
    return float((prod(factors) ** (1 / years) - 1) * 100)
