"""Parts of the monitor that list rows: one table each, and small charts of the rows with a course."""

from __future__ import annotations

from forerun.brief.blocks import Block, Chart, Section
from forerun.brief.desk import Desk, recent
from forerun.monitor.result import Row
from forerun.types import Measure
from forerun.views import charts
from forerun.views.tables import rows_table, series_table
from forerun.views.text import measured

_DRAWN = 3
"""Charts of a part at most; every row has its sparkline in the table."""
_ENOUGH = 6
"""Figures that make a course worth drawing."""
_NEUTRAL = {Measure.INDEX: 50.0}


def part(desk: Desk, name: str) -> Section | None:
    """The section of one part of the monitor; None when the profile shows no row of it."""
    found = desk.monitor.part(name)
    if not found.rows:
        return None
    title = desk.name(found.names)
    drawn = [row for row in found.rows if len(recent(row.history)) >= _ENOUGH][:_DRAWN]
    pictures: list[Block] = [_trend(desk, row) for row in drawn]
    table = rows_table(title, found.rows, desk.catalog, desk.lang)
    return Section(name, title, (*pictures, table))


def _trend(desk: Desk, row: Row) -> Chart:
    name, history = desk.name(row.names), recent(row.history)
    line = charts.Line(name, history)
    return Chart(
        title=name,
        caption=measured(row.figure, desk.catalog, desk.lang),
        spec=charts.trend(line, desk.lang, baseline=_NEUTRAL.get(row.figure.measure)),
        table=series_table(name, (name,), (history,), desk.lang),
    )
