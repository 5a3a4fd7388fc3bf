"""Curves from the rows of a person's own table, with a line for every row that says nothing."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from forerun.compiled import Array
from forerun.documents.safety import printable
from forerun.errors import InputError
from forerun.foresight.costs.curve import Convention, Curve, Volume
from forerun.foresight.costs.production import cumulated, initial
from forerun.foresight.costs.reading import CostTable, Row, read_cost_table
from forerun.foresight.left_out import LeftOut, Why

LARGEST, SMALLEST = 1e60, 1e-60
EARLIEST, LATEST = 1800.0, 2200.0
"""Years of periods, which claims name: rows before and after have none."""
LISTED = 1_000
"""Rows that are listed one by one for each technology; the rest is one entry that counts them."""
_LONGEST = 80
_SAID_UNIT = re.compile(r"(?:unit )?(?:cost|price) \(([^()]+)\)$", re.IGNORECASE)
_BLANK = ("", "na", "n/a", "nan", "null", "none", "-", "..")


@dataclass(frozen=True, slots=True)
class CurveTable:
    """The curves of a file, sorted by technology.

    ``left_out`` holds the rows that belong to no curve; each curve holds those of its own.
    """

    source: str
    data: str
    curves: tuple[Curve, ...]
    left_out: tuple[LeftOut, ...]

    def named(self, technology: str) -> Curve:
        """The curve of a technology, named in any case.

        Raises:
            InputError: the table has none of that name.
        """
        wanted = technology.strip().casefold()
        for each in self.curves:
            if each.technology.casefold() == wanted:
                return each
        names = [each.technology for each in self.curves]
        near = difflib.get_close_matches(technology, names, n=3, cutoff=0.5) or names[:10]
        raise InputError(
            f"there is no technology {technology!r}", where=self.source, advice=f"It has {', '.join(near)}"
        )


@dataclass(frozen=True, slots=True)
class _Point:
    year: float
    cost: float
    yearly: float
    cumulative: float
    row: Row


def read_curves(path: Path, as_of: date | None = None) -> CurveTable:
    """The curves of a file: one row for each technology and year, columns as in ``reading.ROLES``.

    Args:
        path: CSV, XLSX or Parquet.
        as_of: years that were not over on that day are left out.

    Raises:
        InputError: it cannot be read, has no such columns, or no row with a year and a cost.
    """
    table = read_cost_table(path)
    left_out: list[LeftOut] = []
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        name = row.get("technology") if "technology" in table.names else Path(table.source).stem
        if not name:
            left_out.append(LeftOut(_said(row), Why.UNNAMED, row.line))
            continue
        groups.setdefault(name[:_LONGEST], []).append(row)
    last = math.inf if as_of is None else as_of.year - (as_of < date(as_of.year, 12, 31))
    curves = []
    for name in sorted(groups):
        found = _curve(name, groups[name], table, last)
        if isinstance(found, Curve):
            curves.append(found)
        else:
            left_out += [*found, LeftOut(name, Why.EMPTY, table.source)]
    if not curves:
        raise _nothing(table, left_out)
    return CurveTable(table.source, table.data, tuple(curves), tuple(left_out))


def _curve(name: str, rows: list[Row], table: CostTable, last: float) -> Curve | list[LeftOut]:
    """The curve of a technology, or why none of its rows counts."""
    left_out: list[LeftOut] = []
    points: dict[float, _Point] = {}
    twice: set[float] = set()
    for row in rows:
        read = _point(row, last)
        if isinstance(read, Why):
            left_out.append(LeftOut(f"{name}, {_said(row)}", read, row.line))
        elif (seen := points.get(read.year)) is None:
            points[read.year] = read
        elif seen.cost == read.cost:
            left_out.append(LeftOut(f"{name}, {_said(row)}", Why.REPEATED, row.line))
        else:
            twice.add(read.year)
            left_out.append(LeftOut(f"{name}, {_said(row)}", Why.CONTRADICTED, row.line))
    for year in sorted(twice):
        at = points.pop(year).row
        left_out.append(LeftOut(f"{name}, {_said(at)}", Why.CONTRADICTED, at.line))
    listed = list(_listed(left_out))
    if not points:
        return listed
    ordered = [points[year] for year in sorted(points)]
    years = np.array([each.year for each in ordered])
    costs = np.array([each.cost for each in ordered])
    unit = next((row.get("unit") for row in rows if row.get("unit")), table.units.get("cost", ""))
    unit = found[1] if (found := _SAID_UNIT.match(unit)) else unit[:_LONGEST]
    volumes = tuple(_volumes(ordered, years, table.names))
    return Curve(name, unit, years, costs, volumes, "", table.source, table.data, tuple(listed))


def _listed(left_out: list[LeftOut]) -> Iterator[LeftOut]:
    yield from left_out[:LISTED]
    for why in sorted({each.why for each in left_out[LISTED:]}):
        rest = [each for each in left_out[LISTED:] if each.why is why]
        yield LeftOut(f"+ {len(rest):,}", why, rest[0].where, len(rest))


def _point(row: Row, last: float) -> _Point | Why:
    """A row as numbers, or why it says nothing."""
    year, cost = _number(row.get("year")), _number(row.get("cost"))
    if math.isnan(year) or not EARLIEST <= year <= LATEST:
        return Why.UNNAMED
    if math.isnan(cost) or cost > LARGEST:
        return Why.NOT_A_NUMBER
    if cost < SMALLEST:
        return Why.NEGATIVE if cost < 0 else Why.ZERO
    if math.floor(year) > last:
        return Why.LATER
    return _Point(year, cost, _volume(row.get("yearly")), _volume(row.get("cumulative")), row)


def _number(text: str) -> float:
    """The number that a cell holds; NaN where it holds none that can be reckoned with."""
    plain = text.strip().removesuffix("年").replace("\N{MINUS SIGN}", "-")
    if plain.casefold() in _BLANK or "_" in plain:
        return math.nan
    try:
        found = float(plain)
    except ValueError:
        return math.nan
    return found if math.isfinite(found) else math.nan


def _volume(text: str) -> float:
    found = _number(text)
    return found if 0 <= found <= LARGEST else math.nan


def _volumes(points: list[_Point], years: Array, names: dict[str, str]) -> Iterator[Volume]:
    """Cumulative production by every convention that the columns allow, the published one first."""
    yearly = np.array([each.yearly for each in points])
    stated = np.array([each.cumulative for each in points])
    both = np.isfinite(yearly) & np.isfinite(stated)
    described = names.get("yearly", "")
    if "yearly" in names and "previous" in names.get("cumulative", "").casefold() and both.sum() > 1:
        start = initial(years[both], yearly[both], Convention.COLLECTION)
        made = np.full(years.size, np.nan)
        made[both] = cumulated(start, yearly[both]) if math.isfinite(start) else stated[both]
        yield Volume(Convention.COLLECTION, described, _positive(made))
    if (stated > 0).any():
        yield Volume(Convention.STATED, names["cumulative"], _positive(stated))
    known = np.isfinite(yearly)
    if known.sum() > 1 and math.isfinite(start := initial(years[known], yearly[known], Convention.GROWTH)):
        made = np.full(years.size, np.nan)
        made[known] = cumulated(start, yearly[known])
        yield Volume(Convention.GROWTH, described, _positive(made))


def _positive(volumes: Array) -> Array:
    found: Array = np.where(volumes > 0, volumes, np.nan)
    return found


def _said(row: Row) -> str:
    said = (row.get("technology"), row.get("year"), row.get("cost"))
    return ", ".join(printable(each)[:_LONGEST] for each in said[1:] if each) or printable(said[0])[:_LONGEST]


def _nothing(table: CostTable, left_out: Iterable[LeftOut]) -> InputError:
    reasons = sorted({each.why.value for each in left_out if each.why is not Why.EMPTY})
    return InputError(
        f"no row has a year and a cost above zero ({', '.join(reasons) or 'there are no rows'})",
        where=table.source,
        advice="Give one row for each technology and year, years as 2024 and costs without separators",
    )
