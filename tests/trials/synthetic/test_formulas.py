"""Against the formulas of the papers written out with dense matrices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Estimator
from forerun.trials.simplex import simplex_weights
from forerun.trials.synthetic.estimate import effect_of, fit, fit_staggered
from forerun.trials.synthetic.method import Adjustment, Method
from forerun.trials.synthetic.ridge import penalties

EVERY = tuple(
    Method(each) for each in (Estimator.SDID, Estimator.SYNTHETIC, Estimator.DEMEANED, Estimator.DID)
)


@pytest.fixture
def one(made: Any) -> Panel:
    """One treated place, two covariates of which one does not change."""
    random = np.random.default_rng(5)
    panel: Panel = made(random, 12, ((9, 1),), 14, 1.0)
    fixed = np.repeat(random.normal(size=(13, 1)), 14, axis=1)
    moving = random.normal(size=(13, 14)).cumsum(axis=1)
    return replace(panel, covariates={"fixed": fixed, "moving": moving})


def test_ridge_moves_weights_by_what_they_leave(one: Panel) -> None:
    """Ben-Michael, Feller and Rothstein (2021), equation 14."""
    found = fit(one, Method(Estimator.RIDGE, penalty=3.0))
    x = one.outcome[:12, :9] - one.outcome[:12, :9].mean(axis=0)
    own = one.outcome[12, :9] - one.outcome[:12, :9].mean(axis=0)
    plain = simplex_weights(x @ x.T, x @ own)
    moved = plain + (own - plain @ x) @ np.linalg.inv(x.T @ x + 3.0 * np.eye(9)) @ x.T
    assert found.donor_weights == pytest.approx(moved, abs=1e-9)


@pytest.mark.parametrize("adjustment", [None, Adjustment.RESIDUALISE])
def test_a_small_penalty_keeps_its_digits_however_high_the_outcome(
    one: Panel, adjustment: Adjustment | None
) -> None:
    names = ("fixed", "moving") if adjustment else ()
    method = Method(Estimator.RIDGE, penalty=1e-3, covariates=names, adjustment=adjustment)
    high = replace(one, outcome=one.outcome + 1e6)
    assert fit(high, method).donor_weights == pytest.approx(fit(one, method).donor_weights, abs=1e-6)


def test_penalty_is_the_largest_within_one_standard_error_of_the_best(one: Panel) -> None:
    x, own = one.outcome[:12, :9], one.outcome[12, :9]
    found = penalties(x, own)
    assert fit(one, Method(Estimator.RIDGE)).penalty == pytest.approx(found.chosen)
    rows, target = x - x.mean(axis=0), own - x.mean(axis=0)
    errors = np.empty((8, 21))
    for held in range(8):
        z, goal = np.delete(rows, held, axis=1), np.delete(target, held)
        plain = simplex_weights(z @ z.T, z @ goal)
        for k, penalty in enumerate(found.tried):
            weights = plain + (goal - plain @ z) @ np.linalg.inv(z.T @ z + penalty * np.eye(8)) @ z.T
            errors[held, k] = (target[held] - weights @ rows[:, held]) ** 2
    assert found.errors == pytest.approx(errors.mean(axis=0), rel=1e-7)
    limit = errors.mean(axis=0).min() + found.deviations[np.argmin(found.errors)]
    assert found.chosen == found.tried[found.errors <= limit].max()


def test_covariates_are_fitted_in_the_scale_of_the_outcome(one: Panel) -> None:
    found = fit(one, Method(Estimator.SYNTHETIC, covariates=("fixed", "moving")))
    x = one.outcome[:, :9] - one.outcome[:12, :9].mean(axis=0)
    z = np.column_stack([one.covariates[name][:, :9].mean(axis=1) for name in ("fixed", "moving")])
    z = (z - z[:12].mean(axis=0)) / z[:12].std(axis=0, ddof=1) * x[:12].std(ddof=1)
    joint = np.hstack([x, z])
    weights = simplex_weights(joint[:12] @ joint[:12].T, joint[:12] @ joint[12])
    assert found.donor_weights == pytest.approx(weights, abs=1e-9)


def test_weights_after_residualising_balance_the_covariates_exactly(one: Panel) -> None:
    how = {"covariates": ("fixed", "moving"), "adjustment": Adjustment.RESIDUALISE}
    found = fit(one, Method(Estimator.RIDGE, penalty=2.0, **how))
    z = np.column_stack([one.covariates[name][:, :9].mean(axis=1) for name in how["covariates"]])
    assert found.donor_weights @ z[:12] == pytest.approx(z[12], abs=1e-9)
    assert found.att == pytest.approx(effect_of(one, Method(Estimator.RIDGE, penalty=2.0, **how)), abs=1e-9)
    assert found.gap == pytest.approx(one.outcome[12] - found.donor_weights @ one.outcome[:12])


@pytest.mark.parametrize("adjustment", [Adjustment.PROJECT, Adjustment.OPTIMISE])
def test_an_outcome_that_a_covariate_moves_is_freed_from_it(one: Panel, adjustment: Adjustment) -> None:
    moved = replace(one, outcome=0.001 * one.outcome + 3.0 * one.covariates["moving"])
    found = fit(moved, Method(Estimator.SDID, covariates=("moving",), adjustment=adjustment))
    assert found.att == pytest.approx(0.0, abs=0.005)
    assert abs(fit(moved, Method(Estimator.SDID)).att) > 1.0


@pytest.mark.parametrize("method", EVERY)
def test_effects_add_up_and_scale(one: Panel, method: Method) -> None:
    """The estimate moves one for one with a constant effect, and with the unit of the outcome."""
    att = fit(one, method).att
    more = replace(one, outcome=one.outcome + 2.0 * one.under_treatment)
    assert fit(more, method).att == pytest.approx(att + 2.0)
    assert fit(replace(one, outcome=1e6 * one.outcome), method).att == pytest.approx(1e6 * att, rel=1e-6)
    assert effect_of(one, method) == pytest.approx(att)


@pytest.mark.parametrize("method", EVERY)
def test_staggered_effects_are_those_of_cohorts_weighted_by_treated_cells(made: Any, method: Method) -> None:
    panel = made(np.random.default_rng(2), 10, ((5, 2), (8, 1)), 12, 1.0)
    found = fit_staggered(panel, method)
    alone = [fit(panel.of([*range(10), *rows]), method).att for rows in ((10, 11), (12,))]
    assert found.att == pytest.approx((2 * 7 * alone[0] + 4 * alone[1]) / 18)
    assert effect_of(panel, method) == pytest.approx(found.att)
    first, second = (each.gap[each.start :] for each in found.cohorts)
    since = found.by_time_since()
    assert since[0] == pytest.approx((2 * first[0] + second[0]) / 3)
    assert since[6] == pytest.approx(first[6])


def test_places_count_as_they_weigh(made: Any) -> None:
    panel = made(np.random.default_rng(4), 6, ((5, 2),), 9, 1.0)
    weighted = replace(panel, weights=np.array([1.0, 2.0, 1.0, 1.0, 1.0, 2.0, 3.0, 1.0]))
    change = panel.outcome[:, 5:].mean(axis=1) - panel.outcome[:, :5].mean(axis=1)
    donors = np.average(change[:6], weights=weighted.weights[:6])
    expected = (3 * change[6] + change[7]) / 4 - donors
    assert fit(weighted, Method(Estimator.DID)).att == pytest.approx(expected)


def test_a_treatment_that_never_begins_has_no_effect_of_its_own(made: Any) -> None:
    panel = made(np.random.default_rng(4), 6, ((5, 1),), 9, 1.0)
    twin = replace(panel, outcome=np.vstack([panel.outcome[:6], panel.outcome[2:3]]))
    assert fit(twin, Method(Estimator.SYNTHETIC)).att == pytest.approx(0.0, abs=1e-9)
    assert fit(twin, Method(Estimator.SYNTHETIC)).weights == pytest.approx({"p002": 1.0})
    assert (panel.start[:6] == NEVER).all()
