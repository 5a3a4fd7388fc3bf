"""Formulas of cost forecasts, each a function of numbers: nothing here reads, prints or decides.

Moore's law as a geometric random walk with drift and its errors: J. D. Farmer and F. Lafond, How predictable
is technological progress?, Research Policy 45 (2016) 647-665, cited by its equations.  Wright's law by
first differences: F. Lafond and others, How well do experience curves predict technological progress?,
Technological Forecasting and Social Change 128 (2018) 104-117.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array

THETA_MATCHED, THETA_WEIGHTED = 0.63, 0.25
"""Moving average parameter that matches the errors of hindcasts, and the mean of those estimated."""
WINDOW = 5
"""Yearly changes from which the paper estimates drift and volatility ."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Drift and volatility of log costs a year, from ``n`` changes.

    ``mu`` is the mean change a year, ``k`` its standard deviation (n - 1); NaN for a single change.
    """

    mu: float
    k: float
    n: int


def drift_of(years: Array, logs: Array) -> Drift:
    """Drift and volatility (equations 6 and 7), also over steps that are not one year.

    The walk is a Brownian motion with drift seen at these years, so that a change over ``d`` years has
    variance ``k^2 d``; with yearly steps these are the mean and the standard deviation of the changes.

    Args:
        years: (T,) ascending, T at least 2.
        logs: (T,) log costs.
    """
    steps, changes = np.diff(years), np.diff(logs)
    mu = float(changes.sum() / steps.sum())
    n = changes.size
    if n < 2:
        return Drift(mu, math.nan, n)
    return Drift(mu, float(np.sqrt(((changes - mu * steps) ** 2 / steps).sum() / (n - 1))), n)


def t_statistic(drift: Drift, span: float) -> float:
    """The drift by its standard error, of a curve that spans so many years; infinite without volatility."""
    if drift.k > 0:
        return drift.mu / (drift.k / math.sqrt(span))
    return math.copysign(math.inf, drift.mu) if drift.mu else 0.0


def falling_p(drift: Drift, span: float) -> float:
    """p-value of the one-sided t-test that the cost does not fall; 1 for fewer than two changes."""
    from scipy.special import stdtr

    if drift.n < 2:
        return 1.0
    return float(stdtr(drift.n - 1, t_statistic(drift, span)))


def xi(tau: Array | float, m: int = WINDOW) -> Array:
    """Expected squared error by the estimated variance, after ``tau`` years (equation 8), m above 3."""
    tau = np.asarray(tau, float)
    found: Array = (m - 1) / (m - 3) * (tau + tau * tau / m)
    return found


def a_plain(tau: Array | float, m: int = WINDOW) -> Array:
    """Variance of a forecast by that of the noise, for a random walk with estimated drift (equation 5)."""
    tau = np.asarray(tau, float)
    found: Array = tau + tau * tau / m
    return found


def a_star(tau: Array | float, m: int = WINDOW, theta: float = THETA_MATCHED) -> Array:
    """The same for an integrated moving average, by the variance of its shocks (equation 13)."""
    found: Array = -2 * theta + (1 + 2 * (m - 1) * theta / m + theta * theta) * a_plain(tau, m)
    return found


def spread(tau: Array | float, m: int = WINDOW, theta: float = THETA_MATCHED) -> Array:
    """Standard deviation of a forecast by that of yearly changes, sqrt(A* / (1 + theta^2)) (eq. 17, 18)."""
    found: Array = np.sqrt(a_star(tau, m, theta) / (1 + theta * theta))
    return found


def usual_volatility(mu: float) -> float:
    """The volatility that goes with a drift across technologies, K = 0.02 - 0.76 mu (their figure 4)."""
    return 0.02 - 0.76 * mu


def damping(tau: Array | float, phi: float) -> Array:
    """Years of full drift that ``tau`` years of a damped one amount to: 1 + phi + ... + phi^(tau - 1).

    E. S. Gardner and E. McKenzie, Forecasting trends in time series, Management Science 31 (1985) 1237-1246,
    equation 5; their first step is damped as well, here it is not.
    """
    tau = np.asarray(tau, float)
    found: Array = tau if phi == 1 else (1 - phi**tau) / (1 - phi)
    return found


def learning_rate(exponent: float) -> float:
    """The share by which cost falls with each doubling of cumulative production: 1 - 2^b."""
    return float(1 - 2**exponent)


def exponent_of_levels(logs: Array, volumes: Array) -> float:
    """The slope of log cost on log cumulative production, by least squares; NaN where that does not move.

    Args:
        logs: (n,) log costs.
        volumes: (n,) log cumulative production.
    """
    apart = volumes - volumes.mean()
    square = float(apart @ apart)
    return float(apart @ (logs - logs.mean()) / square) if square > 0 else math.nan


@dataclass(frozen=True, slots=True)
class Wright:
    """Exponent by first differences, standard deviation of what it leaves, the sum of squares behind it."""

    exponent: float
    k: float
    square: float


def wright_of(logs: Array, volumes: Array) -> Wright:
    """Slope through the origin of changes of log cost on changes of log production (Lafond and others 2018).

    Args:
        logs: (n,) log costs of consecutive years, n at least 3.
        volumes: (n,) log cumulative production.
    """
    changes, moved = np.diff(logs), np.diff(volumes)
    square = float(moved @ moved)
    if square <= 0:
        return Wright(math.nan, math.nan, 0.0)
    exponent = float(moved @ changes / square)
    rest = changes - exponent * moved
    return Wright(exponent, math.sqrt(float(rest @ rest) / max(changes.size - 1, 1)), square)


def wright_spread(tau: Array | float, cost: Wright, production: Drift) -> Array:
    """Standard deviation of a forecast of log cost by Wright's law after ``tau`` years.

    Three errors are added: shocks to cost, the exponent's own error at the production that is expected, and
    the exponent times the error of the production forecast, itself a random walk with estimated drift.
    """
    tau = np.asarray(tau, float)
    expected = production.mu * tau
    own = cost.k**2 * (tau + expected**2 / cost.square)
    made: Array = np.sqrt(own + cost.exponent**2 * production.k**2 * a_plain(tau, max(production.n, 1)))
    return made


def forecast_count(points: int, m: int = WINDOW, horizon: int | None = None) -> int:
    """How many forecasts so many yearly costs give, from every origin with ``m`` changes behind it."""
    left = max(points - 1 - m, 0)
    if horizon is None or horizon >= left:
        return left * (left + 1) // 2
    return horizon * (horizon + 1) // 2 + (left - horizon) * horizon
