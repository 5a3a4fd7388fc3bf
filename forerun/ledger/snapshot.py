"""The ledger as known on one day: the only thing that an analysis may take."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from forerun.catalog.model import Catalog
from forerun.errors import InputError
from forerun.ledger.parts import Choice, Part
from forerun.ledger.preference import RANKED_BY, choose, ranked
from forerun.ledger.publication import ReleaseCalendar, why_missing
from forerun.ledger.storage import Store
from forerun.periods import Period
from forerun.table import COLUMNS, from_rows
from forerun.types import Basis, Figure, Measure, Observation, Series, Status, Target

if TYPE_CHECKING:
    import polars as pl

BULK_ROWS = 100_000
BATCH_SERIES = 500
Rows = list[tuple[Any, ...]]
Cells = dict[Period, Rows]


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
    _cells: dict[tuple[str, Measure], Cells] = field(default_factory=dict)
    _histories: dict[tuple[str, Measure], tuple[Figure, ...]] = field(default_factory=dict)
    _figures: dict[tuple[str, Period, Measure], Figure] = field(default_factory=dict)

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

    def before(self, day: date) -> Snapshot:
        """The same ledger as known on an earlier day.

        Raises:
            InputError: the day is later, of which this snapshot knows nothing.
        """
        if day > self.as_of:
            raise InputError(f"{day} is after {self.as_of}", advice="Take a later snapshot of the ledger")
        return Snapshot(self.catalog, day, self.store, self.parts, self.recorded_by)

    def figure(self, series_id: str, period: Period, measure: Measure) -> Figure:
        """The preferred value of one key with its earlier values and conflicts, or why there is none.

        Raises:
            UnknownNameError: the catalog does not hold the series.
        """
        series = self.catalog.series_named(series_id)
        key = series.id, period, measure
        if key not in self._figures:
            rows = self._published(series, measure).get(period)
            found = _figure(series, rows) if rows else self._missing(series, period, measure)
            self._figures[key] = found
        return self._figures[key]

    def latest(self, series_id: str, measure: Measure, *, not_after: Period | None = None) -> Figure:
        """The figure of the last period that has one, not later than ``not_after``."""
        series = self.catalog.series_named(series_id)
        found = self._published(series, measure)
        periods = [p for p in _regular(found, series) if not_after is None or p <= not_after]
        if not periods:
            return self._missing(series, not_after, measure)
        return _figure(series, found[periods[-1]])

    def history(self, series_id: str, measure: Measure) -> tuple[Figure, ...]:
        """The preferred figures in the order of their periods.

        Periods are those of the series' own frequency, or all of them when it has none of its own: a
        yearly total does not stand among months.
        """
        series = self.catalog.series_named(series_id)
        if (series.id, measure) not in self._histories:
            found = self._published(series, measure)
            figures = tuple(_figure(series, found[period]) for period in _regular(found, series))
            self._histories[series.id, measure] = figures
        return self._histories[series.id, measure]

    def published(self, series_id: str, period: Period, measure: Measure) -> tuple[Observation, ...]:
        """Every visible row of one key but forecasts, in the order of preference."""
        series = self.catalog.series_named(series_id)
        return tuple(from_rows(self._published(series, measure).get(period, ())))

    def vintages(self, series_id: str, period: Period, measure: Measure) -> tuple[Observation, ...]:
        """Every visible row of one key, forecasts included, in the order of publication."""
        import polars as pl

        rows = self._rows((self.catalog.series_named(series_id).id,), measure)
        found = from_rows(rows.filter(pl.col("period") == str(period)).iter_rows())
        return tuple(sorted(found, key=lambda row: (row.published, row.recorded, row.source)))

    def rows(self, series_id: str) -> tuple[Observation, ...]:
        """Every visible row of a series, forecasts included: by measure and period, preferred first."""
        return tuple(from_rows(self._rows((self.catalog.series_named(series_id).id,)).iter_rows()))

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
        rows = self._told(self._rows(tuple(sorted(names)), measure, RANKED_BY))
        best = rows.unique(["series", "period"], keep="first", maintain_order=True)
        wide = best.pivot("series", index="period", values="value")
        inside = [text for text in wide["period"] if _within(Period.parse(text), start, end)]
        axis = pl.DataFrame({"period": sorted(inside, key=Period.parse)}, schema={"period": pl.String})
        columns = [
            (pl.col(i) if i in wide.columns else pl.lit(None, pl.Float64)).alias(n) for i, n in names.items()
        ]
        return axis.join(wide, on="period", how="left", maintain_order="left").select("period", *columns)

    def first_published(self, series_ids: Sequence[str]) -> dict[tuple[str, Period], tuple[date, Basis]]:
        """The day on which the first figure of each period came out, for every period that has one."""
        names = sorted(self.catalog.series_named(name).id for name in series_ids)
        told = self._told(self._rows(tuple(names))).sort("published", maintain_order=True)
        first = told.unique(["series", "period"], keep="first")
        found = first.select("series", "period", "published", "basis").iter_rows()
        return {(name, Period.parse(period)): (day, Basis(basis)) for name, period, day, basis in found}

    def targets(self) -> tuple[Target, ...]:
        """The plan targets that were public by ``as_of``."""
        return tuple(target for target in self.catalog.targets if target.known_from <= self.as_of)

    def _missing(self, series: Series, period: Period | None, measure: Measure) -> Figure:
        reason = why_missing(self.calendar, series, period, measure, self.as_of)
        return Figure(series, period, measure, None, series.units.get(measure, ""), missing=reason)

    def _published(self, series: Series, measure: Measure) -> Cells:
        key = series.id, measure
        if key not in self._cells:
            told = self._told(self._rows((series.id,), measure))
            grouped = groupby(told.iter_rows(), key=itemgetter(COLUMNS.index("period")))
            self._cells[key] = {Period.parse(period): list(group) for period, group in grouped}
        return self._cells[key]

    def _rows(
        self, series: tuple[str, ...], measure: Measure | None = None, columns: Sequence[str] = COLUMNS
    ) -> pl.DataFrame:
        """Visible rows of some series as :func:`ranked` sorts them."""
        import polars as pl

        if sum(part.rows for part in self.parts) > BULK_ROWS:
            return self._read(series, measure, columns)
        spans = [
            span for name in series for of, span in self._spans.get(name, {}).items() if measure in (None, of)
        ]
        return pl.concat([self._everything.clear(), *(self._everything.slice(*span) for span in spans)])

    def _read(
        self,
        series: tuple[str, ...] | None = None,
        measure: Measure | None = None,
        columns: Sequence[str] = COLUMNS,
    ) -> pl.DataFrame:
        choice = Choice(
            series=series,
            measure=measure or "",
            published_by=self.as_of,
            recorded_by=self.recorded_by,
        )
        return ranked(self.store.read(self.parts, choice, columns), self.catalog)

    @staticmethod
    def _told(rows: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        return rows.filter(pl.col("status") != Status.FORECAST)

    @cached_property
    def _everything(self) -> pl.DataFrame:
        self.store.verify(self.parts)
        return self._read()

    @cached_property
    def _spans(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Where the rows of each series and measure stand in ``_everything``: offset and length."""
        spans: dict[str, dict[str, tuple[int, int]]] = {}
        start = 0
        runs = self._everything.group_by("series", "measure", maintain_order=True).len()
        for series, measure, length in runs.iter_rows():
            spans.setdefault(series, {})[measure] = (start, length)
            start += length
        return spans


def _figure(series: Series, raw: Rows) -> Figure:
    chosen = choose(tuple(from_rows(raw)))
    return replace(Figure.of(series, chosen.shown), previous=chosen.previous, conflicts=chosen.conflicts)


def _regular(periods: Iterable[Period], series: Series) -> list[Period]:
    ordered = sorted(periods)
    own = [period for period in ordered if period.frequency is series.frequency]
    return own or ordered


def _within(period: Period, start: Period | None, end: Period | None) -> bool:
    return (start is None or start <= period) and (end is None or period <= end)


def _line(row: tuple[object, ...]) -> str:
    return "\t".join(map(repr, row)) + "\n"
