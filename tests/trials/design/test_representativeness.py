"""Likeness to the target population and the predicted selection bias."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import gaussian_kde, norm

from forerun.errors import InputError, SpecError, UnknownNameError
from forerun.trials.design.moderation import moderators_from_change
from forerun.trials.design.representativeness import representativeness
from forerun.trials.design.target import Moderators, Target
from tests.trials.design.conftest import panel_of

PLACES = tuple(f"u{i:03d}" for i in range(30))
WEALTH = np.linspace(10, 40, 30)
AGE = np.random.default_rng(4).normal(35, 3, 30)


def target(**more: object) -> Target:
    return Target(PLACES, {"wealth": WEALTH, "age": AGE}, **more)  # type: ignore[arg-type]


def test_differences_are_in_the_targets_deviations() -> None:
    weights = np.arange(1.0, 31.0)
    told = representativeness(target(weights=weights), [PLACES[-3:]], seed=0)[0]
    mean = np.average(WEALTH, weights=weights)
    deviation = np.sqrt(np.average((WEALTH - mean) ** 2, weights=weights))
    wealth = told.differences[0]
    assert wealth.chosen == pytest.approx(WEALTH[-3:].mean())
    assert wealth.target == pytest.approx(mean)
    assert wealth.standardised == pytest.approx((WEALTH[-3:].mean() - mean) / deviation)
    assert told.largest == max(told.differences, key=lambda each: abs(each.standardised))


def test_the_index_is_that_of_a_direct_calculation() -> None:
    """By scipy: penalised likelihood, kernel densities with the stated bandwidth, numerical integral."""
    chosen = [2, 11, 17, 25]
    values = np.column_stack([WEALTH, AGE])
    values = (values - values.mean(axis=0)) / values.std(axis=0)

    def loss(slopes: np.ndarray) -> float:
        logits = slopes[0] + values @ slopes[1:]
        ones, zeros = np.logaddexp(0, -logits[chosen]).sum(), 4 * np.logaddexp(0, logits).mean()
        return float(ones + zeros + 0.5 * (slopes[1:] ** 2).sum())

    slopes = minimize(loss, np.zeros(3), tol=1e-14).x
    logits = slopes[0] + values @ slopes[1:]
    width = 1.06 * logits.std() * 30**-0.2
    grid = np.linspace(logits.min() - 6 * width, logits.max() + 6 * width, 4001)
    densities = [norm.pdf(grid[:, None], at, width).mean(axis=1) for at in (logits[chosen], logits)]
    expected = np.trapezoid(np.sqrt(densities[0] * densities[1]), grid)
    told = representativeness(target(), [tuple(PLACES[i] for i in chosen)], seed=0)[0]
    assert told.index == pytest.approx(expected, abs=1e-4)
    assert gaussian_kde(logits, width / logits.std(ddof=1))(grid) == pytest.approx(densities[1], abs=1e-9)


def test_all_of_the_target_is_like_it_and_the_richest_places_are_not() -> None:
    spread = tuple(PLACES[i] for i in range(1, 30, 4))
    every, rich, mixed = representativeness(target(), [PLACES, PLACES[-8:], spread], seed=0)
    assert every.index == pytest.approx(1, abs=1e-4)
    assert every.distance == pytest.approx(0, abs=1e-9)
    assert rich.index < mixed.index
    assert rich.index < rich.index_of_random
    assert rich.distance > mixed.distance


def test_places_without_weight_may_be_chosen_but_are_not_meant() -> None:
    weights = np.where(np.arange(30) < 20, 1.0, 0.0)
    inside = representativeness(Target(PLACES[:20], {"wealth": WEALTH[:20]}), [PLACES[3:6]], seed=0)[0]
    told = representativeness(Target(PLACES, {"wealth": WEALTH}, weights), [PLACES[3:6]], seed=0)[0]
    assert told.differences == inside.differences
    assert told.index == pytest.approx(inside.index, abs=1e-3)


def test_the_predicted_bias_is_difference_times_slope_with_the_slopes_errors() -> None:
    moderators = Moderators(("age", "wealth"), np.array([0.0, 0.5]), np.diag([0.0, 0.01]), "stated")
    told = representativeness(target(moderators=moderators), [PLACES[-3:]], seed=0)[0]
    apart = told.differences[0].standardised
    assert told.bias is not None
    assert told.bias.value == pytest.approx(0.5 * apart)
    assert told.bias.interval.high - told.bias.value == pytest.approx(1.6448536 * 0.1 * apart, rel=1e-6)
    assert told.bias.basis == "stated"


def test_richer_places_that_grow_faster_are_predicted_to_inflate() -> None:
    """The planted slope is found, and with it the bias of choosing the richest places."""
    draw = np.random.default_rng(2)
    scaled = (WEALTH - WEALTH.mean()) / WEALTH.std()
    growth = 1.0 + 0.4 * scaled
    outcome = 50 + growth[:, None] * np.arange(20) + draw.normal(0, 0.05, (30, 20))
    slopes = moderators_from_change(panel_of(outcome), target(), duration=5, effect=0.1)
    assert slopes.slopes == pytest.approx([0.04, 0], abs=0.001)
    told = representativeness(target(moderators=slopes), [PLACES[-3:]], seed=0)[0]
    assert told.bias is not None
    assert told.bias.value == pytest.approx(0.04 * scaled[-3:].mean(), abs=0.002)
    assert told.bias.interval.low > 0
    assert "assumed" in told.bias.basis


@pytest.mark.parametrize(
    ("made", "error", "message"),
    [
        (Target(PLACES, {}), SpecError, "no characteristic"),
        (Target(PLACES, {"x": np.ones(30)}), InputError, "x is the same in every place"),
        (Target(PLACES, {"x": WEALTH[:5]}), SpecError, "x has 5 values for 30 places"),
        (Target(PLACES, {"x": np.r_[np.nan, WEALTH[1:]]}), InputError, "target, u000: x is no number"),
        (Target(PLACES, {"x": WEALTH}, -np.ones(30)), InputError, "u000: a weight is below zero"),
        (Target(PLACES, {"x": WEALTH}, np.zeros(30)), InputError, "no place has a weight"),
        (Target((*PLACES[:29], "u000"), {"x": WEALTH}), InputError, "a place stands twice"),
        (Target(PLACES[1:], {"x": WEALTH[1:]}), UnknownNameError, "unknown place 'u000'"),
        (
            Target(PLACES, {"x": WEALTH}, moderators=Moderators(("y",), np.ones(1), np.eye(1), "")),
            SpecError,
            "no characteristic 'y'",
        ),
        (
            Target(PLACES, {"x": WEALTH}, moderators=Moderators(("x",), np.ones(2), np.eye(1), "")),
            SpecError,
            "slopes and names differ",
        ),
    ],
)
def test_a_target_that_cannot_be_used_is_refused(made: Target, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        representativeness(made, [("u000", "u001")], seed=0)


def test_slopes_are_refused_where_there_are_none() -> None:
    outcome = 50 + np.random.default_rng(0).normal(size=(30, 20))
    with pytest.raises(SpecError, match="a duration of 20 in a panel of 20 periods"):
        moderators_from_change(panel_of(outcome), target(), 20, 0.1)
    with pytest.raises(SpecError, match="3 places for 2 characteristics"):
        moderators_from_change(panel_of(outcome[:3]), target(), 5, 0.1)
    with pytest.raises(InputError, match="typical change is zero"):
        moderators_from_change(panel_of(np.ones((30, 20))), target(), 5, 0.1)
    outcome[4, 2] = np.nan
    with pytest.raises(InputError, match="u004, t002: the outcome is missing"):
        moderators_from_change(panel_of(outcome), target(), 5, 0.1)
