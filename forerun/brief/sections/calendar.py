"""The release calendar: what came out, what is due, what is late."""

from __future__ import annotations

from forerun.brief.blocks import Section
from forerun.brief.desk import Desk
from forerun.ledger.schedule import schedule
from forerun.views.tables import events_table

_PARTS = ("came_out", "due", "late")


def calendar(desk: Desk) -> Section:
    """Releases of the days around the as-of date; a part without releases is left out."""
    found = schedule(desk.snapshot)
    parts = ((name, getattr(found, name)) for name in _PARTS)
    tables = (
        events_table(desk.say.fill(f"calendar.{name}", {"days": str(found.days)}), events, desk.lang)
        for name, events in parts
        if events
    )
    return Section("calendar", desk.say["section.calendar"], tuple(tables))
