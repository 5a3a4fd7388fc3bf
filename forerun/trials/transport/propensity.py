"""How likely a place with given characteristics was to be in the trial: logistic regression of Firth.

Firth (1993) maximises the likelihood times the square root of its information (Jeffreys' prior), which is
finite even where the characteristics separate trial from other places, as few trial places soon do
(Heinze and Schemper 2002).
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.trials.transport.standard import Standard

_STEPS = 200
_LONGEST = 5.0  # of a coefficient's step


def propensity(standard: Standard) -> tuple[Array, Array]:
    """Propensities of the n trial and N target places; trial places outside the target join it."""
    joined = np.isin(standard.trial_places, standard.target_places)
    features = np.vstack([standard.target, standard.trial[~joined]])
    features = np.hstack([np.ones((len(features), 1)), features])
    taken = np.r_[np.isin(standard.target_places, standard.trial_places), np.ones(int((~joined).sum()), bool)]
    coefficients = firth(features, taken.astype(float))
    of_trial = np.hstack([np.ones((len(standard.trial), 1)), standard.trial]) @ coefficients
    of_target = features[: len(standard.target)] @ coefficients
    return _logistic(of_trial), _logistic(of_target)


def firth(features: Array, taken: Array) -> Array:
    """Coefficients (p,) of Firth's logistic regression of ``taken`` (n,), zeros and ones, on features (n, p).

    Newton's method on the modified score  F'(y - m + h(1/2 - m)),  h the leverages, with halved steps
    (Heinze and Schemper 2002, section 2).
    """
    coefficients = np.zeros(features.shape[1])
    value = _penalised(features, taken, coefficients)
    for _ in range(_STEPS):
        mean = _logistic(features @ coefficients)
        spread = mean * (1.0 - mean)
        bread = np.linalg.inv(features.T @ (features * spread[:, None]))
        leverage = spread * np.einsum("ij,jk,ik->i", features, bread, features)
        score = features.T @ (taken - mean + leverage * (0.5 - mean))
        step = bread @ score
        step *= min(1.0, _LONGEST / max(float(np.abs(step).max()), 1e-300))
        tried = _penalised(features, taken, coefficients + step)
        while tried < value and np.abs(step).max() > 1e-12:
            step /= 2.0
            tried = _penalised(features, taken, coefficients + step)
        coefficients, value = coefficients + step, tried
        if np.abs(step).max() < 1e-9:
            break
    return coefficients


def _penalised(features: Array, taken: Array, coefficients: Array) -> float:
    """The logarithm of the likelihood and half that of the information's determinant."""
    index = features @ coefficients
    mean = _logistic(index)
    information = features.T @ (features * (mean * (1.0 - mean))[:, None])
    sign, size = np.linalg.slogdet(information)
    if sign <= 0.0:
        return -np.inf
    return float(taken @ index - np.logaddexp(0.0, index).sum() + 0.5 * size)


def _logistic(index: Array) -> Array:
    return 0.5 * (1.0 + np.tanh(0.5 * index))
