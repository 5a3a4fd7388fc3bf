"""What the brief says of the months to come: the outlook of the day, why it moved since a month before."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forerun.errors import InputError
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.attempts import Progress, RecordStore
from forerun.outlook.build import outlook
from forerun.outlook.movement import Movement, movement
from forerun.outlook.result import Outlook
from forerun.periods import Frequency, Period


@dataclass(frozen=True, slots=True)
class Ahead:
    """The outlook and its movement, or why there is none of them."""

    outlook: Outlook | None
    movement: Movement | None = None
    why: str = ""


def look_ahead(
    snapshot: Snapshot,
    *,
    goals: Sequence[float] = (),
    keep: RecordStore | None = None,
    progress: Progress | None = None,
) -> Ahead:
    """The outlook of the profile's target, and why it moved since the same day of the month before.

    Args:
        snapshot: the day.
        goals: growth of the running year whose chance is asked for, in percent.
        keep: where forecasts at past month-ends are kept.
        progress: told how many of them are done.
    """
    try:
        found = outlook(snapshot, goals=goals, keep=keep, progress=progress)
    except InputError as refused:
        return Ahead(None, why=refused.what)
    if not found.years:
        return Ahead(found, why="; ".join(each.reason for each in found.failures if not each.forecaster))
    year = Period(Frequency.YEAR, found.years[0].period.year)
    try:
        moved = movement(snapshot.before(month_before(snapshot.as_of)), snapshot, period=year)
    except InputError as refused:
        return Ahead(found, why=refused.what)
    return Ahead(found, moved)


def month_before(day: date) -> date:
    """The same day of the month before, or its last day."""
    month = Period(Frequency.MONTH, day.year, day.month).shift(-1)
    return date(month.year, month.index, min(day.day, calendar.monthrange(month.year, month.index)[1]))
