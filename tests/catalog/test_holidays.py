"""Dates of moving holidays, against dates that calendars and authorities published."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import UnknownNameError

SPRING_FESTIVAL = """
    1950-02-17 1966-01-21 1985-02-20 2000-02-05 2008-02-07 2012-01-23 2013-02-10 2014-01-31 2015-02-19
    2016-02-08 2017-01-28 2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10
    2025-01-29 2026-02-17 2027-02-06 2033-01-31 2034-02-19 2057-02-04 2100-02-09
"""


@pytest.mark.parametrize("day", SPRING_FESTIVAL.split())
def test_the_spring_festival_falls_on_its_known_day(day: str) -> None:
    assert date.fromisoformat(day) in load_catalog("china").holiday("spring_festival").dates


@pytest.mark.parametrize("name", ["spring_festival", "dragon_boat", "mid_autumn"])
def test_a_chinese_holiday_falls_once_a_year_from_1950_to_2100(name: str) -> None:
    times = Counter(day.year for day in load_catalog("china").holiday(name).dates)
    assert times == Counter(range(1950, 2101))


def test_the_spring_festival_lies_between_21_january_and_20_february() -> None:
    days = [(day.month, day.day) for day in load_catalog("china").holiday("spring_festival").dates]
    assert (min(days), max(days)) == ((1, 21), (2, 20))


def test_the_other_festivals_fall_on_their_known_days() -> None:
    catalog = load_catalog("china")
    assert {date(2023, 6, 22), date(2024, 6, 10)} <= set(catalog.holiday("dragon_boat").dates)
    assert {date(2020, 10, 1), date(2023, 9, 29), date(2025, 10, 6)} <= set(
        catalog.holiday("mid_autumn").dates
    )


def test_an_invented_holiday_comes_twice_in_some_years() -> None:
    times = Counter(day.year for day in load_catalog("toyland").holiday("kite_days").dates)
    assert set(times.values()) == {1, 2}


def test_an_unknown_holiday_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean spring_festival"):
        load_catalog("china").holiday("spring_festivl")
