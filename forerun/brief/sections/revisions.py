"""What was said first and what is said now: the fan of vintages, and the latest revisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forerun.brief.blocks import Block, Chart, Note, Section
from forerun.brief.desk import Desk, recent
from forerun.ledger.revisions import Revision, RevisionKind
from forerun.ledger.revisions import revisions as revisions_of
from forerun.periods import Period
from forerun.types import Figure, Names, Status
from forerun.views import charts
from forerun.views.charts import Line
from forerun.views.tables import Revised, revisions_table, series_table
from forerun.views.text import measured

_DRAWN, _LISTED = 2, 15
_ENOUGH = 3
"""Revised periods that make a fan worth drawing."""


@dataclass(frozen=True, slots=True)
class _Course:
    """The recent figures of one series in one measure, and what was changed of them."""

    names: Names
    figures: tuple[Figure, ...]
    changes: dict[Period, Revision]


def revisions(desk: Desk) -> Section:
    """Series of the monitor whose figures of the last two years were published anew."""
    revised = [course for course in _courses(desk) if course.changes]
    blocks = tuple(_blocks(desk, revised)) if revised else (Note(desk.say["revisions.none"]),)
    return Section("revisions", desk.say["section.revisions"], blocks)


def _courses(desk: Desk) -> Iterator[_Course]:
    """Each series and measure of the monitor once."""
    shown: dict[tuple[str, str], tuple[Names, tuple[Figure, ...]]] = {}
    for names, figures in _histories(desk):
        if any(each.previous for each in recent(figures)):
            shown.setdefault((figures[0].series.id, figures[0].measure), (names, recent(figures)))
    for names, figures in shown.values():
        periods = {each.period for each in figures}
        found = revisions_of(desk.snapshot, figures[0].series.id, figures[0].measure)
        changed = (each for each in found if each.kind is not RevisionKind.UNCHANGED)
        yield _Course(names, figures, {c.first.period: c for c in changed if c.first.period in periods})


def _histories(desk: Desk) -> Iterator[tuple[Names, tuple[Figure, ...]]]:
    top = desk.monitor.headline
    yield top.month.series.names, top.history
    yield top.month.series.names, top.ytd_history
    rows = [row for part in desk.monitor.parts for row in part.rows]
    rows += [row for each in desk.monitor.industries for row in (*each.growth, *each.output)]
    yield from ((row.names, row.history) for row in rows)


def _blocks(desk: Desk, revised: list[_Course]) -> Iterator[Block]:
    most = sorted(revised, key=lambda course: len(course.changes), reverse=True)
    yield from (_fan(desk, course) for course in most[:_DRAWN] if len(course.changes) >= _ENOUGH)
    changes = [change for course in revised for change in _changes(desk, course)]
    changes.sort(key=_newest, reverse=True)
    yield revisions_table(desk.say["revisions.latest"], changes[:_LISTED], desk.catalog, desk.lang)


def _changes(desk: Desk, course: _Course) -> Iterator[Revised]:
    for figure in course.figures:
        if figure.period in course.changes:
            change = course.changes[figure.period]
            first = Figure.of(figure.series, change.first)
            yield Revised(desk.name(course.names), first, figure, change.kind)


def _newest(revised: Revised) -> tuple[str, str]:
    row = revised.latest.trace.observations[0]
    return row.published.isoformat(), str(row.period.end)


def _is_first(figure: Figure) -> bool:
    """Whether what is known is what was first announced; of a later vintage alone nobody saw the first."""
    return all(row.status is Status.PRELIMINARY for row in figure.trace.observations)


def _fan(desk: Desk, course: _Course) -> Chart:
    say, now = desk.say, course.figures
    first = tuple(
        Figure.of(each.series, course.changes[each.period].first) if each.period in course.changes else each
        for each in now
        if each.period in course.changes or _is_first(each)
    )
    labels = (say["revisions.first"], say["revisions.now"])
    lines = (Line(labels[0], first), Line(labels[1], now))
    title = say.fill("revisions.fan", {"name": desk.name(course.names)})
    return Chart(
        title=title,
        caption=measured(now[-1], desk.catalog, desk.lang),
        spec=charts.vintages(*lines, desk.lang),
        table=series_table(title, labels, (first, now), desk.lang),
        narrow=charts.vintages(*lines, desk.lang, charts.NARROW),
    )
