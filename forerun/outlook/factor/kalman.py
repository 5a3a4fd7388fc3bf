"""Filter and smoother over collapsed months, compiled.

The update with information ``J`` about the first k states is ``(I + P J)^-1`` on these alone; kept series are
brought in one figure at a time (Durbin and Koopman 2012, section 6.4).
The smoother is the backward recursion of de Jong (1989): ``x = m + P r``, ``V = P - P N P``.  Moving on a
month only makes new heads, so no product of full matrices is taken for it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from forerun.compiled import Array, compiled
from forerun.outlook.factor.collapse import LOG_2PI, Collapsed
from forerun.outlook.factor.inverse import invert
from forerun.outlook.factor.system import System


class Passed(NamedTuple):
    """What the filter leaves behind, by month; s states, w the largest width, K kept series.

    ``mean`` (T, s) and ``covariance`` (T, s, s) of the state before the month's figures; ``shift`` (T, s, w),
    ``weight`` and ``inverse`` (T, w, w) and ``residual`` (T, w) of the collapsed update; ``gain`` (T, K, s),
    ``surprise`` and ``spread`` (T, K) of kept figures (spread 0: none); ``last_mean`` (s,) and
    ``last_covariance`` (s, s) of the state after the last month's figures.
    """

    mean: Array
    covariance: Array
    shift: Array
    weight: Array
    inverse: Array
    residual: Array
    gain: Array
    surprise: Array
    spread: Array
    last_mean: Array
    last_covariance: Array


class Smoothed(NamedTuple):
    """``mean`` (T, s) of all states; ``covariance`` (T, m, m) of those asked for; ``full`` (W, s, s)."""

    mean: Array
    covariance: Array
    full: Array


def empty_pass(system: System, collapsed: Collapsed) -> Passed:
    """Empty arrays for a pass; used again from one pass over the same equations to the next."""
    months, size, kept = len(collapsed.width), len(system.source), len(system.head)
    w = int(collapsed.width.max(initial=0))
    shapes = (
        (months, size), (months, size, size), (months, size, w), (months, w, w), (months, w, w), (months, w),
        (months, kept, size), (months, kept), (months, kept), (size,), (size, size),
    )  # fmt: skip
    return Passed(*(np.empty(shape) for shape in shapes))


@compiled
def _update(m: Array, P: Array, information: tuple[Array, Array], k: int, t: int, passed: Passed) -> float:
    """Update the state with a month's information about its first k entries; twice the log-likelihood."""
    size = len(m)
    J, b = information
    inverse, weight, shift, u = passed.inverse[t], passed.weight[t], passed.shift[t], passed.residual[t]
    for i in range(k):
        for j in range(k):
            total = 1.0 if i == j else 0.0
            for a in range(k):
                total += P[i, a] * J[a, j]
            inverse[i, j] = total
    twice = -invert(inverse, k)
    g = np.empty(k)
    for i in range(k):
        fitted = 0.0
        for j in range(k):
            fitted += J[i, j] * m[j]
        g[i] = b[i] - fitted
        twice += m[i] * (b[i] + g[i])
    for j in range(k):
        total, explained = 0.0, 0.0
        for i in range(k):
            total += inverse[i, j] * g[i]
            explained += P[j, i] * g[i]
            product = 0.0
            for a in range(k):
                product += J[i, a] * inverse[a, j]
            weight[i, j] = product
        u[j] = total
        twice += total * explained
    rows = P[:k].copy()
    for i in range(size):
        total = 0.0
        for a in range(k):
            total += rows[a, i] * u[a]
        m[i] += total
        for a in range(k):
            product = 0.0
            for c in range(k):
                product += rows[c, i] * weight[c, a]
            shift[i, a] = product
            for j in range(i + 1):
                P[i, j] -= product * rows[a, j]
        for j in range(i):
            P[j, i] = P[i, j]
    return twice


