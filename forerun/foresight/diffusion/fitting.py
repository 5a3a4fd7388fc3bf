"""Least squares for many S-curves at once: a profile over ceilings, and the ceiling left free.

Residuals are ln y - ln(L F), weighted by the square of the level, which is least squares in levels to first
order; the ceiling is profiled, which leaves time and speed.  Every ceiling starts from the best of some
curves through the last point; Levenberg and Marquardt's steps are then taken for all curves together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.diffusion.curves import Model, Shape, inverse, log_share

_SPEEDS = 24
_TIME, _SPEED, _HEIGHT, _RATIO = range(4)
_LARGEST_RATIO, _SMALLEST_RATIO = 1e4, 1.05


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop: after so many steps, or when none lessens its loss by more than a share of it."""

    steps: int
    share: float


ROUGH, EXACT = Effort(12, 1e-4), Effort(80, 1e-13)
"""What is enough for weights of a profile, and for the best curve."""


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Points to fit.

    Attributes:
        dates: (T,) decimal years.
        logs: (T,) of the values.
        weights: (T,) with mean 1.
    """

    dates: Array
    logs: Array
    weights: Array

    @classmethod
    def of(cls, dates: Array, values: Array) -> Data:
        """Points weighted by the square of their level."""
        weights = (values / values.max()) ** 2
        return cls(dates, np.log(values), weights * (weights.size / weights.sum()))

    @property
    def span(self) -> float:
        """Years from the first to the last point."""
        return float(self.dates[-1] - self.dates[0])


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """C curves of one shape family fitted to the same points.

    Attributes:
        shape: of all of them; of a Bass curve with a free ratio, that of the start.
        inflections: (C,) TMax, decimal years.
        speeds: (C,) K, by year.
        ceilings: (C,) L.
        ratios: (C,) a of Bass; infinite for others.
        residuals: (C, T) of the logarithms.
        loss: (C,) weighted sums of squares.
    """

    shape: Shape
    inflections: Array
    speeds: Array
    ceilings: Array
    ratios: Array
    residuals: Array
    loss: Array


def profile(data: Data, shape: Shape, ceilings: Array) -> Fitted:
    """The best curve of a shape for each of C ceilings, all above the data's values."""
    start = _start(data, shape, np.log(ceilings))
    return _descend(data, shape, start, (_TIME, _SPEED), _bounds(data, (0.0, np.inf)))


def free(data: Data, shape: Shape, ceilings: tuple[float, float]) -> Fitted:
    """The one best curve with a ceiling between two; the ratio of a Bass curve is free too."""
    coarse = profile(data, shape, np.geomspace(*ceilings, 9))
    best = slice(at := int(np.argmin(coarse.loss)), at + 1)
    start = np.column_stack([
        coarse.inflections[best], np.log(coarse.speeds[best]), np.log(coarse.ceilings[best]),
        np.log(coarse.ratios[best]) if shape.model is Model.BASS else [0.0],
    ])  # fmt: skip
    which = (_TIME, _SPEED, _HEIGHT, _RATIO) if shape.model is Model.BASS else (_TIME, _SPEED, _HEIGHT)
    return _descend(data, shape, start, which, _bounds(data, ceilings), EXACT)


def _start(data: Data, shape: Shape, heights: Array) -> Array:
    """(C, 4) for each height the best of some speeds of a curve through the last point."""
    span, last = data.span, data.dates[-1]
    speeds = np.geomspace(0.1 / span, 60 / span, _SPEEDS)
    reached = inverse(shape, np.exp(np.minimum(data.logs[-1] - heights, -1e-6)))
    x = reached[:, None, None] + speeds[:, None] * (data.dates - last)
    shares, _, _ = log_share(shape, x)
    loss = (data.logs - shares - heights[:, None, None]) ** 2 @ data.weights
    speed = speeds[np.argmin(loss, axis=1)]
    ratio = np.log(shape.ratio) if shape.model is Model.BASS else 0.0
    start = (last - reached / speed, np.log(speed), heights, np.full(heights.size, ratio))
    return np.column_stack(start)


