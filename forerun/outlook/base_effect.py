"""Growth on a year earlier, freed from a base that was out of the ordinary.

Growth in a month contains what was exceptional a year before, with the opposite sign.  Where the figure
of a year before lay far from the usual growth of its time, the adjusted figure is growth over two years less
a year of usual growth: ``1 + g* = (1 + g) (1 + g_base) / (1 + usual)``.  The National Bureau of Statistics
published two-year averages through 2021 for this reason.  What is known of the base is known twelve months
ahead, so a forecast of adjusted growth goes back to growth without any guess.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import compiled
from forerun.outlook.vintage import Flags, Floats

YEAR = 12
WINDOW = 36
"""Months up to and with the base month that tell what is usual."""
LEAST_KNOWN = 12
"""With fewer figures in the window nothing is usual, and so nothing out of the ordinary."""
REACH = 4.0
"""A base is out of the ordinary from this many interquartile ranges off the median on."""
LEAST_RANGE = 1.0
"""Percentage points: a quieter series than this is not taken to be more exact."""


@dataclass(frozen=True, slots=True)
class Base:
    """``ratio`` (T + ahead,) by which ``1 + growth`` is multiplied to look through the base; 1: usual."""

    ratio: Floats

    def adjusted(self, growth: Floats) -> Floats:
        """Growth in percent as if the base had been usual; the first months of the ratio."""
        return without_base(growth, self.ratio[: len(growth)])


def without_base(growth: Floats, ratio: Floats) -> Floats:
    """Growth in percent as if the base had been usual."""
    return np.asarray(100 * ((1 + growth / 100) * ratio - 1), float)


def as_growth(adjusted: Floats, ratio: Floats) -> Floats:
    """Growth in percent from adjusted growth, the inverse of :func:`without_base`."""
    return np.asarray(100 * ((1 + adjusted / 100) / ratio - 1), float)


def base_of(growth: Floats, ahead: int = YEAR) -> Base:
    """The base of every month and of those ``ahead``, from growth in percent (T,), NaN where unknown.

    A base counts by its own adjusted growth: what is high only against a low base is not high.
    """
    return Base(_ratios(growth, ahead))


@compiled
def _ratios(growth: Floats, ahead: int) -> Floats:
    ratio = np.ones(len(growth) + ahead)
    adjusted = growth.copy()
    for row in range(YEAR, len(ratio)):
        base = row - YEAR
        if base < len(growth) and not np.isnan(adjusted[base]):
            usual, reach = _usual(adjusted[max(0, base - WINDOW) : base])
            if abs(adjusted[base] - usual) > reach:
                ratio[row] = (1 + adjusted[base] / 100) / (1 + usual / 100)
        if row < len(growth):
            adjusted[row] = 100 * ((1 + growth[row] / 100) * ratio[row] - 1)
    return ratio


@compiled
def out_of_the_ordinary(values: Floats) -> Flags:
    """(T,) whether a figure lies further from the median of the months before it than a base may."""
    found = np.zeros(len(values), dtype=np.bool_)
    for row in range(len(values)):
        if not np.isnan(values[row]):
            usual, reach = _usual(values[max(0, row - WINDOW) : row])
            found[row] = abs(values[row] - usual) > reach
    return found


@compiled
def _usual(window: Floats) -> tuple[float, float]:
    """Median and the distance from it beyond which a figure is out of the ordinary."""
    known = np.sort(window[~np.isnan(window)])
    if len(known) < LEAST_KNOWN:
        return 0.0, np.inf
    between = _quantile(known, 0.75) - _quantile(known, 0.25)
    return _quantile(known, 0.5), REACH * max(between, LEAST_RANGE)


@compiled
def _quantile(ordered: Floats, share: float) -> float:
    """A quantile by linear interpolation (Hyndman and Fan 1996, type 7)."""
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (at - below) * (ordered[above] - ordered[below]))
