"""The sums of difference-in-differences: one SQL text gives on each engine what arrays give in memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from forerun.engine import Engine
from forerun.trials.did.cells import cells_of
from forerun.trials.did.columns import Columns
from forerun.trials.did.query import cells_from
from forerun.trials.panel import NEVER, Panel

FIRMS, YEARS = 120, ("2010", "2011", "2012", "2013", "2014")
COLUMNS = Columns("firm", "year", "output", "begun", weight="staff", covariates=("size",))
NUMBERS = ("cohort", "observed", "units", "first", "second", "centre")


@pytest.fixture
def panel() -> Panel:
    """Firms of which two in three are treated from 2012 or 2014 on; a tenth of the outcomes is missing."""
    draw = np.random.default_rng(11)
    size = draw.normal(3.0, 1.0, FIRMS)
    outcome = 100.0 + size[:, None] + draw.normal(0.0, 1.0, (FIRMS, len(YEARS)))
    return Panel(
        places=tuple(f"f{i:03d}" for i in range(FIRMS)),
        periods=YEARS,
        outcome=np.where(draw.random(outcome.shape) < 0.1, np.nan, outcome),
        start=np.array([NEVER, 2, 4])[np.arange(FIRMS) % 3],
        covariates={"size": np.repeat(size[:, None], len(YEARS), axis=1)},
        weights=draw.uniform(0.5, 2.0, FIRMS),
    )


@pytest.mark.parametrize("dated", [False, True])
def test_cells_are_the_same_on_every_engine(
    engine: Engine, panel: Panel, tmp_path: Path, *, dated: bool
) -> None:
    found = cells_from(engine, _files(panel, tmp_path, dated=dated), COLUMNS)
    expected = cells_of(panel, ("size",))
    for name in NUMBERS:
        there, here = getattr(found, name), getattr(expected, name)
        scale = max(float(np.abs(here.astype(float)).max()), 1.0)
        assert np.abs(there.astype(float) - here.astype(float)).max() <= 1e-12 * scale, name
    assert [each[:4] for each in found.periods] == list(YEARS)


def _files(panel: Panel, folder: Path, *, dated: bool) -> list[Path]:
    """The panel as a long table in two files, its years as numbers or as days."""
    firm, year = (each.ravel() for each in np.indices(panel.outcome.shape))
    begun = np.where(panel.start == NEVER, 0, 2010 + panel.start)[firm]
    table = pl.DataFrame(
        {
            "firm": np.array(panel.places)[firm],
            "year": np.array([int(each) for each in YEARS])[year],
            "output": panel.outcome.ravel(),
            "begun": begun,
            "staff": panel.weights[firm],
            "size": panel.covariates["size"].ravel(),
        }
    ).with_columns(pl.col("output").fill_nan(None))
    if dated:
        begins = pl.when(pl.col("begun") > 0).then(pl.date(pl.col("begun"), 1, 1))
        table = table.with_columns(pl.date(pl.col("year"), 1, 1).alias("year"), begins.alias("begun"))
    paths = [folder / "a.parquet", folder / "b.parquet"]
    for number, path in enumerate(paths):
        table.filter(pl.arange(pl.len()) % 2 == number).write_parquet(path)
    return paths
