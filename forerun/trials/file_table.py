"""The columns of a person's own table that a trial names, CSV or Parquet, laid out as places by periods."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError, SpecError
from forerun.trials.labels import WHOLE, in_order
from forerun.trials.panel import LARGEST_NUMBER
from forerun.trials.spec import FileOutcome

if TYPE_CHECKING:
    import polars as pl

MAGIC = b"PAR1"
LARGEST_CELLS = 50_000_000
"""Places times periods that are held in memory; larger tables are for estimators on cells."""
_SEPARATORS = (",", ";", "\t")
_LINE = "\0line"
_BLANK = ("", "na", "nan", "null")
_LONGEST_NAME = 40


def file_hash(path: Path) -> str:
    """sha256 of a file's bytes.

    Raises:
        SpecError: it cannot be read.
    """
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as problem:
        raise _unreadable(path, problem.strerror or str(problem)) from problem


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A table of N places and T periods.

    Attributes:
        outcome: names the file and its columns.
        table: the rows as text, with the line on which each stands.
        places: N names, sorted.
        periods: T labels, ascending.
        row: the position of each row's place.
        column: the position of each row's period.
    """

    outcome: FileOutcome
    table: pl.DataFrame
    places: tuple[str, ...]
    periods: tuple[str, ...]
    row: Array
    column: Array

    @classmethod
    def read(cls, outcome: FileOutcome) -> Grid:
        """The table of a file.

        Raises:
            SpecError: it cannot be read or lacks a column.
            InputError: a row without place or period, or one that repeats both; periods that have no order;
                too many cells to hold.
        """
        table = _read(outcome)
        places = sorted(table[outcome.place].unique().to_list())
        periods = in_order(table[outcome.period].unique().to_list(), str(outcome.path))
        if len(places) * len(periods) > LARGEST_CELLS:
            raise InputError(
                f"{len(places)} places times {len(periods)} periods are too many to hold at once",
                where=str(outcome.path),
                advice="Estimate by callaway_santanna or two_way_fixed_effects from a Parquet file",
            )
        _refuse_repetition(table, outcome)
        row = _positions(table[outcome.place], places)
        column = _positions(table[outcome.period], periods)
        return cls(outcome, table, tuple(places), periods, row, column)

    def numbers(self, name: str, words: Mapping[str, str] = MappingProxyType({})) -> Array:
        """(N, T) values of a column; NaN where a cell is empty or there is no row.

        Args:
            name: of the column.
            words: in lower case, that stand for a number.

        Raises:
            InputError: a cell that is no number; names line, place and period.
        """
        import polars as pl

        texts = self.table[name]
        read = texts.str.to_lowercase().replace(words) if words else texts
        values = read.cast(pl.Float64, strict=False)
        wrong = (values.is_null() & texts.is_not_null() & ~texts.str.to_lowercase().is_in(_BLANK)) | (
            values.is_not_nan() & (values.abs() > LARGEST_NUMBER)
        )
        if wrong.any():
            line = int(wrong.arg_max() or 0)
            raise InputError(
                f"{texts[line]!r} in column {name!r} is no number that can be reckoned with",
                where=self._place_of(line),
                advice="Correct the cell, or leave it empty where there is no figure",
            )
        laid = np.full((len(self.places), len(self.periods)), np.nan)
        laid[self.row, self.column] = values.to_numpy()
        return laid

    def texts(self, name: str) -> Array:
        """(N, T) texts of a column, empty where there is none."""
        laid = np.full((len(self.places), len(self.periods)), "", object)
        laid[self.row, self.column] = self.table[name].fill_null("").to_numpy()
        return laid

    def at(self, place: int, period: int | None = None) -> str:
        """Where something stands: the file, the place, and the period where it is one."""
        label = "" if period is None else f", {self.periods[period]}"
        return f"{self.outcome.path} ({self.places[place]}{label})"

    def _place_of(self, line: int) -> str:
        row = self.table.row(line, named=True)
        return f"{self.outcome.path}:{row[_LINE]} ({row[self.outcome.place]}, {row[self.outcome.period]})"


def _positions(column: pl.Series, labels: Sequence[str]) -> Array:
    at = {label: position for position, label in enumerate(labels)}
    return np.array([at[each] for each in column.to_list()])


def _refuse_repetition(table: pl.DataFrame, outcome: FileOutcome) -> None:
    again = table.select(outcome.place, outcome.period).is_duplicated()
    if again.any():
        row = table.row(int(again.arg_max() or 0), named=True)
        twins = table.filter(
            (table[outcome.place] == row[outcome.place]) & (table[outcome.period] == row[outcome.period])
        )
        lines = " and ".join(str(line) for line in twins[_LINE].to_list()[:2])
        raise InputError(
            "place and period stand twice",
            where=f"{outcome.path} lines {lines} ({row[outcome.place]}, {row[outcome.period]})",
            advice="Leave one row for each place and period",
        )


def _read(outcome: FileOutcome) -> pl.DataFrame:
    """The named columns as text, with the line on which each row stands."""
    import polars as pl

    plain = WHOLE.pattern, "$1"
    wanted = dict.fromkeys(
        filter(
            None,
            (
                outcome.place,
                outcome.period,
                outcome.value,
                outcome.start,
                outcome.treated,
                outcome.weight,
                outcome.cluster,
                outcome.group,
                *outcome.covariates,
            ),
        )
    )
    try:
        if not outcome.path.is_file() and outcome.path.exists():
            raise _unreadable(outcome.path, "it is no regular file")
        table = _parquet(outcome.path) if _is_parquet(outcome.path) else _csv(outcome.path)
        columns = [name for name in table.collect_schema().names() if name != _LINE]
        if missing := [name for name in wanted if name not in columns]:
            raise SpecError(
                f"there is no column {missing[0]!r}",
                where=str(outcome.path),
                advice=f"It has {', '.join(name[:_LONGEST_NAME] for name in columns[:20])}",
            )
        found = table.select(_LINE, *(pl.col(name).cast(pl.String) for name in wanted)).collect()
        found = found.with_columns(pl.col(outcome.place, outcome.period).str.strip_chars())
        found = found.with_columns(pl.col(outcome.period).str.replace(*plain))
    except OSError as problem:
        raise _unreadable(outcome.path, problem.strerror or str(problem)) from problem
    except pl.exceptions.PolarsError as problem:
        raise _unreadable(outcome.path, str(problem).splitlines()[0]) from problem
    if found.is_empty():
        raise InputError("the table has no rows", where=str(outcome.path), advice="Give one with figures")
    for key in (outcome.place, outcome.period):
        blank = found[key].is_null() | (found[key] == "")
        if blank.any():
            raise InputError(
                f"column {key!r} is empty",
                where=f"{outcome.path}:{found[_LINE][int(blank.arg_max() or 0)]}",
                advice="Every row needs a place and a period",
            )
    return found


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(4) == MAGIC


def _parquet(path: Path) -> pl.LazyFrame:
    import polars as pl

    return pl.scan_parquet(path).with_row_index(_LINE, 1)


def _csv(path: Path) -> pl.LazyFrame:
    import polars as pl

    with path.open("rb") as handle:
        head = handle.readline(100_000).decode("utf-8", "replace")
    separator = max(_SEPARATORS, key=head.count)
    return pl.scan_csv(path, separator=separator, infer_schema=False).with_row_index(_LINE, 2)


def _unreadable(path: Path, what: str) -> SpecError:
    return SpecError(f"cannot be read: {what}", where=str(path), advice="Give a CSV (UTF-8) or Parquet file")
