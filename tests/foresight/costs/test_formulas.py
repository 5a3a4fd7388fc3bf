from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.foresight.costs.curve import Convention
from forerun.foresight.costs.formulas import (
    Drift,
    Wright,
    a_plain,
    a_star,
    damping,
    drift_of,
    exponent_of_levels,
    falling_p,
    forecast_count,
    learning_rate,
    spread,
    usual_volatility,
    wright_of,
    wright_spread,
    xi,
)
from forerun.foresight.costs.production import cumulated, initial


def test_the_expected_squared_error_is_that_of_equation_8() -> None:
    assert xi([1, 5, 10, 20], 5) == pytest.approx([2.4, 20, 60, 200])


def test_the_variance_of_an_integrated_moving_average_is_that_of_equation_13() -> None:
    # -2(0.63) + (1 + 2(4)(0.63)/5 + 0.63^2)(1 + 1/5) = -1.26 + 2.4049 x 1.2
    assert float(a_star(1, 5, 0.63)) == pytest.approx(1.62588)
    # -0.5 + (1 + 0.4 + 0.0625)(10 + 20)
    assert float(a_star(10, 5, 0.25)) == pytest.approx(43.375)
    assert a_star([1, 7], 5, 0.0) == pytest.approx(a_plain([1, 7], 5))
    assert float(a_plain(10, 5)) == 30.0


def test_the_spread_of_a_forecast_is_by_yearly_changes() -> None:
    assert float(spread(1, 5, 0.63)) == pytest.approx(math.sqrt(1.62588 / 1.3969))


def test_drift_and_volatility_are_mean_and_deviation_of_yearly_changes() -> None:
    found = drift_of(np.array([2000.0, 2001, 2002, 2003]), np.array([0.0, -0.1, -0.3, -0.3]))
    assert found.mu == pytest.approx(-0.1)
    assert found.k == pytest.approx(0.1)
    assert found.n == 3


def test_a_step_of_two_years_counts_as_two() -> None:
    # changes -0.1 in one year and -0.4 in two: mu = -0.5 / 3
    found = drift_of(np.array([2000.0, 2001, 2003]), np.array([0.0, -0.1, -0.5]))
    mu = -0.5 / 3
    assert found.mu == pytest.approx(mu)
    assert found.k == pytest.approx(math.sqrt((-0.1 - mu) ** 2 + (-0.4 - 2 * mu) ** 2 / 2))


def test_the_test_of_a_fall_is_students() -> None:
    # t = -0.1 / (0.1 / sqrt 3) = -1.7320508 with 2 degrees: F(t) = 1/2 + t / (2 sqrt(2 + t^2))
    expected = 0.5 - 1.7320508 / (2 * math.sqrt(2 + 3))
    assert falling_p(Drift(-0.1, 0.1, 3), 3.0) == pytest.approx(expected, abs=1e-6)
    assert falling_p(Drift(0.1, 0.0, 3), 3.0) == 1.0
    assert falling_p(Drift(-0.1, 0.0, 3), 3.0) == 0.0
    assert falling_p(Drift(-0.1, math.nan, 1), 1.0) == 1.0


def test_damping_adds_up_what_is_left_of_the_drift() -> None:
    assert damping([1, 2, 3], 0.5) == pytest.approx([1, 1.5, 1.75])
    assert damping([1, 2, 3], 1.0) == pytest.approx([1, 2, 3])


def test_volatility_goes_with_drift_as_in_their_figure() -> None:
    assert usual_volatility(-0.1) == pytest.approx(0.096)


def test_a_learning_rate_of_one_fifth_has_the_exponent_of_four_fifths() -> None:
    assert learning_rate(math.log2(0.8)) == pytest.approx(0.2)
    production = np.log(np.array([1.0, 2, 4, 8]))
    costs = np.log(np.array([100, 80, 64, 51.2]))
    assert exponent_of_levels(costs, production) == pytest.approx(math.log2(0.8))
    assert wright_of(costs, production).exponent == pytest.approx(math.log2(0.8))
    assert wright_of(costs, production).k == pytest.approx(0.0, abs=1e-12)


def test_production_that_stands_still_gives_no_exponent() -> None:
    flat = np.zeros(4)
    assert math.isnan(exponent_of_levels(np.arange(4.0), flat))
    assert math.isnan(wright_of(np.arange(4.0), flat).exponent)


def test_the_error_of_wrights_law_holds_that_of_the_production_forecast() -> None:
    # k^2 (tau + (mu tau)^2 / S) + w^2 k_x^2 (tau + tau^2 / n), tau = 2
    cost, production = Wright(-0.5, 0.1, 2.0), Drift(0.4, 0.2, 5)
    expected = 0.01 * (2 + 0.64 / 2) + 0.25 * 0.04 * (2 + 4 / 5)
    assert float(wright_spread(2, cost, production)) == pytest.approx(math.sqrt(expected))


def test_what_had_been_made_before_follows_from_growth() -> None:
    years, doubling = np.array([2000.0, 2001, 2002]), np.array([4.0, 8, 16])
    assert initial(years, doubling, Convention.GROWTH) == pytest.approx(4.0)
    assert cumulated(4.0, doubling) == pytest.approx([4, 8, 16])
    # the collection's rule: exp(log(16 - 4) / 2) - 1 = 2.4641016
    assert initial(years, doubling, Convention.COLLECTION) == pytest.approx(4 / 2.4641016)
    assert math.isnan(initial(years, doubling[::-1], Convention.GROWTH))
    assert math.isnan(initial(years, np.array([4.0, 4, 4.5]), Convention.COLLECTION))


@given(points=st.integers(0, 60), m=st.integers(2, 9), horizon=st.integers(1, 30))
def test_forecasts_are_counted_as_if_one_by_one(points: int, m: int, horizon: int) -> None:
    one_by_one = [points - 1 - origin for origin in range(m, points - 1)]
    assert forecast_count(points, m) == sum(one_by_one)
    assert forecast_count(points, m, horizon) == sum(min(each, horizon) for each in one_by_one)
