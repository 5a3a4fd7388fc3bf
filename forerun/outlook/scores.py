"""Scores of forecasts: pure functions of errors, spreads and outcomes.

All take arrays (n,) of one target at one horizon, in the order of their origins, and return plain numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from forerun.errors import InputError
from forerun.outlook.vintage import Floats

LEAST_PAIRS = 8
"""Fewer pairs of forecasts than these are not tested."""
_ROUNDING = 1e-12


def rmse(errors: Floats) -> float:
    """Root of the mean squared error."""
    return math.sqrt(float(np.mean(_some(errors) ** 2)))


def mae(errors: Floats) -> float:
    """Mean absolute error."""
    return float(np.mean(np.abs(_some(errors))))


def relative_rmse(errors: Floats, others: Floats) -> float:
    """RMSE over that of another forecast of the same outcomes, better below one; NaN when it made none."""
    base = rmse(others)
    return rmse(errors) / base if base > 0 else math.nan


def crps(errors: Floats, spread: Floats) -> Floats:
    """Continuous ranked probability score of normal forecasts (n,), smaller is better, in the target's unit.

    ``errors`` is outcome less mean.  Gneiting and Raftery (2007, JASA 102), section 4.2, with the sign that
    makes it a loss; at spread 0 it is the absolute error.
    """
    from scipy.special import ndtr

    safe = np.where(spread > 0, spread, 1.0)
    z = errors / safe
    density = np.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)
    score = safe * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / math.sqrt(math.pi))
    return np.asarray(np.where(spread > 0, score, np.abs(errors)), float)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often intervals of a nominal level held the outcome.

    ``share`` of ``count``; ``low`` and ``high`` bound the true share with 95 % confidence (Wilson 1927).
    """

    level: float
    share: float
    count: int
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the nominal level lies within the bounds."""
        return self.low <= self.level <= self.high


def coverage(errors: Floats, spread: Floats, level: float) -> Coverage:
    """Coverage of the central intervals of normal forecasts."""
    reach = NormalDist().inv_cdf((1 + level) / 2)
    inside = int(np.sum(np.abs(_some(errors)) <= reach * spread + _ROUNDING))
    low, high = wilson(inside, len(errors))
    return Coverage(level, inside / len(errors), len(errors), low, high)


def wilson(hits: int, count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Bounds of a share from ``hits`` of ``count`` (Wilson 1927, JASA 22)."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, part = hits / count, z * z / count
    middle, reach = share + part / 2, z * math.sqrt(share * (1 - share) / count + part / (4 * count))
    return max((middle - reach) / (1 + part), 0.0), min((middle + reach) / (1 + part), 1.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A test of equal accuracy: negative ``statistic`` favours the first forecast, ``p_value`` is two-sided.

    Both are NaN where the test cannot be made: fewer than :data:`LEAST_PAIRS` or no difference at all.
    """

    statistic: float
    p_value: float
    count: int


def diebold_mariano(losses: Floats, others: Floats, overlap: int) -> Comparison:
    """Test that two forecasts are equally accurate (Diebold and Mariano 1995, JBES 13).

    The long-run variance takes ``overlap - 1`` autocovariances, as forecasts ``overlap`` steps ahead have
    errors that share so many steps; where it is not positive, Bartlett weights are taken.  The statistic is
    corrected for small samples and held against Student's t with n - 1 degrees of freedom (Harvey, Leybourne
    and Newbold 1997, International J. of Forecasting 13).

    Args:
        losses: losses of the first forecast, e.g. squared errors (n,), in the order of origins.
        others: those of the second.
        overlap: how many origins the horizon spans, at least 1.
    """
    from scipy.special import stdtr

    gap = losses - others
    count = len(gap)
    if count < max(LEAST_PAIRS, 2 * overlap) or np.ptp(gap) == 0:
        return Comparison(math.nan, math.nan, count)
    variance = _long_run(gap, overlap)
    correction = (count + 1 - 2 * overlap + overlap * (overlap - 1) / count) / count
    statistic = float(np.mean(gap)) / math.sqrt(variance / count) * math.sqrt(correction)
    return Comparison(statistic, 2 * float(stdtr(count - 1, -abs(statistic))), count)


def _long_run(gap: Floats, overlap: int) -> float:
    centred = gap - gap.mean()
    lags = [float(centred[lag:] @ centred[: len(gap) - lag]) / len(gap) for lag in range(overlap)]
    plain = lags[0] + 2 * sum(lags[1:])
    if plain > _ROUNDING * lags[0]:
        return plain
    return lags[0] + 2 * sum((1 - lag / overlap) * value for lag, value in enumerate(lags) if lag)


def _some(errors: Floats) -> Floats:
    if not len(errors):
        raise InputError("there is no forecast to score", advice="Choose a longer span of origins")
    return errors
