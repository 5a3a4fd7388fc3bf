"""The doubly robust effect for the target population, and what it is made of.

    sum_j p_j m(x_j)  +  sum_i w_i (tau_i - m(x_i))

m the outcome model, w the weights of entropy balancing: the augmented weighting of Dahabreh et al. (2020)
with calibrated in the place of inverse-odds weights.  It is right when either the effect is linear in the
balanced moments or the odds of being in the trial are log-linear in them.  Where the weights balance every
feature of the model exactly, the model adds nothing to the estimate (Zhao and Percival 2017) but still sets
its error; it does add where effort is a feature, which no weights balance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.trials.transport.outcome import OutcomeModel
from forerun.trials.transport.quantity import Linear
from forerun.trials.transport.standard import Standard


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The numbers behind a national effect, each linear in the effects of the trial places.

    Attributes:
        naive: the average of the trial places, for themselves.
        weighted: with the weights only, at the effort of the trial.
        modelled: with the outcome model only, at normal effort where effort is in it.
        doubly: with both, at the effort of the trial.
    """

    naive: Linear
    weighted: Linear
    modelled: Linear
    doubly: Linear


def parts(standard: Standard, weights: Array, outcome: OutcomeModel) -> Parts:
    """The numbers behind a national effect; ``outcome`` has a constant, k characteristics, perhaps effort."""
    nowhere = np.zeros(len(weights))
    meant = target_features(standard, outcome)
    reached = outcome.features.T @ weights
    kept = np.where(np.arange(len(meant)) > len(standard.names), reached, meant)
    return Parts(
        naive=naive(standard),
        weighted=Linear(weights, nowhere, 1.0),
        modelled=Linear(meant @ outcome.slopes, nowhere, 1.0),
        doubly=Linear(weights + (kept - reached) @ outcome.slopes, nowhere, 1.0),
    )


def naive(standard: Standard) -> Linear:
    """The average of the trial places, for themselves."""
    return Linear(standard.base, standard.base, 0.0)


def target_features(standard: Standard, outcome: OutcomeModel) -> Array:
    """(p,) mean features of the target population; extra effort is none there."""
    meant = np.zeros(outcome.features.shape[1])
    meant[0] = 1.0
    meant[1 : 1 + len(standard.names)] = standard.shares @ standard.target
    return meant


def jackknife_error(effect: Array, outcome: OutcomeModel, without: Array, meant: Array) -> float | None:
    """Standard error of the doubly robust effect from leaving out each trial place in turn.

    Weights and outcome model are made anew without the place (Efron and Stein 1981); t2 is kept.  Leaving
    out a place is giving it a dummy of its own, so the model's coefficients follow in closed form.

    Args:
        effect: (n,).
        outcome: fitted to all places.
        without: (n, n) in row i the weights without place i.
        meant: (p,) features of the target population.

    Returns:
        The error, or None where some place cannot be left out.
    """
    precision = np.linalg.inv(outcome.covariance)
    reduced = precision - precision @ outcome.features @ outcome.slopes
    own = np.diag(reduced)
    if np.isnan(without).any() or (own <= 1e-9 * np.diag(precision)).any():
        return None
    shift = (reduced @ effect) / own
    gain = np.linalg.solve(outcome.features.T @ precision @ outcome.features, outcome.features.T @ precision)
    coefficients = outcome.coefficients[:, None] - gain * shift
    unbalanced = meant[:, None] - outcome.features.T @ without.T
    values = without @ effect + np.sum(unbalanced * coefficients, axis=0)
    size = len(effect)
    return float(np.sqrt((size - 1) / size * np.sum((values - values.mean()) ** 2)))
