"""Scores of the ways of telling growth: mean over origins of squared error in units of that of no change.

The interval of a skill is drawn from blocks of neighbouring origins (Künsch 1989): outcomes of origins closer
than the horizon overlap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from forerun.compiled import Array
from forerun.foresight.fields.hindcast import Attempt, Way, scored
from forerun.foresight.scores import Metric, Score
from forerun.types import Interval

BASELINE = "no_change"
LEVEL = 0.80
DRAWS = 1_000
SEED = 20_240_601
FEWEST_ORIGINS = 3
"""Origins without which a skill says nothing."""


def score_of(made: Iterable[Attempt], way: Way, horizon: int) -> Score | None:
    """The score of a way against no change; None with fewer than three origins that can be scored.

    Args:
        made: attempts in the order of their origins.
        way: which.
        horizon: of the plan, in years.
    """
    held = [each for each in scored(tuple(made)) if math.isfinite(each.error(way))]
    if len(held) < FEWEST_ORIGINS:
        return None
    errors = np.array([each.error(way) for each in held])
    told = sum(int((each.signals.usable & np.isfinite(each.said[way])).sum()) for each in held)
    origins = (held[0].origin, held[-1].origin, len(held))
    return Score.of_errors(
        Metric.SQUARED_ERROR,
        float(errors.mean()),
        (BASELINE, 1.0),
        (told, origins),
        skill_interval(errors, horizon),
    )


def skill_interval(errors: Array, block: int, level: float = LEVEL) -> Interval | None:
    """Bootstrap interval of 1 - mean(errors); None when all origins fit into two blocks.

    Args:
        errors: (n,) of neighbouring origins, in units of the baseline's.
        block: origins that are drawn together.
        level: its probability, 0..1.
    """
    number = errors.size
    length = max(1, min(block, number))
    if number < 2 * length or number < FEWEST_ORIGINS:
        return None
    draws = np.random.default_rng(SEED)
    blocks = math.ceil(number / length)
    starts = draws.integers(0, number, size=(DRAWS, blocks))
    rows = (starts[:, :, None] + np.arange(length)) % number
    means = errors[rows.reshape(DRAWS, -1)[:, :number]].mean(axis=1)
    tail = 50 * (1 - level)
    low, high = np.percentile(1 - means, [tail, 100 - tail])
    return Interval(level, float(low), float(high))


def plain_skill(sums: Array, horizon: int, carried: float) -> tuple[float, int]:
    """Skill of carrying past growth on with a factor, nothing left out, and the number of origins.

    The benchmark as it stands in ``hindcast_growth.py`` of the reference material: fields that have counts in
    all of the windows at t - 2h, t - h, t and t + h, at least ten of them.

    Args:
        sums: (Y', A) counts by window and field.
        horizon: years.
        carried: factor of past growth.
    """
    found = []
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.where(sums > 0, sums / sums.sum(axis=1, keepdims=True), np.nan))
    for at in range(2 * horizon, len(sums) - horizon):
        came, past = logs[at + horizon] - logs[at], logs[at] - logs[at - horizon]
        kept = np.isfinite(came) & np.isfinite(past) & np.isfinite(logs[at - 2 * horizon])
        if kept.sum() >= _PLAIN_FIELDS and came[kept].any():
            found.append(1 - np.mean((came - carried * past)[kept] ** 2) / np.mean(came[kept] ** 2))
    return (float(np.mean(found)) if found else math.nan), len(found)


_PLAIN_FIELDS = 10


def pooled(parts: Sequence[Sequence[Attempt]], way: Way, horizon: int) -> Score | None:
    """One score over the attempts of several places, origins of each place counting alike.

    Args:
        parts: attempts of each place.
        way: which.
        horizon: of the plan, in years.
    """
    by_year: dict[int, list[float]] = {}
    told = 0
    for made in parts:
        for each in scored(tuple(made)):
            if math.isfinite(each.error(way)):
                by_year.setdefault(each.origin, []).append(each.error(way))
                told += int((each.signals.usable & np.isfinite(each.said[way])).sum())
    years = sorted(by_year)
    if len(years) < FEWEST_ORIGINS:
        return None
    value = float(np.mean([error for year in years for error in by_year[year]]))
    yearly = np.array([np.mean(by_year[year]) for year in years])
    origins = (years[0], years[-1], len(years))
    interval = skill_interval(yearly, horizon)
    return Score.of_errors(Metric.SQUARED_ERROR, value, (BASELINE, 1.0), (told, origins), interval)
