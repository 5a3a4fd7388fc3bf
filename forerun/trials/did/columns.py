"""How the columns of a long table are called, one row for each unit and period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forerun.errors import SpecError

_PLAIN = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns; letters, digits and underscores, so that every engine reads them alike.

    Attributes:
        unit: who is observed.
        period: when: numbers, dates, or texts that sort by time.
        outcome: numbers; null where it was not observed.
        start: the first treated period, in the terms of ``period``; null or 0 without treatment.
        weight: positive and the same in all rows of a unit; empty for none.
        covariates: numbers that are the same in all rows of a unit.

    Raises:
        SpecError: a name is not plain.
    """

    unit: str
    period: str
    outcome: str
    start: str
    weight: str = ""
    covariates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [self.unit, self.period, self.outcome, self.start, *self.covariates]
        for name in [*names, self.weight] if self.weight else names:
            if not _PLAIN.fullmatch(name):
                raise SpecError(
                    f"{name!r} cannot be the name of a column here",
                    advice="Rename it: letters, digits and underscores, not a digit first",
                )
