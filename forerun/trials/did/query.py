"""Cells by one pass of SQL over a long table of any size, on any engine.

Only functions that DuckDB and Spark share are used.  Rows are turned into one line for each unit, lines into
sums for each cohort and pattern of missing outcomes; only the sums leave the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forerun.compiled import Array
from forerun.engine import Engine
from forerun.errors import InputError
from forerun.trials.did.cells import Cells, lacking
from forerun.trials.did.columns import Columns
from forerun.trials.did.guards import check_periods, check_units, finite
from forerun.trials.labels import plain_label
from forerun.trials.panel import NEVER

if TYPE_CHECKING:
    import polars as pl

MOST_PERIODS = 60
"""More would need thousands of sums; years or quarters do."""

_BITS = 30  # periods in one number of a pattern


@dataclass(frozen=True, slots=True)
class _Axis:
    """The periods of a table and the means that are subtracted before anything is multiplied."""

    values: tuple[object, ...]
    labels: tuple[str, ...]
    centre: Array
    middle: Array  # of the covariates

    @property
    def numeric(self) -> bool:
        return all(isinstance(each, (int, float)) for each in self.values)


def cells_from(engine: Engine, paths: Sequence[Path], columns: Columns) -> Cells:
    """The cells of Parquet files with a row for each unit and period.

    Units without an outcome or without a covariate are left out and counted.  A start after the last period
    is no treatment; one between two periods begins with the later.

    Args:
        engine: where the files are read.
        paths: files that share a schema.
        columns: what their columns are called.

    Raises:
        InputError: a value is not finite, a unit stands twice in a period, its start, weight or covariate
            changes; the message names unit and period.
        LedgerError: the files cannot be read.
    """
    table = engine.table(paths)
    axis = _axis(engine, table, columns)
    parameters = () if axis.numeric else axis.values
    rows = engine.query(cells_sql(table, columns, axis.values, (axis.centre, axis.middle)), parameters)
    check_units(engine, table, columns, rows)
    return _gathered(rows, columns, axis)


def _axis(engine: Engine, table: str, columns: Columns) -> _Axis:
    found = engine.query(periods_sql(table, columns))
    check_periods(engine, table, columns, found)
    values = tuple(found["period"].to_list())
    if len(values) > MOST_PERIODS:
        raise InputError(
            f"{len(values)} periods are more than cells are made for", advice=f"Use at most {MOST_PERIODS}"
        )
    sums = [
        float(found[f"x{i}"].sum()) / max(float(found[f"n{i}"].sum()), 1.0)
        for i in range(len(columns.covariates))
    ]
    return _Axis(
        values=values if found["period"].dtype.is_numeric() else tuple(str(each) for each in values),
        labels=tuple(plain_label(str(each)) for each in values),
        centre=found["centre"].fill_null(0.0).to_numpy(),
        middle=np.array(sums),
    )


def periods_sql(table: str, columns: Columns) -> str:
    """The query for the periods of a table, with how often and how high the outcome is in each."""
    outcome = f"cast(r.{columns.outcome} as double)"
    parts = [
        f"r.{columns.period} as period",
        f"avg({outcome}) as centre",
        f"sum(case when r.{columns.unit} is null then 1 else 0 end) as nameless",
    ]
    for i, name in enumerate(columns.covariates):
        value = f"case when r.{columns.outcome} is not null then cast(r.{name} as double) end"
        parts += [f"sum({value}) as x{i}", f"count({value}) as n{i}"]
    listed = ", ".join(parts)
    return f"select {listed} from {table} r group by r.{columns.period} order by 1"  # noqa: S608


def cells_sql(table: str, columns: Columns, periods: Sequence[object], centres: tuple[Array, Array]) -> str:
    """The query for the sums of all cells; a ``?`` stands for each period that is not a number."""
    numeric = all(isinstance(each, (int, float)) for each in periods)
    line = ", ".join([*_unit_parts(columns, numeric), *_outcome_parts(columns, periods, centres[0])])
    ready = ", ".join(["u.*", *_ready_parts(columns, len(periods), centres[1])])
    keys = ["start", "lacking", *(f"p{j}" for j in range(_words(len(periods))))]
    sums = [f"sum({' * '.join(each)}) as {_name(each)}" for each in _monomials(columns, len(periods)) if each]
    counted = [
        "count(*) as units",
        "sum(seen) as seen",
        *(f"sum({flag}) as {flag}" for flag in _flags(columns)),
    ]
    lines = f"select {line} from {table} r group by r.{columns.unit}"  # noqa: S608
    marked = f"select {ready} from ({lines}) u"  # noqa: S608
    return f"select {', '.join([*keys, *counted, *sums])} from ({marked}) v group by {', '.join(keys)}"  # noqa: S608


def _unit_parts(columns: Columns, numeric: bool) -> list[str]:
    """What a unit's line holds besides its outcomes."""
    start = (
        f"coalesce(r.{columns.start}, 0)" if numeric else f"coalesce(cast(r.{columns.start} as string), '0')"
    )
    parts = [f"max({start}) as start", f"min({start}) as least", f"count(r.{columns.outcome}) as seen"]
    if columns.weight:
        weight = f"coalesce(cast(r.{columns.weight} as double), 0e0)"
        parts += [f"max({weight}) as w", f"min({weight}) as wl"]
    for i, name in enumerate(columns.covariates):
        value = f"case when r.{columns.outcome} is not null then cast(r.{name} as double) end"
        parts += [f"max({value}) as xh{i}", f"min({value}) as xl{i}"]
    return parts


