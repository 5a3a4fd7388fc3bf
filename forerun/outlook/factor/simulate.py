"""Panels drawn from a model, with the missing cells of a given one."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.outlook.factor.equations import Equations
from forerun.outlook.factor.parameters import Parameters, autocovariances

_BURN_IN = 50  # months after which lags drawn one by one are as if drawn together


def simulated(equations: Equations, given: Parameters, random: np.random.Generator) -> Array:
    """(T, N) standardised figures drawn from the model, NaN where the panel has none."""
    panel = equations.panel
    depth = max(kind.depth for kind in panel.aggregations)
    months = panel.months + depth
    factors = _factors(given, months, random)
    own = _own(given, months, random)
    out = np.empty(panel.values.shape)
    kept = set(map(int, equations.kept.column))
    for i, kind in enumerate(panel.aggregations):
        weights = kind.weights(kind.depth)[panel.phase]
        common = _summed(factors @ given.loadings[i], weights, panel.months)
        latent = _summed(own[:, i], weights, panel.months)
        out[:, i] = common + (latent if i in kept else own[-panel.months :, i])
    return np.where(np.isnan(panel.values), np.nan, out)


def _summed(latent: Array, weights: Array, months: int) -> Array:
    """Weighted sums of a latent series in the last months, counted back; ``weights`` (months, d)."""
    first = len(latent) - months
    lagged = np.stack([latent[first - k : len(latent) - k] for k in range(weights.shape[1])], axis=1)
    return np.asarray((weights * lagged).sum(axis=1))


def _factors(given: Parameters, months: int, random: np.random.Generator) -> Array:
    p, r = given.lags, given.factors
    gamma = autocovariances(given.transition, given.shock_covariance, 1)[0]
    lower, start = _root(given.shock_covariance), _root(gamma)
    total = months + _BURN_IN
    path = np.zeros((total + p, r))
    path[:p] = random.standard_normal((p, r)) @ start.T
    shocks = random.standard_normal((total, r)) @ lower.T
    for t in range(total):
        path[t + p] = shocks[t] + sum(given.transition[k] @ path[t + p - 1 - k] for k in range(p))
    return path[-months:]


def _own(given: Parameters, months: int, random: np.random.Generator) -> Array:
    scale = np.sqrt(given.variance)
    path = np.empty((months, len(scale)))
    path[0] = random.standard_normal(len(scale)) * scale / np.sqrt(1 - given.ar**2)
    shocks = random.standard_normal((months, len(scale))) * scale
    for t in range(1, months):
        path[t] = given.ar * path[t - 1] + shocks[t]
    return path


def _root(covariance: Array) -> Array:
    """A matrix whose product with its transpose is the covariance, singular or not."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.clip(values, 0.0, None)))
