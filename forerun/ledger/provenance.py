"""Where and when a figure came out, against the calendar, its other vintages and other sources."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from forerun.ledger.findings import Finding, Kind, SeriesRows, Severity
from forerun.ledger.plausibility import NEAR_POWER
from forerun.ledger.preference import choose
from forerun.ledger.publication import ReleaseCalendar
from forerun.ledger.wording import finding
from forerun.periods import Period
from forerun.types import Basis, Observation, Series, Status


def check_provenance(rows: SeriesRows) -> Iterator[Finding]:
    """Findings where days or sources of one series' figures do not fit together."""
    for group in rows.keys.values():
        yield from _duplicates(group)
        for row in group:
            if row.published < row.period.end:
                yield finding(Kind.PERIOD_NOT_OVER, (row,))
    for measure in dict.fromkeys(measure for measure, _ in rows.keys):
        yield from _conflicts([group for (of, _), group in rows.keys.items() if of is measure])


def check_pages(books: Iterable[SeriesRows], calendar: ReleaseCalendar) -> Iterator[Finding]:
    """Findings that concern a page as a whole: one for all figures that it brings."""
    orphans: dict[str, list[Observation]] = {}
    astray: dict[tuple[str, Period, date], list[Observation]] = {}
    for rows in books:
        for group in rows.keys.values():
            if _is_orphan(group):
                orphans.setdefault(group[0].source, []).append(group[0])
            for row in group:
                if day := _other_day(row, rows.series, calendar):
                    astray.setdefault((row.source, row.period, day), []).append(row)
    for alone in orphans.values():
        yield finding(Kind.REVISED_WITHOUT_PREDECESSOR, alone, {"count": len(alone)})
    for (_, _, day), found in astray.items():
        severity = Severity.WARNING if found[0].published < day else Severity.NOTE
        told: dict[str, float | str] = {"day": str(day), "count": len(found)}
        yield finding(Kind.OFF_CALENDAR, found, told, severity=severity)


def _duplicates(group: Sequence[Observation]) -> Iterator[Finding]:
    for one, other in combinations(group, 2):
        if _place(one) == _place(other) and one.value != other.value:
            yield finding(Kind.DUPLICATE, (one, other))


def _place(row: Observation) -> tuple[object, ...]:
    return row.source, row.published, row.status, row.comparator


def _is_orphan(group: Sequence[Observation]) -> bool:
    """Whether a revised value has no earlier one beside it."""
    best = group[0]
    return best.status in (Status.REVISED, Status.CORRECTED) and not any(
        row.published < best.published for row in group
    )


def _other_day(row: Observation, series: Series, calendar: ReleaseCalendar) -> date | None:
    """The day of the release, where a first announcement by the series' own publisher states another."""
    day = calendar.day(series.release, row.period)
    first = row.basis is Basis.STATED and row.status is Status.PRELIMINARY
    if day is None or day.scheduled or not first or row.publisher != series.publisher:
        return None
    return day.published if row.published != day.published else None


def _conflicts(keys: Sequence[Sequence[Observation]]) -> Iterator[Finding]:
    """Values of one key that differ: slips one by one, other sources once for each pair of sources."""
    pairs: dict[tuple[str, str], list[Observation]] = {}
    for group in keys:
        best, chosen = group[0], choose(group)
        slips = {other.source: _slip(best, other) for other in chosen.previous}
        slips |= {other.source: _slip(other, best) for other in chosen.conflicts}
        yield from filter(None, slips.values())
        for other in chosen.conflicts:
            if slips[other.source] is None:
                pairs.setdefault((best.source, other.source), []).extend((best, other))
    for rows in pairs.values():
        yield finding(Kind.CONFLICT, rows, {"count": len(rows) // 2})


def _slip(row: Observation, other: Observation) -> Finding | None:
    """A difference from another value of the same key that looks like a lost zero or sign."""
    if row.value == -other.value:
        return finding(Kind.SIGN_FLIP, (row, other), {"expected": other.value})
    if row.measure.is_growth or row.value * other.value <= 0:
        return None
    distance = math.log10(row.value / other.value)
    power = round(distance)
    if not power or abs(distance - power) > NEAR_POWER:
        return None
    return finding(Kind.UNIT_OFF, (row, other), {"power": power, "expected": other.value})
