"""What a table says on a field at an origin, with the data up to that year and no later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.foresight.counts import Counts
from forerun.foresight.fields.breaks import Coverage, coverage
from forerun.foresight.fields.shares import chance, dispersion, log_shares, reliable, window_sums

LEAST = 10.0
"""Counts in the window at the origin that a field must have to be looked at."""
KEPT = 0.1
"""Share of all counts that must remain when unsettled places are left out; else nothing is left out."""


class Signal(StrEnum):
    """What growth to come may be told from."""

    PAST = "past"  # growth over the horizon before the origin, chance taken out
    SMALL = "small"  # mean log share of all fields less the field's own
    ACCELERATION = "acceleration"  # past growth less the one before


@dataclass(frozen=True, slots=True)
class Plan:
    """How growth is measured: over ``horizon`` years, between sums over ``window`` years."""

    horizon: int
    window: int


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """The signals of A fields at an origin.

    Attributes:
        origin: the last year that was used.
        values: signal to (A,), NaN where a field has none.
        usable: (A,) fields with enough counts.
        sums: (A,) counts in the window up to the origin, all places.
        noise: (A,) variance of log growth over the horizon by chance alone.
        unsettled: places left out for a break of coverage, sorted.
    """

    origin: int
    values: dict[Signal, Array]
    usable: Array
    sums: Array
    noise: Array
    unsettled: tuple[str, ...]


def first_origin(counts: Counts, plan: Plan) -> int:
    """The first year with a full window and another one a horizon before it."""
    return counts.years[0] + plan.window - 1 + plan.horizon


def signals(counts: Counts, origin: int, plan: Plan, found: Coverage | None = None) -> Signals:
    """The signals at an origin.

    Args:
        counts: years without gaps.
        origin: from :func:`first_origin` to the last year.
        plan: horizon and window.
        found: the coverage of the table up to the origin; found when None.
    """
    known = until(counts, origin)
    seen = found or coverage(counting(known))
    away = seen.unsettled(origin - plan.horizon - plan.window + 1, origin)
    kept = np.array([place not in away for place in known.places])
    totals = known.values[-plan.window :].sum(axis=(0, 2))
    if totals[kept].sum() < KEPT * totals.sum() or totals[kept].sum() <= 0:
        kept[:], away = True, frozenset()
    sums = window_sums(known.values[:, kept].sum(axis=1), plan.window)
    phi = dispersion(known.values)
    everywhere = known.values[-plan.window :].sum(axis=(0, 1))
    usable = (everywhere >= LEAST) & (sums[-1] >= LEAST / 2)
    return Signals(
        origin=origin,
        values=_values(sums, usable, plan.horizon, phi),
        usable=usable,
        sums=everywhere,
        noise=chance(everywhere, everywhere, phi),
        unsettled=tuple(sorted(each for each in away if _counts_at(known, each))),
    )


def _counts_at(known: Counts, place: str) -> bool:
    return bool(known.values[:, known.places.index(place)].any())


def _values(sums: Array, usable: Array, horizon: int, phi: float) -> dict[Signal, Array]:
    shares = log_shares(sums)
    past = _grown(sums, shares, -1, horizon, usable, phi)
    small = shares[-1][usable].mean() - shares[-1] if usable.any() else np.zeros(shares.shape[1])
    before = np.full_like(past, np.nan)
    if len(sums) > 2 * horizon:
        before = _grown(sums, shares, -1 - horizon, horizon, usable, phi)
    return {Signal.PAST: past, Signal.SMALL: small, Signal.ACCELERATION: past - before}


def _grown(sums: Array, shares: Array, at: int, horizon: int, usable: Array, phi: float) -> Array:
    growth = np.zeros(shares.shape[1])
    change = (shares[at] - shares[at - horizon])[usable]
    growth[usable] = reliable(change, chance(sums[at - horizon], sums[at], phi)[usable])
    return growth


def until(counts: Counts, origin: int) -> Counts:
    """The table as far as a year, as if nothing later were known."""
    last = sum(year <= origin for year in counts.years)
    return replace(
        counts, years=counts.years[:last], values=counts.values[:last], present=counts.present[:last]
    )


def counting(counts: Counts) -> Counts:
    """The table without years in which nothing was counted."""
    kept = np.asarray(counts.values.any(axis=(1, 2)))
    if kept.all():
        return counts
    years = tuple(year for year, keep in zip(counts.years, kept, strict=True) if keep)
    return replace(counts, years=years, values=counts.values[kept], present=counts.present[kept])


def gapless(counts: Counts) -> Counts:
    """The table with every year from the first to the last; those that were missing count nothing."""
    years = tuple(range(counts.years[0], counts.years[-1] + 1))
    if years == counts.years:
        return counts
    at = [year - years[0] for year in counts.years]
    values = np.zeros((len(years), *counts.values.shape[1:]))
    present = np.zeros((len(years), len(counts.places)), bool)
    values[at], present[at] = counts.values, counts.present
    return replace(counts, years=years, values=values, present=present)
