"""The second eigenvector of places and activities that share them: ECI and PCI.

The method of reflections (Hidalgo and Hausmann 2009) converges to the second eigenvector of D^-1 M U^-1 M',
with D diversity and U ubiquity on the diagonal (Mealy, Farmer and Teytelboym, Science Advances 5, 2019).
That matrix has the eigenvalues of the symmetric X X' or X' X with X = D^-1/2 M U^-1/2, so that the smaller
of the two is solved, exactly and with real eigenvalues.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError

LARGEST_DENSE = 1_200
"""Order up to which all eigenvalues are taken; above, the largest by Lanczos steps."""
TIED = 1e-8
"""Gap of eigenvalues below which their vectors cannot be told apart."""
_FLAT = 1e-12
_UNCORRELATED = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Complexity before it is scaled.

    Attributes:
        places: (P,) mean complexity of the activities that a place is strong in.
        activities: (A,).
        eigenvalues: (3,) descending, the first is one; NaN where there is no third.
        tied: whether the second and third are equal, so that neither vector is determined; also where
            places fall into parts that share nothing, for which the second is one as the first is.
        signed: whether diversity says which end is up.
    """

    places: Array
    activities: Array
    eigenvalues: Array
    tied: bool
    signed: bool


def spectrum(strong: Array, where: str = "") -> Spectrum:
    """Complexity of places and activities, higher where diversity is.

    Args:
        strong: (P, A) whether a place has advantage in an activity, no row or column empty.
        where: the table and year, for messages.

    Raises:
        ConventionError: all places are strong in the same activities.
    """
    diversity, ubiquity = strong.sum(axis=1), strong.sum(axis=0)
    wide, high = np.sqrt(ubiquity), np.sqrt(diversity)
    scaled = strong / wide
    scaled /= high[:, None]
    by_places = strong.shape[0] <= strong.shape[1]
    values, vector = _leading(scaled @ scaled.T if by_places else scaled.T @ scaled)
    if values[1] < _FLAT:
        raise ConventionError(
            "every place is strong in the same activities, so none is more complex than another",
            where=where,
            advice="Use finer activities, more places or another threshold",
        )
    activities = (vector @ scaled if by_places else vector) / wide
    places = scaled @ (activities * wide) / high
    up = _up(places, diversity)
    gaps = -np.diff(values[np.isfinite(values)])
    return Spectrum(places * (up or 1), activities * (up or 1), values, bool((gaps < TIED).any()), up != 0)


def _leading(symmetric: Array) -> tuple[Array, Array]:
    """The three largest eigenvalues, and the vector of the second."""
    if symmetric.shape[0] <= LARGEST_DENSE:
        values, vectors = np.linalg.eigh(symmetric)
    else:
        from scipy.sparse.linalg import eigsh

        start = np.cos(np.arange(symmetric.shape[0], dtype=float))
        values, vectors = eigsh(symmetric, k=4, which="LA", v0=start)
        order = np.argsort(values)
        values, vectors = values[order], vectors[:, order]
    top = np.full(3, np.nan)
    top[: min(3, values.size)] = values[::-1][:3]
    return top, vectors[:, -2]


def _up(places: Array, diversity: Array) -> int:
    """1 or -1, the sign that makes complexity go with diversity; 0 where the two have nothing in common."""
    one, other = places - places.mean(), diversity - diversity.mean()
    norm = float(np.sqrt((one**2).sum() * (other**2).sum()))
    shared = float(one @ other)
    return 0 if norm == 0 or abs(shared) < _UNCORRELATED * norm else int(np.sign(shared))
