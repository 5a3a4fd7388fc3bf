"""What a judge may look at: two days of the ledger, whose word it is, and the pieces every rule uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forerun.catalog.model import Catalog
from forerun.ledger.snapshot import Snapshot
from forerun.statements.agreement import Agreement, Said, compare
from forerun.statements.lookup import Lookup
from forerun.types import Figure, Observation, Trace


@dataclass(frozen=True, slots=True)
class Bench:
    """The day from which claims are judged.

    ``now`` is what is known on it; ``then`` what was known when the claim was said, or on the day on which
    it is said again (``is_repeated``).  ``said`` is the day of the text, ``publisher`` whose word it is.
    """

    now: Snapshot
    then: Snapshot
    said: date
    is_repeated: bool
    publisher: str

    @property
    def catalog(self) -> Catalog:
        """Names, units, series."""
        return self.now.catalog

    @property
    def is_rewound(self) -> bool:
        """Whether it is judged from a day before it was said."""
        return self.now.as_of < self.said

    def known(self, series: str) -> Lookup:
        """A series as known on the day from which claims are judged."""
        return Lookup(self.now, self.catalog.series_named(series))

    def known_then(self, series: str) -> Lookup:
        """A series as known when the claim was said."""
        return Lookup(self.then, self.catalog.series_named(series))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A number held against every published row of one key.

    ``agreement`` is that with the preferred row, or with ``by``, an earlier vintage or another body's row,
    where only that agrees.  ``bodies`` are the publishers of all rows that agree.
    """

    agreement: Agreement
    bodies: frozenset[str]
    by: Observation | None = None


def weigh(said: Said, rows: Sequence[Observation]) -> Weighed:
    """Hold a number against rows of one key, the preferred one first."""
    best = compare(said, rows[0])
    agreeing = [row for row in rows if compare(said, row).holds]
    bodies = frozenset(row.publisher for row in agreeing)
    if best.holds or not agreeing:
        return Weighed(best, bodies)
    return Weighed(compare(said, agreeing[0]), bodies, by=agreeing[0])


def only_later(figures: Iterable[Figure], bench: Bench) -> bool:
    """Whether of some key only vintages are held that came out after the day on which it was said.

    A speaker cannot have quoted them: a number that differs a little may be the first published one.
    """
    return any(_came_later(figure, bench) for figure in figures)


def _came_later(figure: Figure, bench: Bench) -> bool:
    rows = bench.known(figure.series.id).rows(figure)
    return bool(rows) and not any(row.published <= bench.then.as_of for row in rows)


def as_row(figure: Figure, row: Observation) -> Figure:
    """The figure with another of its rows."""
    return replace(figure, value=row.value, unit=row.unit, trace=Trace((row,)))
