"""A made-up world in which places enter what is related to what they have."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.foresight.counts import Counts

PLACES, ACTIVITIES, FIRST, YEARS = 60, 24, 1990, 24


def made_up(seed: int = 3, places: int = PLACES, unit: float = 1.0) -> Counts:
    """Counts of places and activities with positions in a space in which places drift."""
    draw = np.random.default_rng(seed)
    where, what = draw.normal(size=(places, 4)), draw.normal(size=(ACTIVITIES, 4))
    volume = np.exp(draw.normal(7.0, 1.2, places))
    taste = draw.normal(0, 0.5, (places, ACTIVITIES))
    years = []
    for _ in range(YEARS):
        where = where + 0.3 * draw.normal(size=where.shape)
        taste = taste + 0.15 * draw.normal(size=taste.shape)
        mix = np.exp(0.5 * where @ what.T + taste)
        mix *= (volume / mix.sum(axis=1))[:, None]
        years.append(draw.poisson(mix) * unit)
    names = tuple(f"p{at:02d}" for at in range(places)), tuple(f"a{at:02d}" for at in range(ACTIVITIES))
    span = tuple(range(FIRST, FIRST + YEARS))
    return Counts(
        span, *names, np.array(years, float), np.ones((YEARS, places), bool), "made-up.csv", "0" * 64
    )


@pytest.fixture(scope="session")
def world() -> Counts:
    return made_up()
