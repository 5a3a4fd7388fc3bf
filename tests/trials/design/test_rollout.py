"""Roll-outs in waves."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import SpecError, UnknownNameError
from forerun.trials.design.question import Simulation
from forerun.trials.design.rollout import (
    Rollout,
    coefficients,
    randomised_rollout,
    rollout_power,
    wave_orders,
)
from tests.trials.design.conftest import factor_panel

THREE = Rollout((("u000", "u001"), ("u002",)), (0, 2), ("u003", "u004", "u005"))


def test_the_estimate_is_the_mean_of_its_comparisons() -> None:
    """By loops over waves, periods and places."""
    outcome = factor_panel(6, 12, seed=1).outcome
    weights = coefficients(THREE, duration=4, end=12)
    wave = np.array([0, 0, 1, 2, 2, 2])
    ours = sum(weights[wave[i]] @ outcome[i] for i in range(6))
    total, count = 0.0, 0
    for places, begin in (([0, 1], 8), ([2], 10)):
        for t in range(begin, 12):
            others = [3, 4, 5] + ([2] if t < 10 and begin == 8 else [])
            for i in places:
                own = outcome[i, t] - outcome[i, :begin].mean()
                total += own - np.mean([outcome[j, t] - outcome[j, :begin].mean() for j in others])
                count += 1
    assert ours == pytest.approx(total / count)


def test_a_constant_effect_is_estimated_as_it_is_and_levels_do_not_matter() -> None:
    begin = np.array([8, 8, 10, 99, 99, 99])
    outcome = np.arange(6.0)[:, None] * 10 + np.arange(12.0) + 3.0 * (np.arange(12) >= begin[:, None])
    weights = coefficients(THREE, duration=4, end=12)
    wave = np.array([0, 0, 1, 2, 2, 2])
    assert sum(weights[wave[i]] @ outcome[i] for i in range(6)) == pytest.approx(3.0)


def test_without_reserve_nothing_is_compared_after_the_last_wave() -> None:
    weights = coefficients(Rollout((("a",), ("b",)), (0, 2), ()), duration=4, end=10)
    assert (weights[:, 8:] == 0).all()
    assert (weights[:, 6:8] != 0).any()


def test_orders_are_all_there_when_they_are_few() -> None:
    orders, exact = wave_orders([2, 1, 3], seed=0)
    assert exact
    assert len(orders) == len({tuple(each) for each in orders}) == 60
    assert all(sorted(each) == [0, 0, 1, 2, 2, 2] for each in orders)
    orders, exact = wave_orders([5, 5, 10], seed=0)
    assert not exact
    assert len(orders) == 999
    assert (np.sort(orders, axis=1) == np.repeat([0, 1, 2], [5, 5, 10])).all()


def test_a_lot_gives_every_place_its_chance() -> None:
    drawn = [randomised_rollout("abcdef", [2, 1], [0, 3], seed) for seed in range(1200)]
    first = np.array([["abcdef".index(place) for place in each.waves[0]] for each in drawn])
    assert np.bincount(first.ravel(), minlength=6).min() > 330
    assert all(len(each.reserve) == 3 and each.seed == seed for seed, each in enumerate(drawn))


def test_size_is_that_asked_for_and_power_grows() -> None:
    panel = factor_panel(16, 60, seed=7)
    made = randomised_rollout(panel.places, [4, 4], [0, 3], seed=1)
    simulation = Simulation((6, 10), (0.0, 0.005, 0.01, 0.02, 0.05), lookback=4, stride=5)
    short, long = rollout_power(panel, made, simulation, seed=2)
    for told in (short, long):
        power = [point.power for point in told.curve]
        assert 0.06 <= told.size <= 0.14
        assert power == sorted(power)
        assert power[-1] == 1.0
        assert told.mde is not None
        assert (told.orders, told.exact, told.least_p) == (999, False, 0.001)
    assert (short.mde or 9) >= (long.mde or 9)


def test_few_orders_are_said_to_be_few() -> None:
    told = rollout_power(factor_panel(6, 30, seed=7), THREE, Simulation((4,), (0.2,)), seed=0)[0]
    assert (told.orders, told.exact) == (60, True)
    assert told.least_p == pytest.approx(1 / 60)
    assert told.curve[-1].power == 1.0


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (Rollout((("u000",),), (0, 1), ("u001",)), "2 starts for 1 waves"),
        (Rollout((("u000",), ()), (0, 1), ("u001",)), "a wave without places"),
        (Rollout((("u000",), ("u001",)), (1, 2), ("u002",)), "not ascending from zero"),
        (Rollout((("u000",), ("u001",)), (0, 0), ("u002",)), "not ascending from zero"),
        (Rollout((("u000",), ("u000",)), (0, 1), ("u002",)), "stands in two waves"),
        (Rollout((("u000", "u001"),), (0,), ()), "has no comparison"),
        (Rollout((("u000",), ("u001",)), (0, 5), ("u002",)), "a wave begins 5 periods after the first of 4"),
    ],
)
def test_waves_that_cannot_be_compared_are_refused(made: Rollout, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        rollout_power(factor_panel(6, 30, seed=7), made, Simulation((4,)), seed=0)


def test_places_that_do_not_fit_are_named() -> None:
    with pytest.raises(SpecError, match="waves of 7 places out of 6"):
        randomised_rollout("abcdef", [4, 3], [0, 1], 0)
    panel = factor_panel(6, 30, seed=7)
    with pytest.raises(UnknownNameError, match="roll-out: unknown place 'x'"):
        rollout_power(panel, Rollout((("x",),), (0,), ("u001",)), Simulation((4,)), seed=0)
    panel.start[0] = 10
    with pytest.raises(SpecError, match="u000: a place is already treated"):
        rollout_power(panel, THREE, Simulation((4,)), seed=0)
