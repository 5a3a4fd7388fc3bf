"""Economic complexity over the years of a table, one year in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, SpecError
from forerun.foresight.complexity.filters import EVERYTHING, Filter
from forerun.foresight.complexity.method import BALASSA, Method
from forerun.foresight.complexity.year import Year, complexity_of_year
from forerun.foresight.counts import Counts
from forerun.foresight.left_out import LeftOut, Why


@dataclass(frozen=True, slots=True, eq=False)
class Complexity:
    """The indices of all years, laid out as the table is: Y years, P places, A activities.

    What is left out in a year is NaN there, or zero where it is a count, and is listed with its reason.

    Attributes:
        counts: the table.
        chosen: which places and activities are compared, judged year by year.
        method: convention and threshold.
        years: Y that could be reckoned, ascending.
        eci: (Y, P).
        pci: (Y, A).
        coi: (Y, P).
        diversity: (Y, P).
        ubiquity: (Y, A).
        eigenvalues: (Y, 3) descending.
        undetermined: years in which the second and third eigenvalue are equal, or diversity does not tell
            which end of the index is up.
        left_out: of the table and of every year.
        tables: all of every year, when asked for; else empty.
    """

    counts: Counts
    chosen: Filter
    method: Method
    years: tuple[int, ...]
    eci: Array
    pci: Array
    coi: Array
    diversity: Array
    ubiquity: Array
    eigenvalues: Array
    undetermined: tuple[int, ...]
    left_out: tuple[LeftOut, ...]
    tables: tuple[Year, ...] = ()

    def of(self, year: int) -> Year:
        """All of one year, with density and outlook gain by place and activity; reckoned now if not kept.

        Raises:
            SpecError: the table has no such year.
            ConventionError: it cannot be reckoned.
        """
        for each in self.tables:
            if each.year == year:
                return each
        return complexity_of_year(self.counts, year, self.chosen, self.method)

    def ranks(self, year: int) -> dict[str, int]:
        """Places by their ECI of a year, the highest is 1; those left out have none."""
        row = self.eci[self.years.index(year)]
        return {name: rank for name, rank in zip(self.counts.places, ranked(row), strict=True) if rank}


def complexity(
    counts: Counts,
    chosen: Filter = EVERYTHING,
    method: Method = BALASSA,
    *,
    years: Sequence[int] | None = None,
    tables: bool = False,
    done: Callable[[float], None] | None = None,
) -> Complexity:
    """Economic complexity of some years of a table.

    Args:
        counts: the table.
        chosen: which places and activities are compared.
        method: convention and threshold.
        years: of the table; None for all.
        tables: whether advantage, density and outlook gain of all years stay in memory, which takes 25
            bytes for each year, place and activity; else ``of`` reckons a year when it is asked for.
        done: called with the number of years that are done.

    Raises:
        SpecError: the table has no such year, or no place of a name that the filter asks for.
        ConventionError: no year can be reckoned; the message is that of the first.
    """
    found: list[Year] = []
    failed: list[ConventionError] = []
    left_out = list(counts.left_out)
    asked = counts.years if years is None else tuple(sorted(set(years)))
    laid = _Laid(counts, len(asked))
    for at, year in enumerate(asked, start=1):
        try:
            one = complexity_of_year(counts, year, chosen, method)
        except ConventionError as problem:
            failed.append(problem)
            left_out.append(LeftOut(str(year), Why.TOO_FEW, problem.what))
        else:
            left_out += one.strengths.left_out
            laid.add(one)
            found += [one] if tables else []
        if done is not None:
            done(at)
    if not laid.years:
        raise failed[0] if failed else SpecError("no year is asked for", advice="Name a year of the table")
    return laid.result((chosen, method), tuple(left_out), tuple(found))


class _Laid:
    """The indices of the years so far, in the layout of the table."""

    def __init__(self, counts: Counts, years: int) -> None:
        self._counts = counts
        places, activities = len(counts.places), len(counts.activities)
        self.years: list[int] = []
        self._of_places = np.full((3, years, places), np.nan)
        self._of_activities = np.full((2, years, activities), np.nan)
        self._of_places[2], self._of_activities[1] = 0.0, 0.0
        self._eigenvalues = np.full((years, 3), np.nan)
        self._undetermined: list[int] = []

    def add(self, one: Year) -> None:
        at = len(self.years)
        for table, index in zip(self._of_places, (one.eci, one.coi, one.diversity), strict=True):
            table[at, one.strengths.place_at] = index
        for table, index in zip(self._of_activities, (one.pci, one.ubiquity), strict=True):
            table[at, one.strengths.activity_at] = index
        self._eigenvalues[at] = one.eigenvalues
        self.years.append(one.year)
        if one.tied or not one.signed:
            self._undetermined.append(one.year)

    def result(
        self, how: tuple[Filter, Method], left_out: tuple[LeftOut, ...], tables: tuple[Year, ...]
    ) -> Complexity:
        known = len(self.years)
        eci, coi, diversity = self._of_places[:, :known]
        pci, ubiquity = self._of_activities[:, :known]
        return Complexity(
            self._counts,
            *how,
            tuple(self.years),
            eci,
            pci,
            coi,
            diversity.astype(int),
            ubiquity.astype(int),
            self._eigenvalues[:known],
            tuple(self._undetermined),
            left_out,
            tables,
        )


def ranked(index: Array) -> list[int]:
    """Ranks of an index, the highest is 1; equal values share the better one, NaN has 0."""
    known = np.sort(index[np.isfinite(index)])
    above = known.size - np.searchsorted(known, index, "right")
    return [int(rank) + 1 if told else 0 for rank, told in zip(above, np.isfinite(index), strict=True)]
