"""Honest intervals when the slope of the difference in trends may change by at most M from period to period.

Rambachan and Roth (2023, section 2.4.2): |d(t+1) - 2 d(t) + d(t-1)| <= M for every t.  With M = 0 the
difference in trends is a straight line.  The interval is the fixed-length one of Armstrong and Kolesar (2018,
2020): of all affine estimators, the one whose interval is shortest when it allows for its largest bias.

The bias is finite only when the estimator is blind to a straight line.  What remains of it is M times the
sum of the absolute weights of the changes of slope.  After the reference these are given by the target; those
before it, u, are free.  So the frontier of bias and variance is a lasso path in u, piecewise linear.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.trials.checks.study import EventStudy
from forerun.types import Interval


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """Affine estimators that trade bias against variance.

    Attributes:
        weights: (H, P) of the estimates, at the H knots of the path, from the least biased to the least
            variable; between two knots the weights are straight lines.
        bias: (H,) the largest bias, for M = 1.
        covariance: (P, P) of the estimates.
    """

    weights: Array
    bias: Array
    covariance: Array


def frontier(study: EventStudy, target: Array) -> Frontier:
    """The frontier of a consecutive study for a target given by its weights (Q,)."""
    time, before = study.time, study.before
    early, late = time[:before], time[before:]
    turns = np.arange(1 - before, 0)
    onto = np.vstack([early, np.maximum(turns[:, None] - early, 0.0)])
    weight_of = np.linalg.inv(onto)
    fixed = np.concatenate([weight_of[:, 0] * -(target @ late), target])
    free = np.vstack([weight_of[:, 1:], np.zeros((len(target), before - 1))])
    path = _lasso_path(free.T @ study.covariance @ free, free.T @ study.covariance @ fixed)
    given = np.abs(np.maximum(late[None, :] - np.arange(len(target))[:, None], 0.0) @ target).sum()
    return Frontier(fixed + path @ free.T, given + np.abs(path).sum(axis=1), study.covariance)


def smooth_interval(study: EventStudy, found: Frontier, bound: float, level: float) -> Interval:
    """The shortest fixed-length interval for changes of slope of at most ``bound``.

    Args:
        study: consecutive, with at least one period before the reference.
        found: the :func:`frontier` of the study and target.
        bound: M, at least zero.
        level: confidence.
    """
    alpha = 1.0 - level
    lengths = [_half_length(found, at, bound, alpha) for at in range(len(found.bias))]
    best = int(np.argmin(lengths))
    place, half = float(best), lengths[best]
    for start in (best - 1, best):
        if 0 <= start < len(found.bias) - 1:
            at, length = _shortest(found, (start, start + 1), bound, alpha)
            if length < half:
                place, half = at, length
    centre = float(_weights(found, place) @ study.estimates)
    return Interval(level, centre - half, centre + half)


def identified_smooth(study: EventStudy, target: Array, bound: float) -> tuple[float, float] | None:
    """The values that the target could have if estimates had no error (their equation 6, in closed form).

    None when estimates before the reference change slope by more than ``bound``: then no trend of this kind
    goes through them, which an estimation error may explain.
    """
    before, late = study.before, study.time[study.before :]
    path = np.append(study.estimates[:before], 0.0)
    if before > 1 and np.abs(np.diff(path, n=2)).max() > bound * (1.0 + 1e-12):
        return None
    centre = float(target @ (study.estimates[before:] - late * (path[-1] - path[-2])))
    weight = np.maximum(late[None, :] - np.arange(len(target))[:, None], 0.0) @ target
    width = bound * float(np.abs(weight).sum())
    return centre - width, centre + width


def folded_quantile(shift: float, alpha: float) -> float:
    """The 1 - alpha quantile of |x| when x is normal with mean ``shift`` and variance one."""
    from scipy.optimize import brentq
    from scipy.special import ndtr, ndtri

    mean = abs(shift)
    high = mean - float(ndtri(alpha / 2.0))
    low = max(mean - float(ndtri(alpha)) - 1e-9, 0.0)

    def excess(value: float) -> float:
        return float(ndtr(-value + mean) + ndtr(-value - mean)) - alpha

    return high if excess(high) >= 0.0 else float(brentq(excess, low, high, xtol=1e-12, rtol=1e-14))


def _weights(found: Frontier, place: float) -> Array:
    start = min(int(place), len(found.bias) - 1)
    stop = min(start + 1, len(found.bias) - 1)
    mixed: Array = found.weights[start] + (place - start) * (found.weights[stop] - found.weights[start])
    return mixed


def _half_length(found: Frontier, place: float, bound: float, alpha: float) -> float:
    """Half the length of the interval of the estimator at a place between knots."""
    weights = _weights(found, place)
    start = min(int(place), len(found.bias) - 1)
    stop = min(start + 1, len(found.bias) - 1)
    bias = bound * (found.bias[start] + (place - start) * (found.bias[stop] - found.bias[start]))
    deviation = float(np.sqrt(weights @ found.covariance @ weights))
    return deviation * folded_quantile(bias / deviation, alpha)


def _shortest(found: Frontier, knots: tuple[int, int], bound: float, alpha: float) -> tuple[float, float]:
    """The place between two knots where the interval is shortest, and half its length; it has one minimum."""
    from scipy.optimize import minimize_scalar

    best = minimize_scalar(
        lambda place: _half_length(found, place, bound, alpha),
        bounds=knots,
        method="bounded",
        options={"xatol": 1e-9},
    )
    return float(best.x), float(best.fun)


def _lasso_path(gram: Array, slope: Array) -> Array:
    """Knots of argmin u'Gu/2 + g'u + penalty |u|_1 (Osborne, Presnell and Turlach 2000).

    Args:
        gram: G, (n, n), positive semidefinite.
        slope: g, (n,).

    Returns:
        (H, n) values of u at the knots, from u = 0 to that without a penalty.
    """
    size = len(slope)
    u, active, signs = np.zeros(size), np.zeros(size, bool), np.zeros(size)
    knots = [u]
    penalty = float(np.abs(slope).max(initial=0.0))
    tiny = 1e-12 * penalty
    if size:
        first = int(np.argmax(np.abs(slope)))
        active[first], signs[first] = True, -np.sign(slope[first])
    while penalty > tiny and len(knots) < 50 * (size + 1):
        step = np.zeros(size)
        step[active] = np.linalg.lstsq(gram[np.ix_(active, active)], signs[active], rcond=None)[0]
        fall, event = _next_event((u, step), (slope + gram @ u, gram @ step), active, penalty)
        u, penalty = u + fall * step, penalty - fall
        if event >= 0 and active[event]:
            active[event], signs[event], u[event] = False, 0.0, 0.0
        elif event >= 0:
            active[event], signs[event] = True, -np.sign((slope + gram @ u)[event])
        knots.append(u.copy())
    return np.array(knots)


def _next_event(
    moving: tuple[Array, Array], pulling: tuple[Array, Array], active: Array, penalty: float
) -> tuple[float, int]:
    """How far the penalty falls until one weight leaves zero or comes back to it, and which; -1 for none."""
    (u, step), (gradient, turning) = moving, pulling
    with np.errstate(divide="ignore", invalid="ignore"):
        back = np.where(active, -u / step, np.inf)
        rise = np.where(active, np.inf, (penalty - gradient) / (turning + 1.0))
        sink = np.where(active, np.inf, (penalty + gradient) / (1.0 - turning))
    events = np.stack([back, rise, sink])
    events[~(events > 1e-12 * penalty)] = np.inf
    soonest = int(events.argmin()) if events.size else 0
    if not events.size or events.flat[soonest] >= penalty:
        return penalty, -1
    return float(events.flat[soonest]), soonest % len(u)
