"""Whether an effect decays once the attention of officials has ended.

Local officials work hardest for a trial while promotion hangs on it (Wang and Yang 2025); what they add
then does not repeat.  When it is known in which period attention ended, the mean effect afterwards is held
against the mean effect before.  When it is not, the slope of the effect after its peak is; since the peak
is found in the same estimates, the interval is one that covers the slopes from every possible peak
together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, InputError, SpecError
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.checks.pretrend import simultaneous
from forerun.trials.checks.study import EventStudy, event_study
from forerun.types import Interval, Names

TOLERATED = 0.5
"""The share of an effect whose loss must be excluded for the effect to count as persisting."""
_FEWEST_BEFORE = 5  # periods from which the noise of a gap is learnt
_FEWEST_ON_A_SLOPE = 3  # periods


@dataclass(frozen=True, slots=True)
class Fadeout:
    """How an effect moved after attention ended, or after its peak.

    Attributes:
        since: the relative period from which on the effect is followed: the first without attention, or
            the peak.
        is_known: whether the end of attention was known.
        during: mean effect before ``since``; of all periods from the peak on when the end was not known.
        change: after attention less before; or the change over all periods after the peak, as its slope says.
        error: standard error of ``change``.
        interval: of ``change``, in the outcome's unit.
        p: two-sided, of no change.
        kept: share of ``during`` that is left, 1 + change / during.
    """

    since: int
    is_known: bool
    during: float
    change: float
    error: float
    interval: Interval
    p: float
    kept: float


def fadeout(study: EventStudy, ended: int | None = None, *, level: float = 0.9) -> Fadeout:
    """Follow the effect after attention ended.

    Args:
        study: effects by period since the start with their covariance.
        ended: the first relative period without attention; None when it is not known.
        level: confidence.

    Raises:
        ConventionError: no effect was estimated on one side of ``ended``, or fewer than four treated periods
            when it is not known.
        SpecError: a level that is no probability.
    """
    if not 0.0 < level < 1.0:
        raise SpecError(f"a confidence of {level}", where="fade-out", advice="Give one between 0 and 1")
    own = study.of([each for each in study.relative if each >= 0])
    return _after_peak(own, level) if ended is None else _after(own, ended, level)


def fadeout_check(found: Fadeout) -> Check:
    """Whether the effect outlives the attention.

    Fails when the effect moves towards zero by more than chance; passes when a loss of ``TOLERATED`` of the
    effect can be excluded; else it cannot tell.  The number is the share of the effect that is left.
    """
    towards = -np.sign(found.during)
    ends = (towards * found.interval.low, towards * found.interval.high)
    least, most = min(ends), max(ends)
    if least > 0.0:
        verdict, en, zh = Verdict.FAILS, "the effect fades", "效应消退"
    elif most < TOLERATED * abs(found.during):
        verdict, en, zh = Verdict.PASSES, "the effect persists", "效应持续"
    else:
        verdict, en, zh = Verdict.CANNOT_TELL, "the data cannot tell", "数据不足以判断"
    level = found.interval.level
    span_en = "after attention ended" if found.is_known else f"from its peak in period {found.since} on"
    span_zh = "关注结束后" if found.is_known else f"自第{found.since}期的峰值起"
    low, high = found.interval.low, found.interval.high
    sentence = Names(
        f"The effect of {found.during:.3g} changes by {found.change:.3g} {span_en} "
        f"({level:.0%} interval {low:.3g} to {high:.3g}, p {found.p:.3g}): {en}.",
        f"{span_zh}，{found.during:.3g}的效应变动{found.change:.3g}"
        f"（{level:.0%}区间{low:.3g}至{high:.3g}，p值{found.p:.3g}）：{zh}。",
    )
    scaled = sorted((1.0 + low / found.during, 1.0 + high / found.during)) if found.during else None
    interval = Interval(level, scaled[0], scaled[1]) if scaled else None
    return Check("fade_out", verdict, found.kept if scaled else None, interval, found.p, sentence)


def study_of_gap(gap: Array, start: int) -> EventStudy:
    """Effects of one treated unit by period, with a covariance from how its gap moved before treatment.

    Each effect is the gap less the mean gap before.  The gap's noise is taken to be a first-order
    autoregression with the spread and first autocorrelation of the periods before, the latter corrected for
    its bias in short series (Kendall 1954).  Gaps to a synthetic control are fitted before treatment and so
    look calmer than they are: errors are too small by as much.

    Args:
        gap: (T,) treated less its counterfactual.
        start: position of the first treated period.

    Raises:
        InputError: a gap that is no number, or that never moves before treatment.
        ConventionError: fewer than five periods before treatment, or none after.
    """
    values = np.asarray(gap, float)
    for t in np.flatnonzero(~np.isfinite(values))[:1]:
        raise InputError("the gap is no number", where=f"position {t}", advice="Leave the period out")
    if not _FEWEST_BEFORE <= start < len(values):
        raise ConventionError(
            f"{start} periods before treatment and {len(values) - start} after",
            where="fade-out",
            advice=f"The noise of a gap is learnt from {_FEWEST_BEFORE} or more periods before treatment",
        )
    before = values[:start] - values[:start].mean()
    power = float(before @ before)
    if not power > 1e-24 * max(float(values @ values), 1e-300):
        raise InputError(
            "the gap never moves before treatment", where="fade-out", advice="Use an event study"
        )
    raw = float(before[1:] @ before[:-1]) / power
    persistence = float(np.clip(raw + (1.0 + 3.0 * raw) / start, 0.0, 0.95))
    apart = np.abs(np.subtract.outer(np.arange(len(values)), np.arange(len(values))))
    correlation = persistence**apart
    share = np.zeros((len(values) - start, len(values)))
    share[:, start:], share[:, :start] = np.eye(len(values) - start), -1.0 / start
    lost = float(correlation[:start, :start].mean())  # of the variance, by taking the mean off
    covariance = share @ correlation @ share.T * (power / start / (1.0 - lost))
    return event_study(range(len(values) - start), share @ values, 0.5 * (covariance + covariance.T))


def _after(own: EventStudy, ended: int, level: float) -> Fadeout:
    """The mean effect from ``ended`` on against that before."""
    from scipy.special import ndtr, ndtri

    late = np.asarray(own.relative) >= ended
    if not late.any() or late.all():
        raise ConventionError(
            f"attention ended in period {ended}, effects are known for {list(own.relative)}",
            where="fade-out",
            advice="Effects are needed both before and after the end of attention",
        )
    early = ~late / (~late).sum()
    weights = late / late.sum() - early
    during, change = float(early @ own.estimates), float(weights @ own.estimates)
    error = float(np.sqrt(weights @ own.covariance @ weights))
    reach = float(ndtri(0.5 + level / 2.0)) * error
    p = float(2.0 * ndtr(-abs(change) / error))
    interval = Interval(level, change - reach, change + reach)
    return Fadeout(ended, True, during, change, error, interval, p, _kept(during, change))


def _after_peak(own: EventStudy, level: float) -> Fadeout:
    """The fitted change from the peak to the last period, among those from every possible peak."""
    size = len(own.relative)
    if size <= _FEWEST_ON_A_SLOPE:
        raise ConventionError(
            f"{size} treated periods",
            where="fade-out",
            advice="Say in which period attention ended, or wait for a fourth period",
        )
    last = size - _FEWEST_ON_A_SLOPE
    slopes = np.array([_fall(own, s) for s in range(last + 1)])
    towards = np.sign(own.estimates.mean())
    peak = min(int(np.argmax(towards * own.estimates)), last)
    every = EventStudy(
        own.relative[: last + 1], slopes @ own.estimates, slopes @ own.covariance @ slopes.T, -1
    )
    _, _, bands = simultaneous(every, level)
    during, change = float(own.estimates[peak:].mean()), float(every.estimates[peak])
    p = _p_of(every, peak)
    return Fadeout(
        own.relative[peak],
        False,
        during,
        change,
        float(every.errors[peak]),
        bands[peak],
        p,
        _kept(during, change),
    )


def _fall(own: EventStudy, peak: int) -> Array:
    """Weights of the fitted line's change from a peak to the last period."""
    time = np.asarray(own.relative[peak:], float)
    centred = time - time.mean()
    weights: Array = centred / (centred @ centred) * (time[-1] - time[0])
    return np.concatenate([np.zeros(peak), weights])


def _p_of(every: EventStudy, peak: int) -> float:
    """Of one change among as many: the chance that the largest of all is as large."""
    from forerun.trials.checks.box import in_box

    errors = every.errors
    reach = abs(float(every.estimates[peak])) / errors[peak]
    inside, _ = in_box(
        np.zeros(len(errors)), every.covariance / np.outer(errors, errors), np.full(len(errors), reach)
    )
    return float(min(max(1.0 - inside, 0.0), 1.0))


def _kept(during: float, change: float) -> float:
    return 1.0 + change / during if during else float("nan")
