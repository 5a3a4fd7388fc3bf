"""Whom the treated are compared with: weights of donors, and all places on a map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from forerun.brief.blocks import Block, Note, Section, Tile, TileMap
from forerun.brief.trial.material import Desk
from forerun.catalog.model import Place
from forerun.trials.synthetic.fitted import StaggeredFit
from forerun.views.items import Column, Table
from forerun.views.text import ABSENT
from forerun.views.trial_words import share

LISTED = 20
"""Donors that a table lists, the heaviest first."""
TREATED, SHADES = 4, 3
"""The shade of a treated place, and how many there are for donors."""


def donors(desk: Desk) -> Section | None:
    """Weights and map; None where there is neither."""
    blocks = (*_map(desk), *_weights(desk))
    return Section("donors", desk.word("section.donors"), blocks) if blocks else None


def _weights(desk: Desk) -> Iterator[Block]:
    fit = desk.found.main.fit
    if fit is None:
        return
    weights = overall_weights(fit)
    shown = list(weights.items())[:LISTED]
    head = Column(desk.word("donor")), Column(desk.word("weight"), "number")
    rows = tuple(((desk.saying.place(place),), (_share(weight, 2),)) for place, weight in shown)
    yield Table(desk.word("weights"), head, rows, half=True)
    values = {
        "shown": str(len(shown)),
        "count": str(len(weights)),
        "all": str(len({name for each in fit.cohorts for name in each.donors})),
        "imbalance": share(float(fit.shares @ [min(each.scaled_l2, 9.99) for each in fit.cohorts])),
    }
    if len(shown) < len(weights):
        yield Note(desk.fill("weights_more", values))
    yield Note(desk.fill("weights_note", values))


def overall_weights(fit: StaggeredFit) -> dict[str, float]:
    """Weight of each donor over all cohorts, as these count, the heaviest first; none that is zero."""
    total: dict[str, float] = {}
    for share_of, each in zip(fit.shares, fit.cohorts, strict=True):
        for place, weight in each.weights.items():
            total[place] = total.get(place, 0.0) + float(share_of) * weight
    return dict(sorted(total.items(), key=lambda pair: (-abs(pair[1]), pair[0])))


def _map(desk: Desk) -> Iterator[Block]:
    """Only where the profile knows where the places lie."""
    catalog, panel = desk.saying.catalog, desk.found.panel
    named = (*panel.places, *(each.place for each in desk.found.reading.left_out))
    known = [catalog.places[each] for each in dict.fromkeys(named) if each in catalog.places]
    placed = [each for each in known if each.column >= 0]
    if not placed:
        return
    left, top = min(each.column for each in placed), min(each.row for each in placed)
    tiles = tuple(_tile(desk, each, left, top) for each in placed)
    has_weights = desk.found.main.fit is not None
    yield TileMap(desk.word("map"), desk.word("map_weights" if has_weights else "map_starts"), tiles)


def _tile(desk: Desk, place: Place, left: int, top: int) -> Tile:
    panel, fit = desk.found.panel, desk.found.main.fit
    at = place.column - left, place.row - top, place.short.get(desk.lang)
    if place.id not in panel.places:
        return Tile(*at, ABSENT, 0, apart=True)
    row = panel.places.index(place.id)
    if panel.treated[row]:
        return Tile(*at, panel.periods[int(panel.start[row])], TREATED)
    if fit is None:
        return Tile(*at, desk.word("never"), 0)
    weights = overall_weights(fit)
    weight = weights.get(place.id, 0.0)
    heaviest = max(map(abs, weights.values()), default=1.0)
    shade = int(np.ceil(SHADES * abs(weight) / heaviest)) if weight else 0
    return Tile(*at, _share(weight, 0) if weight else "0", min(shade, SHADES))


def _share(weight: float, decimals: int) -> str:
    return f"{100 * weight:.{decimals}f}%".replace("-", "−")
