"""Everything that economic complexity says of one year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError
from forerun.foresight.complexity import formulas
from forerun.foresight.complexity.components import components
from forerun.foresight.complexity.filters import EVERYTHING, Filter, kept
from forerun.foresight.complexity.fitness import ITERATIONS, Fitness, fitness
from forerun.foresight.complexity.method import BALASSA, Method
from forerun.foresight.complexity.relatedness import related
from forerun.foresight.complexity.spectrum import Spectrum, spectrum
from forerun.foresight.complexity.threads import one_thread
from forerun.foresight.counts import UNDATED, Counts
from forerun.foresight.left_out import LeftOut, Why

LEAST_PLACES, LEAST_ACTIVITIES = 3, 2


@dataclass(frozen=True, slots=True, eq=False)
class Strengths:
    """Where the places that are compared in a year are strong.

    Attributes:
        year: as in the table.
        place_at: (P,) positions in ``counts.places``, ascending.
        activity_at: (A,) positions in ``counts.activities``, ascending.
        places: P names.
        activities: A names.
        values: (P, A) of the table.
        totals: over everything that passed the filter.
        method: convention and threshold.
        strong: (P, A) whether the advantage meets the threshold, no row or column empty.
        parts: into how many parts they fall that share nothing; above one only where none of these is
            large enough to stand alone.  Then ECI and PCI are not determined.
        left_out: everything else of the year, each with its reason.
    """

    year: int
    place_at: Array
    activity_at: Array
    places: tuple[str, ...]
    activities: tuple[str, ...]
    values: Array
    totals: formulas.Totals
    method: Method
    strong: Array
    parts: int
    left_out: tuple[LeftOut, ...]

    @property
    def advantage(self) -> Array:
        """(P, A) revealed comparative advantage among all places that passed the filter; reckoned anew."""
        return formulas.advantage(self.values, self.totals, self.method.convention)

    def fitness(self, iterations: int = ITERATIONS) -> Fitness:
        """Fitness of these places and quality of these activities."""
        return fitness(self.strong, iterations)


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """The indices of one year, in the convention asked for.

    Attributes:
        strengths: the places and activities that are compared, and in what they are strong.
        diversity: (P,) activities that a place is strong in.
        ubiquity: (A,) places that are strong in an activity.
        eci: (P,) economic complexity.
        pci: (A,) complexity of activities, scaled as ``eci``, of which it is the mean in each place.
        coi: (P,) complexity outlook.
        density: (P, A) how close an activity is to those in which a place is strong, 0 to 1.
        cog: (P, A) outlook gain; zero where a place is strong already.
        eigenvalues: (3,) descending.
        tied: whether the second and third are equal, so that ECI and PCI are not determined.
        signed: whether diversity says which end of ECI is up.
    """

    strengths: Strengths
    diversity: Array
    ubiquity: Array
    eci: Array
    pci: Array
    coi: Array
    density: Array
    cog: Array
    eigenvalues: Array
    tied: bool
    signed: bool

    @property
    def year(self) -> int:
        """As in the table."""
        return self.strengths.year

    @property
    def places(self) -> tuple[str, ...]:
        """P names."""
        return self.strengths.places

    @property
    def activities(self) -> tuple[str, ...]:
        """A names."""
        return self.strengths.activities


def strengths(counts: Counts, year: int, chosen: Filter = EVERYTHING, method: Method = BALASSA) -> Strengths:
    """Revealed comparative advantage of a year, for the largest part of the table that hangs together.

    Raises:
        SpecError: the table has no such year, or no place of a name that the filter asks for.
        ConventionError: fewer than three places or activities are left; the message says why the others
            are not.
    """
    where = "" if year == UNDATED else str(year)
    some = kept(counts, year, chosen)
    left_out = list(some.left_out)
    places, activities = some.places, some.activities
    _check_size(places.size, activities.size, (counts, year), left_out)
    values, totals = some.values, formulas.Totals.of(some.values)
    strong = formulas.advantage(values, totals, method.convention) >= method.threshold
    why, parts = _apart(strong)
    for names, at, reasons in ((counts.places, places, why[0]), (counts.activities, activities, why[1])):
        left_out += [LeftOut(names[i], Why(r), where) for i, r in zip(at, reasons, strict=True) if r]
    rows, columns = why[0] == "", why[1] == ""
    places, activities = places[rows], activities[columns]
    _check_size(places.size, activities.size, (counts, year), left_out)
    if not (rows.all() and columns.all()):
        values, strong = values[rows][:, columns], strong[rows][:, columns]
        totals = formulas.Totals(totals.place[rows], totals.activity[columns], totals.whole)
    named = tuple(counts.places[at] for at in places), tuple(counts.activities[at] for at in activities)
    return Strengths(year, places, activities, *named, values, totals, method, strong, parts, tuple(left_out))


def _apart(strong: Array) -> tuple[tuple[Array, Array], int]:
    """Why places and activities are left out, empty for those that stay; in how many parts these fall."""
    rows, columns = strong.any(axis=1), strong.any(axis=0)
    labels = components(strong[rows][:, columns])
    sizes = [int((label == 0).sum()) for label in labels]
    parts = int(labels[0].max(initial=0)) + 1
    apart = parts > 1 and sizes[0] >= LEAST_PLACES and sizes[1] >= LEAST_ACTIVITIES
    none = Why.NO_ADVANTAGE.value
    why = np.full(rows.size, none, object), np.full(columns.size, none, object)
    for reasons, mask, label in zip(why, (rows, columns), labels, strict=True):
        reasons[mask] = np.where((label == 0) | (not apart), "", Why.UNCONNECTED.value)
    return why, 1 if apart else parts


def complexity_of_year(
    counts: Counts, year: int, chosen: Filter = EVERYTHING, method: Method = BALASSA
) -> Year:
    """All indices of one year.

    Args:
        counts: the table.
        year: one of its years.
        chosen: which places and activities are compared.
        method: convention and threshold.

    Raises:
        SpecError: as :func:`strengths`.
        ConventionError: as :func:`strengths`, or all places are strong in the same activities.
    """
    where = strengths(counts, year, chosen, method)
    with one_thread():
        return _scaled(where, spectrum(where.strong, _at(counts, year)), method)


def _scaled(where: Strengths, found: Spectrum, method: Method) -> Year:
    strong, convention = where.strong, method.convention
    close, gain = related(strong, found.activities, convention.diagonal)
    places, activities = strong.shape
    mean, deviation = formulas.centre_and_scale(found.places, activities, convention)
    index = formulas.outlook_index(strong, close, found.activities)
    middle, spread = formulas.centre_and_scale(index, activities, convention)
    gain /= deviation
    return Year(
        where,
        strong.sum(axis=1),
        strong.sum(axis=0),
        (found.places - mean) / deviation,
        (found.activities - mean) / deviation,
        (index - middle) / spread if spread > 0 else np.zeros(places),
        close,
        gain,
        found.eigenvalues,
        found.tied,
        found.signed,
    )


def _check_size(places: int, activities: int, at: tuple[Counts, int], left_out: list[LeftOut]) -> None:
    if places >= LEAST_PLACES and activities >= LEAST_ACTIVITIES:
        return
    reasons = sorted({each.why.value for each in left_out})
    because = f" (the others: {', '.join(reasons)})" if reasons else ""
    counts, year = at
    raise ConventionError(
        f"{places} places and {activities} activities are left to compare{because}, too few for complexity",
        where=_at(counts, year),
        advice=f"At least {LEAST_PLACES} and {LEAST_ACTIVITIES} are needed; use a wider filter",
    )


def _at(counts: Counts, year: int) -> str:
    """The table and the year, for messages."""
    return counts.source if year == UNDATED else f"{counts.source} ({year})"
