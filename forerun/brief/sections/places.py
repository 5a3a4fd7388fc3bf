"""Regions on a tile map, where the ledger holds their figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from statistics import quantiles

from forerun.brief.blocks import Section, Tile, TileMap
from forerun.brief.desk import Desk
from forerun.monitor.result import PlaceMap
from forerun.views.text import measured, period_name, rounded

SHADES = 4


def places(desk: Desk) -> Section | None:
    """One tile map for each indicator with figures; None without any."""
    maps = [
        each for each in desk.monitor.maps if any(value.figure.value is not None for value in each.values)
    ]
    if not maps:
        return None
    return Section("places", desk.say["section.places"], tuple(_map(desk, each) for each in maps))


def _map(desk: Desk, found: PlaceMap) -> TileMap:
    known = [each for each in found.values if each.figure.value is not None]
    first = known[0].figure
    about = (period_name(first.period, first.measure, desk.lang), measured(first, desk.catalog, desk.lang))
    return TileMap(desk.name(found.names), desk.say["number.comma"].join(about), tuple(_tiles(desk, found)))


def _tiles(desk: Desk, found: PlaceMap) -> Iterator[Tile]:
    edges = _edges([each.figure.value for each in found.values if each.figure.value is not None])
    placed = [(desk.catalog.places[each.place], each) for each in found.values]
    drawn = [(place, each) for place, each in placed if place.column >= 0]
    left = min(place.column for place, _ in drawn)
    for place, each in drawn:
        shade = 0 if each.figure.value is None else 1 + bisect_right(edges, each.figure.value)
        name = desk.name(place.short)
        yield Tile(place.column - left, place.row, name, rounded(each.figure), shade)


def _edges(values: Sequence[float]) -> list[float]:
    """Values that part the places into four groups of one size."""
    return quantiles(values, n=SHADES) if len(values) >= SHADES else []
