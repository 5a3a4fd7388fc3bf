"""The state of a target: lead, tolerance, comparators, bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.monitor.judge import Case, judge
from forerun.monitor.result import TargetState
from forerun.types import Comparator

AHEAD, ON_TRACK, BEHIND, OPEN = (
    TargetState.AHEAD,
    TargetState.ON_TRACK,
    TargetState.BEHIND,
    TargetState.NO_FIGURE,
)
NUMBERS = st.floats(-1000, 1000).map(lambda value: round(value, 2))


@pytest.mark.parametrize(
    ("actual", "comparator", "target", "tolerance", "closed", "expected"),
    [
        (3009.4, "about", 2700, 54, True, AHEAD),  # vehicle sales of 2023
        (5.2, "about", 5.0, 0.3, True, ON_TRACK),  # GDP of 2023
        (3.0, "about", 5.5, 0.3, True, BEHIND),  # GDP of 2022
        (4.7, "about", 5.0, 0.3, True, ON_TRACK),
        (4.69, "about", 5.0, 0.3, True, BEHIND),
        (4.9, ">=", 5.0, 0.3, True, BEHIND),  # a firm floor is missed by any shortfall once the year is over
        (4.9, ">=", 5.0, 0.3, False, ON_TRACK),  # while it runs the tolerance holds
        (5.0, ">=", 5.0, 0.3, True, ON_TRACK),
        (5.0, ">", 5.0, 0.3, True, BEHIND),
        (5.0, ">", 5.0, 0.3, False, ON_TRACK),
        (5.0, "=", 5.0, 0.3, True, ON_TRACK),
        (0.4, "<=", 3.0, 0.3, True, ON_TRACK),  # consumer prices of 2023 under their ceiling, not ahead of it
        (3.4, "<=", 3.0, 0.3, True, BEHIND),
        (3.2, "<=", 3.0, 0.3, False, ON_TRACK),
        (3.0, "<", 3.0, 0.3, True, BEHIND),
    ],
)
def test_states(
    actual: float, comparator: str, target: float, tolerance: float, closed: bool, expected: TargetState
) -> None:
    assert judge(Case(actual, target, Comparator(comparator), tolerance, closed)) is expected


@pytest.mark.parametrize(
    ("stated", "actual", "comparator", "expected"),
    [
        (">", 545, ">", AHEAD),  # more than 545 GW settles a target of more than 450
        (">", 400, ">", OPEN),
        (">", 470, "<=", BEHIND),
        (">", 400, "<=", OPEN),
        ("<", 400, ">", BEHIND),
        ("<", 470, ">", OPEN),
        ("<", 400, "<=", ON_TRACK),
        ("about", 545, ">", AHEAD),
    ],
)
def test_a_published_bound_decides_only_what_it_settles(
    stated: str, actual: float, comparator: str, expected: TargetState
) -> None:
    case = Case(actual, 450, Comparator(comparator), 9, True, Comparator(stated))
    assert judge(case) is expected


@given(
    actual=NUMBERS,
    target=NUMBERS,
    comparator=st.sampled_from(Comparator),
    tolerance=st.floats(0, 50),
    more=st.floats(0, 100),
)
def test_more_is_never_worse_below_a_floor_and_never_better_under_a_ceiling(
    actual: float, target: float, comparator: Comparator, tolerance: float, more: float
) -> None:
    order = [BEHIND, ON_TRACK, AHEAD]
    less_state, more_state = (
        order.index(judge(Case(value, target, comparator, tolerance, True)))
        for value in (actual, actual + more)
    )
    assert more_state <= less_state if comparator.is_ceiling else more_state >= less_state


@given(actual=NUMBERS, target=NUMBERS, comparator=st.sampled_from(Comparator), tolerance=st.floats(0, 50))
def test_a_running_period_is_judged_no_harder_than_a_closed_one(
    actual: float, target: float, comparator: Comparator, tolerance: float
) -> None:
    running, closed = (judge(Case(actual, target, comparator, tolerance, over)) for over in (False, True))
    assert running is closed or (closed, running) == (BEHIND, ON_TRACK)
