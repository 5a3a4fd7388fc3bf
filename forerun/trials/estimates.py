"""The effect of a trial by one estimator, with the pieces that charts and checks need."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forerun.errors import ConventionError, InputError
from forerun.trials.did.aggregate import event_study, overall
from forerun.trials.did.att import group_time
from forerun.trials.did.att_cells import group_time_of_cells
from forerun.trials.did.bacon import Decomposition, bacon
from forerun.trials.did.cells import Cells, cells_of
from forerun.trials.did.regression import regression
from forerun.trials.did.result import GroupTime, Profile
from forerun.trials.did.rule import Base, Rule
from forerun.trials.did.twfe import twfe_of_cells
from forerun.trials.inference.asked import Asked
from forerun.trials.inference.infer import infer
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import POSSIBLE, Effect, Estimator, Inference
from forerun.trials.spec import Analysis
from forerun.trials.synthetic.estimate import fit_staggered
from forerun.trials.synthetic.fitted import StaggeredFit
from forerun.trials.synthetic.method import ADJUSTMENTS, Method

DRAWS = 1000
"""Random draws where an inference cannot enumerate."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimated:
    """What one estimator found.

    Attributes:
        effect: the effect on the treated.
        fit: weights and paths, for synthetic estimators.
        groups: effects by cohort and period, for Callaway and Sant'Anna's.
        profile: their event study.
        bacon: the comparisons that two-way fixed effects average; None where they cannot be told apart, as
            with gaps.
    """

    effect: Effect
    fit: StaggeredFit | None = None
    groups: GroupTime | None = None
    profile: Profile | None = None
    bacon: Decomposition | None = None


def estimate(
    panel: Panel, analysis: Analysis, estimator: Estimator | None = None, cells: Cells | None = None
) -> Estimated:
    """The effect on the treated.

    Args:
        panel: with the treated places.
        analysis: how the trial is analysed.
        estimator: another one, for comparison, with its usual inference; that of the analysis when None.
        cells: of a table too large to hold, whose cohorts the panel then is.

    Raises:
        InputError: a panel that cannot be used; names place and period.
        ConventionError: an inference that is not defined for it.
    """
    chosen = estimator or analysis.estimator
    inference = analysis.inference if chosen is analysis.estimator else POSSIBLE[chosen][0]
    _refuse_untreated(panel)
    asked = Asked((1 - analysis.alpha,), DRAWS, analysis.seed)
    if chosen in ADJUSTMENTS:
        return _synthetic(
            _anticipated(panel, analysis.anticipation), _method(chosen, analysis), inference, asked
        )
    if chosen is Estimator.CALLAWAY_SANTANNA:
        return _callaway_santanna(panel, analysis, cells)
    if cells is not None:
        return Estimated(twfe_of_cells(cells, levels=asked.levels).effect, bacon=_bacon(cells))
    effect = regression(panel, analysis.covariates, inference, asked)
    return Estimated(effect, bacon=_bacon(cells_of(panel)))


def _bacon(cells: Cells) -> Decomposition | None:
    try:
        return bacon(cells)
    except (ConventionError, InputError):
        return None


def callaway_santanna(panel: Panel, analysis: Analysis, base: Base, cells: Cells | None = None) -> GroupTime:
    """Effects by cohort and period with the controls, covariates and anticipation of the analysis.

    Raises:
        InputError: nothing can be compared.
        ConventionError: errors are not defined.
    """
    rule = Rule(analysis.control, base, analysis.anticipation)
    if cells is not None:
        return group_time_of_cells(cells, rule)
    return group_time(panel, rule, analysis.covariates, analysis.adjustment)


def _synthetic(panel: Panel, method: Method, inference: Inference, asked: Asked) -> Estimated:
    return Estimated(infer(panel, method, inference, asked), fit_staggered(panel, method))


def _callaway_santanna(panel: Panel, analysis: Analysis, cells: Cells | None) -> Estimated:
    groups = callaway_santanna(panel, analysis, Base.VARYING, cells)
    level = 1 - analysis.alpha
    profile = event_study(groups, level, seed=analysis.seed)
    return Estimated(overall(groups, level), groups=groups, profile=profile)


def _method(estimator: Estimator, analysis: Analysis) -> Method:
    ridge = estimator is Estimator.RIDGE
    return Method(estimator, fixed_effects=ridge and not analysis.levels, covariates=analysis.covariates)


def _anticipated(panel: Panel, anticipation: int) -> Panel:
    """Treatment counts from the first period in which an effect is possible."""
    if not anticipation:
        return panel
    start = np.where(panel.treated, np.maximum(panel.start, anticipation) - anticipation, NEVER)
    return replace(panel, start=start)


def _refuse_untreated(panel: Panel) -> None:
    if not panel.treated.any():
        raise InputError(
            f"no place is treated between {panel.periods[0]} and {panel.periods[-1]}",
            advice="Say where treatment began in [treatment], or search with `forerun trial design`",
        )
