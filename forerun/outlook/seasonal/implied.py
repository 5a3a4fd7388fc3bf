"""Series that publish only growth over a year: an implied index, and momentum of an adjusted series.

China's value added is published as growth over a year alone.  Chained from a base year, these rates imply
an index whose seasonal pattern is that of the base year: unknown, and flat unless given.  What the index can
show is how growth accelerates from month to month, once the noise of the base year, which the chain carries
on for ever, is adjusted for as if it were a season.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from forerun.errors import ConventionError, InputError
from forerun.outlook.seasonal.recipes import IMPLIED_INDEX
from forerun.outlook.seasonal.result import Column
from forerun.outlook.seasonal.windows import Floats
from forerun.periods import Frequency, Period

BASE = 100.0
QUARTERS = 4


@dataclass(frozen=True, slots=True, eq=False)
class ImpliedIndex:
    """An index chained from growth; ``values`` has shape (T,), the base year left out, NaN where unknown.

    ``joint`` are periods whose value is the sum of their own month and the one before, which is NaN, as
    :func:`~forerun.outlook.seasonal.adjust.adjust` takes them.  ``bridged`` are months without any rate: the
    chain goes on with the mean of the rates around them, but their value is NaN.
    """

    periods: tuple[Period, ...]
    values: Floats
    joint: tuple[Period, ...]
    bridged: tuple[Period, ...]
    recipe: str = IMPLIED_INDEX.id


def implied_index(
    rates: Mapping[Period, float],
    joint: Mapping[Period, float] | None = None,
    pattern: Sequence[float] = (),
) -> ImpliedIndex:
    """Chain growth rates into an index.

    Args:
        rates: growth over the same period a year before, percent, by month or quarter, NaN where missing.
        joint: growth of a month and the one before it together, percent, by the later month; used where
            neither has a rate of its own.
        pattern: relative level of each period of the base year, from January on; flat when empty.

    Raises:
        InputError: no rate, mixed frequencies, a pattern of another length or without positive numbers.
        ConventionError: growth of -100 percent or less, which no index survives, or beyond all numbers.
    """
    own = {period: rate for period, rate in rates.items() if np.isfinite(rate)}
    both = {
        period: rate
        for period, rate in (joint or {}).items()
        if np.isfinite(rate) and period not in own and period.shift(-1) not in own
    }
    known = own | both | {period.shift(-1): rate for period, rate in both.items()}
    _check(known, pattern)
    first, last = min(known), max(known)
    axis = tuple(first.shift(step) for step in range(last.ordinal - first.ordinal + 1))
    growth = np.array([known.get(period, np.nan) for period in axis])
    index = _chain(axis, _interpolated(growth), pattern)
    return _joined(axis, index, both, np.isnan(growth))


def _check(known: Mapping[Period, float], pattern: Sequence[float]) -> None:
    if not known:
        raise InputError("no growth rate is given", advice="Choose a series with published growth")
    frequencies = {period.frequency for period in known}
    if frequencies not in ({Frequency.MONTH}, {Frequency.QUARTER}):
        raise InputError("growth rates must be all of months or all of quarters")
    per_year = min(frequencies).per_year
    if pattern and (len(pattern) != per_year or min(pattern) <= 0):
        raise InputError(f"the pattern of a base year is {per_year} positive numbers", where="pattern")
    if min(known.values()) <= -BASE:
        raise ConventionError(
            "growth of -100 percent or less ends the chain", advice="Check the rate or begin after it"
        )


def _interpolated(growth: Floats) -> Floats:
    at = np.arange(len(growth))
    known = ~np.isnan(growth)
    return np.interp(at, at[known], growth[known])


def _chain(axis: Sequence[Period], growth: Floats, pattern: Sequence[float]) -> Floats:
    per_year = axis[0].frequency.per_year
    shape = np.array(pattern or [1.0] * per_year)
    base = BASE * shape / shape.mean()
    index = np.empty(len(axis))
    for at, (period, rate) in enumerate(zip(axis, growth, strict=True)):
        before = index[at - per_year] if at >= per_year else base[period.index - 1]
        with np.errstate(over="ignore"):
            index[at] = before * (1 + rate / 100)
    if not np.isfinite(index).all():
        raise ConventionError(
            "growth carries the implied index beyond all numbers", advice="Check the unit of the rates"
        )
    return index


def _joined(
    axis: tuple[Period, ...], index: Floats, both: Collection[Period], bridged: Floats
) -> ImpliedIndex:
    shown = np.where(bridged, np.nan, index)
    for at, period in enumerate(axis):
        if period in both:
            shown[at] = index[at - 1] + index[at]
            shown[at - 1] = np.nan
    gaps = tuple(period for period, is_bridged in zip(axis, bridged, strict=True) if is_bridged)
    return ImpliedIndex(axis, shown, tuple(sorted(both)), gaps)


def month_on_month(adjusted: Column) -> Column:
    """Growth over the period before, percent; None where a level is missing or not positive.

    Args:
        adjusted: adjusted levels on an axis without gaps, length T.

    Returns:
        Length T, the first one None.
    """
    return (None, *(_growth(after, before) for before, after in pairwise(adjusted)))


def three_months_annualised(adjusted: Column) -> Column:
    """Growth of three months' mean over the three months before, at an annual rate, percent.

    Args:
        adjusted: adjusted monthly levels on an axis without gaps, length T.

    Returns:
        Length T, None in the first five and where one of the six months is missing.
    """
    means = [_mean(adjusted[max(at - 2, 0) : at + 1]) for at in range(len(adjusted))]
    pairs = [(means[at - 3] if at >= 3 else None, mean) for at, mean in enumerate(means)]
    return tuple(_growth(after, before, QUARTERS) for before, after in pairs)


def _mean(levels: Column) -> float | None:
    known = [level for level in levels if level is not None]
    return sum(known) / 3 if len(known) == 3 else None


def _growth(after: float | None, before: float | None, power: int = 1) -> float | None:
    if after is None or before is None or min(after, before) <= 0:
        return None
    return float(100 * ((after / before) ** power - 1))
