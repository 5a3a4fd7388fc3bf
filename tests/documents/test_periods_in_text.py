"""Times as texts name them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.catalog.load import load_catalog
from forerun.documents.folding import fold
from forerun.documents.periods_in_text import Stretch, period_of, resolve, time_at

TODAY = date(2024, 1, 17)


def stretch(text: str, today: date | None = TODAY) -> Stretch | None:
    """What a text that is nothing but a time means on a day."""
    named = time_at(fold(text), 0)
    assert named is not None
    assert named.end == len(text)
    return resolve(named, today, None) if named.first else None


@pytest.mark.parametrize(
    ("text", "first", "last", "year"),
    [
        ("2022年6月份", 6, 6, 2022),
        ("6月份", 6, 6, 2023),
        ("1—6月份", 1, 6, 2023),
        ("1-6月", 1, 6, 2023),
        ("1至3月", 1, 3, 2023),
        ("前6个月", 1, 6, 2023),
        ("前四个月", 1, 4, 2023),
        ("上半年", 1, 6, 2023),
        ("前三季度", 1, 9, 2023),
        ("一季度", 1, 3, 2023),
        ("2022年四季度", 10, 12, 2022),
        ("全年", 1, 12, 2023),
        ("二〇二三年", 1, 12, 2023),
        ("去年12月", 12, 12, 2023),
        ("今年前4个月", 1, 4, 2024),
        ("1月份", 1, 1, 2024),
        ("In April", 4, 4, 2023),
        ("from January to April", 1, 4, 2023),
        ("January-February 2022", 1, 2, 2022),
        ("In the first four months", 1, 4, 2023),
        ("the first three quarters of 2022", 1, 9, 2022),
        ("the first half of the year", 1, 6, 2024),
        ("Q3 2022", 7, 9, 2022),
        ("September 2022", 9, 9, 2022),
        ("in 2022", 1, 12, 2022),
    ],
)
def test_stretches(text: str, first: int, last: int, year: int) -> None:
    assert stretch(text) == Stretch(year, first, last)


@pytest.mark.parametrize(
    "text", ["截至9月底", "9月末", "截至2023年9月", "at the end of September", "By end-September"]
)
def test_points(text: str) -> None:
    assert stretch(text) == Stretch(2023, 9, 9, point=True)


@pytest.mark.parametrize(
    "text",
    [
        "2024年5月17日",
        "2024-05-17",
        "10:30",
        "2016—2020年",
        "十四五",
        "连续8个月",
        "on July 15, 2022",
        "15 July 2022",
    ],
)
def test_days_and_durations_name_no_period(text: str) -> None:
    assert stretch(text) is None


@pytest.mark.parametrize("text", ["may be", "march on", "去年同期", "一方面", "10.5万", "the first"])
def test_no_time(text: str) -> None:
    assert time_at(text, 0) is None


def test_a_month_needs_a_year_from_somewhere() -> None:
    assert stretch("6月份", None) is None


@pytest.mark.parametrize(
    ("code", "when", "period", "cumulative"),
    [
        ("IVA_TOTAL", Stretch(2023, 6, 6), "2023-06", False),
        ("IVA_TOTAL", Stretch(2023, 1, 6), "2023-06", True),
        ("IVA_TOTAL", Stretch(2023, 1, 12), "2023-12", True),
        ("OUT_AUTO", Stretch(2024, 1, 2), "2024-02", True),
        ("TELECOM_REVENUE", Stretch(2023, 9, 9, point=True), "2023-09", True),
        ("BASE_STATIONS_5G", Stretch(2023, 9, 9, point=True), "2023-09", False),
        ("BASE_STATIONS_5G", Stretch(2023, 1, 9), "2023-09", False),
        ("GDP", Stretch(2023, 7, 9), "2023-Q3", False),
        ("GDP", Stretch(2023, 1, 9), "2023-Q3", True),
        ("CAPUTIL_TOTAL", Stretch(2023, 1, 12), "2023", False),
        ("INDUSTRY_VA", Stretch(2022, 1, 12), "2022", False),
    ],
)
def test_what_a_series_makes_of_a_stretch(code: str, when: Stretch, period: str, cumulative: bool) -> None:
    timed = period_of(when, load_catalog("china").series_named(code), total=False)
    assert timed is not None
    assert (str(timed[0]), timed[1]) == (period, cumulative)


def test_a_monthly_series_has_no_second_quarter() -> None:
    assert (
        period_of(Stretch(2023, 4, 6), load_catalog("china").series_named("IVA_TOTAL"), total=False) is None
    )


@given(
    st.text(
        alphabet=st.sampled_from("0123456789年月日份季度上下前末底-至到 一二三四十今去本from marchthefirst")
    )
)
def test_no_text_breaks_it(text: str) -> None:
    for start in range(len(text)):
        named = time_at(text, start)
        if named is not None and 1 <= named.last <= 12:
            resolve(named, TODAY, None)
