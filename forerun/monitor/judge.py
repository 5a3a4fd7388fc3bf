"""How an actual stands to its target: pure rules.

The lead is how far the actual is on the good side of the point where it should be: of the target itself
for rates and for periods that are over, of the expected point for amounts under way.

* ahead: the lead is larger than the tolerance;
* on track: it is not, but the target is met, or missed by no more than the tolerance where the plan says
  "about" or the period still runs;
* behind: otherwise.

What has to stay below a ceiling is on track while it does, never ahead.  A published bound ("more than
545") decides only when it already lies on the good side.
"""

from __future__ import annotations

from dataclasses import dataclass

from forerun.monitor.result import TargetState
from forerun.types import Comparator

_STRICT = frozenset({Comparator.MORE, Comparator.LESS})


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged, all in one unit.

    ``expected`` is the point where the actual should be, ``tolerance`` what "about" allows, ``stated`` how
    the published actual bounds the true one, ``closed`` whether the target period is over in the figures.
    """

    actual: float
    expected: float
    comparator: Comparator
    tolerance: float
    closed: bool
    stated: Comparator = Comparator.EQUAL


def judge(case: Case) -> TargetState:
    """The state of a target; ``no_figure`` when the published bound leaves it open."""
    ceiling = case.comparator.is_ceiling
    lead = case.expected - case.actual if ceiling else case.actual - case.expected
    state = _state(round(lead, 9), case)
    if ceiling and state is TargetState.AHEAD:
        state = TargetState.ON_TRACK
    return state if _decides(case, state) else TargetState.NO_FIGURE


def _state(lead: float, case: Case) -> TargetState:
    if lead > case.tolerance:
        return TargetState.AHEAD
    allowed = case.tolerance if case.comparator is Comparator.ABOUT or not case.closed else 0.0
    short = lead < -allowed or (lead == 0 and case.closed and case.comparator in _STRICT)
    return TargetState.BEHIND if short else TargetState.ON_TRACK


def _decides(case: Case, state: TargetState) -> bool:
    good = state is not TargetState.BEHIND
    if case.stated.is_floor:
        return good != case.comparator.is_ceiling
    if case.stated.is_ceiling:
        return good == case.comparator.is_ceiling
    return True
