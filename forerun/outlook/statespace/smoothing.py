"""The fixed-interval smoother: what all observations together tell about each state.

Backward recursions of de Jong (1989), Journal of the American Statistical Association 84, as in Durbin and
Koopman (2012), sections 4.4 to 4.7.  They need no inverse of a state covariance, so singular ones are exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.outlook.statespace.filtering import Filtered, Update, keeping, run_filter, whiten
from forerun.outlook.statespace.model import Array, Start, StateSpace, symmetric


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Mean (s,) and covariance (s, s) of one state."""

    mean: Array
    covariance: Array


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """Moments of the state given every observation.

    ``means`` (T, s); ``covariances`` (T, s, s); ``lag_one`` (T, s, s) holds cov(x[t], x[t-1]) at t, NaN in
    the first period when the model has no state before it, and is None unless asked for; ``before`` has the
    moments of x[0] for a model that starts before its first observation, else None.  ``observations`` (T, n)
    is what each series is expected to be: its value where observed, the expectation elsewhere.
    """

    means: Array
    covariances: Array
    lag_one: Array | None
    before: Moments | None
    observations: Array
    loglikelihood: float


def smooth(model: StateSpace, data: Array, lag_one: bool = False) -> Smoothed:
    """Smoothed means and covariances (Durbin and Koopman 2012, equations 4.44 and, for lag one, section 4.7).

    Args:
        model: of n series and s states.
        data: (T, n), NaN where nothing is observed.
        lag_one: whether covariances of neighbouring states are wanted.

    Raises:
        InputError: as :func:`~forerun.outlook.statespace.filtering.run_filter`.
    """
    done = run_filter(model, data)
    periods, states = done.predicted.shape
    covariances = np.empty((periods, states, states))
    lagged = np.full((periods, states, states), np.nan) if lag_one else None
    pressure = np.zeros((states, states))
    for t in reversed(range(periods)):
        before = done.predicted_covariance[t]
        kept = keeping(model, done.updates[t])
        if lagged is not None and t + 1 < periods:
            lagged[t + 1] = _lag_one(model, done.predicted_covariance[t + 1], pressure, kept @ before)
        pressure = _pressure(model, done.updates[t], kept, pressure)
        covariances[t] = symmetric(before - before @ pressure @ before)
    force = forces(model, done)
    means = smoothed_means(done, force)
    moments = _before(model, force, pressure)
    if lagged is not None and model.start is Start.BEFORE and periods:
        lagged[0] = _lag_one(model, done.predicted_covariance[0], pressure, model.initial_covariance)
    expected = expected_observations(model, done, means, force)
    return Smoothed(means, covariances, lagged, moments, expected, done.loglikelihood())


def smoothed_means(done: Filtered, force: Array) -> Array:
    """Smoothed means (T, s) from what the data say about each state, see :func:`forces`."""
    return np.asarray(done.predicted + np.einsum("tij,tj->ti", done.predicted_covariance, force))


def forces(model: StateSpace, done: Filtered) -> Array:
    """r[t-1] of Durbin and Koopman (2012), equation 4.38: what the data from t on say about x[t], (T, s)."""
    force = np.zeros(done.predicted.shape)
    ahead = np.zeros(model.state_count)
    for t in reversed(range(len(force))):
        update = done.updates[t]
        pulled = model.transition.T @ ahead
        surprise = whiten(update, update.innovation) - update.gain.T @ pulled
        ahead = pulled + model.design[update.observed].T @ surprise
        force[t] = ahead
    return force


def expected_observations(model: StateSpace, done: Filtered, means: Array, force: Array) -> Array:
    """Each series given all observations, (T, n): an observed one is its value up to rounding.

    With correlated observation noise the noise of a missing series is expected to follow that of the
    observed ones (Durbin and Koopman 2012, equation 4.58).
    """
    expected = means @ model.design.T
    for t, update in enumerate(done.updates):
        pulled = model.transition.T @ force[t + 1] if t + 1 < len(force) else np.zeros(model.state_count)
        surprise = whiten(update, update.innovation) - update.gain.T @ pulled
        expected[t] += model.observation_covariance[:, update.observed] @ surprise
    return np.asarray(expected)


def _pressure(model: StateSpace, update: Update, kept: Array, ahead: Array) -> Array:
    """N[t-1] of Durbin and Koopman (2012), equation 4.42."""
    design = model.design[update.observed]
    moved = model.transition @ kept
    return symmetric(design.T @ whiten(update, design) + moved.T @ ahead @ moved)


def _lag_one(model: StateSpace, predicted: Array, pressure: Array, filtered: Array) -> Array:
    """cov(x[t+1], x[t]) given everything, ``filtered`` being the covariance of x[t] given the past."""
    ahead = model.transition @ filtered
    return np.asarray(ahead - predicted @ (pressure @ ahead))


def _before(model: StateSpace, force: Array, pressure: Array) -> Moments | None:
    if model.start is Start.FIRST or not len(force):
        return None
    shared = model.initial_covariance @ model.transition.T
    return Moments(
        model.initial_mean + shared @ force[0],
        symmetric(model.initial_covariance - shared @ pressure @ shared.T),
    )
