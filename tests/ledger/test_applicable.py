"""Recipes tried on what a snapshot holds: the known answers of the starter data of China."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from forerun.errors import ConventionError
from forerun.ledger.applicable import Derivation, derivations
from forerun.ledger.ledger import Ledger
from forerun.ledger.levels import growth_from_levels, month_from_cumulative, net_addition
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Period
from forerun.types import Figure, Measure

YEARS_LATER = date(2026, 8, 31)


@pytest.fixture(scope="session")
def known(starter: Callable[[str], Ledger]) -> Callable[..., Snapshot]:
    def on(day: date = YEARS_LATER) -> Snapshot:
        return starter("china").snapshot(day)

    return on


@pytest.fixture(scope="session")
def tried(known: Callable[..., Snapshot]) -> Callable[..., tuple[Derivation, ...]]:
    def recipes(code: str, period: str, day: date = YEARS_LATER) -> tuple[Derivation, ...]:
        snapshot = known(day)
        return derivations(snapshot, snapshot.catalog.series_named(code), Period.parse(period))

    return recipes


def value(found: tuple[Derivation, ...], name: str, measure: str) -> float | None:
    figures = [each.figure for each in found if each.recipe.name == name and each.figure]
    return next(figure.value for figure in figures if figure.measure == measure)


def at(snapshot: Snapshot, code: str, period: str, measure: str) -> Figure:
    return snapshot.figure(code, Period.parse(period), Measure(measure))


Tried = Callable[..., tuple[Derivation, ...]]
Known = Callable[..., Snapshot]


def test_value_added_on_the_day_of_the_brief(tried: Tried) -> None:
    """July to September 2023: 3.7, 4.5, 4.5; to September 4.0 after 3.9."""
    found = tried("IVA_TOTAL", "2023-09", date(2023, 11, 4))
    assert value(found, "momentum", "yoy") == 4.2
    assert value(found, "acceleration", "change_pp") == 0
    assert value(found, "acceleration", "ytd_change_pp") == 0.1
    refused = [each.refused for each in found if each.figure is None]
    assert any("month-growth" in why and "published as 4.5 (percent)" in why for why in refused)
    assert not any(each.recipe.name == "chained-level" for each in found)


def test_two_year_average_of_september_2021(tried: Tried) -> None:
    """3.1 after 6.9 for the month, 11.8 after 1.2 to September: the NBS printed 5.0 and 6.4."""
    found = tried("IVA_TOTAL", "2021-09", date(2021, 10, 20))
    assert value(found, "two-year-average", "yoy") == 5.0
    assert value(found, "two-year-average", "ytd_yoy") == 6.4


@pytest.mark.parametrize(
    ("code", "later", "earlier"),
    [
        ("INTERNET_ENTERPRISE_REVENUE", "2023-10", "2023-09"),
        ("INTERNET_ENTERPRISE_PROFIT", "2023-10", "2023-09"),
    ],
)
def test_internet_enterprises_are_not_told_apart_across_the_new_frame(
    known: Known, code: str, later: str, earlier: str
) -> None:
    snapshot = known()
    with pytest.raises(ConventionError, match="frame"):
        month_from_cumulative(
            at(snapshot, code, later, "ytd_level"),
            at(snapshot, code, earlier, "ytd_level"),
            snapshot.catalog.breaks,
        )


@pytest.mark.parametrize(
    ("code", "later", "earlier"),
    [
        ("SOFTWARE_REVENUE", "2024-12", "2023-12"),
        ("TELECOM_VOLUME", "2021-12", "2020-12"),
        ("TELECOM_VOLUME", "2022-12", "2021-12"),
        ("OUT_NEV", "2023-04", "2022-04"),
        ("OUT_CEMENT", "2023-08", "2022-08"),
        ("OUT_STEEL_PRODUCTS", "2023-08", "2022-08"),
        ("PV_WAFER", "2024-12", "2023-12"),
    ],
)
def test_growth_is_refused_twice_where_it_is_published_and_a_break_lies_between(
    known: Known, code: str, later: str, earlier: str
) -> None:
    snapshot = known()
    series = snapshot.catalog.series_named(code)
    level = Measure.YTD_LEVEL if Measure.YTD_LEVEL in series.units and later.endswith("12") else Measure.LEVEL
    rate = Measure.YTD_YOY if level is Measure.YTD_LEVEL else Measure.YOY
    now, then = (at(snapshot, code, period, level) for period in (later, earlier))
    published = at(snapshot, code, later, rate)
    assert published.value is not None
    breaks = snapshot.catalog.breaks
    with pytest.raises(ConventionError, match="published as"):
        growth_from_levels(now, then, published, breaks)
    unpublished = Figure(series, published.period, rate, None, "percent", missing="not published")
    with pytest.raises(ConventionError, match=r"a break between|published only as"):
        growth_from_levels(now, then, unpublished, breaks)


def test_users_are_not_added_up_across_the_fourth_operator(known: Known) -> None:
    snapshot = known()
    for code in ("MOBILE_USERS", "MOBILE_USERS_5G"):
        later = at(snapshot, code, "2024-02", "level")
        start = at(snapshot, code, "2023-12", "level")
        with pytest.raises(ConventionError, match=r"Broadnet|publishers"):
            net_addition(later, start, snapshot.catalog.breaks)


def test_new_base_stations_are_those_that_the_ministry_printed(tried: Tried, known: Known) -> None:
    added = value(tried("BASE_STATIONS_5G", "2022-12"), "net-addition", "ytd_level")
    assert added == at(known(), "BS_5G_NEW", "2022-12", "ytd_level").value == 88.7


def test_nothing_is_tried_where_nothing_is_published(tried: Tried) -> None:
    assert tried("IVA_TOTAL", "2023-09", date(2023, 10, 10)) == ()
