"""The two-step estimator: principal components, then the Kalman smoother on the ragged panel.

Giannone, Reichlin and Small (2008), Journal of Monetary Economics 55; Doz, Giannone and Reichlin
(2011), Journal of Econometrics 164.  Everything is estimated on the months in which all series are known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.errors import InputError
from forerun.outlook.statespace.decomposition import Standardised
from forerun.outlook.statespace.model import Array, Start, StateSpace, stationary_covariance
from forerun.outlook.statespace.principal import autoregression
from forerun.outlook.statespace.smoothing import smooth
from forerun.outlook.statespace.vintage import scale_of


@dataclass(frozen=True, slots=True, eq=False)
class TwoStep:
    """The model, whose state is the factors of p months, and the smoothed factors (T, r)."""

    model: Standardised
    factors: Array


def two_step(data: Array, factors: int, lags: int, shocks: int | None = None) -> TwoStep:
    """Factors of a panel of monthly series.

    Args:
        data: (T, n) in any units, stationary, NaN where nothing is known; months without any observation at
            the end are forecast.
        factors: r.
        lags: p of their autoregression.
        shocks: q, the rank of the covariance of the factors' shocks; r when None.

    Raises:
        InputError: orders that no model has, too few months in which every series is known, a series that
            does not vary in them, or an autoregression without a stationary start.
    """
    if not (1 <= factors <= data.shape[1] and lags >= 1 and 1 <= (shocks or factors) <= factors):
        raise InputError(
            f"{factors} factors, {lags} lags and {shocks or factors} shocks of {data.shape[1]} series",
            where="two-step estimation",
            advice="Ask for at least one of each, as many factors as series and shocks as factors at most",
        )
    whole = data[np.isfinite(data).all(axis=1)]
    if len(whole) <= factors * lags + lags + 1:
        raise InputError(
            f"{len(whole)} months in which every series is known",
            where="two-step estimation",
            advice="Leave out series that begin late, or fill their holes first",
        )
    scale = scale_of(whole)
    space = _estimate(scale.standardise(whole), (factors, lags, shocks or factors))
    smoothed = smooth(space, scale.standardise(data))
    return TwoStep(Standardised(space, scale), smoothed.means[:, :factors])


def bridge(factors: Array, target: Array) -> Array:
    """A target explained by factors of its own period and a constant, by least squares.

    Args:
        factors: (T, r).
        target: (T,), NaN where it is not known.

    Returns:
        Fitted values and forecasts, (T,).

    Raises:
        InputError: fewer known values than coefficients.
    """
    known = np.isfinite(target)
    regressors = np.column_stack([np.ones(len(factors)), factors])
    if known.sum() <= regressors.shape[1]:
        raise InputError(
            f"{known.sum()} known values for {regressors.shape[1]} coefficients",
            where="bridge equation",
            advice="Use fewer factors or a longer history",
        )
    coefficients = np.linalg.lstsq(regressors[known], target[known], rcond=None)[0]
    return np.asarray(regressors @ coefficients)


def _estimate(whole: Array, orders: tuple[int, int, int]) -> StateSpace:
    """The model of a standardised panel without holes; it starts at its first principal components."""
    factors, lags, shocks = orders
    spread = np.atleast_2d(np.cov(whole.T))
    loadings = np.linalg.eigh(spread)[1][:, ::-1][:, :factors]
    components = whole @ loadings
    coefficients, rest = autoregression(components, lags)
    states = factors * lags
    transition, covariance = np.eye(states, k=-factors), np.zeros((states, states))
    transition[:factors] = coefficients
    covariance[:factors, :factors] = _of_rank(np.atleast_2d(np.cov(rest.T)), shocks)
    own = np.var(whole - components @ loadings.T, axis=0, ddof=1)
    return StateSpace(
        np.hstack([loadings, np.zeros((len(loadings), states - factors))]),
        transition,
        np.diag(own),
        covariance,
        components[:lags][::-1].ravel(),
        stationary_covariance(transition, covariance),
        Start.FIRST,
    )


def _of_rank(covariance: Array, rank: int) -> Array:
    """The part of a covariance along its largest eigenvectors (Doz, Giannone and Reichlin 2011)."""
    values, vectors = np.linalg.eigh(covariance)
    kept = vectors[:, ::-1][:, :rank] * np.sqrt(values[::-1][:rank])
    return np.asarray(kept @ kept.T)
