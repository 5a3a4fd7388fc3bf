"""Tidy tables, one figure a row, to statements.

Columns (in any order and case)::

    series             series id or code; or place, indicator and activity; ``series_id`` is the same
    period             2023, 2023-09, 2023-Q3, 2023-H1 (2023-09-01 is 2023-09); or ``year``
    measure            level, yoy, ytd_level, ytd_yoy, mom_sa ...; level, or the only one, when left out
    value, unit        a number with a decimal point; a unit id or alias of the catalog
    comparator         about > >= < <=                                            (optional)
    published          2023-10-18, 2023-10 or 2023                                (optional)
    precision          day | page (published is the date of a page read) | month  (optional)
    status, vintage    preliminary | revised | final | corrected; first | later   (optional)
    publisher, source, note                                                       (optional)

A tidy table is written by a program or a careful person, so it is right as a whole or not read at all:
a number, period, day, measure or unit that makes no sense is an error that names the row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar

from forerun.catalog.model import Catalog, Term, Unit
from forerun.documents.grid import Grid
from forerun.documents.statement import Parts, Statement, Unread
from forerun.errors import DocumentError, InputError, UnknownNameError
from forerun.periods import Period
from forerun.types import Comparator, Measure, Series, Status

T = TypeVar("T")

_OTHER_NAMES = {
    "series_id": "series",
    "code": "series",
    "year": "period",
    "time": "period",
    "notes": "note",
    "publication_date": "published",
}
# fmt: off
_KNOWN = frozenset((
    "series", "place", "indicator", "activity", "period", "measure", "value", "unit", "comparator",
    "published", "precision", "status", "vintage", "publisher", "source", "note", "flag",
))
# fmt: on
_TELLING = frozenset(("series", "indicator", "period", "measure", "value", "unit"))
_HEADER_WITHIN = 20
_MEASURES = tuple(each.value for each in Measure)
_MISSING = frozenset(("", "…", "……", "...", "..", "-", "—", "--", "na", "n/a", "null"))
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(e[-+]?\d+)?", re.IGNORECASE)
_FIRST_DAY = re.compile(r"\d{4}-\d{2}-01")
_STATUS_OF_VINTAGE = {"first": Status.PRELIMINARY, "later": Status.REVISED}
_PRECISIONS = frozenset(("", "day", "page", "month"))


@dataclass(frozen=True, slots=True)
class RowStatement(Statement):
    """A statement from a row that also says who published it, when, and how firm it is.

    ``day`` is the publication day, a Period when the row gives only a month or year, None when it gives
    nothing; ``page`` says that it is the date of a page on which the figure was read, so that the figure
    was out by then.  ``publisher`` is as written.  ``status`` is None when the row gives none.
    """

    day: date | Period | None = None
    page: bool = False
    publisher: str = ""
    source: str = ""
    status: Status | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its cells by column name, where it stands, its line and the line's span in the text."""

    cells: Mapping[str, str]
    locator: str
    quote: str
    span: tuple[int, int]

    def get(self, column: str) -> str:
        """The cell of a column, empty when there is none."""
        return self.cells.get(column, "")


def is_tidy(grid: Grid) -> bool:
    """Whether one of the first rows is a header that names at least two of the columns above."""
    return _header_row(grid) is not None


def read_tidy(grid: Grid, catalog: Catalog, where: str, start: int = 0) -> Parts:
    """The statements of a tidy table, each a :class:`RowStatement`.

    Args:
        grid: the table; lines above its header are left out.
        catalog: names and units.
        where: the file, for messages.
        start: where the table's lines begin in the document's text.

    Raises:
        DocumentError: a column is missing, a cell makes no sense, or two rows contradict each other.
        UnknownNameError: a unit is not in the catalog.
    """
    top = _header_row(grid) or 0
    header = _header(grid.rows[top])
    _require_columns(header, f"{where}, {grid.row(top)}")
    ignored = [name for name in header if name and name not in _KNOWN]
    note = Unread(", ".join(ignored), grid.row(top), "columns that mean nothing here were left out")
    records = tuple(_records(grid, top, where, start))
    if not records:
        raise _senseless("there is no row below the header", f"{where}, {grid.row(top)}", "Save it again")
    parts = read_records(records, catalog, where)
    return Parts.joined((parts, Parts(unread=(note,)))) if ignored else parts


