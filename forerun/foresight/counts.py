"""Counts or values by year, place and activity: exports, patents, firms, output, workers."""

from __future__ import annotations

from dataclasses import dataclass

from forerun.compiled import Array
from forerun.foresight.left_out import LeftOut

UNDATED = 0
"""The year of a table that names none."""


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """A table of Y years, P places and A activities.

    Attributes:
        years: Y, ascending; ``UNDATED`` alone where the table has no column of years.
        places: P names, sorted.
        activities: A names, sorted.
        values: (Y, P, A) not negative and finite; a cell without a row counts zero.
        present: (Y, P) whether the place has any row in the year: zero is not the same as not reported.
        source: the file's name or the ledger.
        data: sha256 of the file, or hash of the ledger.
        left_out: rows that were not used.
    """

    years: tuple[int, ...]
    places: tuple[str, ...]
    activities: tuple[str, ...]
    values: Array
    present: Array
    source: str = ""
    data: str = ""
    left_out: tuple[LeftOut, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether the table says which year its rows are of."""
        return self.years != (UNDATED,)

    def window(self, last: int, length: int) -> Array:
        """(P, A) sums over the ``length`` years up to ``last``; years without rows count zero."""
        inside = [index for index, year in enumerate(self.years) if last - length < year <= last]
        summed: Array = self.values[inside].sum(axis=0)
        return summed
