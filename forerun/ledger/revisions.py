"""First announcement against latest value: what a publisher changed, by how much, and whether to correct.

A revision is a later estimate from fuller reports; a correction replaces a figure that was published in
error.  Only values of one publisher are compared: another body's value is a conflict, not a revision.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from forerun.ledger.snapshot import Snapshot
from forerun.types import Comparator, Measure, Observation, Status


class RevisionKind(StrEnum):
    """Why a value changed."""

    UNCHANGED = "unchanged"
    REVISION = "revision"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Revision:
    """The first and the latest value that a publisher gave for one key; ``vintages`` counts its days."""

    first: Observation
    latest: Observation
    vintages: int

    @property
    def change(self) -> float:
        """Latest less first, in the unit of the figure (percentage points for rates)."""
        return float(f"{self.latest.value - self.first.value:.12g}")

    @property
    def kind(self) -> RevisionKind:
        """Whether the latest value is the first, a revision of it, or a correction."""
        if self.change == 0:
            return RevisionKind.UNCHANGED
        corrected = self.latest.status is Status.CORRECTED
        return RevisionKind.CORRECTION if corrected else RevisionKind.REVISION


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """How a series is usually revised.

    ``compared`` counts the periods with more than one vintage, ``changed`` those whose value changed;
    ``mean`` and ``mean_absolute`` are over all compared, in the unit of the figure; ``largest`` is the
    revision that moved furthest, None when nothing was compared.
    """

    compared: int
    changed: int
    mean: float
    mean_absolute: float
    largest: Revision | None


def revisions(snapshot: Snapshot, series: str, measure: Measure) -> tuple[Revision, ...]:
    """First against latest for every period of which the series' publisher gave more than one vintage.

    Periods ascend; bounds and forecasts are left out.

    Raises:
        UnknownNameError: the catalog does not hold the series.
    """
    own = snapshot.catalog.series_named(series).publisher
    rows = [row for row in snapshot.rows(series) if row.measure is measure and _counts(row, own)]
    rows.sort(key=lambda row: (row.period, row.published, row.recorded))
    pairs = (_pair(list(group)) for _, group in groupby(rows, key=lambda row: row.period))
    return tuple(pair for pair in pairs if pair.vintages > 1)


def _counts(row: Observation, publisher: str) -> bool:
    stated = row.comparator is Comparator.EQUAL and row.status is not Status.FORECAST
    return stated and row.publisher == publisher


def _pair(rows: Sequence[Observation]) -> Revision:
    return Revision(rows[0], rows[-1], len({row.published for row in rows}))


def summarise(found: Sequence[Revision]) -> RevisionSummary:
    """Mean, mean absolute and largest change of some revisions."""
    changes = [each.change for each in found]
    return RevisionSummary(
        compared=len(found),
        changed=sum(each.kind is not RevisionKind.UNCHANGED for each in found),
        mean=statistics.fmean(changes) if changes else 0.0,
        mean_absolute=statistics.fmean(map(abs, changes)) if changes else 0.0,
        largest=max(found, key=lambda each: abs(each.change), default=None),
    )
