"""Figures on an unbroken axis of months or quarters, checked before anything is computed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from forerun.errors import ConventionError, InputError
from forerun.outlook.seasonal.windows import Floats
from forerun.periods import Frequency, Period

YEARS = 3
"""Shorter series have no seasonal pattern that can be told from noise."""
LARGEST_RATIO = 1e9
LARGEST = 1e100  # a value beyond it cannot be squared and summed
"""Of the largest value to the median; beyond it a unit is wrong or the series explodes."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Values of shape (T,) on an axis without gaps, NaN where there is no figure.

    ``joint`` holds the positions of figures that are the sum of their own period and the one before, which
    has none.  ``notes`` say what was left out.
    """

    periods: tuple[Period, ...]
    values: Floats
    joint: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def per_year(self) -> int:
        """Periods in a year."""
        return self.periods[0].frequency.per_year


def grid_of(periods: Sequence[Period], values: Sequence[float], joint: Collection[Period] = ()) -> Grid:
    """Put figures on an unbroken axis from the first to the last one.

    Args:
        periods: months or quarters in any order, length T.
        values: figures, NaN where missing, length T.
        joint: periods whose figure is the sum of their own period and the one before.

    Raises:
        InputError: lengths differ, a period stands twice, frequencies are mixed or neither months nor
            quarters, a value is infinite, or a joint period has no figure or its partner has one.
        ConventionError: fewer than three years, one value only, or a range that no model can span.
    """
    _check_shape(periods, values)
    found = {
        period: float(value)
        for period, value in sorted(zip(periods, values, strict=True))
        if not math.isnan(value)
    }
    _check_values(found)
    first, last = min(found), max(found)
    if first in joint:
        first = first.shift(-1)
    axis = tuple(first.shift(step) for step in range(last.ordinal - first.ordinal + 1))
    for period in joint:
        if period not in found or period.shift(-1) in found:
            raise InputError(
                "a joint figure stands alone at its second period",
                where=str(period),
                advice="Leave the period before it missing",
            )
    placed = np.array([found.get(period, math.nan) for period in axis])
    pairs = tuple(axis.index(period) for period in sorted(joint))
    return Grid(axis, placed, pairs, _left_out(periods, first, last))


def _check_shape(periods: Sequence[Period], values: Sequence[float]) -> None:
    if len(periods) != len(values):
        raise InputError(f"{len(periods)} periods but {len(values)} values")
    if not periods:
        raise InputError("there are no figures", advice="Choose a series with figures")
    if {period.frequency for period in periods} not in ({Frequency.MONTH}, {Frequency.QUARTER}):
        raise InputError(
            "seasonal adjustment needs figures that are all of months or all of quarters",
            advice="Choose a monthly or quarterly series with figures",
        )
    twice = [str(period) for period, count in Counter(periods).items() if count > 1]
    if twice:
        raise InputError(f"{', '.join(twice[:3])} stands twice", advice="Keep one figure for each period")
    infinite = [str(period) for period, value in zip(periods, values, strict=True) if math.isinf(value)]
    if infinite:
        raise InputError("the value is infinite", where=infinite[0], advice="Mark it as missing (NaN)")


def _check_values(found: dict[Period, float]) -> None:
    if not found:
        raise InputError("every value is missing", advice="Choose a series with figures")
    span = max(found).ordinal - min(found).ordinal + 1
    per_year = next(iter(found)).frequency.per_year
    if span < YEARS * per_year:
        raise ConventionError(
            f"the figures from {min(found)} to {max(found)} cover less than three years",
            advice="A seasonal pattern needs three years at least, five to be stable",
        )
    if len(found) * 2 < span:
        raise ConventionError(
            f"only {len(found)} of {span} periods have a figure",
            advice="Choose a span in which most periods have one",
        )
    size = np.abs(np.array(list(found.values())))
    if len(set(found.values())) == 1:
        raise ConventionError("all values are the same: there is no season", advice="Use the series as it is")
    if size.max() > LARGEST:
        raise ConventionError(f"a value lies beyond {LARGEST:g}", advice="Check the unit of each figure")
    if size.max() > LARGEST_RATIO * float(np.median(size)):
        raise ConventionError(
            f"the largest value is more than {LARGEST_RATIO:.0e} times the median",
            advice="Check the unit of each figure, or choose a span after the explosion",
        )


def _left_out(periods: Sequence[Period], first: Period, last: Period) -> tuple[str, ...]:
    late = sorted(period for period in periods if period > last)
    early = sorted(period for period in periods if period < first)
    notes = []
    if early:
        notes.append(f"no figure before {first}: the adjustment begins there")
    if late:
        notes.append(f"no figure after {last}, {len(late)} periods without one: the adjustment ends there")
    return tuple(notes)
