"""Which statements become observations: by whom they were made, on which day, and whether they can be true.

Only an official publisher's statements about what was enter a ledger.  Each statement has an outcome, an
observation or the reason why there is none; nothing is dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from forerun.catalog.model import Catalog, Publisher, convert
from forerun.documents.statement import Reading, Statement
from forerun.documents.tidy import RowStatement
from forerun.errors import DocumentError, UnknownNameError
from forerun.ledger.publication import ReleaseCalendar
from forerun.periods import Period
from forerun.types import Basis, Comparator, Observation, Series, Status

_LAST_WEEK = timedelta(days=7)
_REPOSTED_WITHIN = timedelta(days=14)
_VIA = re.compile(r" via |/|\(|（|;|,", re.IGNORECASE)


class Refusal(StrEnum):
    """Why a statement is not an observation."""

    FUTURE = "future"  # an expectation or a target
    NO_VALUE = "no_value"  # a direction without a number
    NO_PERIOD = "no_period"  # the time it is about cannot be told
    NO_MEASURE = "no_measure"  # the catalog has the series but not in this measure
    WRONG_UNIT = "wrong_unit"  # the unit does not measure the series
    NO_PUBLISHER = "no_publisher"  # nobody known said it
    UNOFFICIAL = "unofficial"  # somebody said it whose figures are not official
    TOO_EARLY = "too_early"  # published before the time it is about was over
    REPEATED = "repeated"  # the document says the same elsewhere, at least as exactly
    CONTRADICTED = "contradicted"  # the document says something else elsewhere


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one statement: an observation, or ``refusal`` with its ``reason`` in words.

    ``warning`` says what is unusual about an observation.
    """

    statement: Statement
    observation: Observation | None = None
    refusal: Refusal | None = None
    reason: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which something was published, and the basis when the calendar has no day there."""

    first: date
    last: date
    basis: Basis


def on_day(day: date) -> Window:
    """Published on a day that is known."""
    return Window(day, day, Basis.STATED)


def by_page(day: date, basis: Basis) -> Window:
    """Read on a page of that day, which may have been put up some days after the release."""
    return Window(day - _REPOSTED_WITHIN, day, basis)


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all statements of one document.

    ``window`` is when it was published, None when nobody knows; ``recorded`` the moment of the ingest in
    UTC without a zone; ``find`` finds a publisher by what a cell calls it.
    """

    catalog: Catalog
    calendar: ReleaseCalendar
    publisher: Publisher | None
    window: Window | None
    today: date
    recorded: datetime
    find: Callable[[str], Publisher | None]


class _Refused(Exception):  # noqa: N818  a verdict on one statement, not an error
    def __init__(self, refusal: Refusal, reason: str) -> None:
        self.refusal = refusal
        self.reason = reason
        super().__init__(reason)


def admit(reading: Reading, terms: Terms) -> tuple[Outcome, ...]:
    """The outcome of each catalogued statement of a reading, in order.

    Raises:
        DocumentError: a row claims a publication day that has not come.
    """
    return _without_repeats([_outcome(each, reading, terms) for each in reading.statements])


def publisher_called(catalog: Catalog, words: str) -> Publisher | None:
    """The publisher named by a cell such as ``NBS``, ``CAAM via MIIT`` or ``MIIT (first release)``."""
    for name in (words, _VIA.split(words)[0]):
        try:
            return catalog.publisher(name.strip())
        except UnknownNameError:
            continue
    return None


def _outcome(statement: Statement, reading: Reading, terms: Terms) -> Outcome:
    try:
        observation = _observation(statement, reading, terms)
    except _Refused as verdict:
        return Outcome(statement, refusal=verdict.refusal, reason=verdict.reason)
    own = terms.catalog.series[observation.series].publisher
    second_hand = f"{own} publishes this series; entered as said by {observation.publisher}"
    return Outcome(statement, observation, warning="" if own == observation.publisher else second_hand)


def _observation(statement: Statement, reading: Reading, terms: Terms) -> Observation:
    series = terms.catalog.series[statement.series]
    value, period = _stated(statement)
    unit = series.units.get(statement.measure)
    if unit is None:
        raise _Refused(Refusal.NO_MEASURE, f"the catalog holds no {statement.measure} of {series.code}")
    row = statement if isinstance(statement, RowStatement) else None
    publisher = _publisher(row, terms)
    published, basis = _dated(row, series, period, terms, f"{reading.document.name}, {statement.locator}")
    if _is_too_early(series, period, published, terms.calendar):
        raise _Refused(
            Refusal.TOO_EARLY, f"it is about the time up to {period.end}, but was published on {published}"
        )
    return Observation(
        series=series.id,
        period=period,
        measure=statement.measure,
        value=_converted(value, statement.unit, unit, terms.catalog),
        unit=unit,
        comparator=statement.comparator,
        status=(row.status if row else None) or Status.PRELIMINARY,
        published=published,
        basis=basis,
        recorded=terms.recorded,
        publisher=publisher.id,
        source=(row.source if row else "") or reading.document.source,
        locator=statement.locator,
        document=reading.document.sha256,
        note=row.note if row else "",
    )


