"""The formulas of economic complexity, one function each, arrays in and arrays out.

P places in rows, A activities in columns.  Sources: Balassa, Manchester School 33 (1965); Hidalgo, Klinger,
Barabasi and Hausmann, Science 317 (2007); Hidalgo and Hausmann, PNAS 106 (2009); Hausmann, Hidalgo et al.,
Atlas of Economic Complexity (2014).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.complexity.method import Convention


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Sums of a table: (P,) of places, (A,) of activities, and of all."""

    place: Array
    activity: Array
    whole: float

    @classmethod
    def of(cls, values: Array) -> Totals:
        """The sums of (P, A) values."""
        place = values.sum(axis=1)
        return cls(place, values.sum(axis=0), float(place.sum()))


def advantage(
    values: Array, totals: Totals | None = None, convention: Convention = Convention.STATA
) -> Array:
    """Revealed comparative advantage: share of an activity in a place over its share in all (Balassa 1965).

    Args:
        values: (P, A) not negative, no row and no column all zero.
        totals: of the table that the values are a part of; None where they are all of it.
        convention: decides the order of divisions, which matters where the ratio is exactly one.

    Returns:
        (P, A).
    """
    sums = totals or Totals.of(values)
    ratio: Array
    if convention is Convention.PYTHON:
        ratio = values / sums.place[:, None]
        ratio /= sums.activity / sums.whole
    else:  # products of whole numbers are exact, so a ratio of one is one
        ratio = values * sums.whole
        ratio /= sums.place[:, None] * sums.activity
    return ratio


def proximity(strong: Array, convention: Convention = Convention.STATA) -> Array:
    """The smaller probability that a place strong in one of two activities is strong in the other as well.

    phi_ij = sum_p M_pi M_pj / max(u_i, u_j) (Hidalgo et al. 2007).

    Args:
        strong: (P, A) whether a place has advantage in an activity; every activity in some place.
        convention: decides the diagonal.

    Returns:
        (A, A) symmetric.
    """
    held = np.asarray(strong, float)
    together: Array = held.T @ held
    ubiquity = held.sum(axis=0)
    together /= np.maximum(ubiquity[:, None], ubiquity)
    np.fill_diagonal(together, convention.diagonal)
    return together


def density(strong: Array, near: Array) -> Array:
    """Share of an activity's proximity that is to activities in which the place is strong.

    omega_pj = sum_i M_pi phi_ij / sum_i phi_ij (Hidalgo et al. 2007).

    Args:
        strong: (P, A).
        near: (A, A) proximity.

    Returns:
        (P, A), 0 to 1; zero for an activity that is near no other.
    """
    sums = near.sum(axis=0)
    shared: Array = np.asarray(strong, float) @ near / np.where(sums > 0, sums, 1.0)
    return shared


def outlook_gain(strong: Array, near: Array, complexity: Array) -> Array:
    """How much a place would come nearer to complex activities by becoming strong in one (COG, unscaled).

    (1 - M_pj) sum_i (1 - M_pi) phi_ij PCI_i / sum_k phi_ik, as the Stata package has it; the Atlas (2014)
    subtracts the density of the activity itself.

    Args:
        strong: (P, A).
        near: (A, A) proximity.
        complexity: (A,) of the activities, unscaled.

    Returns:
        (P, A), zero where the place is strong already.
    """
    weak, sums = 1.0 - np.asarray(strong, float), near.sum(axis=1)
    weights = complexity / np.where(sums > 0, sums, 1.0)
    gain: Array = weak * (weak @ (near * weights[:, None]))
    return gain


def outlook_index(strong: Array, close: Array, complexity: Array) -> Array:
    """How close a place is to the complex activities in which it is not yet strong (COI, unscaled).

    sum_j (1 - M_pj) omega_pj PCI_j (Hausmann, Hidalgo et al. 2014).

    Args:
        strong: (P, A).
        close: (P, A) density.
        complexity: (A,) of the activities, unscaled.

    Returns:
        (P,).
    """
    rows = zip(strong, close, strict=True)
    return np.array([near @ np.where(held, 0.0, complexity) for held, near in rows])


def centre_and_scale(index: Array, repeated: int, convention: Convention) -> tuple[float, float]:
    """Mean and deviation of an index over the rows of a long table, in which each value stands several times.

    Args:
        index: (n,).
        repeated: how often each stands, such as A for an index of places.
        convention: n - 1 or n.
    """
    mean = float(index.mean())
    squares = repeated * float(((index - mean) ** 2).sum())
    return mean, float(np.sqrt(squares / (repeated * index.size - convention.lost)))
