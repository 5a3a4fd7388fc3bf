from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook import benchmarks as module
from forerun.outlook.benchmarks import (
    autoregression,
    benchmarks,
    carried,
    checked,
    combined,
    correlation,
    covariance,
    last_value,
    mean_of_three,
    past_errors,
    quantile_spread,
    seasonal_naive,
    spreads,
)
from forerun.outlook.vintage import Vintage
from forerun.periods import Period
from tests.outlook.conftest import real_time_of, vintage

GROWTH = np.array([4.0, 5.0, 6.0, 8.0])
NAMES = ("last-value", "autoregression", "seasonal-naive", "mean-of-three", "combination")


def autoregressive(count: int, coefficient: float, seed: int = 3) -> np.ndarray:
    draw = np.random.default_rng(seed)
    values = np.zeros(count)
    for now in range(1, count):
        values[now] = 2.0 + coefficient * values[now - 1] + draw.normal()
    return values


def test_paths_of_the_simple_benchmarks() -> None:
    assert last_value(GROWTH, 2, 12)[-1].tolist() == [8.0, 8.0]
    assert mean_of_three(GROWTH, 2, 12)[-1].tolist() == pytest.approx([19 / 3, 19 / 3])
    assert np.isnan(mean_of_three(GROWTH, 1, 12)[:2]).all()
    assert seasonal_naive(GROWTH, 4, 3)[-1].tolist() == [5.0, 6.0, 8.0, 5.0]
    assert seasonal_naive(GROWTH, 1, 3)[:3, 0].tolist() == pytest.approx([np.nan, np.nan, 4.0], nan_ok=True)


@pytest.mark.parametrize("paths", [last_value, mean_of_three, seasonal_naive, autoregression])
def test_no_path_looks_ahead(paths: module.Paths) -> None:
    growth = autoregressive(60, 0.6)
    whole = paths(growth, 5, 11)
    for end in (20, 35, 59):
        assert paths(growth[:end], 5, 11)[-1] == pytest.approx(whole[end - 1], nan_ok=True)


def test_the_combination_does_not_look_ahead() -> None:
    growth, paths = autoregressive(60, 0.6), combined([last_value, mean_of_three, autoregression])
    whole = paths(growth, 5, 11)
    for end in (20, 35, 59):
        assert paths(growth[:end], 5, 11)[-1] == pytest.approx(whole[end - 1], nan_ok=True)


def test_the_combination_leans_to_who_erred_less() -> None:
    alternating = np.array([1.0, 5.0] * 20)
    path = combined([last_value, lambda g, h, p: seasonal_naive(g, h, 2)])(alternating, 1, 2)
    assert path[-1, 0] == pytest.approx(1.0, abs=0.01)


def test_autoregression_finds_its_coefficient_by_least_squares() -> None:
    growth = autoregressive(400, 0.7)
    rows = np.column_stack([np.ones(399), growth[:-1]])
    constant, slope = np.linalg.lstsq(rows, growth[1:], rcond=None)[0]
    path = autoregression(growth, 2, 12)[-1]
    assert path[0] == pytest.approx(constant + slope * growth[-1], abs=0.05)
    assert path[1] == pytest.approx(constant + slope * path[0], abs=0.05)


def test_the_order_is_chosen_by_bic() -> None:
    draw = np.random.default_rng(5)
    values = np.zeros(400)
    for now in range(2, 400):
        values[now] = 0.1 * values[now - 1] + 0.8 * values[now - 2] + draw.normal()
    rows = np.column_stack([np.ones(398), values[1:-1], values[:-2]])
    coefficients = np.linalg.lstsq(rows, values[2:], rcond=None)[0]
    expected = coefficients @ [1.0, values[-1], values[-2]]
    assert autoregression(values, 1, 12)[-1, 0] == pytest.approx(expected, abs=0.1)


def test_past_errors_are_what_came_less_what_was_said() -> None:
    errors = past_errors(GROWTH, last_value(GROWTH, 2, 12))
    assert errors[:3, 0].tolist() == [1.0, 1.0, 2.0]
    assert errors[:2, 1].tolist() == [2.0, 3.0]
    assert np.isnan(errors[3]).all()
    assert np.isnan(errors[2, 1])


