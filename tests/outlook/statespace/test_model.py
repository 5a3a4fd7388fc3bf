"""What a state space refuses, and its long-run covariance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.statespace.model import Start, stationary_covariance
from tests.outlook.statespace.dense import random_model

MODEL = random_model(0, Start.BEFORE)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("design", np.zeros(4), "not a matrix"),
        ("transition", np.zeros((3, 3)), r"\(3, 3\).*\(4, 4\)"),
        ("initial_mean", np.zeros((4, 1)), "initial_mean"),
        ("state_covariance", np.triu(np.ones((4, 4))), "not symmetric"),
        ("initial_covariance", -np.eye(4), "negative eigenvalue"),
        ("observation_covariance", np.full((3, 3), np.nan), "not finite"),
    ],
)
def test_what_is_no_state_space_is_refused(name: str, value: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=message):
        replace(MODEL, **{name: value})


def test_matrices_cannot_be_changed_afterwards() -> None:
    given = np.zeros(4)
    model = replace(MODEL, initial_mean=given)
    given[0] = 1
    assert model.initial_mean[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        model.transition[0, 0] = 1


def test_the_long_run_covariance_moves_into_itself() -> None:
    transition = np.array([[0.5, 0.2], [-0.1, 0.7]])
    shocks = np.array([[1.0, 0.3], [0.3, 0.5]])
    long_run = stationary_covariance(transition, shocks)
    assert transition @ long_run @ transition.T + shocks == pytest.approx(long_run, abs=1e-14)


def test_a_unit_root_has_no_long_run_covariance() -> None:
    with pytest.raises(InputError, match="stationary start"):
        stationary_covariance(np.eye(2), np.eye(2))


def test_no_long_run_covariance_of_what_is_no_number() -> None:
    for transition, shocks in ((np.nan, 1.0), (0.5, np.inf)):
        with pytest.raises(InputError, match="stationary start: has a number that is not finite"):
            stationary_covariance(np.full((1, 1), transition), np.full((1, 1), shocks))
