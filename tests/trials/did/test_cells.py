"""Cells by SQL are the cells in memory; long tables that cannot be used name unit and period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from forerun.engine import LocalEngine
from forerun.errors import InputError, SpecError
from forerun.trials.did.cells import Cells, cells_of
from forerun.trials.did.columns import Columns
from forerun.trials.did.query import cells_from
from forerun.trials.panel import NEVER, Panel

PLAIN = Columns("unit", "period", "y", "start")
FULL = Columns("unit", "period", "y", "start", "w", ("z",))


def table(panel: Panel) -> pl.DataFrame:
    """A row for each outcome that was observed."""
    length = len(panel.periods)
    start = [None if each == NEVER else int(each) + 1 for each in panel.start]
    rows = pl.DataFrame(
        {
            "unit": np.repeat(panel.places, length),
            "period": np.tile(np.arange(1, length + 1), len(panel.places)),
            "start": [each for each in start for _ in range(length)],
            "w": np.repeat(panel.weights, length),
            "z": panel.covariates["z"].ravel(),
            "y": panel.outcome.ravel(),
        },
        schema_overrides={"start": pl.Int64},
    )
    return rows.filter(pl.col("y").is_finite())


def cells(rows: pl.DataFrame, folder: Path, columns: Columns = PLAIN) -> Cells:
    path = folder / "rows.parquet"
    rows.write_parquet(path)
    return cells_from(LocalEngine(workers=2), [path], columns)


def same(one: Cells, other: Cells) -> None:
    assert one.periods == other.periods
    assert one.covariates == other.covariates
    assert one.left_out == other.left_out
    for name in ("cohort", "observed", "units", "first", "second", "centre"):
        mine, theirs = getattr(one, name), getattr(other, name)
        assert mine.shape == theirs.shape
        assert mine == pytest.approx(theirs, rel=1e-12, abs=1e-9), name


def test_sql_counts_what_memory_counts(gappy: Panel, tmp_path: Path) -> None:
    same(cells(table(gappy), tmp_path), cells_of(replace(gappy, weights=np.ones(150))))


def test_with_weights_and_covariates(gappy: Panel, tmp_path: Path) -> None:
    z = gappy.covariates["z"].copy()
    z[[3, 8]] = np.nan
    holed = replace(gappy, covariates={"z": z})
    same(
        cells(table(holed).with_columns(pl.col("z").fill_nan(None)), tmp_path, FULL), cells_of(holed, ("z",))
    )


def test_cells_hold_sums_of_the_rows(simulated: Panel) -> None:
    """Counted by hand for the first cohort, with weights."""
    found = cells_of(simulated)
    own = simulated.start == 2
    at = int(np.flatnonzero(found.cohort == 2)[0])
    w, y = simulated.weights[own], simulated.outcome[own] - simulated.outcome.mean(axis=0)
    assert found.units[at] == own.sum()
    assert found.weight[at] == pytest.approx(w.sum())
    assert found.first[at, 0, 1:] == pytest.approx(w @ y)
    assert found.second[at, 0, 0, 1:, 1:] == pytest.approx((y * (w**2)[:, None]).T @ y)
    assert found.means[at] == pytest.approx(w @ simulated.outcome[own] / w.sum())


@pytest.mark.parametrize("kind", ["text", "date", "float"])
def test_periods_may_be_numbers_texts_or_dates(simulated: Panel, tmp_path: Path, kind: str) -> None:
    rows = table(simulated)
    plain = cells(rows, tmp_path)
    days = {t: date(2010 + t, 1, 1) for t in range(1, 8)}
    if kind == "float":
        other = rows.with_columns(pl.col("period", "start").cast(pl.Float64))
    else:
        other = rows.with_columns(pl.col("period", "start").replace_strict(days, default=None))
    if kind == "text":
        other = other.with_columns(pl.col("period", "start").dt.to_string("%Y%m"))
    found = cells(other, tmp_path)
    names = {"text": "201101", "date": "2011-01-01", "float": "1"}
    assert found.periods[0] == names[kind]
    same(replace(found, periods=plain.periods), plain)


def test_starts_are_placed_among_the_periods(simulated: Panel, tmp_path: Path) -> None:
    """Between two periods, before all, after all, and zero, infinite or no number for never."""
    rows = table(simulated).with_columns(
        pl.col("period") * 2, (pl.col("start") * 2 - 1).cast(pl.Float64).fill_null(0.0)
    )
    found = cells(rows, tmp_path)
    same(replace(found, periods=simulated.periods), cells_of(replace(simulated, weights=np.ones(150))))
    moved = rows.with_columns(pl.col("start").replace({5.0: -3.0, 9.0: 99.0, 11.0: np.inf, 0.0: np.nan}))
    assert np.unique(cells(moved, tmp_path).cohort).tolist() == [0, NEVER]


def bad(rows: pl.DataFrame, column: str, value: object, index: int = 8) -> pl.DataFrame:
    """The rows with another value in row ``index``, which is unit u001 in period 2."""
    mark = pl.int_range(pl.len()) == index
    return rows.with_columns(pl.when(mark).then(pl.lit(value)).otherwise(pl.col(column)).alias(column))


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("y", np.nan, "u001, 2: y is not a finite number"),
        ("y", -np.inf, "u001, 2: y is not a finite number"),
        ("z", np.inf, "u001, 2: z is not a finite number"),
        ("z", 7.5, "u001, 2: z changes: z differs between rows of one unit"),
        ("start", 4, "u001, 2: treatment switches: start differs between rows"),
        ("w", -1.0, "u001, 2: w is not a positive number"),
        ("w", np.nan, "u001, 2: w is not a positive number"),
        ("w", np.inf, "u001, 2: w is not a positive number"),
        ("w", None, "u001, 2: w is not a positive number"),
        ("w", 9.0, "u001, 2: w changes"),
        ("period", 1, "u001, 1: the unit stands twice in the period"),
        ("period", None, "rows have no period"),
        ("unit", None, "rows have no unit"),
    ],
)
def test_bad_rows_are_named(
    simulated: Panel, tmp_path: Path, column: str, value: object, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        cells(bad(table(simulated), column, value), tmp_path, FULL)


def test_tables_without_use(simulated: Panel, tmp_path: Path) -> None:
    rows = table(simulated)
    with pytest.raises(InputError, match="the table is empty"):
        cells(rows.clear(), tmp_path)
    with pytest.raises(InputError, match="no unit has an outcome"):
        cells(rows.with_columns(y=pl.lit(None, pl.Float64)), tmp_path)
    with pytest.raises(InputError, match="61 periods are more"):
        cells(pl.DataFrame({"unit": 1, "period": range(61), "start": 5, "y": 1.0}), tmp_path)
    with pytest.raises(SpecError, match="cannot be the name of a column"):
        Columns("unit", "period", "y; drop table x", "start")
    with pytest.raises(InputError, match=r"u000: the covariate x changes over time"):
        cells_of(simulated, ("x",))
    with pytest.raises(InputError, match=r"no covariate 'gdp'. It has z, x"):
        cells_of(simulated, ("gdp",))
    nothing = replace(simulated, outcome=np.full_like(simulated.outcome, np.nan))
    with pytest.raises(InputError, match="no place has an outcome"):
        cells_of(nothing)
