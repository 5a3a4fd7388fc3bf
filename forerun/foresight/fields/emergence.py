"""Signs that a field emerges, each with what it was worth; attributes as in Rotolo, Hicks and Martin (2015).

Novelty, growth, breadth and persistence are read off the counts; none of them is a forecast.  Whether a sign
told which fields would grow faster than the median field is asked of every past origin (area under the ROC
curve within the origin), and a sign without skill there is shown as description only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.foresight.counts import Counts
from forerun.foresight.fields.scoring import FEWEST_ORIGINS, skill_interval
from forerun.foresight.fields.shares import HALF, dispersion, log_shares, window_sums
from forerun.foresight.fields.signals import LEAST, Plan, first_origin, until
from forerun.foresight.scores import Metric, Score, auc

BASELINE = "chance"
SURE = 1.645
"""Standard deviations of chance that the growth of an emerging field exceeds."""
LASTING = 2 / 3


class Sign(StrEnum):
    """What is read off the counts of a field at an origin."""

    SMALLNESS = "smallness"  # one less the share of all counts
    GROWTH = "growth"  # log growth of the share over the horizon
    NOVELTY = "novelty"  # share of all its counts ever that fall into the last window
    BREADTH = "breadth"  # effective number of places, 1 / sum of squared shares (Herfindahl), over all places
    PERSISTENCE = "persistence"  # share of the last years in which its share grew
    ACCELERATION = "acceleration"  # growth less the growth one horizon before
    EMERGING = "emerging"  # smaller than the median field, growing beyond chance and lastingly


@dataclass(frozen=True, slots=True)
class Emergence:
    """A field with its signs; a sign that cannot be read is left out.

    ``first`` is the first year with ten counts in the window that ends with it, None when that is the first
    window of the table.
    """

    field: str
    first: int | None
    signs: Mapping[Sign, float]

    @property
    def emerging(self) -> bool:
        """Whether it is smaller than most, grows beyond chance and has done so in most recent years."""
        return self.signs.get(Sign.EMERGING, 0.0) > 0


def emergence(counts: Counts, plan: Plan) -> tuple[Emergence, ...]:
    """The signs of every field with enough counts in the last year, by name.

    Args:
        counts: years without gaps, enough for the plan.
        plan: horizon and window.
    """
    read, usable = _read(counts, plan)
    firsts = _firsts(counts, plan.window)
    return tuple(
        Emergence(
            name,
            firsts[field],
            {sign: float(read[sign][field]) for sign in Sign if math.isfinite(read[sign][field])},
        )
        for field, name in enumerate(counts.activities)
        if usable[field]
    )


def sign_scores(counts: Counts, plan: Plan) -> dict[Sign, Score | None]:
    """How well each sign told which fields would outgrow the median field.

    Args:
        counts: years without gaps.
        plan: horizon and window.
    """
    shares = log_shares(window_sums(counts.values.sum(axis=1), plan.window))
    found: dict[Sign, list[tuple[int, float, int]]] = {sign: [] for sign in Sign}
    for year in range(first_origin(counts, plan), counts.years[-1] - plan.horizon + 1):
        row = year - counts.years[0] - plan.window + 1
        read, usable = _read(until(counts, year), plan)
        came = shares[row + plan.horizon] - shares[row]
        for sign in Sign:
            kept = usable & np.isfinite(read[sign])
            if kept.sum() >= _FIELDS:
                area = auc(read[sign][kept], came[kept] > np.median(came[kept]))
                found[sign].append((year, area, int(kept.sum())))
    return {sign: _scored(held, plan.horizon) for sign, held in found.items()}


_FIELDS = 4


def _scored(held: list[tuple[int, float, int]], horizon: int) -> Score | None:
    known = [each for each in held if math.isfinite(each[1])]
    if len(known) < FEWEST_ORIGINS:
        return None
    areas = np.array([each[1] for each in known])
    value = float(areas.mean())
    return Score(
        metric=Metric.AUC,
        value=value,
        baseline=BASELINE,
        baseline_value=0.5,
        skill=2 * (value - 0.5),
        n=sum(each[2] for each in known),
        origins=(known[0][0], known[-1][0], len(known)),
        interval=skill_interval(2 - 2 * areas, horizon),
    )


def _read(counts: Counts, plan: Plan) -> tuple[dict[Sign, Array], Array]:
    """(A,) values of each sign in the last year, and (A,) which fields have enough counts."""
    sums = window_sums(counts.values.sum(axis=1), plan.window)
    shares = log_shares(sums)
    horizon = plan.horizon
    growth = shares[-1] - shares[-1 - horizon]
    usable = sums[-1] >= LEAST
    with np.errstate(invalid="ignore", divide="ignore"):
        novelty = sums[-1] / counts.values.sum(axis=(0, 1))
    yearly = np.diff(shares[-1 - horizon :], axis=0)
    before = shares[-1 - horizon] - shares[-1 - 2 * horizon] if len(sums) > 2 * horizon else np.nan
    lasting: Array = np.mean(yearly > 0, axis=0)
    noise = np.sqrt(dispersion(counts.values) * (1 / (sums[-1] + HALF) + 1 / (sums[-1 - horizon] + HALF)))
    middle = np.median(shares[-1][usable]) if usable.any() else 0.0
    emerging = (shares[-1] < middle) & (growth > SURE * noise) & (lasting >= LASTING)
    return {
        Sign.SMALLNESS: 1 - np.exp(shares[-1]),
        Sign.GROWTH: growth,
        Sign.NOVELTY: novelty,
        Sign.BREADTH: _breadth(counts.values[-plan.window :].sum(axis=0)),
        Sign.PERSISTENCE: lasting,
        Sign.ACCELERATION: growth - before,
        Sign.EMERGING: emerging.astype(float),
    }, usable


def _breadth(places: Array) -> Array:
    """(A,) effective number of places over that of all; NaN for one place or a field without counts."""
    if places.shape[0] < 2:
        return np.full(places.shape[1], np.nan)
    total = places.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = total**2 / (places**2).sum(axis=0) / places.shape[0]
    return found


def _firsts(counts: Counts, window: int) -> list[int | None]:
    enough = window_sums(counts.values.sum(axis=1), window) >= LEAST
    firsts = enough.argmax(axis=0)
    return [counts.years[0] + window - 1 + int(first) if first > 0 else None for first in firsts]
