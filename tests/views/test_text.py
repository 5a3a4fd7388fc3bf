"""Numbers, units, periods and days in both languages, as a reader expects them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.catalog.model import Catalog
from forerun.periods import Period
from forerun.types import Measure
from forerun.views.text import (
    amount,
    cell,
    day,
    decimal,
    measured,
    parted,
    period_name,
    prose,
    published_day,
    rounded,
    size,
    span_name,
)

from .conftest import Build

AMOUNTS = [
    ("IVA_TOTAL", "yoy", 4.5, "+4.5%", "+4.5%"),
    ("IVA_TOTAL", "ytd_yoy", 4.0, "+4.0%", "+4.0%"),
    ("EXPORTS_USD", "yoy", -6.2, "−6.2%", "−6.2%"),
    ("CPI", "yoy", 0.0, "0.0%", "0.0%"),
    ("BASE_STATIONS_5G", "level", 318.9, "3.189 million stations", "318.9万个"),
    ("GIGABIT_USERS", "level", 1.45, "145 million users", "1.45亿户"),
    ("PROFIT_TOTAL", "ytd_level", 54119.9, "5.41199 trillion yuan", "54119.9亿元"),
    ("EXPORTS_USD", "level", 299.13, "299.13 billion US dollars", "2991.3亿美元"),
    ("PMI_MFG", "index", 49.5, "49.5", "49.5"),
    ("PMI_MFG", "index", 50.0, "50.0", "50.0"),
    ("CAPUTIL_TOTAL", "level", 75.6, "75.6%", "75.6%"),
    ("COMPUTING_POWER", "level", 197.0, "197 EFLOPS", "197EFLOPS"),
    ("OUT_NEV", "level", 87.9, "879 thousand units", "87.9万辆"),
    ("OUT_AIR_CONDITIONERS", "level", 1611.4, "16.114 million units", "1611.4万台"),
    ("EV_EXPORT_VALUE", "ytd_level", 647.5, "64.75 billion yuan", "647.5亿元"),
]


@pytest.mark.parametrize(("code", "measure", "value", "english", "chinese"), AMOUNTS)
def test_amounts(
    build: Build, china: Catalog, code: str, measure: str, value: float, english: str, chinese: str
) -> None:
    figure = build(code, measure, "2023-09", value)
    assert amount(figure, china, "en") == english
    assert amount(figure, china, "zh") == chinese
    assert " ".join(filter(None, parted(figure, china, "en"))) == english


@pytest.mark.parametrize(
    ("comparator", "english", "chinese", "table"),
    [
        (">", "more than 60%", "超过60%", "> 60"),
        (">=", "at least 60%", "60%以上", "≥ 60"),
        ("about", "about 60%", "约60%", "≈ 60"),
        ("<", "less than 60%", "低于60%", "< 60"),
        ("<=", "at most 60%", "不超过60%", "≤ 60"),
        ("=", "60%", "60%", "60"),
    ],
)
def test_bounds_stay_bounds(
    build: Build, china: Catalog, comparator: str, english: str, chinese: str, table: str
) -> None:
    figure = build("BS_5G_WORLD_SHARE", "share", "2023-09", 60.0, comparator=comparator)
    assert prose(figure, china, "en").text == english
    assert prose(figure, china, "zh").text == chinese
    assert cell(figure).text == table


def test_a_missing_figure_is_a_dash_and_said_to_be_missing(build: Build, china: Catalog) -> None:
    figure = build("IVA_TOTAL", "yoy", "2023-09", None)
    assert (cell(figure).text, decimal(figure), parted(figure, china, "en")) == ("—", "—", ("—", ""))
    assert (prose(figure, china, "en").text, prose(figure, china, "zh").text) == ("no figure", "暂无数据")


def test_a_sentence_whose_verb_tells_the_direction_needs_no_sign(build: Build, china: Catalog) -> None:
    assert size(build("EXPORTS_USD", "yoy", "2023-09", -6.2), china, "en").text == "6.2%"
    assert size(build("IVA_TOTAL", "yoy", "2023-09", 4.5), china, "zh").text == "4.5%"


def test_a_negative_number_that_rounds_to_nothing_has_no_sign(build: Build) -> None:
    assert decimal(build("IVA_TOTAL", "yoy", "2023-09", -0.004, recipe="momentum/1")) == "0.0"


def test_tiles_round_large_amounts_and_keep_the_figure(build: Build) -> None:
    figure = build("PROFIT_TOTAL", "ytd_level", "2023-09", 54119.9)
    assert rounded(figure).text == "54,120"
    assert rounded(figure).figure is figure
    assert rounded(build("IVA_TOTAL", "yoy", "2023-09", 4.5)).text == "+4.5"


def test_the_unit_of_a_table_row_says_the_measure(build: Build, china: Catalog) -> None:
    assert measured(build("IVA_TOTAL", "yoy", "2023-09", 4.5), china, "en") == "%, on a year earlier"
    assert measured(build("BASE_STATIONS_5G", "level", "2023-09", 318.9), china, "en") == "10 000 stations"
    assert measured(build("PMI_MFG", "index", "2023-09", 50.2), china, "zh") == ""


@pytest.mark.parametrize(
    ("period", "measure", "english", "short", "chinese"),
    [
        ("2023-09", "yoy", "September 2023", "Sep 2023", "2023年9月"),
        ("2023-09", "ytd_yoy", "January–September 2023", "Jan–Sep 2023", "2023年1—9月"),
        ("2023-02", "ytd_yoy", "January–February 2023", "Jan–Feb 2023", "2023年1—2月"),
        ("2023-01", "ytd_yoy", "January 2023", "Jan 2023", "2023年1月"),
        ("2023-Q3", "level", "Q3 2023", "Q3 2023", "2023年三季度"),
        ("2023-Q3", "ytd_level", "January–September 2023", "Jan–Sep 2023", "2023年1—9月"),
        ("2023-H1", "level", "first half of 2023", "first half of 2023", "2023年上半年"),
        ("2023", "level", "2023", "2023", "2023年"),
        ("2023", "ytd_level", "2023", "2023", "2023年"),
    ],
)
def test_periods(period: str, measure: str, english: str, short: str, chinese: str) -> None:
    parsed, of = Period.parse(period), Measure(measure)
    assert period_name(parsed, of, "en") == english
    assert period_name(parsed, of, "en", short=True) == short
    assert period_name(parsed, of, "zh") == chinese


def test_spans_of_targets() -> None:
    first, last = Period.parse("2023"), Period.parse("2024")
    assert [span_name(first, last, lang) for lang in ("en", "zh")] == ["2023–2024", "2023—2024年"]
    assert span_name(first, first, "zh") == "2023年"


def test_days_say_how_they_are_known(build: Build) -> None:
    assert day(date(2023, 10, 8), "en") == "8 October 2023"
    assert day(date(2023, 10, 8), "en", short=True) == "8 Oct 2023"
    assert day(date(2023, 10, 8), "zh") == "2023年10月8日"
    said = {
        basis: published_day(build("CPI", "yoy", "2023-09", 0.0, basis=basis).trace.observations[0], "en")
        for basis in ("stated", "calendar", "bound", "estimated")
    }
    assert said == {
        "stated": "18 October 2023",
        "calendar": "18 October 2023",
        "bound": "by 18 October 2023",
        "estimated": "about 18 October 2023 (estimated)",
    }


@given(st.integers(min_value=-10_000_000, max_value=10_000_000))
def test_no_published_digit_is_lost(build: Build, tenths: int) -> None:
    figure = build("PROFIT_TOTAL", "ytd_level", "2023-09", tenths / 10)
    assert float(decimal(figure).replace(",", "").replace("−", "-")) == tenths / 10
