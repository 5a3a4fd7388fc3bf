"""The dense state space on 117 monthly series and GDP since 1960: likelihood, factors and nowcast."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from forerun.outlook.statespace.dynamic_factor import DynamicFactor, as_state_space
from forerun.outlook.statespace.model import Array
from forerun.outlook.statespace.smoothing import smooth
from tests.outlook.statespace.stored import assert_equals_statsmodels, read
from tests.reference.nowcast import numbers, table

GDP = -1


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "nowcast" / "us_panel"


@pytest.fixture(scope="module")
def panel(folder: Path) -> Array:
    return numbers([row[1:] for row in table(folder / "us_panel_std.csv.gz")[1:]])


def test_one_factor(folder: Path, panel: Array) -> None:
    expected = json.loads((folder / "expected_r1.json").read_text(encoding="utf-8"))
    factors = numbers(table(folder / "smoothed_factors_r1.csv"))
    given = numbers([row[1:] for row in table(folder / "params_r1.csv")[1:]])
    ((persistence, variance),) = numbers(table(folder / "factor_var_r1.csv")[1:])
    quarterly = np.arange(len(given)) == len(given) - 1
    loadings, rho, sigma2 = given.T
    model = DynamicFactor(
        quarterly,
        loadings[:, None],
        np.array([[[persistence]]]),
        np.array([[variance]]),
        rho,
        sigma2,
        np.zeros(len(given)),
    )
    smoothed = smooth(as_state_space(model), panel)
    assert smoothed.loglikelihood == pytest.approx(expected["loglik_statsmodels"], abs=1e-7)
    assert smoothed.means[:, :1] == pytest.approx(factors, abs=1e-8)
    assert smoothed.observations[-1, GDP] == pytest.approx(expected["gdp_2023Q4_standardised"], abs=1e-9)


@pytest.mark.parametrize("factors", [2, 4])
def test_more_factors(panel: Array, factors: int) -> None:
    assert_equals_statsmodels(read(f"us_panel_{factors}_factors"), panel)
