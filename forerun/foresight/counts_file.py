"""Counts from a person's own file, with a line for everything that cannot be counted.

A row is left out, and listed, when it lacks a name, year or figure, is negative or says again what another
row says.  Two rows that differ about the same cell are refused: to sum, average or choose would be to
guess what they mean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forerun.compiled import Array
from forerun.documents.grid import clean
from forerun.errors import InputError
from forerun.foresight.counts import UNDATED, Counts
from forerun.foresight.counts_table import LINE, Columns, read_table
from forerun.foresight.left_out import LeftOut, Why

if TYPE_CHECKING:
    import polars as pl

LARGEST_CELLS = 50_000_000
"""Years times places times activities that are held in memory."""
LARGEST_NUMBER, SMALLEST_NUMBER = 1e60, 1e-60
LISTED_ROWS = 1_000
"""Rows left out that are listed one by one for each reason; the rest is one entry that counts them."""
_LONGEST_NAME = 200
_BLANK = ("", "nan", "null", "none", "#n/a", "\N{REPLACEMENT CHARACTER}")
_YEAR = r"^((?:1[89]|2[01])\d\d)(?:\.0+|年)?$"  # as far as periods go
_KEYS = ("place", "activity")


@dataclass(frozen=True, slots=True)
class _Laid:
    """The rows that count, by the positions of their names."""

    years: tuple[int, ...]
    names: tuple[tuple[str, ...], tuple[str, ...]]
    at: Array  # position in the flattened table
    values: Array
    lines: Array

    @property
    def shape(self) -> tuple[int, int, int]:
        return len(self.years), len(self.names[0]), len(self.names[1])

    def label(self, row: int) -> str:
        """The cell that a row is about."""
        year, place, activity = np.unravel_index(int(self.at[row]), self.shape)
        named = (self.names[0][int(place)], self.names[1][int(activity)])
        return ", ".join((*((str(self.years[int(year)]),) if self.years != (UNDATED,) else ()), *named))


def read_counts(path: Path, *, columns: Columns | None = None, as_of: date | None = None) -> Counts:
    """The table of a file: one row for each year, place and activity, in a column each, and their value.

    Args:
        path: CSV (comma, semicolon or tab; UTF-8, GB18030 or UTF-16; also gzipped), XLSX or Parquet.
        columns: their names; None looks for them by the usual ones.
        as_of: years that were not over on that day are left out.

    Raises:
        InputError: it cannot be read, has no such columns, nothing to count, too many cells, or two rows
            that contradict each other; the message says on which lines.
    """
    table, content = read_table(path, columns or Columns())
    where = path.name
    table = _readable(table, where)
    why = _why(table)
    left_out = list(_listed(table, why, where))
    rows = table.filter(why.is_null())
    if "year" in table.columns and as_of is not None:
        last = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
        left_out += _later(rows, last)
        rows = rows.filter(rows["year"] <= last)
    if rows.is_empty():
        raise _nothing(table, as_of, where)
    laid, repeated = _once(_lay(rows, where), where)
    counts = _filled(laid, path, hashlib.sha256(content).hexdigest())
    return _without_empty(counts, [*left_out, *repeated, *_vanished(table, laid, where)])


def _readable(table: pl.DataFrame, where: str) -> pl.DataFrame:
    """Names without stray characters, years and values as numbers, without rows that are blank."""
    import polars as pl

    table = table.filter(~pl.all_horizontal(pl.exclude(LINE).is_null()))
    table = table.with_columns(_clean_names(table[key], where, table[LINE]) for key in _KEYS)
    if "year" in table.columns:
        year = pl.col("year").str.strip_chars().str.extract(_YEAR).cast(pl.Int32, strict=False)
        table = table.with_columns(year.alias("year"))
    if table["value"].dtype == pl.String:
        number = pl.col("value").str.strip_chars().cast(pl.Float64, strict=False)
        return table.with_columns(number=number)
    return table.with_columns(number=pl.col("value"))


def _clean_names(names: pl.Series, where: str, lines: pl.Series) -> pl.Series:
    longest = names.str.len_chars().max()
    if isinstance(longest, int) and longest > _LONGEST_NAME:
        line = lines[int(names.str.len_chars().arg_max() or 0)]
        raise InputError(
            f"a name of {names.name} has {longest:,} characters",
            where=f"{where}:{line}",
            advice=f"Names have at most {_LONGEST_NAME}; check the separator and the quotation marks",
        )
    unlike = {
        name: "" if clean(name).casefold() in _BLANK else clean(name) for name in names.drop_nulls().unique()
    }
    changed = {name: cleaned for name, cleaned in unlike.items() if cleaned != name}
    return (names.replace(changed) if changed else names).fill_null("")


def _why(table: pl.DataFrame) -> pl.Series:
    """Why each row cannot be counted; null where it can."""
    import polars as pl

    unnamed = (pl.col("place") == "") | (pl.col("activity") == "")
    if "year" in table.columns:
        unnamed |= pl.col("year").is_null()
    number = pl.col("number")
    size = number.abs()
    sane = (size == 0) | ((size >= SMALLEST_NUMBER) & (size <= LARGEST_NUMBER))
    told = number.is_not_null() & number.is_finite() & sane
    why = (
        pl.when(unnamed).then(pl.lit(Why.UNNAMED.value))
        .when(~told).then(pl.lit(Why.NOT_A_NUMBER.value))
        .when(number < 0).then(pl.lit(Why.NEGATIVE.value))
    )  # fmt: skip
    return table.select(why=why)["why"]


def _listed(table: pl.DataFrame, why: pl.Series, where: str) -> Iterator[LeftOut]:
    """The rows that cannot be counted, as entries."""
    for reason in (Why.UNNAMED, Why.NOT_A_NUMBER, Why.NEGATIVE):
        rows = table.filter(why == reason.value)
        shown = [(_said(row), int(row[LINE])) for row in rows.head(LISTED_ROWS).iter_rows(named=True)]
        rest = rows[LINE][LISTED_ROWS:].to_list()
        yield from _entries(reason, shown, rest, where)


def _said(row: dict[str, object]) -> str:
    """A row in a few words: its names and what stands where the value should."""
    said = (row.get("year"), row["place"], row["activity"], row["value"])
    return ", ".join(clean(str(each))[:_LONGEST_NAME] for each in said if each not in (None, ""))


def _entries(why: Why, shown: list[tuple[str, int]], rest: list[int], where: str) -> Iterator[LeftOut]:
    for what, line in shown:
        yield LeftOut(what, why, f"{where}:{line}")
    if rest:
        yield LeftOut(f"+ {len(rest):,}", why, f"{where}:{min(rest)}-{max(rest)}", len(rest))


def _later(rows: pl.DataFrame, last: int) -> Iterator[LeftOut]:
    later = rows.filter(rows["year"] > last)["year"].value_counts().sort("year")
    for year, count in later.iter_rows():
        yield LeftOut(str(year), Why.LATER, count=int(count))


def _nothing(table: pl.DataFrame, as_of: date | None, where: str) -> InputError:
    known = "" if as_of is None else f" that was over on {as_of.isoformat()}"
    first = table.row(0, named=True) if table.height else {}
    seen = f"; its first row says {_said(first)!r}" if first else ""
    return InputError(
        f"no row has a name, a year{known} and a count of zero or more{seen}",
        where=where,
        advice="Give one row for each year, place and activity, years as 2024 and values without separators",
    )


def _lay(rows: pl.DataFrame, where: str) -> _Laid:
    import polars as pl

    dated = "year" in rows.columns
    years = tuple(sorted(rows["year"].unique().to_list())) if dated else (UNDATED,)
    names = [tuple(sorted(rows[key].unique().to_list())) for key in _KEYS]
    shape = (len(years), len(names[0]), len(names[1]))
    if int(np.prod(shape, dtype=np.int64)) > LARGEST_CELLS:
        raise InputError(
            "{:,} years, {:,} places and {:,} activities are too many cells to hold".format(*shape),
            where=where,
            advice=f"Keep at most {LARGEST_CELLS:,}: fewer years, places or finer activities summed",
        )
    at = np.zeros(rows.height, np.int64)
    if dated:
        at += np.searchsorted(np.array(years), rows["year"].to_numpy()) * (shape[1] * shape[2])
    for key, known, step in zip(_KEYS, names, (shape[2], 1), strict=True):
        at += rows[key].cast(pl.Enum(list(known))).to_physical().to_numpy().astype(np.int64) * step
    values = rows["number"].to_numpy()
    return _Laid(years, (names[0], names[1]), at, values, rows[LINE].to_numpy())


def _once(laid: _Laid, where: str) -> tuple[_Laid, list[LeftOut]]:
    """Each cell by one row; those that say the same again are listed.

    Raises:
        InputError: two rows give a cell different values.
    """
    seen = np.zeros(int(np.prod(laid.shape)), bool)
    seen[laid.at] = True
    if int(np.count_nonzero(seen)) == laid.at.size:
        return laid, []
    order = np.argsort(laid.at, kind="stable")
    at, values = laid.at[order], laid.values[order]
    again = np.r_[False, at[1:] == at[:-1]]
    unlike = again & np.r_[False, values[1:] != values[:-1]]
    if unlike.any():
        raise _contradiction(laid, order, int(np.argmax(unlike)), (int(unlike.sum()), where))
    rows = np.sort(order[again])
    shown = [(laid.label(row), int(laid.lines[row])) for row in rows[:LISTED_ROWS]]
    rest = laid.lines[rows[LISTED_ROWS:]].tolist()
    kept = np.sort(order[~again])
    once = _Laid(laid.years, laid.names, laid.at[kept], laid.values[kept], laid.lines[kept])
    return once, list(_entries(Why.REPEATED, shown, rest, where))


def _contradiction(laid: _Laid, order: Array, at: int, seen: tuple[int, str]) -> InputError:
    count, where = seen
    first, second = int(order[at - 1]), int(order[at])
    also = f", and {count - 1:,} more rows contradict another" if count > 1 else ""
    return InputError(
        f"{laid.values[first]:.10g} and {laid.values[second]:.10g} are given for the same cell"
        f" ({laid.label(first)}){also}",
        where=f"{where}:{laid.lines[first]} and {laid.lines[second]}",
        advice="Leave the right one, or add them up first where they are parts of one whole",
    )


def _filled(laid: _Laid, path: Path, data: str) -> Counts:
    values = np.zeros(laid.shape)
    values.reshape(-1)[laid.at] = laid.values
    present = np.zeros(laid.shape[:2], bool)
    present.reshape(-1)[laid.at // laid.shape[2]] = True
    return Counts(laid.years, *laid.names, values, present, path.name, data)


def _vanished(table: pl.DataFrame, laid: _Laid, where: str) -> Iterator[LeftOut]:
    """Places and activities of which no row counts."""
    for key, kept in zip(_KEYS, laid.names, strict=True):
        known = set(kept)
        for name in sorted(set(table[key].unique().to_list()) - known - {""}):
            yield LeftOut(name, Why.EMPTY, where)


def _without_empty(counts: Counts, left_out: list[LeftOut]) -> Counts:
    """The table without places and activities that count zero in every year, each of them listed.

    Raises:
        InputError: nothing is left.
    """
    places = np.max(counts.values, axis=(0, 2)) > 0
    activities = np.max(counts.values, axis=(0, 1)) > 0
    if not places.any():
        raise InputError(
            "every value is zero", where=counts.source, advice="Give a table that counts something"
        )
    empty = [
        LeftOut(name, Why.EMPTY, counts.source)
        for names, kept in ((counts.places, places), (counts.activities, activities))
        for name, keep in zip(names, kept, strict=True)
        if not keep
    ]
    values = counts.values
    if empty:
        values = np.ascontiguousarray(values[:, places][:, :, activities])
    return Counts(
        counts.years,
        tuple(name for name, keep in zip(counts.places, places, strict=True) if keep),
        tuple(name for name, keep in zip(counts.activities, activities, strict=True) if keep),
        values,
        counts.present[:, places],
        counts.source,
        counts.data,
        (*left_out, *empty),
    )
