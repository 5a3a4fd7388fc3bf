"""Giannone, Reichlin and Small (2008): GDP growth by two steps, against R's nowcasting 1.1.2.

Its settings: months aggregated first, two factors, two lags, two shocks; series with more than a third of
their months missing are left out; twelve months ahead.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from forerun.outlook.statespace.outliers import correct_outliers
from forerun.outlook.statespace.principal import aggregated
from forerun.outlook.statespace.transformations import (
    change,
    level,
    percent_change,
    percent_change_over_a_year,
)
from forerun.outlook.statespace.two_step import bridge, two_step
from tests.reference.nowcast import numbers, table

GDP, AHEAD = "RGDPGR", 12
CODES = {
    "0": level,
    "1": percent_change,
    "2": change,
    "3": lambda values, step: change(percent_change_over_a_year(values, step), step),
}


def test_two_steps(shared: Path) -> None:
    folder = shared / "data" / "nowcast" / "grs"
    head, *rows = table(folder / "usgdp_base.csv.gz")
    levels = numbers([row[1:] for row in rows])
    target = levels[:, head.index(GDP) - 1]
    codes = [row[1] for row in table(folder / "usgdp_legend.csv.gz")[1:]]
    columns = zip(levels.T, codes, head[1:], strict=True)
    growth = np.column_stack([CODES[code](values, 1) for values, code, name in columns if name != GDP])
    panel = aggregated(growth)
    kept = panel[:, np.isnan(panel).mean(axis=0) <= 1 / 3]
    assert kept.shape == (312, 189)
    data = np.column_stack([correct_outliers(column) for column in kept.T])
    found = two_step(np.vstack([data, np.full((AHEAD, data.shape[1]), np.nan)]), factors=2, lags=2)
    quarterly = np.concatenate([target, np.full(AHEAD, np.nan)])[2::3]
    fitted = bridge(found.factors[2::3], quarterly)
    expected = numbers([row[1:] for row in table(folder / "r_two_step_expected.csv")[1:]])[:, 0]
    assert fitted[np.isnan(quarterly)] == pytest.approx(expected, abs=1e-10)
