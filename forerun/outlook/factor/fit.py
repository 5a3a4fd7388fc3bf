"""Estimation by expectation-maximisation, from principal components or from an earlier fit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.outlook.factor.equations import Equations, arranged
from forerun.outlook.factor.maximise import Free, maximised
from forerun.outlook.factor.panel import Panel
from forerun.outlook.factor.parameters import Parameters, checked, matched
from forerun.outlook.factor.passes import Filtered, Passes, factors_of, solvable
from forerun.outlook.factor.start import principal_components

UNMOVED = 1e-6  # a change of all loadings below which a fit has not moved

WANDERING = 0.995  # a coefficient above which an idiosyncratic term hardly returns to its mean
_ADVICE = "Give 1 or more"
_ROUNDING = 1e-10  # of the log-likelihood

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

    Raises:
        InputError: a number out of range.
    """

    factors: int = 1
    lags: int = 1
    free_loadings: bool = True
    free_ar: bool = True
    keep: tuple[str, ...] = ()
    tolerance: float = 1e-6
    iterations: int = 500

    def __post_init__(self) -> None:
        for name in ("factors", "lags", "iterations"):
            value = getattr(self, name)
            if not 1 <= value < math.inf or value != int(value):
                raise InputError(f"{value:g} is not a whole number from 1 on", where=name, advice=_ADVICE)
        if not 0 <= self.tolerance < math.inf:
            raise InputError(
                f"{self.tolerance:g} is no tolerance", where="tolerance", advice="Give a number from 0 on"
            )


@dataclass(frozen=True, eq=False)
class Fit:
    """An estimated model.

    Attributes:
        spec: how it was estimated.
        equations: the arrangement of the standardised panel that it was estimated on.
        filtered: the last run of the filter, at ``parameters``.
        parameters: what was found.
        loglikelihood: its logarithm at each iteration, never falling; the last belongs to ``parameters``.
        converged: whether the tolerance was reached before the iterations ran out.
        moved: the largest change of a loading from the start.
        notes: what a reader must know: a stall, roots drawn in, iterations that ran out, a step that would
            have lowered the likelihood, series without a mean to return to.
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
        InputError: a panel too small for the model, a start that does not fit it, or a likelihood that is
            not a number.
    """
    begun = start if start is not None else principal_components(panel, spec.factors, spec.lags)
    _check_start(begun, panel, spec)
    climbed = _climbed(arranged(panel, spec.factors, spec.lags, spec.keep), spec, begun, progress)
    given = climbed.parameters
    moved = float(np.abs(given.loadings - begun.loadings).max())
    return Fit(
        spec=spec,
        equations=climbed.equations,
        filtered=climbed.filtered,
        parameters=given,
        loglikelihood=tuple(climbed.path),
        converged=climbed.converged,
        moved=moved,
        notes=_notes(climbed, moved, cold=spec.free_loadings and start is None),
    )


def _check_start(begun: Parameters, panel: Panel, spec: FitSpec) -> None:
    matched(checked(begun), panel.names)
    if (begun.factors, begun.lags) != (spec.factors, spec.lags):
        raise InputError(
            f"a start with {begun.factors} factors and {begun.lags} lags for a model with {spec.factors} and "
            f"{spec.lags}",
            advice="Start from a fit of the same model",
        )


class _Climbed(NamedTuple):
    """Where the steps ended; ``fall`` is what a further one would have taken from the log-likelihood."""

    equations: Equations
    parameters: Parameters
    filtered: Filtered
    path: list[float]
    converged: bool
    drawn: bool
    fall: float


def _climbed(equations: Equations, spec: FitSpec, given: Parameters, progress: Progress | None) -> _Climbed:
    """Steps up to the tolerance; one that lowers the likelihood is not taken."""
    run, free = Passes(equations), Free(spec.free_loadings, spec.free_ar)
    filtered = run.filter(given)
    path, drawn, fall = [filtered.loglikelihood], False, 0.0
    _tell(progress, path)
    while len(path) < spec.iterations and not _has_converged(path, spec.tolerance):
        with solvable(equations):
            after, outside = maximised(equations, run.smooth(given, filtered), given, free)
        filtered = run.filter(after)
        if filtered.loglikelihood < path[-1]:
            fall, filtered = path[-1] - filtered.loglikelihood, run.filter(given)
            break
        given, drawn = after, drawn or outside
        path.append(filtered.loglikelihood)
        _tell(progress, path)
    small = 0 < fall <= max(spec.tolerance, _ROUNDING) * abs(path[-1])
    return _Climbed(
        equations, given, filtered, path, small or _has_converged(path, spec.tolerance), drawn, fall
    )


def _tell(progress: Progress | None, path: list[float]) -> None:
    if progress:
        progress(len(path), path[-1])


def _notes(climbed: _Climbed, moved: float, *, cold: bool) -> tuple[str, ...]:
    steps, converged = len(climbed.path), climbed.converged
    fixed = climbed.equations.panel.names, climbed.parameters.ar > WANDERING
    wandering = ", ".join(name for name, is_fixed in zip(*fixed, strict=True) if is_fixed)
    told = (
        (climbed.drawn, "the factors' largest root was drawn inside the unit circle"),
        (
            cold and converged and moved < UNMOVED,
            f"stalled: convergence was declared though no loading moved by more than {moved:.1e}",
        ),
        (
            not converged and climbed.fall > 0,
            f"stopped after {steps} iterations: the next lowers the log-likelihood by {climbed.fall:.2g}",
        ),
        (not converged and not climbed.fall, f"not converged after {steps} iterations"),
        (bool(wandering), f"hardly returning to a mean, and so better differenced: {wandering}"),
    )
    return tuple(note for applies, note in told if applies)


def _has_converged(path: list[float], tolerance: float) -> bool:
    return len(path) > 1 and 2 * (path[-1] - path[-2]) / (abs(path[-1]) + abs(path[-2])) < tolerance
