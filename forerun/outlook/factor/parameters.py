"""Parameters of the factor model and what follows from them alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError

LARGEST_ROOT = 0.9995  # of the factors' transition; nearer to one there is no stationary start
LARGEST = 1e100  # figures and parameters beyond it cannot be squared and summed
_DOUBLINGS = 60
_NEGATIVE = 1e-9  # of a covariance's largest number; a root below zero by less is rounding


@dataclass(frozen=True, eq=False)
class Parameters:
    """Parameters of a model with r factors, p lags and N series.

    ``x[i, t] = loadings[i] @ f[t] + e[i, t]``, ``f[t] = sum_k transition[k] @ f[t - 1 - k] + shock``,
    ``e[i, t] = ar[i] * e[i, t - 1] + innovation``; a published figure is a weighted sum of ``x``.

    Attributes:
        loadings: (N, r).
        transition: (p, r, r), the lag-one matrix first.
        shock_covariance: (r, r).
        ar: (N,) coefficients of the idiosyncratic terms, within (-1, 1).
        variance: (N,) variances of their innovations, positive.
    """

    loadings: Array
    transition: Array
    shock_covariance: Array
    ar: Array
    variance: Array

    @property
    def factors(self) -> int:
        """The number of factors, r."""
        return int(self.loadings.shape[1])

    @property
    def lags(self) -> int:
        """The order of the factors' autoregression, p."""
        return int(self.transition.shape[0])


def checked(given: Parameters) -> Parameters:
    """The parameters, when they describe a stationary model.

    Raises:
        InputError: shapes that do not fit, a number that is not finite, a variance that is not positive, an
            autoregression without a stationary distribution.
    """
    _check_shapes(given)
    _check_numbers(given)
    if not (np.all(given.variance > 0) and np.all(np.abs(given.ar) < 1)):
        raise InputError(
            "idiosyncratic terms without a stationary distribution",
            advice="Variances must be positive and autoregressive coefficients within -1 and 1",
        )
    if root(given.transition) >= 1:
        raise InputError(
            f"the factors' largest root is {root(given.transition):.4f}",
            advice="Use a transition whose roots lie inside the unit circle",
        )
    return given


def _check_shapes(given: Parameters) -> None:
    n, r = given.loadings.shape if given.loadings.ndim == 2 else (0, 0)
    shapes = (given.transition.shape[1:], given.shock_covariance.shape, given.ar.shape, given.variance.shape)
    if not r or not len(given.transition) or shapes != ((r, r), (r, r), (n,), (n,)):
        raise InputError(
            f"parameters of shapes that do not fit {n} series and {r} factors",
            advice="loadings (N, r), transition (p, r, r), shock covariance (r, r), ar (N,), variance (N,)",
        )


def _check_numbers(given: Parameters) -> None:
    for name in ("loadings", "transition", "shock_covariance", "ar", "variance"):
        if not np.all(np.abs(getattr(given, name)) < LARGEST):
            raise InputError(
                f"a number is not finite or not below {LARGEST:g}",
                where=name,
                advice="Estimate the parameters again, or correct it",
            )
    shock = given.shock_covariance
    if not np.allclose(shock, shock.T) or np.linalg.eigvalsh(shock).min() < -_NEGATIVE * np.abs(shock).max():
        raise InputError(
            "the shocks' matrix is no covariance",
            where="shock_covariance",
            advice="Give a symmetric matrix without negative roots",
        )


def matched(given: Parameters, names: Sequence[str]) -> Parameters:
    """The parameters, when they are those of as many series.

    Raises:
        InputError: they are not.
    """
    if len(given.loadings) != len(names):
        raise InputError(
            f"parameters of {len(given.loadings)} series for a panel of {len(names)}",
            advice="Give one row of loadings for each series, in the panel's order",
        )
    return given


def companion(transition: Array) -> Array:
    """(p, r, r) as one matrix (pr, pr) that moves the last p factors one month on."""
    p, r, _ = transition.shape
    top = transition.transpose(1, 0, 2).reshape(r, p * r)
    return np.vstack([top, np.eye(r * (p - 1), r * p)])


def root(transition: Array) -> float:
    """The largest modulus of the roots of the factors' autoregression."""
    return float(np.abs(np.linalg.eigvals(companion(transition))).max())


def stationary(given: Parameters) -> tuple[Parameters, bool]:
    """The parameters with roots drawn inside the unit circle, and whether that was needed.

    Lag k is multiplied by c to the power k, which multiplies every root by c.
    """
    largest = root(given.transition)
    if largest <= LARGEST_ROOT:
        return given, False
    shrink = (LARGEST_ROOT / largest) ** np.arange(1, given.lags + 1)
    return replace(given, transition=given.transition * shrink[:, None, None]), True


def autocovariances(transition: Array, shock_covariance: Array, depth: int) -> Array:
    """(depth, r, r) autocovariances ``E[f[t] f[t - k]']`` of a stationary autoregression, k below depth.

    The variance of the companion form is the sum of ``T^k Q T'^k``, doubled up (Anderson and Moore 1979,
    section 6.7).
    """
    p, r, _ = transition.shape
    moved = companion(transition)
    total = np.zeros_like(moved)
    total[:r, :r] = shock_covariance
    for _ in range(_DOUBLINGS):
        more = moved @ total @ moved.T
        total = total + more
        moved = moved @ moved
        if np.abs(more).max() <= 1e-17 * np.abs(total).max():
            break
    gammas = [total[:r, k * r : (k + 1) * r] for k in range(min(p, depth))]
    while len(gammas) < depth:
        gammas.append(sum(transition[j] @ gammas[len(gammas) - 1 - j] for j in range(p)))
    return np.array(gammas)
