"""The registered rule applied to an interval: scale, extend, stop, or it cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forerun.errors import SpecError
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.spec import DecisionRule, Direction
from forerun.types import Interval


class Outcome(StrEnum):
    """What a rule can say."""

    SCALE = "scale"
    EXTEND = "extend"
    STOP = "stop"
    CANNOT_TELL = "cannot_tell"


class Clause(StrEnum):
    """Which clause of a rule decided."""

    NO_INTERVAL = "no_interval"
    SCALE = "scale"  # the interval's lower end is at least the bound
    NOT_PASSED = "not_passed"  # it is, but a check that the rule requires was not passed
    STOP = "stop"  # the interval's upper end is below the bound
    EXTEND = "extend"  # the lower end is at least the bound, which is below that for scaling
    UNDECIDED = "undecided"  # the interval holds effects on both sides


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows, by the rule, from an estimate and its interval.

    Attributes:
        outcome: what follows.
        clause: why.
        estimate: the effect that the rule looked at, in the outcome's unit.
        interval: the interval that it looked at; None where there is none.
        end: the end of the interval that the clause is about, counted in the good direction; None for none.
        bound: what it was held against.
        failed: the check that was not passed and forbade scaling, where one did.
    """

    outcome: Outcome
    clause: Clause
    estimate: float
    interval: Interval | None
    end: float | None = None
    bound: float | None = None
    failed: Check | None = None


def decide(
    rule: DecisionRule, estimate: float, interval: Interval | None, checks: Sequence[Check] = ()
) -> Decision:
    """Apply the rule.

    Args:
        rule: thresholds count in the good direction.
        estimate: the effect.
        interval: its interval; None when there is none, as where overlap fails.
        checks: those that were made; one that the rule requires and that is not passed forbids scaling.
    """
    if interval is None:
        return Decision(Outcome.CANNOT_TELL, Clause.NO_INTERVAL, estimate, None)
    low, high = _in_good_direction(rule.direction, interval)
    if low >= rule.scale_at:
        failed = [
            each for each in checks if each.verdict is not Verdict.PASSES and each.name in rule.requires
        ]
        outcome = Outcome.CANNOT_TELL if failed else Outcome.SCALE
        clause = Clause.NOT_PASSED if failed else Clause.SCALE
        return Decision(outcome, clause, estimate, interval, low, rule.scale_at, *failed[:1])
    if high < rule.stop_at:
        return Decision(Outcome.STOP, Clause.STOP, estimate, interval, high, rule.stop_at)
    if low >= rule.extend_at:
        return Decision(Outcome.EXTEND, Clause.EXTEND, estimate, interval, low, rule.extend_at)
    return Decision(Outcome.CANNOT_TELL, Clause.UNDECIDED, estimate, interval, low, rule.extend_at)


def refuse_out_of_reach(rule: DecisionRule, span: float, where: str) -> None:
    """Refuse a rule whose effect for scaling is larger than all that the outcome ever moved.

    Args:
        rule: the rule.
        span: largest less smallest outcome of the panel, in its unit after the transform.
        where: places and periods.

    Raises:
        SpecError: no effect could reach ``scale_at``.
    """
    if rule.scale_at > span:
        raise SpecError(
            f"the rule to scale at {rule.scale_at:g} could never fire: all outcomes lie within {span:.4g}",
            where=where,
            advice="Give scale_at and matters in the outcome's unit after its transform",
        )


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
