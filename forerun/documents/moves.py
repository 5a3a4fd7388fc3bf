"""Distances in percentage points, read in speech with what they are distances from.

增速较上半年加快0.2个百分点     the same series, another time
比工业平均水平高2.8个百分点      another series, the same time
比上月上升0.5个百分点           the same series, a month, a year or a year's end before
降幅收窄1个百分点               a fall that became smaller: upwards

A release is read without this: a distance between two published rates is no figure of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from forerun.documents.discourse import Running
from forerun.documents.figures import Line
from forerun.documents.frames import comparator_of, mirrored
from forerun.documents.periods_in_text import Stretch, period_of, resolve
from forerun.documents.roles import Role
from forerun.documents.segments import Segment, referred_to, roles
from forerun.documents.statement import Statement, Versus
from forerun.documents.subjects import Subject, candidates, subjects_of
from forerun.documents.tokens import POINTS, Gap, Name, Quantity, Time, Word
from forerun.periods import Period
from forerun.types import Measure, Series

POINTS_UNIT = "percentage points"
_TO_DATE = {Measure.YOY: Measure.YTD_YOY, Measure.LEVEL: Measure.YTD_LEVEL}
_DOWNWARDS = frozenset({Role.DOWN, Role.BELOW})


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate of a series at a time."""

    series: Series
    period: Period | None
    measure: Measure


def is_told_in_points(quantity: Quantity, subjects: Sequence[Subject], line: Line) -> bool:
    """Whether what is spoken of is itself a number of points: 拉动出口增长1.8个百分点."""
    indicators = {indicator for subject in subjects for indicator in subject.indicators}
    return quantity.counts_in(POINTS) and bool(indicators & line.lexicon.in_points)


def moves_of(segment: Segment, subject: Subject, running: Running, line: Line) -> list[Statement] | None:
    """The distances that a segment states; None when it is not said from what, or what is not known."""
    own = _rate_of(subject, running.stretch, running, line)
    if own is None or subject.unknown:
        return None
    others = list(_others(segment, subject, own, running, line))
    if len(others) != len(segment.quantities):
        return None
    pairs = zip(segment.quantities, others, strict=True)
    return [_statement(segment, quantity, own, other, running, line) for quantity, other in pairs]


def _others(segment: Segment, subject: Subject, own: _Rate, running: Running, line: Line) -> Iterator[_Rate]:
    """The rates from which the distances are measured."""
    words = (*segment.lead, *segment.trail)
    pointed = referred_to(words)
    times = [t for t in pointed if isinstance(t, Time) and t.named.first]
    if times:
        stretch = resolve(times[-1].named, running.today, running.stretch)
        yield from _found(_rate_of(subject, stretch, running, line))
        return
    naming = [t for t in pointed if isinstance(t, Word | Name | Gap)]
    named = subjects_of(naming, line.text, line.lexicon, each=len(segment.quantities) > 1)
    if any(other.senses for other in named):
        for other in named:
            alone = replace(running, topic=Subject(), subjects=())
            yield from _found(_rate_of(_completed(other, own), running.stretch, alone, line))
        return
    stretch = _before(roles(words), running.stretch)
    if stretch is not None:
        yield from _found(_rate_of(subject, stretch, running, line))


def _found(rate: _Rate | None) -> Iterator[_Rate]:
    if rate is not None:
        yield rate


def _completed(other: Subject, own: _Rate) -> Subject:
    """The other subject with the indicator of the first: 高于高技术制造业 means its value added."""
    if other.names_indicator:
        return other
    whole = "" if _is_all_of_industry(other) else None
    senses = tuple(
        replace(
            sense,
            indicator=sense.indicator or own.series.indicator,
            activity=whole if whole is not None else sense.activity,
        )
        for sense in other.senses
    )
    return Subject(senses)


def _is_all_of_industry(other: Subject) -> bool:
    """Whether 工业 alone is named, of which the series without an activity are."""
    return all(sense.activity in ("", "industry") for sense in other.senses)


def _before(said: frozenset[Role], stretch: Stretch | None) -> Stretch | None:
    """The time before that a base means: a month, a year, the end of last year."""
    if stretch is None:
        return None
    if Role.MONTH_ON_MONTH in said or Role.A_MONTH_EARLIER in said:
        before = stretch.month_before
        to_date = stretch.months > 1 and stretch.first == 1 and before.last < stretch.last
        return Stretch(before.year, 1, before.last) if to_date else before
    if Role.SINCE_YEAR_END in said:
        return Stretch(stretch.year - 1, 12, 12, point=True)
    if Role.YEAR_ON_YEAR in said or Role.A_YEAR_EARLIER in said:
        return stretch.year_before
    return None


def _rate_of(subject: Subject, stretch: Stretch | None, running: Running, line: Line) -> _Rate | None:
    """The rate that a subject has at a time: its growth, or what it is when it is a rate itself."""
    for _, series in candidates(subject, running.around, line.lexicon):
        measure = _measure(series, line)
        if measure is None:
            continue
        if stretch is None:
            return _Rate(series, None, _TO_DATE.get(measure, measure) if _only_to_date(series) else measure)
        timed = period_of(stretch, series, total=running.total)
        if timed is None:
            return None
        return _Rate(series, timed[0], _TO_DATE.get(measure, measure) if timed[1] else measure)
    return None


def _only_to_date(series: Series) -> bool:
    return Measure.YOY not in series.units and Measure.YTD_YOY in series.units


def _measure(series: Series, line: Line) -> Measure | None:
    units = line.lexicon.catalog.units
    for measure in (Measure.INDEX, Measure.SHARE, Measure.LEVEL):
        if measure in series.units and units[series.units[measure]].dimension in (
            "percent",
            "diffusion index",
        ):
            return measure
    grows = Measure.YOY in series.units or Measure.YTD_YOY in series.units
    return Measure.YOY if grows else None


def _statement(
    segment: Segment, quantity: Quantity, own: _Rate, other: _Rate, running: Running, line: Line
) -> Statement:
    said = roles((*segment.lead, *segment.trail))
    falls = bool(said & _DOWNWARDS) != (Role.RATE_OF_FALL in said)
    bound = comparator_of(segment, more=quantity.number.open, in_points=True)
    quote, span = line.cut(segment.start, segment.end)
    measure = Measure.YTD_CHANGE_PP if own.measure.cumulative else Measure.CHANGE_PP
    return Statement(
        indicator=own.series.indicator,
        activity=own.series.activity,
        place=own.series.place,
        series=own.series.id,
        period=own.period,
        measure=measure,
        comparator=mirrored(bound) if falls else bound,
        value=-quantity.number.value if falls else quantity.number.value,
        unit=POINTS_UNIT,
        direction="down" if falls else "up",
        quote=quote,
        span=span,
        locator=line.locator,
        modality=running.modality,
        is_timed=running.is_near,
        versus=Versus(own.measure, other.series.id, other.period, other.measure),
    )
