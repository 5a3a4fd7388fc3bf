"""What remains of an effect when trends may break after the start (Rambachan and Roth 2023)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.errors import SpecError
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.checks.relative import identified_relative, relative_interval
from forerun.trials.checks.smooth import folded_quantile, frontier, identified_smooth, smooth_interval
from forerun.trials.checks.study import EventStudy, consecutive, first_effect
from forerun.types import Interval, Names

MULTIPLES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
"""Sizes that are shown when none are asked for: Mbar, and M in standard errors of the effect."""

_BEYOND = 1e6  # a breakdown larger than this is none
_PRECISION = 1e-4  # of a breakdown, relative


class Restriction(StrEnum):
    """How a trend may break after the start."""

    RELATIVE = "relative_magnitudes"  # its size is Mbar, a multiple of the largest break before the start
    SMOOTH = "smoothness"  # its size is M, a change of slope between periods, in the outcome's unit


@dataclass(frozen=True, slots=True)
class Bound:
    """One size of break and what it leaves of the effect.

    Attributes:
        restriction: how a trend may break.
        size: by how much, Mbar or M.
        identified: lowest and highest effect if estimates had no error; None when no trend of this kind goes
            through the estimates before the start.
        interval: the robust confidence interval, which covers the effect at its level whatever the break.
    """

    restriction: Restriction
    size: float
    identified: tuple[float, float] | None
    interval: Interval


@dataclass(frozen=True, slots=True)
class Honest:
    """An effect under every size of break.

    Attributes:
        estimate: of the effect, in the outcome's unit.
        usual: its interval when trends do not break.
        relative: by Mbar.
        smooth: by M.
        relative_breakdown: the Mbar below which the interval leaves out zero; 0 when it never does, infinite
            when it always does.
        smooth_breakdown: the same for M.
    """

    estimate: float
    usual: Interval
    relative: tuple[Bound, ...]
    smooth: tuple[Bound, ...]
    relative_breakdown: float
    smooth_breakdown: float


def honest(
    study: EventStudy,
    target: Array | None = None,
    *,
    mbar: Sequence[float] = MULTIPLES,
    m: Sequence[float] | None = None,
    level: float = 0.95,
) -> Honest:
    """Honest bounds and robust confidence intervals for a combination of effects.

    Args:
        study: with consecutive periods and at least one before the reference.
        target: (Q,) weights of the Q effects after the reference; the first effect when not given.
        mbar: sizes for relative magnitudes.
        m: sizes for smoothness, in the outcome's unit; MULTIPLES of the standard error when not given.
        level: confidence.

    Raises:
        ConventionError: no period before the reference, or a gap between periods: the size of a break before
            the start is then unknown.
        SpecError: a target, size or level that cannot be.
    """
    consecutive(study)
    weights = first_effect(study) if target is None else np.asarray(target, float)
    _possible(study, weights, (*mbar, *(m or ())), level)
    onto = np.concatenate([np.zeros(study.before), weights])
    estimate = float(onto @ study.estimates)
    error = float(np.sqrt(onto @ study.covariance @ onto))
    half = error * folded_quantile(0.0, 1.0 - level)
    found = frontier(study, weights)

    def relative(size: float) -> Interval:
        return relative_interval(study, weights, size, level)

    def smooth(size: float) -> Interval:
        return smooth_interval(study, found, size, level)

    return Honest(
        estimate,
        Interval(level, estimate - half, estimate + half),
        tuple(
            Bound(Restriction.RELATIVE, size, identified_relative(study, weights, size), relative(size))
            for size in mbar
        ),
        tuple(
            Bound(Restriction.SMOOTH, size, identified_smooth(study, weights, size), smooth(size))
            for size in ([error * each for each in MULTIPLES] if m is None else m)
        ),
        _breakdown(relative, 1.0),
        _breakdown(smooth, error),
    )


def honest_check(found: Honest, *, least: float = 1.0) -> Check:
    """Whether the effect keeps its sign when trends break ``least`` times as much as before the start.

    Passes when they may; fails when less is enough to lose the sign; cannot tell when the usual interval
    holds zero, so that there is no sign to lose.  The number is the breakdown Mbar, the interval that of the
    largest Mbar shown that is at most ``least``.
    """
    shown = max((each for each in found.relative if each.size <= least), key=lambda each: each.size)
    low, high, size = shown.interval.low, shown.interval.high, shown.size
    level = round(100 * shown.interval.level)
    band = f"{level}% interval at {size:g} times {low:.3g} to {high:.3g}"
    range_ = f"{size:g}倍时{level}%区间为{low:.3g}至{high:.3g}"
    if found.usual.low <= 0.0 <= found.usual.high:
        sentence = Names(
            f"The effect of {found.estimate:.3g} has no certain sign even if trends do not break; {band}.",
            f"即使趋势没有断裂，{found.estimate:.3g}的效应符号也不确定；{range_}。",
        )
        return Check("honest_bounds", Verdict.CANNOT_TELL, 0.0, shown.interval, None, sentence)
    broken = found.relative_breakdown
    sentence = Names(
        f"The effect of {found.estimate:.3g} keeps its sign while trends after the start break less than "
        f"{broken:.2f} times as much as before it; {band}.",
        f"只要开始后的趋势断裂不到此前最大断裂的{broken:.2f}倍，{found.estimate:.3g}的效应符号就不变；{range_}。",
    )
    verdict = Verdict.PASSES if broken >= least else Verdict.FAILS
    return Check("honest_bounds", verdict, broken, shown.interval, None, sentence)


def _possible(study: EventStudy, target: Array, sizes: Sequence[float], level: float) -> None:
    """Refuse what has no meaning."""
    after = len(study.relative) - study.before
    if target.shape != (after,) or not np.isfinite(target).all() or not target.any():
        raise SpecError(
            f"a target of weights {target.tolist()}",
            where="honest bounds",
            advice=f"Give {after} numbers, one for each period after the reference, not all zero",
        )
    if not all(np.isfinite(size) and size >= 0.0 for size in sizes):
        raise SpecError(f"sizes of break {tuple(sizes)}", where="honest bounds", advice="Give zero or more")
    if not 0.5 <= level < 1.0:
        raise SpecError(f"level {level}", where="honest bounds", advice="Give a level from 0.5 to below 1")


def _breakdown(interval: Callable[[float], Interval], start: float) -> float:
    """The size at which the interval first holds zero, found by doubling and halving."""
    if _holds_zero(interval(0.0)):
        return 0.0
    low, high = 0.0, start
    while not _holds_zero(interval(high)):
        low, high = high, 2.0 * high
        if high > _BEYOND * start:
            return float("inf")
    while high - low > _PRECISION * high:
        middle = (low + high) / 2.0
        low, high = (low, middle) if _holds_zero(interval(middle)) else (middle, high)
    return low


def _holds_zero(interval: Interval) -> bool:
    return interval.low <= 0.0 <= interval.high
