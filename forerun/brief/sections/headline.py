"""The headline series: its course, and the rates that the direction rests on."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Block, Chart, Section
from forerun.brief.desk import Desk, recent
from forerun.views import charts
from forerun.views.charts import Line
from forerun.views.tables import rates_table, series_table


def headline(desk: Desk) -> Section:
    """Growth by month and year to date, and the rates at a glance."""
    title = desk.subject(desk.monitor.headline.month.series)
    return Section("headline", title, tuple(_blocks(desk)))


def _blocks(desk: Desk) -> Iterator[Block]:
    found = desk.monitor.headline
    if found.history:
        yield _growth(desk)
    yield rates_table(desk.say["headline.rates"], found, desk.lang)


def _growth(desk: Desk) -> Chart:
    say, found = desk.say, desk.monitor.headline
    month, to_date = recent(found.history), recent(found.ytd_history)
    names = (say["headline.month"], say["headline.to_date"])
    lines = (Line(names[0], month), Line(names[1], to_date))
    return Chart(
        title=say["headline.growth"],
        caption=say["headline.percent"],
        spec=charts.growth(*lines, desk.lang),
        table=series_table(say["headline.growth"], names, (month, to_date), desk.lang),
        narrow=charts.growth(*lines, desk.lang, charts.NARROW),
    )