def test_the_spread_would_have_held_four_in_five() -> None:
    errors = np.array([1.0, -2.0, 3.0, -4.0, 5.0, -6.0, 7.0, -8.0, 90.0])
    assert quantile_spread(errors) == pytest.approx(8.0 / 1.2815515655)
    assert quantile_spread(np.zeros(9)) == 0.0


def test_spreads_do_not_fall_with_the_horizon_and_carry_on_where_errors_are_few() -> None:
    errors = np.column_stack([np.full(20, 2.0), np.full(20, 1.0), np.full(20, np.nan)])
    assert spreads(errors).tolist() == pytest.approx([2 / 1.2815515655] * 3)
    with pytest.raises(InputError, match="fewer than three"):
        spreads(np.full((5, 2), np.nan))


def test_covariance_has_the_spreads_and_one_correlation() -> None:
    draw = np.random.default_rng(1)
    one = draw.normal(size=2000)
    errors = np.column_stack([one, 0.6 * one + 0.8 * draw.normal(size=2000)])
    assert correlation(errors) == pytest.approx(0.6, abs=0.05)
    found = covariance(errors)
    assert found[0, 1] == pytest.approx(0.6, abs=0.06)
    assert np.linalg.eigvalsh(found).min() > 0
    assert correlation(errors[:4]) == 0.0


def test_a_gap_is_bridged_only_to_start_from() -> None:
    gappy = np.array([4.0, np.nan, 6.0, np.nan])
    assert carried(gappy).tolist() == [4.0, 4.0, 6.0, 6.0]
    assert np.isnan(past_errors(gappy, last_value(gappy, 1, 12))[0, 0])


@pytest.mark.parametrize("name", NAMES)
def test_each_benchmark_gives_a_joint_distribution_of_all_that_is_to_come(name: str) -> None:
    made = real_time_of("china").vintage(date(2023, 11, 4))
    (benchmark,) = [each for each in benchmarks(NAMES) if each.name == name]
    predictive, state = benchmark.forecast(made)
    assert state is None
    assert predictive.months == made.ahead
    assert len(predictive.months) == 3 + 11
    assert np.linalg.eigvalsh(predictive.covariance).min() > 0
    assert (np.diff(np.diag(predictive.covariance)) >= 0).all()


def test_last_value_says_the_last_value() -> None:
    made = real_time_of("china").vintage(date(2023, 11, 4))
    predictive, _ = benchmarks(("last-value",))[0].forecast(made)
    assert set(predictive.mean) == {4.5}


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (vintage([4.0]), "only 1 monthly"),
        (vintage([5.0] * 30), "every figure is 5"),
        (vintage([4.0, 5.0] * 5 + [np.nan] * 14), "no figure after"),
        (vintage([np.nan] * 20), "nothing of ty/iva"),
        (vintage([1.5**at for at in range(72)]), r"3\.18\S+ in 2025-12 is no growth in percent"),
        (vintage([4.0, -1e200] * 15), "-1e.200 in 2020-02 is no growth in percent"),
    ],
)
def test_what_is_no_series_to_forecast_says_why(made: Vintage, message: str) -> None:
    with pytest.raises(InputError, match=message):
        checked(made)


def test_too_short_for_a_benchmark_and_unknown_ones() -> None:
    short = vintage([4.0, 5.0, 4.0, 5.0, 6.0, 4.0, 5.0, 6.0])
    with pytest.raises(InputError, match="too few for seasonal-naive"):
        benchmarks(("seasonal-naive",))[0].forecast(short)
    with pytest.raises(InputError, match="unknown benchmark oracle"):
        benchmarks(("oracle",))
    with pytest.raises(InputError, match="nothing to combine"):
        benchmarks(("combination",))


def test_months_ahead_end_with_the_next_year() -> None:
    made = vintage([4.0, 5.0], start="2023-10")
    assert (made.ahead[0], made.ahead[-1]) == (Period.parse("2023-12"), Period.parse("2024-12"))
