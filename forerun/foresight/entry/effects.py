"""Places and activities that were entered often before: past entry rates, drawn towards the mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.entry.candidates import Candidates

PRIOR_ORIGINS = 20
"""The prior weighs as much as so many origins of one candidate, counted once for each year of the horizon."""
BASE_ENTRIES, BASE_CANDIDATES = 1.0, 15.0


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """Logarithm of past entry rates over the rate of all, zero where nothing is known.

    Attributes:
        place: (P,).
        activity: (A,).
    """

    place: Array
    activity: Array


def effects(past: Sequence[Candidates], shape: tuple[int, int], horizon: int) -> Effects:
    """Effects from origins whose outcomes had come by the day.

    Args:
        past: candidates with outcomes.
        shape: places and activities of the table.
        horizon: years to an outcome; origins within it share outcomes, so the prior grows with it.
    """
    entries = sum(each.entries for each in past)
    tried = sum(each.place.size for each in past)
    base = (entries + BASE_ENTRIES) / (tried + BASE_CANDIDATES)
    prior = PRIOR_ORIGINS * horizon

    def rate(size: int, keys: Sequence[Array]) -> Array:
        counted, came = np.zeros(size), np.zeros(size)
        for key, each in zip(keys, past, strict=True):
            counted += np.bincount(key, minlength=size)
            came += np.bincount(key, weights=each.came, minlength=size)
        return np.asarray(np.log((came + prior * base) / (counted + prior) / base))

    return Effects(
        rate(shape[0], [each.place for each in past]), rate(shape[1], [each.activity for each in past])
    )
