"""The ledger as known on one day: the only thing that an analysis may take."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from forerun.catalog.model import Catalog
from forerun.ledger.preference import ranked, split
from forerun.ledger.publication import ReleaseCalendar, why_missing
from forerun.ledger.storage import Choice, Part, Store
from forerun.periods import Period
from forerun.table import from_rows
from forerun.types import Figure, Measure, Observation, Series, Status, Target, Trace

if TYPE_CHECKING:
    import polars as pl

BULK_ROWS = 100_000
BATCH_SERIES = 500
Cells = dict[Measure, dict[Period, tuple[Observation, ...]]]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What was public at the end of ``as_of``; later rows do not exist here.

    Rows are read when first asked for: a small ledger in one go, a large one series by series.
    """

    catalog: Catalog
    as_of: date
    store: Store
    parts: tuple[Part, ...]
    recorded_by: datetime | None = None
    _cells: dict[str, Cells] = field(default_factory=dict)

    @cached_property
    def calendar(self) -> ReleaseCalendar:
        """The catalog's release calendar; days after ``as_of`` are in it, see its methods."""
        return ReleaseCalendar.of(self.catalog)

    @cached_property
    def hash(self) -> str:
        """sha256 over every visible row of a catalogued series, by preference within each key.

        The moment of recording does not enter, nor how rows are spread over files.
        """
        digest = hashlib.sha256()
        names = sorted(self.catalog.series)
        for start in range(0, len(names), BATCH_SERIES):
            frame = self._rows(tuple(names[start : start + BATCH_SERIES])).drop("recorded")
            digest.update("".join(map(_line, frame.iter_rows())).encode())
        return digest.hexdigest()

    def figure(self, series_id: str, period: Period, measure: Measure) -> Figure:
        """The preferred value of one key with its earlier values and conflicts, or why there is none.

        Raises:
            UnknownNameError: the catalog does not hold the series.
        """
        series = self.catalog.series_named(series_id)
        rows = self._published(series, measure).get(period)
        return _figure(series, rows) if rows else self._missing(series, period, measure)

    def latest(self, series_id: str, measure: Measure, *, not_after: Period | None = None) -> Figure:
        """The figure of the last period that has one, not later than ``not_after``."""
        series = self.catalog.series_named(series_id)
        found = self._published(series, measure)
        periods = [p for p in _regular(found, series) if not_after is None or not not_after < p]
        if not periods:
            return self._missing(series, not_after, measure)
        return _figure(series, found[periods[-1]])

    def history(self, series_id: str, measure: Measure) -> tuple[Figure, ...]:
        """The preferred figures in the order of their periods.

        Periods are those of the series' own frequency, or all of them when it has none of its own: a
        yearly total does not stand among months.
        """
        series = self.catalog.series_named(series_id)
        found = self._published(series, measure)
        return tuple(_figure(series, found[period]) for period in _regular(found, series))

    def vintages(self, series_id: str, period: Period, measure: Measure) -> tuple[Observation, ...]:
        """Every visible row of one key, forecasts included, in the order of publication."""
        import polars as pl

        rows = self._rows((self.catalog.series_named(series_id).id,), measure)
        found = from_rows(rows.filter(pl.col("period") == str(period)).iter_rows())
        return tuple(sorted(found, key=lambda row: (row.published, row.recorded, row.source)))

    def panel(
        self,
        series_ids: Sequence[str],
        measure: Measure,
        start: Period | None = None,
        end: Period | None = None,
    ) -> pl.DataFrame:
        """Preferred values as a table: column ``period`` (text, ascending) and one column per series.

        Columns carry the names under which the series were asked for; a missing figure is null.
        """
        import polars as pl

        names = {self.catalog.series_named(name).id: name for name in series_ids}
        rows = self._rows(tuple(sorted(names)), measure)
        best = rows.filter(pl.col("status") != Status.FORECAST).unique(
            ["series", "period"], keep="first", maintain_order=True
        )
        wide = best.pivot("series", index="period", values="value")
        inside = [text for text in wide["period"] if _within(Period.parse(text), start, end)]
        axis = pl.DataFrame({"period": sorted(inside, key=Period.parse)}, schema={"period": pl.String})
        columns = [
            (pl.col(i) if i in wide.columns else pl.lit(None, pl.Float64)).alias(n) for i, n in names.items()
        ]
        return axis.join(wide, on="period", how="left", maintain_order="left").select("period", *columns)

    def targets(self) -> tuple[Target, ...]:
        """The plan targets that were public by ``as_of``."""
        return tuple(target for target in self.catalog.targets if target.known_from <= self.as_of)

    def _missing(self, series: Series, period: Period | None, measure: Measure) -> Figure:
        reason = why_missing(self.calendar, series, period, measure, self.as_of)
        return Figure(series, period, measure, None, series.units.get(measure, ""), missing=reason)

    def _published(self, series: Series, measure: Measure) -> dict[Period, tuple[Observation, ...]]:
        if series.id not in self._cells:
            rows = (row for row in from_rows(self._rows((series.id,)).iter_rows()) if _is_told(row))
            cells: Cells = {}
            for (of, period), group in groupby(rows, key=lambda row: (row.measure, row.period)):
                cells.setdefault(of, {})[period] = tuple(group)
            self._cells[series.id] = cells
        return self._cells[series.id].get(measure, {})

    def _rows(self, series: tuple[str, ...], measure: Measure | None = None) -> pl.DataFrame:
        import polars as pl

        if sum(part.rows for part in self.parts) > BULK_ROWS:
            return self._read(series, measure)
        spans = [self._spans.get(name, (0, 0)) for name in series]
        frame = pl.concat([self._everything.slice(*span) for span in spans])
        return frame.filter(pl.col("measure") == measure) if measure else frame

    def _read(self, series: tuple[str, ...] = (), measure: Measure | None = None) -> pl.DataFrame:
        choice = Choice(
            series=series,
            measure=measure or "",
            published_by=self.as_of,
            recorded_by=self.recorded_by,
        )
        return ranked(self.store.read(self.parts, choice), self.catalog)

    @cached_property
    def _everything(self) -> pl.DataFrame:
        self.store.verify(self.parts)
        return self._read()

    @cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        spans, start = {}, 0
        for run in self._everything["series"].rle():
            spans[run["value"]] = (start, run["len"])
            start += run["len"]
        return spans


def _figure(series: Series, rows: tuple[Observation, ...]) -> Figure:
    best = rows[0]
    previous, conflicts = split(rows)
    return Figure(
        series=series,
        period=best.period,
        measure=best.measure,
        value=best.value,
        unit=best.unit,
        trace=Trace((best,)),
        previous=previous,
        conflicts=conflicts,
    )


def _is_told(row: Observation) -> bool:
    return row.status is not Status.FORECAST


def _regular(periods: Iterable[Period], series: Series) -> list[Period]:
    ordered = sorted(periods)
    own = [period for period in ordered if period.frequency is series.frequency]
    return own or ordered


def _within(period: Period, start: Period | None, end: Period | None) -> bool:
    return (start is None or not period < start) and (end is None or not end < period)


def _line(row: tuple[object, ...]) -> str:
    return "\t".join(map(repr, row)) + "\n"
