"""The one tabular shape for many observations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

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
