"""A person's own file of costs, CSV, XLSX or Parquet, as rows of text in columns known by their names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forerun.documents.grid import Grid
from forerun.documents.safety import read_file
from forerun.errors import DocumentError, SpecError
from forerun.foresight.grids import grids_of

LARGEST_ROWS = 500_000
_HEAD_ROWS = 20
"""Rows of a sheet among which the names of columns are looked for."""
_LONGEST = 40
_BRACKETS = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*$")
ROLES: dict[str, tuple[str, ...]] = {
    "technology": ("tech", "technology", "technologies", "name", "series", "product", "技术", "名称"),
    "year": ("year", "time", "date", "period", "年份", "年"),
    "cost": (
        "cost", "unit cost", "price", "unit price", "cost per unit", "levelised cost", "levelized cost",
        "lcoe", "成本", "单位成本", "价格",
    ),
    "yearly": ("yearly", "production", "yearly production", "annual production", "volume", "年产量", "产量"),
    "cumulative": (
        "cumulative production", "cumulative", "cumulative volume", "previous", "cumulative capacity",
        "experience", "累计产量", "累计",
    ),
    "unit": ("unit", "units", "cost unit", "单位"),
}  # fmt: skip
"""Names under which columns are known, in any case; a unit in brackets behind a name is its unit."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands: its line, and the text of each role, empty where there is none."""

    line: str
    cells: dict[str, str]

    def get(self, role: str) -> str:
        """The text of a role."""
        return self.cells.get(role, "")


@dataclass(frozen=True, slots=True)
class CostTable:
    """The rows of a file.

    Attributes:
        source: name of the file.
        data: sha256 of its bytes.
        names: the name of the column of each role that the table has.
        units: what stands in brackets behind those names.
        rows: in the order of the file.
    """

    source: str
    data: str
    names: dict[str, str]
    units: dict[str, str]
    rows: tuple[Row, ...]


def read_cost_table(path: Path) -> CostTable:
    """The table of a file.

    Raises:
        InputError: it cannot be read, is too large, or has no column of years or of costs.
    """
    content = read_file(path)
    where = path.name
    grids = grids_of(content, where, LARGEST_ROWS)
    heads = [(grid, at) for grid in grids for at in _heads(grid)]
    if not heads:
        first = next((row for grid in grids for row in grid.rows if any(row)), ())
        raise _no_column(first, where)
    if len(heads) > 1:
        raise SpecError(
            "several worksheets have columns of years and costs",
            where=where,
            advice="Save the one that is meant as a file of its own",
        )
    grid, head = heads[0]
    names = _named(grid.rows[head])
    _refuse_two(grid.rows[head], names, where)
    places = {role: grid.rows[head].index(name) for role, name in names.items()}
    rows = tuple(_rows(grid, head, places, where))
    if len(rows) > LARGEST_ROWS:
        raise DocumentError(
            f"it has more than {LARGEST_ROWS:,} rows",
            where=where,
            advice="Keep the technologies that are meant",
        )
    units = {role: found[1].strip() for role, name in names.items() if (found := _BRACKETS.search(name))}
    return CostTable(where, hashlib.sha256(content).hexdigest(), names, units, rows)


def _heads(grid: Grid) -> Iterator[int]:
    """The first row that names a year and a cost."""
    for at, row in enumerate(grid.rows[:_HEAD_ROWS]):
        if {"year", "cost"} <= _named(row).keys():
            yield at
            return


def _named(names: Sequence[str]) -> dict[str, str]:
    """The name of the column of each role; of several that could be, the first by the order of ``ROLES``."""
    plain = {_plain(name): name for name in reversed(names) if name}
    found = {
        role: next((plain[each] for each in known if each in plain), "") for role, known in ROLES.items()
    }
    return {role: name for role, name in found.items() if name}


def _refuse_two(heads: Sequence[str], names: dict[str, str], where: str) -> None:
    """Refuse two columns of one name, also in different units: to take one would drop the other silently.

    Raises:
        SpecError: there are two.
    """
    for name in names.values():
        alike = [each for each in heads if each and _plain(each) == _plain(name)]
        if len(alike) > 1:
            raise SpecError(
                f"{' and '.join(each[:_LONGEST] for each in alike[:2])} could both be meant",
                where=where,
                advice="Rename the one that is not meant, or leave it away",
            )


def _plain(name: str) -> str:
    """A column's name without its unit: ``Unit cost (2022 USD/MWh)`` is ``unit cost``."""
    return " ".join(_BRACKETS.sub("", name).casefold().replace("_", " ").split())


def _rows(grid: Grid, head: int, places: dict[str, int], where: str) -> Iterator[Row]:
    for at, row in enumerate(grid.rows[head + 1 :], start=head + 1):
        cells = {role: row[place].strip() for role, place in places.items() if place < len(row)}
        if any(cells.values()):
            yield Row(f"{where}:{grid.name + '!' if grid.in_sheet else ''}{at + 1}", cells)


def _no_column(names: Sequence[str], where: str) -> SpecError:
    found = _named(names)
    lacking = "years" if "year" not in found else "costs"
    said = ", ".join(name[:_LONGEST] for name in names[:20] if name) or "none"
    role = "year" if lacking == "years" else "cost"
    return SpecError(
        f"there is no column of {lacking}",
        where=where,
        advice=f"It has {said}; wanted is {' or '.join(ROLES[role][:4])}, a unit in brackets may follow",
    )
