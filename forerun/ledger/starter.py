"""The figures that ship with a profile, as rows for a ledger.

``figures/*.csv`` of a profile has one published figure per line::

    series       series id
    period       2023-09, 2023-Q3, 2023-H1 or 2023
    measure      see forerun.types.Measure
    value        a number in ``unit``
    unit         the unit that the catalog gives for this measure of the series
    comparator   = about > >= < <=
    published    a day, a month (2023-10) or empty
    precision    day (the page says so) | page (the day of the page read: the figure was out by then) | month
    vintage      first | later | empty when unknown
    publisher, source, flag, note

Where a line does not give the day itself, the release calendar and then the usual lag do; ``basis`` of the
row says which.  The time of recording is the day on which the profile was compiled.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.catalog.model import Catalog
from forerun.errors import InputError, SpecError
from forerun.ledger.publication import ReleaseCalendar
from forerun.periods import Period
from forerun.table import COLUMNS, schema
from forerun.types import Basis, Comparator, Measure, Status

if TYPE_CHECKING:
    import polars as pl

Line = dict[str, str]
Values = dict[str, object]
DATED_BY = ("profile.toml", "series.csv", "calendar.csv", "lags.csv")


def starter_frame(catalog: Catalog) -> pl.DataFrame:
    """The profile's figures with the columns of :mod:`forerun.table`.

    Raises:
        SpecError: a line cannot be read; names file and line.
    """
    import polars as pl

    dating = _Dating(catalog, ReleaseCalendar.of(catalog))
    rows = [row for path in catalog.figure_files() for row in _read(path, dating)]
    _mark_revisions(rows)
    return pl.DataFrame([tuple(row[name] for name in COLUMNS) for row in rows], schema=schema(), orient="row")


def starter_hash(catalog: Catalog) -> str:
    """sha256 over the files that :func:`starter_frame` depends on."""
    digest = hashlib.sha256()
    for path in (*catalog.figure_files(), *(catalog.root / name for name in DATED_BY)):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Dating:
    """Finds the publication day of a line."""

    catalog: Catalog
    calendar: ReleaseCalendar

    def of(self, line: Line, period: Period) -> tuple[date, Basis]:
        told, precision = line["published"], line["precision"]
        if not told:
            return self._inferred(line, period)
        if precision == "month":
            return self._within(line, period, Period.parse(told))
        day = date.fromisoformat(told)
        return self._before(line, period, day) if precision == "page" else (day, Basis.STATED)

    def _inferred(self, line: Line, period: Period) -> tuple[date, Basis]:
        compiled = self.catalog.compiled
        if line["vintage"] == "later":
            return compiled, Basis.BOUND
        day, basis = self.calendar.publication(self.catalog.series_named(line["series"]), period)
        return (day, basis) if day <= compiled else (compiled, Basis.BOUND)

    def _within(self, line: Line, period: Period, month: Period) -> tuple[date, Basis]:
        day = self._calendar_day(line, period)
        if day is not None and month.start <= day <= month.end:
            return day, Basis.CALENDAR
        return month.end, Basis.BOUND

    def _before(self, line: Line, period: Period, page: date) -> tuple[date, Basis]:
        day = self._calendar_day(line, period)
        return (day, Basis.CALENDAR) if day is not None and day <= page else (page, Basis.BOUND)

    def _calendar_day(self, line: Line, period: Period) -> date | None:
        series = self.catalog.series_named(line["series"])
        if line["vintage"] == "later" or line["publisher"] != series.publisher:
            return None
        found = self.calendar.day(series.release, period)
        return found.published if found else None


def _read(path: Path, dating: _Dating) -> Iterator[Values]:
    recorded = datetime.combine(dating.catalog.compiled, time())
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        for line in reader:
            try:
                yield _row(line, dating) | {"recorded": recorded}
            except (ValueError, KeyError, TypeError, InputError) as problem:
                where = f"{path.name}:{reader.line_num}"
                raise SpecError(f"cannot read the figure: {problem}", where=where) from problem


def _row(line: Line, dating: _Dating) -> Values:
    period = Period.parse(line["period"])
    published, basis = dating.of(line, period)
    return {
        "series": line["series"],
        "period": line["period"],
        "measure": Measure(line["measure"]).value,
        "value": float(line["value"]),
        "unit": line["unit"],
        "comparator": Comparator(line["comparator"]).value,
        "status": (Status.REVISED if line["vintage"] == "later" else Status.PRELIMINARY).value,
        "published": published,
        "basis": basis.value,
        "publisher": line["publisher"],
        "source": line["source"],
        "locator": "",
        "document": "",
        "note": "; ".join(part for part in (line["flag"], line["note"]) if part),
        "is_first": line["vintage"] == "first",
    }


def _mark_revisions(rows: Iterable[Values]) -> None:
    """A value that its publisher changed from an earlier one is revised, unless said to be the first."""
    first_said: dict[tuple[object, ...], object] = {}
    for row in sorted(rows, key=lambda each: str(each["published"])):
        key = (row["series"], row["period"], row["measure"], row["publisher"])
        if not row["is_first"] and first_said.get(key, row["value"]) != row["value"]:
            row["status"] = Status.REVISED.value
        first_said.setdefault(key, row["value"])
