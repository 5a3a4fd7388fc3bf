from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forerun.catalog.model import Catalog
from forerun.errors import UnknownNameError
from forerun.ledger import snapshot as module
from forerun.ledger.ledger import Ledger
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Period, month
from forerun.types import Basis, Measure, Observation, Status

SEPTEMBER = month(2023, 9)


@pytest.fixture
def rows(observe) -> list[Observation]:
    return [
        observe("xx/output", "2023-07", "2023-08-15", 3.7, measure="yoy"),
        observe("xx/output", "2023-08", "2023-09-15", 4.5, measure="yoy"),
        observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy"),
        observe("xx/output", "2023-08", "2023-09-15", 3.9, measure="ytd_yoy"),
        observe("xx/output", "2023-09", "2023-10-18", 4.0, measure="ytd_yoy"),
        observe("xx/output", "2022", "2023-01-17", 3.6, measure="yoy"),
        observe("xx/exports", "2023-09", "2023-10-13", -6.2, measure="yoy"),
        observe("xx/exports", "2023-09", "2024-10-14", -6.8, measure="yoy", status=Status.REVISED),
        observe("xx/stations", "2023-09", "2023-10-20", 318.9),
        observe("xx/capacity", "2023-Q3", "2023-10-18", 75.6),
    ]


@pytest.fixture(params=["at once", "series by series"])
def known(ledger: Ledger, rows, request, monkeypatch):
    """Snapshots of the rows, read in each of the two ways."""
    if request.param == "series by series":
        monkeypatch.setattr(module, "BULK_ROWS", 0)
    ledger.append(rows)

    def on(day: str, **options: datetime) -> Snapshot:
        return ledger.snapshot(date.fromisoformat(day), **options)

    return on


def test_a_figure_appears_on_the_day_it_is_published(known) -> None:
    before = known("2023-10-17").figure("xx/output", SEPTEMBER, Measure.YOY)
    assert before.value is None
    assert before.missing == "not published by 2023-10-17; due about 2023-10-18"
    assert before.unit == "percent"
    on = known("2023-10-18").figure("xx/output", SEPTEMBER, Measure.YOY)
    assert (on.value, on.unit, on.kind) == (4.5, "percent", "published")
    assert on.observation is not None
    assert on.observation.published == date(2023, 10, 18)


def test_a_revision_does_not_change_what_was_known_before_it(known) -> None:
    then = known("2024-10-13").figure("xx/exports", SEPTEMBER, Measure.YOY)
    assert (then.value, then.previous) == (-6.2, ())
    now = known("2024-10-14").figure("xx/exports", SEPTEMBER, Measure.YOY)
    assert (now.value, [row.value for row in now.previous]) == (-6.8, [-6.2])


def test_the_latest_figure_is_that_of_the_last_period(known) -> None:
    assert known("2023-10-10").latest("xx/output", Measure.YTD_YOY).value == 3.9
    assert known("2023-11-04").latest("OUTPUT", Measure.YTD_YOY).value == 4.0
    earlier = known("2023-11-04").latest("xx/output", Measure.YTD_YOY, not_after=month(2023, 8))
    assert (str(earlier.period), earlier.value) == ("2023-08", 3.9)
    none = known("2023-11-04").latest("xx/output", Measure.YTD_YOY, not_after=month(2023, 1))
    assert (none.value, none.period) == (None, month(2023, 1))
    assert known("2022-01-01").latest("xx/output", Measure.YOY).missing == "no figure by 2022-01-01"


def test_a_history_ascends_and_keeps_to_the_series_own_frequency(known) -> None:
    history = known("2023-11-04").history("xx/output", Measure.YOY)
    assert [(str(each.period), each.value) for each in history] == [
        ("2023-07", 3.7),
        ("2023-08", 4.5),
        ("2023-09", 4.5),
    ]
    assert [each.value for each in known("2023-03-01").history("xx/output", Measure.YOY)] == [3.6]
    assert known("2023-11-04").history("xx/output", Measure.LEVEL) == ()


def test_vintages_are_those_of_the_day(known) -> None:
    assert [row.value for row in known("2023-11-04").vintages("xx/exports", SEPTEMBER, Measure.YOY)] == [-6.2]
    both = known("2024-11-04").vintages("xx/exports", SEPTEMBER, Measure.YOY)
    assert [row.value for row in both] == [-6.2, -6.8]


def test_published_rows_of_a_key_come_in_the_order_of_preference(known) -> None:
    both = known("2024-11-04").published("EXPORTS", SEPTEMBER, Measure.YOY)
    assert [row.value for row in both] == [-6.8, -6.2]
    assert [row.value for row in known("2023-11-04").published("xx/exports", SEPTEMBER, Measure.YOY)] == [
        -6.2
    ]
    assert known("2024-11-04").published("xx/exports", month(1900, 1), Measure.YOY) == ()


def test_a_panel_has_a_row_for_each_period_and_a_column_for_each_series(known) -> None:
    names = ["xx/exports", "OUTPUT", "xx/stations"]
    panel = known("2023-11-04").panel(names, Measure.YOY, start=month(2023, 8))
    assert panel.columns == ["period", *names]
    assert panel.rows() == [("2023-08", None, 4.5, None), ("2023-09", -6.2, 4.5, None)]
    assert known("2023-11-04").panel(names, Measure.YOY, end=month(2023, 7))["period"].to_list() == [
        "2022",
        "2023-07",
    ]
    assert known("2024-11-04").panel(["xx/exports"], Measure.YOY).rows() == [("2023-09", -6.8)]
    assert known("2020-01-01").panel(names, Measure.YOY).height == 0


