"""The parameters that are most likely given the smoothed moments: pure formulas of one EM step.

Banbura and Modugno (2014), Journal of Applied Econometrics 29; the equation numbers are theirs.  Tying a
quarterly loading by 1, 2, 3, 2, 1 is written as a regression on that sum of factors, which is the same as the
restricted least squares of appendix B.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from forerun.errors import InputError
from forerun.outlook.statespace.layout import Layout
from forerun.outlook.statespace.model import Array, StateSpace, symmetric
from forerun.outlook.statespace.smoothing import Moments, Smoothed


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Second moments of the state, each (s, s), summed over t = 1 .. ``periods``.

    ``now`` of x[t] with itself, ``cross`` of x[t] with x[t-1], ``past`` of x[t-1] with itself.
    """

    now: Array
    cross: Array
    past: Array
    periods: int


def sums_of(smoothed: Smoothed, lag_one: Array, before: Moments) -> Sums:
    """Sums over all periods; ``lag_one`` (T, s, s) and ``before`` are those of ``smoothed``."""
    means = np.vstack([before.mean, smoothed.means])
    covariances = smoothed.covariances.sum(axis=0)
    past = covariances - smoothed.covariances[-1] + before.covariance
    return Sums(
        covariances + means[1:].T @ means[1:],
        lag_one.sum(axis=0) + means[1:].T @ means[:-1],
        past + means[:-1].T @ means[:-1],
        len(smoothed.means),
    )


def next_transition(layout: Layout, model: StateSpace, sums: Sums) -> tuple[Array, Array]:
    """Transition and state covariance, (s, s) each: equations 6 and 8 for every autoregression.

    Raises:
        InputError: a factor or idiosyncratic term does not vary.
    """
    transition, covariance = model.transition.copy(), model.state_covariance.copy()
    for now, past in _autoregressions(layout):
        cross = sums.cross[now, past]
        coefficients = _solve(sums.past[past, past], cross.T).T
        transition[now, past] = coefficients
        covariance[now, now] = symmetric((sums.now[now, now] - coefficients @ cross.T) / sums.periods)
    return transition, covariance


def next_design(layout: Layout, model: StateSpace, smoothed: Smoothed, data: Array) -> Array:
    """Loadings as a design, (n, s): equations 11 and 13; a series without any observation keeps its own.

    Raises:
        InputError: a series has too few observations for its loadings.
    """
    design = model.design.copy()
    for series in range(layout.series_count):
        seen = np.flatnonzero(np.isfinite(data[:, series]))
        if not len(seen):
            continue
        means, loading, own = smoothed.means[seen], layout.loading(series), layout.idiosyncratic(series)
        second = smoothed.covariances[seen].sum(axis=0) + means.T @ means
        explained = means.T @ data[seen, series] - second @ own
        design[series] = _solve(loading @ second @ loading.T, loading @ explained) @ loading + own
    return design


def next_noise(layout: Layout, model: StateSpace, smoothed: Smoothed, data: Array) -> Array:
    """Observation covariance (n, n), diagonal: equation 12 at the design of ``model``.

    Where the idiosyncratic terms are states, what is left is a fixed measurement noise.
    """
    if layout.autoregressive:
        return model.observation_covariance
    seen = np.isfinite(data)
    rest = np.where(seen, data - smoothed.means @ model.design.T, 0.0)
    spread = np.einsum("is,tsu,iu->ti", model.design, smoothed.covariances, model.design, optimize=True)
    explained = (rest**2 + np.where(seen, spread, 0.0)).sum(axis=0)
    unseen = (~seen).sum(axis=0) * np.diag(model.observation_covariance)
    return np.asarray(np.diag((explained + unseen) / len(data)))


def _autoregressions(layout: Layout) -> Iterator[tuple[slice, slice]]:
    """States that move by chance, each with the states of the month before that explain them."""
    for number in range(len(layout.factors)):
        yield layout.block(number), layout.block(number, layout.lags)
    if layout.autoregressive:
        for series in range(layout.series_count):
            first = layout.own(series).start
            yield slice(first, first + 1), slice(first, first + 1)


def _solve(moments: Array, target: Array) -> Array:
    try:
        return np.asarray(np.linalg.solve(moments, target), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise InputError(
            "the moments of the states are singular",
            where="estimation",
            advice="Use fewer factors, or leave out series that hardly vary",
        ) from error
