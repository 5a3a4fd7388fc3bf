"""The backward pass: smoothed states, and how a function of the last state depends on every figure."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array, compiled
from forerun.outlook.factor.collapse import Collapsed
from forerun.outlook.factor.kalman import Passed, Smoothed
from forerun.outlook.factor.system import System


@compiled
def _back_vector(vector: Array, system: System, out: Array) -> None:
    """Out = T' vector."""
    size, r, span = len(vector), len(system.shock), system.transition.shape[1]
    for i in range(size):
        out[i] = 0.0
    for i in range(size):
        if system.source[i] >= 0:
            out[system.source[i]] = vector[i]
    for a in range(span):
        for i in range(r):
            out[a] += system.transition[i, a] * vector[i]
    for k in range(len(system.head)):
        out[system.head[k]] += system.ar[k] * vector[system.head[k]]


@compiled
def _back_rows(N: Array, system: System, out: Array) -> None:
    """Out = T' N."""
    size, r, span = len(N), len(system.shock), system.transition.shape[1]
    out[:] = 0.0
    for i in range(size):
        if system.source[i] >= 0:
            for j in range(size):
                out[system.source[i], j] = N[i, j]
    for a in range(span):
        for i in range(r):
            for j in range(size):
                out[a, j] += system.transition[i, a] * N[i, j]
    for k in range(len(system.head)):
        o = system.head[k]
        for j in range(size):
            out[o, j] += system.ar[k] * N[o, j]


@compiled
def _back_matrix(N: Array, system: System, work: Array) -> None:
    """N = T' N T, in place, for a symmetric N."""
    size, r, span = len(N), len(system.shock), system.transition.shape[1]
    _back_rows(N, system, work)
    for i in range(size):
        for j in range(size):
            N[i, j] = 0.0
        for j in range(size):
            if system.source[j] >= 0:
                N[i, system.source[j]] = work[i, j]
        for a in range(span):
            total = 0.0
            for j in range(r):
                total += work[i, j] * system.transition[j, a]
            N[i, a] += total
        for k in range(len(system.head)):
            N[i, system.head[k]] += work[i, system.head[k]] * system.ar[k]


@compiled
def _back_update_kept(r: Array, N: Array, h: Array, gain: Array, surprise: float, spread: float) -> None:
    """Bring one kept figure into the backward recursion."""
    size = len(r)
    NK = np.empty(size)
    middle, along = 1.0 / spread, surprise / spread
    for i in range(size):
        total = 0.0
        for j in range(size):
            total += N[i, j] * gain[j]
        NK[i] = total
        middle += gain[i] * total
        along -= gain[i] * r[i]
    for i in range(size):
        r[i] += h[i] * along
        for j in range(size):
            N[i, j] += h[i] * h[j] * middle - h[i] * NK[j] - NK[i] * h[j]


@compiled
def _back_update(r: Array, N: Array, shift: Array, weight: Array, u: Array, k: int) -> None:
    """Bring a month's collapsed information into the backward recursion: N = W + M' N M, M = I - shift."""
    size = len(r)
    NX, across = np.zeros((k, size)), np.empty((k, k))
    along = np.zeros(k)
    for i in range(size):
        for a in range(k):
            x = shift[i, a]
            along[a] += x * r[i]
            for j in range(size):
                NX[a, j] += x * N[i, j]
    for a in range(k):
        for c in range(k):
            total = 0.0
            for i in range(size):
                total += NX[a, i] * shift[i, c]
            across[a, c] = total
    for a in range(k):
        r[a] += u[a] - along[a]
        for j in range(size):
            N[a, j] -= NX[a, j]
            N[j, a] -= NX[a, j]
    for a in range(k):
        for c in range(k):
            N[a, c] += across[a, c] + weight[a, c]


@compiled
def _variances(P: Array, N: Array, chosen: Array, out: Array) -> None:
    """Out = (P - P N P) for the chosen states."""
    size, count = len(P), len(chosen)
    PN = np.zeros(size)
    for a in range(count):
        PN[:] = 0.0
        for i in range(size):
            x = P[chosen[a], i]
            for j in range(size):
                PN[j] += x * N[i, j]
        for c in range(a + 1):
            total = P[chosen[a], chosen[c]]
            for j in range(size):
                total -= PN[j] * P[chosen[c], j]
            out[a, c] = total
            out[c, a] = total


@compiled
def smooth_months(
    system: System, collapsed: Collapsed, passed: Passed, chosen: Array, smoothed: Smoothed
) -> None:
    """Smoothed means of all states, covariances of the chosen ones, all covariances where links are."""
    size = len(system.source)
    r, N, work = np.zeros(size), np.zeros((size, size)), np.empty((size, size))
    moved, every = np.empty(size), np.arange(size)
    for back in range(len(collapsed.width)):
        t = len(collapsed.width) - 1 - back
        _back_vector(r, system, moved)
        r[:] = moved
        _back_matrix(N, system, work)
        for q in range(len(system.head) - 1, -1, -1):
            if passed.spread[t, q] > 0.0:
                h = system.design[system.phase[t], q]
                _back_update_kept(r, N, h, passed.gain[t, q], passed.surprise[t, q], passed.spread[t, q])
        if collapsed.width[t] > 0:
            _back_update(r, N, passed.shift[t], passed.weight[t], passed.residual[t], collapsed.width[t])
        P, m = passed.covariance[t], passed.mean[t]
        for i in range(size):
            total = m[i]
            for j in range(size):
                total += P[i, j] * r[j]
            smoothed.mean[t, i] = total
        _variances(P, N, chosen, smoothed.covariance[t])
        if collapsed.wide[t] >= 0:
            _variances(P, N, every, smoothed.full[collapsed.wide[t]])


@compiled
def sensitivities(
    system: System, collapsed: Collapsed, passed: Passed, target: Array, on_vector: Array, on_kept: Array
) -> None:
    """How ``target' x`` of the last filtered state depends on collapsed vectors and kept figures.

    The filter is linear in the figures; this is its adjoint, one pass for all of them: ``on_vector``
    (T, D r) and ``on_kept`` (T, K) are filled.
    """
    size = len(system.source)
    psi, moved = target.copy(), np.empty(size)
    for back in range(len(collapsed.width)):
        t = len(collapsed.width) - 1 - back
        if back > 0:
            _back_vector(psi, system, moved)
            psi[:] = moved
        for q in range(len(system.head) - 1, -1, -1):
            on_kept[t, q] = 0.0
            if passed.spread[t, q] > 0.0:
                total = 0.0
                for i in range(size):
                    total += passed.gain[t, q, i] * psi[i]
                on_kept[t, q] = total
                h = system.design[system.phase[t], q]
                for i in range(size):
                    psi[i] -= h[i] * total
        k = collapsed.width[t]
        on_vector[t] = 0.0
        for a in range(k):
            along = 0.0
            for i in range(size):
                along += passed.covariance[t, i, a] * psi[i]
            for c in range(k):
                on_vector[t, c] += passed.inverse[t, c, a] * along
        gone = np.zeros(k)
        for a in range(k):
            for i in range(size):
                gone[a] += passed.shift[t, i, a] * psi[i]
        for a in range(k):
            psi[a] -= gone[a]
