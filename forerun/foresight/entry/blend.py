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
        table = np.column_stack([candidates.features, self.activity[candidates.activity]])
        logit = self.constant + ((table - self.centre) / self.spread) @ self.weights
        return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def blend(past: Sequence[Candidates], shape: tuple[int, int], horizon: int) -> Blend | None:
    """Learn from past origins; None where too few entries came to learn anything.

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
    return _fitted(np.vstack(rows), came, effects(past, shape, horizon).activity)


def _fitted(table: Array, came: Array, activity: Array) -> Blend:
    from sklearn.linear_model import LogisticRegression

    centre, spread = table.mean(axis=0), table.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((table - centre) / spread, came)
    return Blend(centre, spread, model.coef_[0], float(model.intercept_[0]), float(np.mean(came)), activity)
