"""Statements made from a segment, its frame, and one subject and number of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from forerun.catalog.model import Unit
from forerun.documents.discourse import ELSEWHERE, Running
from forerun.documents.fitting import NO_UNIT, Fit, fit, fit_share, in_unit, printed_unit, resolution
from forerun.documents.frames import Frame, Kind, Refusal, comparator_of, mirrored
from forerun.documents.lexicon import Lexicon
from forerun.documents.numbers import Number
from forerun.documents.periods_in_text import Stretch, adds_up, period_of
from forerun.documents.roles import Role
from forerun.documents.segments import Segment, roles
from forerun.documents.statement import Direction, Statement
from forerun.documents.subjects import Subject
from forerun.documents.tokens import Quantity
from forerun.documents.trie import Measured, Sense
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Measure

_TO_DATE = {
    Measure.LEVEL: Measure.YTD_LEVEL,
    Measure.YOY: Measure.YTD_YOY,
    Measure.CHANGE_PP: Measure.YTD_CHANGE_PP,
}
_PLAIN = {Kind.LEVEL: Measure.LEVEL, Kind.SHARE: Measure.SHARE, Kind.GROWTH: Measure.YOY}
_SIGNED = frozenset({Kind.GROWTH, Kind.CHANGE, Kind.MOVE})
_TURNS: dict[Role, Direction] = {
    Role.FLAT: "flat",
    Role.TURNED_UP: "turned_positive",
    Role.TURNED_DOWN: "turned_negative",
}
_NOMINAL, _REAL = "Nominal", "real"


@dataclass(frozen=True, slots=True)
class Line:
    """The sentence being read: folded, as printed, and where it begins in the document's text.

    ``places`` are the positions in ``printed`` of each character of ``text``, when some were left out.
    """

    text: str
    printed: str
    offset: int
    locator: str
    lexicon: Lexicon
    places: tuple[int, ...] = ()

    def cut(self, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """What stands at ``[start, end)`` as printed, and its span in the document's text."""
        if self.places:
            start, end = self.places[start], self.places[end - 1] + 1
        return self.printed[start:end], (self.offset + start, self.offset + end)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a segment with what it is about and how to read it."""

    segment: Segment
    frame: Frame
    subject: Subject
    quantity: Quantity
    whole: str = ""

    @property
    def said(self) -> frozenset[Role]:
        """The roles of the words around it."""
        return roles((*self.segment.lead, *self.segment.trail))


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a figure belongs: what it is about, its series if the catalog has one, and how it is counted."""

    about: Sense
    series: str
    period: Period | None
    measure: Measure
    unit: Unit | None
    printed: Measured
    rivals: tuple[str, ...] = ()


def statements_of(figure: Figure, running: Running, line: Line) -> list[Statement] | Refusal:
    """The statements of a figure: one, or two for a range; without a series where the catalog has none."""
    stretch = _stretch(figure.said, running.stretch)
    found: Fit | Refusal | None = None
    if _is_clear(figure, line.lexicon):
        found = _fit(figure, running, line.lexicon)
    if isinstance(found, Refusal):
        if not (running.is_speech and found.reason.startswith(NO_UNIT)):
            return found
        found = None
    if figure.frame.kind is Kind.ADDITION:
        if not found or found.series.id not in line.lexicon.additions:
            return Refusal("an increase or decrease by an amount, not a level")
        found = _as_addition(found, line.lexicon)
    elif found and _is_addition(found, stretch, running, figure.said):
        found = _as_addition(found, line.lexicon)
    if found and (doubt := _doubt(found, stretch, running, figure.said)):
        return Refusal(doubt)
    entry = (
        _catalogued(found, stretch, total=running.total)
        if found
        else _uncatalogued(figure, stretch, running, line)
    )
    if entry is None:
        return Refusal(f"{found.series.code if found else 'the subject'} has no such period")
    return [_statement(figure, entry, bound, running, line) for bound in _bounds(figure)]


