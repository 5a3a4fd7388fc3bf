"""Which units are compared with which, in which periods: the choices of Callaway and Sant'Anna (2021)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.did.cells import LeftOut
from forerun.trials.panel import NEVER


class Controls(StrEnum):
    """Whom the treated are compared with."""

    NEVER = "never_treated"
    NOT_YET = "not_yet_treated"


class Base(StrEnum):
    """From which period a difference is taken when the later one is before treatment."""

    VARYING = "varying"  # the period before it
    UNIVERSAL = "universal"  # the last period before treatment, as for all others


@dataclass(frozen=True, slots=True)
class Rule:
    """How group-time effects are identified.

    Attributes:
        controls: the comparison group.
        base: the base period of effects before treatment.
        anticipation: periods before treatment in which an effect is possible already.
    """

    controls: Controls = Controls.NEVER
    base: Base = Base.VARYING
    anticipation: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One effect: of a cohort in a period, as the change since a base period against that of controls.

    Controls are the units outside the cohort whose treatment starts after position ``after``.
    """

    cohort: int
    period: int
    base: int
    after: int

    def controls(self, start: Array) -> Array:
        """Which of these starts belong to controls, a mask of the same shape."""
        mask: Array = (start > self.after) & (start != self.cohort)
        return mask

    def where(self, periods: tuple[str, ...]) -> str:
        """The effect in words."""
        return f"cohort {periods[self.cohort]} in {periods[self.period]}"

    def without(self, periods: tuple[str, ...], units: int) -> tuple[LeftOut, ...]:
        """That the comparison does without some units; nothing when there are none."""
        if not units:
            return ()
        return (LeftOut(f"{units} units, {self.where(periods)}", "outcome or covariate missing"),)


def comparisons(
    start: Array, periods: tuple[str, ...], rule: Rule
) -> tuple[list[Comparison], tuple[LeftOut, ...]]:
    """Every effect that the rule identifies, by cohort and period, and what it leaves out.

    Args:
        start: positions of first treated periods, ``NEVER`` where there is none; one for each unit or cell.
        periods: labels of the T periods.
        rule: how effects are identified.

    Raises:
        InputError: nothing can be compared.
    """
    length = len(periods)
    cohorts = [int(each) for each in np.unique(start[start < length])]
    if not cohorts:
        raise InputError(
            "nobody is treated in these periods", where=_span(periods), advice="Look at the starts"
        )
    if rule.controls is Controls.NEVER and not (start == NEVER).any():
        raise InputError(
            "every unit is treated in the end, so there is no never-treated control",
            where=_span(periods),
            advice=f"Use controls {Controls.NOT_YET.value}",
        )
    found: list[Comparison] = []
    left_out: list[LeftOut] = []
    for cohort in cohorts:
        if cohort - 1 - rule.anticipation < 0:
            left_out.append(LeftOut(f"cohort {periods[max(cohort, 0)]}", "no period before its treatment"))
            continue
        for each in _of_cohort(cohort, length, rule):
            if each.controls(start).any():
                found.append(each)
            else:
                left_out.append(
                    LeftOut(f"cohort {periods[cohort]} in {periods[each.period]}", "no control is left")
                )
    if not any(each.period >= each.cohort for each in found):
        reasons = "; ".join(sorted({f"{each.what}: {each.reason}" for each in left_out}))
        raise InputError(
            f"no cohort can be compared after its treatment ({reasons})",
            where=_span(periods),
            advice="Add periods before the first treatment, or units that are treated later or never",
        )
    return found, tuple(left_out)


def observed_alone(
    wanted: Sequence[Comparison], periods: tuple[str, ...], is_observed: Callable[[Comparison], bool]
) -> tuple[list[Comparison], tuple[LeftOut, ...]]:
    """The comparisons with somebody on both sides, and the others as left out.

    Raises:
        InputError: none is left.
    """
    kept = [each for each in wanted if is_observed(each)]
    if not kept:
        raise InputError(
            "in no pair of periods were both treated and controls observed",
            where=wanted[0].where(periods),
            advice="Bring periods in which both were",
        )
    reason = "no treated unit or no control was observed in both periods"
    return kept, tuple(LeftOut(each.where(periods), reason) for each in wanted if each not in kept)


def _of_cohort(cohort: int, length: int, rule: Rule) -> Iterator[Comparison]:
    last = cohort - 1 - rule.anticipation
    for period in range(0 if rule.base is Base.UNIVERSAL else 1, length):
        varying = rule.base is Base.VARYING and period <= last
        base = period - 1 if varying else last
        later = max(period, base) + rule.anticipation
        yield Comparison(cohort, period, base, later if rule.controls is Controls.NOT_YET else NEVER - 1)


def _span(periods: tuple[str, ...]) -> str:
    return f"{periods[0]} to {periods[-1]}"
