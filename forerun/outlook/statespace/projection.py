"""What a figure is expected to be given the data, and how much each observation weighs in that.

For a linear Gaussian model the expectation of a target is a constant plus a weighted sum of the observations.
The weights are inv(var(y)) @ cov(y, target); they come from one pass forward and one back through the adjoint
of the smoother, however many observations there are (Koopman and Harvey 2003, Journal of Economic Dynamics
and Control 27, give weights of the smoother by other recursions).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.outlook.statespace.filtering import Filtered, checked_data, run_filter, whiten
from forerun.outlook.statespace.model import Array, StateSpace
from forerun.outlook.statespace.smoothing import expected_observations, forces, smoothed_means


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Expected observations (T, n) given the data, and the weight (T, n) of each observation in the target.

    An observed figure is expected to be what it is; ``weights`` is zero where nothing is observed.
    """

    expected: Array
    weights: Array


def project(model: StateSpace, data: Array, target: tuple[int, int]) -> Projection:
    """Expectation of every figure and the weights behind one of them.

    Args:
        model: of n series.
        data: (T, n), in the units of the model, NaN where nothing is observed.
        target: period and series of the figure whose weights are wanted.

    Raises:
        InputError: as :func:`~forerun.outlook.statespace.filtering.run_filter`.
    """
    data = checked_data(model, data)
    done = run_filter(model, data)
    return Projection(_expected(model, done, data), _weights(model, done, data, target))


def _expected(model: StateSpace, done: Filtered, data: Array) -> Array:
    force = forces(model, done)
    expected = expected_observations(model, done, smoothed_means(done, force), force)
    return np.where(np.isnan(data), expected, data)


def _weights(model: StateSpace, done: Filtered, data: Array, target: tuple[int, int]) -> Array:
    """The adjoint of filter and smoother: (T, n)."""
    weights = np.zeros(data.shape)
    if not np.isnan(data[target]):
        weights[target] = 1.0
        return weights
    pulls = _pulls(model, done, target)
    behind = np.zeros(model.state_count)
    for t in reversed(range(len(data))):
        update = done.updates[t]
        ahead = model.transition.T @ behind
        weights[t, update.observed] = pulls[t] + update.gain.T @ ahead
        behind = ahead - model.design[update.observed].T @ weights[t, update.observed]
        if t == target[0]:
            behind += model.design[target[1]]
    return weights


def _pulls(model: StateSpace, done: Filtered, target: tuple[int, int]) -> list[Array]:
    """Weights that reach each period's innovations through the smoother, (k,) each."""
    period, series = target
    pulls = []
    carried = np.zeros(model.state_count)
    for t, update in enumerate(done.updates):
        noise = np.zeros(len(update.observed))
        if t == period:
            carried = carried + done.predicted_covariance[t] @ model.design[series]
            noise = model.observation_covariance[series, update.observed]
        pull = whiten(update, model.design[update.observed] @ carried + noise)
        pulls.append(pull)
        kept = carried - update.gain @ (model.design[update.observed] @ carried + noise)
        carried = model.transition @ kept
    return pulls