def read_records(records: Iterable[Record], catalog: Catalog, where: str) -> Parts:
    """The statements of rows whose cells are named as in this module's table of columns.

    Raises:
        DocumentError: as :func:`read_tidy`.
        UnknownNameError: as :func:`read_tidy`.
    """
    reader = _Reader(catalog, where)
    found = [reader.read(record) for record in records]
    statements = [each for each in found if isinstance(each, RowStatement)]
    _refuse_contradictions(statements, where)
    return Parts(
        tuple(each for each in statements if each.series),
        tuple(each for each in statements if not each.series),
        tuple(each for each in found if isinstance(each, Unread)),
    )


def _header_row(grid: Grid) -> int | None:
    rows = enumerate(grid.rows[:_HEADER_WITHIN])
    return next((number for number, row in rows if len(set(_header(row)) & _TELLING) > 1), None)


def _header(row: tuple[str, ...]) -> tuple[str, ...]:
    names = (cell.casefold().replace(" ", "_") for cell in row)
    return tuple(_OTHER_NAMES.get(name, name) for name in names)


def _require_columns(header: tuple[str, ...], where: str) -> None:
    missing = [name for name in ("period", "value", "unit") if name not in header]
    if not {"series", "indicator"} & set(header):
        missing.insert(0, "series (or place, indicator and activity)")
    if missing:
        raise _senseless(
            f"there is no column {' and no column '.join(missing)}", where, "Add it to the header"
        )


def _records(grid: Grid, top: int, where: str, start: int) -> Iterator[Record]:
    header, lines, spans = _header(grid.rows[top]), grid.lines(), grid.spans(start)
    for number, row in enumerate(grid.rows[top + 1 :], start=top + 1):
        if any(row[len(header) :]):
            raise _senseless("the row has more cells than the header", f"{where}, {grid.row(number)}")
        if any(row):
            cells = dict(zip(header, row, strict=False))
            yield Record(cells, grid.row(number), lines[number], spans[number])


class _Reader:
    """Reads rows of one file; looks every distinct name up once."""

    def __init__(self, catalog: Catalog, where: str) -> None:
        self._catalog = catalog
        self._where = where
        self._series: Callable[[str, str, str, str], tuple[str, str, str, Series | None]] = cache(self._find)
        self._units = cache(self._units_called)

    def read(self, record: Record) -> RowStatement | Unread:
        """The statement of a row, or why it holds none."""
        if record.get("value").casefold() in _MISSING:
            return Unread(record.quote, record.locator, "no value: a missing figure stays missing")
        names = (record.get(each) for each in ("series", "place", "indicator", "activity"))
        place, indicator, activity, series = self._series(*names)
        measure = self._measure(record, series)
        known = series if series is not None and measure in series.units else None
        return RowStatement(
            indicator=indicator,
            activity=activity,
            place=place,
            series=known.id if known else "",
            period=self._made(record, "period", _period),
            measure=measure,
            comparator=self._made(record, "comparator", lambda text: Comparator(text or "=")),
            value=self._made(record, "value", number),
            unit=self._unit(record, known.units[measure] if known else ""),
            direction="",
            quote=record.quote,
            span=record.span,
            locator=record.locator,
            day=self._made(record, "published", _day),
            page=self._made(record, "precision", _precision) == "page",
            publisher=record.get("publisher"),
            source=record.get("source"),
            status=self._made(record, "status", _status) or _STATUS_OF_VINTAGE.get(record.get("vintage")),
            note="; ".join(filter(None, (record.get("flag"), record.get("note")))),
        )

    def _made(self, record: Record, column: str, make: Callable[[str], T]) -> T:
        try:
            return make(record.get(column))
        except (ValueError, InputError) as problem:
            reason = problem.what if isinstance(problem, InputError) else str(problem)
            raise _senseless(f"{column}: {reason}", f"{self._where}, {record.locator}") from problem

    def _measure(self, record: Record, series: Series | None) -> Measure:
        text = record.get("measure")
        if text in _MEASURES:
            return Measure(text)
        if not text and (series is None or Measure.LEVEL in series.units):
            return Measure.LEVEL
        if not text and series is not None and len(series.units) == 1:
            return next(iter(series.units))
        reason = f"{text!r} is not a measure" if text else "the row names no measure"
        where = f"{self._where}, {record.locator}"
        raise _senseless(reason, where, f"Use one of {', '.join(_MEASURES)}")

    def _find(
        self, name: str, place: str, indicator: str, activity: str
    ) -> tuple[str, str, str, Series | None]:
        """Place, indicator and activity ids, and the series, as far as the catalog knows them."""
        catalog = self._catalog
        if not name:
            at = _place(catalog, place)
            what, who = _id(catalog.indicators, indicator), _id(catalog.activities, activity)
            whole = bool(at and what and (who or not activity))
            return at, what, who, catalog.series_at(at, what, who) if whole else None
        try:
            series = catalog.series_named(name)
        except UnknownNameError:
            return "", "", "", None
        return series.place, series.indicator, series.activity, series

    def _unit(self, record: Record, wanted: str) -> str:
        """The unit of a row; among several so called, the one that measures what ``wanted`` does."""
        name = record.get("unit")
        where = f"{self._where}, {record.locator}"
        if not name:
            raise _senseless(
                "the row names no unit", where, "Add one; list them with `forerun catalog units`"
            )
        called = self._units(name)
        if not called:
            raise UnknownNameError("unit", name, _unit_names(self._catalog), where=where)
        dimension = self._catalog.units[wanted].dimension if wanted else called[0].dimension
        fitting = [unit.id for unit in called if unit.dimension == dimension]
        if not fitting:
            raise _senseless(f"{name!r} does not measure this series, which is in {wanted!r}", where)
        return fitting[0]

    def _units_called(self, name: str) -> tuple[Unit, ...]:
        return tuple(unit for unit in self._catalog.units.values() if _is_called(unit, name))


