"""The formulas of exposure to artificial intelligence (Felten, Raj and Seamans 2021).

E. Felten, M. Raj and R. Seamans, Occupational, industry, and geographic exposure to artificial
intelligence: A novel dataset and its potential uses, Strategic Management Journal 42(12), 2195-2217, 2021.
Exposure says where applications touch abilities that work uses.  It says neither whether they replace nor
whether they help, and nothing of whether anybody takes them up.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array


def standardised(values: Array) -> Array:
    """Values less their mean, over their standard deviation with n - 1; zeros where all are alike.

    Args:
        values: (n,) finite.
    """
    spread = float(np.std(values, ddof=1)) if values.size > 1 else 0.0
    centred: Array = values - np.mean(values)
    return centred / spread if spread > 0 else np.zeros_like(centred)


def ability_exposure(related: Array, weights: Array | None = None) -> Array:
    """(A,) standardised exposure of abilities: the sum over applications of how related they are (eq. 1).

    Args:
        related: (A, K) how related ability and application are, 0 to 1.
        weights: (K,) of the applications, not negative; None counts each once.
    """
    counted = np.ones(related.shape[1]) if weights is None else weights
    return standardised(related @ counted)


def occupation_exposure(exposed: Array, level: Array, importance: Array) -> Array:
    """(O,) exposure of occupations before it is standardised (eq. 2).

    ``sum_i A_i L_ij I_ij / sum_i L_ij I_ij`` over abilities i of occupation j; NaN where all products are
    zero.

    Args:
        exposed: (A,) exposure A of abilities.
        level: (O, A) level L of each ability that the occupation asks for.
        importance: (O, A) its importance I there.
    """
    return weighted_mean(exposed[None, :], level * importance)


def weighted_mean(values: Array, weights: Array) -> Array:
    """Means along the last axis; NaN where the weights sum to zero.

    Exposure of an industry is this mean of its occupations' exposure by their employment there (eq. 3).

    Args:
        values: (..., n) finite; broadcast against the weights.
        weights: (..., n) not negative.
    """
    total = weights.sum(axis=-1)
    summed = (values * weights).sum(axis=-1)
    mean: Array = np.divide(summed, total, out=np.full(np.shape(total), np.nan), where=total > 0)
    return mean


def bounds(values: Array, low: Array, high: Array) -> tuple[float, float]:
    """The lowest and highest weighted mean when each weight is only known to lie between two bounds.

    The mean of values with weights in a box is lowest when all weights below a threshold are at their upper
    bound and all others at their lower one (linear-fractional programming, Charnes and Cooper 1962); with n
    values all n + 1 thresholds are tried.

    Args:
        values: (n,) at least one.
        low: (n,) not negative.
        high: (n,) above zero and not below ``low``; infinite where the weight may be anything.

    Returns:
        The smallest and largest mean; smallest and largest value when no weight is bounded from below.
    """
    if not np.isfinite(high).all() or low.sum() == 0:
        return float(values.min()), float(values.max())
    order = np.argsort(values, kind="stable")
    ordered, least, most = values[order], low[order], high[order]
    means = [
        _mean(ordered, np.r_[first[:cut], second[cut:]])
        for first, second in ((most, least), (least, most))
        for cut in range(values.size + 1)
    ]
    return min(means), max(means)


def _mean(values: Array, weights: Array) -> float:
    return float(np.dot(values, weights) / weights.sum())


def hidden_share(values: Array, weights: Array, groups: Array) -> float:
    """The part of the variance of values that their group means do not show, 0 to 1; NaN without variance.

    Args:
        values: (n,) finite.
        weights: (n,) above zero.
        groups: (n,) labels.
    """
    mean = _mean(values, weights)
    total = float(np.dot(weights, (values - mean) ** 2))
    if total <= 0:
        return float("nan")
    within = 0.0
    for group in np.unique(groups):
        inside = groups == group
        centre = _mean(values[inside], weights[inside])
        within += float(np.dot(weights[inside], (values[inside] - centre) ** 2))
    return within / total
