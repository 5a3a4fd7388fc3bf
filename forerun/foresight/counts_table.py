"""A person's own file, CSV (also gzipped), XLSX or Parquet, as columns of text with the line of each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.documents.encoding import decode
from forerun.documents.grid import Grid
from forerun.documents.media import delimiter_of
from forerun.documents.safety import MEGABYTE, Limits, printable, read_file
from forerun.documents.sheet import sheet_grids
from forerun.errors import DocumentError, InputError, SpecError
from forerun.foresight.grids import KINDS, PARQUET, ZIP, plain_bytes

if TYPE_CHECKING:
    import polars as pl

LINE = "line"
LARGEST_ROWS = 20_000_000
LIMITS = Limits(file_bytes=500 * MEGABYTE, unpacked_bytes=1_000 * MEGABYTE)
_HEAD_ROWS = 20  # of a worksheet, in which its column names are looked for
_LONGEST_NAME = 40
_PLURALS = {"activity": "activities"}
SYNONYMS: dict[str, tuple[str, ...]] = {
    "year": ("year", "time", "period", "年份", "年"),
    "place": ("place", "country", "region", "province", "origin", "location", "loc", "地区", "省份", "国家"),
    "activity": (
        "activity", "product", "hs92", "hs4", "sitc4", "field", "class", "industry", "prod", "行业", "产品",
        "产业", "领域",
    ),
    "value": (
        "count", "value", "export_val", "exports", "patents", "firms", "output", "val", "数量", "数值",
    ),
}  # fmt: skip
"""Names under which the columns are known, in any case."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a table's columns, in any case; one that is empty is looked for by ``SYNONYMS``.

    Attributes:
        year: of each row; may be lacking in the table altogether.
        place: country, province or city.
        activity: product, field or industry.
        value: count or value, in any unit.
    """

    year: str = ""
    place: str = ""
    activity: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Columns that a table should have.

    Attributes:
        names: role to the names under which its column is known, in any case.
        optional: roles that may be lacking.
        numbers: roles whose columns stay numbers where the file is Parquet.
        row: what one row of the table is, for messages.
    """

    names: Mapping[str, tuple[str, ...]]
    optional: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    row: str = ""


def read_table(path: Path, columns: Columns = Columns()) -> tuple[pl.DataFrame, bytes]:
    """Rows of a file in columns ``line``, ``year``, ``place``, ``activity``, ``value``, and its bytes.

    ``value`` is text, or a number where the file is Parquet; ``year`` is lacking where the file has none.

    Raises:
        InputError: the file cannot be read or is too large, or a column is not there or not the only one.
    """
    given = {each.name: getattr(columns, each.name) for each in fields(Columns)}
    names = {role: (name,) if name else SYNONYMS[role] for role, name in given.items()}
    optional = frozenset() if columns.year else frozenset({"year"})
    row = "with one row for each year, place and activity"
    return read_columns(path, Wanted(names, optional, frozenset({"value"}), row))


def read_columns(path: Path, columns: Wanted) -> tuple[pl.DataFrame, bytes]:
    """Rows of a file, ``line`` and a column of text for each role that it has, and the file's bytes.

    Raises:
        InputError: the file cannot be read or is too large, or a column is not there or not the only one.
    """
    import polars as pl

    where, content = str(path), read_file(path, LIMITS)
    try:
        found = _rows(content, where, columns)
    except pl.exceptions.PanicException as problem:
        raise DocumentError("the file is damaged", where=where, advice=KINDS) from problem
    except (pl.exceptions.PolarsError, OSError, ValueError) as problem:
        raise DocumentError(
            f"it cannot be read ({str(problem).splitlines()[0]})", where=where, advice=KINDS
        ) from problem
    if found.height > LARGEST_ROWS:
        raise _too_long(where)
    return found, content


def _rows(content: bytes, where: str, columns: Wanted) -> pl.DataFrame:
    if content.startswith(PARQUET):
        return _parquet(content, where, columns)
    if content.startswith(ZIP):
        return _workbook(sheet_grids(content, where), where, columns)
    return _csv(plain_bytes(content, where, LIMITS), where, columns)


def _parquet(content: bytes, where: str, columns: Wanted) -> pl.DataFrame:
    import polars as pl

    table = pl.scan_parquet(io.BytesIO(content))
    if int(table.select(pl.len()).collect().item()) > LARGEST_ROWS:
        raise _too_long(where)
    types = table.collect_schema()
    names = _named(types.names(), where, columns)
    for role, name in names.items():
        if types[name].is_nested() or (role in columns.numbers and types[name].is_temporal()):
            raise SpecError(f"column {name!r} holds no single values", where=where, advice="Save it as text")
    parts = [
        _parquet_column(role, name, types[name], role in columns.numbers) for role, name in names.items()
    ]
    return table.select(parts).collect().with_row_index(LINE, 1)


def _parquet_column(role: str, name: str, kind: pl.DataType, number: bool) -> pl.Expr:
    import polars as pl

    column = pl.col(name)
    if kind.is_temporal():
        day = column.dt.year().cast(pl.String) if role == "year" else column.dt.strftime("%Y-%m-%d")
        return day.alias(role)
    return column.cast(pl.Float64 if number and kind.is_numeric() else pl.String, strict=False).alias(role)


