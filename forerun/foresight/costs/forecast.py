"""What one technology will cost: a point with intervals for each year ahead, and the score behind them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.costs.calibration import Calibration
from forerun.foresight.costs.curve import Convention, Curve
from forerun.foresight.costs.damped import FEWEST, Start, drifts_of, start_of
from forerun.foresight.costs.formulas import (
    WINDOW,
    a_plain,
    drift_of,
    falling_p,
    spread,
    wright_of,
    wright_spread,
)
from forerun.foresight.costs.hindcast import LEVELS, Method
from forerun.foresight.costs.learning import LearningRate, learning_rates
from forerun.foresight.costs.pool import FEWEST as SCORED
from forerun.foresight.costs.pool import SIGNIFICANCE
from forerun.foresight.scores import Score
from forerun.types import Interval


@dataclass(frozen=True, slots=True)
class Ahead:
    """The cost of one year ahead.

    Attributes:
        horizon: years after the last known cost.
        year: calendar year.
        value: expected, in the curve's unit.
        intervals: at 80 and 95 percent, recalibrated.
        score: hindcast of the method at this horizon; None where the curve is unlike those that were scored.
        technologies: that the hindcast is of at this horizon.
    """

    horizon: int
    year: int
    value: float
    intervals: tuple[Interval, ...]
    score: Score | None
    technologies: int


@dataclass(frozen=True, slots=True)
class Rival:
    """What another method says of one year ahead, with nominal intervals (Student's t, n - 1 degrees)."""

    method: Method
    horizon: int
    value: float
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CostForecast:
    """The forecast of one curve.

    Attributes:
        curve: what is known of it.
        calibration: of other technologies, on which it rests.
        start: last log cost, drift and volatility that the forecast begins with.
        drift: change of log cost a year over all years.
        recent: the same over the last ``WINDOW`` changes.
        volatility: standard deviation of yearly changes.
        falling: whether the cost falls, by a one-sided test at 10 percent; if not, the curve is unlike those
            pooled, its drift is shrunk towards none, and no score stands for it.
        p_value: of that test.
        ahead: year by year.
        rivals: what other methods say, each at every horizon.
        learning: learning rates, empty without production.
    """

    curve: Curve
    calibration: Calibration
    start: Start
    drift: float
    recent: float
    volatility: float
    falling: bool
    p_value: float
    ahead: tuple[Ahead, ...]
    rivals: tuple[Rival, ...]
    learning: tuple[LearningRate, ...]

    @property
    def scored(self) -> bool:
        """Whether the hindcast stands for it: a yearly cost that falls, as long as those that were scored."""
        return self.falling and self.curve.regular and self.curve.years.size >= SCORED - 1

    def quantiles(self, horizon: int, probabilities: Array) -> Array:
        """Quantiles of the log cost so many years ahead."""
        tau = float(horizon)
        errors = self.calibration.quantile(horizon, probabilities)
        found: Array = self.start.point(tau, self.calibration.constants) + self.start.scale(tau) * errors
        return found

    def at(self, horizon: int) -> Ahead | None:
        """The year so far ahead; None when it was not asked for."""
        return next((each for each in self.ahead if each.horizon == horizon), None)


def forecast(curve: Curve, calibration: Calibration, horizon: int) -> CostForecast:
    """The forecast of a curve up to a horizon.

    Args:
        curve: of at least ``damped.FEWEST`` costs.
        calibration: of other technologies.
        horizon: years ahead, at least 1.

    Raises:
        InputError: the curve is too short, or nothing was scored so far ahead.
    """
    _check(curve, calibration, horizon)
    whole, recent = (drifts := drifts_of(curve)).whole, drifts.recent
    p_value = falling_p(whole, float(curve.years[-1] - curve.years[0]))
    falling = p_value < SIGNIFICANCE
    start = start_of(curve, calibration.pool, calibration.constants, falling=falling)
    bare = CostForecast(
        curve,
        calibration,
        start,
        whole.mu,
        recent.mu,
        whole.k,
        falling,
        p_value,
        (),
        (),
        learning_rates(curve),
    )
    return CostForecast(
        curve,
        calibration,
        start,
        whole.mu,
        recent.mu,
        whole.k,
        falling,
        p_value,
        tuple(_ahead(bare, at) for at in range(1, horizon + 1)),
        tuple(_rivals(curve, horizon)),
        bare.learning,
    )


def _check(curve: Curve, calibration: Calibration, horizon: int) -> None:
    if curve.years.size < FEWEST:
        raise InputError(
            f"{curve.technology!r} has {curve.years.size} costs, and a forecast needs {FEWEST}",
            where=curve.source,
            advice="Add years; a cost of a few years says nothing of where it goes",
        )
    if not 1 <= horizon <= calibration.horizon:
        raise InputError(
            f"a horizon of {horizon} years was not scored",
            where=curve.technology,
            advice=f"Ask for 1 to {calibration.horizon} years",
        )


def _ahead(bare: CostForecast, horizon: int) -> Ahead:
    ends = np.array([(1 - LEVELS[0]) / 2, (1 + LEVELS[0]) / 2, (1 - LEVELS[1]) / 2, (1 + LEVELS[1]) / 2])
    low_80, high_80, low_95, high_95 = map(_power, bare.quantiles(horizon, ends).tolist())
    score = bare.calibration.score(horizon)
    row = next(
        each for each in bare.calibration.results if each.method is Method.DAMPED and each.horizon == horizon
    )
    return Ahead(
        horizon,
        bare.curve.last_year + horizon,
        _power(float(bare.start.point(float(horizon), bare.calibration.constants))),
        (Interval(LEVELS[0], low_80, high_80), Interval(LEVELS[1], low_95, high_95)),
        score if bare.scored else None,
        row.technologies,
    )


def _rivals(curve: Curve, horizon: int) -> Iterator[Rival]:
    """No change, random walk with drift, its moving average, and Wright's law where production is known."""
    recent, last = drifts_of(curve).recent, float(curve.logs[-1])
    ahead = np.arange(1.0, horizon + 1)
    wright = _wright(curve, ahead)
    for at, tau in enumerate(ahead.tolist()):
        yield Rival(Method.NO_CHANGE, at + 1, math.exp(last), ())
        moved, m = last + recent.mu * tau, recent.n
        yield _nominal(Method.MOORE, at + 1, (moved, recent.k * math.sqrt(float(a_plain(tau, m)))), m - 1)
        yield _nominal(Method.IMA, at + 1, (moved, recent.k * float(spread(tau, m))), m - 1)
        if wright is not None:
            yield _nominal(Method.WRIGHT, at + 1, (last + float(wright[0][at]), float(wright[1][at])), m - 1)


def _wright(curve: Curve, ahead: Array) -> tuple[Array, Array] | None:
    """Change of log cost by Wright's law, production forecast by its drift, and its error; None without."""
    volume = curve.volume(Convention.STATED)
    if volume is None or not curve.regular:
        return None
    made, logs = np.log(volume.values[-WINDOW - 1 :]), curve.logs[-WINDOW - 1 :]
    if not np.isfinite(made).all():
        return None
    cost, production = wright_of(logs, made), drift_of(curve.years[-WINDOW - 1 :], made)
    if not math.isfinite(cost.exponent):
        return None
    return cost.exponent * production.mu * ahead, wright_spread(ahead, cost, production)


def _nominal(method: Method, horizon: int, told: tuple[float, float], freedom: int) -> Rival:
    from scipy.special import stdtrit

    mean, deviation = told
    wide = [deviation * float(stdtrit(freedom, (1 + level) / 2)) for level in LEVELS]
    intervals = tuple(
        Interval(level, _power(mean - each), _power(mean + each))
        for level, each in zip(LEVELS, wide, strict=True)
    )
    return Rival(method, horizon, _power(mean), intervals)


def _power(log_cost: float) -> float:
    """The cost of a log cost, kept within what a number can hold."""
    return math.exp(min(max(log_cost, -600.0), 600.0))