def _is_clear(figure: Figure, lexicon: Lexicon) -> bool:
    """Whether everything is known that decides about the series."""
    if figure.subject.unknown or figure.frame.kind is Kind.MOVE:
        return False
    notes = [lexicon.catalog.indicators[name].note for name in figure.subject.indicators]
    at_other_prices = (Role.REAL in figure.said and any(note.startswith(_NOMINAL) for note in notes)) or (
        Role.NOMINAL in figure.said and any(_REAL in note for note in notes)
    )
    return not at_other_prices


def _fit(figure: Figure, running: Running, lexicon: Lexicon) -> Fit | Refusal | None:
    if figure.frame.kind is Kind.SHARE:
        return fit_share(figure.quantity, figure.subject, figure.whole, lexicon)
    return fit(figure.frame, figure.quantity, figure.subject, running.around, lexicon)


def _stretch(said: frozenset[Role], stretch: Stretch | None) -> Stretch | None:
    """The time of a figure: the running one, one that is quoted (上年同期为), or its last month (当月)."""
    if stretch is None:
        return None
    if Role.A_YEAR_EARLIER in said:
        return stretch.year_before
    if Role.A_MONTH_EARLIER in said:
        return stretch.month_before
    return stretch.last_month if Role.SINGLE in said else stretch


def _doubt(found: Fit, stretch: Stretch | None, running: Running, said: frozenset[Role]) -> str:
    """Why a figure that fits a series is not taken for it all the same; empty when it is."""
    if _is_addition(found, stretch, running, said):
        return "built within the period, not the total"
    if running.is_speech:
        return ""
    if _lacks_time(found, running):
        what = "year" if running.is_timed else "time"
        return f"the {what} of {found.series.code} is not said"
    if stretch is not None and _is_not_over(stretch, running):
        return "its period is not over on the day of the text"
    return ""


def _is_addition(found: Fit, stretch: Stretch | None, running: Running, said: frozenset[Role]) -> bool:
    """Whether a number of things built within a time was taken for a stock (在前5个月建成)."""
    within = stretch is not None and stretch.months > 1 and not stretch.point
    within = within and (running.is_timed or not running.is_speech)
    return within and Role.BUILT in said and not running.total and not found.series.flow


def _as_addition(found: Fit, lexicon: Lexicon) -> Fit:
    """The series of what was built since the end of last year, where the catalog has one."""
    added = lexicon.additions.get(found.series.id)
    rivals = (found.series.id, *found.rivals)
    return replace(found, series=added, measure=Measure.LEVEL, rivals=rivals) if added else found


def _lacks_time(found: Fit, running: Running) -> bool:
    """Whether the time of something that adds up is left to guess.

    It is when a text that names times has not named one yet, and when the last one named, in another
    sentence, was the end of a month (截至9月末).
    """
    if not adds_up(found.series):
        return False
    if running.stretch is None:
        return running.names_times
    return running.stretch.point and found.series.flow and not running.is_timed and not running.total


def _is_not_over(stretch: Stretch, running: Running) -> bool:
    """Whether a figure is stated for a time that is still to come: then it is a plan or misread."""
    if running.today is None or not running.is_dated or running.modality != "stated":
        return False
    return (stretch.year, stretch.last) > (running.today.year, running.today.month)


def _catalogued(found: Fit, stretch: Stretch | None, *, total: bool) -> _Entry | None:
    series = found.series
    about = Sense(series.place, series.indicator, series.activity)
    timed = period_of(stretch, series, total=total) if stretch else (None, False)
    if timed is None:
        return None
    measure = _TO_DATE.get(found.measure, found.measure) if timed[1] else found.measure
    return _Entry(about, series.id, timed[0], measure, found.unit, found.printed, found.rivals)


