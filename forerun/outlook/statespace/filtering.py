"""The Kalman filter and the likelihood of a state space, with any observations missing.

All series of a period enter in one step through a Cholesky factor of their covariance, and the covariance of
the state is updated in the form of Joseph, which stays positive where the short form cancels (Bucy and Joseph
1968).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrs

from forerun.errors import InputError
from forerun.outlook.statespace.model import Array, Start, StateSpace, symmetric

LOG_TWO_PI = math.log(2 * math.pi)

COLLINEAR = 1e-13
"""A series whose variance given the other series of its month is less than this part of it adds nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """What the observations of one period tell about the state, k of n series being observed.

    ``observed`` (k,) are the series, ``factor`` (k, k) the lower Cholesky factor of the covariance of the
    innovations, ``gain`` (s, k) what an innovation adds to the state, ``innovation`` (k,).
    """

    observed: np.ndarray[tuple[int], np.dtype[np.intp]]
    factor: Array
    gain: Array
    innovation: Array


@dataclass(frozen=True, slots=True, eq=False)
class Filtered:
    """Moments of the state given the past.

    ``predicted`` (T, s) and ``predicted_covariance`` (T, s, s) are of x[t] given y[1 .. t-1], ``filtered``
    (T, s) is the mean given y[1 .. t]; ``terms`` (T,) is each period's log density without its constant and
    ``count`` the number of observations.
    """

    predicted: Array
    predicted_covariance: Array
    filtered: Array
    updates: tuple[Update, ...]
    terms: Array
    count: int

    def loglikelihood(self, constant: bool = True) -> float:
        """Log density of all observations; without ``constant`` -count/2 log(2 pi) is left out."""
        total = math.fsum(self.terms.tolist())
        return total - self.count * LOG_TWO_PI / 2 if constant else total


def run_filter(model: StateSpace, data: Array) -> Filtered:
    """Kalman filter (Durbin and Koopman 2012, equation 4.24, and section 4.10 for missing observations).

    Args:
        model: of n series and s states.
        data: (T, n) in the units of the model; NaN where nothing is observed.

    Raises:
        InputError: the shape does not fit, a number is infinite, or observations determine one another.
    """
    data = checked_data(model, data)
    periods, states = len(data), model.state_count
    predicted = np.empty((periods, states))
    predicted_covariance = np.empty((periods, states, states))
    filtered = np.empty((periods, states))
    terms = np.zeros(periods)
    updates = []
    mean, covariance = first_moments(model)
    for t in range(periods):
        if t:
            mean, covariance = _move(model, mean, covariance)
        predicted[t], predicted_covariance[t] = mean, covariance
        update = _observe(model, data[t], mean, covariance, t)
        updates.append(update)
        terms[t] = _log_density(update)
        mean = mean + update.gain @ update.innovation
        covariance = _after(model, covariance, update)
        filtered[t] = mean
    count = int(np.isfinite(data).sum())
    return Filtered(predicted, predicted_covariance, filtered, tuple(updates), terms, count)


def loglikelihood(model: StateSpace, data: Array, constant: bool = True) -> float:
    """Log density of the observations (Durbin and Koopman 2012, equation 7.2).

    Args:
        model: of n series.
        data: (T, n), NaN where nothing is observed.
        constant: whether -count/2 log(2 pi) is part of it; the New York Fed's program leaves it out.

    Raises:
        InputError: as :func:`run_filter`.
    """
    return run_filter(model, data).loglikelihood(constant)


def first_moments(model: StateSpace) -> tuple[Array, Array]:
    """Mean (s,) and covariance (s, s) of the state in the first period, before it is observed."""
    if model.start is Start.FIRST:
        return model.initial_mean, model.initial_covariance
    return _move(model, model.initial_mean, model.initial_covariance)


def whiten(update: Update, vector: Array) -> Array:
    """Inverse of the covariance of the innovations times a vector (k,) or matrix (k, m)."""
    if not len(vector):
        return vector
    solved, _ = dpotrs(update.factor, vector, lower=1)
    return np.asarray(solved)


def keeping(model: StateSpace, update: Update) -> Array:
    """I - gain @ design, (s, s): what is kept of the predicted state when the period is observed."""
    kept = -update.gain @ model.design[update.observed]
    kept[np.diag_indices_from(kept)] += 1
    return kept


def checked_data(model: StateSpace, data: Array) -> Array:
    """The data as doubles.

    Raises:
        InputError: the shape does not fit the model, or a number is infinite.
    """
    values = np.asarray(data, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] != model.series_count:
        raise InputError(
            f"has the shape {values.shape}",
            where="data",
            advice=f"Give one row a period and {model.series_count} columns",
        )
    if np.isinf(values).any():
        raise InputError("has an infinite number", where="data", advice="Missing observations are NaN")
    return values


def _move(model: StateSpace, mean: Array, covariance: Array) -> tuple[Array, Array]:
    moved = model.transition @ covariance @ model.transition.T + model.state_covariance
    return model.transition @ mean, symmetric(moved)


def _observe(model: StateSpace, row: Array, mean: Array, covariance: Array, period: int) -> Update:
    observed = np.flatnonzero(~np.isnan(row))
    design = model.design[observed]
    noise = model.observation_covariance[np.ix_(observed, observed)]
    shared = covariance @ design.T
    factor = _factor(symmetric(design @ shared + noise), period)
    update = Update(observed, factor, shared, row[observed] - design @ mean)
    return Update(observed, factor, whiten(update, shared.T).T, update.innovation)


def _factor(covariance: Array, period: int) -> Array:
    """Lower Cholesky factor; a pivot that is nothing but rounding counts as none."""
    try:
        factor = np.asarray(np.linalg.cholesky(covariance))
    except np.linalg.LinAlgError as error:
        raise _collinear(period) from error
    if np.any(np.diag(factor) ** 2 < COLLINEAR * np.diag(covariance)):
        raise _collinear(period)
    return factor


def _collinear(period: int) -> InputError:
    return InputError(
        "the observations determine one another exactly",
        where=f"period {period + 1} of the data",
        advice="Leave out a collinear series, or give each a variance of its own",
    )


def _log_density(update: Update) -> float:
    distance = float(update.innovation @ whiten(update, update.innovation))
    return -float(np.sum(np.log(np.diag(update.factor)))) - distance / 2


def _after(model: StateSpace, covariance: Array, update: Update) -> Array:
    if not len(update.observed):
        return covariance
    kept = keeping(model, update)
    noise = model.observation_covariance[np.ix_(update.observed, update.observed)]
    return symmetric(kept @ covariance @ kept.T + update.gain @ noise @ update.gain.T)
