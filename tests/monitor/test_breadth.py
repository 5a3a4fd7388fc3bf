"""Shares that grow: published counts, counted members, places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forerun.catalog.model import Catalog
from forerun.monitor.breadth import breadth
from forerun.monitor.headline import headline
from forerun.monitor.places import place_map
from forerun.monitor.result import Share
from forerun.monitor.spec import MapSpec, monitor_spec
from forerun.types import Names

from .conftest import Known, Row

DAY = "2023-06-19"
HEADLINE: tuple[Row, ...] = (("IVA", "2023-05", "yoy", 4.6, DAY), ("IVA", "2023-05", "ytd_yoy", 4.2, DAY))
DIVISIONS: tuple[Row, ...] = (
    ("IVA_MINING", "2023-05", "yoy", 1.2, DAY),
    ("IVA_FOOD", "2023-05", "yoy", -0.3, DAY),
    ("IVA_TOYS", "2023-05", "yoy", 0.0, DAY),
)


def shares(known: Known, toyland: Catalog, *rows: Row) -> tuple[Share, ...]:
    snapshot = known("2023-06-30", *rows)
    spec = monitor_spec(toyland)
    return breadth(snapshot, spec.breadth, headline(snapshot, spec.headline))


def test_the_publishers_count_comes_first(known: Known, toyland: Catalog) -> None:
    rows = (*HEADLINE, *DIVISIONS, ("DIVISIONS_GROWING", "2023-05", "count", 5.0, DAY))
    divisions = shares(known, toyland, *rows)[0]
    assert (divisions.growing.value, divisions.total.value) == (5.0, 7)
    assert divisions.share.value == pytest.approx(71.4)
    assert (divisions.growing.kind, divisions.share.kind) == ("published", "derived")
    assert len(divisions.members) == 3


def test_without_it_the_divisions_with_a_figure_are_counted(known: Known, toyland: Catalog) -> None:
    divisions = shares(known, toyland, *HEADLINE, *DIVISIONS)[0]
    assert (divisions.growing.value, divisions.total.value) == (1, 3)  # standing still is not growing
    assert "counted from the 3 of 7 with a figure" in divisions.names.en
    assert len(divisions.growing.trace.observations) == 3


def test_the_last_known_period_stands_in(known: Known, toyland: Catalog) -> None:
    earlier = tuple((code, "2023-04", m, v, "2023-05-17") for code, _, m, v, _ in DIVISIONS)
    divisions = shares(known, toyland, *HEADLINE, *earlier)[0]
    assert (str(divisions.growing.period), divisions.total.value) == ("2023-04", 3)


def test_joint_months_are_counted_by_the_year_to_date(known: Known, toyland: Catalog) -> None:
    rows = (
        ("IVA", "2023-02", "ytd_yoy", 4.0, "2023-03-15"),
        ("IVA_FOOD", "2023-02", "ytd_yoy", 2.0, "2023-03-15"),
    )
    divisions = shares(known, toyland, *rows)[0]
    assert (divisions.growing.value, divisions.total.value) == (1, 1)


def test_nothing_known_is_shown_as_missing(known: Known, toyland: Catalog) -> None:
    for share in shares(known, toyland):
        assert (share.growing.value, share.total.value, share.share.value) == (None, None, None)
        assert share.share.missing


GDP: tuple[Row, ...] = (
    ("GDP_LAKELAND", "2021", "level", 16293.3, "2022-03-29"),
    ("GDP_LAKELAND", "2022", "level", 16945.1, "2023-03-29"),
    ("GDP_HIGHMOOR", "2021", "level", 9130.6, "2022-03-29"),
    ("GDP_HIGHMOOR", "2022", "level", 8948.1, "2023-03-29"),
    ("GDP_MIDVALE", "2022", "level", 7012.4, "2023-03-29"),
)
GROWTH = MapSpec(Names("Growth", "增速"), "gdp", growth=True)


def test_growth_by_place_is_derived_from_two_levels(known: Known) -> None:
    found = place_map(known("2023-06-30", *GDP), GROWTH)
    values = {each.place: each.figure.value for each in found.values}
    assert values["ty-02"] == pytest.approx(4.0, abs=0.1)
    assert values["ty-03"] == pytest.approx(-2.0, abs=0.1)
    assert values["ty-04"] is None
    assert len(values) == 6


def test_levels_by_place_are_those_of_the_last_year(known: Known) -> None:
    found = place_map(known("2023-06-30", *GDP), replace(GROWTH, growth=False))
    assert {str(each.figure.period) for each in found.values} == {"2022"}
    assert [each.figure.value for each in found.values if each.figure.value] == [16945.1, 8948.1, 7012.4]


def test_old_levels_make_no_map(known: Known) -> None:
    assert place_map(known("2025-06-30", *GDP), GROWTH).values == ()
    assert place_map(known("2023-06-30", *GDP), replace(GROWTH, indicator="weather")).values == ()


def test_places_are_counted_where_two_levels_are_known(known: Known, toyland: Catalog) -> None:
    places = shares(known, toyland, *GDP)[-1]
    assert (places.growing.value, places.total.value, places.share.value) == (1, 2, 50.0)
    assert "nominal" in places.names.en
    assert places.growing.series.place == toyland.home
