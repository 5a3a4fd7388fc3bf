"""What there is to go by for each future industry on a day: series with figures, and parts without any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forerun.catalog.model import series_id
from forerun.foresight.industries import FutureIndustry
from forerun.ledger.snapshot import Snapshot
from forerun.types import Measure, Names


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many figures known on a day each kind of evidence rests on; 0 says that there is none.

    ``places`` counts the places for which the output of one of the industry's products is known; ``missing``
    says which evidence does not exist at all.
    """

    industry: str
    names: Names
    established: bool
    signals: int
    costs: int
    diffusion: int
    places: int
    missing: tuple[Names, ...]


def evidence(industry: FutureIndustry, snapshot: Snapshot) -> Evidence:
    """The evidence on an industry as known on the day of the snapshot."""
    costs = [(each.series.id, Measure.LEVEL) for each in industry.costs]
    signals = [(each.series.id, each.measure) for each in industry.signals]
    diffusion = [(each.series.id, each.measure) for each in industry.diffusion]
    return Evidence(
        industry=industry.id,
        names=industry.names,
        established=industry.established,
        signals=_figures(signals, snapshot),
        costs=_figures(costs, snapshot),
        diffusion=_figures(diffusion, snapshot),
        places=_places(industry, snapshot),
        missing=industry.missing,
    )


def _figures(asked: Iterable[tuple[str, Measure]], snapshot: Snapshot) -> int:
    return sum(len(snapshot.history(series, measure)) for series, measure in asked)


def _places(industry: FutureIndustry, snapshot: Snapshot) -> int:
    catalog = snapshot.catalog
    wanted = [
        (place, series_id(place, "output", product))
        for place in catalog.places
        for product in industry.products
        if place != catalog.home
    ]
    known = {
        place for place, name in wanted if name in catalog.series and snapshot.history(name, Measure.LEVEL)
    }
    return len(known)
