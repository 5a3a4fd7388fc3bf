"""Weights of the trial places that make them look like the target population: entropy balancing.

Among all weights that give the trial places the target's moments, those nearest to the base weights in the
sense of Kullback (Hainmueller 2012):  w_i  ~  q_i exp(l'd_i),  d_i the moments of place i less those of the
target.  The l minimise the convex dual  log sum_i q_i exp(l'd_i) , found by Newton's method with a line
search.  There are such weights exactly when the target's moments lie in the convex hull of the trial places'
(some go to zero on its edge); otherwise a linear programme says what lies outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array, compiled
from forerun.trials.transport.question import Moments
from forerun.trials.transport.standard import Standard

TOLERANCE = 1e-9
"""Of a balanced moment, in standard deviations of the target."""
STEPS = 200
"""Newton steps after which moments count as impossible to balance."""
_ROUNDING = 1e-14  # of the dual's value
_BOTTOM = -30.0  # of the dual: it falls without end exactly when the target lies outside


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """How the weighted trial places compare with the target population.

    Attributes:
        weights: (n,) positive, summing to one.
        size: effective number of places (Kish 1965): 1 / sum(w^2).
        share: that size over what it was with the base weights.
        largest: the largest weight.
        heaviest: the place that carries it.
        before: (k,) mean of the trial places less the target's, in the target's standard deviations.
        after: (k,) the same with the weights.
        hinges: places without any one of which the rest could not be balanced.
    """

    weights: Array
    size: float
    share: float
    largest: float
    heaviest: str
    before: Array
    after: Array
    hinges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """Why no weights balance the trial places.

    Attributes:
        characteristics: those by which the target mean lies outside what mixtures of trial places can reach.
        shortfalls: how far each lies outside, in the target's standard deviations; as small as possible in
            sum.
        places: the trial places that come nearest.
    """

    characteristics: tuple[str, ...]
    shortfalls: tuple[float, ...]
    places: tuple[str, ...]


def balance(standard: Standard, moments: Moments = Moments.MEANS) -> Balance | Outside:
    """Entropy balancing of the trial places to the target population.

    Args:
        standard: the characteristics on the target's scale.
        moments: means, or means and variances.

    Returns:
        Weights with their diagnostics, or what lies outside.
    """
    deviations = moment_deviations(standard, moments)
    weights = entropy_weights(deviations, standard.base)
    if weights is None:
        return outside(deviations, standard)
    heaviest = int(np.argmax(weights))
    without = leave_one_out(deviations, standard.base)
    return Balance(
        weights=weights,
        size=effective_size(weights),
        share=effective_size(weights) / effective_size(standard.base),
        largest=float(weights[heaviest]),
        heaviest=standard.trial_places[heaviest],
        before=standard.base @ standard.trial,
        after=weights @ standard.trial,
        hinges=tuple(standard.trial_places[i] for i in np.flatnonzero(np.isnan(without[:, 0]))),
    )


def moment_deviations(standard: Standard, moments: Moments) -> Array:
    """(n, m) moments of each trial place less the target's; m is k, or 2k with variances."""
    if moments == Moments.MEANS:
        return standard.trial
    return np.hstack([standard.trial, standard.trial**2 - 1.0])


def effective_size(weights: Array) -> float:
    """The number of equally weighted places with the same variance (Kish 1965): (sum w)^2 / sum w^2."""
    return float(weights.sum() ** 2 / (weights @ weights))


def entropy_weights(deviations: Array, base: Array) -> Array | None:
    """Weights (n,) nearest to ``base`` that make deviations (n, m) average to zero; None if none do."""
    weights: Array
    weights, worst = entropy_kernel(
        np.ascontiguousarray(deviations, float), base, np.zeros(deviations.shape[1])
    )
    return weights if worst < TOLERANCE else None


def leave_one_out(deviations: Array, base: Array) -> Array:
    """(n, n) in row i the weights without place i; a row of NaN where the rest cannot be balanced."""
    kernel: Array = _without_each(np.ascontiguousarray(deviations, float), base)
    return kernel


