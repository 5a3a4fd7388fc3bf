"""The likelihood is that of one long normal vector, whatever is missing."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.statespace.filtering import loglikelihood, run_filter
from forerun.outlook.statespace.model import Start
from tests.outlook.statespace.dense import density, random_data, random_model

SEEDS = range(6)


@pytest.mark.parametrize("start", Start)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_likelihood_is_the_joint_density(seed: int, start: Start) -> None:
    model, data = random_model(seed, start), random_data(seed)
    assert loglikelihood(model, data) == pytest.approx(density(model, data), abs=1e-11)


def test_the_constant_counts_what_is_observed() -> None:
    model, data = random_model(0, Start.BEFORE), random_data(0)
    constant = loglikelihood(model, data) - loglikelihood(model, data, constant=False)
    assert constant == pytest.approx(-np.isfinite(data).sum() * math.log(2 * math.pi) / 2)


def test_a_start_before_is_a_start_at_the_first_moved_once() -> None:
    before, data = random_model(1, Start.BEFORE), random_data(1)
    done = run_filter(before, data)
    first = replace(
        before,
        start=Start.FIRST,
        initial_mean=done.predicted[0],
        initial_covariance=done.predicted_covariance[0],
    )
    assert loglikelihood(first, data) == pytest.approx(loglikelihood(before, data), abs=1e-12)
    assert loglikelihood(replace(before, start=Start.FIRST), data) != pytest.approx(density(before, data))


def test_nothing_observed_is_nothing_learnt() -> None:
    model = random_model(2, Start.BEFORE)
    done = run_filter(model, np.full((4, 3), np.nan))
    assert done.loglikelihood() == 0
    assert done.filtered == pytest.approx(done.predicted)


def test_no_noise_is_exact_too() -> None:
    model = replace(random_model(3, Start.FIRST), observation_covariance=np.zeros((3, 3)))
    data = random_data(3)[:1]
    assert loglikelihood(model, data) == pytest.approx(density(model, data), abs=1e-11)


def test_series_that_determine_one_another_are_refused() -> None:
    model = random_model(4, Start.BEFORE)
    design = model.design.copy()
    design[1] = 2 * design[0]
    same = replace(model, design=design, observation_covariance=np.zeros((3, 3)))
    with pytest.raises(InputError, match=r"period 1 of the data.*collinear"):
        run_filter(same, np.ones((2, 3)))


@pytest.mark.parametrize("data", [np.ones((4, 2)), np.ones(3), np.full((2, 3), np.inf)])
def test_data_that_do_not_fit_are_refused(data: np.ndarray) -> None:
    with pytest.raises(InputError, match="data"):
        run_filter(random_model(5, Start.BEFORE), data)
