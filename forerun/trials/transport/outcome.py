"""The outcome model: how the effect varies with characteristics of places, and how much is left.

    effect_i = f_i'b + u_i + e_i,      u ~ (0, t2) between places,      e ~ (0, S) known sampling errors

a random-effects meta-regression.  t2 is that of Paule and Mandel (1982), the value at which the generalised
Q statistic equals its degrees of freedom; it assumes no distribution and is recommended by Veroniki et al.
(2016). With it the correction of Knapp and Hartung (2003) for few places, which multiplies variances by
Q/(n - p), is one wherever t2 > 0; where Q falls short of n - p even at t2 = 0 variances are not made
smaller (Rover, Knapp and Friede 2015), and t quantiles with n - p degrees of freedom complete it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array

_STEPS = 100


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeModel:
    """A fitted outcome model of n places and p features, the first of them constant.

    Attributes:
        names: of the p features.
        coefficients: (p,), per target standard deviation of a characteristic, per unit of effort.
        errors: (p,) standard errors of Knapp and Hartung, never below those without their correction.
        degrees: n - p, of their t quantiles.
        between: t2, the variance between places that the features leave.
        features: (n, p).
        covariance: (n, n) t2 I + S.
        slopes: (p, n), what makes coefficients out of effects.
        residuals: (n,).
    """

    names: tuple[str, ...]
    coefficients: Array
    errors: Array
    degrees: int
    between: float
    features: Array
    covariance: Array
    slopes: Array
    residuals: Array


def fit_outcome(effect: Array, sampling: Array, features: Array, names: tuple[str, ...]) -> OutcomeModel:
    """Generalised least squares of effects (n,) with sampling covariance (n, n) on features (n, p), n > p."""
    size, count = features.shape
    between = between_variance(effect, sampling, features)
    covariance = sampling + (between + _least(effect, sampling, between)) * np.eye(size)
    whitening = np.linalg.inv(np.linalg.cholesky(covariance))
    basis, triangle = np.linalg.qr(whitening @ features)
    root = np.linalg.inv(triangle)
    slopes = root @ basis.T @ whitening
    residuals = effect - features @ (slopes @ effect)
    q = float(np.sum((whitening @ residuals) ** 2)) / (size - count)
    return OutcomeModel(
        names=names,
        coefficients=slopes @ effect,
        errors=np.sqrt(np.sum(root**2, axis=1) * max(q, 1.0)),
        degrees=size - count,
        between=between,
        features=features,
        covariance=covariance,
        slopes=slopes,
        residuals=residuals,
    )


def _least(effect: Array, sampling: Array, between: float) -> float:
    """A variance too small to matter that keeps the covariance regular when errors are said to be zero."""
    scale = float(np.trace(sampling)) / len(effect) + between
    return 1e-12 * scale if scale > 0.0 else 1e-24 * (float(effect @ effect) / len(effect) + 1.0)


def between_variance(effect: Array, sampling: Array, features: Array) -> float:
    """Paule and Mandel's (1982) t2: the root of  y'C (t2 I + C'SC)^-1 C'y = n - p,  C'F = 0,  or 0.

    The left side falls and is convex in t2, so Newton's method from zero comes up to the root from below.
    """
    degrees = len(effect) - features.shape[1]
    null = np.linalg.qr(features, mode="complete")[0][:, features.shape[1] :]
    spread, vectors = np.linalg.eigh(null.T @ sampling @ null)
    squares = (vectors.T @ (null.T @ effect)) ** 2
    least = 1e-14 * max(float(squares.sum()), 1e-300)
    spread = np.maximum(spread, least)
    between = 0.0
    for _ in range(_STEPS):
        excess = float(np.sum(squares / (spread + between))) - degrees
        if excess <= 1e-12 * degrees:
            break
        between += excess / float(np.sum(squares / (spread + between) ** 2))
    return between
