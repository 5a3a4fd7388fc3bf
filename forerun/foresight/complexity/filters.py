"""Which places and activities are compared: part of the method, so it is said and kept with the result.

Small places are strong in little things by chance.  With every territory of the world the most complex
places are uninhabited islands, so no list of complexity means anything without its filter.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from forerun.compiled import Array
from forerun.errors import SpecError
from forerun.foresight.counts import UNDATED, Counts
from forerun.foresight.left_out import LeftOut, Why


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions on a place, all of which it must meet in the year in question, and one on an activity.

    Attributes:
        largest: how many places of the largest totals are kept; None keeps all.  Names decide a tie.
        least_total: smallest total of a place, in the unit of the table.
        least_population: smallest population of a place, by ``populations``.
        populations: of places, by their names; a place that is not in it is left out.
        names: the only places to compare; empty for all.
        least_places: in how many places kept an activity must be found at all.
    """

    largest: int | None = None
    least_total: float = 0.0
    least_population: float = 0.0
    populations: Mapping[str, float] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    least_places: int = 1

    def __post_init__(self) -> None:
        """Refuse conditions that nothing can meet.

        Raises:
            SpecError: one of them is out of range.
        """
        if self.largest is not None and self.largest < 1:
            raise SpecError(f"the {self.largest} largest places are none", advice="Keep at least three")
        numbers = (self.least_total, self.least_population, self.least_places)
        if not all(0 <= each < float("inf") for each in numbers):
            raise SpecError("a smallest size is below zero or no number", advice="Use zero for no limit")
        if self.least_population > 0 and not self.populations:
            raise SpecError(
                "there are no populations", advice="Give a table with the population of each place"
            )

    @property
    def record(self) -> dict[str, object]:
        """The conditions that are set, by name, as they are kept with a result."""
        said: dict[str, object] = {
            "largest": self.largest,
            "least_total": self.least_total or None,
            "least_population": self.least_population or None,
            "names": list(self.names) or None,
            "least_places": self.least_places if self.least_places > 1 else None,
        }
        return {name: value for name, value in said.items() if value is not None}


EVERYTHING = Filter()
"""All places and activities that count anything."""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What a filter leaves of a year.

    Attributes:
        places: positions in ``counts.places``.
        activities: positions in ``counts.activities``.
        values: (places, activities), no row and no column all zero.
        left_out: everything else, each with its reason.
    """

    places: Array
    activities: Array
    values: Array
    left_out: tuple[LeftOut, ...]


def kept(counts: Counts, year: int, chosen: Filter) -> Kept:
    """The places and activities of a year that pass a filter.

    Args:
        counts: the table.
        year: one of its years.
        chosen: the conditions; judged on this year alone, so that no later year decides on an earlier one.

    Raises:
        SpecError: the table has no such year or no place of a name.
    """
    values = counts.values[position(counts, year)]
    where = "" if year == UNDATED else str(year)
    why = _places(counts, values.sum(axis=1), chosen)
    rows = np.array([each is None for each in why])
    left_out = [
        LeftOut(name, reason, where) for name, reason in zip(counts.places, why, strict=True) if reason
    ]
    least = max(chosen.least_places, 1)
    places, activities = np.flatnonzero(rows), np.arange(values.shape[1])
    inner = values if rows.all() else values[rows]
    while inner.size:
        found = np.count_nonzero(inner, axis=0)
        columns = found >= least
        left_out += [
            LeftOut(counts.activities[at], Why.SMALL if some else Why.EMPTY, where)
            for at, some in zip(activities[~columns], found[~columns], strict=True)
        ]
        full = inner[:, columns].any(axis=1) if not columns.all() else np.ones(places.size, bool)
        left_out += [LeftOut(counts.places[at], Why.EMPTY, where) for at in places[~full]]
        if columns.all() and full.all():
            break
        places, activities = places[full], activities[columns]
        inner = inner[full][:, columns]
    return Kept(places, activities, inner, tuple(left_out))


def position(counts: Counts, year: int) -> int:
    """Where a year stands in a table.

    Raises:
        SpecError: it has no such year.
    """
    if year not in counts.years:
        span = f"{counts.years[0]} to {counts.years[-1]}" if counts.dated else "no years at all"
        raise SpecError(f"there is no year {year}", where=counts.source, advice=f"The table has {span}")
    return counts.years.index(year)


def _places(counts: Counts, totals: Array, chosen: Filter) -> list[Why | None]:
    """Why each place is left out; None for those kept."""
    _check_names(counts, chosen)
    why: list[Why | None] = [None] * len(counts.places)
    for at, (name, total) in enumerate(zip(counts.places, totals, strict=True)):
        why[at] = Why.EMPTY if total <= 0 else _unfit(name, float(total), chosen)
    if chosen.largest is not None:
        fit = [at for at, each in enumerate(why) if each is None]
        fit.sort(key=lambda at: (-totals[at], counts.places[at]))
        for at in fit[chosen.largest :]:
            why[at] = Why.SMALL
    return why


def _unfit(name: str, total: float, chosen: Filter) -> Why | None:
    if chosen.names and name not in chosen.names:
        return Why.UNCHOSEN
    if total < chosen.least_total:
        return Why.SMALL
    if chosen.least_population > 0:
        if name not in chosen.populations:
            return Why.UNMATCHED
        return None if chosen.populations[name] >= chosen.least_population else Why.SMALL
    return None


def _check_names(counts: Counts, chosen: Filter) -> None:
    unknown = sorted(set(chosen.names) - set(counts.places))
    if unknown:
        near = difflib.get_close_matches(unknown[0], counts.places, n=3, cutoff=0.5)
        raise SpecError(
            f"there is no place {unknown[0]!r}",
            where=counts.source,
            advice=f"Did you mean {' or '.join(near)}?" if near else "Use the names of the table",
        )
