"""Weights that are positive and sum to one: the quadratic problem behind every synthetic control.

    minimise  w'Gw / 2 - c'w   over  w >= 0,  sum(w) = 1

solved exactly by an active set: on a support the optimum is a linear system, a place enters when the
gradient says that it would help, and leaves when its weight would fall below zero (Lawson and Hanson 1974,
chapter 23, with the sum as a further constraint).
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array, compiled

TOLERANCE = 1e-10
"""Of the gradient, relative to the size of the problem."""

_Problem = tuple[Array, Array, float]  # G, c and the mean of G's diagonal
_Scratch = tuple[Array, Array, Array]  # the support in order, a Cholesky factor, the weights tried


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
    size = target.size
    scale = 1e-300
    for i in range(size):
        scale += gram[i, i] / size
    problem = gram, target, scale
    weights = start.copy()
    order = np.zeros(size, np.int64)
    count = 0
    for i in range(size):
        if start[i] > 0.0:
            order[count] = i
            count += 1
    if count == 0:
        order[0] = _nearest(gram, target)
        weights[order[0]] = 1.0
        count = 1
    scratch = order, np.empty((size, size)), np.empty(size)
    for _ in range(20 * size + 100):
        count = _settle(problem, weights, scratch, count)
        entering = _entering(problem, weights, scratch, count, tolerance)
        if entering < 0:
            break
        order[count] = entering
        count += 1
    return weights


@compiled
def _nearest(gram: Array, target: Array) -> int:
    """The place that alone does best."""
    best = 0
    for i in range(1, target.size):
        if 0.5 * gram[i, i] - target[i] < 0.5 * gram[best, best] - target[best]:
            best = i
    return best


@compiled
def _settle(problem: _Problem, weights: Array, scratch: _Scratch, count: int) -> int:
    """Move to the optimum of the support, dropping places whose weight falls to zero on the way."""
    order, _, trial = scratch
    while True:
        _equality(problem, scratch, count)
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
            return count
        weights[order[leaving]] = 0.0
        for k in range(leaving, count - 1):
            order[k] = order[k + 1]
        count -= 1


@compiled
def _equality(problem: _Problem, scratch: _Scratch, count: int) -> None:
    """The optimum on a support with the sum as the only constraint, by Cholesky of G + scale.

    Adding a constant to G changes nothing on the simplex and makes the system regular.
    """
    gram, target, scale = problem
    order, factor, trial = scratch
    ones = np.empty(count)
    for i in range(count):
        for j in range(i + 1):
            total = gram[order[i], order[j]] + scale
            for k in range(j):
                total -= factor[i, k] * factor[j, k]
            if i == j:
                factor[i, i] = np.sqrt(max(total, 1e-14 * scale))
            else:
                factor[i, j] = total / factor[j, j]
        trial[i], ones[i] = target[order[i]], 1.0
        for k in range(i):
            trial[i] -= factor[i, k] * trial[k]
            ones[i] -= factor[i, k] * ones[k]
        trial[i] /= factor[i, i]
        ones[i] /= factor[i, i]
    excess, of_ones = -1.0, 0.0
    for i in range(count - 1, -1, -1):
        for k in range(i + 1, count):
            trial[i] -= factor[k, i] * trial[k]
            ones[i] -= factor[k, i] * ones[k]
        trial[i] /= factor[i, i]
        ones[i] /= factor[i, i]
        excess += trial[i]
        of_ones += ones[i]
    for i in range(count):
        trial[i] -= excess / of_ones * ones[i]


@compiled
def _entering(problem: _Problem, weights: Array, scratch: _Scratch, count: int, tolerance: float) -> int:
    """The place outside the support that would help most; -1 when none would."""
    gram, target, scale = problem
    order = scratch[0]
    gradient = -target
    for k in range(count):
        weight = weights[order[k]]
        for i in range(target.size):
            gradient[i] += gram[order[k], i] * weight
    level = 0.0
    for k in range(count):
        level += gradient[order[k]] / count
        gradient[order[k]] = np.inf
    best = int(np.argmin(gradient))
    return best if gradient[best] < level - tolerance * scale else -1
