"""One set of column types for the answers of every engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def answer(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of a query in the types on which engines agree.

    Engines differ in the width of a count, a sum or a rank and in what becomes of an average of decimals.
    Here every whole number is ``Int64``, every other number ``Float64``, every time has microseconds and,
    where it has a zone, UTC.  Truth values, texts, days, bytes and lists are what they were.

    Raises:
        InvalidOperationError: a whole number does not fit 64 bits (a polars error).
    """
    changes = list(_changes(frame.schema))
    return frame.with_columns(changes) if changes else frame


def _changes(schema: pl.Schema) -> Iterator[pl.Expr]:
    import polars as pl

    for name, found in schema.items():
        column = pl.col(name)
        if found.is_integer() and found != pl.Int64:
            yield column.cast(pl.Int64)
        elif isinstance(found, pl.Decimal):
            yield column.cast(pl.Float64 if found.scale else pl.Int64)
        elif found == pl.Float32:
            yield column.cast(pl.Float64)
        elif isinstance(found, pl.Datetime) and (found.time_unit != "us" or found.time_zone):
            yield column.cast(pl.Datetime("us", "UTC" if found.time_zone else None))
