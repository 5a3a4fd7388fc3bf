"""Figures by place: levels, and nominal growth derived from two levels of one vintage."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.ledger.levels import growth_from_levels
from forerun.ledger.snapshot import Snapshot
from forerun.monitor.figures import at, attempt, is_stale, newest
from forerun.monitor.result import PlaceMap, PlaceValue
from forerun.monitor.spec import MapSpec
from forerun.types import Figure, Measure, Series


def place_map(snapshot: Snapshot, spec: MapSpec) -> PlaceMap:
    """An indicator of every first-level place in the last year for which any of them has a figure."""
    return PlaceMap(spec.names, place_values(snapshot, spec.indicator, growth=spec.growth))


def place_values(snapshot: Snapshot, indicator: str, *, growth: bool) -> tuple[PlaceValue, ...]:
    """The values of a map; empty when the catalog has no such series or nothing recent is known.

    Args:
        snapshot: the ledger as known on a day.
        indicator: the indicator of the places' series.
        growth: growth over a year instead of the level; as published, else derived from levels.
    """
    series = tuple(_series(snapshot, indicator))
    known = [snapshot.latest(each.id, Measure.LEVEL) for each in series]
    period = newest([each for each in known if not is_stale(snapshot, each)])
    if period is None:
        return ()
    levels = [at(snapshot, each, period, Measure.LEVEL) for each in series]
    shown = (_growth(snapshot, each) for each in levels) if growth else levels
    return tuple(PlaceValue(each.series.place, each) for each in shown)


def _series(snapshot: Snapshot, indicator: str) -> Iterator[Series]:
    catalog = snapshot.catalog
    for place in catalog.places:
        found = catalog.series_at(place, indicator)
        if found is not None and place != catalog.home:
            yield found


def _growth(snapshot: Snapshot, level: Figure) -> Figure:
    series, period = level.series, level.period
    published = at(snapshot, series, period, Measure.YOY)
    if published.value is not None:
        return published
    before = at(snapshot, series, period.year_before() if period else None, Measure.LEVEL)
    breaks = snapshot.catalog.breaks
    return attempt(level, Measure.YOY, lambda: growth_from_levels(level, before, published, breaks))
