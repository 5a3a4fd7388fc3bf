"""Quantiles of standardised errors by horizon, each technology counted alike.

Errors of one technology at neighbouring origins depend on one another, so that a technology has the weight
of one, however long its series is.  Neighbouring horizons lend each other their errors, the less the further
apart in proportion.  Lower and upper quantiles are free of one another.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array

PROBABILITIES = (
    0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5,
    0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99, 0.995,
)  # fmt: skip
BAND = 0.6
"""Standard deviation of the weight of another horizon, in logarithms of years."""
_LEAST = 0.02  # weight below which another horizon does not count


def kernel(horizons: Array, at: int) -> Array:
    """(N,) weight of errors at these horizons for one of them."""
    weight: Array = np.exp(-0.5 * (np.log(horizons / at) / BAND) ** 2)
    weight[weight < _LEAST] = 0.0
    return weight


def alike(weight: Array, which: Array) -> Array:
    """(N,) the same weights, those of each technology summing to one or to nothing."""
    total = np.bincount(which, weight)
    total[total == 0] = 1.0
    shared: Array = weight / total[which]
    return shared


def weighted(ordered: Array, weight: Array, probabilities: Array) -> Array:
    """Quantiles of ordered values with weights, interpolated between the middles of their shares."""
    share = np.cumsum(weight)
    found: Array = np.interp(probabilities, (share - weight / 2) / share[-1], ordered)
    return found


def left_out_quantiles(errors: Array, which: Array, horizons: Array, probabilities: Array) -> Array:
    """(N, P) for each error the quantiles at its horizon of the errors of all other technologies.

    Args:
        errors: (N,) standardised, finite.
        which: (N,) technology, counted from 0.
        horizons: (N,) years ahead.
        probabilities: (P,) ascending.
    """
    order = np.argsort(errors, kind="stable")
    ordered, owner, ahead = errors[order], which[order], horizons[order].astype(float)
    found = np.full((errors.size, probabilities.size), np.nan)
    for at in np.unique(horizons):
        weight = alike(kernel(ahead, int(at)), owner)
        some = weight > 0
        values, shares, owners = ordered[some], weight[some], owner[some]
        for each in np.unique(which[horizons == at]):
            rest = owners != each
            if rest.any():
                found[(which == each) & (horizons == at)] = weighted(
                    values[rest], shares[rest], probabilities
                )
    return found


def quantile_table(errors: Array, which: Array, horizons: Array, last: int) -> Array:
    """(H, P) quantiles at each horizon up to ``last``, by ``PROBABILITIES``."""
    order = np.argsort(errors, kind="stable")
    ordered, owner, ahead = errors[order], which[order], horizons[order].astype(float)
    probabilities = np.array(PROBABILITIES)
    rows = []
    for at in range(1, last + 1):
        weight = alike(kernel(ahead, at), owner)
        some = weight > 0
        rows.append(weighted(ordered[some], weight[some], probabilities))
    return np.stack(rows)
