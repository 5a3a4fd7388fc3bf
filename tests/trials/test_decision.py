"""The rule on every side of its thresholds, in both directions."""

from __future__ import annotations

import pytest

from forerun.errors import SpecError
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.decision import decide, refuse_idle, refuse_out_of_reach
from forerun.trials.spec import DecisionRule, Direction, Planned
from forerun.types import Interval, Names

RULE = DecisionRule(Direction.HIGHER, 0.02, scale_at=0.02, stop_at=0.02, extend_at=0.0)
FALLING = DecisionRule(Direction.LOWER, 0.02, scale_at=0.02, stop_at=0.02, extend_at=0.0)
CASES = [
    ((0.02, 0.05), "scale"),
    ((0.03, 0.09), "scale"),
    ((0.0, 0.03), "extend"),
    ((0.019, 0.02), "extend"),
    ((-0.03, 0.019), "stop"),
    ((-0.05, -0.01), "stop"),
    ((-0.001, 0.02), "cannot_tell"),
    ((float("-inf"), float("inf")), "cannot_tell"),
]


@pytest.mark.parametrize(("ends", "outcome"), CASES)
def test_what_follows(ends: tuple[float, float], outcome: str) -> None:
    low, high = ends
    assert decide(RULE, 0.01, Interval(0.9, low, high)).outcome == outcome
    assert decide(FALLING, -0.01, Interval(0.9, -high, -low)).outcome == outcome


def test_without_an_interval_it_cannot_be_told() -> None:
    assert decide(RULE, 0.5, None).outcome == "cannot_tell"


def test_a_check_that_the_rule_requires_must_be_passed_for_scaling() -> None:
    rule = DecisionRule(Direction.HIGHER, 0.02, 0.02, 0.02, 0.0, (Planned.PRETRENDS,))
    sentence = Names("trends differed", "趋势不同")
    failed = Check("pretrends", Verdict.FAILS, None, None, None, sentence)
    unclear = Check("pretrends", Verdict.CANNOT_TELL, None, None, None, sentence)
    interval = Interval(0.9, 0.03, 0.05)
    assert decide(rule, 0.04, interval, [failed]).outcome == "cannot_tell"
    assert decide(rule, 0.04, interval, [failed]).failed is failed
    assert decide(rule, 0.04, interval, [unclear]).outcome == "cannot_tell"
    passed = Check("pretrends", Verdict.PASSES, None, None, None, sentence)
    assert decide(rule, 0.04, interval, [passed]).outcome == "scale"
    assert decide(RULE, 0.04, interval, [failed]).outcome == "scale"


def test_a_rule_that_can_never_fire_is_refused() -> None:
    with pytest.raises(SpecError, match=r"could never fire.*0\.02564"):
        refuse_idle(RULE, 0.01, 1 / 39, "California, 38 donors")
    refuse_idle(RULE, 0.1, 1 / 39, "California, 38 donors")


def test_a_rule_beyond_all_that_the_outcome_ever_moved_is_refused() -> None:
    with pytest.raises(SpecError, match=r"scale at 0\.02 could never fire: all outcomes lie within 0\.01"):
        refuse_out_of_reach(RULE, 0.01, "38 places")
    refuse_out_of_reach(RULE, 0.02, "38 places")
