"""SDMX-CSV 1.0 and 2.0 to the columns of :mod:`forerun.documents.tidy`.

=====================  ======================================================================
SDMX column            becomes
=====================  ======================================================================
SERIES                 series
REF_AREA               place: a catalog id or name, or the code without the country
INDICATOR, SUBJECT     indicator
ACTIVITY, INDUSTRY     activity; ``_T`` and ``_Z`` (total, not applicable) mean none
TIME_PERIOD            period; ``2023-M09``, ``2023M9``, ``2023Q3``, ``2023-S1``, ``2023-A1`` too
MEASURE                measure, when it holds one of ours; else
TRANSFORMATION         N level, G1Y yoy, G1 mom (mom_sa when SEASONAL_ADJUST is S or Y)
OBS_VALUE              value; empty and NaN mean that the figure is missing
UNIT_MEASURE           unit: an id or alias, or the codes of ``_UNITS``
UNIT_MULT              power of ten that multiplies the value
OBS_STATUS             P preliminary, A (normal) and R revised ... see ``_STATUS``; M and L missing
COMMENT_OBS            note
PUBLISHED, PUBLISHER   as they are; also SOURCE
=====================  ======================================================================

A cell ``ID: Name``, which SDMX-CSV allows for codes with labels, counts as ``ID``.  In 2.0 a row whose
ACTION is D deletes; the ledger only appends, so such rows are listed as not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from forerun.catalog.model import Catalog
from forerun.documents.grid import Grid
from forerun.documents.statement import Parts, Unread
from forerun.documents.tidy import Record, read_records
from forerun.errors import DocumentError

_COLUMNS = {
    "SERIES": "series",
    "REF_AREA": "place",
    "INDICATOR": "indicator",
    "SUBJECT": "indicator",
    "ACTIVITY": "activity",
    "INDUSTRY": "activity",
    "COMMENT_OBS": "note",
    "PUBLISHED": "published",
    "PUBLISHER": "publisher",
    "SOURCE": "source",
}
_TRANSFORMED = {"": "", "N": "level", "G1Y": "yoy", "G1": "mom"}
_UNITS = {"PC": "percent", "PT": "percent", "PP": "percentage points", "XDC": "CNY", "T": "tonne"}
_STATUS = {
    "": "",
    "A": "",
    "P": "preliminary",
    "E": "preliminary",
    "R": "revised",
    "F": "forecast",
    "B": "",
}
_NOT_OBSERVED = frozenset(("M", "L", "O"))
_NONE = frozenset(("_T", "_Z", "_X"))
_PERIOD = re.compile(r"(?P<year>\d{4})-?(?P<kind>[AMQSHB])(?P<index>\d{1,2})")
_LARGEST_POWER = 30


def is_sdmx(grid: Grid) -> bool:
    """Whether the first row is a header of SDMX-CSV."""
    return bool(grid.rows) and {"TIME_PERIOD", "OBS_VALUE"} <= set(_header(grid))


def read_sdmx(grid: Grid, catalog: Catalog, where: str, start: int = 0) -> Parts:
    """The statements of an SDMX-CSV table, rows of :class:`~forerun.documents.tidy.RowStatement`.

    Raises:
        DocumentError: a code or number makes no sense; names the row.
        UnknownNameError: a unit is not in the catalog.
    """
    header, lines, spans = _header(grid), grid.lines(), grid.spans(start)
    records: list[Record] = []
    unread: list[Unread] = []
    for number, row in enumerate(grid.rows[1:], start=1):
        cells = {name: _code(cell, name) for name, cell in zip(header, row, strict=False)}
        if not any(row):
            continue
        if reason := _not_a_figure(cells):
            unread.append(Unread(lines[number], grid.row(number), reason))
            continue
        tidy = _tidy(cells, f"{where}, {grid.row(number)}")
        records.append(Record(tidy, grid.row(number), lines[number], spans[number]))
    return Parts.joined((read_records(records, catalog, where), Parts(unread=tuple(unread))))


def _header(grid: Grid) -> tuple[str, ...]:
    return tuple(_code(cell, "").upper() for cell in grid.rows[0])


def _code(cell: str, column: str) -> str:
    """The id of a cell that may carry its label; free text and dataflow ids keep their colons."""
    return cell if column == "COMMENT_OBS" else cell.split(":", 1)[0].strip()


def _not_a_figure(cells: Mapping[str, str]) -> str:
    if cells.get("ACTION", "") == "D":
        return "the row deletes, and the ledger only appends"
    if cells.get("OBS_STATUS", "") in _NOT_OBSERVED or cells.get("OBS_VALUE", "").casefold() in ("", "nan"):
        return "no value: a missing figure stays missing"
    return ""


def _tidy(cells: Mapping[str, str], where: str) -> dict[str, str]:
    unit = cells.get("UNIT_MEASURE", "")
    tidy = {ours: cells[theirs] for theirs, ours in _COLUMNS.items() if cells.get(theirs)}
    return {name: value for name, value in tidy.items() if value not in _NONE} | {
        "period": _period(cells["TIME_PERIOD"]),
        "measure": _measure(cells, where),
        "value": _scaled(cells["OBS_VALUE"], cells.get("UNIT_MULT", ""), where),
        "unit": _UNITS.get(unit, unit),
        "status": _looked_up(_STATUS, cells.get("OBS_STATUS", ""), "OBS_STATUS", where),
    }


def _period(text: str) -> str:
    match = _PERIOD.fullmatch(text)
    if match is None:
        return text
    year, index = match["year"], int(match["index"])
    forms = {"A": year, "M": f"{year}-{index:02d}", "Q": f"{year}-Q{index}"}
    return forms.get(match["kind"], f"{year}-H{index}")


def _measure(cells: Mapping[str, str], where: str) -> str:
    if measure := cells.get("MEASURE", ""):
        return measure.casefold()
    measure = _looked_up(_TRANSFORMED, cells.get("TRANSFORMATION", ""), "TRANSFORMATION", where)
    adjusted = cells.get("SEASONAL_ADJUST", "") in ("S", "Y")
    return "mom_sa" if measure == "mom" and adjusted else measure


def _looked_up(table: Mapping[str, str], code: str, column: str, where: str) -> str:
    if code not in table:
        known = ", ".join(filter(None, table))
        raise DocumentError(f"{column} {code!r} is not known here", where=where, advice=f"Known are {known}")
    return table[code]


def _scaled(value: str, power: str, where: str) -> str:
    """The value times ten to the power, without the dust of binary arithmetic."""
    if not power:
        return value
    try:
        shift = int(power)
        scaled = Decimal(value).scaleb(shift)
    except (ValueError, ArithmeticError) as problem:
        raise _not_a_number(value, power, where) from problem
    if abs(shift) > _LARGEST_POWER:
        raise _not_a_number(value, power, where)
    return str(scaled)


def _not_a_number(value: str, power: str, where: str) -> DocumentError:
    return DocumentError(
        f"OBS_VALUE {value!r} with UNIT_MULT {power!r} is not a number",
        where=where,
        advice="Correct it there; nothing of the file was taken",
    )
