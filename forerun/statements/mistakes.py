"""How a number comes to be wrong: the sign, the unit, the series or the period was mistaken."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.periods import Frequency, Period
from forerun.statements import reasons
from forerun.statements.agreement import Agreement, Said, compare, power_of_ten, power_within
from forerun.statements.bench import Bench, as_row
from forerun.statements.lookup import Lookup, alike, same_stretch
from forerun.statements.result import Claim, Judged, Verdict
from forerun.statements.traps import mixed_up, shared_name
from forerun.types import Figure, Measure, Observation

LEAST_GROWTH, MOST_GROWTH = -40.0, 80.0
"""Percent within which a figure is expected to move in a year, where none is published."""
_SMALL = 0.5  # a rate so near to zero that its sign is no error
_YEARS = 2
_LEVEL_DIGITS, _RATE_DIGITS = 3, 2  # without which a number is that of many times
_JUST_PASSED = 0.02
REVISED_SHARE, REVISED_POINTS = 0.05, 1.0
"""How far a revision may have moved a level (as a share) and a rate (in points)."""
_SURE = 3  # digits by which a unit is off, where no figure of the time itself is known
_BESIDE, _FOUR_DIGITS = 3, 1000
_YEAR_SHARE = (0.5, 2.0)  # of a twelfth for each month, what a year to date may have of the year before


def explained(claim: Claim, said: Said, figure: Figure, bench: Bench) -> Judged | None:
    """What explains that a number disagrees with its figure; None when nothing does."""
    row = figure.observation
    if row is None:
        return None
    catalog = bench.catalog
    if _is_turned(said, row, figure.measure):
        return Judged(claim, Verdict.WRONG_SIGN, reasons.wrong_sign(figure, catalog), figure)
    if not figure.measure.is_growth and (power := power_of_ten(said, row)):
        return Judged(claim, Verdict.WRONG_UNIT, reasons.wrong_unit(figure, -power, catalog), figure)
    if trapped := mixed_up(claim, said, figure, bench):
        return trapped
    other = _of_another_time(said, figure, bench)
    if other is not None and not claim.is_inferred:
        reason = reasons.wrong_period(figure, other, catalog)
        return Judged(claim, Verdict.WRONG_PERIOD, reason, figure, (other,))
    return None


def without_figure(claim: Claim, said: Said, bench: Bench, absent: Figure | None) -> Judged:
    """The verdict on a number of which no figure is known."""
    statement, catalog = claim.statement, bench.catalog
    known = bench.known(statement.series)
    if absent is None and statement.period is not None:
        absent = known.at(statement.period, statement.measure)
    if absent is not None and is_to_come(absent, bench):
        return Judged(claim, Verdict.NOT_YET_KNOWN, reasons.not_yet_known(absent), absent)
    if absent is not None and (found := _lost_unit(claim, said, absent, known, bench)):
        return found
    if absent is not None and (trapped := mixed_up(claim, said, absent, bench)):
        return trapped
    if sharing := shared_name(claim, said, absent, bench):
        return sharing
    if absent is not None and statement.is_timed and (other := _told_elsewhere(said, absent, bench)):
        reason = reasons.wrong_period(absent, other, catalog)
        return Judged(claim, Verdict.WRONG_PERIOD, reason, absent, (other,))
    day = absent.period.end if absent and absent.period else bench.then.as_of
    beside = known.latest(alike(statement.measure), not_after=day)
    reason = reasons.needed(known.series, statement.period, statement.measure, beside, catalog)
    return Judged(claim, Verdict.NOT_CHECKABLE, reason, absent, (beside,) if beside else ())


def told_before(claim: Claim, said: Said, bench: Bench) -> Judged | None:
    """The verdict on a number of a time to come that is the published one of an earlier time."""
    statement = claim.statement
    if statement.period is None:
        return None
    known = bench.known(statement.series)
    figure = known.at(statement.period, statement.measure)
    before = known.at(statement.period.year_before(), statement.measure)
    row = before.observation
    if row is None or compare(said, row) is not Agreement.EXACT or not _is_telling(said, figure.measure):
        return None
    reason = reasons.wrong_period(figure, before, bench.catalog)
    return Judged(claim, Verdict.WRONG_PERIOD, reason, figure, (before,))


def _is_turned(said: Said, row: Observation, measure: Measure) -> bool:
    is_rate = measure.is_growth or measure in (Measure.CHANGE_PP, Measure.YTD_CHANGE_PP)
    return is_rate and abs(said.value) >= _SMALL and compare(said.negated, row) is Agreement.EXACT


def is_to_come(absent: Figure, bench: Bench) -> bool:
    """Whether the period's release had not come, and was not late, on the day from which is judged."""
    period, series = absent.period, absent.series
    if period is None or bench.is_rewound:
        return bench.is_rewound
    if period.end > bench.now.as_of:
        return True
    outlook = bench.now.calendar.outlook(series.release, period, bench.now.as_of)
    day = bench.now.calendar.day(series.release, period)
    return not outlook.is_late and (day is None or day.published > bench.now.as_of)


