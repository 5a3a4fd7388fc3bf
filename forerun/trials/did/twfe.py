"""Two-way fixed effects: the regression that staggered treatment biases, kept for comparison.

    y = b treated + covariates + unit effects + period effects,   weighted least squares, errors in clusters

b mixes in comparisons with units that are treated already (Goodman-Bacon 2021), see the module ``bacon``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, InputError
from forerun.trials.did.absorb import period_rank, repeated, without_effects
from forerun.trials.did.att import clustered
from forerun.trials.did.cells import Cells, LeftOut
from forerun.trials.did.counting import Counted, Freedom
from forerun.trials.panel import Panel
from forerun.trials.result import Effect, Estimator, Inference

TREATED = "treated"
"""The name of the first coefficient."""


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A regression with unit and period effects.

    Attributes:
        effect: of treatment, the first coefficient.
        names: of the p coefficients.
        coefficients: (p,) in the outcome's unit by unit of the regressor.
        covariance: (p, p), clustered, with the small-sample factor.
        freedom: what that factor counts.
        left_out: rows that say nothing.
    """

    effect: Effect
    names: tuple[str, ...]
    coefficients: Array
    covariance: Array
    freedom: Freedom
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Absorbed:
    """Outcome and regressors of a panel without unit and period effects.

    Attributes:
        panel: of the N units with at least two rows that can be used.
        observed: (N, T) the rows that are used.
        outcome: (N, T) residuals.
        regressors: (p, N, T) residuals, treatment first, covariates after it.
        left_out: what is not used.
    """

    panel: Panel
    observed: Array
    outcome: Array
    regressors: Array
    left_out: tuple[LeftOut, ...]


def twfe(
    panel: Panel,
    covariates: tuple[str, ...] = (),
    counted: Counted = Counted.FULL,
    levels: tuple[float, ...] = (0.9,),
) -> Regression:
    """The regression of a panel in memory, balanced or not, with its weights and clusters.

    Args:
        panel: N units in T periods.
        covariates: names among the panel's; a row without one of them is left out.
        counted: whether unit effects are counted in the degrees of freedom.
        levels: of the intervals.

    Raises:
        InputError: no row can be used, or a covariate is unknown.
        ConventionError: a coefficient or its error is not defined.
    """
    of = absorbed(panel, covariates)
    weighted = of.regressors * of.panel.weights[:, None]
    gram = np.einsum("pnt,qnt->pq", weighted, of.regressors)
    coefficients = np.linalg.solve(gram, np.einsum("pnt,nt->p", weighted, of.outcome))
    residual = of.outcome - np.einsum("p,pnt->nt", coefficients, of.regressors)
    scores, count = clustered(np.einsum("pnt,nt->np", weighted, residual), of.panel.clusters)
    freedom = _freedom(of.observed, np.ones(len(of.observed)), len(gram), count, counted)
    bread = np.linalg.inv(gram)
    covariance = bread @ (scores.T @ scores) @ bread * freedom.factor
    error = float(np.sqrt(covariance[0, 0]))
    return Regression(
        effect=_effect(float(coefficients[0]), error, freedom, levels),
        names=(TREATED, *covariates),
        coefficients=coefficients,
        covariance=covariance,
        freedom=freedom,
        left_out=of.left_out,
    )


def twfe_of_cells(
    cells: Cells, counted: Counted = Counted.FULL, levels: tuple[float, ...] = (0.9,)
) -> Regression:
    """The same without covariates from cells, for data of any size, clustered by unit.

    Raises:
        InputError: no row can be used.
        ConventionError: the coefficient or its error is not defined.
    """
    observed = repeated(cells.observed, cells.units)
    kept = observed.any(axis=1)
    if not kept.any():
        raise InputError("no unit has two rows", advice="Use more periods")
    lonely = int((cells.units @ (cells.observed & ~observed)).sum())
    observed, width, weight = observed[kept], cells.first.shape[1], cells.weight[kept]
    treatment = (np.arange(len(cells.periods)) >= cells.cohort[kept][:, None]).astype(float)
    means = cells.first[kept, 0, width:] / weight[:, None]
    residuals, effects = without_effects(np.stack([treatment, means]), observed, weight)
    check_varies(treatment[None], residuals[:1], (TREATED,))
    spread = float(weight @ (residuals[0] * treatment).sum(axis=1))
    att = float(weight @ (residuals[0] * means).sum(axis=1)) / spread
    score = np.zeros((len(weight), cells.first.shape[2]))
    score[:, width:] = residuals[0]
    score[:, 0] = -(residuals[0] * (att * treatment + effects[1] - att * effects[0])).sum(axis=1)
    meat = float(np.einsum("kc,kcd,kd->", score, cells.second[kept, 0, 0], score))
    units = int(cells.units[kept].sum())
    freedom = _freedom(observed, cells.units[kept], 1, units, counted)
    variance = meat / spread**2 * freedom.factor
    return Regression(
        effect=_effect(att, float(np.sqrt(variance)), freedom, levels),
        names=(TREATED,),
        coefficients=np.array([att]),
        covariance=np.array([[variance]]),
        freedom=freedom,
        left_out=cells.left_out + alone(lonely),
    )


