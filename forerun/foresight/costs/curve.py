"""A cost curve: what a technology cost in each year, and how much of it had been made by then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.foresight.left_out import LeftOut
from forerun.types import Names

STEP_TOLERANCE = 1e-6
"""Years by which a step may differ from one and still count as a year."""


class Convention(StrEnum):
    """What stands for cumulative production."""

    STATED = "stated"  # a column or series of cumulative production as it is
    COLLECTION = "collection"  # cumulated from an initial production as the collection of curves reckons it
    GROWTH = "growth"  # cumulated from an initial production by the growth of production


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """Cumulative production under one convention.

    Attributes:
        convention: how it was made.
        name: of the column or series.
        values: (T,) above zero; NaN in years that do not have it.
    """

    convention: Convention
    name: str
    values: Array


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """What one technology cost, year by year.

    Attributes:
        technology: its name; the id of the series where it is catalogued.
        unit: of the costs, as its source writes it.
        years: (T,) ascending, no two alike; fractional where a source says so (1960.5 is the middle of 1960).
        costs: (T,) above zero, in ``unit``.
        volumes: cumulative production by each convention that the data allow, the one to show first at the
            front; empty without production.
        series: id of the catalogued series; empty for a person's own table.
        source: name of the file, or the ledger.
        data: sha256 of the file, or hash of the ledger as known that day.
        left_out: rows that were not used.
        names: in both languages, of a catalogued series; None for a person's own table.
    """

    technology: str
    unit: str
    years: Array
    costs: Array
    volumes: tuple[Volume, ...] = ()
    series: str = ""
    source: str = ""
    data: str = ""
    left_out: tuple[LeftOut, ...] = ()
    names: Names | None = None

    @property
    def called(self) -> Names:
        """Its name in both languages."""
        return self.names or Names(self.technology, self.technology)

    @property
    def logs(self) -> Array:
        """(T,) natural logarithms of the costs."""
        logs: Array = np.log(self.costs)
        return logs

    @property
    def regular(self) -> bool:
        """Whether every step is one year."""
        return bool(np.all(np.abs(np.diff(self.years) - 1) <= STEP_TOLERANCE))

    @property
    def last_year(self) -> int:
        """The calendar year of the last cost."""
        return int(np.floor(self.years[-1] + STEP_TOLERANCE))

    def volume(self, convention: Convention) -> Volume | None:
        """Cumulative production under a convention; None where the data do not allow it."""
        return next((each for each in self.volumes if each.convention is convention), None)
