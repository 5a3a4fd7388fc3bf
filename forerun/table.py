"""The one tabular shape for many observations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from forerun.errors import InputError
from forerun.periods import Period
from forerun.types import Basis, Comparator, Measure, Observation, Status

if TYPE_CHECKING:
    import polars as pl

COLUMNS = (
    "series",
    "period",
    "measure",
    "value",
    "unit",
    "comparator",
    "status",
    "published",
    "basis",
    "recorded",
    "publisher",
    "source",
    "locator",
    "document",
    "note",
)


def schema() -> dict[str, pl.DataType]:
    """Column types of the table, in order; ``recorded`` is UTC without a zone."""
    import polars as pl

    special: dict[str, pl.DataType] = {
        "value": pl.Float64(),
        "published": pl.Date(),
        "recorded": pl.Datetime("us"),
    }
    return {name: special.get(name, pl.String()) for name in COLUMNS}


def checked(table: pl.DataFrame) -> pl.DataFrame:
    """The table with exactly the columns and types of :func:`schema`, every cell an observation's.

    Raises:
        InputError: a column is absent, or a row has an empty cell, no finite value or an unknown word.
    """
    import polars as pl

    absent = [name for name in COLUMNS if name not in table.columns]
    if absent:
        raise InputError(f"the table lacks the columns {', '.join(absent)}")
    frame = table.select(COLUMNS).cast(schema())  # type: ignore[arg-type]
    if frame.null_count().sum_horizontal().item() or not frame["value"].is_finite().all():
        bad = frame.filter(pl.any_horizontal(pl.all().is_null()) | ~pl.col("value").is_finite())
        where = " ".join(str(cell) for cell in bad.row(0)[:3])
        raise InputError("a row has an empty cell or no finite value", where=where)
    for column, read in _WORDS.items():
        for word in frame[column].unique():
            _require(column, read, word)
    return frame


_WORDS: dict[str, Callable[[str], object]] = {
    "period": Period.parse,
    "measure": Measure,
    "comparator": Comparator,
    "status": Status,
    "basis": Basis,
}


def _require(column: str, read: Callable[[str], object], word: str) -> None:
    try:
        read(word)
    except ValueError as problem:
        raise InputError(f"{word!r} is no {column}") from problem


def to_frame(observations: Iterable[Observation]) -> pl.DataFrame:
    """Rows as a table with :func:`schema`."""
    import polars as pl

    rows = [_row(each) for each in observations]
    return pl.DataFrame(rows, schema=schema(), orient="row")


def from_rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[Observation]:
    """Observations from tuples in the order of :data:`COLUMNS`, as SQL and polars return them."""
    for series, period, measure, value, unit, comparator, status, published, basis, *rest in rows:
        yield Observation(
            series,
            Period.parse(period),
            Measure(measure),
            value,
            unit,
            Comparator(comparator),
            Status(status),
            published,
            Basis(basis),
            *rest,
        )


def _row(each: Observation) -> tuple[object, ...]:
    return (
        each.series,
        str(each.period),
        each.measure.value,
        each.value,
        each.unit,
        each.comparator.value,
        each.status.value,
        each.published,
        each.basis.value,
        each.recorded,
        each.publisher,
        each.source,
        each.locator,
        each.document,
        each.note,
    )
