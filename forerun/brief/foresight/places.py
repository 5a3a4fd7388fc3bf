"""Which places are prepared: probabilities of entry from a table, location quotients from the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Block, Chart, Note, Section, Sentences, Tile, TileMap
from forerun.brief.foresight.desk import Desk
from forerun.foresight.location import Location, Product
from forerun.foresight.places import PlacesStudy
from forerun.views.charts import NARROW
from forerun.views.foresight_places import (
    location_table,
    readiness_chart,
    ready_table,
    standing_lines,
    study_lines,
    tiles,
)

MAPS = 2
"""Products whose quotients are drawn as a map."""


def places(desk: Desk) -> Section:
    """Places by probability of entry, and location quotients of the industry's products."""
    found = desk.found
    blocks = [
        *(_ready(desk, found.places) if found.places and found.places.readiness else ()),
        *(_quotients(desk, found.location) if found.location and found.location.products else ()),
    ]
    if blocks and found.places is None:
        blocks.append(Note(desk.found.refused.get("places") or desk.word("too_few_products")))
    return desk.section("places", *blocks)


def _ready(desk: Desk, found: PlacesStudy) -> Iterator[Block]:
    catalog, lang = desk.catalog, desk.lang
    yield Sentences((*study_lines(found, lang), *standing_lines(found, catalog, lang)))
    table = ready_table(found, catalog, lang)
    if found.readiness is None or not any(each.probability is not None for each in found.readiness.places):
        yield table
        return
    yield Chart(
        title=table.caption,
        caption=desk.word("entry"),
        spec=readiness_chart(found, catalog, lang),
        table=table,
        narrow=readiness_chart(found, catalog, lang, NARROW),
    )


def _quotients(desk: Desk, found: Location) -> Iterator[Block]:
    yield location_table(found, desk.catalog, desk.lang)
    yield from (_map(desk, each) for each in found.products[:MAPS])


def _map(desk: Desk, found: Product) -> TileMap:
    shown = tuple(
        Tile(each["column"], each["row"], each["name"], f"{each['value']:.2f}", each["shade"])
        for each in tiles(found, desk.catalog, desk.lang)
    )
    name = desk.name(desk.catalog.activities[found.activity].names)
    return TileMap(name, desk.fill("quotients", {"period": str(found.period)}), shown)
