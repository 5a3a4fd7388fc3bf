"""The release calendar as of a day: what came out, what is due, what is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from forerun.catalog.model import Catalog, Release
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Frequency, Period
from forerun.types import Basis

LONGEST_WAIT = timedelta(days=400)
"""A release about an older period is history, neither due nor late."""


class Standing(StrEnum):
    """Where a release stands on a day."""

    CAME_OUT = "came_out"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Event:
    """One release about one period.

    ``day`` is the day on which it came out, on which it is due, or by which it was expected at the latest;
    ``estimated`` says that the day was not seen in a calendar or release but inferred.  ``figures`` counts
    the series of the release for which the snapshot has a figure of the period.
    """

    release: Release
    period: Period
    standing: Standing
    day: date
    estimated: bool
    figures: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """The release calendar for ``days`` days before and after ``as_of``, each part in order of days."""

    as_of: date
    days: int
    came_out: tuple[Event, ...]
    due: tuple[Event, ...]
    late: tuple[Event, ...]

    @property
    def parts(self) -> dict[Standing, tuple[Event, ...]]:
        """The three lists by the standing of their releases, in the order in which they are shown."""
        return {Standing.CAME_OUT: self.came_out, Standing.DUE: self.due, Standing.LATE: self.late}


def schedule(snapshot: Snapshot, days: int = 30) -> Schedule:
    """What came out in the ``days`` days up to the snapshot's day, what is due in as many, what is late.

    Only what could be known on the day is used: days that had come, days announced ahead, and the lags of
    earlier releases.  A release is late when the longest lag seen so far has passed and neither the
    calendar nor the ledger shows it; it stays on the list for ``days`` days.  A release of which nothing
    was seen for over a year is not followed here and never late.
    """
    horizon = timedelta(days=days)
    first, last = snapshot.as_of - horizon, snapshot.as_of + horizon
    events = [each for each in _events(snapshot, last) if first < each.day <= last]
    by_standing = {standing: [each for each in events if each.standing is standing] for standing in Standing}
    ordered = {key: tuple(sorted(found, key=_order)) for key, found in by_standing.items()}
    return Schedule(
        as_of=snapshot.as_of,
        days=days,
        came_out=ordered[Standing.CAME_OUT],
        due=ordered[Standing.DUE],
        late=ordered[Standing.LATE],
    )


def _order(event: Event) -> tuple[date, str, Period]:
    return event.day, event.release.id, event.period


def _events(snapshot: Snapshot, last: date) -> Iterator[Event]:
    carried = _series_by_release(snapshot.catalog)
    regular = [each for each in snapshot.catalog.releases.values() if each.frequency]
    for release in regular:
        seen = _seen(snapshot, release, carried.get(release.id, ()))
        events = [
            _event(snapshot, release, period, seen.get(period.end, []))
            for period in _periods(release, snapshot.as_of - LONGEST_WAIT, last)
            if snapshot.calendar.told_in(release.id, period) == period
        ]
        followed = any(event.standing is Standing.CAME_OUT for event in events)
        yield from (event for event in events if followed or event.standing is not Standing.LATE)


def _series_by_release(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for series in catalog.series.values():
        found[series.release].append(series.id)
    return {release: tuple(ids) for release, ids in found.items()}


def _seen(
    snapshot: Snapshot, release: Release, series: tuple[str, ...]
) -> dict[date, list[tuple[date, Basis]]]:
    """First publication of each series' figures, by the end of the period that the release told."""
    seen: dict[date, list[tuple[date, Basis]]] = defaultdict(list)
    for (_, period), found in snapshot.first_published(series).items():
        seen[snapshot.calendar.told_in(release.id, period).end].append(found)
    return seen


def _periods(release: Release, first: date, last: date) -> Iterator[Period]:
    frequency = Frequency(release.frequency)
    period = Period(frequency, first.year)
    while period.end <= last:
        if period.end >= first:
            yield period
        period = period.shift(1)


def _event(snapshot: Snapshot, release: Release, period: Period, seen: list[tuple[date, Basis]]) -> Event:
    standing, day, estimated = _standing(snapshot, release, period, seen)
    return Event(release, period, standing, day, estimated, len(seen))


def _standing(
    snapshot: Snapshot, release: Release, period: Period, seen: list[tuple[date, Basis]]
) -> tuple[Standing, date, bool]:
    as_of, told = snapshot.as_of, snapshot.calendar.day(release.id, period)
    if told is not None and told.published <= as_of:
        return Standing.CAME_OUT, told.published, told.scheduled and not seen
    if seen:
        day, basis = min(seen)
        return Standing.CAME_OUT, day, basis in (Basis.BOUND, Basis.ESTIMATED)
    outlook = snapshot.calendar.outlook(release.id, period, as_of)
    return Standing.LATE if outlook.is_late else Standing.DUE, outlook.day, outlook.estimated
