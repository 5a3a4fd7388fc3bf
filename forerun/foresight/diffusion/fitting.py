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
from forerun.foresight.diffusion.curves import Model, Shape, inverse, log_shares

_SPEEDS = 16
_TIME, _SPEED, _HEIGHT, _RATIO = range(4)
_LARGEST_RATIO, _SMALLEST_RATIO = 1e4, 1.05
_COARSE = 9


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop: after so many steps, or when none lessens its loss by more than a share of it."""

    steps: int
    share: float


ROUGH, EXACT = Effort(10, 1e-3), Effort(80, 1e-13)
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
    """C curves fitted to the same points.

    Attributes:
        shapes: C.
        inflections: (C,) TMax, decimal years.
        speeds: (C,) K, by year.
        ceilings: (C,) L.
        residuals: (C, T) of the logarithms.
        loss: (C,) weighted sums of squares.
    """

    shapes: tuple[Shape, ...]
    inflections: Array
    speeds: Array
    ceilings: Array
    residuals: Array
    loss: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    """What to fit, in which columns, within which bounds."""

    data: Data
    gompertz: Array  # (C, 1)
    free: list[int]
    low: Array  # of the free columns
    high: Array


def profile(data: Data, shapes: Sequence[Shape], ceilings: Array) -> Fitted:
    """The best curve of each of S shapes for each of N ceilings above the values: S * N, shape by shape."""
    each = tuple(shape for shape in shapes for _ in ceilings)
    start = np.concatenate([_start(data, shape, np.log(ceilings)) for shape in shapes])
    problem = _problem(data, each, [_TIME, _SPEED], (float(ceilings.min()), float(ceilings.max())))
    return _descend(problem, each, start, ROUGH)


def best(data: Data, shapes: Sequence[Shape], ceilings: tuple[float, float]) -> Fitted:
    """The one best curve of each shape with a ceiling between two; the ratios of Bass curves are free too."""
    above = float(np.exp(data.logs.max()))
    nodes = above * (1 + np.geomspace(ceilings[0] / above - 1, ceilings[1] / above - 1, _COARSE))
    coarse = profile(data, shapes, nodes)
    which = [
        at * _COARSE + int(np.argmin(coarse.loss[at * _COARSE :][:_COARSE])) for at in range(len(shapes))
    ]
    start = np.column_stack([
        coarse.inflections[which],
        np.log(coarse.speeds[which]),
        np.log(coarse.ceilings[which]),
        [_log_ratio(shape) for shape in shapes],
    ])  # fmt: skip
    problem = _problem(data, tuple(shapes), [_TIME, _SPEED, _HEIGHT, _RATIO], ceilings)
    return _descend(problem, tuple(shapes), start, EXACT)


def _log_ratio(shape: Shape) -> float:
    return float(np.log(shape.ratio)) if shape.model is Model.BASS else np.inf


def _problem(data: Data, shapes: Sequence[Shape], free: list[int], ceilings: tuple[float, float]) -> _Problem:
    span = data.span
    low = [data.dates[0] - 10 * span, np.log(0.02 / span), np.log(ceilings[0]), np.log(_SMALLEST_RATIO)]
    high = [data.dates[-1] + 20 * span, np.log(400 / span), np.log(ceilings[1]), np.log(_LARGEST_RATIO)]
    gompertz = np.array([[shape.model is Model.GOMPERTZ] for shape in shapes])
    return _Problem(data, gompertz, free, np.array(low)[free], np.array(high)[free])


def _start(data: Data, shape: Shape, heights: Array) -> Array:
    """(N, 4) for each height the best of some speeds of a curve through the last point."""
    span, last = data.span, data.dates[-1]
    speeds = np.geomspace(0.1 / span, 60 / span, _SPEEDS)
    reached = inverse(shape, np.exp(np.minimum(data.logs[-1] - heights, -1e-6)))
    x = (reached[:, None, None] + speeds[:, None] * (data.dates - last)).reshape(-1, data.dates.size)
    gompertz = np.array([[shape.model is Model.GOMPERTZ]])
    shares, _, _ = log_shares(gompertz, np.array([[shape.imitation]]), x)
    apart = data.logs - shares.reshape(heights.size, speeds.size, -1) - heights[:, None, None]
    speed = speeds[np.argmin(apart**2 @ data.weights, axis=1)]
    ratio = np.full(heights.size, _log_ratio(shape))
    return np.column_stack([last - reached / speed, np.log(speed), heights, ratio])


def _descend(problem: _Problem, shapes: tuple[Shape, ...], start: Array, effort: Effort) -> Fitted:
    """Levenberg and Marquardt's steps in the free columns, for all rows of ``start`` together."""
    weights, free = problem.data.weights, problem.free
    at = start.copy()
    at[:, free] = _within(at[:, free], problem)
    residuals, slopes = _residuals(problem, at)
    loss = residuals**2 @ weights
    damping = np.full(loss.size, 1e-3)
    for _ in range(effort.steps):
        trial = at.copy()
        trial[:, free] = _within(at[:, free] + _step(weights, residuals, slopes, damping), problem)
        tried, tried_slopes = _residuals(problem, trial)
        tried_loss = tried**2 @ weights
        better = tried_loss < loss
        gained = loss - tried_loss > effort.share * loss
        at[better], loss[better] = trial[better], tried_loss[better]
        residuals[better], slopes[better] = tried[better], tried_slopes[better]
        damping = np.where(better, damping / 8, damping * 6)
        if not np.any(gained | (~better & (damping < 1e2))):
            break
    return Fitted(
        _reshaped(shapes, at), at[:, _TIME], np.exp(at[:, _SPEED]), np.exp(at[:, _HEIGHT]), residuals, loss
    )


def _within(columns: Array, problem: _Problem) -> Array:
    """Parameters within bounds; a ratio that is infinite stays so."""
    held: Array = np.where(np.isinf(columns), columns, np.clip(columns, problem.low, problem.high))
    return held


def _reshaped(shapes: tuple[Shape, ...], at: Array) -> tuple[Shape, ...]:
    return tuple(
        Shape(Model.BASS, float(np.exp(ratio))) if shape.model is Model.BASS else shape
        for shape, ratio in zip(shapes, at[:, _RATIO], strict=True)
    )


def _residuals(problem: _Problem, at: Array) -> tuple[Array, Array]:
    """(C, T) residuals and (C, T, P) their derivatives by the free columns."""
    data = problem.data
    speed = np.exp(at[:, _SPEED])[:, None]
    x = speed * (data.dates - at[:, _TIME, None])
    shares, by_x, by_ratio = log_shares(problem.gompertz, np.exp(-at[:, _RATIO, None]), x)
    slopes = [speed * by_x, -x * by_x, np.full_like(x, -1.0), -by_ratio][: len(problem.free)]
    return data.logs - shares - at[:, _HEIGHT, None], np.stack(slopes, axis=-1)


def _step(weights: Array, residuals: Array, slopes: Array, damping: Array) -> Array:
    weighted = slopes * weights[:, None]
    normal = np.swapaxes(weighted, 1, 2) @ slopes
    gradient = (np.swapaxes(weighted, 1, 2) @ residuals[:, :, None])[:, :, 0]
    diagonal = np.einsum("cpp->cp", normal)
    diagonal *= 1 + damping[:, None]
    diagonal += 1e-12 * diagonal.max(axis=1, keepdims=True) + 1e-30
    step: Array = -np.linalg.solve(normal, gradient[:, :, None])[:, :, 0]
    return np.where(np.isfinite(step), step, 0.0)
