"""What a forecast of diffusion is held against: no change, the last year's step, the last year's growth."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from forerun.compiled import Array

STEP = 0.9
"""Years over which the last change is taken, at least."""
LEAST = 1e-3
"""No rule goes below this share of the last value."""


class Baseline(StrEnum):
    """Simple rules."""

    NO_CHANGE = "no_change"
    LINEAR = "linear_trend"  # what was added in the last year is added in every year
    GROWTH = "constant_growth"  # the last year's rate of growth goes on


def baselines(dates: Array, values: Array, ahead: Array) -> dict[Baseline, Array]:
    """(H,) what each rule says at later dates.

    Args:
        dates: (T,) decimal years, ascending.
        values: (T,) above zero.
        ahead: (H,) later dates.
    """
    earlier = np.flatnonzero(dates[-1] - dates >= STEP)
    before = int(earlier[-1]) if earlier.size else 0
    years = float(dates[-1] - dates[before])
    gone = np.asarray(ahead) - dates[-1]
    last, then = float(values[-1]), float(values[before])
    rate = (last - then) / years if years > 0 else 0.0
    growth = np.log(last / then) / years if years > 0 else 0.0
    return {
        Baseline.NO_CHANGE: np.full(gone.shape, last),
        Baseline.LINEAR: np.maximum(last + rate * gone, LEAST * last),
        Baseline.GROWTH: last * np.exp(np.clip(growth * gone, np.log(LEAST), -np.log(LEAST))),
    }
