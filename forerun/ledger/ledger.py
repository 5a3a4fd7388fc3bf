"""The ledger: every published figure with the day it became public and the moment it was recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.catalog.model import Catalog
from forerun.engine import Engine, LocalEngine
from forerun.errors import InputError
from forerun.ledger.parts import Choice
from forerun.ledger.snapshot import Snapshot
from forerun.ledger.storage import Store
from forerun.periods import Period
from forerun.table import checked, from_rows, to_frame
from forerun.types import Measure, Observation

if TYPE_CHECKING:
    import polars as pl

SMALL_PART = 50_000
SMALL_PARTS = 64


@dataclass(frozen=True, slots=True)
class Commit:
    """What one append did: rows added, rows that the ledger held already, and the id of the commit.

    ``id`` is empty when nothing was added.
    """

    added: int
    already_known: int
    id: str


@dataclass(frozen=True, eq=False)
class Ledger:
    """An append-only, bitemporal store of observations in one folder."""

    root: Path
    catalog: Catalog
    store: Store

    @classmethod
    def open(cls, root: Path, catalog: Catalog, engine: Engine | None = None) -> Ledger:
        """The ledger in a folder; an absent folder is an empty ledger and is made by the first append."""
        return cls(root, catalog, Store(root, engine or LocalEngine()))

    def append(self, observations: Iterable[Observation] | pl.DataFrame, *, document: str = "") -> Commit:
        """Add observations, all or none; those already held are left alone.

        A row is held already when one with the same series, period, measure, value, unit, comparator,
        publication day, publisher and source is there, wherever in the source it was read.

        Args:
            observations: rows, or a table with the columns of :mod:`forerun.table`.
            document: sha256 of the document that they were read from.

        Raises:
            InputError: a row that is no observation of a catalogued series; the ledger is unchanged.
            LedgerError: the store cannot be read or written.
        """
        import polars as pl

        table = observations if isinstance(observations, pl.DataFrame) else to_frame(observations)
        frame = _fitting(table, self.catalog)
        number, added = self.store.append(frame, document)
        if added and self._is_fragmented():
            self.store.compact(SMALL_PART)
        return Commit(added, frame.height - added, f"{number:08d}" if number else "")

    def snapshot(self, as_of: date, *, recorded_by: datetime | None = None) -> Snapshot:
        """The ledger as the public knew it at the end of ``as_of``.

        Args:
            as_of: rows published later are invisible.
            recorded_by: rows that entered the ledger after this moment (UTC) are invisible too.

        Raises:
            LedgerError: the store is damaged.
        """
        return Snapshot(self.catalog, as_of, self.store, self.store.parts(), recorded_by)

    def vintages(
        self, series: str, period: Period | None = None, measure: Measure | None = None
    ) -> tuple[Observation, ...]:
        """Every row of a series, whenever published: by period, measure, publication day, recording.

        Raises:
            UnknownNameError: the catalog does not hold the series.
        """
        choice = Choice(
            series=(self.catalog.series_named(series).id,),
            measure=measure or "",
            period=str(period) if period else "",
        )
        rows = from_rows(self.store.read(self.store.parts(), choice).iter_rows())
        return tuple(sorted(rows, key=_chronology))

    def compact(self) -> bool:
        """Merge the parts into few sorted ones; says whether there was anything to do.

        No reader sees a difference, and one that is at work keeps what it opened.
        """
        return self.store.compact()

    def _is_fragmented(self) -> bool:
        parts = self.store.parts()
        return sum(part.rows <= SMALL_PART for part in parts) >= SMALL_PARTS


def _chronology(row: Observation) -> tuple[object, ...]:
    return row.period, row.measure, row.published, row.recorded, row.source, row.value


def _fitting(table: pl.DataFrame, catalog: Catalog) -> pl.DataFrame:
    frame = checked(table)
    for name, measure, unit in frame.select("series", "measure", "unit").unique().iter_rows():
        units = catalog.series_named(name).units
        if measure == Measure.EFFECT and unit in ("percent", units.get(Measure.LEVEL)):
            continue  # an estimate in the outcome's unit or in percent of it
        expected = units.get(Measure(measure))
        if unit != expected:
            raise InputError(
                f"{measure} of {name} in {unit!r}",
                advice=f"The catalog has it in {expected!r}"
                if expected
                else "The catalog has no such measure",
            )
    return frame
