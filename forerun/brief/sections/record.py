"""What the brief rests on: gaps, sources and method."""

from __future__ import annotations

from collections.abc import Iterable

from forerun.brief.blocks import Section, Sentences
from forerun.brief.desk import Desk
from forerun.types import Figure
from forerun.views.tables import gaps_table, sources_table


def gaps(desk: Desk) -> Section | None:
    """What is missing and why; None when nothing is."""
    if not desk.monitor.gaps:
        return None
    title = desk.say["section.gaps"]
    return Section("gaps", title, (gaps_table(desk.say["gaps.caption"], desk.monitor.gaps, desk.lang),))


def sources(desk: Desk, shown: Iterable[Figure]) -> Section:
    """Every source behind the numbers of the other sections."""
    used = sorted({row.source for figure in shown for row in figure.trace.observations})
    table = sources_table(desk.say["sources.caption"], used, desk.catalog, desk.lang)
    return Section("sources", desk.say["section.sources"], (table,))


def method(desk: Desk) -> Section:
    """How to read the brief: vintages, estimated days, growth rates, missing figures."""
    lines = tuple(
        ("", (desk.say[f"method.{each}"],)) for each in ("known", "growth", "derived", "missing", "again")
    )
    return Section("method", desk.say["section.method"], (Sentences(lines),))
