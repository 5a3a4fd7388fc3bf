"""Jackknife+ over the periods before treatment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.inference.asked import Asked, one_cohort
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Effect, Estimator, Inference
from forerun.trials.synthetic.estimate import fit
from forerun.trials.synthetic.fitted import SyntheticFit
from forerun.trials.synthetic.method import Method
from forerun.trials.synthetic.problem import LEAST_PERIODS, problem_of
from forerun.types import Interval


def jackknife_plus(panel: Panel, method: Method, asked: Asked | None = None) -> Effect:
    """Intervals from periods before treatment that are held out in turn (Barber et al. 2021, eq. 1.6).

    Each is predicted by a fit to the others; the mean synthetic path of that fit after treatment, moved
    by the error of the prediction either way, gives one lower and one upper end.  Intervals are their
    quantiles, as in augsynth; they guard against errors as large as those before treatment, with coverage
    of at least 2 * level - 1 where periods are exchangeable.  The penalty of a ridge stays that of all
    periods.

    Args:
        panel: of one cohort.
        method: any estimator.
        asked: levels of the intervals.

    Raises:
        InputError: a panel that cannot be used, or with too few periods to leave one out.
        ConventionError: several cohorts.
    """
    asked = asked or Asked()
    problem = problem_of(panel, method)
    one_cohort(problem, "the jackknife+")
    whole = fit(panel, method)
    if whole.start <= LEAST_PERIODS[method.estimator]:
        what = f"{whole.start} periods before treatment are too few to leave one out"
        raise InputError(what, where=whole.treated[0], advice="Use placebos, or a longer panel")
    fixed = replace(method, penalty=whole.penalty) if method.estimator is Estimator.RIDGE else method
    ends = np.array([_held_out(problem.panel, fixed, period) for period in range(whole.start)])
    intervals = tuple(_interval(whole, ends, level) for level in asked.levels)
    how = f"jackknife+ over {whole.start} periods before treatment; no standard error"
    return Effect(method.estimator, Inference.JACKKNIFE_PLUS, whole.att, None, how, intervals, None)


def _held_out(panel: Panel, method: Method, period: int) -> tuple[float, float]:
    """Mean synthetic path after treatment, and the error in the period that was held out."""
    found = fit(_shorter(panel, period), method)
    rows = [panel.places.index(name) for name in found.donors]
    own = [panel.places.index(name) for name in found.treated]
    observed = np.average(panel.outcome[own, period], weights=panel.weights[own])
    predicted = float(found.donor_weights @ panel.outcome[rows, period]) + found.intercept
    return float(found.synthetic[found.start :].mean()), float(abs(observed - predicted))


def _shorter(panel: Panel, period: int) -> Panel:
    return replace(
        panel,
        periods=panel.periods[:period] + panel.periods[period + 1 :],
        outcome=np.delete(panel.outcome, period, axis=1),
        start=np.where(panel.treated, panel.start - 1, NEVER),
        covariates={name: np.delete(values, period, axis=1) for name, values in panel.covariates.items()},
    )


def _interval(whole: SyntheticFit, ends: Array, level: float) -> Interval:
    means, errors = ends.T
    alpha = 1.0 - level
    observed = float(whole.observed[whole.start :].mean())
    low = observed - float(np.quantile(means + errors, 1 - alpha / 2))
    high = observed - float(np.quantile(means - errors, alpha / 2))
    return Interval(level, low, high)
