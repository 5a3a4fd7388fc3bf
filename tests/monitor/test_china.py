"""China's monitor on days whose figures are known: acceptance, and no look ahead on any day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from forerun.monitor.result import Direction, Monitor, Part, Row, TargetRow, TargetState
from forerun.types import Comparator, Figure

from .conftest import figures_of, rows_behind

Look = Callable[[str, str], Monitor]
DAYS = [date(2016, 1, 15) + timedelta(days=167 * step) for step in range(24)]


@pytest.fixture
def november(look: Look) -> Monitor:
    return look("china", "2023-11-04")


def shown(part: Part, code: str) -> Row:
    return next(each for each in part.rows if each.figure.series.code == code)


def aim(monitor: Monitor, plan: str, indicator: str, year: str = "2023") -> TargetRow:
    rows = [row for each in monitor.industries for row in each.targets] + [*monitor.national_targets]
    return next(
        row
        for row in rows
        if (row.target.plan, row.target.indicator, str(row.target.last)) == (plan, indicator, year)
    )


def told(figure: Figure) -> tuple[str, float | None]:
    return str(figure.period), figure.value


def test_value_added_of_september_2023(november: Monitor) -> None:
    top = november.headline
    assert told(top.month) == ("2023-09", 4.5)
    assert told(top.year_to_date) == ("2023-09", 4.0)
    assert told(top.previous_year_to_date) == ("2023-08", 3.9)
    for figure in (top.month, top.year_to_date):
        row = figure.observation
        assert row is not None
        assert row.published == date(2023, 10, 18)
    assert top.momentum.value == pytest.approx((3.7 + 4.5 + 4.5) / 3, abs=0.05)
    assert top.direction is Direction.RISING


def test_networks_at_the_end_of_september_2023(november: Monitor) -> None:
    assert told(shown(november.network, "BASE_STATIONS_5G").figure) == ("2023-09", 318.9)
    share = shown(november.network, "BS_5G_WORLD_SHARE")
    row = share.figure.observation
    assert row is not None
    assert (row.value, row.comparator, row.publisher) == (60.0, Comparator.MORE, "MIIT")
    assert share.note is not None
    assert "Ministry of Industry and Information Technology" in share.note.en


def test_first_announcements_of_september_2023(november: Monitor) -> None:
    assert told(shown(november.demand, "EXPORTS_USD").figure) == ("2023-09", -6.2)
    assert told(shown(november.prices, "PPI").figure) == ("2023-09", -2.5)
    assert told(shown(november.survey, "PMI_MFG").figure) == ("2023-10", 49.5)
    assert told(shown(november.profits, "PROFIT_TOTAL").figure) == ("2023-09", -9.0)
    assert told(shown(november.capacity, "CAPUTIL_TOTAL").figure) == ("2023-Q3", 75.6)


def test_the_new_three_are_known_to_mid_2023(november: Monitor) -> None:
    assert told(shown(november.new_three, "NEW3_EXPORTS").figure) == ("2023-06", 61.6)


def test_vehicles_in_november_2023(november: Monitor) -> None:
    """Sales to August by the association; its total of vehicles was not known in 2023."""
    vehicles = aim(november, "auto-23", "auto_sales")
    assert (vehicles.target.value, vehicles.target.unit) == (2700, "10000 units")
    assert (vehicles.actual.value, vehicles.state) == (None, TargetState.NO_FIGURE)
    nev = aim(november, "auto-23", "nev_sales")
    assert (nev.target.value, told(nev.actual)) == (900, ("2023-08", 537.4))
    assert nev.state is TargetState.AHEAD


def test_ten_industries_and_the_nation(november: Monitor) -> None:
    states = {each.industry.id: each.state.value for each in november.industries}
    assert len(states) == 10
    assert (states["automobiles"], states["building_materials"]) == ("ahead", "behind")
    assert states["machinery"] == "no_figure"  # its plan speaks of revenue of a scope that nobody publishes
    gdp = aim(november, "nat-2023", "gdp_growth")
    assert (told(gdp.actual), gdp.state) == (("2023-Q3", 5.2), TargetState.ON_TRACK)
    users = aim(november, "5g-yangfan", "mobile_users_5g")
    assert (users.actual.value, users.state) == (7.37, TargetState.AHEAD)


def test_nothing_of_september_on_the_tenth_of_october_2023(look: Look) -> None:
    found = look("china", "2023-10-10")
    assert told(found.headline.year_to_date) == ("2023-08", 3.9)
    added = [each for each in figures_of(found) if each.series.indicator == "iva"]
    behind = [row for each in added for row in rows_behind(each)]
    assert len(behind) > 100
    assert max(row.period.end for row in behind) == date(2023, 8, 31)


def test_the_year_2023_as_known_in_february_2024(look: Look) -> None:
    found = look("china", "2024-02-01")
    assert told(found.headline.year_to_date) == ("2023-12", 4.6)
    assert told(found.headline.month) == ("2023-12", 6.8)
    for indicator, actual in (
        ("auto_sales", 3009.4),
        ("auto_sales_growth", 12.0),
        ("nev_sales", 949.5),
        ("nev_sales_growth", 37.9),
        ("value_added", 13.0),
    ):
        row = aim(found, "auto-23", indicator)
        assert (row.actual.value, row.state) == (actual, TargetState.AHEAD)
    electronics = aim(found, "electronics-23", "value_added", "2024")
    assert (electronics.actual.value, electronics.state) == (3.4, TargetState.BEHIND)


def test_january_and_february_2024_are_one_figure(look: Look) -> None:
    top = look("china", "2024-03-20").headline
    assert told(top.year_to_date) == ("2024-02", 7.0)
    assert told(top.previous_month) == ("2023-12", 6.8)
    assert top.month.missing == "January and February are published together"
    assert top.momentum.value == pytest.approx((6.8 + 7.0 + 7.0) / 3, abs=0.05)


def test_maps_follow_the_vintage_of_the_day(look: Look) -> None:
    """Beijing 2022: 41,540.9 before the fifth census (export of 2023)."""
    levels, growth = look("china", "2024-02-01").maps
    beijing = next(each.figure for each in levels.values if each.place == "cn-110000")
    assert told(beijing) == ("2022", 41540.9)
    assert len(levels.values) == len(growth.values) == 31
    assert all(each.figure.kind == "derived" for each in growth.values)


def test_every_gap_has_a_reason_and_stands_once(november: Monitor) -> None:
    keys = [(each.series.id, each.period, each.measure) for each in november.gaps]
    assert len(keys) == len(set(keys)) > 0
    assert all(each.value is None and each.missing for each in november.gaps)
    absent = {
        (each.series.id, each.period, each.measure)
        for part in (november.sectors, november.demand, november.network)
        for row in part.rows
        for each in (row.figure,)
        if each.value is None
    }
    assert absent <= set(keys)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_is_known_before_it_is_published(look: Look, day: date) -> None:
    found = look("china", str(day))
    behind = [row for figure in figures_of(found) for row in rows_behind(figure)]
    assert behind
    assert max(row.published for row in behind) <= day
    assert all(row.target.known_from <= day for each in found.industries for row in each.targets)
    assert all(each.value is not None or each.missing for each in figures_of(found))