def number(text: str) -> float:
    """A finite number written with a decimal point, with or without thousands separators.

    Raises:
        ValueError: it is not, or it is too large for a number.
    """
    if not _NUMBER.fullmatch(text) or not any(map(str.isdigit, text)):
        raise ValueError(f"{text!r} is not a number")
    value = float(text.replace(",", ""))
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is too large to be a number")
    return value


def _period(text: str) -> Period:
    """A period; spreadsheets turn 2023-09 into the first day of that month."""
    return Period.parse(text[:7] if _FIRST_DAY.fullmatch(text) else text)


def _day(text: str) -> date | Period | None:
    if not text:
        return None
    return date.fromisoformat(text) if text.count("-") == 2 else Period.parse(text)


def _precision(text: str) -> str:
    if text not in _PRECISIONS:
        raise ValueError(f"{text!r} is none of day, page and month")
    return text


def _status(text: str) -> Status | None:
    return Status(text) if text else None


def _place(catalog: Catalog, name: str) -> str:
    """A place id from an id, a code without the country ("110000") or a name; the home country for none."""
    if not name:
        return catalog.home
    joined = f"{catalog.home}-{name}"
    return joined if joined in catalog.places else _id(catalog.places, name)


def _id(terms: Mapping[str, Term], name: str) -> str:
    return next((term.id for term in terms.values() if _is_called(term, name)), "")


def _is_called(term: Term, name: str) -> bool:
    wanted = name.casefold()
    spoken = (term.id, term.names.en, term.names.zh, *term.aliases_en, *term.aliases_zh)
    return bool(wanted) and any(wanted == each.casefold() for each in spoken)


def _unit_names(catalog: Catalog) -> list[str]:
    units = catalog.units.values()
    return [name for unit in units for name in (unit.id, *unit.aliases_en, *unit.aliases_zh)]


def _refuse_contradictions(statements: Iterable[RowStatement], where: str) -> None:
    seen: dict[tuple[object, ...], RowStatement] = {}
    for each in statements:
        if not each.series:
            continue
        facts = (each.day, each.publisher, each.source, each.comparator)
        first = seen.setdefault((each.series, each.period, each.measure, *facts), each)
        if (first.value, first.unit) != (each.value, each.unit):
            raise _senseless(
                f"{first.locator} and {each.locator} give {first.value} {first.unit} and {each.value} "
                f"{each.unit} for the same {each.series} {each.period} {each.measure.value}",
                where,
                "Keep the right one, or tell them apart by published or source",
            )


def _senseless(
    problem: str, where: str, advice: str = "Correct it there; nothing of the file was taken"
) -> DocumentError:
    return DocumentError(problem, where=where, advice=advice)
