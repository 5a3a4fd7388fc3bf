"""Whether places and activities hang together, and the largest part of them that does."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array


def components(strong: Array) -> tuple[Array, Array]:
    """Labels of the parts into which places and activities fall that share nothing with one another.

    Args:
        strong: (P, A) whether a place has advantage in an activity, no row or column empty.

    Returns:
        (P,) and (A,) whole numbers from 0; the part with most places, then most activities, is 0.
    """
    place = np.full(strong.shape[0], -1)
    activity = np.full(strong.shape[1], -1)
    sizes: list[tuple[int, int]] = []
    for first in range(strong.shape[0]):
        if place[first] < 0:
            rows, columns = _reached(strong, first)
            place[rows], activity[columns] = len(sizes), len(sizes)
            sizes.append((-int(rows.sum()), -int(columns.sum())))
    rank = np.zeros(len(sizes), int)
    rank[sorted(range(len(sizes)), key=sizes.__getitem__)] = np.arange(len(sizes))
    return rank[place], rank[activity]


def _reached(strong: Array, first: int) -> tuple[Array, Array]:
    """Everything that is connected to a place, as masks."""
    rows: Array = np.zeros(strong.shape[0], bool)
    rows[first] = True
    while True:
        columns: Array = np.logical_or.reduce(strong[rows], axis=0)
        wider: Array = np.logical_or.reduce(strong[:, columns], axis=1)
        if np.array_equal(wider, rows):
            return rows, columns
        rows = wider
