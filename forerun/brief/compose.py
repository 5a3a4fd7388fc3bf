"""Write a brief: put on the desk what the day knew, and let each section take what it needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from forerun.brief.ahead import Ahead
from forerun.brief.blocks import Brief, Section
from forerun.brief.desk import Desk
from forerun.brief.sections.breadth import breadth
from forerun.brief.sections.calendar import calendar
from forerun.brief.sections.foresight import foresight
from forerun.brief.sections.headline import headline
from forerun.brief.sections.industries import industries
from forerun.brief.sections.outlook import outlook
from forerun.brief.sections.parts import part
from forerun.brief.sections.places import places
from forerun.brief.sections.record import gaps, method, sources
from forerun.brief.sections.revisions import revisions
from forerun.brief.sections.summary import summary
from forerun.brief.shown import figures_shown
from forerun.foresight.survey import Survey
from forerun.ledger.snapshot import Snapshot
from forerun.monitor.result import Monitor
from forerun.views.card import profile_option
from forerun.views.text import day

SECTIONS: tuple[Callable[[Desk], Section | None], ...] = (
    summary,
    headline,
    outlook,
    industries,
    partial(part, name="sectors"),
    breadth,
    partial(part, name="new_three"),
    partial(part, name="network"),
    partial(part, name="demand"),
    partial(part, name="survey"),
    partial(part, name="prices"),
    partial(part, name="profits"),
    partial(part, name="capacity"),
    places,
    foresight,
    revisions,
    calendar,
    gaps,
    method,
)
"""The order in which a reader meets them; sources come last, because they list what the others used."""


def compose(
    monitor: Monitor,
    snapshot: Snapshot,
    lang: str,
    ahead: Ahead | None = None,
    forward: Survey | None = None,
) -> Brief:
    """The brief of one day in one language.

    Args:
        monitor: what the monitor says about the snapshot.
        snapshot: the ledger as known on that day.
        lang: ``en`` or ``zh``.
        ahead: the outlook of that day; without it the brief has no such section.
        forward: what is said of future industries that day; likewise.

    Raises:
        UnknownNameError: the interface does not speak the language.
    """
    desk = Desk(monitor, snapshot, lang, ahead, forward)
    sections = tuple(found for write in SECTIONS if (found := write(desk)))
    place = desk.catalog.places[monitor.place]
    values = {"place": desk.name(place.names), "day": day(monitor.as_of, lang)}
    return Brief(
        title=desk.say.fill("brief.title", values),
        subtitle=desk.say.fill("brief.subtitle", values),
        as_of=monitor.as_of,
        lang=lang,
        ledger=monitor.ledger,
        command=_command(desk),
        sections=(*sections, sources(desk, figures_shown(sections))),
    )


def _command(desk: Desk) -> str:
    """The command line that writes the brief again, goals included."""
    found = desk.ahead.outlook if desk.ahead else None
    asked = [each.target.value for each in (found.chances if found else ()) if not each.target.plan]
    goals = "".join(f" --goal {value:g}" for value in asked if value is not None)
    profile = profile_option(desk.catalog)
    return f"forerun brief --as-of {desk.monitor.as_of} --lang {desk.lang}{goals}{profile}"
