"""A mixed-frequency dynamic factor model by its parameters, as a state space.

The model of Banbura and Modugno (2014), Journal of Applied Econometrics 29, with one block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forerun.outlook.statespace.layout import Layout, single_block
from forerun.outlook.statespace.model import Array, Start, StateSpace, stationary_covariance


@dataclass(frozen=True, slots=True, eq=False)
class DynamicFactor:
    """Parameters of n series on r factors with p lags, by the month.

    ``loadings`` (n, r); ``factor_var`` (p, r, r), the matrix of lag one first; ``factor_covariance`` (r, r)
    of the factors' shocks; ``rho`` (n,) and ``sigma2`` (n,) of the idiosyncratic AR(1) terms, those of a
    quarterly series being of its unobserved monthly self; ``noise`` (n,) variance of measurement noise.
    """

    quarterly: NDArray[np.bool_]
    loadings: Array
    factor_var: Array
    factor_covariance: Array
    rho: Array
    sigma2: Array
    noise: Array


def as_state_space(given: DynamicFactor) -> StateSpace:
    """The model under the stationary start.

    Raises:
        InputError: shapes do not fit, or the model has no stationary start.
    """
    lags, factors, _ = given.factor_var.shape
    layout = single_block(given.quarterly, factors, lags)
    transition, covariance = layout.shift(), np.zeros((layout.state_count,) * 2)
    now = layout.block(0)
    transition[now, layout.block(0, lags)] = np.hstack(list(given.factor_var))
    covariance[now, now] = given.factor_covariance
    for series in range(layout.series_count):
        first = layout.own(series).start
        transition[first, first] = given.rho[series]
        covariance[first, first] = given.sigma2[series]
    return StateSpace(
        _design(layout, given.loadings),
        transition,
        np.diag(given.noise),
        covariance,
        np.zeros(layout.state_count),
        stationary_covariance(transition, covariance),
        Start.FIRST,
    )


def _design(layout: Layout, loadings: Array) -> Array:
    rows = (
        loadings[series] @ layout.loading(series) + layout.idiosyncratic(series)
        for series in range(layout.series_count)
    )
    return np.vstack(list(rows))
