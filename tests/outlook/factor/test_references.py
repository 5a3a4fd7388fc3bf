"""The kernel against statsmodels' DynamicFactorMQ, at parameters stored with its answers."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forerun.outlook.factor import aggregation as kinds
from forerun.outlook.factor.equations import arranged
from forerun.outlook.factor.fit import Fit, FitSpec, fit
from forerun.outlook.factor.news import news
from forerun.outlook.factor.panel import Panel, panel
from forerun.outlook.factor.parameters import Parameters
from forerun.outlook.factor.passes import Passes, loglikelihood, smoothed_factors
from forerun.outlook.factor.predict import expected, joint
from forerun.periods import Period

FOLDER = Path(__file__).parents[2] / "reference" / "dynamic_factor"
CASES = sorted(path.stem for path in FOLDER.glob("*.json") if not path.stem.startswith("us_panel"))


def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


def of_kind(quarterly: list[bool]) -> list[kinds.Aggregation]:
    return [kinds.growth_of_quarter() if each else kinds.monthly() for each in quarterly]


def panel_of(case: Any) -> Panel:
    values = np.array([[np.nan if x is None else x for x in row] for row in case["panel"]])
    return panel(values, Period.parse(case["first"]), case["series"], of_kind(case["quarterly"]))


def parameters_of(case: Any) -> Parameters:
    given = case["parameters"]
    return Parameters(
        *(
            np.array(given[name], dtype=float)
            for name in (
                "loadings",
                "factor_var",
                "factor_covariance",
                "idiosyncratic_rho",
                "idiosyncratic_sigma2",
            )
        )
    )


@pytest.mark.parametrize("name", CASES)
def test_small_panels(name: str) -> None:
    case = read(name)
    given, theirs, want = panel_of(case), parameters_of(case), case["expected"]
    assert loglikelihood(given, theirs) == pytest.approx(want["loglikelihood"], abs=1e-6)
    factors = smoothed_factors(given, theirs)
    assert factors == pytest.approx(np.array(want["smoothed_factors"]), abs=1e-7)


@pytest.mark.parametrize("name", CASES)
def test_forecasts_and_their_deviations(name: str) -> None:
    case = read(name)
    given, theirs, want = panel_of(case), parameters_of(case), case["expected"]
    ahead = np.array(want["forecasts"])
    means = expected(given.extended(given.months + len(ahead)), theirs)[-len(ahead) :]
    there = ~np.isnan(means)
    assert means[there] == pytest.approx(ahead[there], abs=1e-7)
    deviations = np.array(want["forecast_deviations"])
    for row, column in np.argwhere(there):
        cell = given.names[column], given.month(given.months + int(row))
        found = joint(given, theirs, [cell])
        assert np.sqrt(found.covariance[0, 0]) == pytest.approx(deviations[row, column], abs=1e-7)


def us_panel(shared: Path) -> Panel:
    with gzip.open(shared / "data/nowcast/us_panel/us_panel_std.csv.gz", "rt") as file:
        header, *rows = csv.reader(file)
    values = np.array([[float(x) if x else np.nan for x in row[1:]] for row in rows])
    return panel(values, Period.parse(rows[0][0]), header[1:], of_kind([n == "GDPC1" for n in header[1:]]))


def us_parameters(shared: Path) -> Parameters:
    folder = shared / "data/nowcast/us_panel"
    with (folder / "params_r1.csv").open() as file:
        rows = list(csv.DictReader(file))
    moved, shock = np.loadtxt(folder / "factor_var_r1.csv", delimiter=",", skiprows=1)
    loading, ar, variance = (np.array([float(r[k]) for r in rows]) for k in ("loading0", "ar1", "var"))
    return Parameters(loading[:, None], np.array([[[moved]]]), np.array([[shock]]), ar, variance)


def test_us_panel_with_one_factor(shared: Path) -> None:
    given, theirs = us_panel(shared), us_parameters(shared)
    assert loglikelihood(given, theirs) == pytest.approx(-95090.87991114, abs=1e-5)
    factors = np.loadtxt(shared / "data/nowcast/us_panel/smoothed_factors_r1.csv")
    assert smoothed_factors(given, theirs)[:, 0] == pytest.approx(factors, abs=1e-8)
    expected_gdp = json.loads((shared / "data/nowcast/us_panel/expected_r1.json").read_text())
    found = joint(given, theirs, [("GDPC1", Period.parse("2023-12"))])
    assert found.mean[0] == pytest.approx(expected_gdp["gdp_2023Q4_standardised"], abs=1e-8)


@pytest.mark.parametrize("factors", [2, 4])
def test_us_panel_with_more_factors(shared: Path, factors: int) -> None:
    case, given = read(f"us_panel_{factors}_factors"), us_panel(shared)
    theirs, want = parameters_of(case), case["expected"]
    assert loglikelihood(given, theirs) == pytest.approx(want["loglikelihood"], abs=1e-6)
    shown = smoothed_factors(given, theirs)[:: case["every"]]
    assert shown == pytest.approx(np.array(want["smoothed_factors"]), abs=1e-7)
    longer = given.extended(given.months + len(want["forecasts"]))
    means = expected(longer, theirs)[given.months :]
    there = ~np.isnan(means)
    assert means[there] == pytest.approx(np.array(want["forecasts"])[there], abs=1e-7)


def test_us_panel_is_fitted_beyond_where_others_stop(shared: Path) -> None:
    found = fit(us_panel(shared), FitSpec())
    assert found.loglikelihood[-1] >= -95091.0
    assert np.diff(found.loglikelihood).min() > 0
    assert found.moved > 0.1


def test_a_month_that_closes_a_quarter_moves_its_nowcast(shared: Path) -> None:
    whole, theirs = us_panel(shared), us_parameters(shared)
    values = whole.values.copy()
    last = whole.row(Period.parse("2019-12"))
    values[last + 1 :], values[last, :] = np.nan, np.nan
    before = panel(values[: last + 1], whole.start, whole.names, whole.aggregations)
    column = whole.column("INDPRO")
    values[last, column] = whole.values[last, column]
    after = panel(values[: last + 1], whole.start, whole.names, whole.aggregations)
    target = "GDPC1", Period.parse("2019-12")
    found = news(_as_fit(before, theirs), after, {target: 1.0})
    assert [(c.series, c.period) for c in found.changes] == [("INDPRO", "2019-12")]
    assert found.new != found.old
    assert abs(found.new - found.old) > 1e-4
    assert found.residual == pytest.approx(0, abs=1e-12)


def _as_fit(given: Panel, theirs: Parameters) -> Fit:
    equations = arranged(given, 1, 1)
    filtered = Passes(equations).filter(theirs)
    return Fit(FitSpec(), equations, filtered, theirs, (filtered.loglikelihood,), converged=True, moved=0.0)
