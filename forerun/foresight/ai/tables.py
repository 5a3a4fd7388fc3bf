"""Tables of exposure by industry or occupation as a person gives them; the publishers' are not shipped.

Felten, Raj and Seamans publish theirs as AIOE_DataAppendix.xlsx in the GitHub repository AIOE-Data/AIOE.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forerun.documents.grid import clean
from forerun.errors import InputError
from forerun.foresight.ai.codes import Naics, naics
from forerun.foresight.counts_table import LINE, Wanted, read_columns
from forerun.foresight.left_out import LeftOut, Why

LARGEST_ROWS = 20_000
"""Rows of a table of industries or occupations; no classification has so many."""
LONGEST = 200
"""Characters of a title that are kept."""
LARGEST_NUMBER = 1e60
FACTORIES = ("31", "32", "33")
"""Sectors of manufacturing in the North American classification."""
_SOC = re.compile(r"^(\d{2}-\d{4})(?:\.\d{2})?$")
INDUSTRIES = Wanted(
    names={
        "code": ("naics", "naics code", "naics4", "naics_code", "industry code", "行业代码"),
        "title": ("industry title", "title", "naics title", "naics_title", "industry", "行业名称", "行业"),
        "value": (
            "aiie", "language modeling aiie", "image generation aiie", "exposure", "ai exposure", "暴露度",
        ),
    },
    optional=frozenset({"title"}),
    numbers=frozenset({"value"}),
    row="with one row for each industry of four digits",
)  # fmt: skip
OCCUPATIONS = Wanted(
    names={
        "code": ("soc code", "soc", "soc_code", "occupation code", "o*net-soc code", "职业代码"),
        "title": ("occupation title", "title", "occupation", "职业名称", "职业"),
        "value": (
            "aioe", "language modeling aioe", "image generation aioe", "exposure", "ai exposure", "暴露度",
        ),
    },
    optional=frozenset({"title"}),
    numbers=frozenset({"value"}),
    row="with one row for each occupation",
)  # fmt: skip
EMPLOYMENT = Wanted(
    names={
        "code": INDUSTRIES.names["code"],
        "title": INDUSTRIES.names["title"],
        "value": ("employment", "employees", "workers", "tot_emp", "就业人数", "从业人员"),
    },
    optional=frozenset({"title"}),
    numbers=frozenset({"value"}),
    row="with one row for each industry of four digits",
)


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """Exposure of one industry, or of several of which a table gives one value."""

    naics: Naics
    title: str
    value: float
    where: str = ""


@dataclass(frozen=True, slots=True)
class ExposureTable:
    """Exposure by industry of the North American classification.

    Attributes:
        rows: in the order of the table, each industry once.
        source: name of the file, or of the files that it was derived from.
        data: sha256 of the file's bytes, or of the hashes of several.
        left_out: rows that were not used.
    """

    rows: tuple[IndustryRow, ...]
    source: str
    data: str
    left_out: tuple[LeftOut, ...] = ()

    @property
    def factories(self) -> tuple[IndustryRow, ...]:
        """The rows of manufacturing."""
        return tuple(each for each in self.rows if each.naics.code[:2] in FACTORIES)


@dataclass(frozen=True, slots=True)
class Occupations:
    """Exposure by occupation of the Standard Occupational Classification, code to value."""

    values: dict[str, float]
    titles: dict[str, str]
    source: str
    data: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    title: str
    value: float | None
    line: int


def read_industries(path: Path) -> ExposureTable:
    """Exposure by industry: columns ``NAICS``, ``Industry Title`` (may lack) and ``AIIE``.

    Codes may be numbers (``3341.0``), stand before their title, or be a subsector, ``327`` or ``3270``, whose
    value then counts for each of its industries that has none of its own.

    Raises:
        InputError: the file cannot be read, has no such columns, no usable row, or two rows that differ.
    """
    rows, data = _read(path, INDUSTRIES)
    where, left_out = path.name, list[LeftOut]()
    found: dict[Naics, IndustryRow] = {}
    for row in _told(rows, where, left_out):
        named = naics(row.code, row.title)
        if named is None:
            left_out.append(LeftOut(row.code or row.title, Why.UNMATCHED, f"{where}:{row.line}"))
            continue
        new = IndustryRow(named, row.title, row.value or 0.0, f"{where}:{row.line}")
        known = found.setdefault(named, new)
        if known is not new:
            left_out.append(_again(known, new))
    if not found:
        raise _nothing(rows, where, "NAICS codes of four digits such as 3341")
    return ExposureTable(tuple(found.values()), where, data, tuple(left_out))


def read_occupations(path: Path) -> Occupations:
    """Exposure by occupation: columns ``SOC Code``, ``Occupation Title`` (may lack) and ``AIOE``.

    Raises:
        InputError: as :func:`read_industries`.
    """
    rows, data = _read(path, OCCUPATIONS)
    where, left_out = path.name, list[LeftOut]()
    values, titles, lines = dict[str, float](), dict[str, str](), dict[str, int]()
    for row in _told(rows, where, left_out):
        code = soc(row.code)
        if code is None:
            left_out.append(LeftOut(row.code or row.title, Why.UNMATCHED, f"{where}:{row.line}"))
        elif code not in values:
            values[code], titles[code], lines[code] = row.value or 0.0, row.title, row.line
        elif values[code] == row.value:
            left_out.append(LeftOut(code, Why.REPEATED, f"{where}:{row.line}"))
        else:
            raise _differ(code, (values[code], row.value or 0.0), f"{where}:{lines[code]} and {row.line}")
    if not values:
        raise _nothing(rows, where, "SOC codes such as 11-1011")
    return Occupations(values, titles, where, data, tuple(left_out))


def read_employment(path: Path) -> tuple[dict[str, float], tuple[LeftOut, ...]]:
    """Employment by four-digit industry, by which the parts of a division are weighted.

    Raises:
        InputError: as :func:`read_industries`.
    """
    rows, _ = _read(path, EMPLOYMENT)
    where, left_out = path.name, list[LeftOut]()
    found, lines = dict[str, float](), dict[str, int]()
    for row in _told(rows, where, left_out):
        named, value = naics(row.code, row.title), row.value or 0.0
        if named is None or named.pooled or value <= 0:
            why = Why.UNMATCHED if named is None or named.pooled else Why.NEGATIVE if value < 0 else Why.EMPTY
            left_out.append(LeftOut(row.code or row.title, why, f"{where}:{row.line}"))
        elif named.code not in found:
            found[named.code], lines[named.code] = value, row.line
        elif found[named.code] == value:
            left_out.append(LeftOut(named.code, Why.REPEATED, f"{where}:{row.line}"))
        else:
            pair = (found[named.code], value)
            raise _differ(named.code, pair, f"{where}:{lines[named.code]} and {row.line}")
    if not found:
        raise _nothing(rows, where, "NAICS codes of four digits such as 3341")
    return found, tuple(left_out)


def soc(text: str) -> str | None:
    """The six-digit occupation of ``11-1011`` or of the O*NET's ``11-1011.00``; None for anything else."""
    found = _SOC.match(text.strip())
    return found[1] if found else None


