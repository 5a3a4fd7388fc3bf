"""Writes ``dynamic_factor/*.json``: what statsmodels says about small mixed-frequency factor models.

Run by hand in an environment of its own; the tests only read the files::

    python -m venv venv && venv/bin/pip install statsmodels==0.15.0 pandas
    venv/bin/python tests/reference/make_dynamic_factor.py [FOLDER_OF_US_PANEL]

Each file holds the parameters by plain names, the panel (absent for the US panel, which is read from the
folder given) and what ``DynamicFactorMQ`` (Fulton; BSD-3-Clause) gives at those parameters under the
stationary start: log-likelihood, smoothed factors, forecasts of every series three months ahead with their
standard deviations.  A quarterly series stands in the third month of its quarter and is 1, 2, 3, 2, 1 times
its monthly self (Mariano and Murasawa 2003).
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ

FOLDER = Path(__file__).parent / "dynamic_factor"
AGGREGATION = np.array([1.0, 2.0, 3.0, 2.0, 1.0])
BURN_IN, AHEAD, SHOWN = 200, 3, 12


class Case(NamedTuple):
    """What is simulated: ``factors``, lags of their VAR, and whether idiosyncratic terms are AR(1)."""

    name: str
    factors: int
    lags: int
    autoregressive: bool
    seed: int


CASES = (
    Case("one_factor", 1, 1, True, 1),
    Case("one_factor_two_lags", 1, 2, True, 2),
    Case("two_factors", 2, 1, True, 3),
    Case("two_factors_two_lags", 2, 2, True, 4),
    Case("four_factors", 4, 1, True, 5),
    Case("four_factors_two_lags", 4, 2, True, 6),
    Case("one_factor_white_noise", 1, 1, False, 7),
    Case("two_factors_two_lags_white_noise", 2, 2, False, 8),
)


@dataclass(frozen=True)
class Parameters:
    """Loadings (n, r), VAR matrices (p, r, r), factor covariance (r, r), AR(1) and its variance (n,)."""

    loadings: np.ndarray
    transition: np.ndarray
    covariance: np.ndarray
    rho: np.ndarray
    sigma2: np.ndarray


def draw_parameters(case: Case, series: int, rng: np.random.Generator) -> Parameters:
    r = case.factors
    transition = rng.uniform(-0.3, 0.3, (case.lags, r, r))
    transition[0] += 0.7 * np.eye(r)
    companion = np.eye(r * case.lags, k=-r)
    companion[:r] = np.hstack(list(transition))
    radius = np.abs(np.linalg.eigvals(companion)).max()
    if radius > 0.9:
        transition *= (0.9 / radius) ** np.arange(1, case.lags + 1)[:, None, None]
    root = np.tril(rng.uniform(-0.4, 0.4, (r, r)), -1) + np.diag(rng.uniform(0.4, 0.9, r))
    rho = rng.uniform(-0.5, 0.9, series) * case.autoregressive
    sigma2 = rng.uniform(0.1, 0.8, series)
    loadings = rng.normal(0, 0.7, (series, r))
    return Parameters(*(np.round(each, 4) for each in (loadings, transition, root @ root.T, rho, sigma2)))


def simulate(given: Parameters, quarterly: np.ndarray, months: int, rng: np.random.Generator) -> np.ndarray:
    total = BURN_IN + months
    lags, r, _ = given.transition.shape
    factors, noise = np.zeros((total, r)), np.zeros((total, len(given.rho)))
    shocks = rng.multivariate_normal(np.zeros(r), given.covariance, total)
    for t in range(lags, total):
        factors[t] = sum(given.transition[k] @ factors[t - 1 - k] for k in range(lags)) + shocks[t]
        noise[t] = given.rho * noise[t - 1] + np.sqrt(given.sigma2) * rng.standard_normal(len(given.rho))
    values = factors @ given.loadings.T + noise
    for column in np.flatnonzero(quarterly):
        values[:, column] = np.convolve(values[:, column], AGGREGATION)[:total]
    return np.round(values[BURN_IN:], 4)


def with_holes(values: np.ndarray, quarterly: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Late starts, gaps of one to nine months, single holes, a ragged edge, a month without anything."""
    holed = values.copy()
    months, series = holed.shape
    holed[rng.random(holed.shape) < 0.02] = np.nan
    for column in range(series):
        holed[: rng.choice([0, 0, 1, 30]), column] = np.nan
        holed[months - rng.integers(0, 4) :, column] = np.nan
        gap, at = rng.integers(1, 10), rng.integers(35, months - 20)
        holed[at : at + gap * rng.integers(0, 2), column] = np.nan
    holed[60] = np.nan
    holed[np.ix_(np.arange(months) % 3 != 2, quarterly)] = np.nan
    return holed


def build(panel: pd.DataFrame, quarterly: np.ndarray, case: Case) -> DynamicFactorMQ:
    by_quarter = panel.loc[panel.index.month % 3 == 0, panel.columns[quarterly]]
    by_quarter.index = by_quarter.index.asfreq("Q")
    return DynamicFactorMQ(
        panel.loc[:, panel.columns[~quarterly]],
        endog_quarterly=by_quarter,
        factors=case.factors,
        factor_orders={tuple(str(k) for k in range(case.factors)): case.lags},
        idiosyncratic_ar1=case.autoregressive,
        standardize=False,
    )


