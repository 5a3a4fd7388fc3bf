"""Regions on a tile map, where the ledger holds their figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from statistics import quantiles

from forerun.brief.blocks import Section, Tile, TileMap
from forerun.brief.desk import Desk
from forerun.catalog.model import Place
from forerun.monitor.result import PlaceMap, PlaceValue
from forerun.views.text import cell, measured, period_name

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
    about = (
        f"{period_name(first.period, first.measure, desk.lang)}, {measured(first, desk.catalog, desk.lang)}"
    )
    return TileMap(desk.name(found.names), about, tuple(_tiles(desk, found.values)))


def _tiles(desk: Desk, values: Sequence[PlaceValue]) -> Iterator[Tile]:
    edges = _edges([each.figure.value for each in values if each.figure.value is not None])
    for each in values:
        place = desk.catalog.places[each.place]
        if place.column >= 0:
            yield _tile(desk, place, each, edges)


def _tile(desk: Desk, place: Place, found: PlaceValue, edges: Sequence[float]) -> Tile:
    value = found.figure.value
    shade = 0 if value is None else 1 + bisect_right(edges, value)
    return Tile(place.column, place.row, desk.name(place.short), cell(found.figure), shade)


def _edges(values: Sequence[float]) -> list[float]:
    """Values that part the places into four groups of one size."""
    return quantiles(values, n=SHADES) if len(values) >= SHADES else []