def absorbed(panel: Panel, covariates: tuple[str, ...]) -> Absorbed:
    """A panel without its unit and period effects; raises as :func:`twfe` does."""
    unknown = [name for name in covariates if name not in panel.covariates]
    if unknown:
        known = ", ".join(panel.covariates) or "none"
        raise InputError(f"the panel has no covariate {unknown[0]!r}", advice=f"It has {known}")
    regressors = np.stack(
        [panel.under_treatment.astype(float), *(panel.covariates[name] for name in covariates)]
    )
    complete = np.isfinite(panel.outcome) & np.isfinite(regressors).all(axis=0)
    observed = repeated(complete, np.ones(len(complete)))
    if not observed.any():
        raise InputError(
            "no unit has two rows with all values", advice="Use fewer covariates, or more periods"
        )
    rows = observed.any(axis=1)
    used, observed = panel.of(np.flatnonzero(rows)), observed[rows]
    values = np.concatenate([used.outcome[None], regressors[:, rows]])
    residuals, _ = without_effects(values, observed, used.weights)
    check_varies(values[1:], residuals[1:], (TREATED, *covariates))
    incomplete = int((np.isfinite(panel.outcome) & ~complete).sum())
    left_out = (LeftOut(f"{incomplete} rows", "a covariate is missing"),) if incomplete else ()
    return Absorbed(
        used, observed, residuals[0], residuals[1:], left_out + alone(int(complete.sum() - observed.sum()))
    )


def alone(rows: int) -> tuple[LeftOut, ...]:
    """That rows are the only ones of their unit or period; nothing when there are none."""
    return (LeftOut(f"{rows} rows", "the only one of its unit or period"),) if rows else ()


def check_varies(values: Array, residuals: Array, names: tuple[str, ...]) -> None:
    """Refuse regressors that unit and period effects and the regressors before them explain.

    Args:
        values: (p, N, T) regressors.
        residuals: (p, N, T) the same without unit and period effects, zero where not observed.
        names: of the p regressors.

    Raises:
        ConventionError: one of them has no variation of its own.
    """
    flat = residuals.reshape(len(residuals), -1)
    for i, name in enumerate(names):
        held = values[i][residuals[i] != 0.0]
        left = flat[i] - np.linalg.lstsq(flat[:i].T, flat[i], rcond=None)[0] @ flat[:i] if i else flat[i]
        if not held.size or left @ left <= 1e-16 * (held @ held):
            raise ConventionError(
                f"{name} has no variation beyond unit and period effects and the regressors before it",
                advice="Leave it out" if i else "Look at who is treated when",
            )


def _freedom(observed: Array, units: Array, slopes: int, clusters: int, counted: Counted) -> Freedom:
    others = slopes + period_rank(observed, units)
    return Freedom(int(units @ observed.sum(axis=1)), int(units.sum()), others, clusters, counted)


def _effect(att: float, error: float, freedom: Freedom, levels: tuple[float, ...]) -> Effect:
    if not np.isfinite(error):
        raise ConventionError(
            "a clustered error needs two clusters and more rows than parameters",
            advice="Use fewer covariates, or placebos",
        )
    return Effect(
        estimator=Estimator.TWFE,
        inference=Inference.ANALYTIC,
        att=att,
        error=error,
        convention=freedom.sentence,
        intervals=tuple(freedom.interval(att, error, level) for level in levels),
        p_value=freedom.p_value(att, error),
    )
