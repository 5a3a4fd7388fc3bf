"""How every method did on the past: errors by horizon beside no change, and how often intervals held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.foresight.costs.formulas import THETA_MATCHED, WINDOW, a_plain, spread
from forerun.foresight.costs.quantiles import left_out_quantiles
from forerun.foresight.costs.windows import Forecasts

LEVELS = (0.80, 0.95)
_ENDS = np.array([0.025, 0.1, 0.9, 0.975])
DRAWS, SEED = 400, 20161
"""Draws of technologies for the interval of a skill, and where they start."""
SKILL_LEVEL = 0.90


class Method(StrEnum):
    """Ways to forecast a cost."""

    NO_CHANGE = "no_change"
    MOORE = "moore"  # random walk with drift
    IMA = "integrated_moving_average"  # the same points, errors of an IMA(1,1)
    WRIGHT = "wright"  # with a forecast of production
    WRIGHT_ACTUAL = "wright_actual_production"  # with the production that came: a comparison, no forecast
    DAMPED = "damped_drift"  # shrunk, damped, intervals recalibrated: the one that leads


@dataclass(frozen=True, slots=True)
class Skill:
    """Interval of the skill by drawing technologies with replacement."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Held:
    """Shares of outcomes inside the 80 and 95 percent interval, and below and above the latter."""

    inside_80: float
    inside_95: float
    below_95: float
    above_95: float


@dataclass(frozen=True, slots=True)
class Result:
    """A method at one horizon, beside no change on the same forecasts.

    Attributes:
        method: which.
        horizon: years ahead; 0 stands for all horizons.
        n: forecasts.
        technologies: that they are of; forecasts of one depend on one another, so that this is what counts.
        origins: first and last year of an origin, and how many years they are.
        error: median absolute error of the log cost.
        no_change: the same of no change.
        squared: mean squared error of the log cost.
        no_change_squared: the same of no change.
        held: how often its intervals held; None where it has none.
        skill: interval of 1 - error / no_change; None where it was not drawn.
    """

    method: Method
    horizon: int
    n: int
    technologies: int
    origins: tuple[int, int, int]
    error: float
    no_change: float
    squared: float
    no_change_squared: float
    held: Held | None
    skill: Skill | None


def results_of(forecasts: Forecasts) -> tuple[Result, ...]:
    """Every method at every horizon, then over all; Wright's law where there is production."""
    expected = _expected(forecasts)
    bounds = _bounds(forecasts)
    rows = []
    for method, points in expected.items():
        for horizon in (*np.unique(forecasts.horizon).tolist(), 0):
            some = np.isfinite(points) & ((forecasts.horizon == horizon) if horizon else True)
            if some.any():
                rows.append(_result(forecasts, (method, horizon), points, some, bounds.get(method)))
    return tuple(rows)


def standardised(forecasts: Forecasts) -> Array:
    """(N,) errors of the method that leads by their scale."""
    errors: Array = (forecasts.change - forecasts.damped) / forecasts.damped_scale
    return errors


def _expected(forecasts: Forecasts) -> dict[Method, Array]:
    return {
        Method.NO_CHANGE: np.zeros(forecasts.change.size),
        Method.MOORE: forecasts.moore,
        Method.IMA: forecasts.moore,
        Method.WRIGHT: forecasts.wright,
        Method.WRIGHT_ACTUAL: forecasts.wright_actual,
        Method.DAMPED: forecasts.damped,
    }


def _bounds(forecasts: Forecasts) -> dict[Method, Array]:
    """(N, 4) ends of 95 and 80 percent intervals, by Student's t, those of the leading method left out."""
    from scipy.special import stdtrit

    nominal = stdtrit(WINDOW - 1, _ENDS)[None, :]
    ahead = forecasts.horizon.astype(float)
    moore = (forecasts.moore_scale * np.sqrt(a_plain(ahead)))[:, None]
    ima = (forecasts.moore_scale * spread(ahead, WINDOW, THETA_MATCHED))[:, None]
    errors = standardised(forecasts)
    left_out = left_out_quantiles(errors, forecasts.which, forecasts.horizon, _ENDS)
    return {
        Method.MOORE: forecasts.moore[:, None] + moore * nominal,
        Method.IMA: forecasts.moore[:, None] + ima * nominal,
        Method.WRIGHT: forecasts.wright[:, None] + forecasts.wright_scale[:, None] * nominal,
        Method.DAMPED: forecasts.damped[:, None] + forecasts.damped_scale[:, None] * left_out,
    }


def _result(
    forecasts: Forecasts, key: tuple[Method, int], points: Array, some: Array, bounds: Array | None
) -> Result:
    method, horizon = key
    came, expected, which = forecasts.change[some], points[some], forecasts.which[some]
    error, still = np.abs(came - expected), np.abs(came)
    years = forecasts.year[some]
    drawn = method is Method.DAMPED and horizon and np.unique(which).size > 1
    return Result(
        method=method,
        horizon=horizon,
        n=came.size,
        technologies=int(np.unique(which).size),
        origins=(int(years.min()), int(years.max()), int(np.unique(years).size)),
        error=float(np.median(error)),
        no_change=float(np.median(still)),
        squared=float(np.mean(error**2)),
        no_change_squared=float(np.mean(still**2)),
        held=_held(came, bounds[some]) if bounds is not None else None,
        skill=_skill(error, still, which) if drawn else None,
    )


def _held(came: Array, bounds: Array) -> Held | None:
    known = np.isfinite(bounds).all(axis=1)
    if not known.any():
        return None
    low_95, low_80, high_80, high_95 = bounds[known].T
    seen = came[known]
    return Held(
        float(np.mean((seen > low_80) & (seen < high_80))),
        float(np.mean((seen > low_95) & (seen < high_95))),
        float(np.mean(seen <= low_95)),
        float(np.mean(seen >= high_95)),
    )


def _skill(error: Array, still: Array, which: Array) -> Skill:
    """Technologies drawn with replacement, each with all of its forecasts (a cluster bootstrap)."""
    own, at = np.unique(which, return_inverse=True)
    draws = np.random.default_rng(SEED).multinomial(own.size, np.full(own.size, 1 / own.size), DRAWS)
    ratio = _medians(error, draws, at) / np.maximum(_medians(still, draws, at), 1e-12)
    low, high = np.quantile(1 - ratio, [(1 - SKILL_LEVEL) / 2, (1 + SKILL_LEVEL) / 2])
    return Skill(float(low), float(high))


def _medians(values: Array, draws: Array, at: Array) -> Array:
    """(D,) median of the values with the multiplicity of each draw."""
    order = np.argsort(values)
    weight = np.cumsum(draws[:, at[order]], axis=1)
    middle = (weight >= weight[:, -1:] / 2).argmax(axis=1)
    found: Array = values[order][middle]
    return found


def at_horizon(results: tuple[Result, ...], method: Method, horizon: int) -> Result | None:
    """The result of a method at a horizon; None when it has none there."""
    return next((each for each in results if each.method is method and each.horizon == horizon), None)


def all_horizons(results: tuple[Result, ...]) -> Iterator[Result]:
    """The results over all horizons, one for each method."""
    return (each for each in results if each.horizon == 0)
