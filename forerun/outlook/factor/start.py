"""Where estimation starts: principal components and least squares (Doz, Giannone and Reichlin 2011)."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.outlook.factor.panel import Panel
from forerun.outlook.factor.parameters import Parameters, stationary

_DENSE = 0.5  # share of months in which a series must stand to make components
_ALMOST_WHOLE = 0.95  # share of cells known above which one round of filling is enough
_ROUNDS = 10
_FEWEST_PAIRS = 3  # neighbouring errors needed for a coefficient
_LARGEST_AR = 0.95
_SMALLEST_VARIANCE = 1e-3


def principal_components(panel: Panel, factors: int, lags: int) -> Parameters:
    """Parameters from the principal components of the standardised series that stand in most months.

    Args:
        panel: standardised.
        factors: r, at most the number of series that are monthly for the most part.
        lags: p.

    Raises:
        InputError: fewer such series than factors, or too few months.
    """
    seen = ~np.isnan(panel.values)
    dense = np.flatnonzero(seen.mean(axis=0) > _DENSE)
    if len(dense) < factors:
        raise InputError(
            f"{factors} factors need as many series that stand in most months; the panel has {len(dense)}",
            advice="Ask for fewer factors, start the sample later or add monthly series",
        )
    if panel.months < 4 * factors * lags + 12:
        raise InputError(
            f"{panel.months} months are too few for {factors} factors with {lags} lags",
            advice="Ask for fewer factors or lags, or start the sample earlier",
        )
    found = _components(panel.values[:, dense], factors)
    transition, shock = _least_squares(found, lags)
    loadings, ar, variance = _series(panel, found)
    return stationary(Parameters(loadings, transition, shock, ar, variance))[0]


def _components(values: Array, factors: int) -> Array:
    """(T, r) components of unit variance; missing cells are filled by the components, in a few rounds."""
    seen = ~np.isnan(values)
    filled = np.where(seen, values, 0.0)
    rounds = 1 if seen.mean() > _ALMOST_WHOLE else _ROUNDS
    for _ in range(rounds):
        left, sizes, right = np.linalg.svd(filled, full_matrices=False)
        common = (left[:, :factors] * sizes[:factors]) @ right[:factors]
        filled = np.where(seen, values, common)
    found = left[:, :factors] * sizes[:factors]
    signs = np.where(right[:factors].sum(axis=1) < 0, -1.0, 1.0)
    return np.asarray(found * signs / found.std(axis=0))


def _least_squares(found: Array, lags: int) -> tuple[Array, Array]:
    """Transition (p, r, r) and shock covariance (r, r) of components (T, r)."""
    months, r = found.shape
    before = np.hstack([found[lags - k : months - k] for k in range(1, lags + 1)])
    wide = np.linalg.lstsq(before, found[lags:], rcond=None)[0].T
    errors = found[lags:] - before @ wide.T
    return wide.reshape(r, lags, r).transpose(1, 0, 2), errors.T @ errors / len(errors)


def _series(panel: Panel, found: Array) -> tuple[Array, Array, Array]:
    """Loading, coefficient and variance of each series on the factors aggregated as it is."""
    n, r = len(panel.names), found.shape[1]
    loadings, ar, variance = np.zeros((n, r)), np.zeros(n), np.ones(n)
    for i, kind in enumerate(panel.aggregations):
        rows = np.flatnonzero(~np.isnan(panel.values[:, i]))
        rows = rows[rows >= kind.depth - 1]
        weights = kind.weights(kind.depth)[panel.phase[rows]]
        lagged = np.stack([found[rows - k] for k in range(kind.depth)], axis=1)
        together = np.einsum("tk,tkr->tr", weights, lagged)
        loadings[i] = np.linalg.lstsq(together, panel.values[rows, i], rcond=None)[0]
        errors = panel.values[rows, i] - together @ loadings[i]
        spread = 1.0 if kind.is_chained else float((weights**2).sum(axis=1).mean())
        ar[i], variance[i] = _own(errors, rows, spread, chained=kind.is_chained)
    return loadings, ar, variance


def _own(errors: Array, rows: Array, spread: float, *, chained: bool) -> tuple[float, float]:
    """Coefficient and innovation variance of a term; ``spread``: sum of squared weights of a figure."""
    next_to = np.flatnonzero(np.diff(rows) == 1)
    before, now = errors[next_to], errors[next_to + 1]
    ar = 0.0
    if chained and len(next_to) >= _FEWEST_PAIRS and before @ before > 0:
        ar = float(np.clip(now @ before / (before @ before), -_LARGEST_AR, _LARGEST_AR))
    variance = float(np.var(errors)) * (1 - ar * ar) / spread
    return ar, max(variance, _SMALLEST_VARIANCE)