def _uncatalogued(figure: Figure, stretch: Stretch | None, running: Running, line: Line) -> _Entry:
    sense = figure.subject.senses[0] if figure.subject.senses else Sense()
    indicator = sense.indicator or ""
    if figure.subject.senses and not indicator:
        indicator = next(iter(sorted(running.topic.indicators)), "")
    is_anybodys = running.is_speech and bool(figure.subject.unknown)
    place = sense.place or ("" if is_anybodys else running.place)
    about = Sense("" if place == ELSEWHERE else place, indicator, sense.activity or "")
    kind, is_monthly = figure.frame.kind, figure.frame.base is Role.MONTH_ON_MONTH
    measure = Measure.MOM if kind is Kind.GROWTH and is_monthly else _PLAIN.get(kind, Measure.CHANGE_PP)
    if stretch and stretch.months > 1 and stretch.first == 1:
        measure = _TO_DATE.get(measure, measure)
    period = Period(Frequency.MONTH, stretch.year, stretch.last) if stretch else None
    unit, printed = printed_unit(figure.quantity, tuple(line.lexicon.catalog.units.values()))
    return _Entry(about, "", period, measure, unit, printed)


def _bounds(figure: Figure) -> Iterator[tuple[Number, Comparator]]:
    """Each number of a figure with how it bounds the true value."""
    segment, quantity = figure.segment, figure.quantity
    if quantity.high is not None:
        yield quantity.number, Comparator.AT_LEAST
        yield quantity.high, Comparator.AT_MOST
        return
    in_points = figure.frame.kind in (Kind.CHANGE, Kind.MOVE)
    bound = comparator_of(segment, more=quantity.number.open, in_points=in_points)
    yield quantity.number, mirrored(bound) if figure.frame.sign < 0 else bound


def _statement(
    figure: Figure, entry: _Entry, bound: tuple[Number, Comparator], running: Running, line: Line
) -> Statement:
    number, comparator = bound
    value = in_unit(number, entry.printed, entry.unit) if entry.unit else number.value
    if figure.frame.kind in _SIGNED and figure.frame.sign <= 0:
        value = figure.frame.sign * abs(value) + 0.0
    quote, span = line.cut(figure.segment.start, figure.segment.end)
    return Statement(
        indicator=entry.about.indicator or "",
        activity=entry.about.activity or "",
        place=entry.about.place or "",
        series=entry.series,
        period=entry.period,
        measure=entry.measure,
        comparator=comparator,
        value=value,
        unit=entry.unit.id if entry.unit else "",
        direction=_direction(figure.frame, value),
        quote=quote,
        span=span,
        locator=line.locator,
        modality=running.modality,
        rivals=entry.rivals,
        is_timed=running.is_near,
        is_average=running.is_average,
        resolution=resolution(number, entry.printed, entry.unit) if entry.unit else 0.0,
    )


def _direction(frame: Frame, value: float) -> Direction:
    if frame.kind not in _SIGNED:
        return ""
    return "up" if value > 0 else "down" if value < 0 else "flat"


def turning_points(segment: Segment, running: Running, line: Line) -> Iterator[Statement]:
    """What a clause without a number says of a direction: 由负转正, or 持平, which is growth of zero."""
    said = roles(segment.lead)
    direction = next((_TURNS[role] for role in _TURNS if role in said), None)
    if direction is None or Role.RATE in said or len(running.subjects) != 1 or running.subjects[0].unknown:
        return
    base = next((role for role in (Role.YEAR_ON_YEAR, Role.MONTH_ON_MONTH) if role in said), None)
    if direction == "flat" and base is None:
        return
    nought = Quantity(segment.start, segment.end, Number(Decimal(0), Decimal(1), 0, 0), None, ())
    for kind in (Kind.GROWTH, Kind.CHANGE) if base is not Role.MONTH_ON_MONTH else (Kind.GROWTH,):
        figure = Figure(segment, Frame(kind, base or Role.YEAR_ON_YEAR, 0), running.subjects[0], nought)
        found = statements_of(figure, running, line)
        if not isinstance(found, Refusal) and found[0].series:
            value = 0.0 if direction == "flat" else None
            yield replace(found[0], value=value, direction=direction, comparator=Comparator.EQUAL)
            return