def number(cell: object) -> float | None:
    """The finite number in a cell; None where there is none."""
    try:
        found = float(str(cell).strip().replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) <= LARGEST_NUMBER else None


def _read(path: Path, wanted: Wanted) -> tuple[list[_Row], str]:
    table, content = read_columns(path, wanted)
    if table.height > LARGEST_ROWS:
        raise InputError(
            f"it has {table.height:,} rows, more than the {LARGEST_ROWS:,} of any classification",
            where=path.name,
            advice="Give one row for each industry or occupation",
        )
    rows = [
        _Row(
            _short(each["code"]), _short(each.get("title")), number(each["value"]), int(each[LINE])
        )
        for each in table.iter_rows(named=True)
    ]  # fmt: skip
    return [row for row in rows if row.code or row.title], hashlib.sha256(content).hexdigest()


def _short(cell: object) -> str:
    return clean("" if cell is None else str(cell))[:LONGEST]


def _told(rows: Iterable[_Row], where: str, left_out: list[LeftOut]) -> Iterator[_Row]:
    """Rows with a number; the others are listed."""
    for row in rows:
        if row.value is None:
            left_out.append(LeftOut(row.code or row.title, Why.NOT_A_NUMBER, f"{where}:{row.line}"))
        else:
            yield row


def _again(known: IndustryRow, new: IndustryRow) -> LeftOut:
    """A row that says again what another one says.

    Raises:
        InputError: it says something else.
    """
    if known.value != new.value:
        lines = f"{known.where} and {new.where.rsplit(':', 1)[1]}"
        raise _differ(new.naics.code, (known.value, new.value), lines)
    return LeftOut(new.naics.code, Why.REPEATED, new.where)


def _differ(code: str, values: tuple[float, float], where: str) -> InputError:
    return InputError(
        f"{values[0]:.10g} and {values[1]:.10g} are given for {code}",
        where=where,
        advice="Leave the right one",
    )


def _nothing(rows: Sequence[_Row], where: str, wanted: str) -> InputError:
    seen = f"; its first row says {rows[0].code!r}" if rows else ""
    return InputError(
        f"no row has a code and a number{seen}", where=where, advice=f"Give {wanted} and plain numbers"
    )
