"""Growth told on the patent panel: the benchmark's numbers first, then better, never with later data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from forerun.foresight.counts import Counts
from forerun.foresight.fields.by_place import by_place
from forerun.foresight.fields.carry import PRIOR_ORIGINS, weights
from forerun.foresight.fields.hindcast import Attempt, Way, attempts, coverages
from forerun.foresight.fields.ranges import Errors, covered, range_of
from forerun.foresight.fields.scoring import plain_skill, score_of, skill_interval
from forerun.foresight.fields.shares import log_shares, reliable, window_sums
from forerun.foresight.fields.signals import Plan, Signal, until


def made(counts: Counts, horizon: int, window: int = 3) -> tuple[Attempt, ...]:
    plan = Plan(horizon, window)
    return attempts(counts, plan, coverages(counts, plan))


@pytest.fixture(scope="module")
def patents_by_horizon(patents: Counts) -> dict[int, tuple[Attempt, ...]]:
    return {horizon: made(patents, horizon) for horizon in (3, 5)}


@pytest.mark.parametrize(
    ("horizon", "half", "full", "origins"), [(3, 0.051, -0.793, 29), (5, 0.116, -0.567, 23)]
)
def test_the_benchmark_gives_its_own_numbers(
    patents: Counts, horizon: int, half: float, full: float, origins: int
) -> None:
    """What hindcast_growth.py prints for the years to 2009, window 3, world."""
    sums = window_sums(patents.values.sum(axis=1), 3)
    assert plain_skill(sums, horizon, 0.5) == (pytest.approx(half, abs=6e-4), origins)
    assert plain_skill(sums, horizon, 1.0) == (pytest.approx(full, abs=1e-3), origins)


@pytest.mark.parametrize(("horizon", "goal"), [(3, 0.12), (5, 0.15)])
def test_skill_beyond_the_goal_and_beyond_half_carrying(
    patents_by_horizon: dict[int, tuple[Attempt, ...]], horizon: int, goal: float
) -> None:
    score = score_of(patents_by_horizon[horizon], Way.BLEND, horizon)
    half = score_of(patents_by_horizon[horizon], Way.HALF, horizon)
    assert score is not None
    assert half is not None
    assert score.skill > max(goal, half.skill - 0.005)
    assert score.interval is not None
    assert score.interval.low > 0
    assert score.skill == pytest.approx(1 - score.value)


@pytest.mark.parametrize("window", [2, 5])
@pytest.mark.parametrize(("horizon", "goal"), [(3, 0.12), (5, 0.15)])
def test_skill_does_not_hang_on_the_window(patents: Counts, window: int, horizon: int, goal: float) -> None:
    score = score_of(made(patents, horizon, window), Way.BLEND, horizon)
    assert score is not None
    assert score.skill > goal


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize(("horizon", "least"), [(3, 0.08), (5, 0.08)])
def test_skill_in_either_half_of_the_fields(patents: Counts, part: int, horizon: int, least: float) -> None:
    held = slice(part, None, 2)
    half = replace(patents, activities=patents.activities[held], values=patents.values[:, :, held])
    score = score_of(made(half, horizon), Way.BLEND, horizon)
    assert score is not None
    assert score.skill > least


def test_skill_in_the_places_of_either_half(patents: Counts) -> None:
    order = np.argsort(-patents.values.sum(axis=(0, 2)))
    for part in (0, 1):
        kept = np.sort(order[part::2])
        half = replace(
            patents,
            places=tuple(patents.places[at] for at in kept),
            values=patents.values[:, kept],
            present=patents.present[:, kept],
        )
        score = score_of(made(half, 3), Way.BLEND, 3)
        assert score is not None
        assert score.skill > 0.05


@pytest.mark.parametrize("horizon", [3, 5])
def test_ranges_hold_as_often_as_they_say(
    patents_by_horizon: dict[int, tuple[Attempt, ...]], horizon: int
) -> None:
    for level, low, high in ((0.80, 0.75, 0.85), (0.95, 0.92, 0.98)):
        found = covered(patents_by_horizon[horizon], Way.BLEND, horizon, level)
        assert found is not None
        assert low <= found[0] <= high


def test_nothing_that_came_later_is_used(patents: Counts) -> None:
    short = until(patents, 1998)
    values = patents.values.copy()
    values[len(short.years) :] *= np.random.default_rng(1).uniform(0, 9, values[len(short.years) :].shape)
    changed = replace(patents, values=values)
    for first, second in zip(made(short, 3), made(changed, 3), strict=False):
        assert first.origin == second.origin
        assert first.signals.unsettled == second.signals.unsettled
        for way in Way:
            np.testing.assert_allclose(first.said[way], second.said[way], atol=1e-12)


def test_within_countries_half_of_past_growth_has_no_skill(patents: Counts) -> None:
    found = by_place(patents, Plan(3, 3))
    half, blend = found.pooled[Way.HALF], found.pooled[Way.BLEND]
    assert half is not None
    assert not half.demonstrated
    assert blend is not None
    assert blend.value < half.value
    assert any(not score.demonstrated for score in found.places.values())


def test_noise_that_returns_to_where_it_was_is_given_no_skill_by_carrying(
    panel: Callable[..., Counts],
) -> None:
    """Counts around shares that never change: all growth is chance, and none of it is carried on."""
    still = panel(2)
    draws = np.random.default_rng(5)
    values = draws.poisson(np.broadcast_to(still.values.mean(axis=0) / 40, still.values.shape)).astype(float)
    attempts_made = made(replace(still, values=values), 3)
    full, half = (score_of(attempts_made, way, 3) for way in (Way.FULL, Way.HALF))
    assert full is not None
    assert not full.demonstrated
    assert half is not None
    assert not half.demonstrated
    assert attempts_made[-1].weights[Signal.PAST] < 0.25


def test_weights_of_one_signal_by_hand() -> None:
    """X'X / y'y = 2 / 2, X'(y - X/2) / y'y = 1/2, and the prior pulls with ten origins: 1/2 + (1/2) / 11."""
    one = (np.ones((2, 1)), np.ones(2))
    assert weights(np.array([0.5]), [one])[0] == pytest.approx(0.5 + 0.5 / (1 + PRIOR_ORIGINS))
    assert weights(np.array([0.5]), [])[0] == 0.5
    nothing = (np.ones((2, 1)), np.zeros(2))
    assert weights(np.array([0.5]), [nothing])[0] == 0.5


def test_shares_and_chance_by_hand() -> None:
    sums = window_sums(np.array([[1.0, 3.0], [2.0, 0.0], [4.0, 1.0]]), 2)
    np.testing.assert_array_equal(sums, [[3, 3], [6, 1]])
    np.testing.assert_allclose(np.exp(log_shares(sums)), [[0.5, 0.5], [6.5 / 8, 1.5 / 8]])
    growth, noise = np.array([0.4, -0.4]), np.array([0.08, 0.08])
    np.testing.assert_allclose(reliable(growth, noise), growth / 2)  # tau^2 = 0.16 - 0.08
    np.testing.assert_array_equal(reliable(np.zeros(2), noise), np.zeros(2))


def test_a_range_takes_ranks_of_other_fields_errors() -> None:
    """Of 19 errors -9 .. 9 of another field, an 80 % range runs from the 2nd to the 18th."""
    errors = Errors(np.arange(-9.0, 10.0), np.full(19, 7), extra=3.0)
    assert range_of(errors, 1, 1.0, 0.80) == (-8.0 * 2, 8.0 * 2)
    assert range_of(errors, 7, 1.0, 0.80) is None
    assert range_of(errors, 1, 1.0, 0.95) is None


def test_the_interval_of_a_skill_is_the_same_every_time_and_closes_around_one_error() -> None:
    same = skill_interval(np.full(12, 0.7), 3)
    assert same is not None
    assert (same.low, same.high) == (pytest.approx(0.3), pytest.approx(0.3))
    errors = np.linspace(0.2, 1.4, 20)
    assert skill_interval(errors, 3) == skill_interval(errors, 3)
    assert skill_interval(errors[:5], 3) is None


def test_acceleration_is_left_out_where_it_did_not_help(
    patents_by_horizon: dict[int, tuple[Attempt, ...]],
) -> None:
    early = patents_by_horizon[3][0]
    assert Signal.ACCELERATION not in early.weights
    for each in patents_by_horizon[5]:
        used = Way.MORE if Signal.ACCELERATION in each.weights else Way.PLAIN
        np.testing.assert_array_equal(each.said[Way.BLEND], each.said[used])
