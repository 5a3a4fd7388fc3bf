from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from forerun.ledger.ledger import Ledger
from forerun.ledger.schedule import Event, Schedule, schedule
from forerun.types import Basis


@pytest.fixture
def on(ledger: Ledger, observe):
    ledger.append(
        [
            observe("xx/output", "2023-08", "2023-09-15", 4.5, measure="yoy"),
            observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy"),
            observe("xx/output", "2023-09", "2023-10-18", 4.0, measure="ytd_yoy"),
            observe("xx/stations", "2023-08", "2023-09-25", 313.8, basis=Basis.BOUND),
            observe("xx/stations", "2023-09", "2023-10-20", 318.9),
        ]
    )

    def found(day: str, days: int = 30) -> Schedule:
        return schedule(ledger.snapshot(date.fromisoformat(day)), days)

    return found


def _short(events: Iterable[Event]) -> list[tuple[str, str, str, bool, int]]:
    return [
        (each.release.id, str(each.period), each.day.isoformat(), each.estimated, each.figures)
        for each in events
    ]


def test_what_came_out_is_in_the_calendar_or_in_the_ledger(on) -> None:
    assert _short(on("2023-11-04", 25).came_out) == [
        ("customs-trade", "2023-09", "2023-10-13", False, 0),
        ("bureau-capacity", "2023-Q3", "2023-10-18", True, 0),
        ("bureau-output", "2023-09", "2023-10-18", False, 1),
        ("ministry-network", "2023-09", "2023-10-20", False, 1),
    ]


def test_what_is_due_is_announced_or_estimated(on) -> None:
    assert _short(on("2023-11-10").due) == [
        ("customs-trade", "2023-10", "2023-11-13", True, 0),
        ("bureau-output", "2023-10", "2023-11-15", True, 0),
        ("ministry-network", "2023-10", "2023-11-23", True, 0),
    ]
    assert ("bureau-output", "2023-11", "2023-12-15", False, 0) in _short(on("2023-11-20").due)


def test_a_day_not_announced_is_not_known_before_it_has_come(on) -> None:
    # The calendar has 13 and 18 October; on the 10th only the usual lags say when.
    due = _short(on("2023-10-10", 14).due)
    assert ("customs-trade", "2023-09", "2023-10-11", True, 0) in due
    assert ("bureau-output", "2023-09", "2023-10-18", True, 0) in due
    assert ("bureau-capacity", "2023-Q3", "2023-10-18", False, 0) in due


def test_late_is_what_was_to_be_seen_and_was_not(on) -> None:
    # Network: seen for August and September, a month's wait is 29 days at most.
    assert _short(on("2023-12-05").late) == [
        ("customs-trade", "2023-10", "2023-11-13", True, 0),
        ("bureau-output", "2023-10", "2023-11-15", True, 0),
        ("ministry-network", "2023-10", "2023-11-29", True, 0),
    ]


def test_a_release_never_seen_is_not_called_late(on) -> None:
    # By 10 October nobody has seen a release on trade or capacity; by 5 December one of trade was.
    assert on("2023-10-10").late == ()
    assert "customs-trade" in {each.release.id for each in on("2023-12-05").late}


def test_january_has_no_release_of_its_own_where_it_is_told_with_february(on) -> None:
    periods = {(each.release.id, str(each.period)) for each in on("2024-02-20", 60).due}
    assert ("bureau-output", "2024-02") in periods
    assert ("bureau-output", "2024-01") not in periods


def test_a_revision_or_estimate_does_not_move_the_day(on) -> None:
    august = [each for each in on("2023-10-10").came_out if each.release.id == "ministry-network"]
    assert _short(august) == [("ministry-network", "2023-08", "2023-09-25", True, 1)]


@pytest.mark.parametrize("day", ["2023-10-10", "2023-11-04", "2024-03-01"])
def test_each_part_keeps_to_its_days(on, day) -> None:
    found = on(day, 20)
    today = date.fromisoformat(day)
    assert (found.as_of, found.days) == (today, 20)
    assert all(0 <= (today - each.day).days < 20 for each in found.came_out)
    assert all(0 < (each.day - today).days <= 20 for each in found.due)
    assert all(0 < (today - each.day).days < 20 for each in found.late)
    for part in (found.came_out, found.due, found.late):
        assert [each.day for each in part] == sorted(each.day for each in part)
