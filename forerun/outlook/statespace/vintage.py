"""Data as known on a day, on a grid of months, and the scale on which a model sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forerun.errors import InputError, UnknownNameError
from forerun.outlook.statespace.model import Array
from forerun.periods import Period

FLAT = 1e-12
"""A series whose deviation is less than this part of its mean does not vary but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Vintage:
    """What was known on one day, in the units in which it is explained (growth rates, changes).

    Args:
        series: n names, each once.
        periods: T months as text (``2016-06``), ascending without a gap; a quarter stands in its third month.
        values: (T, n), NaN where nothing was known.

    Raises:
        InputError: shapes do not fit, a name or month occurs twice, or a month is missing from the grid.
    """

    series: tuple[str, ...]
    periods: tuple[str, ...]
    values: Array

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        if values.shape != (len(self.periods), len(self.series)):
            raise InputError(
                f"has the shape {values.shape}",
                where="values",
                advice=f"Give {len(self.periods)} months of {len(self.series)} series",
            )
        if len(set(self.series)) != len(self.series):
            raise InputError("a name occurs twice", where="series", advice="Give each series once")
        if self.periods and self.periods != _months(self.periods[0], len(self.periods)):
            raise InputError("are not one month after another", where="periods", advice="Fill the grid")
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    def column(self, series: str) -> int:
        """Position of a series.

        Raises:
            UnknownNameError: there is none of that name.
        """
        if series not in self.series:
            raise UnknownNameError("series", series, self.series)
        return self.series.index(series)

    def row(self, period: str) -> int:
        """Position of a month.

        Raises:
            InputError: the grid does not hold it.
        """
        if period not in self.periods:
            raise InputError(
                f"{period} is not among the months of the data",
                where=f"{self.periods[0]} to {self.periods[-1]}" if self.periods else "no data",
                advice="Extend the data to that month",
            )
        return self.periods.index(period)


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Mean and standard deviation (n,) by which each series is standardised, in its own units."""

    mean: Array
    deviation: Array

    def standardise(self, values: Array) -> Array:
        """(T, n) in units of the series to standard deviations from the mean."""
        return np.asarray((values - self.mean) / self.deviation)

    def restore(self, values: Array) -> Array:
        """The inverse of :meth:`standardise`."""
        return np.asarray(values * self.deviation + self.mean)


def scale_of(values: Array) -> Scale:
    """Mean and standard deviation (with n - 1) over what is observed, as the New York Fed standardises.

    Args:
        values: (T, n), NaN where nothing is observed.

    Raises:
        InputError: a series has fewer than two observations or does not vary.
    """
    count = np.isfinite(values).sum(axis=0)
    known = np.where(np.isfinite(values), values, 0.0)
    mean = known.sum(axis=0) / np.maximum(count, 1)
    apart = np.where(np.isfinite(values), values - mean, 0.0)
    deviation = np.sqrt((apart**2).sum(axis=0) / np.maximum(count - 1, 1))
    flat = np.flatnonzero((count < 2) | ~(deviation > FLAT * np.abs(mean)))
    if len(flat):
        raise InputError(
            "has fewer than two different values",
            where=f"series {', '.join(str(column + 1) for column in flat)} of the data",
            advice="Leave it out",
        )
    return Scale(mean, deviation)


def extend(vintage: Vintage, last: str) -> Vintage:
    """The same data on a grid that reaches at least to the month ``last``."""
    if not vintage.periods:
        return vintage
    wanted = Period.parse(last).ordinal - Period.parse(vintage.periods[0]).ordinal + 1
    missing = max(0, wanted - len(vintage.periods))
    return replace(
        vintage,
        periods=_months(vintage.periods[0], len(vintage.periods) + missing),
        values=np.vstack([vintage.values, np.full((missing, len(vintage.series)), np.nan)]),
    )


def _months(first: str, count: int) -> tuple[str, ...]:
    start = Period.parse(first)
    return tuple(str(start.shift(step)) for step in range(count))
