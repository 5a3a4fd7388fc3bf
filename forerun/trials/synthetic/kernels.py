"""Compiled: weights of donors and of periods, and the effects of many assignments of one panel.

Every problem of unit weights rests on one Gram matrix of the places; that of a placebo is the same matrix
without its row and column, that of a draw with replacement the same with rows repeated.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array, compiled
from forerun.trials.simplex import simplex_kernel

UNIFORM, SIMPLEX, RIDGE = 0, 1, 2
"""Unit weights: as the places count, on the simplex, or on the simplex and then moved by a ridge."""
NO_INTERCEPT, ALL_PERIODS, FITTED_PERIODS = 0, 1, 2
"""Period weights: none, so that levels must fit; the same for all; on the simplex."""
TOLERANCE = 1e-10

Data = tuple[Array, Array, Array, Array]
"""Outcomes (C, N, T), Gram matrices (C, N, N) and starts (C,) by cohort; weights of the places (N,)."""
Kind = tuple[int, int, Array, float, float]
"""Unit and period weights, penalty of the ridge by cohort, regularisation of unit and of period weights."""
Group = tuple[Array, Array, Array]
"""Positions of treated places, their shares (one in total), positions of donors."""


@compiled
def noise_kernel(outcome: Array, donors: Array, start: int) -> float:
    """Standard deviation of the donors' changes from period to period before ``start``."""
    count, total, squares = 0, 0.0, 0.0
    for i in donors:
        for t in range(1, start):
            change = outcome[i, t] - outcome[i, t - 1]
            count += 1
            total += change
            squares += change * change
    variance = (squares - total * total / count) / (count - 1) if count > 1 else 0.0
    return float(np.sqrt(max(variance, 0.0)))


@compiled
def _gram_of(gram: Array, group: Group) -> tuple[Array, Array]:
    """The Gram matrix of the donors and its column for the mean of the treated."""
    treated, shares, donors = group
    size = donors.size
    own, target = np.empty((size, size)), np.zeros(size)
    for i in range(size):
        for j in range(size):
            own[i, j] = gram[donors[i], donors[j]]
        for k in range(treated.size):
            target[i] += shares[k] * gram[donors[i], treated[k]]
    return own, target


@compiled
def moved_kernel(own: Array, target: Array, weights: Array, penalty: float) -> Array:
    """Weights after a ridge regression on what they leave (Ben-Michael, Feller, Rothstein 2021, eq. 14)."""
    size = target.size
    means, centred, left = np.zeros(size), np.empty((size, size)), np.empty(size)
    level, of_target = 0.0, 0.0
    for i in range(size):
        of_target += target[i] / size
        for j in range(size):
            means[i] += own[i, j] / size
        level += means[i] / size
    for i in range(size):
        left[i] = target[i] - of_target - means[i] + level
        for j in range(size):
            centred[i, j] = own[i, j] - means[i] - means[j] + level
    for i in range(size):
        for j in range(size):
            left[i] -= centred[i, j] * weights[j]
    for i in range(size):
        centred[i, i] += penalty
    _solve(centred, left)
    for i in range(size):
        left[i] += weights[i]
    return left


@compiled
def _solve(matrix: Array, right: Array) -> None:
    """The solution of a positive definite system in the place of its right side, by Cholesky."""
    size = right.size
    for i in range(size):
        for j in range(i + 1):
            total = matrix[i, j]
            for k in range(j):
                total -= matrix[i, k] * matrix[j, k]
            matrix[i, j] = np.sqrt(total) if i == j else total / matrix[j, j]
        for k in range(i):
            right[i] -= matrix[i, k] * right[k]
        right[i] /= matrix[i, i]
    for i in range(size - 1, -1, -1):
        for k in range(i + 1, size):
            right[i] -= matrix[k, i] * right[k]
        right[i] /= matrix[i, i]


@compiled
def _counted(counts: Array, donors: Array) -> Array:
    weights, total = np.empty(donors.size), 0.0
    for i in range(donors.size):
        total += counts[donors[i]]
    for i in range(donors.size):
        weights[i] = counts[donors[i]] / total
    return weights


@compiled
def unit_kernel(data: Data, cohort: int, group: Group, kind: Kind) -> Array:
    """Weights of the donors, (m,)."""
    outcomes, grams, starts, counts = data
    donors, start = group[2], starts[cohort]
    if kind[0] == UNIFORM:
        return _counted(counts, donors)
    own, target = _gram_of(grams[cohort], group)
    if kind[3] > 0.0:
        cells = group[0].size * (outcomes.shape[2] - start)
        zeta = kind[3] * cells**0.25 * noise_kernel(outcomes[cohort], donors, start)
        for i in range(donors.size):
            own[i, i] += start * zeta * zeta
    weights = simplex_kernel(own, target, np.zeros(donors.size), TOLERANCE)
    return moved_kernel(own, target, weights, kind[2][cohort]) if kind[0] == RIDGE else weights