def test_the_first_publication_of_each_period(known) -> None:
    found = known("2024-11-04").first_published(["xx/exports", "xx/capacity"])
    assert found == {
        ("xx/exports", SEPTEMBER): (date(2023, 10, 13), Basis.STATED),
        ("xx/capacity", Period.parse("2023-Q3")): (date(2023, 10, 18), Basis.STATED),
    }
    assert known("2024-11-04").first_published([]) == {}


def test_targets_are_known_from_their_day(known) -> None:
    assert known("2023-08-31").targets() == ()
    assert [target.plan for target in known("2023-09-01").targets()] == ["plan-2023"]


def test_an_unknown_series_is_an_error(known) -> None:
    with pytest.raises(UnknownNameError):
        known("2023-11-04").figure("xx/nothing", SEPTEMBER, Measure.YOY)


def test_a_forecast_is_a_vintage_but_never_a_figure(ledger: Ledger, rows, known, observe) -> None:
    forecast = observe(
        "xx/output",
        "2023-10",
        "2023-11-01",
        4.4,
        measure="yoy",
        status=Status.FORECAST,
        publisher="forerun",
        source="forerun:model@1",
    )
    ledger.append([forecast])
    seen = known("2023-11-04")
    october = month(2023, 10)
    assert seen.figure("xx/output", october, Measure.YOY).value is None
    assert seen.latest("xx/output", Measure.YOY).period == SEPTEMBER
    assert "2023-10" not in seen.panel(["xx/output"], Measure.YOY)["period"].to_list()
    assert ("xx/output", october) not in seen.first_published(["xx/output"])
    assert seen.vintages("xx/output", october, Measure.YOY) == (forecast,)


def test_what_was_recorded_later_can_be_left_out(ledger: Ledger, known, observe) -> None:
    found_late = datetime(2024, 5, 1)
    ledger.append([observe("xx/stations", "2023-08", "2023-09-20", 313.8, recorded=found_late)])
    august = month(2023, 8)
    assert known("2023-11-04").figure("xx/stations", august, Measure.LEVEL).value == 313.8
    before = known("2023-11-04", recorded_by=found_late - timedelta(seconds=1))
    assert before.figure("xx/stations", august, Measure.LEVEL).value is None
    assert known("2023-11-04", recorded_by=found_late).hash == known("2023-11-04").hash


def test_the_hash_depends_on_what_was_public_and_nothing_else(
    ledger: Ledger, small: Catalog, known, rows, observe, tmp_path: Path
) -> None:
    then = known("2023-11-04").hash
    ledger.append([observe("xx/output", "2023-10", "2023-11-15", 4.6, measure="yoy")])
    ledger.compact()
    assert known("2023-11-04").hash == then
    assert known("2023-11-15").hash != then
    other = Ledger.open(tmp_path / "other", small)
    for row in reversed(rows):
        other.append([row])
    assert other.snapshot(date(2023, 11, 4)).hash == then


def test_both_ways_of_reading_give_the_same_hash(ledger: Ledger, rows, monkeypatch) -> None:
    ledger.append(rows)
    at_once = ledger.snapshot(date(2023, 11, 4)).hash
    monkeypatch.setattr(module, "BULK_ROWS", 0)
    assert ledger.snapshot(date(2023, 11, 4)).hash == at_once


def test_a_snapshot_does_not_see_what_is_appended_after_it(ledger: Ledger, known, observe) -> None:
    seen = known("2023-11-04")
    ledger.append([observe("xx/stations", "2023-08", "2023-09-20", 313.8)])
    assert seen.figure("xx/stations", month(2023, 8), Measure.LEVEL).value is None


_DAYS = st.dates(date(2023, 1, 1), date(2024, 12, 31))
_TOLD = st.tuples(
    st.sampled_from(["xx/output", "xx/exports"]),
    st.integers(1, 12),
    _DAYS,
    st.floats(-20, 20).map(lambda value: round(value, 1)),
    st.sampled_from(["BUREAU", "CUSTOMS"]),
)


@settings(max_examples=25, deadline=None)
@given(told=st.lists(_TOLD, max_size=25), days=st.tuples(_DAYS, _DAYS), cut=st.integers(0, 25))
def test_whatever_is_told_a_later_day_knows_more_and_nothing_comes_early(
    small, observe, told, days, cut
) -> None:
    rows = [
        observe(series, f"2023-{index:02d}", day.isoformat(), value, measure="yoy", publisher=publisher)
        for series, index, day, value, publisher in told
    ]
    with TemporaryDirectory() as folder:
        ledger = Ledger.open(Path(folder), small)
        ledger.append(rows[:cut])
        ledger.append(rows[cut:])
        seen = [_seen(ledger.snapshot(day)) for day in sorted(days)]
        assert seen[0] <= seen[1]
        for day, visible in zip(sorted(days), seen, strict=True):
            assert visible == {row for row in rows if row.published <= day}
            shown = ledger.snapshot(day).history("xx/output", Measure.YOY)
            assert {each.period for each in shown} == {r.period for r in visible if r.series == "xx/output"}
            assert {each.observation for each in shown} <= visible
        digests = [ledger.snapshot(day).hash for day in days]
        ledger.compact()
        ledger.append(rows)
        assert [ledger.snapshot(day).hash for day in days] == digests


def _seen(snapshot: Snapshot) -> set[Observation]:
    return {
        row
        for series in ("xx/output", "xx/exports")
        for index in range(1, 13)
        for row in snapshot.vintages(series, month(2023, index), Measure.YOY)
    }
