"""Passes over the months at given parameters: the filter, and the smoother behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.outlook.factor.collapse import Collapsed, collapse
from forerun.outlook.factor.equations import Equations, arranged
from forerun.outlook.factor.kalman import Passed, Smoothed, empty_pass, filter_months
from forerun.outlook.factor.maximise import chosen_states, span_of
from forerun.outlook.factor.panel import Panel
from forerun.outlook.factor.parameters import Parameters, checked, matched
from forerun.outlook.factor.smoother import smooth_months
from forerun.outlook.factor.system import System, state_space


class Filtered(NamedTuple):
    """One run of the filter: log-likelihood under the stationary start, and all that the smoother needs."""

    loglikelihood: float
    system: System
    collapsed: Collapsed
    passed: Passed


@contextmanager
def solvable(equations: Equations) -> Iterator[None]:
    """Say in words that an equation of the model has no solution.

    Raises:
        InputError: something was divided by zero.
    """
    try:
        yield
    except (ZeroDivisionError, np.linalg.LinAlgError) as problem:
        raise _no_number(equations) from problem


def _no_number(equations: Equations) -> InputError:
    return InputError(
        "the likelihood of the model is not a number",
        where=f"{len(equations.panel.names)} series from {equations.panel.start}",
        advice="Look for figures or variances out of all proportion, or ask for fewer factors",
    )


class Passes:
    """Filter and smoother over the same equations; their large arrays are used again by the next run."""

    def __init__(self, equations: Equations) -> None:
        self.equations = equations
        self._passed: Passed | None = None
        self._smoothed: Smoothed | None = None

    def filter(self, given: Parameters) -> Filtered:
        """Run the filter.

        Raises:
            InputError: the likelihood is not a number.
        """
        system, collapsed = state_space(self.equations, given), collapse(self.equations, given)
        if self._passed is None:
            self._passed = empty_pass(system, collapsed)
        with solvable(self.equations):
            value = float(filter_months(system, collapsed, self._passed))
        if not math.isfinite(value):
            raise _no_number(self.equations)
        return Filtered(value, system, collapsed, self._passed)

    def smooth(self, given: Parameters, filtered: Filtered) -> Smoothed:
        """Run the smoother behind the last run of the filter."""
        _, system, collapsed, passed = filtered
        chosen = chosen_states(self.equations, given.factors, span_of(given))
        if self._smoothed is None:
            months, size, wide = len(collapsed.width), len(system.source), len(collapsed.broad)
            shapes = (months, size), (months, len(chosen), len(chosen)), (wide, size, size)
            self._smoothed = Smoothed(*(np.empty(shape) for shape in shapes))
        smooth_months(system, collapsed, passed, chosen, self._smoothed)
        return self._smoothed


def loglikelihood(panel: Panel, given: Parameters) -> float:
    """The log-likelihood of a panel, as it stands, at given parameters under the stationary start.

    Raises:
        InputError: parameters that do not fit the panel or are not stationary.
    """
    matched(checked(given), panel.names)
    return Passes(arranged(panel, given.factors, given.lags)).filter(given).loglikelihood


def smoothed_factors(panel: Panel, given: Parameters) -> Array:
    """(T, r) factors given all figures of the panel.

    Raises:
        InputError: parameters that do not fit the panel or are not stationary.
    """
    matched(checked(given), panel.names)
    return factors_of(arranged(panel, given.factors, given.lags), given)


def factors_of(equations: Equations, given: Parameters) -> Array:
    """(T, r) smoothed factors of an arrangement."""
    run = Passes(equations)
    return run.smooth(given, run.filter(given)).mean[:, : given.factors].copy()
