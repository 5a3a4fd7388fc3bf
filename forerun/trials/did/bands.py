"""Intervals of several effects at once (Montiel Olea and Plagborg-Moller 2019: the sup-t band)."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.trials.did.result import Bands

DRAWS = 20_000


def bands(att: Array, covariance: Array, level: float, seed: int) -> Bands:
    """Pointwise intervals and the uniform band of jointly normal effects.

    An effect without variance, such as that of a universal base period, has itself as its interval.

    Args:
        att: (M,) estimates.
        covariance: (M, M).
        level: confidence, such as 0.9.
        seed: of the draws behind the critical value.
    """
    from scipy.special import ndtri

    error = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    pointwise = float(ndtri(0.5 + level / 2.0))
    critical = sup_t(covariance, level, seed)
    return Bands(
        level=level,
        low=att - pointwise * error,
        high=att + pointwise * error,
        uniform_low=att - critical * error,
        uniform_high=att + critical * error,
        critical=critical,
        draws=DRAWS,
    )


def sup_t(covariance: Array, level: float, seed: int) -> float:
    """The ``level`` quantile of the largest |t| among jointly normal effects with this covariance, (M, M)."""
    varies = np.diag(covariance) > 1e-24 * max(float(np.diag(covariance).max()), 1e-300)
    error = np.sqrt(np.diag(covariance)[varies])
    if not error.size:
        return 0.0
    values, vectors = np.linalg.eigh(covariance[np.ix_(varies, varies)] / np.outer(error, error))
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    drawn = np.random.default_rng(seed).standard_normal((DRAWS, len(error)))
    return float(np.quantile(np.abs(drawn @ root.T).max(axis=1), level))
