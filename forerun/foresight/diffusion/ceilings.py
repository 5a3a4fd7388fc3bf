"""How far something may spread: the ceilings that are tried, and how much each counts beforehand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.industries import Kind

EVERYTHING = 100.0
"""No share is larger, in percent."""
FARTHEST = 100.0
"""The highest ceiling that is tried where none is known, in multiples of the largest value so far."""
NEAREST = 1.003
"""The lowest ceiling that is tried, in multiples of the largest value so far."""
NODES = 16


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The lowest and highest ceiling that are tried, in the path's unit.

    ``stated`` tells whether the highest was stated or is that of a share, rather than only as far as is
    looked.
    """

    low: float
    high: float
    stated: bool

    def nodes(self, largest: float) -> tuple[Array, Array]:
        """(N,) ceilings, dense close above the largest value so far, and (N,) the prior weight of each.

        Beforehand every ratio of ceilings counts alike: the prior is uniform in the logarithm.
        """
        above = np.geomspace(self.low / largest - 1, self.high / largest - 1, NODES)
        logs = np.log1p(above)
        edges = np.concatenate([logs[:1], (logs[1:] + logs[:-1]) / 2, logs[-1:]])
        weights = np.diff(edges)
        return largest * np.exp(logs), weights / weights.sum()


def ceilings_of(largest: float, kind: Kind, stated: tuple[float, float] | None) -> Ceilings | None:
    """The ceilings that are tried; None when the path lies above the highest that is possible.

    Args:
        largest: value so far, above zero.
        kind: a share has a ceiling of a hundred percent.
        stated: lowest and highest that somebody thinks possible.
    """
    known = EVERYTHING if kind is Kind.SHARE else np.inf
    high = min(known, stated[1]) if stated else known
    if largest > high:
        return None
    bounded = bool(np.isfinite(high))
    high = high if bounded else largest * FARTHEST
    high = max(high, largest * NEAREST**2)
    low = max(stated[0] if stated else 0.0, largest * NEAREST)
    return Ceilings(min(low, high / NEAREST), high, bounded)
