"""What was said first and what is said now: the fan of vintages, and the latest revisions."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Block, Chart, Note, Section
from forerun.brief.desk import Desk, recent
from forerun.monitor.result import Part, Row
from forerun.types import Figure, Names
from forerun.views import charts
from forerun.views.charts import Line
from forerun.views.objects import first_print, latest
from forerun.views.tables import series_table, vintages_table
from forerun.views.text import measured

_PARTS = ("sectors", "new_three", "network", "demand", "survey", "prices", "profits", "capacity")
_DRAWN, _LISTED = 2, 15
_ENOUGH = 3
"""Revised periods that make a fan worth drawing."""

Course = tuple[Names, tuple[Figure, ...]]


def revisions(desk: Desk) -> Section:
    """Series of the monitor whose figures of the last two years were published anew."""
    courses = [(names, recent(figures)) for names, figures in _courses(desk)]
    revised = [course for course in courses if any(each.previous for each in course[1])]
    blocks = tuple(_blocks(desk, revised)) if revised else (Note(desk.say["revisions.none"]),)
    return Section("revisions", desk.say["section.revisions"], blocks)


def _courses(desk: Desk) -> Iterator[Course]:
    top = desk.monitor.headline
    yield top.month.series.names, top.history
    yield top.month.series.names, top.ytd_history
    parts: list[Part] = [getattr(desk.monitor, name) for name in _PARTS]
    rows: list[Row] = [row for part in parts for row in part.rows]
    rows += [row for each in desk.monitor.industries for row in (*each.growth, *each.output)]
    yield from ((row.names, row.history) for row in rows)


def _blocks(desk: Desk, revised: list[Course]) -> Iterator[Block]:
    by_extent = sorted(revised, key=_extent, reverse=True)
    yield from (_fan(desk, course) for course in by_extent[:_DRAWN] if _extent(course) >= _ENOUGH)
    figures = {
        _key(each): (desk.name(names), each) for names, course in revised for each in course if each.previous
    }
    newest = sorted(figures.values(), key=lambda pair: _day(pair[1]), reverse=True)[:_LISTED]
    yield vintages_table(desk.say["revisions.latest"], newest, desk.catalog, desk.lang)


def _extent(course: Course) -> int:
    return sum(bool(each.previous) for each in course[1])


def _key(figure: Figure) -> tuple[object, ...]:
    return figure.series.id, figure.period, figure.measure


def _day(figure: Figure) -> str:
    row = latest(figure)
    return f"{row.published} {row.period}" if row else ""


def _fan(desk: Desk, course: Course) -> Chart:
    say, (names, now) = desk.say, course
    first = tuple(first_print(each) for each in now)
    labels = (say["revisions.first"], say["revisions.now"])
    lines = (Line(labels[0], first), Line(labels[1], now))
    title = say.fill("revisions.fan", {"name": desk.name(names)})
    return Chart(
        title=title,
        caption=measured(now[-1], desk.catalog, desk.lang),
        spec=charts.vintages(*lines, desk.lang),
        table=series_table(title, labels, (first, now), desk.lang),
        narrow=charts.vintages(*lines, desk.lang, charts.NARROW),
    )
