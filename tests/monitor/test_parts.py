"""Rows of the parts: figure, predecessor, companions, joint months, who says so."""

from __future__ import annotations

from dataclasses import replace

from forerun.catalog.model import Catalog, Lag
from forerun.ledger.publication import TOGETHER as TOGETHER_CASE
from forerun.monitor.parts import part, row
from forerun.monitor.spec import PartSpec, RowSpec
from forerun.types import Measure, Names

from .conftest import Known

MONTH, TO_DATE = Measure.YOY, Measure.YTD_YOY


def test_companions_are_of_the_same_period(known: Known, toyland: Catalog) -> None:
    snapshot = known(
        "2023-06-20",
        ("RETAIL", "2023-04", "yoy", 5.0, "2023-05-17"),
        ("RETAIL", "2023-04", "ytd_yoy", 4.7, "2023-05-17"),
        ("RETAIL", "2023-05", "yoy", 4.2, "2023-06-19"),
    )
    shown = row(snapshot, RowSpec(toyland.series_named("RETAIL"), MONTH, (TO_DATE,)))
    assert (shown.figure.value, shown.previous.value) == (4.2, 5.0)
    assert [each.value for each in shown.companions] == [None]
    assert [each.value for each in shown.history] == [5.0, 4.2]
    assert shown.note is None


def test_january_and_february_are_missing_rather_than_december(known: Known, toyland: Catalog) -> None:
    together = Lag("tso-industry", TOGETHER_CASE, 3, 15.0, 14, 18)
    catalog = replace(toyland, lags=(*toyland.lags, together))
    snapshot = known(
        "2023-03-20",
        ("RETAIL", "2022-12", "yoy", 5.0, "2023-01-17"),
        ("RETAIL", "2023-02", "ytd_yoy", 4.7, "2023-03-15"),
        catalog=catalog,
    )
    shown = row(snapshot, RowSpec(catalog.series_named("RETAIL"), MONTH, (TO_DATE,)))
    assert shown.figure.missing == "January and February are published together"
    assert str(shown.figure.period) == "2023-02"
    assert shown.previous.value == 5.0
    assert [each.value for each in shown.companions] == [4.7]


def test_a_bound_names_who_states_it(known: Known, toyland: Catalog) -> None:
    bound = known("2023-04-30", ("VILLAGES", "2022-Q4", "level", 70.0, "2023-01-23"), comparator=">")
    shown = row(bound, RowSpec(toyland.series_named("VILLAGES"), Measure.LEVEL))
    publisher = toyland.publishers["TMI"].names
    assert shown.note == Names(f"source: {publisher.en}", f"据{publisher.zh}")


def test_a_part_keeps_the_order_of_its_profile(known: Known, toyland: Catalog) -> None:
    names = Names("Prices", "价格")
    specs = tuple(RowSpec(toyland.series_named(code), MONTH) for code in ("PPI", "CPI"))
    found = part(known("2023-06-20"), PartSpec("prices", names, specs))
    assert (found.id, found.names) == ("prices", names)
    assert [each.figure.series.code for each in found.rows] == ["PPI", "CPI"]
    assert all(each.figure.value is None and each.figure.missing for each in found.rows)
