"""Weights on the simplex against the conditions of an optimum."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.trials.simplex import simplex_weights


@pytest.mark.parametrize(("donors", "periods"), [(1, 5), (2, 3), (5, 20), (40, 19), (38, 90), (100, 30)])
@pytest.mark.parametrize("seed", range(5))
def test_no_move_of_weight_improves_the_fit(donors: int, periods: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    paths = draw.normal(size=(donors, periods)).cumsum(axis=1)
    treated = draw.normal(size=periods).cumsum()
    gram, target = paths @ paths.T, paths @ treated
    weights = simplex_weights(gram, target)
    gradient = gram @ weights - target
    held = weights > 0
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert weights.min() >= 0
    assert np.ptp(gradient[held]) <= 1e-8 * np.trace(gram)
    assert gradient.min() >= gradient[held].max() - 1e-8 * np.trace(gram)


def test_a_start_changes_the_way_not_the_answer() -> None:
    draw = np.random.default_rng(7)
    paths = draw.normal(size=(30, 60)).cumsum(axis=1)
    gram, target = paths @ paths.T, paths @ draw.normal(size=60).cumsum()
    cold = simplex_weights(gram, target)
    warm = simplex_weights(gram, target, simplex_weights(gram, target * 0.5))
    assert warm == pytest.approx(cold, abs=1e-9)


def test_places_that_are_the_same_fit_as_well_as_one_of_them() -> None:
    draw = np.random.default_rng(3)
    paths = np.tile(draw.normal(size=(6, 5)), (3, 1))
    treated = paths[:2].mean(axis=0)
    weights = simplex_weights(paths @ paths.T, paths @ treated)
    assert weights @ paths == pytest.approx(treated, abs=1e-9)
