"""What is looked at, against cases that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.foresight.entry.features import density, features, is_counting, prior_worth, rca


def test_advantage_is_a_share_over_a_share() -> None:
    counts = np.array([[8.0, 2.0, 0.0], [2.0, 8.0, 0.0]])
    assert rca(counts) == pytest.approx(np.array([[1.6, 0.4, 0.0], [0.4, 1.6, 0.0]]))
    assert not rca(np.zeros((2, 2))).any()


def test_density_is_the_share_of_proximity_that_a_place_holds() -> None:
    """Three activities: proximity of 0 and 1 is 1/2, of 1 and 2 is 1/2, of 0 and 2 is 0."""
    have = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 1]])
    assert density(have) == pytest.approx(np.array([[1.0, 0.5, 1.0], [0.0, 0.5, 0.0], [1.0, 0.5, 1.0]]))


def test_a_shrunken_advantage_lies_between_its_own_and_that_of_the_prior() -> None:
    counts = np.array([[0.0, 40.0], [400.0, 3600.0]])
    own = rca(counts)[0, 0]
    shrunk = np.exp(features(counts, 1.0)[0, 0, 2])
    assert own == 0
    assert shrunk == pytest.approx((7 * 0.6) / (40 * 400 / 4040 + 7))  # 0.35 of 20 counts on average


def test_the_unit_of_amounts_does_not_matter() -> None:
    amounts = np.array([[0.5, 30.25, 7.5], [100.5, 20.75, 1.25]])
    assert not is_counting(amounts)
    assert features(1e6 * amounts, 1.0)[..., 2] == pytest.approx(features(amounts, 1.0)[..., 2])
    assert prior_worth(1e6 * amounts) == pytest.approx(1e6 * prior_worth(amounts))
