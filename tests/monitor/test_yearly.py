"""Growth and totals of a year so far."""

from __future__ import annotations

import pytest

from forerun.catalog.model import Catalog
from forerun.monitor import yearly

from .conftest import Known, Row

DAY = "2023-12-01"


def monthly(code: str, measure: str, values: dict[str, float]) -> list[Row]:
    return [(code, month, measure, value, DAY) for month, value in values.items()]


def test_the_published_year_to_date_is_taken(known: Known, toyland: Catalog) -> None:
    rows = monthly("IVA", "ytd_yoy", {"2023-05": 4.0, "2023-06": 4.2})
    found = yearly.growth(known("2023-12-31", *rows), toyland.series_named("IVA"), 2023)
    assert (found.value, str(found.period), found.kind) == (4.2, "2023-06", "published")
    assert not yearly.covers_year(found)


def test_months_that_reach_further_are_averaged(known: Known, toyland: Catalog) -> None:
    rows = [("IVA", "2023-02", "ytd_yoy", 4.0, DAY), *monthly("IVA", "yoy", {"2023-03": 5.0, "2023-04": 6.0})]
    found = yearly.growth(known("2023-12-31", *rows), toyland.series_named("IVA"), 2023)
    assert found.value == pytest.approx((2 * 4.0 + 5.0 + 6.0) / 4, abs=0.05)
    assert (str(found.period), found.kind) == ("2023-04", "derived")


def test_months_with_a_gap_are_not(known: Known, toyland: Catalog) -> None:
    rows = [("IVA", "2023-02", "ytd_yoy", 4.0, DAY), *monthly("IVA", "yoy", {"2023-03": 5.0, "2023-05": 6.0})]
    found = yearly.growth(known("2023-12-31", *rows), toyland.series_named("IVA"), 2023)
    assert (found.value, str(found.period)) == (4.0, "2023-02")


def test_a_complete_year_comes_first(known: Known, toyland: Catalog) -> None:
    rows = monthly("IVA", "ytd_yoy", {"2023-11": 4.3, "2023-12": 4.6})
    found = yearly.growth(known("2023-12-31", *rows), toyland.series_named("IVA"), 2023)
    assert found.value == 4.6
    assert yearly.covers_year(found)
    assert yearly.whole_growth(known("2023-12-31"), toyland.series_named("IVA"), 2022).value is None


def test_totals_add_up_from_the_joint_months_on(known: Known, toyland: Catalog) -> None:
    rows = [
        ("OUT_STEEL", "2023-02", "ytd_level", 80.0, DAY),
        *monthly("OUT_STEEL", "level", {"2023-03": 43.0, "2023-04": 41.5}),
    ]
    found = yearly.total(known("2023-12-31", *rows), toyland.series_named("OUT_STEEL"), 2023)
    assert (found.value, found.kind) == (pytest.approx(164.5, abs=1), "derived")


def test_nothing_known_of_a_year_says_so(known: Known, toyland: Catalog) -> None:
    snapshot = known("2023-12-31", ("OUT_STEEL", "2022-12", "ytd_level", 480.0, "2023-01-17"))
    found = yearly.total(snapshot, toyland.series_named("OUT_STEEL"), 2023)
    assert found.missing == "no figure of 2023 by 2023-12-31"
