"""From a panel and a method to what was found."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.panel import Panel
from forerun.trials.result import Estimator
from forerun.trials.synthetic import kernels
from forerun.trials.synthetic.adjustment import means_before
from forerun.trials.synthetic.classical import classical
from forerun.trials.synthetic.fitted import StaggeredFit, SyntheticFit
from forerun.trials.synthetic.method import Adjustment, Method
from forerun.trials.synthetic.problem import Problem, problem_of


def fit(panel: Panel, method: Method) -> SyntheticFit:
    """Estimate the effect on places whose treatment began in the same period.

    The estimators are those of :class:`Method`: synthetic control (Abadie, Diamond, Hainmueller 2010),
    the same with places of different levels (Doudchenko and Imbens 2016; Ferman and Pinto 2021; DIFP of
    Arkhangelsky et al. 2021), ridge-augmented (Ben-Michael, Feller, Rothstein 2021), synthetic difference
    in differences (Arkhangelsky et al. 2021) and difference in differences.  The mean of several treated
    places, weighted as they count, is fitted.

    Args:
        panel: donors are the places that are never treated.
        method: the estimator and its options.

    Raises:
        InputError: a panel that cannot be used, see :func:`problem_of`, or whose treatment is staggered.
    """
    if len(panel.cohorts) > 1:
        begins = ", ".join(panel.periods[start] for start in panel.cohorts)
        raise InputError(
            f"treatment begins in {begins}", advice="Use fit_staggered, which takes each start by itself"
        )
    return _fitted(panel, method)[0]


def fit_staggered(panel: Panel, method: Method) -> StaggeredFit:
    """Estimate the effect cohort by cohort, each against the never treated (Clarke et al. 2023).

    Raises:
        InputError: a panel that cannot be used, see :func:`problem_of`.
    """
    fits = _fitted(panel, method)
    cells = [
        panel.weights[panel.start == start].sum() * (len(panel.periods) - start) for start in panel.cohorts
    ]
    return StaggeredFit(fits, np.array(cells) / sum(cells), method)


def effect_of(panel: Panel, method: Method) -> float:
    """The average effect on the treated alone, of one cohort or several.

    Raises:
        InputError: a panel that cannot be used, see :func:`problem_of`.
    """
    return fit_staggered(panel, method).att if method.is_classical else problem_of(panel, method).att


def best(panel: Panel, methods: Iterable[Method]) -> SyntheticFit:
    """The fit with the least imbalance relative to uniform weights; of equal ones the first.

    Raises:
        InputError: a panel that cannot be used, see :func:`problem_of`.
    """
    return min((fit(panel, method) for method in methods), key=lambda found: found.scaled_l2)


def _fitted(panel: Panel, method: Method) -> tuple[SyntheticFit, ...]:
    problem = problem_of(panel, method)
    of_one = _classical_cohort if method.is_classical else _cohort
    return tuple(of_one(problem, cohort) for cohort in range(len(problem.panel.cohorts)))


def _cohort(problem: Problem, cohort: int) -> SyntheticFit:
    group = problem.group(cohort)
    weights = kernels.unit_kernel(problem.data, cohort, group, problem.kind)
    periods = kernels.period_kernel(problem.data, cohort, problem.donors, problem.kind)
    penalty = problem.kind[2][cohort] if problem.method.estimator is Estimator.RIDGE else None
    if problem.method.adjustment is Adjustment.RESIDUALISE:
        weights = weights + _of_covariates(problem, cohort, weights)
    return _described(problem, cohort, (weights, periods), penalty=penalty, v={})


def _classical_cohort(problem: Problem, cohort: int) -> SyntheticFit:
    rows, shares, donors = problem.group(cohort)
    weights, v = classical(
        problem.panel, problem.method, (rows, shares, donors), problem.panel.cohorts[cohort]
    )
    periods = np.zeros(problem.panel.cohorts[cohort])
    names = [each.name for each in problem.method.predictors]
    named = {
        f"{name} {i + 1}" if names.count(name) > 1 else name: float(v[i]) for i, name in enumerate(names)
    }
    return _described(problem, cohort, (weights, periods), penalty=None, v=named)


def _described(
    problem: Problem, cohort: int, weights: tuple[Array, Array], *, penalty: float | None, v: dict[str, float]
) -> SyntheticFit:
    panel, start = problem.panel, problem.panel.cohorts[cohort]
    rows, shares, donors = problem.group(cohort)
    raw = problem.method.adjustment is Adjustment.RESIDUALISE
    outcome = panel.outcome if raw else problem.data[0][cohort]
    observed, left = shares @ outcome[rows], shares @ outcome[rows] - weights[0] @ outcome[donors]
    intercept = float(weights[1] @ left[:start])
    uniform = observed - outcome[donors].mean(axis=0)
    levels = intercept != 0.0 or bool(weights[1].any())
    return SyntheticFit(
        problem.method.estimator,
        tuple(panel.places[i] for i in rows),
        tuple(panel.places[i] for i in donors),
        problem.dropped,
        panel.periods,
        start,
        weights[0],
        weights[1],
        intercept,
        observed,
        observed - left + intercept,
        _norm(left[:start], levels),
        _norm(uniform[:start], levels),
        penalty,
        v,
    )


def _norm(values: Array, levels: bool) -> float:
    """Of what is left, without its mean where places may differ in level."""
    return float(np.linalg.norm(values - values.mean() if levels else values))


def _of_covariates(problem: Problem, cohort: int, weights: Array) -> Array:
    """What the covariates' imbalance adds to the weights, so that they balance covariates exactly."""
    rows, shares, donors = problem.group(cohort)
    means = means_before(problem.panel, problem.method.covariates, problem.panel.cohorts[cohort])
    centred = means - means[donors].mean(axis=0)
    left = shares @ centred[rows] - weights @ centred[donors]
    return np.asarray(left @ np.linalg.pinv(centred[donors]))