@compiled
def period_kernel(data: Data, cohort: int, donors: Array, kind: Kind) -> Array:
    """Weights of the periods before the start, (T0,); zeros when levels must fit."""
    outcome, start = data[0][cohort], data[2][cohort]
    if kind[1] != FITTED_PERIODS:
        return np.full(start, 1.0 / start if kind[1] == ALL_PERIODS else 0.0)
    size = donors.size
    centred = _centred_by_period(outcome, donors, start)
    zeta = kind[4] * noise_kernel(outcome, donors, start)
    own, target = np.zeros((start, start)), np.zeros(start)
    for i in range(size):
        for s in range(start):
            target[s] += centred[i, s] * centred[i, start]
            for t in range(start):
                own[s, t] += centred[i, s] * centred[i, t]
    for s in range(start):
        own[s, s] += size * zeta * zeta
    return simplex_kernel(own, target, np.zeros(start), TOLERANCE)


@compiled
def _centred_by_period(outcome: Array, donors: Array, start: int) -> Array:
    """Each donor's outcomes before the start and their mean after it, less the mean of the donors."""
    size, length = donors.size, outcome.shape[1]
    centred = np.zeros((size, start + 1))
    for t in range(start + 1):
        mean = 0.0
        for i in range(size):
            if t < start:
                centred[i, t] = outcome[donors[i], t]
            else:
                for s in range(start, length):
                    centred[i, t] += outcome[donors[i], s] / (length - start)
            mean += centred[i, t] / size
        for i in range(size):
            centred[i, t] -= mean
    return centred


@compiled
def _effect(data: Data, cohort: int, group: Group, kind: Kind) -> tuple[float, float, float]:
    """Mean gap after the start, and the mean squares of the gaps before and after it."""
    outcome, start = data[0][cohort], data[2][cohort]
    treated, shares, donors = group
    weights = unit_kernel(data, cohort, group, kind)
    periods = period_kernel(data, cohort, donors, kind)
    length = outcome.shape[1]
    gap = np.zeros(length)
    for k in range(treated.size):
        for t in range(length):
            gap[t] += shares[k] * outcome[treated[k], t]
    for i in range(donors.size):
        if weights[i] != 0.0:
            for t in range(length):
                gap[t] -= weights[i] * outcome[donors[i], t]
    level = 0.0
    for t in range(start):
        level += periods[t] * gap[t]
    effect, before, after = 0.0, 0.0, 0.0
    for t in range(length):
        gap[t] -= level
        if t < start:
            before += gap[t] ** 2 / start
        else:
            effect += gap[t] / (length - start)
            after += gap[t] ** 2 / (length - start)
    return effect, before, after


@compiled
def _cohort_of(cohort: int, treated: Array, cohorts: Array, shares: Array) -> tuple[Array, Array, float]:
    """Positions of the treated places of one cohort, their shares within it, and its total share."""
    count, total = 0, 0.0
    for k in range(treated.size):
        if treated[k] >= 0 and cohorts[k] == cohort:
            count += 1
            total += shares[k]
    rows, own = np.empty(count, np.int64), np.empty(count)
    count = 0
    for k in range(treated.size):
        if treated[k] >= 0 and cohorts[k] == cohort:
            rows[count], own[count] = treated[k], shares[k] / total
            count += 1
    return rows, own, total


@compiled
def _filled(positions: Array) -> Array:
    """Without the -1 that fill."""
    count = 0
    for i in range(positions.size):
        count += positions[i] >= 0
    found, count = np.empty(count, np.int64), 0
    for i in range(positions.size):
        if positions[i] >= 0:
            found[count] = positions[i]
            count += 1
    return found


@compiled
def assignments_kernel(
    data: Data, kind: Kind, treated: Array, cohorts: Array, shares: Array, donors: Array
) -> Array:
    """What is found under each of R assignments of treatment.

    Args:
        data: the panel.
        kind: the estimator.
        treated: (R, k) positions of treated places; -1 fills.
        cohorts: (R, k) which cohort each belongs to.
        shares: (R, k) how much each counts.
        donors: (R, m) positions of the donors; -1 fills.

    Returns:
        (R, 3) effect, and root mean squared gap before and after the start; cohorts count as the cells
        that are treated in them.
    """
    starts, length = data[2], data[0].shape[2]
    found = np.zeros((treated.shape[0], 3))
    for r in range(treated.shape[0]):
        those, weight = _filled(donors[r]), 0.0
        for c in range(starts.size):
            rows, own, total = _cohort_of(c, treated[r], cohorts[r], shares[r])
            if rows.size:
                effect, before, after = _effect(data, c, (rows, own, those), kind)
                cells = total * (length - starts[c])
                weight += cells
                found[r, 0] += cells * effect
                found[r, 1] += cells * before
                found[r, 2] += cells * after
        found[r, 0] /= weight
        found[r, 1] = np.sqrt(found[r, 1] / weight)
        found[r, 2] = np.sqrt(found[r, 2] / weight)
    return found
