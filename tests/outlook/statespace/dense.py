"""Small random state spaces, and their joint normal density written out as one long vector."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from forerun.outlook.statespace.model import Array, Start, StateSpace

SERIES, STATES, PERIODS = 3, 4, 7


class Joint(NamedTuple):
    """Means and covariances of stacked states and of stacked observations, and between them.

    ``states`` (K s,) begins with x[0] for a model that starts before its data.
    """

    states: Array
    states_covariance: Array
    between: Array
    observations: Array
    observations_covariance: Array


def random_model(seed: int, start: Start) -> StateSpace:
    rng = np.random.default_rng(seed)
    transition = 0.4 * rng.normal(size=(STATES, STATES))
    shocks, noise = rng.normal(size=(STATES, 2)), rng.normal(size=(SERIES, SERIES))
    initial = rng.normal(size=(STATES, STATES))
    return StateSpace(
        rng.normal(size=(SERIES, STATES)),
        transition,
        0.3 * noise @ noise.T,
        shocks @ shocks.T,
        rng.normal(size=STATES),
        initial @ initial.T,
        start,
    )


def random_data(seed: int) -> Array:
    """A quarter of the cells and one whole period missing."""
    rng = np.random.default_rng(seed + 1000)
    data = rng.normal(size=(PERIODS, SERIES))
    data[rng.random(data.shape) < 0.25] = np.nan
    data[3] = np.nan
    return data


def joint(model: StateSpace, periods: int) -> Joint:
    early = int(model.start is Start.BEFORE)
    count, states = periods + early, model.state_count
    powers = [np.linalg.matrix_power(model.transition, k) for k in range(count)]
    moving = np.block(
        [
            [powers[i - j] if i >= j else np.zeros((states, states)) for j in range(count)]
            for i in range(count)
        ]
    )
    shocks = np.kron(np.eye(count), model.state_covariance)
    shocks[:states, :states] = model.initial_covariance
    mean = moving[:, :states] @ model.initial_mean
    covariance = moving @ shocks @ moving.T
    seeing = np.hstack([np.zeros((periods * model.series_count, early * states)), _seeing(model, periods)])
    noise = np.kron(np.eye(periods), model.observation_covariance)
    return Joint(
        mean, covariance, covariance @ seeing.T, seeing @ mean, seeing @ covariance @ seeing.T + noise
    )


def _seeing(model: StateSpace, periods: int) -> Array:
    return np.asarray(np.kron(np.eye(periods), model.design))


def density(model: StateSpace, data: Array) -> float:
    """Log density of what is observed, by one Cholesky-free determinant and inverse."""
    all_of_it = joint(model, len(data))
    seen = np.isfinite(data.ravel())
    covariance = all_of_it.observations_covariance[np.ix_(seen, seen)]
    apart = data.ravel()[seen] - all_of_it.observations[seen]
    _, logarithm = np.linalg.slogdet(covariance)
    distance = apart @ np.linalg.inv(covariance) @ apart
    return float(-(seen.sum() * np.log(2 * np.pi) + logarithm + distance) / 2)


def given(model: StateSpace, data: Array) -> tuple[Array, Array, Array]:
    """Conditional mean (K, s) and covariance (K, s, K, s) of the states, mean (T, n) of the observations."""
    all_of_it = joint(model, len(data))
    seen = np.isfinite(data.ravel())
    inverse = np.linalg.inv(all_of_it.observations_covariance[np.ix_(seen, seen)])
    apart = data.ravel()[seen] - all_of_it.observations[seen]
    gain = all_of_it.between[:, seen] @ inverse
    means = all_of_it.states + gain @ apart
    covariance = all_of_it.states_covariance - gain @ all_of_it.between[:, seen].T
    observations = all_of_it.observations + all_of_it.observations_covariance[:, seen] @ inverse @ apart
    count = len(means) // model.state_count
    shape = (count, model.state_count)
    return means.reshape(shape), covariance.reshape(*shape, *shape), observations.reshape(data.shape)
