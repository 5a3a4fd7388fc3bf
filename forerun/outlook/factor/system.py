"""The model in state-space form: what the filter needs of parameters and arrangement, as plain arrays.

The state is ``f[t], f[t-1], ..., f[t-D+1]`` and then, for each kept series, ``e[t], ..., e[t-L+1]``.  Going
on a month only makes new heads; everything else moves down a place.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from forerun.compiled import Array
from forerun.outlook.factor.equations import Equations, Kept
from forerun.outlook.factor.parameters import Parameters, autocovariances


class System(NamedTuple):
    """Matrices of the state space; s states, r factors, K kept series.

    ``transition`` (r, p r), ``shock`` (r, r), ``source`` (s,) the place that a state moves down from or -1
    for a head, ``head`` (K,), ``ar`` (K,) and ``variance`` (K,) of the kept terms, ``design`` (12, K, s) by
    month of the year, ``phase`` (T,), ``start`` (s, s) the stationary covariance.
    """

    transition: Array
    shock: Array
    source: Array
    head: Array
    ar: Array
    variance: Array
    design: Array
    phase: Array
    start: Array


def state_space(equations: Equations, given: Parameters) -> System:
    """The system of an arrangement at given, stationary parameters."""
    r, depth, kept = given.factors, equations.depth, equations.kept
    heads = kept.heads(depth * r)
    size = depth * r + int(kept.lags.sum())
    return System(
        transition=np.ascontiguousarray(given.transition.transpose(1, 0, 2).reshape(r, -1)),
        shock=np.ascontiguousarray(given.shock_covariance),
        source=_sources(depth * r, r, heads, size),
        head=heads,
        ar=given.ar[kept.column],
        variance=given.variance[kept.column],
        design=_design(given.loadings[kept.column], kept, heads, size),
        phase=equations.panel.phase,
        start=_start(given, depth, kept, heads, size),
    )


def _sources(first: int, factors: int, heads: Array, size: int) -> Array:
    source = np.arange(size, dtype=np.int64) - 1
    source[:first] = np.arange(first) - factors
    source[:factors] = -1
    source[heads] = -1
    return source


def _design(loadings: Array, kept: Kept, heads: Array, size: int) -> Array:
    months, count, depth = kept.weights.shape
    first = depth * loadings.shape[1]
    design = np.zeros((months, count, size))
    spread = kept.weights[..., None] * loadings[None, :, None, :]
    design[:, :, :first] = spread.reshape(months, count, first)
    for k, (head, lags) in enumerate(zip(heads, kept.lags, strict=True)):
        design[:, k, head : head + lags] = kept.weights[:, k, : min(lags, depth)]
    return design


def _start(given: Parameters, depth: int, kept: Kept, heads: Array, size: int) -> Array:
    start, first = np.zeros((size, size)), depth * given.factors
    later = autocovariances(given.transition, given.shock_covariance, depth)
    every = np.concatenate([later[:0:-1].transpose(0, 2, 1), later])
    blocks = every[np.subtract.outer(np.arange(depth), np.arange(depth)).T + depth - 1]
    start[:first, :first] = blocks.transpose(0, 2, 1, 3).reshape(first, first)
    for head, lags, column in zip(heads, kept.lags, kept.column, strict=True):
        apart = np.abs(np.subtract.outer(np.arange(lags), np.arange(lags)))
        ar, variance = given.ar[column], given.variance[column]
        start[head : head + lags, head : head + lags] = variance / (1 - ar * ar) * ar**apart
    return 0.5 * (start + start.T)
