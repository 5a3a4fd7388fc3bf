"""The registered rule applied to an interval: scale, extend, stop, or it cannot be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forerun.errors import SpecError
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.spec import DecisionRule, Direction
from forerun.types import Interval, Names


class Outcome(StrEnum):
    """What a rule can say."""

    SCALE = "scale"
    EXTEND = "extend"
    STOP = "stop"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows, by the rule, from an estimate and its interval.

    Attributes:
        outcome: what follows.
        estimate: the effect that the rule looked at, in the outcome's unit.
        interval: the interval that it looked at; None where there is none.
        reason: the clause that decided, with its numbers.
    """

    outcome: Outcome
    estimate: float
    interval: Interval | None
    reason: Names


def decide(
    rule: DecisionRule, estimate: float, interval: Interval | None, checks: Sequence[Check] = ()
) -> Decision:
    """Apply the rule.

    Args:
        rule: thresholds count in the good direction.
        estimate: the effect.
        interval: its interval; None when there is none, as where overlap fails.
        checks: those that were made; one that the rule requires and that failed forbids scaling.
    """
    if interval is None:
        return Decision(Outcome.CANNOT_TELL, estimate, None, _NO_INTERVAL)
    low, high = _in_good_direction(rule.direction, interval)
    if low >= rule.scale_at:
        failed = [each for each in checks if each.verdict is Verdict.FAILS and each.name in rule.requires]
        if failed:
            return Decision(Outcome.CANNOT_TELL, estimate, interval, _failed(failed[0]))
        outcome, reason = Outcome.SCALE, _said(_SCALE, low, rule.scale_at)
    elif high < rule.stop_at:
        outcome, reason = Outcome.STOP, _said(_STOP, high, rule.stop_at)
    elif low >= rule.extend_at:
        outcome, reason = Outcome.EXTEND, _said(_EXTEND, low, rule.extend_at)
    else:
        outcome, reason = Outcome.CANNOT_TELL, _undecided(rule, low, high)
    return Decision(outcome, estimate, interval, reason)


def refuse_idle(rule: DecisionRule, alpha: float, least_p: float, where: str) -> None:
    """Refuse a rule that can never say scale, since no result could be significant.

    Args:
        rule: the rule, whose scale clause needs an interval that ends somewhere.
        alpha: one less the level of the interval.
        least_p: the smallest p-value that the inference can give.
        where: what gives it, with places and periods.

    Raises:
        SpecError: ``alpha`` lies below ``least_p``.
    """
    if alpha < least_p:
        raise SpecError(
            f"with alpha {alpha:g} the rule to scale at {rule.scale_at:g} could never fire: "
            f"the smallest p-value possible is {least_p:.4g}",
            where=where,
            advice="Raise alpha, or widen the donor pool or the periods",
        )


def _in_good_direction(direction: Direction, interval: Interval) -> tuple[float, float]:
    if direction is Direction.HIGHER:
        return interval.low, interval.high
    return -interval.high, -interval.low


_NO_INTERVAL = Names("there is no interval to apply the rule to", "没有可供判定的置信区间")
_SCALE = Names(
    "the interval's lower end {end} is at least {bound}, where the rule says scale",
    "区间下限{end}不低于{bound}，按规则应予推广",
)
_STOP = Names(
    "the interval's upper end {end} is below {bound}, where the rule says stop",
    "区间上限{end}低于{bound}，按规则应予停止",
)
_EXTEND = Names(
    "the interval's lower end {end} is at least {bound} and does not reach what the rule asks for scaling",
    "区间下限{end}不低于{bound}，但未达到推广标准",
)
_UNDECIDED = Names(
    "the interval from {low} to {high} holds effects that call for scaling, at {scale}, as well as effects "
    "below {extend}",
    "区间{low}至{high}既包含应予推广的效应（{scale}），也包含低于{extend}的效应",
)
_FAILED = Names(
    "the interval calls for scaling, but the rule requires a check that failed: {check}",
    "区间达到推广标准，但规则要求的检验未通过：{check}",
)


def _said(words: Names, end: float, bound: float) -> Names:
    return _filled(words, {"end": f"{end:.4g}", "bound": f"{bound:.4g}"})


def _undecided(rule: DecisionRule, low: float, high: float) -> Names:
    numbers = {"low": low, "high": high, "scale": rule.scale_at, "extend": rule.extend_at}
    return _filled(_UNDECIDED, {name: f"{number:.4g}" for name, number in numbers.items()})


def _failed(check: Check) -> Names:
    return Names(_FAILED.en.format(check=check.sentence.en), _FAILED.zh.format(check=check.sentence.zh))


def _filled(words: Names, values: Mapping[str, str]) -> Names:
    return Names(words.en.format_map(values), words.zh.format_map(values))
