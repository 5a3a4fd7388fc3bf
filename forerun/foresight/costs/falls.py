"""How well the chance of a cost falling to a share of what it was has been told: the score of such dates."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.costs.hindcast import standardised
from forerun.foresight.costs.quantiles import PROBABILITIES, alike, left_out_quantiles
from forerun.foresight.costs.windows import Forecasts
from forerun.foresight.scores import Metric, Score, brier

SHARES = (0.9, 0.75, 0.5, 0.25, 0.1)
"""Shares of the cost at the origin that it may fall to."""
BASELINE = "base_rate"
_DUST = 12  # decimals behind which a score is the dust of binary arithmetic


@dataclass(frozen=True, slots=True)
class Fall:
    """The hindcast of one event: a cost that so many years later is at most a share of what it was.

    Attributes:
        share: of the cost at the origin.
        horizon: years ahead.
        n: forecasts.
        technologies: that they are of.
        origins: first and last year of an origin, and how many years they are.
        brier: of the chance that was told, each technology's from the errors of the others.
        base_rate: of how often it came for the others, each counted alike.
    """

    share: float
    horizon: int
    n: int
    technologies: int
    origins: tuple[int, int, int]
    brier: float
    base_rate: float


def falls_of(forecasts: Forecasts) -> tuple[Fall, ...]:
    """The hindcast of each share at each horizon at which two technologies are known."""
    probabilities = np.array(PROBABILITIES)
    errors = standardised(forecasts)
    quantiles = left_out_quantiles(errors, forecasts.which, forecasts.horizon, probabilities)
    found = []
    for share in SHARES:
        at = (math.log(share) - forecasts.damped) / forecasts.damped_scale
        told, came = chance(quantiles, at), forecasts.change <= math.log(share)
        for horizon in np.unique(forecasts.horizon).tolist():
            some = forecasts.horizon == horizon
            which, years = forecasts.which[some], forecasts.year[some]
            if (count := int(np.unique(which).size)) < 2:
                continue
            origins = (int(years.min()), int(years.max()), int(np.unique(years).size))
            told_brier = brier(told[some], came[some])
            base = round(brier(_base_rate(came[some], which), came[some]), _DUST)
            found.append(Fall(share, horizon, int(some.sum()), count, origins, told_brier, base))
    return tuple(found)


def chance(quantiles: Array, at: Array) -> Array:
    """(N,) probability that a standardised error is at most ``at``, by quantiles (N, P)."""
    padded = np.concatenate([[0.0], PROBABILITIES, [1.0]])
    above = (quantiles <= at[:, None]).sum(axis=1)
    rows = np.arange(at.size)
    last = quantiles.shape[1] - 1
    low, high = quantiles[rows, np.maximum(above - 1, 0)], quantiles[rows, np.minimum(above, last)]
    width = np.where(high > low, high - low, 1.0)
    inside = (above > 0) & (above <= last)
    part = np.where(inside, (at - low) / width, 0.5)
    found: Array = padded[above] + part * (padded[above + 1] - padded[above])
    return found


def fall_score(falls: tuple[Fall, ...], horizon: int, share: float) -> Score | None:
    """The score of the event nearest to a cost that falls to this share; None where there is none.

    Args:
        falls: of a pool.
        horizon: years ahead.
        share: of the cost now; one that is not below it says nothing of a fall.
    """
    at = [each for each in falls if each.horizon == horizon]
    if not at or not 0 < share < 1:
        return None
    row = min(at, key=lambda each: abs(math.log(each.share / share)))
    return Score.of_errors(Metric.BRIER, row.brier, (BASELINE, row.base_rate), (row.n, row.origins))


def _base_rate(came: Array, which: Array) -> Array:
    """(N,) how often it came for the other technologies, each counted alike."""
    weight = alike(np.ones(came.size), which)
    of_each = np.bincount(which, weight * came)
    count = np.unique(which).size
    rate: Array = (of_each.sum() - of_each[which]) / (count - 1)
    return rate
