from __future__ import annotations

import math

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.predictive import Normal, Predictive
from forerun.periods import Period

MONTHS = (Period.parse("2023-11"), Period.parse("2023-12"))
JOINT = Predictive(MONTHS, np.array([4.0, 6.0]), np.array([[1.0, 0.5], [0.5, 4.0]]))


def test_interval_of_a_normal() -> None:
    low, high = Normal(5.0, 2.0).interval(0.8)
    assert (low, high) == pytest.approx((5 - 2 * 1.2815515655, 5 + 2 * 1.2815515655))


def test_chance_of_a_normal() -> None:
    assert Normal(5.0, 1.0).at_least(5.0) == pytest.approx(0.5)
    assert Normal(5.0, 1.0).at_least(6.0) == pytest.approx(0.1586552539)
    assert (Normal(5.0, 0.0).at_least(5.0), Normal(5.0, 0.0).at_least(5.1)) == (1.0, 0.0)


def test_a_weighted_sum_takes_the_covariance_in() -> None:
    mean = JOINT.linear([0.5, 0.5])
    assert mean.mean == 5.0
    assert mean.sd == pytest.approx(math.sqrt((1 + 4 + 2 * 0.5) / 4))
    assert JOINT.month(1) == Normal(6.0, 2.0)


def test_weights_by_month() -> None:
    assert JOINT.weights({MONTHS[1]: 0.25}).tolist() == [0.0, 0.25]
    with pytest.raises(InputError, match="no forecast of 2024-02"):
        JOINT.weights({Period.parse("2024-02"): 1.0})


@pytest.mark.parametrize(
    ("mean", "covariance"),
    [([1.0], np.eye(2)), ([1.0, np.nan], np.eye(2)), ([1.0, 2.0], -np.eye(2)), ([1.0, 2.0], np.eye(3))],
)
def test_what_is_no_distribution_is_refused(mean: list[float], covariance: np.ndarray) -> None:
    with pytest.raises(InputError):
        Predictive(MONTHS, np.array(mean), covariance)
