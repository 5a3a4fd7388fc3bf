"""The penalty of the ridge-augmented synthetic control, by cross-validation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.trials.simplex import simplex_weights

_STEPS, _SMALLEST = 20, 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Penalties:
    """Penalties that were tried.

    Attributes:
        tried: (K,), falling from the largest squared singular value of the donors' features.
        errors: (K,) mean squared error of a feature that was held out.
        deviations: (K,) standard errors of these means.
        chosen: the largest penalty whose error is within one standard error of the least.
    """

    tried: Array
    errors: Array
    deviations: Array
    chosen: float


def penalties(donors: Array, treated: Array) -> Penalties:
    """Hold out each feature but the last in turn (Ben-Michael, Feller, Rothstein 2021, section 5.3).

    The grid, the features held out and the rule of one standard error are those of the authors' augsynth.

    Args:
        donors: (m, F) what is to be fitted.
        treated: (F,) the same of the treated.
    """
    centre = donors.mean(axis=0)
    rows, target = donors - centre, treated - centre
    tried = np.linalg.norm(rows, 2) ** 2 * _SMALLEST ** (np.arange(_STEPS + 1) / _STEPS)
    gram, own = rows @ rows.T, rows @ target
    errors = np.empty((rows.shape[1] - 1, len(tried)))
    start = None
    for i in range(len(errors)):
        column = rows[:, i]
        start = simplex_weights(gram - np.outer(column, column), own - column * target[i], start)
        errors[i] = _held_out(rows, target, (i, start), tried) ** 2
    mean, deviation = errors.mean(axis=0), errors.std(axis=0, ddof=1) / np.sqrt(len(errors))
    best = int(np.argmin(mean))
    return Penalties(tried, mean, deviation, float(tried[mean <= mean[best] + deviation[best]].max()))


def _held_out(rows: Array, target: Array, fold: tuple[int, Array], tried: Array) -> Array:
    """Error of the feature held out under each penalty."""
    which, weights = fold
    others, column = np.delete(rows, which, axis=1), rows[:, which]
    left = np.delete(target, which) - weights @ others
    u, singular, v = np.linalg.svd(others, full_matrices=False)
    shrunk = singular[:, None] / (singular[:, None] ** 2 + tried)
    return np.asarray(target[which] - column @ weights - (column @ u) @ (shrunk * (v @ left)[:, None]))
