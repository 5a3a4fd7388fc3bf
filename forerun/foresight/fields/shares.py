"""Shares of fields in windows of years, their growth, and how much of a growth is chance: pure formulas.

A half count is added to every field, so that a field without counts has a logarithm (the prior of Jeffreys
for a share).  Growth is a difference of logs of shares: a change of coverage that all fields have in common
cancels.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array

HALF = 0.5


def window_sums(values: Array, window: int) -> Array:
    """(Y - window + 1, ...) sums over ``window`` neighbouring years; row i ends with year i + window - 1."""
    summed = np.cumsum(np.concatenate([np.zeros_like(values[:1]), values]), axis=0)
    found: Array = summed[window:] - summed[:-window]
    return found


def log_shares(sums: Array) -> Array:
    """(..., A) logs of shares along the last axis, half a count added to each field."""
    padded = np.asarray(sums, float) + HALF
    found: Array = np.log(padded) - np.log(padded.sum(axis=-1, keepdims=True))
    return found


def chance(early: Array, late: Array, phi: float) -> Array:
    """Variance of the log growth between two counts that chance alone gives: phi (1/early + 1/late).

    Args:
        early: counts at the start.
        late: counts at the end.
        phi: variance of a count in multiples of that of Poisson.
    """
    found: Array = phi * (1 / (early + HALF) + 1 / (late + HALF))
    return found


def reliable(growth: Array, noise: Array) -> Array:
    """Growth with what is chance taken out: growth tau^2 / (tau^2 + noise) (Efron and Morris 1975).

    ``tau^2``, the variance of true growth over fields, is the mean square less the mean noise, and at least a
    tenth of the mean square.
    """
    square = float(np.mean(growth**2)) if growth.size else 0.0
    true = max(square - float(np.mean(noise)) if noise.size else 0.0, square / 10)
    if true <= 0:
        return np.zeros_like(growth)
    found: Array = growth * (true / (true + noise))
    return found


def dispersion(values: Array) -> float:
    """Variance of a count in multiples of that of Poisson, at least 1, from neighbouring years of cells.

    The median of ``(b - a)^2 / (a + b)`` over cells with 5 to 100 counts in two years together, over that of
    chi-squared with one degree of freedom.  A true change of cells is taken for noise: it errs upwards.

    Args:
        values: (Y, ...) counts.
    """
    before, after = values[:-1], values[1:]
    small = (before + after >= _LEAST) & (before + after <= _MOST)
    if small.sum() < _CELLS:
        return 1.0
    squares = (after - before)[small] ** 2 / (after + before)[small]
    return max(1.0, float(np.median(squares)) / _MEDIAN)


_LEAST, _MOST, _CELLS = 5.0, 100.0, 25
_MEDIAN = 0.4549
