"""A direction without a number, held against the rate and the one before it.

words                              holds when
up (rose, 向好, good momentum)     the rate is positive, or higher than before
down (fell, 承压, weakened)        the rate is negative, or lower than before
faster, slower                     the rate is higher, lower than before
stable                             the rate moved by no more than half a point, a level by 2 percent

"Before" is three months earlier for the year to date, a year earlier for the whole year, and one period
earlier otherwise.  For an index or a level the change since then takes the place of the rate.  A run of
months ("for five consecutive months") is not judged by one comparison.

A year to date that is not published may be borne out, never contradicted, by what was published up to three
months before its end, or while it was running.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from forerun.documents.statement import Statement
from forerun.ledger.precision import IN_TENTHS
from forerun.periods import Frequency
from forerun.statements import reasons
from forerun.statements.bench import Bench
from forerun.statements.lookup import Lookup, same_stretch
from forerun.statements.mistakes import is_to_come
from forerun.statements.result import Claim, Judged, Verdict
from forerun.types import Figure, Measure, Names

STEADY, STEADY_SHARE = 0.5, 0.02
"""How far a stable rate or index (in points) and a stable level (as a share) may move."""
_QUARTER, _DECEMBER = 3, 12
_RUN = re.compile(r"连续|consecutive|straight|in a row", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Course:
    """A figure and the one before it; ``rate`` is that of growth, for an index or level its change."""

    figure: Figure
    before: Figure | None

    @property
    def moved(self) -> float | None:
        """By how much it moved since the one before."""
        if self.before is None or self.before.value is None or self.figure.value is None:
            return None
        return self.figure.value - self.before.value

    @property
    def rate(self) -> float | None:
        """Growth, or the change of what does not grow."""
        return self.figure.value if self.figure.measure.is_growth else self.moved


def judge_course(claim: Claim, bench: Bench) -> Judged:
    """The verdict on a direction."""
    statement = claim.statement
    known = bench.known(statement.series)
    if _RUN.search(claim.quote):
        return Judged(claim, Verdict.NOT_CHECKABLE, reasons.A_RUN)
    figure = _figure(claim, known, bench)
    if figure is None or figure.value is None:
        absent = known.at(statement.period, statement.measure) if statement.period else None
        if absent is not None and is_to_come(absent, bench):
            return Judged(claim, Verdict.NOT_YET_KNOWN, reasons.not_yet_known(absent), absent)
        reason = reasons.needed(known.series, statement.period, statement.measure, None, bench.catalog)
        return Judged(claim, Verdict.NOT_CHECKABLE, reason, absent)
    course = Course(figure, before(figure, known))
    holds = follows(statement.direction, course)
    if statement.period is None:
        timed = replace(statement, period=figure.period, measure=figure.measure)
        claim = replace(claim, statement=timed, is_inferred=True)
    if holds is None:
        earlier = figure.period.shift(-1) if figure.period else None
        reason = reasons.needed(known.series, earlier, figure.measure, figure, bench.catalog)
        return Judged(claim, Verdict.NOT_CHECKABLE, reason, figure)
    if not holds and not _is_its_own(claim.statement, figure):
        reason = reasons.needed(known.series, claim.statement.period, figure.measure, figure, bench.catalog)
        return Judged(claim, Verdict.NOT_CHECKABLE, reason, figure)
    return _judged(claim, course, bench, holds=holds)


def _is_its_own(statement: Statement, figure: Figure) -> bool:
    """Whether a figure is of the very time that was said, and no earlier one that stands for it."""
    period = statement.period
    return period is not None and (figure.period, figure.measure) in same_stretch(period, statement.measure)


def _judged(claim: Claim, course: Course, bench: Bench, *, holds: bool) -> Judged:
    evidence = (course.before,) if course.before is not None else ()
    reason = _told(course, bench)
    figure, row = course.figure, course.figure.observation
    own = row is not None and row.publisher == bench.publisher
    verdict = Verdict.SUPPORTED_SAME_PUBLISHER if own else Verdict.SUPPORTED
    if not holds:
        verdict = Verdict.IMPRECISE if claim.statement.direction == "stable" else Verdict.CONTRADICTED
    slowing = course.moved is not None and course.moved < 0 and claim.statement.direction == "up"
    cautions = [reasons.SLOWER] if slowing and holds else []
    if not _is_its_own(claim.statement, figure):
        cautions.append(reasons.partly(figure))
    return Judged(claim, verdict, reason, figure, evidence, reasons.joined(*cautions))


def _told(course: Course, bench: Bench) -> Names:
    now = reasons.says(course.figure, bench.catalog)
    if course.before is None or course.before.value is None:
        return now
    then = reasons.told(course.before, bench.catalog)
    return reasons.joined(now, Names(f"Before that, {then.en}.", f"此前{then.zh}。"))


def _figure(claim: Claim, known: Lookup, bench: Bench) -> Figure | None:
    """The figure of the time that is meant; of a stretch that was not over, what was public then."""
    statement = claim.statement
    if statement.period is None:
        return bench.known_then(statement.series).latest((statement.measure,), not_after=bench.then.as_of)
    found = known.at(statement.period, statement.measure)
    if found.value is not None:
        return found
    last = known.latest((statement.measure,), not_after=statement.period.end)
    if last is None or last.period is None or last.period.year != statement.period.year:
        return None
    if not statement.is_timed or _is_running(statement, bench):
        return last
    missing = statement.period.last_month.ordinal - last.period.last_month.ordinal
    return last if statement.measure.cumulative and missing <= _QUARTER else None


def _is_running(statement: Statement, bench: Bench) -> bool:
    """Whether a stretch from the beginning of the year was not over on the day on which it was said."""
    period = statement.period
    return period is not None and statement.measure.cumulative and period.end >= bench.then.as_of


def before(figure: Figure, known: Lookup) -> Figure | None:
    """The figure to compare with: a quarter earlier for the year to date, else one period."""
    if figure.period is None:
        return None
    if figure.measure.cumulative and figure.period.last_month.index == _DECEMBER:
        earlier = known.at(figure.period.year_before(), figure.measure)
        return earlier if earlier.value is not None else None
    monthly = figure.period.frequency is Frequency.MONTH
    back = _QUARTER if figure.measure.cumulative and monthly and figure.period.index > _QUARTER else 1
    for steps in (back, 1):
        found = known.at(figure.period.shift(-steps), figure.measure)
        if found.value is not None:
            return found
    if figure.measure is Measure.YTD_YOY and monthly:
        earlier = known.at(figure.period.shift(-figure.period.index), figure.measure)
        return earlier if earlier.value is not None else None
    return None


def follows(direction: str, course: Course) -> bool | None:
    """Whether a course goes in the direction that was said; None when it cannot be told."""
    rate, moved = course.rate, course.moved
    if direction in ("up", "turned_positive") and rate is not None:
        return rate > 0 or (moved is not None and moved > 0)
    if direction in ("down", "turned_negative") and rate is not None:
        return rate < 0 or (moved is not None and moved < 0)
    if moved is None:
        return None
    if direction == "faster":
        return moved > 0
    if direction == "slower":
        return moved < 0
    return abs(moved) <= _steady(course)


def _steady(course: Course) -> float:
    figure = course.figure
    is_level = not figure.measure.is_growth and figure.unit not in IN_TENTHS
    return STEADY_SHARE * abs(figure.value or 0.0) if is_level else STEADY + 1e-9
