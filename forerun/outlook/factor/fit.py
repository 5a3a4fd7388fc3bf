"""Estimation by expectation-maximisation, from principal components or from an earlier fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from forerun.errors import InputError
from forerun.outlook.factor.collapse import Collapsed, collapse
from forerun.outlook.factor.compiled import Array
from forerun.outlook.factor.equations import Equations, arranged
from forerun.outlook.factor.kalman import Passed, Smoothed, filter_months, room
from forerun.outlook.factor.maximise import Free, chosen_states, maximised, span_of
from forerun.outlook.factor.panel import Panel
from forerun.outlook.factor.parameters import Parameters, checked
from forerun.outlook.factor.smoother import smooth_months
from forerun.outlook.factor.start import principal_components
from forerun.outlook.factor.system import System, state_size, state_space

UNMOVED = 1e-6  # a change of all loadings below which a fit has not moved


@dataclass(frozen=True)
class FitSpec:
    """How to estimate.

    Attributes:
        factors: r.
        lags: p, of the factors' autoregression.
        free_loadings: False leaves the loadings at the principal components.
        free_ar: False makes idiosyncratic terms white noise.
        keep: series whose idiosyncratic term stays in the state.
        tolerance: change of the log-likelihood relative to its size at which to stop.
        iterations: the most.
    """

    factors: int = 1
    lags: int = 1
    free_loadings: bool = True
    free_ar: bool = True
    keep: tuple[str, ...] = ()
    tolerance: float = 1e-6
    iterations: int = 500


@dataclass(frozen=True, eq=False)
class Fit:
    """An estimated model.

    Attributes:
        spec: how it was estimated.
        panel: the standardised panel.
        parameters: what was found.
        loglikelihood: its logarithm at each iteration; the last belongs to ``parameters``.
        converged: whether the tolerance was reached before the iterations ran out.
        moved: the largest change of a loading from the start.
        factors: (T, r) smoothed factors.
        notes: what a reader must know: a stall, roots drawn in, iterations that ran out.
    """

    spec: FitSpec
    panel: Panel
    parameters: Parameters
    loglikelihood: tuple[float, ...]
    converged: bool
    moved: float
    factors: Array
    notes: tuple[str, ...] = ()
    warm: bool = field(default=False)


class Pass:
    """One filter and smoother over the same equations, its arrays kept between iterations."""

    def __init__(self, equations: Equations) -> None:
        self.equations = equations
        self._passed: Passed | None = None
        self._smoothed: Smoothed | None = None

    def loglikelihood(self, given: Parameters) -> float:
        """The log-likelihood under the stationary start."""
        return self._filtered(given)[0]

    def smooth(self, given: Parameters) -> tuple[float, Smoothed]:
        """Log-likelihood and smoothed states; the arrays are overwritten by the next call."""
        loglikelihood, system, collapsed, passed = self._filtered(given)
        chosen = chosen_states(self.equations, given.factors, span_of(given))
        if self._smoothed is None:
            months, size, wide = len(collapsed.width), len(system.source), len(collapsed.broad)
            shapes = (months, size), (months, len(chosen), len(chosen)), (wide, size, size)
            self._smoothed = Smoothed(*(np.empty(shape) for shape in shapes))
        smooth_months(system, collapsed, passed, chosen, self._smoothed)
        return loglikelihood, self._smoothed

    def filtered(self, given: Parameters) -> tuple[float, System, Collapsed, Passed]:
        """Log-likelihood, system, collapsed months and what the filter left behind."""
        return self._filtered(given)

    def _filtered(self, given: Parameters) -> tuple[float, System, Collapsed, Passed]:
        system, collapsed = state_space(self.equations, given), collapse(self.equations, given)
        if self._passed is None:
            self._passed = room(system, collapsed)
        return float(filter_months(system, collapsed, self._passed)), system, collapsed, self._passed


def loglikelihood(panel: Panel, given: Parameters) -> float:
    """The log-likelihood of a panel, as it stands, at given parameters under the stationary start.

    Raises:
        InputError: parameters that do not fit the panel or are not stationary.
    """
    _match(panel, checked(given))
    return Pass(arranged(panel, given.factors, given.lags)).loglikelihood(given)


def smoothed_factors(panel: Panel, given: Parameters) -> Array:
    """(T, r) factors given all figures of the panel.

    Raises:
        InputError: parameters that do not fit the panel or are not stationary.
    """
    _match(panel, checked(given))
    smoothed = Pass(arranged(panel, given.factors, given.lags)).smooth(given)[1]
    return smoothed.mean[:, : given.factors].copy()


def fit(
    panel: Panel,
    spec: FitSpec,
    start: Parameters | None = None,
    progress: Callable[[int, float], None] | None = None,
) -> Fit:
    """Estimate the model.

    Args:
        panel: standardised.
        spec: how.
        start: parameters to start from, as of the fit of an earlier vintage; principal components when None.
        progress: called with iteration and log-likelihood.

    Raises:
        InputError: a panel too small for the model, or a start that does not fit it.
    """
    equations = arranged(panel, spec.factors, spec.lags, spec.keep)
    begun = _begin(panel, spec, start)
    given, path, notes, converged = begun, list[float](), set[str](), False
    run, free = Pass(equations), Free(spec.free_loadings, spec.free_ar)
    while True:
        value, smoothed = run.smooth(given)
        path.append(value)
        if progress:
            progress(len(path), value)
        converged = len(path) > 1 and _gain(path) < spec.tolerance
        if converged or len(path) >= spec.iterations:
            break
        given, drawn = maximised(equations, smoothed, given, free)
        if drawn:
            notes.add("the factors' largest root was drawn inside the unit circle")
    moved = float(np.abs(given.loadings - begun.loadings).max())
    return Fit(
        spec=spec,
        panel=panel,
        parameters=given,
        loglikelihood=tuple(path),
        converged=converged,
        moved=moved,
        factors=smoothed.mean[:, : spec.factors].copy(),
        notes=(*sorted(notes), *_remarks(spec, path, moved, converged=converged, warm=start is not None)),
        warm=start is not None,
    )


def _begin(panel: Panel, spec: FitSpec, start: Parameters | None) -> Parameters:
    found = start if start is not None else principal_components(panel, spec.factors, spec.lags)
    _match(panel, found)
    return found


def _match(panel: Panel, given: Parameters) -> None:
    if len(given.loadings) != len(panel.names):
        raise InputError(
            f"parameters of {len(given.loadings)} series for a panel of {len(panel.names)}",
            advice="Give one row of loadings for each series, in the panel's order",
        )


def _gain(path: list[float]) -> float:
    return 2 * (path[-1] - path[-2]) / (abs(path[-1]) + abs(path[-2]))


def _remarks(spec: FitSpec, path: list[float], moved: float, *, converged: bool, warm: bool) -> list[str]:
    remarks = []
    if converged and spec.free_loadings and not warm and moved < UNMOVED:
        remarks.append(f"stalled: convergence was declared though no loading moved by more than {moved:.1e}")
    if not converged:
        remarks.append(
            f"not converged after {len(path)} iterations; the last gained {path[-1] - path[-2]:.2g}"
            if len(path) > 1
            else "one iteration says nothing about convergence"
        )
    return remarks


__all__ = ["Fit", "FitSpec", "Pass", "fit", "loglikelihood", "smoothed_factors", "state_size"]
