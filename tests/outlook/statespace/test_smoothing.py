"""Smoothed moments are those of the states given one long normal vector."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.outlook.statespace.model import Start
from forerun.outlook.statespace.smoothing import smooth
from tests.outlook.statespace.dense import PERIODS, given, random_data, random_model

SEEDS = range(6)


@pytest.mark.parametrize("start", Start)
@pytest.mark.parametrize("seed", SEEDS)
def test_smoothed_moments_are_conditional_ones(seed: int, start: Start) -> None:
    model, data = random_model(seed, start), random_data(seed)
    means, covariances, observations = given(model, data)
    early = len(means) - PERIODS
    smoothed = smooth(model, data, lag_one=True)
    assert smoothed.means == pytest.approx(means[early:], abs=1e-11)
    assert smoothed.observations == pytest.approx(observations, abs=1e-11)
    assert smoothed.lag_one is not None
    for t in range(PERIODS):
        at = t + early
        assert smoothed.covariances[t] == pytest.approx(covariances[at, :, at], abs=1e-11)
        if at:
            assert smoothed.lag_one[t] == pytest.approx(covariances[at, :, at - 1], abs=1e-11)


def test_the_state_before_the_data_is_smoothed_too() -> None:
    model, data = random_model(7, Start.BEFORE), random_data(7)
    means, covariances, _ = given(model, data)
    before = smooth(model, data).before
    assert before is not None
    assert before.mean == pytest.approx(means[0], abs=1e-11)
    assert before.covariance == pytest.approx(covariances[0, :, 0], abs=1e-11)


def test_a_model_that_starts_with_its_data_has_no_state_before() -> None:
    smoothed = smooth(random_model(8, Start.FIRST), random_data(8), lag_one=True)
    assert smoothed.before is None
    assert smoothed.lag_one is not None
    assert np.isnan(smoothed.lag_one[0]).all()


def test_an_observed_figure_is_expected_to_be_itself() -> None:
    model, data = random_model(10, Start.BEFORE), random_data(10)
    seen = np.isfinite(data)
    assert smooth(model, data).observations[seen] == pytest.approx(data[seen], abs=1e-11)
