"""Placebos in time and in space, and what is left of an effect when one place is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from forerun.errors import ConventionError, InputError
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.estimates import Estimated
from forerun.trials.inference.placebo import placebos
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Estimator
from forerun.trials.synthetic.estimate import effect_of, fit_staggered
from forerun.trials.synthetic.method import Method
from forerun.trials.synthetic.problem import LEAST_PERIODS
from forerun.types import Names

_DATES = 3  # earlier dates that are looked at when none are given
_SHORTEST = 2  # periods that a placebo effect is a mean of


@dataclass(frozen=True, slots=True)
class InTime:
    """The effect of a treatment said to have begun earlier, in periods before any did.

    Attributes:
        period: label of the earlier date.
        att: the effect found, in the outcome's unit; without anticipation it should be nothing but noise.
        p_value: its rank among those of placebos in space at the same date.
        least_p: the smallest that it could be.
    """

    period: str
    att: float
    p_value: float
    least_p: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The effect without one place."""

    place: str
    att: float


def in_time(panel: Panel, method: Method, dates: Sequence[str] = ()) -> tuple[InTime, ...]:
    """Effects at earlier dates, of the periods before the first real start alone (Heckman and Hotz 1989).

    Args:
        panel: with treated places.
        method: the estimator.
        dates: labels of periods before the first start; none takes up to three, spread over the later half.

    Raises:
        InputError: a date that leaves too few periods before it or none after it, or no date that would do.
        ConventionError: too few never treated places for placebos.
    """
    if not panel.treated.any():
        raise InputError("no place is treated in this panel", advice="Say where and when treatment began")
    length = panel.cohorts[0]
    least = max(LEAST_PERIODS[method.estimator], _SHORTEST)
    known = panel.periods[least : length - _SHORTEST + 1]
    if not known:
        what = f"{length} periods before treatment are too few for an earlier date"
        raise InputError(what, where=panel.periods[length], advice="Use a longer panel")
    if wrong := [each for each in dates if each not in known]:
        what = "it is no possible earlier date of treatment"
        raise InputError(what, where=wrong[0], advice=f"Use one from {known[0]} to {known[-1]}")
    later = known[-(len(known) // 2 + 1) :]
    spread = np.unique(np.linspace(0, len(later) - 1, _DATES).round().astype(int))
    chosen = tuple(dates) or tuple(later[i] for i in spread)
    before = panel.until(length)
    found = []
    for date in chosen:
        start = np.where(panel.treated, panel.periods.index(date), NEVER)
        there = placebos(replace(before, start=start), method)
        found.append(InTime(date, there.att, there.p_value, there.least_p))
    return tuple(found)


def without_each_donor(panel: Panel, method: Method) -> tuple[LeftOut, ...]:
    """The effect without each donor that weighs anything (Abadie, Diamond, Hainmueller 2015, section 4.4).

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: there is only one donor.
    """
    found = fit_staggered(panel, method)
    names = list(dict.fromkeys(name for each in found.cohorts for name in each.weights))
    if len(found.cohorts[0].donors) < 2:
        raise ConventionError("there is only one donor, so it cannot be left out", where=names[0])
    return tuple(_without(panel, method, name) for name in names)


def without_each_treated(panel: Panel, method: Method) -> tuple[LeftOut, ...]:
    """The effect without each treated place.

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: there is only one treated place.
    """
    names = [panel.places[i] for i in np.flatnonzero(panel.treated)]
    if len(names) < 2:
        raise ConventionError(
            "there is only one treated place, so it cannot be left out", where="".join(names)
        )
    return tuple(_without(panel, method, name) for name in names)


def in_time_check(panel: Panel, found: Estimated, level: float) -> Check:
    """Whether an effect is found where there was no treatment yet.

    Fails when the smallest p-value, times the number of dates, is below 1 - level (Bonferroni); cannot tell
    when none could be.  The number is the largest effect at an earlier date.
    """
    dates = in_time(panel, method_of(found))
    worst = max(dates, key=lambda each: abs(each.att))
    p = min(1.0, len(dates) * min(each.p_value for each in dates))
    alpha = 1.0 - level + 1e-12
    verdict = Verdict.FAILS if p <= alpha else Verdict.PASSES
    if len(dates) * dates[0].least_p > alpha:
        verdict = Verdict.CANNOT_TELL
    en = (
        f"Had treatment begun at one of {len(dates)} earlier dates, the largest effect would have been "
        f"{worst.att:.3g} ({worst.period}), beside {found.effect.att:.3g}; p over all dates is {p:.3g}."
    )
    zh = (
        f"假设处理提前至{len(dates)}个更早时点之一，最大效应为{worst.att:.3g}（{worst.period}），"
        f"实际估计为{found.effect.att:.3g}；各时点合并p值为{p:.3g}。"
    )
    return Check("in_time", verdict, worst.att, None, p, Names(en, zh))


def in_space_check(panel: Panel, found: Estimated, level: float) -> Check:
    """Whether the effect stands out among those of places that were never treated.

    The number is the ratio of gaps after treatment to those before it, the p-value its rank; passes when
    it is at most 1 - level, cannot tell when it could not be.
    """
    there = placebos(panel, method_of(found))
    alpha = 1.0 - level + 1e-12
    verdict = Verdict.PASSES if there.p_of_ratio <= alpha else Verdict.FAILS
    if there.least_p > alpha:
        verdict = Verdict.CANNOT_TELL
    larger = int((there.ratios >= there.ratio * (1 - 1e-12)).sum())
    count = len(there.ratios)
    en = (
        f"Gaps after treatment are {there.ratio:.3g} times those before it, and at least that in {larger} of "
        f"{count} placebos: p = {there.p_of_ratio:.3g}, {there.least_p:.3g} at the least."
    )
    zh = (
        f"处理后差距为处理前的{there.ratio:.3g}倍，{count}个安慰剂中有{larger}个不低于此："
        f"p = {there.p_of_ratio:.3g}，最小可能值{there.least_p:.3g}。"
    )
    return Check("in_space", verdict, there.ratio, None, there.p_of_ratio, Names(en, zh))


def leave_one_out_check(panel: Panel, found: Estimated, level: float) -> Check:
    """Whether the effect hangs on one place, a donor or a treated one.

    Passes when it keeps its sign without any one and moves by less than half, fails when its sign changes,
    and else cannot tell.  The number is the effect farthest from the whole one; ``level`` does not matter.
    """
    del level
    method = method_of(found)
    att = effect_of(panel, method)
    left = without_each_donor(panel, method)
    if panel.treated.sum() > 1:
        left += without_each_treated(panel, method)
    worst = max(left, key=lambda each: abs(each.att - att))
    moved = max(abs(each.att - att) for each in left)
    verdict = Verdict.PASSES if 2 * moved < abs(att) else Verdict.CANNOT_TELL
    if any(each.att * att <= 0.0 for each in left):
        verdict = Verdict.FAILS
    low, high = min(each.att for each in left), max(each.att for each in left)
    en = (
        f"Without any one of {len(left)} places the effect of {att:.3g} lies between {low:.3g} and "
        f"{high:.3g}; {worst.place} moves it most."
    )
    zh = (
        f"逐一剔除{len(left)}个地区后，效应（{att:.3g}）介于{low:.3g}与{high:.3g}之间；"
        f"影响最大的是{worst.place}。"
    )
    return Check("leave_one_out", verdict, worst.att, None, None, Names(en, zh))


def method_of(found: Estimated) -> Method:
    """The estimator of a trial; difference in differences where it has no weights."""
    return found.fit.method if found.fit is not None else Method(Estimator.DID)


def _without(panel: Panel, method: Method, name: str) -> LeftOut:
    kept = [place != name for place in panel.places]
    return LeftOut(name, effect_of(panel.of(np.flatnonzero(kept)), method))
