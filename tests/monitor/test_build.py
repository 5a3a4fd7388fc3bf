"""The monitor as a whole: a young profile, an empty ledger, gaps."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

from forerun.catalog.model import Catalog
from forerun.monitor import Monitor, monitor
from forerun.monitor.result import Direction
from forerun.monitor.spec import PARTS

from .conftest import Known, figures_of

Look = Callable[[str, str], Monitor]


def test_a_young_profile_needs_only_its_headline(known: Known, toyland: Catalog) -> None:
    content = copy.deepcopy(dict(toyland.monitor))
    for part in PARTS:
        content["parts"][part]["rows"] = []
    content["breadth"] = {"divisions": [], "measure": "yoy", "divisions_total": 7}
    content["maps"] = []
    young = replace(toyland, monitor=content, industries=(), targets=())
    found = monitor(known("2023-06-30", ("IVA", "2023-05", "yoy", 4.6, "2023-06-19"), catalog=young))
    assert found.headline.month.value == 4.6
    assert (found.breadth, found.maps, found.industries, found.national_targets) == ((), (), (), ())
    assert {each.series.code for each in found.gaps} == {"IVA"}


def test_a_headline_that_is_behind_its_calendar_is_a_gap(known: Known) -> None:
    rows = (("IVA", "2023-04", "yoy", 4.0, "2023-05-17"), ("IVA", "2023-04", "ytd_yoy", 4.1, "2023-05-17"))
    absent = {
        (each.series.code, str(each.period), each.measure.value)
        for each in monitor(known("2023-06-30", *rows)).gaps
    }
    assert {("IVA", "2023-05", "yoy"), ("IVA", "2023-05", "ytd_yoy")} <= absent


def test_an_empty_ledger_is_all_gaps(known: Known) -> None:
    found = monitor(known("2023-06-30"))
    assert found.headline.direction is Direction.UNKNOWN
    assert [each for each in figures_of(found) if each.value is not None] == []
    shown = {row.figure.series.id for name in PARTS for row in getattr(found, name).rows}
    assert shown <= {each.series.id for each in found.gaps}


def test_targets_of_no_key_industry_are_national(look: Look, toyland: Catalog) -> None:
    found = look("toyland", "2024-07-30")
    assert [row.target.plan for row in found.national_targets] == ["national-24"]
    assert sum(len(each.targets) for each in found.industries) == 5


def test_the_snapshot_is_named(known: Known, toyland: Catalog) -> None:
    snapshot = known("2023-06-30")
    found = monitor(snapshot)
    assert (found.as_of, found.ledger, found.place) == (snapshot.as_of, snapshot.hash, toyland.home)


def test_what_lasts_is_never_late(look: Look) -> None:
    """Villages reached were last told for the end of 2023."""
    assert "VILLAGES" not in {each.series.code for each in look("toyland", "2024-07-30").gaps}
