from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.predictive import Normal, Predictive
from forerun.outlook.target import (
    ROUNDING_SD,
    Aggregate,
    chance,
    distribution,
    measure_identity,
    quarter,
    several_years,
    year_end,
    year_to_date,
)
from forerun.periods import Period
from tests.outlook.conftest import real_time_of, vintage

NAN = math.nan
OCTOBER, NOVEMBER, DECEMBER = (Period.parse(f"2023-{month}") for month in (10, 11, 12))


def test_the_year_end_of_2023_as_known_in_november() -> None:
    made = real_time_of("china").vintage(date(2023, 11, 4))
    year = year_end(made, 2023)
    assert year.constant == pytest.approx(9 * 4.0 / 12)
    assert year.weights == pytest.approx({OCTOBER: 1 / 12, NOVEMBER: 1 / 12, DECEMBER: 1 / 12})
    published = {OCTOBER: 4.6, NOVEMBER: 6.6, DECEMBER: 6.8}
    reached = year.constant + sum(year.weights[month] * value for month, value in published.items())
    assert reached == pytest.approx(4.5)  # published as 4.6: later months weigh more in levels
    assert abs(4.6 - reached) < 2 * year.error


def test_the_joint_figure_counts_twice() -> None:
    made = vintage([NAN, 6.0, 3.0], [NAN, NAN, NAN], start="2023-01", joint=2)
    march = year_to_date(made, Period.parse("2023-03"))
    assert march.constant == pytest.approx((2 * 6.0 + 3.0) / 3)
    assert march.weights == {}
    next_year = year_end(vintage([NAN, 6.0], start="2023-01", joint=2), 2024)
    assert next_year.weights[Period.parse("2024-02")] == pytest.approx(2 / 12)
    assert sum(next_year.weights.values()) == pytest.approx(1.0)
    assert Period.parse("2024-01") not in next_year.weights


def test_a_published_year_to_date_is_itself() -> None:
    made = vintage([NAN, 6.0], [NAN, 6.1], start="2023-01", joint=2)
    assert year_to_date(made, Period.parse("2023-02")) == Aggregate(6.1, {}, 0.0)


def test_a_year_that_has_not_begun_is_made_of_its_months() -> None:
    made = real_time_of("china").vintage(date(2023, 11, 4))
    year = year_end(made, 2024)
    assert year.constant == 0
    assert len(year.weights) == 11
    assert sum(year.weights.values()) == pytest.approx(1.0)


def test_a_missing_month_within_is_refused_unless_a_later_year_to_date_covers_it() -> None:
    with pytest.raises(InputError, match="2023-02 has no figure"):
        year_end(vintage([1.0, NAN, 3.0], start="2023-01"), 2023)
    covered = year_end(vintage([1.0, NAN, 3.0], [1.0, NAN, 2.0], start="2023-01"), 2023)
    assert covered.constant == pytest.approx(3 * 2.0 / 12)


def test_quarters_average_their_months() -> None:
    made = vintage([NAN, 6.0, 3.0, 4.0], start="2023-01", joint=2)
    assert quarter(made, Period.parse("2023-Q1")) == Aggregate(pytest.approx((2 * 6.0 + 3.0) / 3), {}, 0.0)
    second = quarter(made, Period.parse("2023-Q2"))
    assert second.constant == pytest.approx(4.0 / 3)
    assert set(second.weights) == {Period.parse("2023-05"), Period.parse("2023-06")}
    with pytest.raises(InputError, match="is not a quarter"):
        quarter(made, Period.parse("2023"))
    with pytest.raises(InputError, match="2023-02 has no figure"):
        quarter(vintage([1.0, NAN, 3.0], start="2023-01"), Period.parse("2023-Q1"))


def test_the_error_of_the_average_is_measured() -> None:
    exact = [float(month) for month in range(1, 13)]
    to_date = [sum(exact[: count + 1]) / (count + 1) for count in range(12)]
    measured = measure_identity(vintage(exact, to_date))
    assert all(abs(error) < 1e-9 for errors in measured.errors.values() for error in errors)
    assert measured.sd[1] == ROUNDING_SD
    off = measure_identity(vintage(exact, [to_date[0], *(value + 0.5 for value in to_date[1:])]))
    assert off.errors[1][0] == pytest.approx(0.5)
    assert off.sd[11] > ROUNDING_SD


def test_published_years_agree_with_the_average_within_a_tenth() -> None:
    made = real_time_of("china").vintage(date(2019, 12, 31))
    measured = measure_identity(made)
    assert len(measured.errors[1]) > 60
    assert max(measured.sd.values()) < 0.1
    assert max(abs(error) for errors in measured.errors.values() for error in errors) < 0.25


def test_the_distribution_adds_the_error_of_the_average() -> None:
    predictive = Predictive((NOVEMBER, DECEMBER), np.array([6.0, 3.0]), np.diag([1.0, 4.0]))
    figure = distribution(Aggregate(2.0, {NOVEMBER: 0.5, DECEMBER: 0.25}, 0.3), predictive)
    assert figure.mean == pytest.approx(2.0 + 3.0 + 0.75)
    assert figure.sd == pytest.approx(math.sqrt(0.25 + 0.25 + 0.09))


def test_several_years_are_averaged_as_one_figure() -> None:
    both = several_years((Aggregate(4.0, {}, 0.0), Aggregate(1.0, {DECEMBER: 1.0}, 0.2)))
    assert both == Aggregate(2.5, {DECEMBER: 0.5}, pytest.approx(0.1))


def test_a_number_is_reached_when_it_is_published_rounded() -> None:
    assert chance(Normal(4.55, 0.1), 4.6, 0.05) == pytest.approx(0.5)
    assert chance(Normal(4.55, 0.1), 4.6) == pytest.approx(0.3085375387)
