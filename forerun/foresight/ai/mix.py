"""Exposure of places through what they make: shares of divisions times exposure of divisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.ai.divisions import DivisionExposure
from forerun.foresight.ai.names import Directory, Named
from forerun.foresight.counts import Counts
from forerun.foresight.left_out import LeftOut, Why

WHOLES = (100.0, 1.0)
"""What shares of a place add up to."""
_NEAR = 0.02
_UNEVEN = 0.01
_DEEPEST = 9  # a product comes behind every class
LARGEST_PARTS = 5
"""Divisions that are named for each place."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """A division in a place: its share among the divisions with a value, and what it adds to exposure."""

    division: str
    share: float
    adds: float


@dataclass(frozen=True, slots=True)
class PlaceExposure:
    """Exposure of a place through its mix.

    Attributes:
        place: as the table writes it.
        value: mean exposure of its divisions by their shares.
        low: with every division at its lower bound.
        high: with every division at its upper bound.
        covered: share of the place's total whose industries have a value.
        parts: divisions that move it furthest from zero, at most ``LARGEST_PARTS``.
    """

    place: str
    value: float
    low: float
    high: float
    covered: float
    parts: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class MixExposure:
    """Exposure of all places of a table.

    Attributes:
        places: the most exposed first.
        year: of the rows that were used; None where the table names none.
        uneven: places whose shares add up to something else than the whole, with the sum.
        unknown: activities of the table that are no division and no name of the catalog.
        source: the file's name.
        data: its hash.
        left_out: rows and names that were not used.
    """

    places: tuple[PlaceExposure, ...]
    year: int | None
    uneven: tuple[tuple[str, float], ...]
    unknown: tuple[str, ...]
    source: str
    data: str
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What of a table counts for which division.

    ``by_division`` (P, D); ``sums`` (P,) all that counts, known to be of a division or not; ``largest`` (P,)
    the largest whole that is said beside its parts; ``doubled`` names to the number of places where they say
    again what other rows of the place say.
    """

    by_division: Array
    sums: Array
    largest: Array
    doubled: Mapping[str, int]


def mix_exposure(counts: Counts, found: Sequence[DivisionExposure], known: Directory) -> MixExposure:
    """Exposure of places in the last year of a table of places by divisions.

    Finer classes count for their division where the place does not give it; sections and aggregates count
    only where the place gives none of their divisions, and then for these in equal parts.

    Args:
        counts: employment, output, revenue, firms or shares.
        found: exposure of the divisions.
        known: names of the catalog.

    Raises:
        InputError: no activity of the table is a division with a value.
    """
    named = {name: known.find(name) for name in counts.activities}
    meant = {name: each for name, each in named.items() if each is not None and each.divisions}
    unknown = tuple(name for name in counts.activities if name not in meant)
    amounts = _amounts(counts, meant, [each.division for each in found])
    has = counts.present[-1] & (amounts.sums > 0)
    unit = _unit(amounts.sums[has])
    whole = np.maximum(np.maximum(amounts.sums, amounts.largest), unit or 0.0)
    places, without = _places(counts, (amounts.by_division, whole), found)
    if not places:
        raise _nothing(counts, unknown)
    dated = counts.years[-1] if counts.dated else None
    left_out = (
        *counts.left_out,
        *(LeftOut(name, Why.UNMATCHED, counts.source) for name in unknown),
        *(LeftOut(name, Why.OVERLAPPING, counts.source, count) for name, count in amounts.doubled.items()),
        *(LeftOut(name, Why.EMPTY, str(dated or counts.source)) for name in without),
    )
    uneven = tuple(
        (counts.places[row], float(amounts.sums[row]))
        for row in np.flatnonzero(has)
        if unit and abs(amounts.sums[row] / unit - 1) > _UNEVEN
    )
    return MixExposure(places, dated, uneven, unknown, counts.source, counts.data, left_out)


