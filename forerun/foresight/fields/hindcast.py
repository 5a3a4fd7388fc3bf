"""Growth of fields told from every past year with what was known then, and held against what came."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.foresight.counts import Counts
from forerun.foresight.fields.breaks import Coverage, coverage
from forerun.foresight.fields.carry import prior, weights
from forerun.foresight.fields.shares import log_shares, window_sums
from forerun.foresight.fields.signals import Plan, Signal, Signals, counting, first_origin, signals, until

FEWEST = 3
"""Fields that an origin must have."""
PROVEN = 8
"""Past origins on which acceleration must have helped before it is used."""


class Way(StrEnum):
    """Ways of telling growth to come, all scored on the same origins and fields."""

    BLEND = "blended_growth"  # past growth and return to the mean; acceleration where it helped
    PLAIN = "without_acceleration"  # the same without
    MORE = "with_acceleration"  # the same with
    HALF = "half_carried_growth"  # half of past growth
    FULL = "carried_growth"  # all of past growth
    SMALL = "return_to_mean"  # nothing but the distance from the mean share
    ACCELERATION = "acceleration"  # nothing but the change of growth


MADE_OF: Mapping[Way, tuple[Signal, ...]] = {
    Way.PLAIN: (Signal.PAST, Signal.SMALL),
    Way.MORE: (Signal.PAST, Signal.SMALL, Signal.ACCELERATION),
    Way.SMALL: (Signal.SMALL,),
    Way.ACCELERATION: (Signal.ACCELERATION,),
}


@dataclass(frozen=True, slots=True, eq=False)
class Attempt:
    """What was told at an origin, and what came.

    Attributes:
        signals: what was known.
        said: way to (A,) log growth told, NaN where it tells nothing.
        weights: signal to its weight in the blend.
        came: (A,) log growth of the share over the horizon; None while it is not known.
        sound: whether there are enough fields and its place is not unsettled.
        scored: whether it counts in scores: it is sound and has two horizons of history before it.
    """

    signals: Signals
    said: Mapping[Way, Array]
    weights: Mapping[Signal, float]
    came: Array | None
    sound: bool
    scored: bool

    @property
    def origin(self) -> int:
        """The last year whose data were used."""
        return self.signals.origin

    def error(self, way: Way) -> float:
        """Mean squared error in units of that of no change; NaN where nothing came or was told."""
        if self.came is None:
            return float("nan")
        kept = self.signals.usable & np.isfinite(self.said[way])
        came = self.came[kept]
        none = float(came @ came)
        return float(np.sum((came - self.said[way][kept]) ** 2)) / none if none > 0 else float("nan")


def of_place(counts: Counts, place: str) -> Counts:
    """The table of one place alone."""
    at = [counts.places.index(place)]
    return replace(counts, places=(place,), values=counts.values[:, at], present=counts.present[:, at])


def coverages(
    counts: Counts, plan: Plan, done: Callable[[float], None] = lambda _share: None
) -> dict[int, Coverage]:
    """The coverage of the table as each origin could know it.

    Args:
        counts: years without gaps.
        plan: horizon and window.
        done: told the share that is done, 0..1.
    """
    years = range(first_origin(counts, plan), counts.years[-1] + 1)
    found = {}
    for step, year in enumerate(years):
        found[year] = coverage(counting(until(counts, year)))
        done((step + 1) / len(years))
    return found


def attempts(
    counts: Counts, plan: Plan, known: Mapping[int, Coverage], place: str | None = None
) -> tuple[Attempt, ...]:
    """An attempt at every origin, the last ones without what came.

    Args:
        counts: years without gaps.
        plan: horizon and window.
        known: from :func:`coverages` of the same table.
        place: tell the fields of this place alone; None for all places together.
    """
    table = counts if place is None else of_place(counts, place)
    sums = window_sums(table.values.sum(axis=1), plan.window)
    shares = log_shares(sums)
    made: list[Attempt] = []
    for year, seen in known.items():
        found = signals(table, year, plan, _only(seen, place))
        row = year - table.years[0] - plan.window + 1
        later = row + plan.horizon
        came = shares[later] - shares[row] if later < len(shares) and sums[later].any() else None
        filled = bool(sums[row].any() and sums[row - plan.horizon].any())
        sound = filled and bool(found.usable.sum() >= FEWEST) and not _shaken(seen, found, place, plan)
        counts_as = (sound, sound and row >= 2 * plan.horizon)
        made.append(_attempt(found, came, counts_as, made, plan.horizon))
    return tuple(made)


def _only(seen: Coverage, place: str | None) -> Coverage:
    return seen if place is None else Coverage()


def _shaken(seen: Coverage, found: Signals, place: str | None, plan: Plan) -> bool:
    first = found.origin - plan.horizon - plan.window + 1
    return place is not None and place in seen.unsettled(first, found.origin)


def _attempt(
    found: Signals, came: Array | None, counts_as: tuple[bool, bool], made: Sequence[Attempt], horizon: int
) -> Attempt:
    past = [each for each in made if each.origin + horizon <= found.origin and each.sound]
    told = {way: _told(found, past, of, horizon) for way, of in MADE_OF.items()}
    best = Way.MORE if _helped([each for each in past if each.scored]) else Way.PLAIN
    growth = found.values[Signal.PAST]
    said = {way: values for way, (values, _) in told.items()}
    said |= {Way.HALF: growth / 2, Way.FULL: growth, Way.BLEND: said[best]}
    return Attempt(found, said, told[best][1], came, *counts_as)


def _told(
    found: Signals, past: Sequence[Attempt], of: tuple[Signal, ...], horizon: int
) -> tuple[Array, dict[Signal, float]]:
    start = np.array([prior(each, horizon) for each in of])
    seen = [_pair(each, of) for each in past]
    fitted = weights(start, seen)
    told = np.stack([found.values[each] for each in of], axis=1) @ fitted
    return told, dict(zip(of, map(float, fitted), strict=True))


def _pair(attempt: Attempt, of: tuple[Signal, ...]) -> tuple[Array, Array]:
    """(n, k) signals of the fields that have them all, and (n,) what came; nothing while nothing came."""
    values = np.stack([attempt.signals.values[each] for each in of], axis=1)
    if attempt.came is None:
        return values[:0], values[:0, 0]
    rows = attempt.signals.usable & np.isfinite(values).all(axis=1)
    return values[rows], attempt.came[rows]


def _helped(past: Sequence[Attempt]) -> bool:
    """Whether acceleration made the blend better by more than the standard error, so far as was known."""
    gains = np.array([each.error(Way.PLAIN) - each.error(Way.MORE) for each in past])
    gains = gains[np.isfinite(gains)]
    if gains.size < PROVEN:
        return False
    return float(gains.mean()) > float(gains.std(ddof=1)) / math.sqrt(gains.size)


def scored(made: tuple[Attempt, ...]) -> Iterator[Attempt]:
    """The attempts that count and of which it is known what came."""
    return (each for each in made if each.scored and each.came is not None)
