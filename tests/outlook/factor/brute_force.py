"""The joint normal distribution of a panel's figures, cell by cell: slow, and impossible to misread."""

from __future__ import annotations

import numpy as np

from forerun.outlook.factor.panel import Panel
from forerun.outlook.factor.parameters import Parameters, autocovariances


def covariance(panel: Panel, given: Parameters, latent: set[str]) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Every cell (row, column) that a series can have, and the covariance between all of them.

    ``latent`` names the series whose idiosyncratic term is a sum of latent months.
    """
    depth = max(kind.depth for kind in panel.aggregations)
    months = panel.months + depth
    gammas = autocovariances(given.transition, given.shock_covariance, months)
    cells = [
        (t, i)
        for t in range(panel.months)
        for i, kind in enumerate(panel.aggregations)
        if kind.rows[panel.phase[t]]
    ]
    common = np.zeros((len(cells), months, given.factors))
    for k, (t, i) in enumerate(cells):
        for lag, weight in enumerate(panel.aggregations[i].rows[panel.phase[t]]):
            common[k, t + depth - lag] += weight * given.loadings[i]
    between = np.array(
        [[gammas[s - t].T if s >= t else gammas[t - s] for s in range(months)] for t in range(months)]
    )
    result = np.einsum("ktr,tsrq,lsq->kl", common, between, common, optimize=True)
    for k, (t, i) in enumerate(cells):
        for m, (s, j) in enumerate(cells):
            if i == j:
                result[k, m] += _own(panel, given, i, (t, s), latent)
    return cells, result


def _own(panel: Panel, given: Parameters, i: int, at: tuple[int, int], latent: set[str]) -> float:
    variance = given.variance[i] / (1 - given.ar[i] ** 2)
    if panel.names[i] not in latent:
        return float(variance * given.ar[i] ** abs(at[0] - at[1]))
    total = 0.0
    for a, left in enumerate(panel.aggregations[i].rows[panel.phase[at[0]]]):
        for b, right in enumerate(panel.aggregations[i].rows[panel.phase[at[1]]]):
            total += left * right * variance * given.ar[i] ** abs(at[0] - a - at[1] + b)
    return float(total)


def conditional(
    panel: Panel, given: Parameters, latent: set[str]
) -> tuple[float, list[tuple[int, int]], np.ndarray, np.ndarray, np.ndarray]:
    """Log-likelihood, cells, conditional mean and covariance, and weights on the observed cells."""
    cells, whole = covariance(panel, given, latent)
    y = np.array([panel.values[cell] for cell in cells])
    seen = ~np.isnan(y)
    inside = whole[np.ix_(seen, seen)]
    weights = np.linalg.solve(inside, whole[seen]).T
    log_det = np.linalg.slogdet(inside)[1]
    quadratic = y[seen] @ np.linalg.solve(inside, y[seen])
    value = -0.5 * (seen.sum() * np.log(2 * np.pi) + log_det + quadratic)
    return float(value), cells, weights @ y[seen], whole - weights @ whole[seen], weights