def _descend(
    data: Data,
    shape: Shape,
    start: Array,
    free: tuple[int, ...],
    bounds: tuple[Array, Array],
    effort: Effort = ROUGH,
) -> Fitted:
    """Levenberg and Marquardt's steps in the free columns, for all rows of ``start`` together."""
    which = list(free)
    low, high = bounds[0][which], bounds[1][which]
    at = start.copy()
    at[:, which] = np.clip(at[:, which], low, high)
    residuals, slopes = _residuals(data, shape, at, which)
    loss = residuals**2 @ data.weights
    damping = np.full(loss.size, 1e-3)
    for _ in range(effort.steps):
        trial = at.copy()
        step = _step(data, residuals, slopes, damping)
        trial[:, which] = np.clip(at[:, which] + step, low, high)
        tried, tried_slopes = _residuals(data, shape, trial, which)
        tried_loss = tried**2 @ data.weights
        better = tried_loss < loss
        gained = loss - tried_loss > effort.share * loss
        at[better], loss[better] = trial[better], tried_loss[better]
        residuals[better], slopes[better] = tried[better], tried_slopes[better]
        damping = np.where(better, damping / 8, damping * 6)
        if not np.any(gained | (~better & (damping < 1e2))):
            break
    ratios = np.exp(at[:, _RATIO]) if shape.model is Model.BASS else np.full(loss.size, np.inf)
    return Fitted(
        shape, at[:, _TIME], np.exp(at[:, _SPEED]), np.exp(at[:, _HEIGHT]), ratios, residuals, loss
    )


def _bounds(data: Data, ceilings: tuple[float, float]) -> tuple[Array, Array]:
    span = data.span
    low_height, high_height = (np.log(each) if each > 0 else -np.inf for each in ceilings)
    low = [data.dates[0] - 10 * span, np.log(0.02 / span), low_height, np.log(_SMALLEST_RATIO)]
    high = [data.dates[-1] + 20 * span, np.log(400 / span), high_height, np.log(_LARGEST_RATIO)]
    return np.array(low), np.array(high)


def _residuals(data: Data, shape: Shape, at: Array, which: list[int]) -> tuple[Array, Array]:
    """(C, T) residuals and (C, T, P) their derivatives."""
    speed = np.exp(at[:, _SPEED])[:, None]
    x = speed * (data.dates - at[:, _TIME, None])
    shares, by_x, by_ratio = _shares(shape, x, at[:, _RATIO])
    slopes = [speed * by_x, -x * by_x]
    if _HEIGHT in which:
        slopes.append(np.full_like(x, -1.0))
    if _RATIO in which:
        slopes.append(-by_ratio)
    return data.logs - shares - at[:, _HEIGHT, None], np.stack(slopes, axis=-1)


def _shares(shape: Shape, x: Array, log_ratios: Array) -> tuple[Array, Array, Array]:
    if shape.model is not Model.BASS:
        return log_share(shape, x)
    if np.all(log_ratios == log_ratios[0]):
        return log_share(Shape(Model.BASS, float(np.exp(log_ratios[0]))), x)
    rows = [log_share(Shape(Model.BASS, float(np.exp(r))), row) for r, row in zip(log_ratios, x, strict=True)]
    logs, by_x, by_ratio = (np.array(each) for each in zip(*rows, strict=True))
    return logs, by_x, by_ratio


def _step(data: Data, residuals: Array, slopes: Array, damping: Array) -> Array:
    weighted = slopes * data.weights[:, None]
    normal = np.einsum("ctp,ctq->cpq", weighted, slopes)
    gradient = np.einsum("ctp,ct->cp", weighted, residuals)
    diagonal = np.einsum("cpp->cp", normal)
    diagonal *= 1 + damping[:, None]
    diagonal += 1e-12 * diagonal.max(axis=1, keepdims=True) + 1e-30
    step: Array = -np.linalg.solve(normal, gradient[:, :, None])[:, :, 0]
    return np.nan_to_num(step, nan=0.0, posinf=0.0, neginf=0.0)


def concatenated(parts: Sequence[Fitted], name: str) -> Array:
    """One attribute of several fits, one after the other."""
    joined: Array = np.concatenate([getattr(each, name) for each in parts])
    return joined
