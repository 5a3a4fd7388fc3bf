"""Many curves for one path, each with what it counts: models and ceilings averaged, none of them chosen.

A member counts in proportion to its likelihood times what it counted beforehand: a third for each model, the
shapes of Bass's alike, ceilings alike by their logarithm.  The likelihood is (RSS)^(-n/2), n being the points
that the weights and the correlation of the residuals leave: n = K (1 - r) / (1 + r), K after Kish 1965.
A member is plausible while its loss lies within the confidence region of the best one,
RSS <= RSS_min (1 + F(1, n - 3) / (n - 3)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.diffusion.ceilings import Ceilings
from forerun.foresight.diffusion.curves import Model, Shape, log_shares
from forerun.foresight.diffusion.fitting import Data, profile

SHAPES = (
    Shape(Model.LOGISTIC),
    Shape(Model.GOMPERTZ),
    *(Shape(Model.BASS, ratio) for ratio in (2.0, 5.0, 15.0, 50.0)),
)
REGION = 0.9
"""Confidence of the region of plausible members."""
PARAMETERS = 3
EXACTNESS = 0.005
"""No figure is taken as more exact than this, relative to its value."""
YEARLY = 0.9
"""Years that a step of the path takes, at least."""
_MOST_CORRELATED = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """M curves fitted to a path.

    Attributes:
        shapes: M.
        inflections: (M,) TMax in decimal years.
        speeds: (M,) K by year.
        ceilings: (M,) L.
        weights: (M,) summing to one.
        plausible: (M,) whether within the confidence region.
        points: independent points that the data are worth.
        wander: size of the steps that the path makes away from its best curve, ln units by root of years.
        tried: the ceilings tried.
        now: the last date.
        latest: the last value.
    """

    shapes: tuple[Shape, ...]
    inflections: Array
    speeds: Array
    ceilings: Array
    weights: Array
    plausible: Array
    points: float
    wander: float
    tried: Ceilings
    now: float
    latest: float

    @property
    def maturity(self) -> Array:
        """(M,) the last value as a share of each ceiling."""
        reached: Array = self.latest / self.ceilings
        return reached

    @property
    def likely_ceilings(self) -> tuple[float, float]:
        """Ceilings between which nine tenths of the weight lie."""
        low, high = (quantile(self.ceilings[:, None], self.weights, each)[0] for each in (0.05, 0.95))
        return float(low), float(high)

    def ahead(self, dates: Array) -> Array:
        """(M, H) values at later dates: each curve is entered at the height reached, not at the date."""
        gone = np.asarray(dates) - self.now
        reached = np.minimum(self.maturity, 1 - 1e-9)
        gompertz = np.array([shape.model is Model.GOMPERTZ for shape in self.shapes])
        imitation = np.array([shape.imitation for shape in self.shapes])
        entered = -np.log(np.where(gompertz, -np.log(reached), (1 - reached) / (reached + imitation)))
        x = entered[:, None] + self.speeds[:, None] * gone
        logs, _, _ = log_shares(gompertz[:, None], imitation[:, None], x)
        values: Array = self.ceilings[:, None] * np.exp(logs)
        return values


def members_of(dates: Array, values: Array, tried: Ceilings) -> Members:
    """The members of a path.

    Args:
        dates: (T,) decimal years, ascending.
        values: (T,) above zero and below the ceilings.
        tried: ceilings.
    """
    data = Data.of(dates, values)
    nodes, prior = tried.nodes(float(values.max()))
    fits = profile(data, SHAPES, nodes)
    loss = fits.loss + data.weights.size * EXACTNESS**2
    residuals = fits.residuals[int(np.argmin(loss))]
    points = _points(data, residuals)
    likelihood = np.exp(-points / 2 * np.log(loss / loss.min()))
    weights = likelihood * np.concatenate([prior / _alike(shape) for shape in SHAPES])
    return Members(
        shapes=fits.shapes,
        inflections=fits.inflections,
        speeds=fits.speeds,
        ceilings=fits.ceilings,
        weights=weights / weights.sum(),
        plausible=loss <= loss.min() * (1 + _f_quantile(points)),
        points=points,
        wander=_wander(data, residuals),
        tried=tried,
        now=float(dates[-1]),
        latest=float(values[-1]),
    )


def _alike(shape: Shape) -> int:
    """How many shapes there are of its model."""
    return sum(each.model is shape.model for each in SHAPES)


def _points(data: Data, residuals: Array) -> float:
    """Independent points that weighted, correlated residuals are worth; one more than parameters at least."""
    kish = data.weights.size**2 / float((data.weights**2).sum())
    weight = np.sqrt(data.weights)
    around = residuals * weight
    square = float(around @ around)
    correlation = float(around[1:] @ around[:-1]) / square if square > 0 else 0.0
    correlation = min(max(correlation, 0.0), _MOST_CORRELATED)
    return max(kish * (1 - correlation) / (1 + correlation), PARAMETERS + 1.0)


def _f_quantile(points: float) -> float:
    """The quantile of F(1, n - 3), over n - 3: how much the loss may grow."""
    from scipy.special import stdtrit

    freedom = points - PARAMETERS
    return float(stdtrit(freedom, (1 + REGION) / 2)) ** 2 / freedom


def _wander(data: Data, residuals: Array) -> float:
    """From steps of about a year, in which the noise of single figures counts little."""
    before = np.searchsorted(data.dates, data.dates - YEARLY, side="right") - 1
    later = np.flatnonzero(before >= 0)
    before = before[later]
    if not later.size:
        later, before = np.arange(1, data.dates.size), np.arange(data.dates.size - 1)
    steps = (residuals[later] - residuals[before]) ** 2 / (data.dates[later] - data.dates[before])
    weights = data.weights[later]
    return max(math.sqrt(float(steps @ weights / weights.sum())), EXACTNESS)


def quantile(values: Array, weights: Array, level: float) -> Array:
    """(H,) weighted quantile of (M, H) values: the least one that so much of the weight does not exceed."""
    order = np.argsort(values, axis=0, kind="stable")
    gathered = np.cumsum(weights[order], axis=0) / weights.sum()
    at = np.minimum((gathered < level - 1e-12).sum(axis=0), values.shape[0] - 1)
    found: Array = np.take_along_axis(np.take_along_axis(values, order, 0), at[None], 0)[0]
    return found
