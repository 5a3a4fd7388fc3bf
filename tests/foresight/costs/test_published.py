"""Numbers of the reference material: learning rates, drifts, and what a hindcast must reach."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from forerun.foresight.costs.calibration import Calibration
from forerun.foresight.costs.curve import Convention, Curve
from forerun.foresight.costs.formulas import THETA_MATCHED, THETA_WEIGHTED, drift_of, forecast_count
from forerun.foresight.costs.hindcast import Method, all_horizons, at_horizon, standardised
from forerun.foresight.costs.learning import learning_rates
from forerun.foresight.costs.pool import Pooled, pooled
from forerun.foresight.costs.quantiles import PROBABILITIES, quantile_table
from forerun.foresight.costs.tables import CurveTable, read_curves
from forerun.foresight.costs.windows import HORIZON, forecasts_of


@pytest.fixture(scope="module")
def parameters(shared: Path) -> list[dict[str, str]]:
    return rows(shared, "ref_farmer_lafond_table1.csv")


@pytest.fixture(scope="module")
def solar(shared: Path) -> Curve:
    return read_curves(shared / "data" / "foresight" / "solar_pv_1977_2022.csv").curves[0]


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "data" / "foresight" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_exponents_of_wrights_law_are_those_published(shared: Path, pcdb: CurveTable) -> None:
    expected = rows(shared, "ref_wright_exponents.csv")
    assert len(expected) == len(pcdb.curves) == 46
    for row in expected:
        found = learning_rates(pcdb.named(row["tech"]))[0]
        assert found.convention is Convention.COLLECTION
        assert found.n == int(row["n"])
        assert found.exponent == pytest.approx(float(row["b_ols"]), abs=1e-5)
        assert found.levels == pytest.approx(float(row["LR_ols"]), abs=1e-5)
        assert found.difference_exponent == pytest.approx(float(row["w_fd"]), abs=1e-5)
        assert found.differences == pytest.approx(float(row["LR_fd"]), abs=1e-5)


def test_a_learning_rate_differs_by_what_stands_for_cumulative_production(pcdb: CurveTable) -> None:
    found = {each.convention: each.levels for each in learning_rates(pcdb.named("photovoltaics_2"))}
    assert found[Convention.COLLECTION] == pytest.approx(0.2745, abs=5e-5)
    assert found[Convention.STATED] == pytest.approx(0.2690, abs=5e-4)
    assert set(found) == set(Convention)


def test_solar_learns_by_a_fifth(solar: Curve) -> None:
    found = learning_rates(solar)[0]
    drift = drift_of(solar.years, solar.logs)
    assert (found.n, found.first, found.last) == (46, 1977.0, 2022.0)
    assert found.production == "Cumulative production (MWh)"
    assert found.levels == pytest.approx(0.2084, abs=1e-3)
    assert found.differences == pytest.approx(0.2111, abs=1e-3)
    assert drift.mu == pytest.approx(-0.1224, abs=1e-3)
    assert drift.k == pytest.approx(0.1101, abs=1e-3)
    assert solar.unit == "2022 USD/MWh"
    assert solar.costs[[0, -1]].tolist() == [12105.0, 49.0]


def test_drifts_and_volatilities_are_those_of_the_paper(
    parameters: list[dict[str, str]], pcdb: CurveTable
) -> None:
    matching = [row for row in parameters if (row["okT"], row["okmu"], row["okK"]) == ("True",) * 3]
    assert len(matching) == 28
    for row in matching:
        curve = pcdb.named(row["tech"])
        found = drift_of(curve.years, curve.logs)
        assert curve.years.size == int(row["T_FL"])
        assert round(found.mu, 2) == float(row["mu_FL"])
        assert round(found.k, 2) == float(row["K_FL"])


def test_forecasts_are_counted_as_in_the_paper(parameters: list[dict[str, str]]) -> None:
    lengths = [int(row["T_FL"]) for row in parameters]
    everyone = [length - 1 - origin for length in lengths for origin in range(5, length - 1)]
    assert sum(forecast_count(each) for each in lengths) == sum(everyone)
    assert sum(forecast_count(each, horizon=20) for each in lengths) == sum(min(n, 20) for n in everyone)
    assert (THETA_MATCHED, THETA_WEIGHTED) == (0.63, 0.25)


def test_a_hindcast_makes_every_forecast(pcdb: CurveTable, own: Calibration) -> None:
    lengths = [each.years.size for each in pooled(pcdb.curves).curves]
    whole = next(all_horizons(own.results))
    assert whole.n == sum(forecast_count(each, horizon=20) for each in lengths)
    assert whole.technologies == len(lengths)


def test_the_point_is_never_worse_than_no_change(own: Calibration) -> None:
    for horizon in range(1, 21):
        row = at_horizon(own.results, Method.DAMPED, horizon)
        assert row is not None
        assert row.error <= row.no_change
        assert row.squared <= row.no_change_squared


def test_intervals_hold_on_technologies_that_were_left_out(own: Calibration) -> None:
    row = at_horizon(own.results, Method.DAMPED, 0)
    assert row is not None
    assert row.held is not None
    assert 0.75 <= row.held.inside_80 <= 0.85
    assert 0.92 <= row.held.inside_95 <= 0.98
    assert 0.01 <= row.held.below_95 <= 0.05
    assert 0.01 <= row.held.above_95 <= 0.05


def test_nominal_intervals_are_too_narrow(own: Calibration) -> None:
    row = at_horizon(own.results, Method.MOORE, 0)
    assert row is not None
    assert row.held is not None
    assert row.held.inside_95 < 0.92


def test_no_technology_counts_more_for_being_long(own: Calibration, pcdb: CurveTable) -> None:
    """Without the longest, which gives three in ten of all forecasts, the median error moves little."""
    pool = pooled(pcdb.curves)
    longest = max(range(len(pool.curves)), key=lambda at: pool.curves[at].years.size)
    others = [each for at, each in enumerate(pool.curves) if at != longest]
    middle = PROBABILITIES.index(0.5)
    without = table_of(pooled(others))
    assert np.abs(without[:10, middle] - own.quantiles[:10, middle]).max() < 0.2


def test_the_method_holds_on_halves_that_it_was_not_calibrated_on(pcdb: CurveTable) -> None:
    """Calibrated on one half of the technologies and held against the other, over twenty splits."""
    curves = pooled(pcdb.curves).curves
    random = np.random.default_rng(7)
    inside, below_no_change = [], []
    for _ in range(20):
        order = random.permutation(len(curves))
        half = len(curves) // 2
        for told, held in ((order[:half], order[half:]), (order[half:], order[:half])):
            table = table_of(pooled([curves[at] for at in told]))
            forecasts = forecasts_of(pooled([curves[at] for at in held]))
            errors = standardised(forecasts)
            bounds = table[np.minimum(forecasts.horizon, table.shape[0]) - 1]
            ends = [bounds[:, PROBABILITIES.index(each)] for each in (0.025, 0.1, 0.9, 0.975)]
            inside.append(
                (
                    np.mean((errors > ends[1]) & (errors < ends[2])),
                    np.mean((errors > ends[0]) & (errors < ends[3])),
                )
            )
            still, ours = np.abs(forecasts.change), np.abs(forecasts.change - forecasts.damped)
            early = forecasts.horizon <= 10
            below_no_change.append(np.median(ours[early]) < np.median(still[early]))
    share_80, share_95 = np.mean(inside, axis=0)
    assert 0.75 <= share_80 <= 0.85
    assert 0.92 <= share_95 <= 0.98
    assert all(below_no_change)


def table_of(pool: Pooled) -> np.ndarray:
    forecasts = forecasts_of(pool)
    reach = min(int(forecasts.horizon.max()), HORIZON)
    return quantile_table(standardised(forecasts), forecasts.which, forecasts.horizon, reach)
