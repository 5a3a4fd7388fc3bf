"""Every forecast that a hindcast makes: all technologies, all origins, all horizons, as flat arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.costs.curve import Convention, Curve
from forerun.foresight.costs.damped import CHOSEN, Constants, scale_of, shrunk
from forerun.foresight.costs.formulas import WINDOW, damping, spread
from forerun.foresight.costs.pool import Pooled

HORIZON = 20
"""Years to which forecasts are made and scored."""
_ORIGIN = (
    "which",
    "year",
    "recent",
    "recent_k",
    "whole",
    "whole_k",
    "exponent",
    "rest",
    "made",
    "made_k",
    "square",
)


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """N forecasts of log cost, in the order of technologies, origins and horizons.

    Attributes:
        which: position of the technology in the pool.
        year: calendar year of the origin.
        horizon: years ahead.
        change: what came: log cost at the horizon less that at the origin.
        moore: expected by the drift of the last five changes.
        moore_scale: standard deviation of those changes.
        wright: expected by Wright's law with production forecast; NaN without production.
        wright_scale: standard deviation of that forecast.
        wright_actual: expected by Wright's law with the production that came: a comparison, no forecast.
        damped: expected by the method that leads, with the pool of the other technologies.
        damped_scale: by which its errors are standardised.
    """

    which: Array
    year: Array
    horizon: Array
    change: Array
    moore: Array
    moore_scale: Array
    wright: Array
    wright_scale: Array
    wright_actual: Array
    damped: Array
    damped_scale: Array


def forecasts_of(pool: Pooled, constants: Constants = CHOSEN, horizon: int = HORIZON) -> Forecasts:
    """All forecasts of a pool up to a horizon, each from what was known at its origin.

    Only the pool's median drift and volatility are of other technologies' whole histories.
    """
    tables = [np.stack(list(_origins(at, curve))) for at, curve in enumerate(pool.curves)]
    reach = [_reach(curve, horizon) for curve in pool.curves]
    ahead = np.concatenate([np.concatenate([np.arange(1, n + 1) for n in each]) for each in reach])
    told = np.concatenate(
        [np.repeat(table, n, axis=1) for table, n in zip(tables, reach, strict=True)], axis=1
    )
    at = dict(zip(_ORIGIN, told, strict=True))
    which = at["which"].astype(int)
    others = [pool.without(position) for position in range(len(pool.curves))]
    drift = np.array([each.drift for each in others])[which]
    volatility = np.array([each.volatility for each in others])[which]
    change, grown = _came(pool, reach)
    ahead_float = ahead.astype(float)
    production = at["made"] * ahead_float
    own = at["rest"] ** 2 * (ahead_float + production**2 / at["square"])
    made = at["exponent"] ** 2 * at["made_k"] ** 2 * (ahead_float + ahead_float**2 / WINDOW)
    first = shrunk(at["recent"], at["whole"], drift, constants)
    return Forecasts(
        which=which,
        year=at["year"].astype(int),
        horizon=ahead,
        change=change,
        moore=at["recent"] * ahead_float,
        moore_scale=at["recent_k"],
        wright=at["exponent"] * production,
        wright_scale=np.sqrt(own + made),
        wright_actual=at["exponent"] * grown,
        damped=first * damping(ahead_float, constants.damping),
        damped_scale=scale_of(at["recent_k"], at["whole_k"], volatility) * spread(ahead_float),
    )


def _reach(curve: Curve, horizon: int) -> Array:
    """(O,) how many years ahead each origin can be scored."""
    return np.minimum(np.arange(curve.years.size - 1 - WINDOW, 0, -1), horizon)


def _origins(position: int, curve: Curve) -> Iterator[Array]:
    """What is known at each origin, in the order of ``_ORIGIN``, each (O,)."""
    changes = np.diff(curve.logs)
    count = changes.size - WINDOW
    seen = np.arange(WINDOW, changes.size)
    recent = np.lib.stride_tricks.sliding_window_view(changes, WINDOW)[:count]
    sums, squares = np.cumsum(changes)[seen - 1], np.cumsum(changes**2)[seen - 1]
    yield np.full(count, float(position))
    yield np.floor(curve.years[seen] + 1e-6)
    yield recent.mean(axis=1)
    yield recent.std(axis=1, ddof=1)
    yield sums / seen
    yield np.sqrt(np.maximum(squares - sums**2 / seen, 0) / (seen - 1))
    moved = np.lib.stride_tricks.sliding_window_view(np.diff(_made(curve)), WINDOW)[:count]
    square = (moved**2).sum(axis=1)
    square[square == 0] = np.nan
    exponent = (recent * moved).sum(axis=1) / square
    rest = recent - exponent[:, None] * moved
    yield exponent
    yield np.sqrt((rest**2).sum(axis=1) / (WINDOW - 1))
    yield moved.mean(axis=1)
    yield moved.std(axis=1, ddof=1)
    yield square


def _made(curve: Curve) -> Array:
    """(T,) log cumulative production as it was stated: others use production that came later."""
    volume = curve.volume(Convention.STATED)
    return np.full(curve.years.size, np.nan) if volume is None else np.log(volume.values)


def _came(pool: Pooled, reach: list[Array]) -> tuple[Array, Array]:
    """What came at each horizon: change of log cost, and of log production."""
    costs, production = [], []
    for curve, counts in zip(pool.curves, reach, strict=True):
        origin = np.repeat(np.arange(WINDOW, WINDOW + counts.size), counts)
        ahead = np.concatenate([np.arange(1, n + 1) for n in counts])
        logs, made = curve.logs, _made(curve)
        costs.append(logs[origin + ahead] - logs[origin])
        production.append(made[origin + ahead] - made[origin])
    return np.concatenate(costs), np.concatenate(production)
