"""Series whose holiday effect, season and noise are known."""

from __future__ import annotations

import numpy as np

from forerun.catalog.load import load_catalog
from forerun.outlook.seasonal.spec import HolidayEffect
from forerun.outlook.seasonal.windows import Floats, Windows, regressor
from forerun.periods import Period, month

WINDOWS = Windows(7, 7, 10)
TRUTH = {
    "spring_festival before 7": 0.06,
    "spring_festival during 7": -0.15,
    "spring_festival after 10": -0.10,
}
START = month(2010, 1)


def months(count: int, start: Period = START) -> list[Period]:
    return [start.shift(step) for step in range(count)]


def effect(*candidates: Windows, optional: bool = False) -> HolidayEffect:
    return HolidayEffect.of(load_catalog("china").holiday("spring_festival"), *candidates, optional=optional)


def series(seed: int, count: int = 168, holiday: bool = True) -> Floats:
    """A multiplicative monthly series of airline type: growth, season and the holiday effect of TRUTH."""
    rng = np.random.default_rng(seed)
    level = 4.6 + np.cumsum(0.005 + 0.008 * rng.standard_normal(count))
    season = np.tile(0.08 * np.sin(2 * np.pi * (np.arange(12) + seed) / 12), count // 12 + 1)[:count]
    log = level + season + 0.012 * rng.standard_normal(count)
    if holiday:
        dates = load_catalog("china").holiday("spring_festival").dates
        for size, window in zip(TRUTH.values(), WINDOWS.parts, strict=True):
            log = log + size * regressor(months(count), dates, window)
    return np.exp(log)
