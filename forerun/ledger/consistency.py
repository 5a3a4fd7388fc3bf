"""Relations within one series: months and cumulative figures, levels and the growth that is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from forerun.catalog.model import Break
from forerun.ledger.derivation import LEVEL_OF_GROWTH
from forerun.ledger.findings import Column, Finding, Kind, SeriesRows, Severity
from forerun.ledger.precision import half_unit
from forerun.ledger.preference import agree
from forerun.ledger.wording import finding
from forerun.periods import Frequency, Period
from forerun.types import Measure, Observation

REVISION = 0.02  # share of a month by which its cumulative figures may differ from it unremarked
BASE = 1.0  # percentage points by which a revised base may move growth unremarked
FAR = 10.0  # percentage points that no usual revision explains

_OF_A_YEAR = {Measure.YTD_LEVEL: Measure.LEVEL, Measure.YTD_YOY: Measure.YOY}


def check_consistency(rows: SeriesRows, breaks: Iterable[Break]) -> Iterator[Finding]:
    """Findings where the figures of one series contradict one another."""
    yield from _falling(rows)
    yield from _months(rows)
    yield from _years(rows)
    own = [each for each in breaks if each.is_of(rows.series)]
    for growth, level in LEVEL_OF_GROWTH.items():
        yield from _growth(rows.column(growth), rows.column(level, bounds=True), own)


def _falling(rows: SeriesRows) -> Iterator[Finding]:
    """A cumulative flow does not fall within a year."""
    totals = rows.column(Measure.YTD_LEVEL).values() if rows.series.flow else ()
    for earlier, later in pairwise(totals):
        within = earlier.period.year == later.period.year and earlier.publisher == later.publisher
        slack = half_unit(earlier) + half_unit(later)
        if within and earlier.value > 0 and earlier.value - later.value > slack:
            yield finding(Kind.FALLING_CUMULATIVE, (earlier, later))


def _months(rows: SeriesRows) -> Iterator[Finding]:
    """A month is the difference of the cumulative figures around it."""
    months, totals = rows.column(Measure.LEVEL), rows.column(Measure.YTD_LEVEL)
    for period, month in months.items():
        around = _around(period, totals)
        if not around or period.frequency is Frequency.YEAR:
            continue
        change = around[0].value - sum(row.value for row in around[1:])
        slack = sum(half_unit(row, around) for row in (month, *around)) + REVISION * abs(month.value)
        if abs(change - month.value) > slack:
            yield finding(Kind.MONTHS_AGAINST_CUMULATIVE, (month, *around), {"change": change})


def _around(period: Period, totals: Column) -> list[Observation]:
    """The cumulative figure up to a period and the one before it, empty when one is not there."""
    wanted = [period] if period.index == 1 else [period, period.shift(-1)]
    return [totals[each] for each in wanted] if all(each in totals for each in wanted) else []


def _years(rows: SeriesRows) -> Iterator[Finding]:
    """A year's figure is the cumulative one of its last period."""
    for cumulative, whole in _OF_A_YEAR.items():
        years, totals = rows.column(whole), rows.column(cumulative)
        for period, total in totals.items():
            year = years.get(Period(Frequency.YEAR, period.year))
            if period.is_year_end and year is not None and not agree(year, total):
                yield finding(Kind.MONTHS_AGAINST_CUMULATIVE, (year, total), {"change": total.value})


def _growth(growth: Column, levels: Column, breaks: list[Break]) -> Iterator[Finding]:
    """Published growth that the levels do not give, by more than a usual revision of their base."""
    odd: list[tuple[float, tuple[Observation, Observation, Observation]]] = []
    for period, rate in growth.items():
        base = period.year_before()
        if period in levels and base in levels and levels[base].value > 0:
            rows = rate, levels[period], levels[base]
            odd.append((_gap(*rows), rows))
    odd = sorted((each for each in odd if each[0] > BASE), key=lambda each: -each[0])
    if odd:
        gap, (rate, now, then) = odd[0]
        known = next((each for each in breaks if each.lies_between(then.period, now.period)), None)
        yield finding(
            Kind.GROWTH_AGAINST_LEVELS,
            [row for _, rows in odd for row in rows],
            {"implied": 100 * (now.value / then.value - 1), "count": len(odd)},
            severity=Severity.WARNING if gap > FAR and not known else None,
            because=known.note if known else None,
            periods=tuple(sorted(rows[0].period for _, rows in odd)),
        )


def _gap(rate: Observation, now: Observation, then: Observation) -> float:
    """Percentage points between a published rate and the ratio of levels that rounding does not explain."""
    ratio = now.value / then.value
    rounding = 100 * (half_unit(now, (then,)) + ratio * half_unit(then, (now,))) / then.value
    return abs(100 * (ratio - 1) - rate.value) - rounding - half_unit(rate)
