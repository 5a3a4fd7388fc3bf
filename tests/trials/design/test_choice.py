"""The frontier, what is near the best, the lot and the inference that it makes possible."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from forerun.errors import SpecError
from forerun.trials.design.choice import Choice, choose, difference_in_differences, randomisation_p
from forerun.trials.design.frontier import frontier, near_optimal
from forerun.trials.design.question import Tolerance
from tests.trials.design.conftest import factor_panel, panel_of


def test_the_frontier_is_what_nothing_beats() -> None:
    losses = np.array([[1, 5, 0], [2, 4, 0], [2, 5, 0], [3, 1, np.nan], [1, 5, 0], [3, 2, np.inf]])
    assert frontier(losses).tolist() == [True, True, False, True, True, False]


def test_near_the_best_is_within_every_tolerance_in_turn() -> None:
    losses = np.array(
        [
            [0.05, 0.10, 100],
            [0.05, 0.18, 100],
            [0.05, 0.25, 10],
            [0.10, 0.00, 1],
            [0.05, 0.12, 130],
            [np.nan, 0, 0],
        ]
    )
    assert near_optimal(losses, Tolerance()).tolist() == [True, True, False, False, False, False]
    assert near_optimal(losses, Tolerance(effect=0.05, likeness=1.0, cost=200)).sum() == 5
    losses[:, 1] = np.nan
    assert near_optimal(losses, Tolerance()).tolist() == [False, False, True, False, False, False]


def test_every_set_is_drawn_equally_often_and_inclusion_says_so() -> None:
    sets = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c")]
    drawn = [choose(sets, seed) for seed in range(2000)]
    counts = np.bincount([each.chosen for each in drawn], minlength=4)
    assert counts.min() > 430
    assert dict(drawn[0].inclusion) == {"a": 0.75, "b": 0.5, "c": 0.5, "d": 0.25}
    assert drawn[0] == choose([tuple(reversed(each)) for each in reversed(sets)], 0)
    assert choose([("a", "b"), ("a", "c")], 0).certain == ("a",)
    for wrong in ([], [("a", "b"), ("b", "a")]):
        with pytest.raises(SpecError):
            choose(wrong, 0)


def test_the_exact_p_value_counts_sets_that_are_as_extreme() -> None:
    """Eight places, all pairs: the treated pair's change is the largest but one by hand."""
    change = np.array([0.0, 1, 2, 3, 4, 5, 20, 30])
    panel = panel_of(np.column_stack([np.zeros(8), change]))
    sets = tuple(combinations(panel.places, 2))
    statistic = difference_in_differences(1)
    for treated, expected in ((("u006", "u007"), 1 / 28), (("u005", "u007"), 2 / 28)):
        choice = Choice(sets, sets.index(treated), 0, ())
        assert randomisation_p(panel, choice, statistic) == pytest.approx(expected)
        assert choice.least_p == 1 / 28
    with pytest.raises(SpecError, match="zz: a place of the sets is not in the panel"):
        randomisation_p(panel, Choice((("zz",),), 0, 0, ()), statistic)


def test_without_effect_the_lot_rejects_as_often_as_it_says() -> None:
    panel = factor_panel(12, 20, seed=9)
    sets = tuple(combinations(panel.places, 2))[:40]
    statistic = difference_in_differences(16)
    p = [randomisation_p(panel, Choice(sets, k, 0, ()), statistic) for k in range(40)]
    assert np.mean([each <= 0.1 for each in p]) == pytest.approx(0.1)
