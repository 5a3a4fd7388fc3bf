"""The linear Gaussian state space as a frozen value, and its start.

For periods t = 1 .. T, with n series and s states::

    y[t] = design @ x[t] + e[t]               e[t] ~ N(0, observation_covariance)
    x[t] = transition @ x[t - 1] + u[t]       u[t] ~ N(0, state_covariance)

The notation follows Durbin and Koopman (2012), Time Series Analysis by State Space Methods, 2nd edition,
chapter 3, except that the state moves before it is observed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from forerun.errors import InputError

Array: TypeAlias = NDArray[np.float64]

SMALLEST_EIGENVALUE = -1e-8
"""A covariance may have an eigenvalue this far below zero, relative to its largest, from rounding."""

LARGEST_ASYMMETRY = 1e-8
"""A covariance may differ from its transpose by this, relative to its largest entry, from rounding."""


class Start(StrEnum):
    """The period that the initial moments describe."""

    BEFORE = "before"
    """x[0], one period before the first observation, as the New York Fed's program has it."""
    FIRST = "first"
    """x[1], the period of the first observation, as Durbin and Koopman and statsmodels."""


@dataclass(frozen=True, slots=True, eq=False)
class StateSpace:
    """A time-invariant linear Gaussian state space.

    Args:
        design: (n, s), what each series takes of each state.
        transition: (s, s).
        observation_covariance: (n, n), not necessarily diagonal; zeros are allowed.
        state_covariance: (s, s), of any rank.
        initial_mean: (s,).
        initial_covariance: (s, s).
        start: the period of the initial moments.

    Raises:
        InputError: shapes do not fit, a number is not finite, or a covariance is not one.
    """

    design: Array
    transition: Array
    observation_covariance: Array
    state_covariance: Array
    initial_mean: Array
    initial_covariance: Array
    start: Start = Start.BEFORE

    def __post_init__(self) -> None:
        series, states = _shape_of_design(self.design)
        expected = {
            "design": (series, states),
            "transition": (states, states),
            "observation_covariance": (series, series),
            "state_covariance": (states, states),
            "initial_mean": (states,),
            "initial_covariance": (states, states),
        }
        for name, shape in expected.items():
            object.__setattr__(self, name, _checked(name, getattr(self, name), shape))
        for name in ("observation_covariance", "state_covariance", "initial_covariance"):
            _check_covariance(name, getattr(self, name))

    @property
    def series_count(self) -> int:
        """Number of series, n."""
        return int(self.design.shape[0])

    @property
    def state_count(self) -> int:
        """Number of states, s."""
        return int(self.design.shape[1])


def stationary_covariance(transition: Array, state_covariance: Array) -> Array:
    """Covariance of the state in the long run: V = A V A' + Q (Hamilton 1994, equation 13.2.21).

    Args:
        transition: (s, s), every eigenvalue within the unit circle.
        state_covariance: (s, s).

    Returns:
        (s, s), symmetric.

    Raises:
        InputError: a number is not finite, or the transition is not stable, so there is no such covariance.
    """
    from scipy.linalg import solve_discrete_lyapunov

    if not (np.isfinite(transition).all() and np.isfinite(state_covariance).all()):
        raise InputError(
            "has a number that is not finite", where="stationary start", advice="Look at the estimation"
        )
    largest = float(np.max(np.abs(np.linalg.eigvals(transition))))
    if largest >= 1:
        raise InputError(
            f"the transition has an eigenvalue of modulus {largest:.6g}",
            where="stationary start",
            advice="Give initial moments, or difference the series that grow without bound",
        )
    return symmetric(solve_discrete_lyapunov(transition, state_covariance))


def symmetric(matrix: Array) -> Array:
    """The symmetric part, for covariances that are symmetric but for rounding."""
    return np.asarray((matrix + np.swapaxes(matrix, -1, -2)) / 2)


def _shape_of_design(design: Array) -> tuple[int, int]:
    if np.ndim(design) != 2:
        raise InputError("not a matrix", where="design", advice="Give one row a series, one column a state")
    rows, columns = np.shape(design)
    return int(rows), int(columns)


def _checked(name: str, given: Array, shape: tuple[int, ...]) -> Array:
    """A read-only copy in double precision."""
    value = np.array(given, dtype=np.float64)
    if value.shape != shape:
        raise InputError(
            f"has the shape {value.shape}", where=name, advice=f"The design asks for the shape {shape}"
        )
    if not np.isfinite(value).all():
        raise InputError("has a number that is not finite", where=name, advice="Look at the estimation")
    value.flags.writeable = False
    return value


def _check_covariance(name: str, value: Array) -> None:
    scale = float(np.max(np.abs(value), initial=0.0))
    if scale and float(np.max(np.abs(value - value.T))) > LARGEST_ASYMMETRY * scale:
        raise InputError("is not symmetric", where=name, advice="A covariance is")
    if scale and float(np.linalg.eigvalsh(value)[0]) < SMALLEST_EIGENVALUE * scale:
        raise InputError("has a negative eigenvalue", where=name, advice="A covariance has none")
