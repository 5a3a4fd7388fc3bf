"""Estimation of a dynamic factor model with missing data by expectation and maximisation.

Banbura and Modugno (2014), Journal of Applied Econometrics 29, equations 6 to 13 and appendix B, in the dense
form of the New York Fed's program (Bok and others 2018): blocks of factors, idiosyncratic AR(1) terms in the
state with a little measurement noise, quarterly loadings tied by 1, 2, 3, 2, 1.

With idiosyncratic terms in the state and next to no noise the loadings hardly move in a step, and a fit may
count as converged far from the best parameters; :attr:`Fit.stalled` tells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forerun.errors import InputError
from forerun.outlook.statespace.layout import Layout
from forerun.outlook.statespace.maximisation import next_design, next_noise, next_transition, sums_of
from forerun.outlook.statespace.model import Array, Start, StateSpace
from forerun.outlook.statespace.smoothing import smooth

NOISE = 1e-4
"""Variance of the measurement noise beside an idiosyncratic term in the state, of standardised data."""

STILL = 1e-6
"""Loadings that moved by less over a whole fit did not move."""


@dataclass(frozen=True, slots=True)
class Stop:
    """When to stop: a relative gain in log-likelihood below ``tolerance``, or ``most`` steps."""

    tolerance: float = 1e-5
    most: int = 5000


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """An estimated model.

    ``path`` holds the log-likelihood before each step, with its constant; ``converged`` whether the last gain
    was below the tolerance; ``moved`` the largest change of a loading since the start.
    """

    model: StateSpace
    path: tuple[float, ...]
    converged: bool
    moved: float

    @property
    def stalled(self) -> bool:
        """Whether the fit says that it converged although its loadings are still those of the start."""
        return self.converged and self.moved < STILL


def fit(layout: Layout, start: StateSpace, data: Array, stop: Stop | None = None) -> Fit:
    """Steps from ``start`` until the log-likelihood stands still.

    Args:
        layout: the order of the states of ``start``.
        start: of :attr:`~forerun.outlook.statespace.model.Start.BEFORE`.
        data: (T, n), standardised, NaN where nothing is observed.
        stop: when to stop.

    Raises:
        InputError: the start, the data and the layout do not fit, or there is nothing to estimate from.
    """
    stop = stop or Stop()
    data = without_empty_end(data)
    model, path, converged = start, [], False
    for _ in range(stop.most):
        following, before = step(layout, model, data)
        path.append(before)
        converged = len(path) > 1 and _gain(path[-2], path[-1]) < stop.tolerance
        if converged:
            break
        model = following
    moved = np.abs(model.design - start.design).max(initial=0.0)
    return Fit(model, tuple(path), converged, float(moved))


def step(layout: Layout, model: StateSpace, data: Array) -> tuple[StateSpace, float]:
    """One step: the next parameters, and the log-likelihood of those given.

    The initial moments become the smoothed ones of x[0].  Months at the end without any observation count as
    periods; the New York Fed's program leaves them out, and so does :func:`fit`.

    Raises:
        InputError: as :func:`fit`.
    """
    if model.start is not Start.BEFORE or model.state_count != layout.state_count:
        raise InputError(
            f"{model.state_count} states that start {model.start}",
            where="start of the estimation",
            advice=f"Give the {layout.state_count} states of the layout, one period before the data",
        )
    smoothed = smooth(model, data, lag_one=True)
    before = smoothed.before
    if before is None or smoothed.lag_one is None:
        raise InputError("no data", where="estimation", advice="Give at least one period")
    transition, covariance = next_transition(layout, model, sums_of(smoothed, smoothed.lag_one, before))
    design = next_design(layout, model, smoothed, data)
    following = replace(
        model,
        design=design,
        transition=transition,
        state_covariance=covariance,
        observation_covariance=next_noise(layout, replace(model, design=design), smoothed, data),
        initial_mean=before.mean,
        initial_covariance=before.covariance,
    )
    return following, smoothed.loglikelihood


def without_empty_end(data: Array) -> Array:
    """The data (T, n) up to the last period in which anything was observed."""
    inhabited = np.flatnonzero(np.isfinite(data).any(axis=1))
    return data[: inhabited[-1] + 1] if len(inhabited) else data[:0]


def _gain(before: float, after: float) -> float:
    """Relative change (Press and others, Numerical Recipes in C, page 423, as the program cites it)."""
    return abs(after - before) / ((abs(after) + abs(before) + np.finfo(float).eps) / 2)
