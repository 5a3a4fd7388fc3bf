"""Designs that no other beats in power, likeness and cost at once, and those nearly as good as the best."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.trials.design.question import Tolerance


def frontier(losses: Array) -> Array:
    """(n,) whether each design is on the Pareto frontier.

    Args:
        losses: (n, m), less is better; a value that is not known counts as the worst.

    Returns:
        True where no other design is at least as good in every column and better in one.
    """
    known = np.where(np.isfinite(losses), losses, np.inf)
    free = np.ones(len(known), bool)
    for i, row in enumerate(known):
        no_worse = (known <= row).all(axis=1)
        free[i] = not (no_worse & (known < row).any(axis=1)).any()
    return free


def near_optimal(losses: Array, tolerance: Tolerance) -> Array:
    """(n,) whether each design is within the tolerance of the best.

    In turn, among those still in: the smallest detectable effect, the likeness to the target, the cost.  A
    column that is unknown everywhere keeps nobody out.

    Args:
        losses: (n, 3): effect, one less the generalisability index, cost.
        tolerance: how much worse than the best is allowed.
    """
    kept = np.ones(len(losses), bool)
    for column, room in enumerate((tolerance.effect, tolerance.likeness, None)):
        values = np.where(np.isfinite(losses[:, column]), losses[:, column], np.inf)
        best = values[kept].min(initial=np.inf)
        if np.isfinite(best):
            bound = best * (1.0 + tolerance.cost) if room is None else best + room
            kept &= values <= bound + 1e-12
    return kept