def _is_too_early(series: Series, period: Period, published: date, calendar: ReleaseCalendar) -> bool:
    """Whether a figure came out before its period was over, and it is no survey that may close early."""
    if published >= period.end:
        return False
    known = calendar.day(series.release, period)
    if known is not None and known.published <= published:
        return False
    lags = calendar.lags.get(series.release, {}).values()
    return published < period.end - _LAST_WEEK or not any(lag.min_days <= 0 for lag in lags)


def _stated(statement: Statement) -> tuple[float, Period]:
    if statement.modality != "stated":
        raise _Refused(Refusal.FUTURE, "it says what is expected or planned, not what was")
    if statement.value is None:
        raise _Refused(Refusal.NO_VALUE, "it says a direction without a number")
    if statement.period is None:
        raise _Refused(Refusal.NO_PERIOD, "the time that it is about cannot be told")
    return statement.value, statement.period


def _publisher(row: RowStatement | None, terms: Terms) -> Publisher:
    named = row.publisher if row else ""
    publisher = terms.find(named) if named else terms.publisher
    if publisher is None:
        reason = f"{named!r} is not a publisher in the catalog" if named else "its publisher is not known"
        raise _Refused(Refusal.NO_PUBLISHER, reason)
    if not publisher.official:
        raise _Refused(Refusal.UNOFFICIAL, f"{publisher.id} is not an official publisher")
    return publisher


def _converted(value: float, stated: str, wanted: str, catalog: Catalog) -> float:
    try:
        return convert(value, catalog.units[stated], catalog.units[wanted])
    except (UnknownNameError, KeyError):
        raise _Refused(Refusal.WRONG_UNIT, f"{stated!r} does not measure it; expected {wanted!r}") from None


def _dated(
    row: RowStatement | None, series: Series, period: Period, terms: Terms, where: str
) -> tuple[date, Basis]:
    """The day on which a figure became public, and how that is known."""
    window = (row and _row_window(row, terms.today, where)) or terms.window
    if window is None:
        day, basis = terms.calendar.publication(series, period)
        return (day, basis) if day <= terms.today else (terms.today, Basis.BOUND)
    known = terms.calendar.day(series.release, period)
    if known is not None and window.first <= known.published < window.last:
        return known.published, Basis.CALENDAR
    return min(window.last, terms.today), window.basis


def _row_window(row: RowStatement, today: date, where: str) -> Window | None:
    day = row.day
    if day is None:
        return None
    if (day if isinstance(day, date) else day.start) > today:
        raise DocumentError(
            f"it was published on {day}, it says, and that day has not come",
            where=where,
            advice="Correct the day there",
        )
    if isinstance(day, Period):
        return Window(day.start, day.end, Basis.BOUND)
    return by_page(day, Basis.BOUND) if row.page else on_day(day)


def _without_repeats(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Of several observations of one key keep the most exact; when they disagree, keep none."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for index, outcome in enumerate(outcomes):
        if outcome.observation is not None:
            groups.setdefault(_key(outcome.observation), []).append(index)
    settled = list(outcomes)
    for group in groups.values():
        if len(group) > 1:
            for index, outcome in zip(group, _settled([outcomes[i] for i in group]), strict=True):
                settled[index] = outcome
    return tuple(settled)


def _key(row: Observation) -> tuple[object, ...]:
    return row.series, row.period, row.measure, row.published, row.publisher, row.source


def _settled(repeats: Sequence[Outcome]) -> Iterable[Outcome]:
    rows = [each.observation for each in repeats if each.observation is not None]
    best = max(rows, key=lambda row: (row.comparator is Comparator.EQUAL, _decimals(row.value)))
    kept = rows.index(best)
    for index, (outcome, row) in enumerate(zip(repeats, rows, strict=True)):
        rival = next((each for each in rows if not _agree(row, each)), None)
        if rival is not None:
            reason = f"the document also says {_words(rival)} in {rival.locator}"
            yield replace(outcome, observation=None, refusal=Refusal.CONTRADICTED, reason=reason, warning="")
        elif index != kept:
            reason = f"{best.locator} says the same"
            yield replace(outcome, observation=None, refusal=Refusal.REPEATED, reason=reason, warning="")
        else:
            yield outcome


def _agree(one: Observation, other: Observation) -> bool:
    """Whether two figures can both be true: one rounds to the other, or lies within its bound.

    One document says a figure exactly and again roundly ("318.9", later "some 320"), so zeros at the end
    count as rounding here, more readily than between documents.
    """
    if one.comparator is Comparator.EQUAL and other.comparator is Comparator.EQUAL:
        digits = min(_decimals(one.value), _decimals(other.value))
        return abs(one.value - other.value) <= 0.5 * 10.0**-digits * (1 + 1e-9)
    exact, bound = (one, other) if one.comparator is Comparator.EQUAL else (other, one)
    if bound.comparator.is_floor:
        return exact.value >= bound.value
    if bound.comparator.is_ceiling:
        return exact.value <= bound.value
    return abs(exact.value - bound.value) <= 0.1 * abs(exact.value)


def _decimals(value: float) -> int:
    """Digits after the point; negative for round numbers (1200 has -2)."""
    digits = f"{value:.12g}"
    if "e" in digits or "." in digits:
        return len(digits.partition("e")[0].partition(".")[2])
    return len(digits.rstrip("0")) - len(digits) if value else 0


def _words(row: Observation) -> str:
    comparator = "" if row.comparator is Comparator.EQUAL else f"{row.comparator} "
    return f"{comparator}{row.value:g} {row.unit}"