def _csv(content: bytes, where: str, columns: Wanted) -> pl.DataFrame:
    import polars as pl

    text = _utf8(content, where)
    head = text[:100_000].decode("utf-8", "replace")
    if not head.strip():
        raise DocumentError("the file holds no text", where=where, advice="Fetch or save it again")
    separator = delimiter_of(head)
    try:
        table = pl.scan_csv(io.BytesIO(text), separator=separator, infer_schema=False)
        heads = table.collect_schema().names()
        names = _named(heads, where, columns)
        _only_once(names, heads, where)
        chosen = [pl.col(name).alias(role) for role, name in names.items()]
        return table.with_row_index(LINE, 2).select(LINE, *chosen).collect()
    except pl.exceptions.ComputeError as problem:
        raise _ragged(text, separator, where) from problem


def _only_once(named: Mapping[str, str], heads: Sequence[str], where: str) -> None:
    """Refuse a column that stands twice: polars renames the second, which would then be dropped silently.

    Raises:
        SpecError: there is one.
    """
    for name in named.values():
        if f"{name}_duplicated_0" in heads:
            raise SpecError(
                f"two columns are called {_some([name])}",
                where=where,
                advice="Rename the one that is not meant, or leave it away",
            )


def _utf8(content: bytes, where: str) -> bytes:
    """The text in UTF-8 with line feeds, whatever its encoding; UTF-8 stays as it is."""
    plain = content.removeprefix(b"\xef\xbb\xbf")
    lines = b"\n" in plain or b"\r" not in plain
    if lines and b"\0" not in plain and not plain.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            plain.decode("utf-8")
        except UnicodeDecodeError:
            return decode(content, where).encode()
        return plain
    return decode(content, where).encode("utf-8", "replace")


def _ragged(text: bytes, separator: str, where: str) -> DocumentError:
    """What is wrong with a table whose rows cannot be told apart: the first line that is too long."""
    reader = csv.reader(io.StringIO(text.decode("utf-8", "replace"), newline=""), delimiter=separator)
    try:
        width = len(next(reader))
        for row in reader:
            if len(row) > width:
                what = f"{len(row)} cells stand where the first line names {width} columns"
                return DocumentError(
                    what, where=f"{where}:{reader.line_num}", advice="Quote cells that hold the separator"
                )
    except (csv.Error, StopIteration):
        pass
    return DocumentError(
        "its rows cannot be told apart",
        where=f"{where}:{reader.line_num}",
        advice="Check that every quotation mark is closed, or save the file again",
    )


def _workbook(grids: Sequence[Grid], where: str, columns: Wanted) -> pl.DataFrame:
    """The one worksheet that has the columns; its names may stand below a title."""
    heads = [(grid, at) for grid in grids for at in _heads(grid, columns)][:2]
    if len(heads) > 1:
        raise SpecError(
            "several worksheets have these columns",
            where=where,
            advice="Save the one that is meant as a file of its own",
        )
    if not heads:
        first = next((row for grid in grids for row in grid.rows if any(row)), ())
        _named(first, where, columns)
        raise SpecError("no worksheet has a table of these columns", where=where, advice="Save it as CSV")
    return _sheet(heads[0][0], heads[0][1], where, columns)


def _heads(grid: Grid, columns: Wanted) -> Iterator[int]:
    """The first row of a worksheet that names the columns."""
    for at, row in enumerate(grid.rows[:_HEAD_ROWS]):
        try:
            _named(row, "", columns)
        except SpecError:
            continue
        yield at
        return


def _sheet(grid: Grid, head: int, where: str, columns: Wanted) -> pl.DataFrame:
    import polars as pl

    names = _named(grid.rows[head], where, columns)
    at = {role: grid.rows[head].index(name) for role, name in names.items()}
    body = grid.rows[head + 1 :]
    cells = {role: [row[place] if place < len(row) else "" for row in body] for role, place in at.items()}
    return pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)).with_row_index(LINE, head + 2)


def _named(names: Sequence[str], where: str, columns: Wanted) -> dict[str, str]:
    """The name of the column of each role.

    Raises:
        SpecError: there is none, or there are several.
    """
    found = {role: _column(role, names, where, columns) for role in columns.names}
    named = {role: name for role, name in found.items() if name is not None}
    if len(set(named.values())) < len(named):
        raise SpecError("one column is named for two things", where=where, advice=_listing(names))
    return named


def _column(role: str, names: Sequence[str], where: str, columns: Wanted) -> str | None:
    wanted = columns.names[role]
    known = {each.casefold().strip() for each in wanted}
    found = [name for name in names if name.casefold().strip() in known]
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        raise SpecError(
            f"{_some(found)} could each be the column of {role}",
            where=where,
            advice="Name the one that is meant, or leave the others away",
        )
    if role in columns.optional:
        return None
    raise SpecError(
        f"there is no column {wanted[0]!r}"
        if len(wanted) == 1
        else f"there is no column of {_PLURALS.get(role, role + 's')}",
        where=where,
        advice=f"{_listing(names)}; wanted is {' or '.join(wanted[:8])}, {columns.row}",
    )


def _listing(names: Sequence[str]) -> str:
    return f"It has {_some([name for name in names if name][:20]) or 'none'}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(printable(name)[:_LONGEST_NAME] for name in names)


def _too_long(where: str) -> InputError:
    return InputError(
        f"it has more than the {LARGEST_ROWS:,} rows that a table may have",
        where=where,
        advice="Keep the years that are needed, or sum it to fewer places or activities",
    )
