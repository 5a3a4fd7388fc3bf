"""Two-way fixed effects: tables of a Chinese study, pyfixest, a regression with all dummies written out."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from forerun.errors import ConventionError, InputError
from forerun.trials.did.aggregate import overall
from forerun.trials.did.att import group_time
from forerun.trials.did.cells import cells_of
from forerun.trials.did.counting import Counted
from forerun.trials.did.twfe import twfe, twfe_of_cells
from forerun.trials.panel import NEVER, Panel

CONTROLS = ("ln_pgdp", "ln_pop_density", "industrial_advanced", "ln_road_area", "financial_development")


@pytest.mark.parametrize(
    ("controls", "coefficient", "full", "nested"),
    [
        (1, 0.000375, 0.028273, 0.027420),
        (2, 0.011027, 0.029594, 0.028701),
        (5, 0.017066, 0.028785, 0.027917),
    ],
)
def test_the_city_panel_under_both_conventions(
    cities: Panel, controls: int, coefficient: float, full: float, nested: float
) -> None:
    """Reported by the study, whose errors count all fixed effects; the others are the default of pyfixest."""
    one = twfe(cities, CONTROLS[:controls])
    other = twfe(cities, CONTROLS[:controls], Counted.NESTED)
    assert one.effect.att == other.effect.att == pytest.approx(coefficient, abs=1e-6)
    assert one.effect.error == pytest.approx(full, abs=1e-6)
    assert other.effect.error == pytest.approx(nested, abs=1e-6)
    assert one.freedom.rows == 3623
    assert "215 clusters" in one.effect.convention
    assert "215 unit effects counted" in one.effect.convention
    assert "not counted, being nested in clusters" in other.effect.convention


def test_the_balanced_city_panel(balanced_cities: Panel) -> None:
    """pyfixest 0.60.0 and diff-diff 3.13.0, as in the notes of the reference data."""
    assert balanced_cities.outcome.shape == (215, 17)
    found = twfe(balanced_cities, (), Counted.NESTED).effect
    assert found.att == pytest.approx(0.019609, abs=1e-6)
    assert found.error == pytest.approx(0.027642, abs=1e-6)
    staggered = overall(group_time(balanced_cities))
    assert staggered.att == pytest.approx(0.027181, abs=1e-6)
    assert staggered.error == pytest.approx(0.028522, abs=1e-6)


@pytest.mark.parametrize("name", ["A", "B"])
@pytest.mark.parametrize("clusters", ["city", "province"])
def test_other_controls_and_clusters_of_the_cities(
    balanced_cities: Panel, provinces: tuple[str, ...], name: str, clusters: str
) -> None:
    """pyfixest 0.60.0, printed by tests/reference/make_trials_cities.py."""
    controls, rows, coefficient = {
        "A": (("ln_pgdp", "tertiary_share", "ln_fdi"), 3451, 0.0097412340702),
        "B": (("ln_pop", "industrial_upgrading", "ln_road_area", "fdi_openness"), 3451, 0.0276077987475),
    }[name]
    full, nested = {
        ("A", "city"): (0.0282591983559, 0.0274144502216),
        ("A", "province"): (0.0325700196547, 0.0315964087621),
        ("B", "city"): (0.0280710321952, 0.0272316603996),
        ("B", "province"): (0.0306879770463, 0.0297703541311),
    }[name, clusters]
    panel = replace(balanced_cities, clusters=provinces) if clusters == "province" else balanced_cities
    one, other = twfe(panel, controls), twfe(panel, controls, Counted.NESTED)
    assert one.effect.att == other.effect.att == pytest.approx(coefficient, abs=1e-11)
    assert one.effect.error == pytest.approx(full, abs=1e-11)
    assert other.effect.error == pytest.approx(nested, abs=1e-11)
    assert one.freedom.rows == rows
    assert one.freedom.clusters == (28 if clusters == "province" else 203)


def test_staggered_effects_of_the_cities_clustered_by_province(
    balanced_cities: Panel, provinces: tuple[str, ...]
) -> None:
    """diff-diff 3.13.0, CallawaySantAnna(cluster="province"), whose error counts 28/27."""
    found = overall(group_time(replace(balanced_cities, clusters=provinces)))
    assert found.att == pytest.approx(0.027180687747603655, rel=1e-10)
    assert found.error == pytest.approx(0.03834637683536989 * np.sqrt(27 / 28), rel=1e-10)


def test_one_treated_state_is_difference_in_differences(shared: Path) -> None:
    """Arkhangelsky et al. 2021, table 1: -27.349."""
    with (shared / "data/trials/california_prop99.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    states, years = (tuple(sorted({row[name] for row in rows})) for name in ("State", "Year"))
    outcome = np.empty((len(states), len(years)))
    for row in rows:
        outcome[states.index(row["State"]), years.index(row["Year"])] = float(row["PacksPerCapita"])
    start = np.where(np.array(states) == "California", years.index("1989"), NEVER)
    assert twfe(Panel(states, years, outcome, start)).effect.att == pytest.approx(-27.34911, abs=1e-5)


def dummies(panel: Panel, covariates: tuple[str, ...]) -> tuple[float, float, int]:
    """Coefficient, clustered error without small-sample factor, and rank, with all dummies written out."""
    arrays = [panel.covariates[name] for name in covariates]
    used = np.isfinite(np.stack([panel.outcome, *arrays])).all(axis=0)
    unit, period = (each[used] for each in np.indices(used.shape))
    effects = np.hstack([np.eye(len(panel.places))[unit], np.eye(len(panel.periods))[period]])
    slopes = [panel.under_treatment[used].astype(float), *(each[used] for each in arrays)]
    x = np.column_stack([*slopes, effects])
    root = np.sqrt(panel.weights[unit])
    inverse = np.linalg.pinv((x * root[:, None]).T @ (x * root[:, None]))
    beta = inverse @ (x.T @ (root**2 * panel.outcome[used]))
    scores = x * (root**2 * (panel.outcome[used] - x @ beta))[:, None]
    labels = np.array(panel.clusters)[unit]
    sums = np.stack([scores[labels == each].sum(axis=0) for each in np.unique(labels)])
    covariance = inverse @ (sums.T @ sums) @ inverse
    return float(beta[0]), float(np.sqrt(covariance[0, 0])), int(np.linalg.matrix_rank(x))


def test_weights_gaps_covariates_and_clusters_together(gappy: Panel) -> None:
    panel = replace(gappy, clusters=tuple(f"c{i // 5}" for i in range(150)))
    found = twfe(panel, ("x",))
    att, error, rank = dummies(panel, ("x",))
    assert found.effect.att == pytest.approx(att, rel=1e-9)
    assert found.freedom.parameters == rank
    assert found.effect.error == pytest.approx(error * np.sqrt(found.freedom.factor), rel=1e-9)
    assert found.freedom.clusters == 30
    assert found.covariance.shape == (2, 2)


def test_cells_give_what_the_panel_gives(gappy: Panel) -> None:
    """Also when some units have a single row, and without weights."""
    outcome = gappy.outcome.copy()
    outcome[7, 1:] = np.nan
    for panel in (replace(gappy, outcome=outcome), replace(gappy, outcome=outcome, weights=np.ones(150))):
        of_panel, of_cells = twfe(panel), twfe_of_cells(cells_of(panel))
        assert of_cells.effect.att == pytest.approx(of_panel.effect.att, rel=1e-10)
        assert of_cells.effect.error == pytest.approx(of_panel.effect.error, rel=1e-10)
        assert of_cells.effect.convention == of_panel.effect.convention
        assert of_cells.left_out == of_panel.left_out
        assert of_cells.left_out[0].what == "1 rows"


def test_interval_and_p_value_use_the_t_distribution(simulated: Panel) -> None:
    """149 degrees of freedom: the 95 % quantile is 1.6551445 (tables of Student's t)."""
    effect = twfe(simulated).effect
    assert effect.error is not None
    assert effect.p_value is not None
    [interval] = effect.intervals
    assert (interval.high - effect.att) / effect.error == pytest.approx(1.6551445, abs=1e-6)
    assert 0.0 < effect.p_value < 1e-4


def test_regressions_that_do_not_exist(simulated: Panel) -> None:
    with pytest.raises(ConventionError, match="treated has no variation"):
        twfe(simulated.of(simulated.start == NEVER))
    with pytest.raises(ConventionError, match="treated has no variation"):
        twfe_of_cells(cells_of(simulated.of(simulated.start == NEVER)))
    with pytest.raises(ConventionError, match="z has no variation beyond unit and period effects"):
        twfe(simulated, ("z",))
    double = replace(
        simulated, covariates={"x": simulated.covariates["x"], "b": 3 * simulated.covariates["x"]}
    )
    with pytest.raises(ConventionError, match="b has no variation"):
        twfe(double, ("x", "b"))
    with pytest.raises(InputError, match="no covariate 'gdp'"):
        twfe(simulated, ("gdp",))
    with pytest.raises(ConventionError, match="needs two clusters"):
        twfe(replace(simulated, clusters=("one",) * 150))
    empty = replace(simulated, outcome=np.full_like(simulated.outcome, np.nan))
    with pytest.raises(InputError, match="no unit has two rows"):
        twfe(empty)
