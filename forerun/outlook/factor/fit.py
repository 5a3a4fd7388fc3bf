"""Estimation by expectation-maximisation, from principal components or from an earlier fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from forerun.outlook.factor.compiled import Array
from forerun.outlook.factor.equations import Equations, arranged
from forerun.outlook.factor.maximise import Free, maximised
from forerun.outlook.factor.panel import Panel
from forerun.outlook.factor.parameters import Parameters, matched
from forerun.outlook.factor.passes import Filtered, Passes, factors_of
from forerun.outlook.factor.start import principal_components

UNMOVED = 1e-6  # a change of all loadings below which a fit has not moved

Progress = Callable[[int, float], None]


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
        equations: the arrangement of the standardised panel that it was estimated on.
        filtered: the last run of the filter, at ``parameters``.
        parameters: what was found.
        loglikelihood: its logarithm at each iteration; the last belongs to ``parameters``.
        converged: whether the tolerance was reached before the iterations ran out.
        moved: the largest change of a loading from the start.
        notes: what a reader must know: a stall, roots drawn in, iterations that ran out.
    """

    spec: FitSpec
    equations: Equations
    filtered: Filtered
    parameters: Parameters
    loglikelihood: tuple[float, ...]
    converged: bool
    moved: float
    notes: tuple[str, ...] = ()

    @property
    def panel(self) -> Panel:
        """The standardised panel."""
        return self.equations.panel

    @cached_property
    def factors(self) -> Array:
        """(T, r) smoothed factors."""
        return factors_of(self.equations, self.parameters)


def fit(
    panel: Panel, spec: FitSpec, start: Parameters | None = None, progress: Progress | None = None
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
    begun = start if start is not None else principal_components(panel, spec.factors, spec.lags)
    matched(begun, panel.names)
    equations = arranged(panel, spec.factors, spec.lags, spec.keep)
    given, filtered, path, drawn = _climbed(equations, spec, begun, progress)
    converged = _has_converged(path, spec.tolerance)
    moved = float(np.abs(given.loadings - begun.loadings).max())
    return Fit(
        spec=spec,
        equations=equations,
        filtered=filtered,
        parameters=given,
        loglikelihood=tuple(path),
        converged=converged,
        moved=moved,
        notes=tuple(
            note
            for applies, note in (
                (drawn, "the factors' largest root was drawn inside the unit circle"),
                (
                    converged and spec.free_loadings and start is None and moved < UNMOVED,
                    f"stalled: convergence was declared though no loading moved by more than {moved:.1e}",
                ),
                (not converged, f"not converged after {len(path)} iterations"),
            )
            if applies
        ),
    )


def _climbed(
    equations: Equations, spec: FitSpec, given: Parameters, progress: Progress | None
) -> tuple[Parameters, Filtered, list[float], bool]:
    """Parameters, the filter at them, log-likelihoods by iteration, whether roots were drawn in."""
    run, free = Passes(equations), Free(spec.free_loadings, spec.free_ar)
    path, drawn = list[float](), False
    while True:
        filtered = run.filter(given)
        path.append(filtered.loglikelihood)
        if progress:
            progress(len(path), path[-1])
        if _has_converged(path, spec.tolerance) or len(path) >= spec.iterations:
            return given, filtered, path, drawn
        given, outside = maximised(equations, run.smooth(given, filtered), given, free)
        drawn |= outside


def _has_converged(path: list[float], tolerance: float) -> bool:
    return len(path) > 1 and 2 * (path[-1] - path[-2]) / (abs(path[-1]) + abs(path[-2])) < tolerance
