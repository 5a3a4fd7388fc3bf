from __future__ import annotations

from datetime import date

import pytest

from forerun.ledger.publication import Outlook, ReleaseCalendar, why_missing
from forerun.periods import Period
from forerun.types import Basis, Measure


@pytest.fixture
def calendar(small) -> ReleaseCalendar:
    return ReleaseCalendar.of(small)


@pytest.mark.parametrize(
    ("series", "period", "day", "basis"),
    [
        ("xx/output", "2023-09", "2023-10-18", Basis.CALENDAR),
        ("xx/output", "2022", "2023-01-17", Basis.CALENDAR),  # told with December
        ("xx/output", "2023-01", "2023-03-15", Basis.CALENDAR),  # told with February
        ("xx/output", "2022-09", "2022-10-17", Basis.ESTIMATED),  # quarter-end month: 17 days
        ("xx/output", "2022-10", "2022-11-15", Basis.ESTIMATED),  # other months: 15 days
        ("xx/output", "2021-12", "2022-01-17", Basis.ESTIMATED),  # December: 17 days
        ("xx/output", "2022-01", "2022-03-15", Basis.ESTIMATED),  # with February: 15 days
        ("xx/exports", "2023-01", "2023-02-08", Basis.ESTIMATED),  # no joint release here: 8 days
        ("xx/capacity", "2022-Q4", "2023-01-17", Basis.ESTIMATED),
        ("xx/stations", "2023-09", "2023-10-23", Basis.ESTIMATED),
    ],
)
def test_days_come_from_the_calendar_else_from_the_fitting_lag(
    calendar, small, series, period, day, basis
) -> None:
    assert calendar.publication(small.series[series], Period.parse(period)) == (
        date.fromisoformat(day),
        basis,
    )


def test_the_first_of_several_days_counts(small) -> None:
    from dataclasses import replace

    first = next(day for day in small.release_days if str(day.period) == "2023-09")
    again = replace(first, published=date(2023, 12, 27))
    calendar = ReleaseCalendar.of(replace(small, release_days=(again, first)))
    found = calendar.day("bureau-output", Period.parse("2023-09"))
    assert found is not None
    assert found.published == date(2023, 10, 18)


def test_a_release_of_which_nothing_is_known_is_rather_late(calendar, small) -> None:
    from dataclasses import replace

    unknown = replace(small.series["xx/output"], release="nobody-knows")
    assert calendar.publication(unknown, Period.parse("2023-09")) == (date(2023, 11, 14), Basis.ESTIMATED)


@pytest.mark.parametrize(
    ("release", "period", "as_of", "day", "estimated", "is_late"),
    [
        # Announced ahead.
        ("bureau-output", "2023-11", "2023-12-01", "2023-12-15", False, False),
        # Not announced: September releases seen by then took 18 (March) and 17 days (June).
        ("bureau-output", "2023-09", "2023-10-10", "2023-10-18", True, False),
        # The day in the calendar is not known before it has come.
        ("customs-trade", "2023-09", "2023-10-01", "2023-10-08", True, False),
        # The usual day has passed, the longest wait has not.
        ("customs-trade", "2023-10", "2023-11-10", "2023-11-13", True, False),
        ("customs-trade", "2023-08", "2023-09-10", "2023-09-11", True, False),
        # The longest wait has passed.
        ("customs-trade", "2023-08", "2023-09-15", "2023-09-14", True, True),
    ],
)
def test_the_outlook_uses_only_what_was_known(
    calendar, release, period, as_of, day, estimated, is_late
) -> None:
    found = calendar.outlook(release, Period.parse(period), date.fromisoformat(as_of))
    assert found == Outlook(date.fromisoformat(day), estimated, is_late)


@pytest.mark.parametrize(
    ("series", "period", "measure", "reason"),
    [
        ("xx/output", "2023-09", Measure.SHARE, "the catalog has no share of this series"),
        ("xx/output", "2023-01", Measure.YOY, "January and February are published together"),
        ("xx/output", "2023-02", Measure.YOY, "January and February are published together"),
        ("xx/output", "2023-01", Measure.LEVEL, "January and February are published together"),
        ("xx/output", "2023-02", Measure.YTD_YOY, "released 2023-03-15, but the ledger holds no figure"),
        ("xx/output", "2023-08", Measure.YOY, "released 2023-09-15, but the ledger holds no figure"),
        ("xx/output", "2023-09", Measure.YOY, "not published by 2023-10-10; due about 2023-10-18"),
        ("xx/capacity", "2023-Q3", Measure.LEVEL, "not published by 2023-10-10; due 2023-10-18"),
        ("xx/exports", "2023-08", Measure.YOY, "no figure by 2023-10-10; expected by 2023-09-14"),
        ("xx/output", "2022", Measure.YOY, "no figure by 2023-10-10"),
        ("xx/output", None, Measure.YOY, "no figure by 2023-10-10"),
    ],
)
def test_a_missing_figure_says_why(calendar, small, series, period, measure, reason) -> None:
    asked = Period.parse(period) if period else None
    assert why_missing(calendar, small.series[series], asked, measure, date(2023, 10, 10)) == reason
