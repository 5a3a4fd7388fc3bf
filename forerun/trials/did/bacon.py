"""What two-way fixed effects average: every comparison of two groups in two periods, and its weight.

Goodman-Bacon (2021), theorem 1 and equations 7-10.  A comparison is forbidden when its control is treated
already: if effects grow, that control's growth is taken off the estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, InputError
from forerun.trials.did.cells import Cells
from forerun.trials.panel import NEVER


class Versus(StrEnum):
    """Whom a cohort is compared with."""

    NEVER = "never_treated"
    LATER = "not_yet_treated"
    EARLIER = "already_treated"
    ALWAYS = "always_treated"


FORBIDDEN = (Versus.EARLIER, Versus.ALWAYS)


@dataclass(frozen=True, slots=True)
class Part:
    """One comparison: a cohort and its controls by position of their first treated period."""

    versus: Versus
    cohort: int
    control: int
    att: float
    weight: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The coefficient as a weighted mean.

    Attributes:
        parts: the comparisons; their weights sum to one.
        att: the coefficient of two-way fixed effects, in the outcome's unit.
        forbidden: the share of weight on comparisons with units that are treated already.
    """

    parts: tuple[Part, ...]
    att: float
    forbidden: float


def bacon(cells: Cells) -> Decomposition:
    """The decomposition of a balanced panel's regression without covariates.

    Raises:
        InputError: an outcome is missing.
        ConventionError: nobody is treated, or nobody can be compared with.
    """
    if not cells.observed.all():
        k, t = (int(each[0]) for each in np.nonzero(~cells.observed))
        whose = (
            "never treated" if cells.cohort[k] == NEVER else f"cohort {cells.periods[int(cells.cohort[k])]}"
        )
        raise InputError(
            "the decomposition needs every unit in every period",
            where=f"{whose}, {cells.periods[t]}",
            advice="Keep the units that are complete",
        )
    parts = [
        part
        for i, cohort in enumerate(cells.cohort)
        if 0 < cohort < NEVER
        for j in range(len(cells.cohort))
        if i != j
        for part in [_part(cells, i, j)]
    ]
    total = sum(part.weight for part in parts)
    if not parts or not total > 0.0:
        raise ConventionError("no cohort can be compared with another", advice="Look at who is treated when")
    parts = [Part(each.versus, each.cohort, each.control, each.att, each.weight / total) for each in parts]
    return Decomposition(
        parts=tuple(parts),
        att=sum(each.weight * each.att for each in parts),
        forbidden=sum(each.weight for each in parts if each.versus in FORBIDDEN),
    )


def _part(cells: Cells, i: int, j: int) -> Part:
    """The comparison of cell i with cell j as its control; its weight is not scaled yet."""
    width, length = cells.first.shape[1], len(cells.periods)
    means = cells.first[:, 0, width:] / cells.weight[:, None]
    cohort, control = int(cells.cohort[i]), int(cells.cohort[j])
    share = cells.weight[i], cells.weight[j]
    treated = 1.0 - cohort / length
    versus = _versus(cohort, control)
    before, after = slice(0, cohort), slice(cohort, length)
    pull = treated * (1.0 - treated)
    if versus is Versus.LATER:
        after = slice(cohort, control)
        others = 1.0 - control / length
        pull = (treated - others) * (1.0 - treated)
    elif versus is Versus.EARLIER:
        before = slice(control, cohort)
        others = 1.0 - control / length
        pull = treated * (others - treated)
    difference: Array = means[i] - means[j]
    att = float(difference[after].mean() - difference[before].mean())
    return Part(versus, cohort, control, att, float(share[0] * share[1] * pull))


def _versus(cohort: int, control: int) -> Versus:
    if control == NEVER:
        return Versus.NEVER
    if control == 0:
        return Versus.ALWAYS
    return Versus.LATER if control > cohort else Versus.EARLIER
