"""Figures are found under every name of their time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.ledger.ledger import Ledger
from forerun.periods import Frequency, Period
from forerun.statements.lookup import Lookup, alike, recent, same_stretch
from forerun.types import Measure


def names(period: str, measure: str) -> set[tuple[str, str]]:
    return {(str(each), kind.value) for each, kind in same_stretch(Period.parse(period), Measure(measure))}


@pytest.mark.parametrize(
    ("period", "measure", "wanted"),
    [
        ("2023", "level", {("2023", "level"), ("2023-12", "ytd_level"), ("2023-Q4", "ytd_level")}),
        ("2023-12", "ytd_yoy", {("2023", "yoy"), ("2023-H2", "ytd_yoy"), ("2023-Q4", "ytd_yoy")}),
        ("2023-Q1", "level", {("2023-03", "ytd_level"), ("2023-Q1", "ytd_level")}),
        ("2023-03", "ytd_yoy", {("2023-Q1", "yoy")}),
        ("2023-H1", "level", {("2023-06", "ytd_level"), ("2023-Q2", "ytd_level")}),
        ("2023-06", "ytd_yoy", {("2023-H1", "yoy"), ("2023-Q2", "ytd_yoy")}),
        ("2023-01", "level", {("2023-01", "ytd_level")}),
        ("2023-12", "ytd_change_pp", {("2023", "change_pp")}),
    ],
)
def test_a_stretch_from_january_has_several_names(
    period: str, measure: str, wanted: set[tuple[str, str]]
) -> None:
    assert wanted <= names(period, measure)


@pytest.mark.parametrize(
    ("period", "measure"),
    [("2023-09", "yoy"), ("2023-Q3", "level"), ("2023-H2", "yoy"), ("2023-09", "share"), ("2023", "index")],
)
def test_other_stretches_have_one_name(period: str, measure: str) -> None:
    assert names(period, measure) == {(period, measure)}


@pytest.mark.parametrize(
    ("period", "measure", "other"),
    [
        ("2023-Q1", "level", ("2023-06", "ytd_level")),
        ("2023-06", "ytd_level", ("2023-06", "level")),
        ("2023-06", "ytd_yoy", ("2023-Q2", "yoy")),
        ("2023-12", "ytd_level", ("2023-Q4", "level")),
        ("2023", "level", ("2023-12", "level")),
    ],
)
def test_no_stretch_has_the_name_of_another(period: str, measure: str, other: tuple[str, str]) -> None:
    assert other not in names(period, measure)


@given(st.integers(2000, 2030), st.integers(1, 12), st.sampled_from(["level", "yoy", "change_pp"]))
def test_all_names_end_on_the_same_day_and_name_one_another(year: int, month: int, measure: str) -> None:
    first = (Period(Frequency.MONTH, year, month), Measure(f"ytd_{measure}"))
    found = same_stretch(*first)
    assert found[0] == first
    for period, kind in found:
        assert period.end == first[0].end
        assert set(same_stretch(period, kind)) == set(found)


def look(ledger: Ledger, series: str, day: str = "2024-02-01") -> Lookup:
    return Lookup(ledger.snapshot(date.fromisoformat(day)), ledger.catalog.series_named(series))


@pytest.mark.parametrize(
    ("series", "period", "measure", "value"),
    [
        ("IVA_TOTAL", "2023", "yoy", 4.6),  # kept as December, year to date
        ("IVA_TOTAL", "2023-Q3", "ytd_yoy", 4.0),
        ("IVA_TOTAL", "2023-H1", "yoy", 3.8),
        ("IVA_TOTAL", "2023-Q1", "yoy", 3.0),
        ("GDP", "2023-12", "ytd_yoy", 5.2),  # kept as the fourth quarter
        ("GDP", "2023", "level", 1_260_580.0),
        ("GDP", "2023-03", "ytd_level", 284_997.0),
        ("NEW3_EXPORTS", "2023", "level", 10_600.0),
    ],
)
def test_a_figure_is_found_under_another_name(
    china: Ledger, series: str, period: str, measure: str, value: float
) -> None:
    assert look(china, series).at(Period.parse(period), Measure(measure)).value == value


def test_a_figure_that_is_not_known_is_visibly_absent(china: Ledger) -> None:
    absent = look(china, "IVA_TOTAL", "2023-11-04").at(Period.parse("2023"), Measure.YOY)
    assert (absent.value, bool(absent.missing)) == (None, True)


def test_the_latest_by_a_day_and_among_equals_the_year_to_date(china: Ledger) -> None:
    latest = look(china, "IVA_TOTAL", "2023-11-04").latest(
        (Measure.YOY, Measure.YTD_YOY), not_after=date(2023, 8, 31)
    )
    assert latest is not None
    assert (str(latest.period), latest.measure, latest.value) == ("2023-08", Measure.YTD_YOY, 3.9)
    assert look(china, "IVA_TOTAL").latest((Measure.YOY,), not_after=date(1950, 1, 1)) is None


def test_the_figures_of_thirteen_months_the_latest_first(china: Ledger) -> None:
    found = recent(look(china, "IVA_TOTAL", "2023-11-04").history((Measure.YTD_YOY,)))
    assert (str(found[0].period), str(found[-1].period)) == ("2023-09", "2022-09")
    assert recent(()) == []


def test_the_preferred_row_comes_first_and_no_forecast_is_among_them(china: Ledger) -> None:
    known = look(china, "EXPORTS_USD", "2026-09-01")
    rows = known.rows(known.at(Period.parse("2023-09"), Measure.YOY))
    assert {row.value for row in rows} == {-6.2, -6.8}  # as first published and as revised


@pytest.mark.parametrize(
    ("measure", "same"),
    [
        ("yoy", {"yoy", "ytd_yoy"}),
        ("mom", {"mom"}),
        ("share", {"level", "ytd_level", "index", "share", "count"}),
        ("change_pp", {"change_pp"}),
    ],
)
def test_measures_that_a_number_may_be(measure: str, same: set[str]) -> None:
    found = alike(Measure(measure))
    assert found[0].value == measure
    assert {each.value for each in found} == same


def test_a_ledger_of_two_rows(toyland: Callable[..., Ledger]) -> None:
    ledger = toyland(
        ("IVA", "2024-05", "yoy", 4.0, "2024-06-17"), ("IVA", "2024-06", "yoy", 4.5, "2024-07-17")
    )
    latest = look(ledger, "IVA", "2024-07-01").latest((Measure.YOY,), not_after=date(2024, 7, 1))
    assert latest is not None
    assert latest.value == 4.0
