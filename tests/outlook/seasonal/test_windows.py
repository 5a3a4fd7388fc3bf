"""Regressors of moving holidays against values counted on a calendar."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import SpecError
from forerun.outlook.seasonal.windows import Window, Windows, long_run_means, regressor, shares
from forerun.periods import Frequency, Period, month

from .synthetic import months

DATES = load_catalog("china").holiday("spring_festival").dates
WINTER_2023 = months(4, month(2022, 12))
EID_AL_FITR_1999_2001 = (date(1999, 1, 19), date(2000, 1, 8), date(2000, 12, 27), date(2001, 12, 16))


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (Window("before", -7, -1), [0, 1, 0, 0]),  # 15 to 21 January
        (Window("during", 0, 6), [0, 1, 0, 0]),  # 22 to 28 January
        (Window("after", 7, 16), [0, 0.3, 0.7, 0]),  # 29 January to 7 February
        (Window("before", -30, -1), [9 / 30, 21 / 30, 0, 0]),  # 23 December to 21 January
        (Window("after", 7, 46), [0, 3 / 40, 28 / 40, 9 / 40]),  # 29 January to 9 March
    ],
)
def test_the_new_year_of_22_january_2023(window: Window, expected: list[float]) -> None:
    assert shares(WINTER_2023, DATES, window) == pytest.approx(expected)


def test_the_new_year_of_10_february_2024() -> None:
    winter = months(3, month(2024, 1))
    before, during, after = Windows(15, 7, 20).parts
    assert shares(winter, DATES, before) == pytest.approx([6 / 15, 9 / 15, 0])  # 26 January to 9 February
    assert shares(winter, DATES, during) == pytest.approx([0, 1, 0])
    assert shares(winter, DATES, after) == pytest.approx([0, 13 / 20, 7 / 20])  # 17 February to 7 March


def test_a_holiday_that_falls_twice_in_a_year_counts_twice() -> None:
    year = months(13, month(2000, 1))
    found = shares(year, EID_AL_FITR_1999_2001, Window("during", 0, 9))
    assert found[0] == 1.0
    assert found[11] == pytest.approx(0.5)  # 27 to 31 December
    assert found[12] == pytest.approx(0.5)  # 1 to 5 January
    assert found.sum() == pytest.approx(2.0)


def test_quarters_take_the_shares_of_their_months() -> None:
    quarters = [Period(Frequency.QUARTER, 2022, 4), Period(Frequency.QUARTER, 2023, 1)]
    assert shares(quarters, DATES, Window("before", -30, -1)) == pytest.approx([9 / 30, 21 / 30])


def test_shares_are_counted_day_by_day() -> None:
    window = Window("during", -10, 14)
    year = months(24, month(2034, 1))
    counted = [
        sum(
            (each.year, each.index)
            == ((day := date.fromordinal(new_year.toordinal() + offset)).year, day.month)
            for new_year in DATES
            for offset in range(-10, 15)
        )
        for each in year
    ]
    assert shares(year, DATES, window) * 25 == pytest.approx(counted)


def test_the_regressor_is_centred_on_long_run_monthly_means() -> None:
    window = Window("during", 0, 6)
    means = long_run_means(DATES, window, 12)
    assert means.sum() == pytest.approx(1.0)
    assert means[2:] == pytest.approx(np.zeros(10))
    whole = regressor(months(151 * 12, month(1950, 1)), DATES, window).reshape(151, 12)
    assert whole.mean(axis=0) == pytest.approx(np.zeros(12), abs=1e-12)
    january = regressor(WINTER_2023, DATES, window)[1]
    assert january == pytest.approx(1 - means[0])


def test_means_over_few_years_are_those_of_a_hand_count() -> None:
    dates = (date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10))
    means = long_run_means(dates, Window("before", -14, -1), 12)
    # in January: 3 of 14 days (2021), 14 of 14 (2022), 14 of 14 (2023), 5 of 14 (2024)
    assert means[:2] == pytest.approx([36 / 56, 20 / 56])


def test_years_whose_dates_are_unknown_are_refused() -> None:
    with pytest.raises(SpecError, match="goes beyond the known dates of 1950 to 2100"):
        regressor(months(24, month(2099, 6)), DATES, Window("during", 0, 6))
    with pytest.raises(SpecError, match="has no dates"):
        regressor(months(24), (), Window("during", 0, 6))


def test_windows_need_a_length() -> None:
    assert [part.days for part in Windows(0, 7, 3).parts] == [7, 3]
    for lengths in [(0, 0, 0), (-1, 7, 0)]:
        with pytest.raises(SpecError, match="is no set of windows"):
            Windows(*lengths)
