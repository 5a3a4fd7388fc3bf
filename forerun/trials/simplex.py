"""Weights that are positive and sum to one: the quadratic problem behind every synthetic control.

    minimise  w'Gw / 2 - c'w   over  w >= 0,  sum(w) = 1

solved exactly by an active set: on a support the optimum is a linear system, a place enters when the
gradient says that it would help, and leaves when its weight would fall below zero (Lawson and Hanson 1974,
chapter 23, with the sum as a further constraint).

A mask says who may have weight, so that many candidate sets can share one Gram matrix.  The Cholesky factor
of the support is kept while places are added and refactored only from the place that left.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array, compiled

TOLERANCE = 1e-10
"""Of the gradient, relative to the mean of the Gram matrix's diagonal."""

FLOOR = 1e-14
"""Of a pivot, relative to the mean of the Gram matrix's diagonal."""

Work = tuple[Array, Array, Array, Array, Array]
"""Support in order (n,), factor (n, n), solved right-hand sides (2, n), weights tried (n,), gradient (n,)."""

_Problem = tuple[
    Array, Array, Array, tuple[float, float]
]  # Gram, target, who may have weight, scale, tolerance


def simplex_weights(gram: Array, target: Array, start: Array | None = None) -> Array:
    """The weights of the problem above.

    Args:
        gram: G, (n, n), symmetric and positive semidefinite.
        target: c, (n,).
        start: weights of a neighbouring problem, (n,); the search begins on their support.

    Returns:
        (n,) weights, at least zero and summing to one.
    """
    warm = np.zeros(len(target)) if start is None else np.asarray(start, float)
    return simplex_kernel(np.ascontiguousarray(gram, float), np.asarray(target, float), warm, TOLERANCE)


@compiled
def simplex_kernel(gram: Array, target: Array, start: Array, tolerance: float) -> Array:
    """The compiled form of :func:`simplex_weights`; ``start`` of zeros means none."""
    weights = start.copy()
    everybody = np.ones(target.size, np.bool_)
    donor_weights(gram, target, everybody, weights, work_of(target.size), tolerance)
    return weights


@compiled
def work_of(size: int) -> Work:
    """Arrays that :func:`donor_weights` writes into, for ``size`` places."""
    order = np.zeros(size, np.int64)
    return order, np.empty((size, size)), np.empty((2, size)), np.empty(size), np.empty(size)


@compiled
def mean_square(gram: Array) -> float:
    """The mean of the diagonal, by which tolerances are scaled."""
    total = 1e-300
    for i in range(gram.shape[0]):
        total += gram[i, i] / gram.shape[0]
    return total


@compiled
def donor_weights(
    gram: Array, target: Array, donor: Array, weights: Array, work: Work, tolerance: float = TOLERANCE
) -> int:
    """Minimise w'Gw / 2 - c'w over w >= 0, sum(w) = 1, w = 0 where a place is no donor; in place.

    Args:
        gram: G, (n, n), symmetric and positive semidefinite.
        target: c, (n,).
        donor: (n,) whether a place may have weight; at least one may.
        weights: (n,) of a neighbouring problem with the same donors, or zeros; the answer on return.
        work: of :func:`work_of`.
        tolerance: of the gradient, relative to the mean of the Gram matrix's diagonal.

    Returns:
        The number of places with weight: the first ones of ``work[0]``.
    """
    scale = mean_square(gram)
    problem = gram, target, donor, (scale, tolerance * scale)
    order = work[0]
    count = 0
    for i in range(target.size):
        if weights[i] > 0.0:
            order[count] = i
            count += 1
    if count == 0:
        order[0] = _nearest(problem)
        weights[order[0]] = 1.0
        count = 1
    known = 0
    for _ in range(5 * target.size + 100):
        count, known = _settle(problem, weights, work, count, known)
        entering = _entering(problem, weights, work, count)
        if entering < 0:
            break
        order[count] = entering
        count += 1
    return count


@compiled
def _nearest(problem: _Problem) -> int:
    """The donor that alone does best."""
    gram, target, donor, _ = problem
    best, least = 0, np.inf
    for i in range(target.size):
        loss = 0.5 * gram[i, i] - target[i]
        if donor[i] and loss < least:
            best, least = i, loss
    return best


@compiled
def _settle(problem: _Problem, weights: Array, work: Work, count: int, known: int) -> tuple[int, int]:
    """Move to the optimum of the support, dropping places on the way; its size and the factor's."""
    order, trial = work[0], work[3]
    while True:
        _equality(problem, work, count, known)
        step, leaving = 1.0, -1
        for k in range(count):
            if trial[k] <= 0.0:
                now = weights[order[k]]
                room = now / (now - trial[k]) if now > trial[k] else 0.0
                if leaving < 0 or room < step:
                    step, leaving = room, k
        for k in range(count):
            weights[order[k]] += step * (trial[k] - weights[order[k]])
        if leaving < 0:
            return count, count
        weights[order[leaving]] = 0.0
        for k in range(leaving, count - 1):
            order[k] = order[k + 1]
        count, known = count - 1, leaving


@compiled
def _equality(problem: _Problem, work: Work, count: int, known: int) -> None:
    """The optimum on a support with the sum as the only constraint; rows before ``known`` are factored."""
    gram, target, _, (scale, _) = problem
    order, factor, solved, trial, _ = work
    for i in range(known, count):
        _factor_row(gram, scale, work, i)
        solved[0, i], solved[1, i] = target[order[i]], 1.0
        for k in range(i):
            solved[0, i] -= factor[i, k] * solved[0, k]
            solved[1, i] -= factor[i, k] * solved[1, k]
        solved[0, i] /= factor[i, i]
        solved[1, i] /= factor[i, i]
    above, below = -1.0, 0.0
    for i in range(count):
        above += solved[0, i] * solved[1, i]
        below += solved[1, i] * solved[1, i]
    for i in range(count):
        trial[i] = solved[0, i] - above / below * solved[1, i]
    for i in range(count - 1, -1, -1):
        trial[i] /= factor[i, i]
        for k in range(i):
            trial[k] -= factor[i, k] * trial[i]


@compiled
def _factor_row(gram: Array, scale: float, work: Work, i: int) -> None:
    """Row ``i`` of the Cholesky factor of G + scale; a constant changes nothing on the simplex."""
    order, factor = work[0], work[1]
    for j in range(i):
        total = gram[order[i], order[j]] + scale
        for k in range(j):
            total -= factor[i, k] * factor[j, k]
        factor[i, j] = total / factor[j, j]
    total = gram[order[i], order[i]] + scale
    for k in range(i):
        total -= factor[i, k] * factor[i, k]
    factor[i, i] = np.sqrt(max(total, FLOOR * scale))


@compiled
def _entering(problem: _Problem, weights: Array, work: Work, count: int) -> int:
    """The donor outside the support that would help most; -1 when none would."""
    gram, target, donor, (_, tolerance) = problem
    order, gradient = work[0], work[4]
    for i in range(target.size):
        gradient[i] = -target[i]
    for k in range(count):
        weight = weights[order[k]]
        row = gram[order[k]]
        for i in range(target.size):
            gradient[i] += row[i] * weight
    level = 0.0
    for k in range(count):
        level += gradient[order[k]] / count
        gradient[order[k]] = np.inf
    best, least = -1, level - tolerance
    for i in range(target.size):
        if donor[i] and gradient[i] < least:
            best, least = i, gradient[i]
    return best