def _amounts(counts: Counts, meant: Mapping[str, Named], divisions: Sequence[str]) -> _Amounts:
    """Divisions first, then finer classes, then wholes from the smallest on: each only where it is news."""
    values = counts.values[-1]
    amounts = np.zeros((len(counts.places), len(divisions)))
    taken: dict[str, Array] = {}
    doubled, largest = dict[str, int](), np.zeros(len(counts.places))
    stray = [row for row, name in enumerate(counts.activities) if name not in meant]
    for name, each in sorted(meant.items(), key=lambda pair: _order(pair[1])):
        column = values[:, counts.activities.index(name)]
        again = np.zeros(column.size, bool)
        for key in _said_by(each):
            again |= taken.get(key, False)
        again &= column > 0
        news = np.where(again, 0.0, column)
        for division in each.divisions:
            amounts[:, divisions.index(division)] += news / len(each.divisions)
        for key in _says(each):
            taken[key] = taken.get(key, False) | (news > 0)
        if again.any():
            doubled[name] = int(again.sum())
        if len(each.divisions) > 1:
            largest = np.maximum(largest, np.where(again, column, 0.0))
    return _Amounts(amounts, amounts.sum(axis=1) + values[:, stray].sum(axis=1), largest, doubled)


def _order(named: Named) -> tuple[int, int]:
    finer = len(named.code) if named.code else (0 if named.is_division else _DEEPEST)
    return (len(named.divisions), finer)


def _said_by(named: Named) -> tuple[str, ...]:
    """Keys of what would say the same: the codes above a class, anything about a division of a whole."""
    if named.is_division:
        return ()
    if named.code:
        return tuple(named.code[:size] for size in range(2, len(named.code)))
    return named.divisions if len(named.divisions) == 1 else tuple(f"in {each}" for each in named.divisions)


def _says(named: Named) -> tuple[str, ...]:
    own = (named.code or named.id,) if len(named.divisions) == 1 else ()
    return (*own, *(f"in {each}" for each in named.divisions))


def _unit(sums: Array) -> float | None:
    """What the shares of a place add up to, where most places say that the table holds shares."""
    if not sums.size:
        return None
    middle = float(np.median(sums))
    return next((each for each in WHOLES if abs(middle / each - 1) <= _NEAR), None)


def _places(
    counts: Counts, amounts: tuple[Array, Array], found: Sequence[DivisionExposure]
) -> tuple[tuple[PlaceExposure, ...], list[str]]:
    """Places with exposure, the most exposed first, and the names of the others.

    Args:
        counts: the table.
        amounts: (P, D) of divisions and (P,) of all that a place has.
        found: the D divisions.
    """
    by_division, whole = amounts
    valued = [row for row, each in enumerate(found) if each.value is not None]
    exposed = np.array([(found[row].value, found[row].low, found[row].high) for row in valued], float)
    known = np.array([found[row].covered for row in valued])
    kept = by_division[:, valued]
    places, without = list[PlaceExposure](), list[str]()
    for row, name in enumerate(counts.places):
        total = float(kept[row].sum())
        if total <= 0:
            without.append(name)
            continue
        shares = kept[row] / total
        value, low, high = (float(each) for each in shares @ exposed)
        order = np.argsort(-np.abs(shares * exposed[:, 0]), kind="stable")[:LARGEST_PARTS]
        parts = tuple(
            Contribution(found[valued[at]].division, float(shares[at]), float(shares[at] * exposed[at, 0]))
            for at in order
            if shares[at] > 0
        )
        covered = min(1.0, float(kept[row] @ known) / float(whole[row]))
        places.append(PlaceExposure(name, value, low, high, covered, parts))
    return tuple(sorted(places, key=lambda each: (-each.value, each.place))), without


def _nothing(counts: Counts, unknown: Sequence[str]) -> InputError:
    seen = ", ".join(repr(name) for name in unknown[:5])
    return InputError(
        "no activity of the table is a division whose exposure is known" + (f": {seen}" if seen else ""),
        where=counts.source,
        advice="Name divisions as 36, C36 or by their names in the catalog; see `forerun catalog activities`",
    )
