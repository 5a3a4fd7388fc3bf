"""Learning rates: by how much cost falls with each doubling of cumulative production, of a named series."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from forerun.foresight.costs.curve import Convention, Curve, Volume
from forerun.foresight.costs.formulas import exponent_of_levels, learning_rate, wright_of

FEWEST = 3
"""Years with cost and production from which a rate is reckoned."""


@dataclass(frozen=True, slots=True)
class LearningRate:
    """Learning rates of one series under one convention; they differ, so that none goes without its name.

    Attributes:
        technology: name of the cost series.
        production: name of the series of cumulative production.
        convention: what stands for cumulative production.
        first: first year.
        last: last year.
        n: years.
        exponent: b in levels.
        levels: rate in levels, 0.2 for 20 percent a doubling; below zero where cost rises.
        difference_exponent: b by first differences.
        differences: rate by first differences.
    """

    technology: str
    production: str
    convention: Convention
    first: float
    last: float
    n: int
    exponent: float
    levels: float
    difference_exponent: float
    differences: float


def learning_rates(curve: Curve) -> tuple[LearningRate, ...]:
    """The rates under each convention that the curve's production allows; none where that does not grow."""
    found = (_rate(curve, volume) for volume in curve.volumes)
    return tuple(each for each in found if each is not None)


def _rate(curve: Curve, volume: Volume) -> LearningRate | None:
    known = np.isfinite(volume.values)
    if known.sum() < FEWEST:
        return None
    years, logs, made = curve.years[known], curve.logs[known], np.log(volume.values[known])
    level, difference = exponent_of_levels(logs, made), wright_of(logs, made).exponent
    if not (math.isfinite(level) and math.isfinite(difference)):
        return None
    return LearningRate(
        curve.technology,
        volume.name,
        volume.convention,
        float(years[0]),
        float(years[-1]),
        int(known.sum()),
        level,
        learning_rate(level),
        difference,
        learning_rate(difference),
    )
