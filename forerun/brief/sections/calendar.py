"""The release calendar: what came out, what is due, what is late."""

from __future__ import annotations

from forerun.brief.blocks import Section
from forerun.brief.desk import Desk
from forerun.ledger.schedule import schedule
from forerun.views.tables import events_table


def calendar(desk: Desk) -> Section:
    """Releases of the days around the as-of date; a part without releases is left out."""
    found = schedule(desk.snapshot)
    tables = (
        events_table(
            desk.say.fill(f"calendar.{standing.value}", {"days": str(found.days)}), events, desk.lang
        )
        for standing, events in found.parts.items()
        if events
    )
    return Section("calendar", desk.say["section.calendar"], tuple(tables))
