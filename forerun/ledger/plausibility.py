"""A figure against the history of its own series: unit, sign, jumps, values far outside.

A level is compared in logarithms with the figures around it, with their trend, and with the same season of
other years; the kindest counts, so that neither season nor growth is an alarm.  Distances are measured
against the median absolute deviation of the whole series (Hampel's identifier), which a few wrong figures
do not move.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from forerun.ledger.findings import Finding, Kind, SeriesRows
from forerun.ledger.wording import finding
from forerun.periods import Frequency, Period
from forerun.types import Measure, Observation

FEWEST = 6  # figures without which nothing can be said of a history
REACH = {Frequency.MONTH: 6, Frequency.QUARTER: 4, Frequency.HALF: 3, Frequency.YEAR: 3}
SIDE = 3  # neighbours on each side
SEASONS = 2  # years back and ahead
FAR_LEVEL, FAR_RATE = 10.0, 12.0  # spreads beyond which a level or a rate is an outlier
FAR_SIGN = 6.0  # spreads beyond which a sign or a decimal point is looked at
LEAST_LEVEL = math.log10(2)  # a level within a factor of two is no outlier
LEAST_RATE = 10.0  # percentage points; half of the rate itself where that is more
LEAST_SIGN = 4.0  # percentage points
MIRROR, MIRROR_SHARE = 0.3, 0.15  # how close to what is expected a rate with the other sign must be
NEAR_POWER = 0.2  # how close to a whole power of ten, in logarithms
LEAST_JUMP = {Frequency.MONTH: 0.6, Frequency.QUARTER: 0.5, Frequency.HALF: 0.4, Frequency.YEAR: 0.25}
SPREAD = 1.4826  # median absolute deviation of a normal distribution, as a standard deviation

_RANGES = {"index 50=no change": (0.0, 100.0)}


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on the time axis of its frequency; ``x`` is what is compared."""

    row: Observation
    at: int
    x: float


def check_plausibility(rows: SeriesRows) -> Iterator[Finding]:
    """Findings where a figure is hard to believe beside the others of its series."""
    for measure, frequency, column in rows.columns():
        yield from _range(column)
        if measure.is_growth:
            yield from _rates([_point(row, row.value) for row in column])
        elif measure in (Measure.LEVEL, Measure.YTD_LEVEL, Measure.COUNT):
            yield from _signs(column)
            positive = [_point(row, _log_pace(row)) for row in column if row.value > 0]
            yield from _levels(positive)
            yield from _jumps(positive, LEAST_JUMP[frequency])


def _point(row: Observation, x: float) -> Point:
    return Point(row, row.period.ordinal, x)


def _log_pace(row: Observation) -> float:
    """Logarithm of a level; of a cumulative one per elapsed period, so that the year is level ground."""
    elapsed = row.period.index if row.measure.cumulative else 1
    return math.log10(row.value / elapsed)


def _range(column: Sequence[Observation]) -> Iterator[Finding]:
    for row in column:
        low, high = _RANGES.get(row.unit, (-math.inf, math.inf))
        if row.measure is Measure.SHARE:
            low, high = 0.0, 100.0
        elif row.measure.is_growth:
            low = -100.0
        if not low <= row.value <= high:
            yield finding(Kind.OUT_OF_RANGE, (row,), {"low": low, "high": high})


def _signs(column: Sequence[Observation]) -> Iterator[Finding]:
    """A negative level where nearly all are positive."""
    negative = [row for row in column if row.value < 0]
    if len(column) >= FEWEST and 10 * len(negative) <= len(column):
        usual = statistics.median(row.value for row in column)
        for row in negative:
            yield finding(Kind.SIGN_FLIP, (row,), {"expected": usual})


def _levels(points: Sequence[Point]) -> Iterator[Finding]:
    for point, deviation, spread in _deviations(points):
        power = round(deviation)
        expected = 10 ** (math.log10(point.row.value) - deviation)
        if power and abs(deviation - power) <= NEAR_POWER and abs(deviation) > FAR_SIGN * spread:
            yield finding(Kind.UNIT_OFF, (point.row,), {"power": power, "expected": expected})
        elif abs(deviation) > max(LEAST_LEVEL, FAR_LEVEL * spread):
            yield finding(Kind.OUTLIER, (point.row,), {"expected": expected})


