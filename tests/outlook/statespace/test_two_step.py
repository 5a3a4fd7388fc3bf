"""Two steps: the truth is found again; outliers and holes are replaced as described."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.statespace.model import Array
from forerun.outlook.statespace.outliers import correct_outliers, is_outlier
from forerun.outlook.statespace.two_step import bridge, two_step

MONTHS, SERIES = 240, 20


def panel(seed: int) -> tuple[Array, Array]:
    """A panel (T, n) with a ragged edge, and its two factors (T, 2)."""
    rng = np.random.default_rng(seed)
    factors = np.zeros((MONTHS, 2))
    for t in range(1, MONTHS):
        factors[t] = [0.8, 0.3] * factors[t - 1] + rng.normal(size=2)
    data = factors @ rng.normal(size=(2, SERIES)) + 0.5 * rng.normal(size=(MONTHS, SERIES))
    data[-4:, :10] = np.nan
    return data, factors


def test_smoothed_factors_span_the_true_ones_at_the_ragged_edge_too() -> None:
    data, factors = panel(0)
    found = two_step(data, 2, 1).factors
    fitted = np.column_stack([bridge(found, column) for column in factors.T])
    assert np.abs(fitted - factors).max() < 1
    assert np.abs(fitted[-4:] - factors[-4:]).max() < 0.6


def test_a_target_is_forecast_by_what_explains_it() -> None:
    data, factors = panel(1)
    target = 2 + factors @ np.array([1.0, -0.5])
    hidden = np.where(np.arange(MONTHS) < MONTHS - 3, target, np.nan)
    found = bridge(two_step(data, 2, 1).factors, hidden)
    assert found[-3:] == pytest.approx(target[-3:], abs=0.5)
    assert np.isfinite(found).all()


def test_months_ahead_are_forecast() -> None:
    data, _ = panel(2)
    ahead = two_step(np.vstack([data, np.full((6, SERIES), np.nan)]), 2, 2)
    assert ahead.factors[:MONTHS] == pytest.approx(two_step(data, 2, 2).factors, abs=1e-10)
    assert ahead.factors[-1] == pytest.approx(
        (ahead.model.space.transition @ np.concatenate([ahead.factors[-2], ahead.factors[-3]]))[:2]
    )


def test_shocks_may_be_fewer_than_factors() -> None:
    space = two_step(panel(3)[0], 2, 1, shocks=1).model.space
    assert np.linalg.matrix_rank(space.state_covariance) == 1
    assert np.linalg.matrix_rank(two_step(panel(3)[0], 2, 1).model.space.state_covariance) == 2


def test_too_little_is_refused() -> None:
    data, _ = panel(4)
    data[5:, 0] = np.nan
    with pytest.raises(InputError, match="5 months in which every series is known"):
        two_step(data, 2, 2)
    with pytest.raises(InputError, match="3 known values for 3 coefficients"):
        bridge(np.ones((5, 2)), np.array([1.0, 2.0, 3.0, np.nan, np.nan]))


def test_an_outlier_is_replaced_by_the_average_around_it() -> None:
    values = np.array([1.0, 2, 3, 4, 100, 6, 7, 8, 9])
    assert np.flatnonzero(is_outlier(values)).tolist() == [4]
    median = 6
    expected = values.copy()
    expected[4] = (2 + 3 + 4 + median + 6 + 7 + 8) / 7
    assert correct_outliers(values) == pytest.approx(expected)


def test_holes_are_filled_up_to_the_last_observation() -> None:
    values = np.array([np.nan, 1.0, 2, np.nan, 4, 5, np.nan, np.nan])
    median = 3
    corrected = correct_outliers(values)
    assert corrected[0] == pytest.approx((4 * median + 1 + 2 + median) / 7)
    assert corrected[3] == pytest.approx((median + 1 + 2 + median + 4 + 5) / 6)
    assert np.isnan(corrected[6:]).all()
    assert corrected[[1, 2, 4, 5]] == pytest.approx([1, 2, 4, 5])


def test_a_series_without_observations_stays_empty() -> None:
    assert np.isnan(correct_outliers(np.full(4, np.nan))).all()


@pytest.mark.parametrize("orders", [(9, 1), (0, 1), (1, 0), (2, 1, 3)])
def test_orders_that_no_model_has_are_refused(orders: tuple[int, ...]) -> None:
    data = np.random.default_rng(0).standard_normal((100, 4))
    with pytest.raises(InputError, match=r"two-step estimation: . factors, . lags and . shocks of 4 series"):
        two_step(data, *orders)
