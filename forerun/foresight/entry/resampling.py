"""How sure the scores of a hindcast are: whole places are drawn again, the same ones at every origin.

Origins overlap and a place's candidates share its fate, so pairs are not drawn one by one.  Candidates are
sorted once; a draw then only weighs them anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.entry.hindcast import Told
from forerun.types import Interval

DRAWS, SEED, LEVEL = 500, 20260, 0.9
_AT_ONCE = 4_000_000
"""Weights held at once."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a score over origins with its bootstrap interval."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Means:
    """What the blend did on average over the origins at which it had learned something.

    Attributes:
        origins: how many.
        pooled: AUC.
        within_field: AUC; None where no activity was both entered and not.
        brier, base_brier: means over origins of the blend's Brier score and of that of the base rate.
        skill: 1 - ``brier`` / ``base_brier``.
    """

    origins: int
    pooled: Mean
    within_field: Mean | None
    brier: float
    base_brier: float
    skill: Mean


def means(told: Sequence[Told], places: int, draws: int = DRAWS, seed: int = SEED) -> Means | None:
    """Means over origins with intervals; None where the blend never learned or nothing ever came.

    Args:
        told: by origin.
        places: P, of the table.
        draws: bootstrap draws.
        seed: of the draws.
    """
    learned = [each for each in told if "blend" in each.said and _size(each)]
    usable = [each for each in learned if 0 < each.candidates.entries < _size(each)]
    if not usable:
        return None
    counts = np.random.default_rng(seed).multinomial(places, np.full(places, 1 / places), size=draws)
    weights = np.vstack([np.ones(places, int), counts]).astype(float)
    pooled = np.array([_pooled(each, weights) for each in usable])
    within = np.array([_within_field(each, weights) for each in usable])
    error, base = np.array([_squared_errors(each, weights) for each in learned]).mean(axis=0)
    skill = 1.0 - np.divide(error, base, out=np.full_like(error, np.nan), where=base > 0)
    return Means(
        len(learned),
        _mean(pooled),
        _mean(within) if np.isfinite(within[:, 0]).any() else None,
        float(error[0]),
        float(base[0]),
        _mean(skill[None, :]),
    )


def _size(told: Told) -> int:
    return int(told.candidates.place.size)


def _mean(by_origin: Array) -> Mean:
    """The first column is the table itself, the others are draws; an origin that one empties is skipped."""
    known = np.isfinite(by_origin)
    summed, number = np.where(known, by_origin, 0.0).sum(axis=0), known.sum(axis=0)
    averaged = np.divide(summed, number, out=np.full(number.shape, np.nan), where=number > 0)
    tail = (1 - LEVEL) / 2
    drawn = averaged[1:][np.isfinite(averaged[1:])]
    value = float(averaged[0])
    low, high = np.quantile(drawn, [tail, 1 - tail]) if drawn.size else (value, value)
    return Mean(value, Interval(LEVEL, float(low), float(high)))


def _pooled(told: Told, weights: Array) -> Array:
    """(D,) weighted AUC of the blend over all candidates."""
    return _weighted_auc(told.said["blend"], _came(told), weights[:, told.candidates.place])


def _within_field(told: Told, weights: Array) -> Array:
    """(D,) mean of the weighted AUCs within activities."""
    came, said = _came(told), told.said["blend"]
    found = []
    for field in np.unique(told.candidates.activity[came]):
        inside = told.candidates.activity == field
        if not came[inside].all():
            found.append(_weighted_auc(said[inside], came[inside], weights[:, told.candidates.place[inside]]))
    if not found:
        return np.full(len(weights), np.nan)
    table = np.array(found)
    known = np.isfinite(table)
    return np.asarray(
        np.divide(
            np.where(known, table, 0).sum(axis=0),
            known.sum(axis=0),
            out=np.full(len(weights), np.nan),
            where=known.any(axis=0),
        )
    )


def _weighted_auc(said: Array, came: Array, weights: Array) -> Array:
    """(D,) share of weighted comparisons that an entry wins, ties half; NaN where a draw has none."""
    order = np.argsort(said, kind="stable")
    first = np.flatnonzero(np.r_[True, np.diff(said[order]) > 0])
    found = np.full(len(weights), np.nan)
    rows = max(1, _AT_ONCE // said.size)
    for start in range(0, len(weights), rows):
        held, ours = weights[start : start + rows, order], came[order]
        positive = np.add.reduceat(held * ours, first, axis=1)
        negative = np.add.reduceat(held * ~ours, first, axis=1)
        below = np.cumsum(negative, axis=1) - 0.5 * negative
        all_of = positive.sum(axis=1) * negative.sum(axis=1)
        won = (positive * below).sum(axis=1)
        found[start : start + rows] = np.divide(won, all_of, out=np.full(len(won), np.nan), where=all_of > 0)
    return found


def _squared_errors(told: Told, weights: Array) -> tuple[Array, Array]:
    """(D,) weighted Brier scores of the blend and of the base rate."""
    came, held = _came(told), weights[:, told.candidates.place]
    total = np.maximum(held.sum(axis=1), 1.0)
    error = (held @ (told.said["blend"] - came) ** 2) / total
    base = (held @ ((told.base_rate or 0.0) - came) ** 2) / total
    return np.asarray(error), np.asarray(base)


def _came(told: Told) -> Array:
    return np.zeros(_size(told), bool) if told.candidates.came is None else told.candidates.came