@compiled
def entropy_kernel(deviations: Array, base: Array, start: Array) -> tuple[Array, float]:
    """The compiled form of :func:`entropy_weights`: weights and the worst deviation left."""
    multipliers = start.copy()
    value, weights = _dual(deviations, base, multipliers)
    for _ in range(STEPS):
        gradient = deviations.T @ weights
        if np.max(np.abs(gradient)) < 0.01 * TOLERANCE or value < _BOTTOM:
            break
        step = np.linalg.solve(_hessian(deviations, weights, gradient), -gradient)
        slope = gradient @ step
        length = 1.0
        tried, others = _dual(deviations, base, multipliers + step)
        while not tried <= value + 1e-4 * length * slope + _ROUNDING and length > 1e-10:
            length *= 0.5
            tried, others = _dual(deviations, base, multipliers + length * step)
        if length <= 1e-10:
            break
        multipliers = multipliers + length * step
        value, weights = tried, others
    return weights, np.max(np.abs(deviations.T @ weights))


@compiled
def _hessian(deviations: Array, weights: Array, gradient: Array) -> Array:
    """The weighted covariance of the deviations, with a ridge too small to matter."""
    size, count = deviations.shape
    hessian = -np.outer(gradient, gradient)
    for i in range(size):
        for j in range(count):
            for k in range(count):
                hessian[j, k] += weights[i] * deviations[i, j] * deviations[i, k]
    ridge = 1e-14 + 1e-12 * np.trace(hessian)
    for j in range(count):
        hessian[j, j] += ridge
    return hessian


@compiled
def _dual(deviations: Array, base: Array, multipliers: Array) -> tuple[float, Array]:
    """The dual's value and the weights that belong to the multipliers."""
    index = deviations @ multipliers + np.log(base)
    top = np.max(index)
    weights = np.exp(index - top)
    total = np.sum(weights)
    return np.log(total) + top, weights / total


@compiled
def _without_each(deviations: Array, base: Array) -> Array:
    """The compiled form of :func:`leave_one_out`."""
    size, count = deviations.shape
    every = np.zeros((size, size))
    for i in range(size):
        left = base.copy()
        left[i] = 0.0
        if np.sum(left) <= 0.0:
            every[i, :] = np.nan
            continue
        weights, worst = entropy_kernel(deviations, left / np.sum(left), np.zeros(count))
        every[i, :] = weights if worst < TOLERANCE else np.nan * weights
    return every


def outside(deviations: Array, standard: Standard) -> Outside:
    """What keeps the target mean from being a mixture of trial places, by a linear programme.

        minimise  sum_j (u_j + v_j)   over  w >= 0, u >= 0, v >= 0,  sum w = 1,  D'w + u - v = 0

    Its solution at a vertex has few shortfalls u - v.
    """
    from scipy.optimize import linprog

    size, count = deviations.shape
    allowed = standard.base > 0.0
    equal = np.block(
        [[deviations.T, np.eye(count), -np.eye(count)], [np.ones((1, size)), np.zeros((1, 2 * count))]]
    )
    bounds = [(0.0, None if each else 0.0) for each in allowed] + [(0.0, None)] * (2 * count)
    cost = np.r_[np.zeros(size), np.ones(2 * count)]
    solved = linprog(cost, A_eq=equal, b_eq=np.r_[np.zeros(count), 1.0], bounds=bounds, method="highs")
    weights, gap = solved.x[:size], solved.x[size : size + count] - solved.x[size + count :]
    kinds = len(standard.names)
    size_of = np.abs(gap).reshape(-1, kinds).max(axis=0)
    named = np.flatnonzero(size_of > TOLERANCE)
    if not named.size:
        named = np.array([int(np.argmax(np.abs(standard.base @ standard.trial)))])
    near = np.argsort(-weights, kind="stable")[: int(np.sum(weights > TOLERANCE))]
    return Outside(
        characteristics=tuple(standard.names[j] for j in named),
        shortfalls=tuple(float(size_of[j]) for j in named),
        places=tuple(standard.trial_places[i] for i in near),
    )
