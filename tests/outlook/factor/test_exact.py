"""The kernel against the joint normal distribution of all figures, written down cell by cell."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.outlook.factor.passes import loglikelihood
from forerun.outlook.factor.predict import expected, influence, joint
from tests.outlook.factor.brute_force import conditional
from tests.outlook.factor.cases import LATENT, mixed, model

CASES = [(1, 1, 1), (2, 2, 1), (3, 1, 3), (4, 2, 2), (5, 4, 1)]


@pytest.mark.parametrize(("seed", "factors", "lags"), CASES)
def test_loglikelihood_is_the_density_of_the_figures(seed: int, factors: int, lags: int) -> None:
    panel, given = mixed(seed), model(seed, factors, lags)
    assert loglikelihood(panel, given) == pytest.approx(conditional(panel, given, LATENT)[0], abs=1e-8)


@pytest.mark.parametrize(("seed", "factors", "lags"), CASES)
def test_expected_figures_are_conditional_means(seed: int, factors: int, lags: int) -> None:
    panel, given = mixed(seed), model(seed, factors, lags)
    _, cells, mean, _, _ = conditional(panel, given, LATENT)
    found = expected(panel, given)
    assert np.array([found[cell] for cell in cells]) == pytest.approx(mean, abs=1e-8)
    assert np.isnan(found).sum() == found.size - len(cells)


@pytest.mark.parametrize(("seed", "factors", "lags"), CASES)
@pytest.mark.parametrize("name", ["steel", "output", "gdp"])
def test_joint_distribution_is_the_conditional_one(seed: int, factors: int, lags: int, name: str) -> None:
    panel, given = mixed(seed), model(seed, factors, lags)
    ahead = panel.extended(panel.months + 6)
    _, cells, mean, spread, _ = conditional(ahead, given, LATENT | {name})
    column = panel.column(name)
    asked = [k for k, (row, i) in enumerate(cells) if i == column and row >= panel.months - 6]
    found = joint(panel, given, [(name, panel.month(cells[k][0])) for k in asked])
    assert found.mean == pytest.approx(mean[asked], abs=1e-8)
    assert found.covariance == pytest.approx(spread[np.ix_(asked, asked)], abs=1e-8)


@pytest.mark.parametrize(("seed", "factors", "lags"), CASES)
@pytest.mark.parametrize(("name", "ahead"), [("steel", 3), ("gdp", 2), ("output", 0), ("output", -2)])
def test_influence_is_the_weight_of_every_figure(
    seed: int, factors: int, lags: int, name: str, ahead: int
) -> None:
    panel, given = mixed(seed), model(seed, factors, lags)
    row = panel.months - 1 + ahead
    while not panel.aggregations[panel.column(name)].rows[(panel.phase[0] + row) % 12]:
        row -= 1
    longer = panel.extended(row + 1)
    _, cells, mean, _, weights = conditional(longer, given, LATENT | {name})
    target = cells.index((row, panel.column(name)))
    value, found = influence(panel, given, {(name, panel.month(row)): 1.0})
    seen = [cell for cell in cells if not np.isnan(longer.values[cell])]
    assert value == pytest.approx(mean[target], abs=1e-8)
    assert np.array([found[cell] for cell in seen]) == pytest.approx(weights[target], abs=1e-8)
    assert np.count_nonzero(found[np.isnan(panel.values)]) == 0