def _rates(points: Sequence[Point]) -> Iterator[Finding]:
    for point, deviation, spread in _deviations(points):
        value, expected = point.x, point.x - deviation
        mirrored = value * expected < 0 and abs(value + expected) <= MIRROR + MIRROR_SHARE * abs(expected)
        if mirrored and abs(deviation) > max(LEAST_SIGN, FAR_SIGN * spread):
            yield finding(Kind.SIGN_FLIP, (point.row,), {"expected": expected})
        elif abs(deviation) > max(LEAST_RATE, abs(expected) / 2, FAR_RATE * spread):
            yield finding(Kind.OUTLIER, (point.row,), {"expected": expected})


def _deviations(points: Sequence[Point]) -> list[tuple[Point, float, float]]:
    """Each point that has neighbours, its distance from them, and the spread of such distances."""
    if len(points) < FEWEST:
        return []
    found = [(point, _deviation(points, at)) for at, point in enumerate(points)]
    known = [(point, deviation) for point, deviation in found if deviation is not None]
    spread = SPREAD * statistics.median(abs(each) for _, each in known) if known else 0.0
    return [(point, deviation, spread) for point, deviation in known]


def _deviation(points: Sequence[Point], at: int) -> float | None:
    """Distance from the neighbours, their trend or the same season, the smallest; None without any."""
    point = points[at]
    frequency = point.row.period.frequency
    around = [*points[max(0, at - SIDE) : at], *points[at + 1 : at + 1 + SIDE]]
    near = [each for each in around if abs(each.at - point.at) <= REACH[frequency]]
    years = [frequency.per_year * step for step in range(-SEASONS, SEASONS + 1) if step]
    season = [each for each in points if each.at - point.at in years]
    expected = [statistics.median(each.x for each in group) for group in (near, season) if len(group) >= 2]
    if len(near) >= SIDE:
        expected.append(_trend(near, point.at))
    return min((point.x - each for each in expected), key=abs, default=None)


def _trend(points: Sequence[Point], at: int) -> float:
    """Where the line through the points is at ``at``, by the median of their slopes (Theil and Sen)."""
    slope = statistics.median((b.x - a.x) / (b.at - a.at) for a, b in combinations(points, 2))
    return statistics.median(each.x + slope * (at - each.at) for each in points)


def _jumps(points: Sequence[Point], least: float) -> Iterator[Finding]:
    """Runs of figures that stand apart from those before and after, and lasting jumps of level."""
    steps = [(before, after) for before, after in pairwise(points) if _adjacent(before, after)]
    if len(points) < FEWEST or not steps:
        return
    sizes = [after.x - before.x for before, after in steps]
    spread = SPREAD * statistics.median(abs(size) for size in sizes)
    jumps = [
        pair for pair, size in zip(steps, sizes, strict=True) if abs(size) > max(least, FAR_LEVEL * spread)
    ]
    while jumps:
        (before, first), *jumps = jumps
        back = next((pair for pair in jumps if (pair[1].x - pair[0].x) * (first.x - before.x) < 0), None)
        if back is None:
            yield _jump(before, [first], (before.row.period, first.row.period))
            continue
        jumps = [pair for pair in jumps if pair[0].at > back[0].at]
        run = [point for point in points if first.at <= point.at <= back[0].at]
        if len(run) > 1:
            yield _jump(before, run, tuple(point.row.period for point in run))


def _adjacent(before: Point, after: Point) -> bool:
    return after.at - before.at <= max(1, REACH[after.row.period.frequency] // 2)


def _jump(before: Point, run: Sequence[Point], periods: tuple[Period, ...]) -> Finding:
    told: dict[str, float | str] = {
        "last": str(run[-1].row.period),
        "before": before.row.value,
        "factor": 10 ** abs(run[0].x - before.x),
    }
    rows = [*(point.row for point in run), before.row]
    return finding(Kind.LEVEL_JUMP, rows, told, periods=periods)
