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
        covered: share of the place's total whose divisions have a value.
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

    ``by_division`` (P, D); ``whole`` (P,) all that the place has, known to be of a division or not.
    """

    by_division: Array
    sums: Array
    whole: Array
    uneven: tuple[int, ...]


def mix_exposure(counts: Counts, found: Sequence[DivisionExposure], known: Directory) -> MixExposure:
    """Exposure of places in the last year of a table of places by divisions.

    Finer classes count for their division; sections and aggregates count only where none of their divisions
    stands in the table, and then for these in equal parts.

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
    doubled = _doubled(meant)
    amounts = _amounts(counts, meant, doubled, [each.division for each in found])
    places, without = _places(counts, amounts, found)
    if not places:
        raise _nothing(counts, unknown)
    dated = counts.years[-1] if counts.dated else None
    left_out = (
        *counts.left_out,
        *(LeftOut(name, Why.UNMATCHED, counts.source) for name in unknown),
        *(LeftOut(name, Why.OVERLAPPING, counts.source) for name in doubled),
        *(LeftOut(name, Why.EMPTY, str(dated or counts.source)) for name in without),
    )
    uneven = tuple((counts.places[row], float(amounts.sums[row])) for row in amounts.uneven)
    return MixExposure(places, dated, uneven, unknown, counts.source, counts.data, left_out)


def _doubled(meant: Mapping[str, Named]) -> tuple[str, ...]:
    """Names that say again what others of the table say: a class beside its division, a whole beside parts.

    Two names of one division are both kept, as parts of it; of two wholes the smaller one is.
    """
    divisions = {each.id for each in meant.values() if each.is_division}
    codes = {each.code for each in meant.values() if each.code}
    doubled, covered = list[str](), set(divisions)
    for name, each in sorted(meant.items(), key=lambda pair: len(pair[1].divisions)):
        if len(each.divisions) > 1 or (not each.is_division and not each.code):
            overlaps = not covered.isdisjoint(each.divisions)
        else:
            overlaps = any(each.code[:size] in divisions | codes for size in range(2, len(each.code)))
        if overlaps:
            doubled.append(name)
        covered.update(each.divisions)
    return tuple(doubled)


def _amounts(
    counts: Counts, meant: Mapping[str, Named], doubled: Sequence[str], divisions: Sequence[str]
) -> _Amounts:
    values, present = counts.values[-1], counts.present[-1]
    assigned = np.zeros((len(counts.activities), len(divisions)))
    wholes, again = list[int](), set(doubled)
    counted = np.ones(len(counts.activities), bool)
    for row, name in enumerate(counts.activities):
        each = meant.get(name)
        if name in again:
            counted[row] = False
            wholes += [row] if each is not None and len(each.divisions) > 1 else []
        elif each is not None:
            for division in each.divisions:
                assigned[row, divisions.index(division)] = 1 / len(each.divisions)
    sums = values[:, counted].sum(axis=1)
    unit = _unit(sums[present & (sums > 0)])
    largest = values[:, wholes].max(axis=1, initial=0.0)
    whole = np.maximum(np.maximum(sums, largest), unit or 0.0)
    uneven = [
        int(row)
        for row in np.flatnonzero(present & (sums > 0))
        if unit and abs(sums[row] / unit - 1) > _UNEVEN
    ]
    return _Amounts(values @ assigned, sums, whole, tuple(uneven))


def _unit(sums: Array) -> float | None:
    """What the shares of a place add up to, where most places say that the table holds shares."""
    if not sums.size:
        return None
    middle = float(np.median(sums))
    return next((each for each in WHOLES if abs(middle / each - 1) <= _NEAR), None)


def _places(
    counts: Counts, amounts: _Amounts, found: Sequence[DivisionExposure]
) -> tuple[tuple[PlaceExposure, ...], list[str]]:
    """Places with exposure, the most exposed first, and the names of the others."""
    valued = [row for row, each in enumerate(found) if each.value is not None]
    exposed = np.array([(found[row].value, found[row].low, found[row].high) for row in valued], float)
    kept = amounts.by_division[:, valued]
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
        covered = min(1.0, total / float(amounts.whole[row]))
        places.append(PlaceExposure(name, value, low, high, covered, parts))
    return tuple(sorted(places, key=lambda each: (-each.value, each.place))), without


def _nothing(counts: Counts, unknown: Sequence[str]) -> InputError:
    seen = ", ".join(repr(name) for name in unknown[:5])
    return InputError(
        "no activity of the table is a division whose exposure is known" + (f": {seen}" if seen else ""),
        where=counts.source,
        advice="Name divisions as 36, C36 or by their names in the catalog; see `forerun catalog activities`",
    )