def as_vector(model: DynamicFactorMQ, given: Parameters, names: list[str]) -> np.ndarray:
    """The parameters in the order of statsmodels, found by its names for them."""
    root = np.linalg.cholesky(given.covariance)
    r = len(given.covariance)
    known: dict[str, float] = {}
    for i, name in enumerate(names):
        known |= {f"loading.{k}->{name}": given.loadings[i, k] for k in range(r)}
        known |= {f"L1.eps_M.{name}": given.rho[i], f"L1.eps_Q.{name}": given.rho[i]}
        known[f"sigma2.{name}"] = given.sigma2[i]
    for lag, matrix in enumerate(given.transition, start=1):
        known |= {f"L{lag}.{j}->{i}": matrix[i, j] for i in range(r) for j in range(r)}
    known |= {f"fb(0).cov.chol[{i + 1},{j + 1}]": root[i, j] for i in range(r) for j in range(i + 1)}
    return np.array([known[name] for name in model.param_names])


def as_parameters(model: DynamicFactorMQ, vector: np.ndarray, names: list[str]) -> Parameters:
    """The inverse of :func:`as_vector` for one lag."""
    known = dict(zip(model.param_names, vector, strict=True))
    factors = range(model.k_factors)
    root = np.array([[known.get(f"fb(0).cov.chol[{i + 1},{j + 1}]", 0.0) for j in factors] for i in factors])
    return Parameters(
        np.array([[known[f"loading.{k}->{name}"] for k in factors] for name in names]),
        np.array([[[known[f"L1.{j}->{i}"] for j in factors] for i in factors]]),
        root @ root.T,
        np.array([known.get(f"L1.eps_M.{name}", known.get(f"L1.eps_Q.{name}", 0.0)) for name in names]),
        np.array([known[f"sigma2.{name}"] for name in names]),
    )


def answers(model: DynamicFactorMQ, vector: np.ndarray) -> dict[str, Any]:
    """What statsmodels says; smoothed factors of all months, their deviations in the last ones."""
    result = model.smooth(vector)
    r = model.k_factors
    forecast = result.get_forecast(AHEAD)
    smoothed = result.factors.smoothed.to_numpy()[:, :r]
    deviations = np.sqrt(np.diagonal(result.smoothed_state_cov[:r, :r, -SHOWN:], axis1=0, axis2=1))
    return {
        "loglikelihood": float(result.llf),
        "smoothed_factors": _listed(smoothed, 12),
        "last_factor_deviations": _listed(deviations, 12),
        "forecasts": _listed(forecast.predicted_mean.to_numpy(), 12),
        "forecast_deviations": _listed(forecast.se_mean.to_numpy(), 12),
    }


def describe(case: Case, given: Parameters) -> dict[str, Any]:
    return {
        "factors": case.factors,
        "lags": case.lags,
        "autoregressive": case.autoregressive,
        "loadings": _listed(given.loadings),
        "factor_var": _listed(given.transition),
        "factor_covariance": _listed(given.covariance),
        "idiosyncratic_rho": _listed(given.rho),
        "idiosyncratic_sigma2": _listed(given.sigma2),
    }


def simulated(case: Case) -> dict[str, Any]:
    rng = np.random.default_rng(case.seed)
    names = [*(f"m{i}" for i in range(1, 11)), "q1", "q2"]
    quarterly = np.array([name.startswith("q") for name in names])
    given = draw_parameters(case, len(names), rng)
    months = 120 + case.seed % 3
    values = with_holes(simulate(given, quarterly, months, rng), quarterly, rng)
    index = pd.period_range("2000-01", periods=months, freq="M")
    model = build(pd.DataFrame(values, index, names), quarterly, case)
    return {
        "series": names,
        "quarterly": quarterly.tolist(),
        "first": "2000-01",
        "panel": _listed(values),
        "parameters": describe(case, given),
        "expected": answers(model, as_vector(model, given, names)),
    }


def on_the_us_panel(folder: Path, factors: int) -> dict[str, Any]:
    """Principal-component start of statsmodels with every loading moved by about a tenth, six digits kept."""
    panel = pd.read_csv(folder / "us_panel_std.csv.gz", index_col=0)
    panel.index = pd.PeriodIndex(panel.index, freq="M")
    names = list(panel.columns)
    quarterly = np.array([name == "GDPC1" for name in names])
    case = Case("us_panel", factors, 1, True, 0)
    model = build(panel, quarterly, case)
    start = as_parameters(model, model.start_params, names)
    moved = start.loadings * (1 + 0.1 * np.random.default_rng(factors).standard_normal(start.loadings.shape))
    given = Parameters(
        *(
            np.round(each, 6)
            for each in (moved, start.transition, start.covariance, start.rho.clip(-0.99, 0.99), start.sigma2)
        )
    )
    expected = answers(model, as_vector(model, given, names))
    expected["smoothed_factors"] = expected["smoothed_factors"][:: len(panel) // 64]
    return {
        "series": names,
        "quarterly": quarterly.tolist(),
        "every": len(panel) // 64,
        "parameters": describe(case, given),
        "expected": expected,
    }


def _listed(values: np.ndarray, digits: int | None = None) -> Any:
    """Nested lists, missing values as None."""
    kept = values if digits is None else np.round(values, digits)
    return json.loads(json.dumps(kept.tolist()).replace("NaN", "null"))


def write(name: str, content: dict[str, Any]) -> None:
    text = json.dumps(content, separators=(",", ":")).replace(',"', ',\n"')
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in CASES:
        write(each.name, simulated(each))
    if len(sys.argv) > 1:
        for count in (2, 4):
            write(f"us_panel_{count}_factors", on_the_us_panel(Path(sys.argv[1]), count))
