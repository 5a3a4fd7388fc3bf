"""Breaks of coverage: a place whose counts change because of what was counted, not because of what was done.

A real boom or decline differs from field to field and shows beside the place's usual ups and downs; a break
moves nearly every field by much the same factor from one year to the next.  With ``g = log(after / before)``
of a place's total and ``r`` the same of each of its fields, both freed from the median ``g`` of all places in
the year and from the place's own median, a year is a break when

- ``|g|`` is at least log 1.5, and so it is with the place's own median left in,
- ``|g|`` is at least 2.5 times the largest of three: the place's usual variation (median absolute deviation,
  Rousseeuw and Croux 1993), that of all places in this year, and what counting noise explains,
- at least 75 % of the fields with figures moved the same way by a factor of 1.25 or more.

Seriousness is ``sqrt(|g|) median|r| / spread(r)``: far, and alike in all fields.  A change that is undone
within ten years is one break that lasted until then.  At most two in any thirty years are called breaks; a
place with more is unsteady, and its lesser ones are given apart, as are the years in which a place's counts
begin from next to nothing or end.  A change of all places together is one of the table.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.foresight.counts import Counts
from forerun.foresight.fields.shares import HALF, chance, dispersion

SIZE = math.log(1.5)
MOVED = math.log(1.25)
"""A field moved with the rest when it changed by at least this, in logs."""
BREADTH = 0.75
UNUSUAL = 2.5
MOST, SPAN = 2, 30
"""At most this many breaks in so many years of a place."""
UNDONE = 10
"""Years within which a change may be undone and still be one break."""
ENOUGH = 25.0
"""Counts in both years that a change of a total must rest on to say how much a place usually varies."""
SOME = 5.0
"""Counts in both years together that the change of a field must rest on."""
FEW = 5
"""Places, years or fields below which a median says little."""
TIGHT = 0.1
"""Spread over fields, in logs, below which no difference is made."""
_MAD = 1.4826
"""From the median absolute deviation to the standard deviation of a normal distribution."""


class Turn(StrEnum):
    """Which way a count broke."""

    DROP = "drop"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class CoverageBreak:
    """A year in which the counts of a place ceased to mean what they meant.

    Attributes:
        place: its name.
        year: the first year counted otherwise.
        until: the last such year when the change was undone; None when it lasted.
        before: the place's total in the year before.
        after: its total in ``year``.
        kind: which way.
        breadth: share of fields that moved the same way, 0..1.
        unusual: the change in multiples of the place's usual variation.
        score: how serious; see above.
    """

    place: str
    year: int
    until: int | None
    before: float
    after: float
    kind: Turn
    breadth: float
    unusual: float
    score: float

    @property
    def ratio(self) -> float | None:
        """After over before; None when there was nothing before."""
        return self.after / self.before if self.before > 0 else None


@dataclass(frozen=True, slots=True)
class CommonBreak:
    """A year in which nearly all places changed together, such as one that is not yet complete.

    Attributes:
        year: which.
        kind: which way.
        ratio: the median over places of the year's total over that of the year before.
        places: how many places the median is over.
        recent: whether the table never came back: its last years, most likely not yet complete.
    """

    year: int
    kind: Turn
    ratio: float
    places: int
    recent: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a table's counts say about its own coverage.

    Attributes:
        breaks: the most serious ones of each place.
        lesser: further ones of places that are unsteady.
        edges: where the counts of a place begin from next to nothing, or end.
        common: years in which all places changed together.
    """

    breaks: tuple[CoverageBreak, ...] = ()
    lesser: tuple[CoverageBreak, ...] = ()
    edges: tuple[CoverageBreak, ...] = ()
    common: tuple[CommonBreak, ...] = ()

    def unsettled(self, first: int, last: int) -> frozenset[str]:
        """Places whose counts broke, or were out of line, between the years ``first`` and ``last``."""
        return frozenset(
            each.place
            for each in (*self.breaks, *self.lesser, *self.edges)
            if first < each.year <= last or (each.until is not None and first <= each.until < last)
        )


def breaks(counts: Counts) -> tuple[CoverageBreak, ...]:
    """The breaks of coverage of all places, by place and year."""
    return coverage(counts).breaks


def coverage(counts: Counts) -> Coverage:
    """Breaks of single places and of the whole table.

    Args:
        counts: at least two years; with fewer there is nothing to compare, and nothing is found.
    """
    if len(counts.years) < 2 or not counts.places:
        return Coverage()
    seen = _changes(counts)
    chosen, lesser, edges = [], [], []
    for place in range(len(counts.places)):
        found = _undone(list(_suspects(counts, seen, place)))
        edges += [each for each in found if _edge(each)]
        first, second = _ration([each for each in found if not _edge(each)])
        chosen += first
        lesser += second
    return Coverage(tuple(chosen), tuple(lesser), tuple(edges), tuple(_common(counts, seen)))


def _edge(found: CoverageBreak) -> bool:
    return min(found.before, found.after) < ENOUGH


@dataclass(frozen=True, slots=True)
class _Changes:
    """Changes between neighbouring years, (Y - 1, P) each.

    ``total`` is freed of what all places did and of the place's own median, ``usual`` is what it is held
    against; ``common`` (Y - 1,) is the median over ``places`` (Y - 1,) places.
    """

    totals: Array
    total: Array
    drift: Array
    usual: Array
    common: Array
    places: Array


