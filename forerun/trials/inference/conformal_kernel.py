"""Compiled: the permutation p-value of an effect that is imposed and fitted as if nothing had happened."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array, compiled
from forerun.trials.simplex import simplex_kernel
from forerun.trials.synthetic.kernels import RIDGE, TOLERANCE, UNIFORM, moved_kernel

Imposed = tuple[Array, Array, Array, Array, Array]
"""Gram matrix of the donors (m, m), with the treated (m,), with an effect of one (m,); paths of the donors
and, in the last two rows, of the treated and of an effect of one (m + 2, L); weights when uniform (m,)."""
Refit = tuple[int, bool, float, float]
"""Unit weights, whether places may differ in level, penalty of the ridge, regularisation of unit weights."""


@compiled
def residuals_kernel(imposed: Imposed, refit: Refit, effect: float, start: Array) -> tuple[Array, Array]:
    """Gaps when an effect is taken out of the treated and every period is fitted, (L,), and the weights."""
    gram, with_treated, with_effect, paths, uniform = imposed
    size = with_treated.size
    weights = uniform
    if refit[0] != UNIFORM:
        own, target = gram.copy(), np.empty(size)
        for i in range(size):
            target[i] = with_treated[i] - effect * with_effect[i]
            own[i, i] += refit[3]
        weights = simplex_kernel(own, target, start, TOLERANCE)
    used = moved_kernel(gram.copy(), target, weights, refit[2]) if refit[0] == RIDGE else weights
    length, level = paths.shape[1], 0.0
    gaps = np.empty(length)
    for t in range(length):
        gaps[t] = paths[size, t] - effect * paths[size + 1, t]
    for i in range(size):
        if used[i] != 0.0:
            for t in range(length):
                gaps[t] -= used[i] * paths[i, t]
    if refit[1]:
        for t in range(length):
            level += gaps[t] / length
        for t in range(length):
            gaps[t] -= level
    return gaps, weights


@compiled
def conformal_kernel(imposed: Imposed, refit: Refit, effects: Array, orders: Array, average: bool) -> Array:
    """Share of orders of the residuals with a statistic at least as large as the first, (K,) by effect.

    Args:
        imposed: the data.
        refit: the estimator.
        effects: (K,) effects to impose.
        orders: (R, n) positions that come to stand in the treated periods; the first row is the real one.
        average: whether the statistic is the size of their sum, else the sum of their sizes.
    """
    found, start = np.empty(effects.size), np.zeros(imposed[1].size)
    for k in range(effects.size):
        gaps, start = residuals_kernel(imposed, refit, effects[k], start)
        own, count = 0.0, 0
        for r in range(orders.shape[0]):
            statistic = 0.0
            for j in range(orders.shape[1]):
                gap = gaps[orders[r, j]]
                statistic += gap if average else abs(gap)
            statistic = abs(statistic)
            if r == 0:
                own = statistic
            count += statistic >= own * (1.0 - 1e-10)
        found[k] = count / orders.shape[0]
    return found
