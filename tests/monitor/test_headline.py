"""The headline on chosen figures: derived rates, first announcements, and nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forerun.catalog.model import Catalog
from forerun.ledger.ledger import Ledger
from forerun.monitor.headline import headline
from forerun.monitor.result import Direction
from forerun.monitor.spec import monitor_spec
from forerun.types import Status

from .conftest import Known, Row

MONTHS = {"2023-06": 4.4, "2023-07": 3.7, "2023-08": 4.5, "2023-09": 4.5}  # as published for China
TO_DATE = {"2023-06": 3.8, "2023-07": 3.8, "2023-08": 3.9, "2023-09": 4.0}
YEAR_BEFORE = {"2022-06": 3.4, "2022-09": 3.9}


def published(measure: str, values: dict[str, float]) -> list[Row]:
    return [
        ("IVA", month, measure, value, f"{month[:4]}-{int(month[5:]) + 1:02d}-17")
        for month, value in values.items()
    ]


def test_rates_of_september_2023(known: Known, toyland: Catalog) -> None:
    rows = [
        *published("yoy", MONTHS | {"2022-09": 6.3}),
        *published("ytd_yoy", TO_DATE | YEAR_BEFORE),
    ]
    found = headline(known("2023-11-04", *rows), monitor_spec(toyland).headline)
    assert (found.month.value, found.year_to_date.value) == (4.5, 4.0)
    assert (found.previous_month.value, found.previous_year_to_date.value) == (4.5, 3.9)
    assert found.acceleration.value == pytest.approx(0.1)
    assert found.momentum.value == pytest.approx((3.7 + 4.5 + 4.5) / 3, abs=0.05)
    assert found.two_year.value == pytest.approx(((1.045 * 1.063) ** 0.5 - 1) * 100, abs=0.05)
    assert found.month_on_month.value is None
    assert found.direction is Direction.RISING
    assert "+4.0 to 2023-09 after +3.8 to 2023-06" in found.rule.en
    assert [each.value for each in found.history[-4:]] == list(MONTHS.values())
    assert [each.value for each in found.first_prints] == [each.value for each in found.history]


def test_a_moved_base_is_told_in_the_rule(known: Known, toyland: Catalog) -> None:
    rates = {"2023-06": 3.8, "2023-09": 4.0, "2022-06": 3.4, "2022-09": 7.9, "2021-06": 5.0, "2021-09": 5.0}
    found = headline(known("2023-11-04", *published("ytd_yoy", rates)), monitor_spec(toyland).headline)
    assert found.rule.en.count("Averages over 2 years") == 1
    assert found.direction is Direction.RISING


def test_a_later_vintage_leaves_the_first_announcement_standing(known: Known, toyland: Catalog) -> None:
    snapshot = known("2023-11-04", ("IVA", "2023-09", "yoy", 4.5, "2023-10-18"))
    first = snapshot.vintages(
        "IVA",
        snapshot.history("IVA", monitor_spec(toyland).headline.month)[0].period,
        monitor_spec(toyland).headline.month,
    )[0]
    ledger = Ledger.open(snapshot.store.root, toyland)
    ledger.append([replace(first, value=4.7, published=date(2024, 1, 17), status=Status.REVISED)])
    found = headline(ledger.snapshot(date(2024, 2, 1)), monitor_spec(toyland).headline)
    assert found.month.value == 4.7
    assert [each.value for each in found.first_prints] == [4.5]


def test_rates_of_more_than_a_year_ago_give_no_direction(known: Known, toyland: Catalog) -> None:
    rows = published("ytd_yoy", TO_DATE | YEAR_BEFORE)
    for day, word in (("2024-09-30", Direction.RISING), ("2024-10-31", Direction.UNKNOWN)):
        assert headline(known(day, *rows), monitor_spec(toyland).headline).direction is word


def test_an_empty_ledger_has_a_headline_without_figures(known: Known, toyland: Catalog) -> None:
    found = headline(known("2023-11-04"), monitor_spec(toyland).headline)
    assert found.direction is Direction.UNKNOWN
    shown = (found.month, found.year_to_date, found.momentum, found.two_year, found.acceleration)
    assert all(each.value is None and each.missing for each in shown)
