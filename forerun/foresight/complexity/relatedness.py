"""Density and outlook gain of all places and activities, without the matrix of proximities.

Let activities be sorted by ubiquity.  Then max(u_i, u_j) = u_j for all i before j, so that

    sum_i M_pi phi_ij = sum_q M_qj [ S_pq / u_j + T_pq ],
    S_pq = sum_{i before j} M_pi M_qi,   T_pq = sum_{i after j} M_pi M_qi / u_i,

two matrices of places by places that change by one activity from j to the next.  T is gathered from the
end, S from the start, by blocks of B activities with the proximities within a block as they are.  This
takes of the order of A P (8 P + 3 B) multiplications instead of the 3 A A P of the plain products, and
room for P P and P B numbers instead of A A.  Where there are too few activities for that to pay, columns
of the proximities are made block by block.  Both give the same numbers up to rounding.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from forerun.compiled import Array

BLOCK = 128
_WIDE = 512  # columns of proximities made at once


def related(strong: Array, complexity: Array, diagonal: float) -> tuple[Array, Array]:
    """Density, and outlook gain before it is scaled.

    Args:
        strong: (P, A) whether a place has advantage in an activity; every activity in some place.
        complexity: (A,) of the activities, unscaled.
        diagonal: proximity of an activity to itself.

    Returns:
        (P, A) each; see :func:`~forerun.foresight.complexity.formulas.density` and ``outlook_gain``.  An
        activity that is near no other has a density of zero.
    """
    places, activities = strong.shape
    by_sums = 8 * places + 3 * BLOCK < 3 * activities
    return (by_outer_sums if by_sums else by_columns)(strong, complexity, diagonal)


def by_columns(strong: Array, complexity: Array, diagonal: float) -> tuple[Array, Array]:
    """:func:`related` through columns of the proximities; (P, A) each."""
    held = np.asarray(strong, float)
    ubiquity = held.sum(axis=0)
    weak = 1.0 - held
    parts = [columns.sum(axis=0) for _, columns in _columns(held, ubiquity, diagonal)]
    sums = _divisors(np.concatenate(parts))
    weights = complexity / sums
    close, gain = np.empty(held.shape), np.empty(held.shape)
    for block, columns in _columns(held, ubiquity, diagonal):
        close[:, block] = held @ columns / sums[block]
        gain[:, block] = (weak * weights) @ columns * weak[:, block]
    return close, gain


def _columns(held: Array, ubiquity: Array, diagonal: float) -> Iterator[tuple[slice, Array]]:
    for block in _blocks(held.shape[1], _WIDE):
        columns = held.T @ held[:, block]
        columns /= np.maximum(ubiquity[:, None], ubiquity[block])
        columns[np.arange(block.start, block.stop), np.arange(columns.shape[1])] = diagonal
        yield block, columns


def by_outer_sums(strong: Array, complexity: Array, diagonal: float) -> tuple[Array, Array]:
    """:func:`related` through sums over the activities after and before each one; (P, A) each."""
    order = np.argsort(strong.sum(axis=0), kind="stable")
    passes = _Passes(strong[:, order].astype(float), complexity[order], diagonal)
    blocks = list(_blocks(order.size, BLOCK))
    for block in reversed(blocks):
        passes.backward(block)
    passes.turn()
    for block in blocks:
        passes.forward(block)
    return passes.result(order)


class _Passes:
    """The two passes over the activities, from the most ubiquitous to the least and back."""

    def __init__(self, held: Array, complexity: Array, diagonal: float) -> None:
        places, activities = held.shape
        self._held = held
        self._weights = complexity
        self._diagonal = diagonal
        self._places = places
        self._ubiquity = held.sum(axis=0)
        self._sums = np.zeros((2 * places, places))  # of places with places; the lower half is weighted
        self._before = held.sum(axis=1)  # activities of each place before the block
        self._after = np.zeros(places)  # sum of 1 / ubiquity of those after it
        self._rows = np.empty(activities)  # sums of proximities
        self._found = np.empty((2 * places, activities))

    def backward(self, block: slice) -> None:
        """What a block has from itself and from the activities after it."""
        held, own = self._held[:, block], self._ubiquity[block]
        near = held.T @ held
        near /= np.maximum(own[:, None], own)
        np.fill_diagonal(near, self._diagonal)
        self._before -= held.sum(axis=1)
        rows = near.sum(axis=0) + self._before @ held / own + self._after @ held
        self._rows[block] = _divisors(rows)
        left = self._left(block)
        both = left @ near
        both += self._sums @ held
        self._found[:, block] = both
        self._after += held @ (1.0 / own)
        left /= own
        self._sums += left @ held.T

    def turn(self) -> None:
        """Begin the second pass."""
        self._sums[:] = 0.0

    def forward(self, block: slice) -> None:
        """What a block has from the activities before it, which completes it."""
        held = self._held[:, block]
        both = self._sums @ held
        both /= self._ubiquity[block]
        both += self._found[:, block]
        both[: self._places] /= self._rows[block]
        both[self._places :] *= 1.0 - held
        self._found[:, block] = both
        self._sums += self._left(block) @ held.T

    def result(self, order: Array) -> tuple[Array, Array]:
        """Density and gain, with the activities where they stood before they were sorted."""
        close, gain = np.empty(self._held.shape), np.empty(self._held.shape)
        close[:, order], gain[:, order] = self._found[: self._places], self._found[self._places :]
        return close, gain

    def _left(self, block: slice) -> Array:
        """(2 P, B) what a place has, and what it lacks by the weight of the activity."""
        held = self._held[:, block]
        left: Array = np.empty((2 * self._places, held[0].size))
        left[: self._places] = held
        np.subtract(1.0, held, out=left[self._places :])
        left[self._places :] *= self._weights[block] / self._rows[block]
        return left


def _divisors(sums: Array) -> Array:
    """Sums of proximities to divide by: one for an activity that is near none, whose products are zero."""
    return np.where(sums > 0, sums, 1.0)


def _blocks(length: int, size: int) -> Iterator[slice]:
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))
