from __future__ import annotations

from datetime import date

import pytest

from forerun.catalog.model import Release
from forerun.ledger.schedule import Event, Schedule, Standing
from forerun.periods import Period
from forerun.types import Names
from forerun.views.icalendar import icalendar

LONG = Names("Output, sales; and stocks of " + "many " * 12 + "goods", "产量" * 30)


def _schedule() -> Schedule:
    release = Release("bureau-output", "BUREAU", LONG, "month")
    due = Event(
        release, Period.parse("2023-11"), Standing.DUE, date(2023, 12, 31), estimated=False, figures=0
    )
    late = Event(
        release, Period.parse("2023-10"), Standing.LATE, date(2023, 11, 20), estimated=True, figures=0
    )
    return Schedule(date(2023, 12, 1), 30, (), (due,), (late,))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_lines_are_short_and_end_as_the_format_wants(lang: str) -> None:
    text = icalendar(_schedule(), lang)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert LONG.get(lang).replace(",", "\\,").replace(";", "\\;") in text.replace("\r\n ", "")


def test_days_are_whole_and_estimates_tentative() -> None:
    late, due = icalendar(_schedule()).split("BEGIN:VEVENT\r\n")[1:]
    assert "DTSTART;VALUE=DATE:20231231\r\nDTEND;VALUE=DATE:20240101\r\n" in due
    assert "STATUS:CONFIRMED" in due
    assert "DTSTART;VALUE=DATE:20231120\r\n" in late
    assert "STATUS:TENTATIVE" in late
    assert "UID:bureau-output-2023-10@forerun" in late
    assert "DTSTAMP:20231201T000000Z" in late
