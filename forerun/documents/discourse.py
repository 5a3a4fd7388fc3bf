"""The running context of a text: what has been said and still holds when the next clause leaves it out.

text        the day it is of, its publisher, its place
paragraph   topic and subjects are forgotten; the time goes on
sentence    the base of growth rates (unless it begins with 其中), modality and scope are forgotten
clause      times, names and words of the clause replace what was running
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from forerun.documents.clipping import names_times
from forerun.documents.frames import Frame, Habit, Kind
from forerun.documents.lexicon import Lexicon
from forerun.documents.patterns import Count
from forerun.documents.periods_in_text import Named, Stretch, resolve, time_at
from forerun.documents.roles import Role
from forerun.documents.segments import roles, without_references
from forerun.documents.statement import Context, Modality
from forerun.documents.subjects import Subject, Surroundings
from forerun.documents.tokens import Name, Time, Token, Word
from forerun.documents.trie import Sense
from forerun.periods import Frequency, Period

_VIEW = re.compile(
    "(?:分|按|从|就)[^,]{1,16}?(?:看|分)$|(?:环比|同比)来?看$|在?主要(?:产品|行业|品种).{0,2}$"
    "|(?:by|in terms of|in view of|from the perspective of|analy[sz]ed by|grouped by|classified by) "
)
_PLACE = re.compile(
    r"(?:地区|区域|省|市|县|州|镇|乡|经济带|城市群|三角洲)$|\b(?:region|province|city|county)$"
)
_PART = re.compile(
    r"(?:业|企业|地区|产品|设备|省|市)$|\b(?:industry|sector|enterprise|manufacturing|processing)s?$"
)
_LOCAL = re.compile("[全我本](?:省|市(?!场)|区(?!域)|县|州|盟|自治区)")
_OPENING = 200
_GENERATION = re.compile(r"(?<![a-z\d])\d{1,2}g(?![a-z\d])")
ELSEWHERE = "elsewhere"  # a place that is not named: no series is about it
_SCOPE = re.compile(
    "(?:地区|区域|省|市|县|区|城镇|城市|农村|乡村|企业|行业|产业|领域|产品|方面|园区|家庭|口岸|经济带|城市群"
    r"|三角洲|以外)$|\b(?:regions?|provinces?|cities|areas?|enterprises|companies|firms|households)$"
)
_MODALITIES: dict[Role, Modality] = {Role.EXPECTED: "expected", Role.AIMED: "target"}


@dataclass(frozen=True, slots=True)
class Running:
    """What holds for the next clause, by how long it holds."""

    # the text
    today: date | None
    home: str  # place of figures that name none
    local: str  # the place that 全省 means
    is_dated: bool  # whether today is known, and not only guessed from the times it names
    names_times: bool  # whether it says anywhere what time it speaks of
    is_speech: bool = False  # whether somebody speaks: directions and slogans count, times may be unsaid
    author: str = ""  # whose text it is
    publisher: str = ""  # whose figures it quotes
    stretch: Stretch | None = None  # the time last spoken of
    latest: Stretch | None = None  # the latest time of the last sentence that stated one
    theme: frozenset[str] = frozenset()  # the indicators last named
    themes: frozenset[str] = frozenset()  # all that were named
    # the paragraph
    settled: str = ""  # place of its first figure
    subjects: tuple[Subject, ...] = ()  # of the last figures
    topic: Subject = field(default=Subject())  # what fills the open parts of the next subject
    heard: frozenset[str] = frozenset()  # generations of technology that were spoken of (5G)
    counted: tuple[float, frozenset[str]] | None = None  # how many of what was named (ten key industries)
    # the sentence
    place: str = ""
    habit: Habit = field(default=Habit())
    modality: Modality = "stated"
    currency: str = ""
    scope: str = ""  # an unknown restriction put before a clause
    unreal: Role | None = None  # it supposes, or commands (until the paragraph ends)
    is_fresh: bool = True  # nothing has been named yet
    is_timed: bool = False  # it said the time itself
    is_near: bool = False  # in this clause or the one before the first figure behind it
    has_year: bool = False  # it said the time with its year, and not the end of it
    is_average: bool = False  # it speaks of averages over years to come
    is_by_time: bool = False  # it goes through times (分季度看), none of which goes on
    whole: tuple[tuple[Count, ...], float] | None = None  # of how many members it speaks
    total: bool = False  # figures add up the year so far (累计) until something new is named

    @property
    def around(self) -> Surroundings:
        """What subjects are completed from."""
        return Surroundings(
            self.place,
            self.topic,
            self.publisher,
            self.currency,
            self.is_fresh,
            self.is_speech,
            self.themes,
        )


def beginning(context: Context, text: str, lexicon: Lexicon) -> Running:
    """The context before the first sentence of a folded text."""
    home = context.place or lexicon.catalog.home
    local = ELSEWHERE if home == lexicon.catalog.home else home
    home = local if _LOCAL.search(text, 0, _OPENING) else home
    stretch = _stretch_of(context.period) if context.period else None
    today = context.published or (context.period.end if context.period else _first_day_said(text))
    return Running(
        today,
        home,
        local,
        context.published is not None,
        names_times(text),
        context.is_speech,
        author=context.publisher,
        publisher=context.publisher,
        stretch=stretch,
        latest=stretch,
        place=home,
    )


def _stretch_of(period: Period) -> Stretch:
    length = 12 // period.frequency.per_year
    last = period.last_month.index
    return Stretch(period.year, last - length + 1, last)


def _first_day_said(text: str) -> date | None:
    """The end of the first time that the text names with its year; dates months that come without one."""
    for match in re.finditer(r"(?:19|20)\d\d ?年|[a-z]+ (?=(?:19|20)\d\d)", text):
        named = time_at(text, match.start())
        if named and named.year and 1 <= named.last <= 12:
            return Period(Frequency.MONTH, named.year, named.last).end
    return None


def at_paragraph(running: Running) -> Running:
    """The context at the beginning of a paragraph; a text about one indicator has it for its topic."""
    only = running.themes if len(running.themes) == 1 else frozenset[str]()
    return replace(
        running,
        subjects=(),
        topic=Subject(tuple(Sense(indicator=each) for each in only)),
        habit=Habit(),
        place=running.home,
        settled="",
        counted=None,
        heard=frozenset(),
        unreal=None,
        publisher=running.author,
    )


def at_sentence(running: Running, tokens: Sequence[Token], *, is_question: bool = False) -> Running:
    """The context at the beginning of a sentence; a question states nothing."""
    goes_on = bool(tokens) and isinstance(tokens[0], Word) and tokens[0].role is Role.AMONG
    habit = running.habit if goes_on else Habit()
    return replace(
        running,
        habit=habit,
        modality="stated",
        scope=running.scope if goes_on else "",
        stretch=running.stretch if goes_on else running.latest or running.stretch,
        is_timed=goes_on and running.is_timed,
        is_near=goes_on and running.is_near,
        has_year=goes_on and running.has_year,
        is_by_time=False,
        is_average=goes_on and running.is_average,
        total=goes_on and running.total,
        whole=None,
        is_fresh=not goes_on,
        unreal=_unreal(running, tokens, is_question=is_question),
        currency=running.currency if goes_on else "",
        place=running.place if goes_on else running.settled or running.home,
    )


def _unreal(running: Running, tokens: Sequence[Token], *, is_question: bool) -> Role | None:
    if running.unreal is Role.COMMAND:
        return running.unreal
    untrue = running.is_speech and Role.UNTRUE in roles(tokens)
    return Role.SUPPOSED if is_question or untrue else None


def with_words(running: Running, clause: Sequence[Token], text: str) -> Running:
    """Currency, place, publisher, generation and unreality that the words of a clause announce."""
    said = roles(without_references(clause)[0])
    if Role.LOCAL in said:
        running = replace(running, place=running.local, settled=running.local)
    currency = "USD" if Role.DOLLARS in said else "CNY" if Role.YUAN in said else running.currency
    quoted = [s.publisher for t in clause if isinstance(t, Name) for s in t.senses if s.publisher]
    unreal = next((role for role in (Role.COMMAND, Role.SUPPOSED) if role in said), running.unreal)
    publisher = quoted[0] if quoted else running.publisher
    heard = running.heard | {*_GENERATION.findall(text, clause[0].start, clause[-1].end)}
    return replace(running, currency=currency, publisher=publisher, unreal=unreal, heard=heard)


def with_modality(running: Running, tokens: Sequence[Token]) -> Running:
    """Whether what follows is expected or aimed at; it stays so until the sentence ends."""
    said = roles(tokens)
    modality = next((modality for role, modality in _MODALITIES.items() if role in said), running.modality)
    return replace(running, modality=modality)


def with_times(running: Running, tokens: Sequence[Token]) -> Running:
    """The stretch of the last time among the tokens; times that name no period change nothing."""
    for token in tokens:
        if isinstance(token, Time) and token.named.first:
            stretch = _resolved(token.named, running)
            running = replace(
                running,
                stretch=stretch,
                latest=_later(stretch, running),
                is_timed=True,
                is_near=True,
                has_year=running.has_year or _anchors(token.named),
                is_average=False,
            )
    return running


def _anchors(named: Named) -> bool:
    """Whether a time holds for the whole sentence; stocks behind the end of one may be newer."""
    return named.year is not None and not named.point


def _later(stretch: Stretch | None, running: Running) -> Stretch | None:
    """What goes on to the next sentence: the latest time that this one states."""
    if stretch is None or running.modality != "stated" or running.is_by_time:
        return running.latest
    known = running.latest if running.is_timed else None
    return stretch if known is None or (stretch.year, stretch.last) >= (known.year, known.last) else known


def _resolved(named: Named, running: Running) -> Stretch | None:
    future = running.modality != "stated" and running.today is not None and named.year is named.back is None
    if future and running.today is not None:
        return Stretch(running.today.year, named.first, named.last, named.point)
    return resolve(named, running.today, running.stretch)


def is_view(clause: Sequence[Token], text: str) -> bool:
    """Whether a clause only says from which side the next figures look (分三大门类看, by sector)."""
    words = text[clause[0].start : clause[-1].end].strip()
    return _VIEW.match(words) is not None


def mentioned(running: Running, subject: Subject, said: frozenset[Role]) -> Running:
    """The context after a clause without figures that names ``subject``: a place, a thing, a restriction."""
    scope = _scope(subject.unknown, said) or running.scope
    if not subject.senses:
        return replace(running, scope=scope)
    place = next((sense.place for sense in subject.senses if sense.place), running.place)
    if all(sense.indicator is None and sense.activity is None for sense in subject.senses):
        return replace(running, place=place, scope=scope)
    topic = _topic(subject, running)
    return replace(
        _themed(running, topic), place=place, scope=scope, subjects=(subject,), topic=topic, is_fresh=False
    )


def _themed(running: Running, topic: Subject) -> Running:
    """The context with the indicators of a topic among those that were named."""
    named = topic.indicators
    return replace(running, theme=named or running.theme, themes=running.themes | named)


def _scope(unknown: str, said: frozenset[Role]) -> str:
    """The restriction that a clause without figures puts on the next one; empty when it is background."""
    if Role.EXCEPT in said:
        return unknown or "a part left out"
    last = unknown.rsplit(" ", 1)[-1] if not unknown.isascii() else unknown
    return unknown if _SCOPE.search(last) else ""


def after_figure(running: Running, subjects: tuple[Subject, ...], frame: Frame | None) -> Running:
    """The context after a figure about ``subjects``; ``frame`` is None when it was refused."""
    place = next((s.place for subject in subjects for s in subject.senses if s.place), running.place)
    topic = _topic(subjects[-1], running) if subjects else running.topic
    elsewhere = next((s.unknown for s in subjects if _PLACE.search(s.unknown)), running.scope)
    return replace(
        _themed(running, topic),
        scope=elsewhere,
        subjects=subjects,
        topic=topic,
        habit=_habit(running.habit, frame) if frame else running.habit,
        place=place,
        settled=running.settled or place,
        is_fresh=False,
    )


def _habit(habit: Habit, frame: Frame) -> Habit:
    """A sentence keeps the base that it began with."""
    if frame.kind in (Kind.CHANGE, Kind.MOVE):
        return replace(habit, moved=frame.base, told=True)
    if frame.kind is Kind.GROWTH:
        base = habit.base or frame.base
        return replace(habit, base=base, grew=True, rate=frame.rate, sign=frame.sign, told=True)
    return replace(habit, grew=False, rate=None, told=True)


def _topic(subject: Subject, running: Running) -> Subject:
    """What the next clause may leave out.

    An unknown subject leaves the indicator it names.  One that names nothing leaves the running indicator
    when it is a part in a list (集体企业下降1.9%), and else the running activity (营业成本增长3%).
    """
    if not subject.unknown:
        return subject if subject.names_indicator else _completed(subject, running.topic)
    if subject.senses:
        return Subject(tuple(Sense(indicator=each) for each in sorted(subject.indicators)))
    if _PART.search(subject.unknown):
        return Subject(tuple(Sense(indicator=each) for each in sorted(running.topic.indicators)))
    return Subject(tuple(Sense(activity=s.activity) for s in running.topic.senses if s.activity))


def _completed(subject: Subject, topic: Subject) -> Subject:
    indicators: list[str | None] = [*sorted(topic.indicators)] or [None]
    return Subject(
        tuple(
            replace(sense, indicator=sense.indicator or indicator)
            for sense in subject.senses
            for indicator in indicators
        )
    )
