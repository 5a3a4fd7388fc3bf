"""What statsmodels said, stored with the parameters and the panel that it was asked about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forerun.outlook.statespace.dynamic_factor import DynamicFactor, as_state_space
from forerun.outlook.statespace.model import Array
from forerun.outlook.statespace.smoothing import smooth

FOLDER = Path(__file__).parents[2] / "reference" / "dynamic_factor"
CASES = sorted(path.stem for path in FOLDER.glob("*.json") if not path.stem.startswith("us_panel"))
AHEAD, SHOWN = 3, 12


def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def numbers(values: Any) -> Array:
    return np.array(values, dtype=np.float64)


def parameters(content: Any) -> DynamicFactor:
    given = content["parameters"]
    names = ("loadings", "factor_var", "factor_covariance", "idiosyncratic_rho", "idiosyncratic_sigma2")
    quarterly = np.array(content["quarterly"])
    return DynamicFactor(quarterly, *(numbers(given[name]) for name in names), np.zeros(len(quarterly)))


def assert_equals_statsmodels(content: Any, panel: Array) -> None:
    model, expected = as_state_space(parameters(content)), content["expected"]
    smoothed = smooth(model, np.vstack([panel, np.full((AHEAD, panel.shape[1]), np.nan)]))
    factors, months = content["parameters"]["factors"], len(panel)
    ahead = smoothed.covariances[months:]
    spread = np.einsum("is,tsu,iu->ti", model.design, ahead, model.design)
    last = np.diagonal(smoothed.covariances[months - SHOWN : months], axis1=1, axis2=2)[:, :factors]
    assert smoothed.loglikelihood == pytest.approx(expected["loglikelihood"], abs=1e-8)
    assert smoothed.means[: months : content.get("every", 1), :factors] == pytest.approx(
        numbers(expected["smoothed_factors"]), abs=1e-10
    )
    assert smoothed.observations[months:] == pytest.approx(numbers(expected["forecasts"]), abs=1e-10)
    assert np.sqrt(spread) == pytest.approx(numbers(expected["forecast_deviations"]), abs=1e-10)
    assert np.sqrt(last) == pytest.approx(numbers(expected["last_factor_deviations"]), abs=1e-10)
