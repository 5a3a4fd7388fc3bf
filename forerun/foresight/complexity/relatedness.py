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
        strong: (P, A) whether a place has advantage in an activity; every activity in some place, and
            together with another one.
        complexity: (A,) of the activities, unscaled.
        diagonal: proximity of an activity to itself.

    Returns:
        (P, A) each; see :func:`~forerun.foresight.complexity.formulas.density` and ``outlook_gain``.
    """
    places, activities = strong.shape
    by_sums = 8 * places + 3 * BLOCK < 3 * activities
    return (by_outer_sums if by_sums else by_columns)(strong, complexity, diagonal)


def by_columns(strong: Array, complexity: Array, diagonal: float) -> tuple[Array, Array]:
    """:func:`related` through columns of the proximities; (P, A) each."""
    held = np.asarray(strong, float)
    ubiquity = held.sum(axis=0)
    weak = 1.0 - held
    weights = complexity / np.concatenate(
        [columns.sum(axis=0) for _, columns in _columns(held, ubiquity, diagonal)]
    )
    close, gain = np.empty(held.shape), np.empty(held.shape)
    for block, columns in _columns(held, ubiquity, diagonal):
        close[:, block] = held @ columns / columns.sum(axis=0)
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
    passes = _Passes(strong, complexity, diagonal)
    blocks = list(_blocks(strong.shape[1], BLOCK))
    for block in reversed(blocks):
        passes.backward(block)
    passes.turn()
    for block in blocks:
        passes.forward(block)
    return passes.close, passes.gain


class _Passes:
    """The two passes over the activities, from the most ubiquitous to the least and back."""

    def __init__(self, strong: Array, complexity: Array, diagonal: float) -> None:
        places = strong.shape[0]
        self._strong = strong
        self._places = places
        self._complexity = complexity
        self._diagonal = diagonal
        self._ubiquity = strong.sum(axis=0).astype(float)
        self._order = np.argsort(self._ubiquity, kind="stable")
        self._sums = np.zeros((2 * places, places))  # of places with places; the lower half is weighted
        self._before = strong.sum(axis=1).astype(float)  # activities of each place before the block
        self._after = np.zeros(places)  # sum of 1 / ubiquity of those after it
        self._rows = np.empty(strong.shape[1])  # sums of proximities
        self.close, self.gain = np.empty(strong.shape), np.empty(strong.shape)

    def backward(self, block: slice) -> None:
        """What a block has from itself and from the activities after it."""
        which = self._order[block]
        held, own = self._strong[:, which].astype(float), self._ubiquity[which]
        near = held.T @ held / np.maximum(own[:, None], own)
        np.fill_diagonal(near, self._diagonal)
        self._before -= held.sum(axis=1)
        self._rows[which] = near.sum(axis=0) + self._before @ held / own + self._after @ held
        left = self._left(held, which)
        self._add(which, left @ near + self._sums @ held, first=True)
        self._after += held @ (1.0 / own)
        self._sums += left @ (held / own).T

    def turn(self) -> None:
        """Begin the second pass."""
        self._sums[:] = 0.0

    def forward(self, block: slice) -> None:
        """What a block has from the activities before it, which completes it."""
        which = self._order[block]
        held, own = self._strong[:, which].astype(float), self._ubiquity[which]
        left = self._left(held, which)
        self._add(which, self._sums @ held / own, first=False)
        self._sums += left @ held.T
        self.close[:, which] /= self._rows[which]
        self.gain[:, which] *= 1.0 - held

    def _left(self, held: Array, which: Array) -> Array:
        """(2 P, B) what a place has, and what it lacks by the weight of the activity."""
        places = self._places
        left: Array = np.empty((2 * places, which.size))
        left[:places] = held
        np.multiply(1.0 - held, self._complexity[which] / self._rows[which], out=left[places:])
        return left

    def _add(self, which: Array, both: Array, *, first: bool) -> None:
        places = self._places
        if first:
            self.close[:, which], self.gain[:, which] = both[:places], both[places:]
        else:
            self.close[:, which] += both[:places]
            self.gain[:, which] += both[places:]


def _blocks(length: int, size: int) -> Iterator[slice]:
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))