def _lost_unit(claim: Claim, said: Said, absent: Figure, known: Lookup, bench: Bench) -> Judged | None:
    """A number that is no growth of the year before, unless its decimal point is moved."""
    if absent.period is None or absent.measure.is_growth or "percent" in absent.unit:
        return None
    before = known.at(absent.period.year_before(), absent.measure)
    low, high = 1 + LEAST_GROWTH / 100, 1 + MOST_GROWTH / 100
    if before.value is None and absent.measure.cumulative:
        before = known.at(Period(Frequency.MONTH, absent.period.year - 1, 12), absent.measure)
        low, high = (share * absent.period.last_month.index / 12 for share in _YEAR_SHARE)
    row = before.observation
    power = power_within(said, row.value * low, row.value * high) if row else 0
    if abs(power) < _SURE:
        return None
    reason = reasons.wrong_unit(before, -power, bench.catalog, near=True)
    return Judged(claim, Verdict.WRONG_UNIT, reason, absent, (before,))


def is_far(said: Said, figure: Figure) -> bool:
    """Whether a number lies farther from a figure than a revision may have moved it."""
    gap, value = abs(said.value - (figure.value or 0.0)), abs(figure.value or 0.0)
    return gap > (REVISED_POINTS if _is_rate(figure) else REVISED_SHARE * value)


def _is_rate(figure: Figure) -> bool:
    return figure.measure.is_growth or "percent" in figure.unit


def _is_telling(said: Said, measure: Measure) -> bool:
    """Whether a number has digits enough to be known by them; zeros at its end are none, nor is a bound."""
    if said.comparator.is_bound or not said.value:
        return False
    digits = str(round(abs(said.value) / said.resolution)).rstrip("0")
    return len(digits) >= (_RATE_DIGITS if measure.is_growth else _LEVEL_DIGITS)


def _was_quoted(said: Said, row: Observation, bench: Bench) -> bool:
    """Whether a row was public when a number was said, and has all its digits."""
    exact = abs(row.value - said.value) <= said.resolution / 2 * (1 + 1e-9)
    return exact and not row.comparator.is_bound and row.published <= bench.then.as_of


def _of_another_time(said: Said, figure: Figure, bench: Bench) -> Figure | None:
    """The figure of another period to which the number belongs."""
    known = bench.known(figure.series.id)
    if said.comparator.is_floor:
        return _milestone(said, figure, bench)
    if not _is_telling(said, figure.measure):
        return None
    near = _neighbours(figure, known) if figure.measure.is_growth else _within_years(figure, known)
    own = same_stretch(figure.period, figure.measure) if figure.period else ()
    for other in near:
        rows = known.rows(other)
        if (other.period, other.measure) in own:
            continue
        if fitting := next((row for row in rows if _was_quoted(said, row, bench)), None):
            return as_row(other, fitting)
    return None


def _milestone(said: Said, figure: Figure, bench: Bench) -> Figure | None:
    """The figure of the same stretch a year away by which an amount had just passed a floor."""
    if figure.period is None or _is_rate(figure) or figure.measure is Measure.INDEX:
        return None
    known, year = bench.known(figure.series.id), figure.period.frequency.per_year
    for period in (figure.period.shift(year), figure.period.year_before()):
        other = known.at(period, figure.measure)
        row = other.observation
        if row is not None and row.published <= bench.then.as_of and _has_just_passed(said, row):
            return other
    return None


def _has_just_passed(said: Said, row: Observation) -> bool:
    beyond = row.value - said.value
    return 0 <= beyond <= _JUST_PASSED * said.value and (beyond > 0 or row.comparator.is_floor)


def _told_elsewhere(said: Said, absent: Figure, bench: Bench) -> Figure | None:
    """The figure of another time to which a number belongs whose own figure is not known.

    That it is another's is sure only of a time that was not over when it was said, or of an amount to the
    last of four digits in the months beside.
    """
    other = _of_another_time(said, absent, bench)
    if other is None or absent.period is None or other.period is None:
        return None
    apart = abs(other.period.last_month.ordinal - absent.period.last_month.ordinal)
    is_close = apart <= _BESIDE and not absent.measure.is_growth and "percent" not in absent.unit
    has_digits = said.resolution and abs(said.value) / said.resolution >= _FOUR_DIGITS
    return other if absent.period.end > bench.said or (is_close and has_digits) else None


def _within_years(figure: Figure, known: Lookup) -> Iterator[Figure]:
    """Figures of two years around, the nearest first; round numbers fit too many."""
    if figure.period is None:
        return
    last = figure.period.last_month.ordinal
    months = 12 * _YEARS
    around = [
        each
        for each in known.history(alike(figure.measure))
        if each.period and abs(each.period.last_month.ordinal - last) <= months
    ]
    around.sort(key=lambda each: abs(each.period.last_month.ordinal - last) if each.period else months)
    yield from around


def _neighbours(figure: Figure, known: Lookup) -> Iterator[Figure]:
    """Rates that are taken for one another: of the month and the year to date, beside, and a year ago."""
    if figure.period is None:
        return
    for period in (
        figure.period,
        figure.period.shift(-1),
        figure.period.shift(1),
        figure.period.year_before(),
    ):
        for measure in alike(figure.measure):
            if measure in known.series.units:
                yield known.at(period, measure)
