"""Long tables that cannot be used: what is wrong, and in which row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from forerun.engine import Engine
from forerun.errors import InputError
from forerun.trials.did.columns import Columns
from forerun.trials.panel import LARGEST_NUMBER

if TYPE_CHECKING:
    import polars as pl


def finite(value: str) -> str:
    """The condition that a column is a finite number that can be reckoned with.

    Comparing with infinity or asking ``isnan`` will not do: a reader of Parquet may answer from a file's
    statistics, which do not mention values that are not numbers.
    """
    return f"({value} - {value} = 0e0 and abs({value}) <= {LARGEST_NUMBER:g})"


def check_periods(engine: Engine, table: str, columns: Columns, found: pl.DataFrame) -> None:
    """Refuse rows without unit or period and values that are not finite; ``found`` has a row a period."""
    if not found.height:
        raise InputError("the table is empty", advice="Name files with rows")
    if found["period"].null_count():
        raise InputError(
            f"rows have no {columns.period}", advice="Remove them or fill in when they were observed"
        )
    if found["nameless"].sum():
        raise InputError(f"rows have no {columns.unit}", advice="Remove them or fill in whom they describe")
    if not (np.abs(found["centre"].fill_null(0.0).to_numpy()) <= LARGEST_NUMBER).all():
        _not_finite(engine, table, columns, columns.outcome)
    for i, name in enumerate(columns.covariates):
        if not np.isfinite(found[f"x{i}"].fill_null(0.0).to_numpy()).all():
            _not_finite(engine, table, columns, name)


def check_units(engine: Engine, table: str, columns: Columns, rows: pl.DataFrame) -> None:
    """Refuse units that stand twice in a period or change what must not change; ``rows`` are the query's."""
    present = sum(
        (
            rows[f"p{j}"].to_numpy().astype(np.uint64)[:, None] >> np.arange(30, dtype=np.uint64)
            & np.uint64(1)
        ).sum(axis=1)
        for j in range(sum(name.startswith("p") for name in rows.columns))
    )
    if (rows["seen"].to_numpy() != present * rows["units"].to_numpy()).any():
        _twice(engine, table, columns)
    if rows["moved"].sum():
        _changing(engine, table, columns, columns.start)
    if columns.weight and rows["misweighed"].sum():
        _misweighed(engine, table, columns)
    for i, name in enumerate(columns.covariates):
        if rows[f"changed{i}"].sum():
            _changing(engine, table, columns, name)


def _not_finite(engine: Engine, table: str, columns: Columns, name: str) -> None:
    value = f"cast(r.{name} as double)"
    unit, period = _first(engine, table, columns, f"where not {finite(value)}")
    raise InputError(
        f"{name} is not a finite number, or above {LARGEST_NUMBER:g}",
        where=f"{unit}, {period}",
        advice="Leave the value empty where it is unknown",
    )


def _twice(engine: Engine, table: str, columns: Columns) -> None:
    rows = f"r.{columns.unit}, r.{columns.period} having count(*) > 1"
    unit, period = _first(engine, table, columns, f"where r.{columns.outcome} is not null group by {rows}")
    raise InputError("the unit stands twice in the period", where=f"{unit}, {period}", advice="Keep one row")


def _changing(engine: Engine, table: str, columns: Columns, name: str) -> None:
    value = f"coalesce(r.{name}, 0)"
    if name == columns.start:
        value = f"coalesce(cast(r.{name} as string), '0')"
    grouped = f"group by r.{columns.unit} having min({value}) <> max({value}) order by 1 limit 1"
    unit = engine.query(f"select r.{columns.unit} as unit from {table} r {grouped}").item()  # noqa: S608
    history = f"select r.{columns.period} as period, {value} as value from {table} r "  # noqa: S608
    rows = engine.query(f"{history} where r.{columns.unit} = ? order by 1", (unit,)).rows()
    period = next(when for when, held in rows if held != rows[0][1])
    what = "treatment switches" if name == columns.start else f"{name} changes"
    raise InputError(
        f"{what}: {name} differs between rows of one unit",
        where=f"{unit}, {period}",
        advice="Give every row of a unit the same value; treatment stays once it has begun",
    )


def _misweighed(engine: Engine, table: str, columns: Columns) -> None:
    weight = f"cast(r.{columns.weight} as double)"
    rows = _rows(
        engine,
        table,
        columns,
        f"where r.{columns.weight} is null or not ({weight} > 0e0 and {finite(weight)})",
    )
    if not rows:
        _changing(engine, table, columns, columns.weight)
    unit, period = rows[0]
    raise InputError(
        f"{columns.weight} is not a positive number", where=f"{unit}, {period}", advice="Leave the unit out"
    )


def _first(engine: Engine, table: str, columns: Columns, condition: str) -> tuple[object, object]:
    """Unit and period of the first row, or group of rows, with a condition that some meet."""
    return _rows(engine, table, columns, condition)[0]


def _rows(engine: Engine, table: str, columns: Columns, condition: str) -> list[tuple[object, object]]:
    what = f"r.{columns.unit} as unit, r.{columns.period} as period"
    found = engine.query(f"select {what} from {table} r {condition} order by 1, 2 limit 1")  # noqa: S608
    return [(unit, period) for unit, period in found.rows()]
