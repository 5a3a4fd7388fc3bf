"""What telling growth was worth place by place on one's own table: within a country fads rarely last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from forerun.foresight.counts import Counts
from forerun.foresight.fields.hindcast import Way, attempts, coverages
from forerun.foresight.fields.scoring import pooled, score_of
from forerun.foresight.fields.signals import Plan, counting, gapless
from forerun.foresight.scores import Score

MOST = 30
"""Places that are looked at, the largest ones first."""


@dataclass(frozen=True, slots=True)
class ByPlace:
    """Scores of the largest places alone and pooled; a place too short for a score is not listed."""

    places: Mapping[str, Score]
    pooled: Mapping[Way, Score | None]


def by_place(counts: Counts, plan: Plan, tell: Callable[[float], None] = lambda _share: None) -> ByPlace:
    """Tell the fields of every large place from its own counts, and score that.

    Args:
        counts: with years.
        plan: horizon and window.
        tell: told the share of the work that is done, 0..1.
    """
    table = gapless(counting(counts))
    known = coverages(table, plan)
    order = np.argsort(-table.values.sum(axis=(0, 2)), kind="stable")[:MOST]
    made = {}
    for step, at in enumerate(order):
        made[table.places[at]] = attempts(table, plan, known, table.places[at])
        tell((step + 1) / len(order))
    scores = {place: score_of(each, Way.BLEND, plan.horizon) for place, each in made.items()}
    parts = list(made.values())
    return ByPlace(
        {place: score for place, score in scores.items() if score is not None},
        {way: pooled(parts, way, plan.horizon) for way in Way},
    )
