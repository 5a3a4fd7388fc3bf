"""How broad the growth is: shares of growing members, and the members in order."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Block, Chart, Section
from forerun.brief.desk import Desk
from forerun.monitor.result import Share
from forerun.types import Series
from forerun.views import charts
from forerun.views.tables import members_table, shares_table


def breadth(desk: Desk) -> Section | None:
    """Shares of divisions, products and places that grow; None when nothing was counted."""
    if not desk.monitor.breadth:
        return None
    return Section("breadth", desk.say["section.breadth"], tuple(_blocks(desk)))


def _blocks(desk: Desk) -> Iterator[Block]:
    yield shares_table(desk.say["breadth.shares"], desk.monitor.breadth, desk.lang)
    for share in desk.monitor.breadth:
        if any(each.value is not None for each in share.members):
            yield _members(desk, share)


def _members(desk: Desk, share: Share) -> Chart:
    named = [(_member(desk, each.series), each) for each in share.members]
    title = desk.name(share.names)
    return Chart(
        title=title,
        caption=desk.say["headline.percent"],
        spec=charts.ranking(named),
        table=members_table(title, named, desk.lang),
        narrow=charts.ranking(named, charts.NARROW),
    )


def _member(desk: Desk, series: Series) -> str:
    """The activity that the series is about, else its place, else its own name."""
    if series.activity in desk.catalog.activities:
        return desk.name(desk.catalog.activities[series.activity].names)
    if series.place != desk.catalog.home:
        return desk.name(desk.catalog.places[series.place].short)
    return desk.name(series.names)
