"""How far target places lie from everything that mixtures of trial places can reach."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array, compiled
from forerun.trials.simplex import TOLERANCE, simplex_kernel


def gaps_to_hull(trial: Array, target: Array) -> Array:
    """(N, k) from the nearest mixture of trial places (n, k) to each target place (N, k); zero inside.

    The nearest mixture solves  minimise |T'w - x|^2  over weights that are positive and sum to one.
    """
    gaps: Array = _gaps(np.ascontiguousarray(trial, float), np.ascontiguousarray(target, float), TOLERANCE)
    return gaps


@compiled
def _gaps(trial: Array, target: Array, tolerance: float) -> Array:
    """The compiled form of :func:`gaps_to_hull`; the last place's weights start the next search."""
    gaps = np.empty_like(target)
    for j in range(len(target)):
        away = trial - target[j]
        weights = simplex_kernel(away @ away.T, np.zeros(len(trial)), np.zeros(len(trial)), tolerance)
        gaps[j] = -(weights @ away)
    return gaps
