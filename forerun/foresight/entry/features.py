"""What is known at an origin about a place that does not have an activity, as three numbers.

``density``: how much of what is related to the activity the place has already (Hidalgo et al. 2007, proximity
with a zero diagonal).  ``volume``: logarithm of all that the place counts; the RCA of a small place is noisy,
so it crosses a threshold more easily.  ``closeness``: logarithm of the RCA, drawn towards the mean of absent
activities by as much as the expected count is small (a Gamma prior on a Poisson rate).
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array

NAMES = ("density", "volume", "closeness")
PRIOR_COUNT, PRIOR_SHARE, PRIOR_RATE = 3.0, 0.35, 0.6
"""The prior has an RCA of 0.6 and is worth three expected counts, or a third of what the smallest place
counts in an activity on average if that is more; of amounts, which have no unit of counting, the latter."""


def rca(counts: Array) -> Array:
    """(P, A) revealed comparative advantage (Balassa 1965); zero for empty places and activities.

    Args:
        counts: (P, A) not negative.
    """
    expected = expected_counts(counts)
    return np.divide(counts, expected, out=np.zeros_like(expected), where=expected > 0)


def expected_counts(counts: Array) -> Array:
    """(P, A) counts if every place had the mix of all places together."""
    total = counts.sum()
    if total <= 0:
        return np.zeros_like(counts, float)
    return np.asarray(np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total)


def density(present: Array) -> Array:
    """(P, A) share of the proximity to an activity that a place's present activities hold.

    Args:
        present: (P, A) whether RCA reaches the threshold.
    """
    have = np.asarray(present, float)
    ubiquity = have.sum(axis=0)
    larger = np.maximum(np.maximum(ubiquity[:, None], ubiquity[None, :]), 1.0)
    proximity = (have.T @ have) / larger
    np.fill_diagonal(proximity, 0.0)
    around = proximity.sum(axis=0)
    return np.asarray(np.divide(have @ proximity, around, out=np.zeros_like(have), where=around > 0))


def prior_worth(counts: Array) -> float:
    """Expected counts that the prior is worth, in the unit of the table.

    Args:
        counts: (P, A), no place empty.
    """
    share: float = PRIOR_SHARE * float(counts.sum(axis=1).min()) / counts.shape[1]
    return max(share, PRIOR_COUNT) if is_counting(counts) else share


def is_counting(values: Array) -> bool:
    """Whether a table counts things, of which there are only whole numbers."""
    return bool(np.array_equal(values, np.rint(values)))


def features(counts: Array, present: float) -> Array:
    """(P, A, 3) features in the order of :data:`NAMES`.

    Args:
        counts: (P, A) of the window up to the origin, no place empty.
        present: RCA from which a place has an activity.
    """
    expected = expected_counts(counts)
    worth = prior_worth(counts)
    closeness = np.log((counts + worth * PRIOR_RATE) / (expected + worth))
    volume = np.broadcast_to(np.log(counts.sum(axis=1))[:, None], counts.shape)
    return np.stack([density(rca(counts) >= present), volume, closeness], axis=-1)