def _changes(counts: Counts) -> _Changes:
    totals = counts.values.sum(axis=2)
    raw = np.diff(np.log(totals + HALF), axis=0)
    firm = np.minimum(totals[1:], totals[:-1]) >= ENOUGH
    common, places = _medians(raw, firm)
    total = raw - common[:, None]
    drift = np.zeros(total.shape[1])
    own = np.full(total.shape[1], np.nan)
    number = firm.sum(axis=0)
    for place in np.flatnonzero(number >= FEW):
        kept = total[firm[:, place], place]
        drift[place] = np.median(kept)
        own[place] = _spread(kept)
    typical = float(np.nanmedian(own)) if np.isfinite(own).any() else TIGHT
    own = np.where(np.isfinite(own), np.sqrt((number * own**2 + FEW * typical**2) / (number + FEW)), typical)
    total = total - drift
    within = np.array(
        [_spread(row[mask]) if mask.sum() >= FEW else 0.0 for row, mask in zip(total, firm, strict=True)]
    )
    noise = np.sqrt(chance(totals[:-1], totals[1:], dispersion(counts.values)))
    usual = np.maximum(np.maximum(own[None, :], within[:, None]), np.maximum(noise, TIGHT))
    return _Changes(totals, total, drift, usual, common, places)


def _medians(raw: Array, firm: Array) -> tuple[Array, Array]:
    """(Y - 1,) median change over firm places, 0 where there are too few of them; and their number."""
    number = firm.sum(axis=1)
    found = [np.median(row[mask]) if mask.sum() >= FEW else 0.0 for row, mask in zip(raw, firm, strict=True)]
    return np.array(found), number


def _suspects(counts: Counts, seen: _Changes, place: int) -> Iterable[CoverageBreak]:
    sizes = np.abs(seen.total[:, place])
    larger = np.minimum(sizes, np.abs(seen.total[:, place] + seen.drift[place])) >= SIZE
    for step in np.flatnonzero(larger & (sizes >= UNUSUAL * seen.usual[:, place])):
        before, after = counts.values[step, place], counts.values[step + 1, place]
        shift = float(seen.total[step, place])
        usual = float(seen.usual[step, place])
        moved = np.log((after + HALF) / (before + HALF))[before + after >= SOME]
        breadth, score = _alike(moved - seen.common[step] - seen.drift[place], shift, usual)
        if breadth >= BREADTH:
            yield CoverageBreak(
                place=counts.places[place],
                year=counts.years[step + 1],
                until=None,
                before=float(seen.totals[step, place]),
                after=float(seen.totals[step + 1, place]),
                kind=Turn.DROP if shift < 0 else Turn.JUMP,
                breadth=breadth,
                unusual=abs(shift) / usual,
                score=score,
            )


def _alike(moved: Array, shift: float, usual: float) -> tuple[float, float]:
    """Share of fields that moved with the total, and how serious that is; of few fields the total decides."""
    if moved.size < FEW:
        return 1.0, math.sqrt(abs(shift)) * abs(shift) / usual
    breadth = float(np.mean(moved * math.copysign(1.0, shift) >= MOVED))
    spread = max(_spread(moved), TIGHT)
    return breadth, math.sqrt(abs(shift)) * abs(float(np.median(moved))) / spread


def _undone(found: list[CoverageBreak]) -> list[CoverageBreak]:
    """The breaks of a place, those taken back within some years joined with what took them back."""
    kept: list[CoverageBreak] = []
    waiting = list(found)
    while waiting:
        first = waiting.pop(0)
        back = next((each for each in waiting if _returns(first, each)), None)
        if back is not None:
            waiting = [each for each in waiting if each.year > back.year]
            first = replace(first, until=back.year - 1, score=max(first.score, back.score))
        kept.append(first)
    return kept


def _returns(first: CoverageBreak, back: CoverageBreak) -> bool:
    """Whether the second leads most of the way back to where the count stood before the first."""
    if back.kind is first.kind or back.year - first.year > UNDONE:
        return False
    away = math.log((first.after + HALF) / (first.before + HALF))
    left = math.log((back.after + HALF) / (first.before + HALF))
    return abs(left) <= HALF * abs(away)


def _ration(found: list[CoverageBreak]) -> tuple[list[CoverageBreak], list[CoverageBreak]]:
    """The most serious ones, at most so many in any run of years, and the others; both by year."""
    chosen: list[CoverageBreak] = []
    for each in sorted(found, key=lambda each: (-each.score, each.year)):
        if _fits(each.year, [other.year for other in chosen]):
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.year), [each for each in found if each not in chosen]


def _fits(year: int, taken: list[int]) -> bool:
    for start in [year, *(each for each in taken if year - SPAN < each <= year)]:
        if sum(start <= each < start + SPAN for each in taken) >= MOST:
            return False
    return True


def _common(counts: Counts, seen: _Changes) -> Iterable[CommonBreak]:
    enough = seen.places >= FEW
    if enough.sum() < FEW:
        return
    middle = float(np.median(seen.common[enough]))
    usual = max(_spread(seen.common[enough]), TIGHT / 2)
    for step in np.flatnonzero(enough):
        shift = float(seen.common[step]) - middle
        if abs(shift) >= max(MOVED, UNUSUAL * usual):
            later = seen.common[step + 1 :][enough[step + 1 :]] - middle
            yield CommonBreak(
                year=counts.years[step + 1],
                kind=Turn.DROP if shift < 0 else Turn.JUMP,
                ratio=math.exp(float(seen.common[step])),
                places=int(seen.places[step]),
                recent=shift < 0 and float(np.max(np.cumsum(later), initial=0.0)) < HALF * -shift,
            )


def _spread(values: Array) -> float:
    return _MAD * float(np.median(np.abs(values - np.median(values)))) if values.size else 0.0
