"""One outcome by place and period, with the period in which each place's treatment began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from forerun.compiled import Array

NEVER = np.iinfo(np.int64).max
"""The start of a place that is never treated."""
LARGEST_NUMBER = 1e60
"""Of a figure: its square, and sums of squares of squares, still are finite."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """N places observed in T periods.

    Attributes:
        places: ids of the N places.
        periods: labels of the T periods, ascending.
        outcome: (N, T), in the outcome's unit; NaN where it was not observed.
        start: (N,) whole numbers, the position in ``periods`` of the first treated period, ``NEVER`` for a
            place that is never treated.  Treatment stays once it has begun.
        covariates: by name, (N, T) each; a characteristic that does not change stands T times.
        weights: (N,) positive, how much a place counts, as by its population; all one when nothing is said.
        clusters: (N,) labels within which errors may be correlated; the places themselves when not given.
    """

    places: tuple[str, ...]
    periods: tuple[str, ...]
    outcome: Array
    start: Array
    covariates: Mapping[str, Array] = field(default_factory=dict)
    weights: Array = field(default_factory=lambda: np.ones(0))
    clusters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.weights.size:
            object.__setattr__(self, "weights", np.ones(len(self.places)))
        if not self.clusters:
            object.__setattr__(self, "clusters", self.places)

    @property
    def treated(self) -> Array:
        """(N,) whether a place is treated in some period of the panel."""
        return self.start < len(self.periods)

    @property
    def under_treatment(self) -> Array:
        """(N, T) whether a place is treated in a period."""
        return np.arange(len(self.periods))[None, :] >= self.start[:, None]

    @property
    def cohorts(self) -> tuple[int, ...]:
        """Positions of the periods in which some place's treatment begins, ascending."""
        return tuple(int(each) for each in np.unique(self.start[self.treated]))

    @property
    def is_balanced(self) -> bool:
        """Whether the outcome was observed for every place in every period."""
        return bool(np.isfinite(self.outcome).all())

    def of(self, rows: Array | Sequence[int]) -> Panel:
        """The panel of some places: their positions, or a mask of length N."""
        picked = np.arange(len(self.places))[np.asarray(rows)]
        return replace(
            self,
            places=tuple(self.places[i] for i in picked),
            outcome=self.outcome[picked],
            start=self.start[picked],
            covariates={name: values[picked] for name, values in self.covariates.items()},
            weights=self.weights[picked],
            clusters=tuple(self.clusters[i] for i in picked),
        )

    def until(self, length: int) -> Panel:
        """The panel of the first ``length`` periods; treatment that begins later is none in it."""
        return replace(
            self,
            periods=self.periods[:length],
            outcome=self.outcome[:, :length],
            start=np.where(self.start < length, self.start, NEVER),
            covariates={name: values[:, :length] for name, values in self.covariates.items()},
        )
