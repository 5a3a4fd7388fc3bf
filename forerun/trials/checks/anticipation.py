"""Whether effects show before the start, as when a trial is announced before it begins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.errors import ConventionError, SpecError
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.checks.pretrend import Joint, joint_test, simultaneous
from forerun.trials.checks.study import EventStudy, average_effect
from forerun.types import Interval, Names


@dataclass(frozen=True, slots=True)
class Anticipation:
    """Leads within the window in which anticipation was thought possible.

    Attributes:
        window: W, periods before the start.
        joint: Wald test that all W leads are zero.
        largest: the largest absolute t-value of a lead.
        p: of that value among W correlated leads.
        bands: intervals of the leads, from the earliest, that cover all of them together.
        start: the relative period to use as the start: 0 when no lead stands out, else the earliest lead that
            does; the whole window when the leads stand out together but none alone.
        effect: the mean effect after the start, for comparison.
    """

    window: int
    joint: Joint
    largest: float
    p: float
    bands: tuple[Interval, ...]
    start: int
    effect: float


def anticipation(study: EventStudy, window: int, *, level: float = 0.95) -> Anticipation:
    """Test the leads of a stated window.

    Args:
        study: whose reference lies before the window, so that leads are measured against untouched periods.
        window: W, periods before the start in which effects may show.
        level: confidence.

    Raises:
        SpecError: a window of no period.
        ConventionError: a reference within the window, or a lead that was not estimated.
    """
    if window < 1:
        raise SpecError(f"window of {window} periods", where="anticipation", advice="Give one or more")
    leads = tuple(range(-window, 0))
    if study.reference >= -window:
        raise ConventionError(
            f"reference period {study.reference} within the window of {window}",
            where="anticipation",
            advice=f"Measure the event study against period {-window - 1} or an earlier one",
        )
    missing = [each for each in leads if each not in study.relative]
    if missing:
        raise ConventionError(
            f"leads {missing} were not estimated",
            where="anticipation",
            advice="Shorten the window or estimate them",
        )
    own = study.of(leads)
    joint = joint_test(own.estimates, own.covariance)
    largest, p, bands = simultaneous(own, level)
    out = [lead for lead, band in zip(leads, bands, strict=True) if not band.low <= 0.0 <= band.high]
    together = -window if joint.p < 1.0 - level else 0
    effect = float(average_effect(study) @ study.estimates[study.before :])
    return Anticipation(window, joint, largest, p, bands, min(out, default=together), effect)


def anticipation_check(found: Anticipation) -> Check:
    """Whether the start is the start.

    Fails when a lead stands out, alone or jointly.  Passes when none does and every lead's interval lies
    within the size of the mean effect; else leads as large as the effect cannot be excluded and it cannot
    tell.  The number is the start to use.
    """
    widest = max((abs(end) for band in found.bands for end in (band.low, band.high)), default=np.inf)
    p = min(found.joint.p, found.p)
    if found.start < 0:
        verdict = Verdict.FAILS
        en, zh = f"use period {found.start} as the start", f"宜以第{found.start}期为开始"
    elif widest < abs(found.effect):
        verdict = Verdict.PASSES
        en, zh = "the stated start holds", "所定开始日期成立"
    else:
        verdict = Verdict.CANNOT_TELL
        en = f"but leads up to {widest:.3g} cannot be excluded beside an effect of {found.effect:.3g}"
        zh = f"但与{found.effect:.3g}的效应相比，不能排除大至{widest:.3g}的提前反应"
    sentence = Names(
        f"Over {found.window} periods before the start the joint p is {found.joint.p:.3g} and the p of the "
        f"largest lead {found.p:.3g}: {en}.",
        f"开始前{found.window}期的联合检验p值为{found.joint.p:.3g}，最大提前项的p值为{found.p:.3g}：{zh}。",
    )
    return Check("anticipation", verdict, float(found.start), None, p, sentence)
