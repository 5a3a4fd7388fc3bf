"""Outcomes and regressors without unit and period effects, exactly, also where rows are missing.

The unit effects are taken out by demeaning, the period effects by one linear system of the size of the number
of periods (Frisch and Waugh 1933, Lovell 1963), so nothing has to converge.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array

_ZERO = 1e-10  # of an eigenvalue relative to the largest: constants are no change of periods


def without_effects(values: Array, observed: Array, weights: Array) -> tuple[Array, Array]:
    """Residuals of weighted regressions on unit and period effects, and those period effects.

    Args:
        values: (p, N, T); what stands where nothing was observed does not matter.
        observed: (N, T); every unit at least once.
        weights: (N,) positive.

    Returns:
        (p, N, T) residuals, zero where not observed, and (p, T) period effects, up to a constant.
    """
    within = demeaned(values, observed)
    change = np.einsum("n,pnt->pt", weights, within)
    effects = change @ np.linalg.pinv(period_gram(observed, weights), _ZERO, hermitian=True)
    return within - demeaned(np.broadcast_to(effects[:, None, :], values.shape), observed), effects


def demeaned(values: Array, observed: Array) -> Array:
    """Values less the mean of their unit over the periods in which it was observed, zero elsewhere."""
    held = np.where(observed, values, 0.0)
    means = held.sum(axis=-1) / observed.sum(axis=1)
    less: Array = np.where(observed, held - means[..., None], 0.0)
    return less


def period_gram(observed: Array, weights: Array) -> Array:
    """Weighted cross products of period dummies less their unit means, (T, T); its rank is T - 1 or lower."""
    seen = observed * weights[:, None]
    gram: Array = np.diag(seen.sum(axis=0)) - (seen / observed.sum(axis=1)[:, None]).T @ observed
    return gram


def period_rank(observed: Array, units: Array) -> int:
    """How many period effects can be told apart within units: T - 1 where nothing falls apart."""
    values = np.linalg.eigvalsh(period_gram(observed, units))
    return int((values > _ZERO * values[-1]).sum())


def repeated(observed: Array, units: Array) -> Array:
    """The rows that units and periods with a single row leave, for those say nothing about changes.

    Args:
        observed: (N, T).
        units: (N,) how many units stand behind each line.

    Returns:
        (N, T) the rows that remain.
    """
    kept = observed.copy()
    while True:
        alone = kept & ((kept.sum(axis=1) == 1)[:, None] | (units @ kept == 1)[None, :])
        if not alone.any():
            return kept
        kept &= ~alone