@compiled
def _update_kept(m: Array, P: Array, h: Array, y: float, gain: Array) -> tuple[float, float]:
    """Update the state with one figure of a kept series; its surprise and variance."""
    size = len(m)
    spread, surprise = 0.0, y
    for i in range(size):
        total = 0.0
        for j in range(size):
            total += P[i, j] * h[j]
        gain[i] = total
        spread += h[i] * total
        surprise -= h[i] * m[i]
    for i in range(size):
        part = gain[i] / spread
        m[i] += part * surprise
        for j in range(i + 1):
            P[i, j] -= part * gain[j]
            P[j, i] = P[i, j]
    for i in range(size):
        gain[i] /= spread
    return surprise, spread


@compiled
def _predict_rows(P: Array, system: System, out: Array) -> None:
    """Out = T P."""
    size, r, span = len(P), len(system.shock), system.transition.shape[1]
    for i in range(size):
        if system.source[i] >= 0:
            for j in range(size):
                out[i, j] = P[system.source[i], j]
    for i in range(r):
        for j in range(size):
            out[i, j] = 0.0
        for a in range(span):
            for j in range(size):
                out[i, j] += system.transition[i, a] * P[a, j]
    for k in range(len(system.head)):
        o = system.head[k]
        for j in range(size):
            out[o, j] = system.ar[k] * P[o, j]


@compiled
def _predict(m: Array, P: Array, system: System, work: Array) -> None:
    """M = T m and P = T P T' + Q, in place."""
    size, r, span = len(P), len(system.shock), system.transition.shape[1]
    _predict_rows(P, system, work)
    for i in range(size):
        for j in range(i + 1):
            source = system.source[j]
            if source >= 0:
                P[i, j] = work[i, source]
            elif j < r:
                total = 0.0
                for a in range(span):
                    total += work[i, a] * system.transition[j, a]
                P[i, j] = total
        for k in range(len(system.head)):
            if system.head[k] <= i:
                P[i, system.head[k]] = work[i, system.head[k]] * system.ar[k]
    for i in range(r):
        for j in range(i + 1):
            P[i, j] += system.shock[i, j]
    for k in range(len(system.head)):
        P[system.head[k], system.head[k]] += system.variance[k]
    for i in range(size):
        for j in range(i):
            P[j, i] = P[i, j]
    before = m.copy()
    for i in range(size):
        if system.source[i] >= 0:
            m[i] = before[system.source[i]]
    for i in range(r):
        m[i] = 0.0
        for a in range(span):
            m[i] += system.transition[i, a] * before[a]
    for k in range(len(system.head)):
        m[system.head[k]] = system.ar[k] * before[system.head[k]]


@compiled
def _store(m: Array, P: Array, mean: Array, covariance: Array) -> None:
    for i in range(len(m)):
        mean[i] = m[i]
        for j in range(len(m)):
            covariance[i, j] = P[i, j]


@compiled
def filter_months(system: System, collapsed: Collapsed, passed: Passed) -> float:
    """Run the filter into ``passed``; the log-likelihood."""
    size = len(system.source)
    m, P, work = np.zeros(size), system.start.copy(), np.empty((size, size))
    twice = -collapsed.constant
    for t in range(len(collapsed.width)):
        _store(m, P, passed.mean[t], passed.covariance[t])
        k = collapsed.width[t]
        if k > 0:
            if collapsed.wide[t] >= 0:
                J = collapsed.broad[collapsed.wide[t]]
            else:
                J = collapsed.narrow[collapsed.pattern[t]]
            twice += _update(m, P, (J, collapsed.vector[t]), k, t, passed)
        for q in range(len(system.head)):
            passed.spread[t, q] = 0.0
            y = collapsed.kept[t, q]
            if not np.isnan(y):
                h = system.design[system.phase[t], q]
                surprise, spread = _update_kept(m, P, h, y, passed.gain[t, q])
                passed.surprise[t, q], passed.spread[t, q] = surprise, spread
                twice -= LOG_2PI + np.log(spread) + surprise * surprise / spread
        if t == len(collapsed.width) - 1:
            _store(m, P, passed.last_mean, passed.last_covariance)
        _predict(m, P, system, work)
    return 0.5 * twice
