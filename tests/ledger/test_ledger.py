from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from forerun.errors import InputError, UnknownNameError
from forerun.ledger import ledger as module
from forerun.ledger.ledger import Commit, Ledger
from forerun.periods import Period
from forerun.table import to_frame
from forerun.types import Basis, Measure, Status


@pytest.fixture
def three(observe):
    return [
        observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy"),
        observe("xx/output", "2023-09", "2023-10-18", 4.0, measure="ytd_yoy"),
        observe("xx/exports", "2023-09", "2023-10-13", -6.2, measure="yoy"),
    ]


def test_what_is_appended_comes_back_as_it_was(ledger: Ledger, observe) -> None:
    row = observe(
        "xx/exports",
        "2023-09",
        "2023-10-13",
        -6.2,
        measure="yoy",
        basis=Basis.CALENDAR,
        status=Status.REVISED,
        recorded=datetime(2024, 3, 1, 12, 30, 15, 250),
        locator="第3句",
        document="ab" * 32,
        note="修订",
    )
    ledger.append([row])
    assert ledger.vintages("xx/exports") == (row,)


def test_an_append_says_what_was_new(ledger: Ledger, three) -> None:
    assert ledger.append(three[:2]) == Commit(2, 0, "00000001")
    assert ledger.append(three) == Commit(1, 2, "00000002")
    assert ledger.append(to_frame(three)) == Commit(0, 3, "")
    assert ledger.append([]) == Commit(0, 0, "")
    assert ledger.append([three[0], three[0]]) == Commit(0, 2, "")


def test_where_a_row_was_read_does_not_make_it_another(ledger: Ledger, observe) -> None:
    first = observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy", locator="page 1")
    ledger.append([first])
    elsewhere = observe(
        "xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy", locator="B7", recorded=datetime(2025, 1, 1)
    )
    assert ledger.append([elsewhere]).added == 0
    assert ledger.vintages("xx/output") == (first,)


@pytest.mark.parametrize(
    "change",
    [{"value": 4.6}, {"source": "repost"}, {"publisher": "MINISTRY"}, {"published": date(2023, 10, 19)}],
)
def test_what_is_said_by_whom_and_when_makes_a_row(ledger: Ledger, observe, change) -> None:
    ledger.append([observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy")])
    told = {"published": "2023-10-18", "value": 4.5} | change
    row = observe(
        "xx/output", "2023-09", str(told.pop("published")), told.pop("value"), measure="yoy", **told
    )
    assert ledger.append([row]).added == 1


def test_vintages_of_a_key_in_the_order_of_publication(ledger: Ledger, observe, three) -> None:
    later = observe("xx/exports", "2023-09", "2024-10-14", -6.8, measure="yoy")
    ledger.append([later, *three])
    found = ledger.vintages("EXPORTS", Period.parse("2023-09"), Measure.YOY)
    assert [row.value for row in found] == [-6.2, -6.8]
    assert ledger.vintages("xx/output", measure=Measure.YTD_YOY) == (three[1],)
    assert ledger.vintages("xx/output", period=Period.parse("2023-08")) == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"unit": "10000 units"}, "10000 units"),
        ({"measure": "share"}, "no such measure"),
        ({"value": float("nan")}, "no finite value"),
        ({"value": float("inf")}, "no finite value"),
        ({"series": "xx/elsewhere"}, "unknown series"),
        ({"measure": "speed"}, "speed"),
        ({"period": "2023-13"}, "2023-13"),
        ({"source": None}, "empty cell"),
    ],
)
def test_a_row_that_cannot_be_leaves_the_ledger_unchanged(ledger: Ledger, three, change, problem) -> None:
    ledger.append(three[:1])
    bad = to_frame(three).with_columns(**{name: pl.lit(value) for name, value in change.items()})
    with pytest.raises(InputError, match=problem):
        ledger.append(bad)
    assert ledger.append(three) == Commit(2, 1, "00000002")


def test_a_table_without_its_columns_is_refused(ledger: Ledger, three) -> None:
    with pytest.raises(InputError, match="source, note"):
        ledger.append(to_frame(three).drop("source", "note"))


def test_an_absent_folder_is_an_empty_ledger(ledger: Ledger) -> None:
    assert ledger.vintages("xx/output") == ()
    assert not ledger.compact()
    assert not ledger.root.exists()


def test_an_unknown_series_is_named(ledger: Ledger) -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean .*xx/output"):
        ledger.vintages("xx/outputs")


def test_many_small_parts_are_merged_by_themselves(ledger: Ledger, observe, monkeypatch) -> None:
    monkeypatch.setattr(module, "SMALL_PARTS", 4)
    for month in range(1, 10):
        ledger.append([observe("xx/output", f"2023-0{month}", "2023-10-18", 1.0)])
    assert len(ledger.store.parts()) < 4
    assert len(ledger.vintages("xx/output")) == 9
