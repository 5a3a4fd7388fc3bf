"""How much the standing of a place depends on which places it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forerun.errors import ConventionError
from forerun.foresight.complexity.filters import EVERYTHING, Filter
from forerun.foresight.complexity.formulas import centre_and_scale
from forerun.foresight.complexity.method import BALASSA, Method
from forerun.foresight.complexity.spectrum import spectrum
from forerun.foresight.complexity.threads import one_thread
from forerun.foresight.complexity.year import strengths
from forerun.foresight.complexity.years import ranked
from forerun.foresight.counts import Counts

USUAL = tuple(Filter(largest=number) for number in (100, 130, 160, 200))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where places stand under one filter.

    Attributes:
        chosen: the filter.
        compared: how many places it leaves.
        rank: by place, 1 is the most complex; a place that it leaves out is not in it.
        eci: by place.
        problem: why there is nothing, when nothing can be compared.
    """

    chosen: Filter
    compared: int
    rank: dict[str, int]
    eci: dict[str, float]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The same year under several filters, the one that is used first.

    Attributes:
        year: as in the table.
        standings: one for each filter, in their order, each number of places once.
    """

    year: int
    standings: tuple[Standing, ...]

    def ranks(self, place: str) -> tuple[int, int] | None:
        """Best and worst rank of a place; None where no filter keeps it."""
        found = [each.rank[place] for each in self.standings if place in each.rank]
        return (min(found), max(found)) if found else None

    def indices(self, place: str) -> tuple[float, float] | None:
        """Lowest and highest ECI of a place; None where no filter keeps it."""
        found = [each.eci[place] for each in self.standings if place in each.eci]
        return (min(found), max(found)) if found else None


def sensitivity(
    counts: Counts,
    year: int,
    used: Filter = EVERYTHING,
    method: Method = BALASSA,
    others: Sequence[Filter] = (*USUAL, EVERYTHING),
) -> Sensitivity:
    """Ranks of all places of a year under several filters.

    Args:
        counts: the table.
        year: one of its years.
        used: the filter whose result is shown.
        method: convention and threshold.
        others: filters to hold it against; one that leaves as many places as an earlier one is not
            repeated.

    Raises:
        SpecError: the table has no such year, or no place of a name that a filter asks for.
    """
    found: dict[int, Standing] = {}
    for chosen in (used, *others):
        one = _standing(counts, year, chosen, method)
        found.setdefault(one.compared, one)
    return Sensitivity(year, tuple(found.values()))


def _standing(counts: Counts, year: int, chosen: Filter, method: Method) -> Standing:
    try:
        where = strengths(counts, year, chosen, method)
        with one_thread():
            raw = spectrum(where.strong).places
    except ConventionError as problem:
        return Standing(chosen, 0, {}, {}, problem.what)
    mean, deviation = centre_and_scale(raw, len(where.activities), method.convention)
    eci = (raw - mean) / deviation
    rank = {name: at for name, at in zip(where.places, ranked(eci), strict=True) if at}
    index = {name: float(value) for name, value in zip(where.places, eci, strict=True)}
    return Standing(chosen, len(where.places), rank, index)
