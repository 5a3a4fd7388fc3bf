from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize

from forerun.trials.transport.balance import (
    Balance,
    Outside,
    balance,
    effective_size,
    entropy_weights,
    leave_one_out,
)
from forerun.trials.transport.question import Moments, PlaceEffects, Population, TransportQuestion
from forerun.trials.transport.standard import Standard, standardise


def standard(trial: np.ndarray, target: np.ndarray, base: np.ndarray | None = None) -> Standard:
    """On the target's scale; trial places are a0, a1, ..., and not among the target's."""
    names = tuple(f"x{j}" for j in range(trial.shape[1]))
    places = tuple(f"a{i}" for i in range(len(trial)))
    weights = np.ones(0) if base is None else base
    effects = PlaceEffects(places, np.zeros(len(trial)), np.eye(len(trial)), weights)
    population = Population(tuple(f"b{i}" for i in range(len(target))), target)
    return standardise(TransportQuestion(effects, names, trial, population))


def test_two_places_can_be_balanced_in_one_way_only() -> None:
    weights = entropy_weights(np.array([[-1.0], [3.0]]), np.array([0.5, 0.5]))
    assert weights == pytest.approx([0.75, 0.25], abs=1e-12)


def test_weights_are_those_nearest_to_the_base_weights() -> None:
    """Against a general optimiser of Kullback's distance under the same constraints."""
    random = np.random.default_rng(3)
    points, base = random.normal([0.3, -0.2], 1.0, (12, 2)), random.dirichlet(np.ones(12))
    found = entropy_weights(points, base)
    sums = np.column_stack([points, np.ones(12)]).T
    general = minimize(
        lambda w: float(w @ np.log(w / base)),
        np.full(12, 1 / 12),
        jac=lambda w: np.log(w / base) + 1.0,
        bounds=[(1e-9, 1.0)] * 12,
        constraints={"type": "eq", "fun": lambda w: sums @ w - [0.0, 0.0, 1.0], "jac": lambda _: sums},
        method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 500},
    )
    assert found == pytest.approx(general.x, abs=1e-5)
    assert points.T @ found == pytest.approx([0.0, 0.0], abs=1e-10)


def test_places_that_are_balanced_keep_their_base_weights() -> None:
    base = np.array([0.2, 0.3, 0.3, 0.2])
    found = entropy_weights(np.array([[-3.0], [-1.0], [1.0], [3.0]]), base)
    assert found == pytest.approx(base, abs=1e-12)


def test_variances_can_be_balanced_too() -> None:
    random = np.random.default_rng(0)
    made = standard(random.standard_normal((40, 2)) * 1.5 + 0.2, random.standard_normal((50, 2)))
    means = balance(made)
    both = balance(made, Moments.MEANS_AND_VARIANCES)
    assert isinstance(means, Balance)
    assert isinstance(both, Balance)
    assert both.after == pytest.approx([0.0, 0.0], abs=1e-9)
    assert both.weights @ made.trial**2 == pytest.approx([1.0, 1.0], abs=1e-9)
    assert means.weights @ made.trial**2 != pytest.approx([1.0, 1.0], abs=0.05)


def test_what_lies_outside_is_named_with_its_distance_and_the_nearest_places() -> None:
    target = np.array([[-1.0, -1.0], [1.0, 1.0]])  # mean 0, standard deviation 1
    trial = np.array([[0.4, -1.0], [0.4, 1.0], [2.0, 0.0], [3.0, 0.5]])
    found = balance(standard(trial, target))
    assert isinstance(found, Outside)
    assert found.characteristics == ("x0",)
    assert found.shortfalls == pytest.approx((0.4,))
    assert found.places == ("a0", "a1")


def test_on_the_edge_of_the_trial_places_only_those_of_the_edge_count() -> None:
    target = np.array([[-1.0, -1.0], [1.0, 1.0]])
    found = balance(standard(np.array([[0.0, -1.0], [0.0, 1.0], [2.0, 0.0]]), target))
    assert isinstance(found, Balance)
    assert found.weights == pytest.approx([0.5, 0.5, 0.0], abs=1e-9)
    assert found.hinges == ("a0", "a1")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 12), st.floats(0.0, 1.5))
def test_there_are_weights_exactly_where_a_linear_programme_finds_some(
    seed: int, size: int, shift: float
) -> None:
    points = np.random.default_rng(seed).normal([shift, 0.0], 1.0, (size, 2))
    sums = np.column_stack([points, np.ones(size)]).T
    least = 1e-7  # every weight must be above zero
    solved = linprog(np.zeros(size), A_eq=sums, b_eq=[0.0, 0.0, 1.0], bounds=[(least, None)] * size)
    found = entropy_weights(points, np.full(size, 1.0 / size))
    assert (found is not None) == solved.success


def test_effective_size_is_that_of_kish() -> None:
    assert effective_size(np.ones(7)) == pytest.approx(7.0)
    assert effective_size(np.array([0.5, 0.25, 0.25])) == pytest.approx(8 / 3)


def test_leaving_a_place_out_is_balancing_the_others() -> None:
    points = np.random.default_rng(5).normal([0.2, 0.0], 1.0, (9, 2))
    without = leave_one_out(points, np.full(9, 1 / 9))
    for i in range(9):
        rest = np.delete(np.arange(9), i)
        expected = entropy_weights(points[rest], np.full(8, 1 / 8))
        if expected is None:
            assert np.isnan(without[i]).all()
        else:
            assert without[i, rest] == pytest.approx(expected, abs=1e-9)
            assert without[i, i] == 0.0


def test_the_one_place_that_holds_the_balance_is_named() -> None:
    target = np.array([[-1.0], [1.0]])
    found = balance(standard(np.array([[-0.5], [1.0], [1.5], [2.0]]), target))
    assert isinstance(found, Balance)
    assert found.hinges == ("a0",)
    assert found.heaviest == "a0"
    assert found.before == pytest.approx([1.0])
    assert found.share == pytest.approx(found.size / 4)


def test_a_place_without_base_weight_gets_none() -> None:
    target = np.array([[-1.0], [1.0]])
    found = balance(
        standard(np.array([[-1.0], [-0.5], [1.0], [2.0]]), target, np.array([1.0, 0.0, 1.0, 2.0]))
    )
    assert isinstance(found, Balance)
    assert found.weights[1] == 0.0
    assert found.size <= 3.0


def test_a_place_far_out_that_is_left_out_does_not_swamp_the_others() -> None:
    """Its own weight would be the largest by thousands of powers of ten."""
    points = np.array([[-1.0, 0.2], [2.0, -0.1], [-0.5, 0.1], [1.0, -0.3], [0.2, 0.3], [3e4, 1e3]])
    without = leave_one_out(points, np.full(6, 1 / 6))
    assert np.isfinite(without[5]).all()
    assert without[5] @ points == pytest.approx([0.0, 0.0], abs=1e-8)


def test_many_places_and_characteristics_are_balanced_to_rounding() -> None:
    random = np.random.default_rng(0)
    points = np.exp(0.5 * random.standard_normal((200, 8))) - 1.2
    weights = entropy_weights(points, np.full(200, 1 / 200))
    assert weights is not None
    assert weights @ points == pytest.approx(np.zeros(8), abs=1e-9)
