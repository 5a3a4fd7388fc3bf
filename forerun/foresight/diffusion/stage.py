"""How far a path has come: before its inflection, past it, or close to its ceiling.

The inflection counts as passed only where every plausible member of :mod:`members` puts it before the last
observation, puts the last value above half of its ceiling, and the data themselves bend: a quadratic through
the upper half of the path has a curvature below zero at the five percent level.  Growth rates and ceilings
cannot be estimated reliably while the inflection lies ahead (Cherp et al. 2021), so that everything else
counts as before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.foresight.diffusion.members import Members

HALF = 0.5
SATURATED = 0.9
SIGNIFICANCE = 0.05
APART = 0.45
"""Years that points must lie apart to bear on the bend."""
_FEWEST = 5


class Stage(StrEnum):
    """How far a path has come."""

    BEFORE = "before"  # the inflection is not shown to be passed
    PASSED = "passed"
    SATURATED = "saturated"  # passed, and every plausible ceiling is nearly reached


@dataclass(frozen=True, slots=True)
class Standing:
    """The stage of a path and what it was told by.

    Attributes:
        stage: how far it has come.
        maturity: lowest and highest share of a plausible ceiling that is reached.
        inflections: first and last plausible inflection, decimal years.
        bends: p-value of the bend; 1 when there are too few points.
        inflected: whether every plausible inflection lies before the last observation.
    """

    stage: Stage
    maturity: tuple[float, float]
    inflections: tuple[float, float]
    bends: float
    inflected: bool


def standing(members: Members, dates: Array, values: Array) -> Standing:
    """The stage of a path by its members and its data."""
    told = members.plausible
    maturity = members.maturity[told]
    times = members.inflections[told]
    inflected = bool(times.max() < members.now)
    low = float(maturity.min())
    bends = bend(dates, values)
    stage = Stage.BEFORE
    if inflected and low > HALF and bends < SIGNIFICANCE:
        stage = Stage.SATURATED if low >= SATURATED else Stage.PASSED
    return Standing(
        stage, (low, float(maturity.max())), (float(times.min()), float(times.max())), bends, inflected
    )


def bend(dates: Array, values: Array) -> float:
    """One-sided p-value of a curvature below zero in the upper half of a path; 1 where it cannot be told."""
    from scipy.special import stdtr

    kept = _apart(dates)
    upper = [at for at in kept if values[at] >= values[-1] / 2]
    used = upper if len(upper) >= _FEWEST else kept[-_FEWEST:]
    if len(used) < _FEWEST:
        return 1.0
    t = dates[used] - dates[used].mean()
    t, y = t / np.abs(t).max(), values[used] / values.max()
    design = np.column_stack([np.ones_like(t), t, t * t])
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ y
    freedom = len(used) - 3
    variance = float(((y - design @ fitted) ** 2).sum()) / freedom
    error = np.sqrt(max(variance, 1e-12) * inverse[2, 2])
    return float(stdtr(freedom, fitted[2] / error))


def _apart(dates: Array) -> list[int]:
    """Points that lie apart, taken from the last one back."""
    kept = [dates.size - 1]
    for at in range(dates.size - 2, -1, -1):
        if dates[kept[-1]] - dates[at] >= APART:
            kept.append(at)
    return kept[::-1]
