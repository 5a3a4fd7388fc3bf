"""A schedule as an iCalendar file (RFC 5545), for the calendar program on anyone's desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from forerun.ledger.schedule import Event, Schedule
from forerun.types import Measure
from forerun.views.text import period_name

OCTETS = 75


def icalendar(found: Schedule, lang: str = "en") -> str:
    """Due and late releases as whole-day events, tentative where the day is estimated."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//forerun//release calendar//EN", "METHOD:PUBLISH"]
    stamp = found.as_of.strftime("%Y%m%dT000000Z")
    events = [line for each in (*found.late, *found.due) for line in _event(each, stamp, lang)]
    return "".join(_folded(line) + "\r\n" for line in [*head, *events, "END:VCALENDAR"])


def _event(event: Event, stamp: str, lang: str) -> Iterator[str]:
    summary = f"{event.release.names.get(lang)}, {period_name(event.period, Measure.LEVEL, lang)}"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.release.id}-{event.period}@forerun"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(summary)}"
    yield f"STATUS:{'TENTATIVE' if event.estimated else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text


def _folded(line: str) -> str:
    """The line cut so that no piece is longer than the format allows, never within a character."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces)
