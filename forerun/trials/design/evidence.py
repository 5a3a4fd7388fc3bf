"""What simulated trials say about each candidate, whichever way they were tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.trials.design.question import Method, Simulation

Progress = Callable[[float], None]
"""Told the share of the work that is done, from 0 to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """C candidates, D durations, L windows (the last one first), E effects in the order of :func:`sizes`.

    Attributes:
        method: how trials were tested.
        p: (C, D, L, E) p-values of no effect.
        power: (3, C, D, E) share of trials that detect: in all windows, in those for choosing, in those for
            planning; NaN where there are none.
        exact: (3, C, D) size of the smallest effect detected with the power asked for, where the method gives
            one between the effects offered; NaN elsewhere.
        gap: (C, D, L) mean of the treated less the synthetic ones where nothing happened.
        base: (C, D, L) mean outcome of the treated under treatment.
        fit: (C, D, L, 3) scaled L2, root mean squared gap and correlation before treatment.
        least_p: the smallest p-value that every window could give.
    """

    method: Method
    p: Array
    power: Array
    exact: Array
    gap: Array
    base: Array
    fit: Array
    least_p: float


def sizes(simulation: Simulation) -> Array:
    """(E,) no effect and the effects offered, ordered by size whatever the sign."""
    return np.array(sorted({0.0, *simulation.effects}, key=lambda each: (abs(each), each)), float)


def ends(periods: int, simulation: Simulation) -> Array:
    """(L,) lengths of the panel at the end of each window."""
    return periods - simulation.stride * np.arange(simulation.lookback)


def halves(lookback: int) -> tuple[slice, slice, slice]:
    """All windows, the later ones by which designs are chosen, and the earlier ones kept for planning."""
    middle = (lookback + 1) // 2
    return slice(None), slice(0, middle), slice(middle, lookback)


def detected(p: Array, alpha: float) -> Array:
    """(3, C, D, E) shares of windows in which the p-value is below ``alpha``, for each of :func:`halves`."""
    below = (p < alpha).astype(float)
    parts = [below[:, :, part] for part in halves(p.shape[2])]
    empty = np.full((p.shape[0], p.shape[1], p.shape[3]), np.nan)
    return np.stack([part.mean(axis=2) if part.shape[2] else empty for part in parts])


def smallest(power: Array, effects: Array, enough: float) -> Array:
    """(...) size of the smallest effect whose power (..., E) is enough; NaN where there is none.

    Where both an effect and its opposite are offered, both must be detected.
    """
    found = np.full(power.shape[:-1], np.nan)
    for size in np.unique(np.abs(effects[effects != 0.0]))[::-1]:
        same = np.isclose(np.abs(effects), size, rtol=1e-12, atol=0.0)
        found[(power[..., same] >= enough).all(axis=-1)] = size
    return found
