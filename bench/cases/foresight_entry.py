"""Entries of places into activities hindcast in full, on a made-up world of the size of a world of patents.

Every yearly origin learns from the outcomes that had come by then; intervals are over 500 draws of places.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from bench.row import Row
from forerun.foresight.counts import Counts
from forerun.foresight.entry.study import entry_hindcast, usual_setting

PLACES, ACTIVITIES, YEARS, GOAL = 200, 35, 50, 10.0
PRODUCTS, MANY = 1240, 60.0


def measure() -> Iterator[Row]:
    """CPU seconds of the hindcast of a panel of patents and of one of products."""
    for activities, years, goal in ((ACTIVITIES, YEARS, GOAL), (PRODUCTS, 20, MANY)):
        table = made_up(PLACES, activities, years)
        begun = time.process_time()
        found = entry_hindcast(table, usual_setting(table))
        spent = time.process_time() - begun
        forecasts = 0 if found.score is None else found.score.n
        what = f"foresight: entries hindcast, {PLACES} x {activities:,} x {years} years"
        yield Row(what, spent, goal, "s", note=f"CPU, {forecasts:,} probabilities scored, 500 draws")


def made_up(places: int, activities: int, years: int) -> Counts:
    """Counts of places and activities that drift in a space of relatedness."""
    draw = np.random.default_rng(0)
    where, what = draw.normal(size=(places, 4)), draw.normal(size=(activities, 4))
    volume = np.exp(draw.normal(4.0, 1.5, places)) * activities
    taste = draw.normal(0, 0.5, (places, activities))
    found = []
    for _ in range(years):
        where = where + 0.3 * draw.normal(size=where.shape)
        taste = taste + 0.15 * draw.normal(size=taste.shape)
        mix = np.exp(0.5 * where @ what.T + taste)
        mix *= (volume / mix.sum(axis=1))[:, None]
        found.append(draw.poisson(mix))
    names = tuple(f"p{at:03d}" for at in range(places)), tuple(f"a{at:04d}" for at in range(activities))
    present = np.ones((years, places), bool)
    return Counts(
        tuple(range(1970, 1970 + years)), *names, np.array(found, float), present, "made up", "0" * 64
    )