def _outcome_parts(columns: Columns, periods: Sequence[object], centre: Array) -> list[str]:
    """The outcomes of a unit side by side, less the mean of their period."""
    value = f"cast(r.{columns.outcome} as double)"
    parts = []
    for k, period in enumerate(periods):
        when = f"r.{columns.period} = {period!r}"
        if not isinstance(period, (int, float)):
            when = f"cast(r.{columns.period} as string) = ?"
        parts.append(f"max(case when {when} then {value} - ({centre[k]:.17e}) end) as y{k}")
    return parts


def _ready_parts(columns: Columns, length: int, middle: Array) -> list[str]:
    """The pattern of outcomes that are there, covariates less their means, and what is wrong with a unit."""
    parts = []
    for j in range(_words(length)):
        bits = [
            f"case when y{k} is null then 0 else {1 << k - j * _BITS} end"
            for k in range(length)[j * _BITS :][:_BITS]
        ]
        parts.append(f"{' + '.join(bits)} as p{j}")
    parts += [f"xh{i} - ({middle[i]:.17e}) as x{i}" for i in range(len(columns.covariates))]
    missing = " or ".join([f"xh{i} is null" for i in range(len(columns.covariates))] or ["1 = 0"])
    parts.append(f"case when {missing} then 1 else 0 end as lacking")
    return parts + [
        f"case when {wrong} then 1 else 0 end as {flag}" for flag, wrong in _flags(columns).items()
    ]


def _flags(columns: Columns) -> dict[str, str]:
    """What may be wrong with a unit, by the name of its count."""
    flags = {"moved": "start <> least"}
    if columns.weight:
        flags["misweighed"] = f"w <> wl or not (wl > 0e0 and {finite('w')})"
    return flags | {f"changed{i}": f"xh{i} <> xl{i}" for i in range(len(columns.covariates))}


def _words(length: int) -> int:
    return -(-length // _BITS)


def _monomials(columns: Columns, length: int) -> list[tuple[str, ...]]:
    """Every product whose sum is needed, each once; the empty product is the count of units."""
    z = range(len(columns.covariates) + 1)
    v = range(len(columns.covariates) + 1 + length)
    first = {_factors(columns, (a, c), 1) for a in z for c in v}
    second = {
        _factors(columns, (a, b, c, d), 2)
        for a, b in combinations_with_replacement(z, 2)
        for c, d in combinations_with_replacement(v, 2)
    }
    return sorted(first | second)


def _factors(columns: Columns, indices: tuple[int, ...], weights: int) -> tuple[str, ...]:
    """The product of elements of v, the first being one, and of as many weights."""
    width = len(columns.covariates) + 1
    named = sorted(i for i in indices if i)
    names = [f"x{i - 1}" if i < width else f"y{i - width}" for i in named]
    return (*(["w"] * weights if columns.weight else []), *names)


def _name(factors: tuple[str, ...]) -> str:
    return "s_" + "_".join(factors)


def _gathered(rows: pl.DataFrame, columns: Columns, axis: _Axis) -> Cells:
    """The cells of the query's rows: starts become positions, products find their place."""
    length, width = len(axis.values), len(columns.covariates) + 1
    words = rows.select(f"p{j}" for j in range(_words(length))).to_numpy().astype(np.int64)
    observed = np.array([words[:, k // _BITS] >> (k % _BITS) & 1 for k in range(length)]).T.reshape(
        -1, length
    )
    kept = observed.any(axis=1) & (rows["lacking"].to_numpy() == 0)
    units = rows["units"].to_numpy().astype(float)
    if not kept.any():
        raise InputError("no unit has an outcome and all covariates", advice="Look at the columns")
    start = np.array([_position(each, axis) for each in rows["start"].to_list()])
    keys, which = np.unique(np.column_stack([start, observed])[kept], axis=0, return_inverse=True)

    def added(values: Array) -> Array:
        return np.bincount(which, weights=values[kept], minlength=len(keys))

    sums = {
        factors: added(rows[_name(factors)].fill_null(0.0).to_numpy() if factors else units)
        for factors in _monomials(columns, length)
    }
    z, v = range(width), range(width + length)
    first = np.array([[sums[_factors(columns, (a, c), 1)] for c in v] for a in z])
    second = np.array(
        [[[[sums[_factors(columns, (a, b, c, d), 2)] for d in v] for c in v] for b in z] for a in z]
    )
    return Cells(
        periods=axis.labels,
        covariates=columns.covariates,
        cohort=keys[:, 0],
        observed=keys[:, 1:].astype(bool),
        units=added(units),
        first=np.moveaxis(first, -1, 0),
        second=np.moveaxis(second, -1, 0),
        centre=axis.centre,
        left_out=lacking(int(units[~kept].sum())),
    )


def _position(start: object, axis: _Axis) -> int:
    """Where treatment begins among the periods."""
    if start in (0, "0", "") or (isinstance(start, float) and not np.isfinite(start)):
        return NEVER
    position = int(np.searchsorted(np.array(axis.values), np.array(start)))
    return position if position < len(axis.values) else NEVER
