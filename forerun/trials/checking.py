"""The checks that a trial planned, made one by one; one that cannot be made says why and stops no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, ForerunError, InputError
from forerun.trials.checks.anticipation import anticipation, anticipation_check
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.checks.fadeout import fadeout, fadeout_check, study_of_gap
from forerun.trials.checks.honest import honest, honest_check
from forerun.trials.checks.placebos import in_space_check, in_time_check, leave_one_out_check
from forerun.trials.checks.pretrend import pretrend, pretrend_check
from forerun.trials.checks.spillover import spillover, spillover_check
from forerun.trials.checks.study import EventStudy, event_study
from forerun.trials.did.aggregate import event_study as profile_of
from forerun.trials.did.cells import Cells
from forerun.trials.did.rule import Base
from forerun.trials.estimates import Estimated, callaway_santanna
from forerun.trials.panel import Panel
from forerun.trials.spec import Planned, TrialSpec
from forerun.types import Names

WINDOW = 6
"""Periods on either side of the start that checks look at: farther ones rest on few cohorts."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What checks are made from.

    Attributes:
        spec: the trial.
        panel: the outcome.
        found: the estimate that the trial goes by.
        neighbours: by place, those that effects may reach.
        cells: of a table too large to hold, whose cohorts the panel then is.
    """

    spec: TrialSpec
    panel: Panel
    found: Estimated
    neighbours: Mapping[str, tuple[str, ...]]
    cells: Cells | None = None

    @property
    def level(self) -> float:
        """Confidence of every interval."""
        return 1 - self.spec.analysis.alpha


def planned_checks(
    material: Material, progress: Callable[[float], None] = lambda _: None
) -> tuple[Check, ...]:
    """Every planned check, in the order of the plan."""
    checks = []
    for done, planned in enumerate(material.spec.checks):
        progress(done / len(material.spec.checks))
        checks.append(_made(planned, material))
    return tuple(checks)


def study_of(material: Material, reference: int = -1, after: int = WINDOW) -> EventStudy:
    """The event study of a trial: of Callaway and Sant'Anna where its errors are defined, else of the gap.

    Args:
        material: the trial.
        reference: the relative period against which all others are measured.
        after: periods under treatment that are looked at.

    Raises:
        ConventionError: it has no covariance, as with one treated place and few periods.
        InputError: nothing can be compared.
    """
    panel = material.panel
    if panel.treated.sum() == 1 and material.found.fit is not None:
        cohort = material.found.fit.cohorts[0]
        return study_of_gap(cohort.gap, cohort.start)
    analysis = replace(material.spec.analysis, anticipation=-1 - reference)
    groups = callaway_santanna(panel, analysis, Base.UNIVERSAL, material.cells)
    profile = profile_of(groups, material.level, seed=analysis.seed)
    near = np.flatnonzero((profile.at >= reference - WINDOW) & (profile.at < after))
    known = np.ix_(near, near)
    at = [int(each) for each in profile.at[near]]
    return event_study(at, profile.att[near], profile.covariance[known], reference=reference)


def _made(planned: Planned, material: Material) -> Check:
    if material.cells is not None and planned in _OF_PLACES:
        return Check(planned.value, Verdict.CANNOT_TELL, None, None, None, _OF_NO_PLACE)
    if int(material.panel.treated.sum()) == 1 and planned in _OF_SEVERAL:
        return Check(planned.value, Verdict.CANNOT_TELL, None, None, None, _OF_ONE)
    try:
        return replace(_CHECKS[planned](material), name=planned.value)
    except (ConventionError, InputError) as refused:
        return Check(planned.value, Verdict.CANNOT_TELL, None, None, None, _not_made(refused))


def _not_made(refused: ForerunError) -> Names:
    return Names(f"Not made: {refused}", f"未能检验：{refused}")


def _pretrends(material: Material) -> Check:
    study = study_of(material)
    return pretrend_check(pretrend(study, _mean_after(study), level=material.level), level=material.level)


def _honest(material: Material) -> Check:
    study = study_of(material)
    return honest_check(honest(study, _mean_after(study), level=material.level))


def _anticipation(material: Material) -> Check:
    window = max(material.spec.analysis.anticipation, 1)
    return anticipation_check(anticipation(study_of(material, -1 - window), window, level=material.level))


def _spillover(material: Material) -> Check:
    if not any(material.neighbours.values()):
        raise ConventionError("no links between places are known", where="[spillover]")
    return spillover_check(spillover(material.panel, material.neighbours, level=material.level))


def _fadeout(material: Material) -> Check:
    study = study_of(material, after=len(material.panel.periods))
    made = fadeout_check(fadeout(study, _ended(material), level=material.level))
    interval = material.found.effect.intervals[0]
    if made.verdict is Verdict.PASSES and interval.low <= 0.0 <= interval.high:
        return replace(made, verdict=Verdict.CANNOT_TELL, sentence=_NOTHING_TO_FADE)
    return made


def _ended(material: Material) -> int | None:
    """The relative period from which officials no longer attended to the trial; None where not known."""
    said, panel = material.spec.treatment.attention_ended, material.panel
    if not said:
        return None
    if said not in panel.periods or len(panel.cohorts) > 1:
        raise ConventionError(
            f"attention ended in {said}",
            where="[treatment]",
            advice="Name a period of the panel; for one start",
        )
    return panel.periods.index(said) - panel.cohorts[0]


def _mean_after(study: EventStudy) -> Array:
    """Weights of the mean of all effects after the reference that are under treatment."""
    after = np.asarray(study.relative[study.before :]) >= 0
    return np.asarray(after / after.sum())


_OF_NO_PLACE = Names(
    "Not made: it looks at single places, of which a large table holds none.",
    "未能检验：该检验针对单个地区，大型数据表不逐一保留地区。",
)
_NOTHING_TO_FADE = Names(
    "The effect is not told from zero, so that nothing can be said of its fading.",
    "效应与零无法区分，故无从判断是否消退。",
)
_OF_ONE = Names(
    "Not made: with one treated place no estimate before the start has an error. The placebo in time looks "
    "there.",
    "未能检验：仅一个试点地区时，开始前的估计没有标准误；可参看时间安慰剂。",
)
_OF_SEVERAL = (Planned.PRETRENDS, Planned.HONEST, Planned.ANTICIPATION)
_OF_PLACES = (Planned.IN_TIME, Planned.IN_SPACE, Planned.LEAVE_ONE_OUT, Planned.SPILLOVER)
_CHECKS: dict[Planned, Callable[[Material], Check]] = {
    Planned.IN_TIME: lambda m: in_time_check(m.panel, m.found, m.level),
    Planned.IN_SPACE: lambda m: in_space_check(m.panel, m.found, m.level),
    Planned.LEAVE_ONE_OUT: lambda m: leave_one_out_check(m.panel, m.found, m.level),
    Planned.PRETRENDS: _pretrends,
    Planned.HONEST: _honest,
    Planned.ANTICIPATION: _anticipation,
    Planned.SPILLOVER: _spillover,
    Planned.FADEOUT: _fadeout,
}
