"""The probability of entry: a logistic regression on three features and on past entries of the activity.

It learns from every yearly origin whose outcome had come by the day, none of them chosen by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.entry.candidates import Candidates
from forerun.foresight.entry.effects import effects

STRENGTH = 0.02
"""Inverse of the ridge penalty on standardised features, chosen so that weak features fade."""
_STEPS, _FARTHEST, _CLOSE = 50, 2.0, 1e-9
FEWEST_ENTRIES = 10
"""Entries below which nothing is learned."""


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """A fitted blend.

    Attributes:
        centre, spread: (4,) of the features it learned from.
        weights: (4,) on standardised features: density, volume, closeness, past entries of the activity.
        constant: of the log odds.
        base_rate: share of the candidates learned from that entered.
        activity: (A,) effect of each activity as known when it learned.
    """

    centre: Array
    spread: Array
    weights: Array
    constant: float
    base_rate: float
    activity: Array

    def probability(self, candidates: Candidates) -> Array:
        """(K,) probability of entry of each candidate."""
        return _logistic(self.constant + self.standardised(candidates) @ self.weights)

    def standardised(self, candidates: Candidates) -> Array:
        """(K, 4) what it looks at, in deviations from what it learned from."""
        table = np.column_stack([candidates.features, self.activity[candidates.activity]])
        return np.asarray((table - self.centre) / self.spread)


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What is learned from: N past candidates.

    Attributes:
        table: (N, 4) features and the effect of the activity as known at the candidate's origin.
        came: (N,) whether the entry came.
        place: (N,) positions in the table's places.
        activity: (A,) effects as known now.
    """

    table: Array
    came: Array
    place: Array
    activity: Array


def lesson(past: Sequence[Candidates], shape: tuple[int, int], horizon: int) -> Lesson | None:
    """What past origins teach; None where too few entries came to learn anything.

    Args:
        past: candidates with outcomes, by origin.
        shape: places and activities of the table.
        horizon: years from an origin to its outcome: effects at an origin use outcomes of earlier ones only.
    """
    if sum(each.entries for each in past) < FEWEST_ENTRIES:
        return None
    rows = []
    for each in past:
        earlier = [other for other in past if other.origin + horizon <= each.origin]
        rows.append(
            np.column_stack([each.features, effects(earlier, shape, horizon).activity[each.activity]])
        )
    came = np.concatenate([each.came for each in past if each.came is not None])
    if came.all():
        return None
    place = np.concatenate([each.place for each in past])
    return Lesson(np.vstack(rows), came, place, effects(past, shape, horizon).activity)


def blend(learned: Lesson) -> Blend:
    """The blend that fits best, with a ridge penalty on the weights, by Newton's method."""
    table, came = learned.table, np.asarray(learned.came, float)
    centre, spread = table.mean(axis=0), table.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    rows = np.column_stack([np.ones(len(table)), (table - centre) / spread])
    base_rate = float(np.mean(came))
    weights = np.r_[np.log(base_rate / (1 - base_rate)), np.zeros(table.shape[1])]
    for _ in range(_STEPS):
        said = _logistic(rows @ weights)
        slope = (came - said) @ rows - _penalty(weights.size) * weights
        step = np.linalg.solve(_curvature(rows, said), slope)
        weights = weights + step * min(1.0, _FARTHEST / float(np.abs(step).max() or 1.0))
        if np.abs(step).max() < _CLOSE:
            break
    return Blend(centre, spread, weights[1:], float(weights[0]), base_rate, learned.activity)


def _penalty(size: int) -> Array:
    """(size,) of the squared weights, none of the constant."""
    found: Array = np.r_[0.0, np.full(size - 1, 1 / STRENGTH)]
    return found


def _curvature(rows: Array, said: Array) -> Array:
    weighed: Array = rows.T @ (rows * (said * (1 - said))[:, None])
    weighed[np.diag_indices_from(weighed)] += _penalty(rows.shape[1])
    return weighed


def redrawn(fitted: Blend, learned: Lesson, now: Candidates, draws: int, seed: int) -> Array:
    """(D, K) probabilities had other places been seen: whole places of the past are drawn again.

    One Newton step from the fit with the scores of the places drawn (Kline and Santos 2012, a score
    bootstrap): b + H^-1 (sum_p w_p s_p - b / C).

    Args:
        fitted: from ``learned``.
        learned: what it was learned from.
        now: K candidates.
        draws: how many.
        seed: of the draws.
    """
    rows = np.column_stack([np.ones(len(learned.table)), (learned.table - fitted.centre) / fitted.spread])
    weights = np.r_[fitted.constant, fitted.weights]
    said = _logistic(rows @ weights)
    penalty, curvature = _penalty(weights.size), _curvature(rows, said)
    known, at = np.unique(learned.place, return_inverse=True)
    scores = np.zeros((known.size, weights.size))
    np.add.at(scores, at, rows * (learned.came - said)[:, None])
    drawn = np.random.default_rng(seed).multinomial(known.size, np.full(known.size, 1 / known.size), draws)
    moved = weights + np.linalg.solve(curvature, (drawn @ scores - penalty * weights).T).T
    return _logistic(moved[:, :1] + moved[:, 1:] @ fitted.standardised(now).T)


def _logistic(logit: Array) -> Array:
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * logit))
