"""What people say without numbers: the course of things, slogans, and counts that stand in a name.

course     前三季度工业经济企稳回升, exports weakened           a direction, the vague words kept
slogan     县县通5G, every county has 5G                      a share of one hundred percent
count      十个重点行业 ... 出台了稳增长工作方案                 ten industries that have one

Official releases are read without this: there a figure counts only with its number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from forerun.documents.discourse import Running
from forerun.documents.figures import Line
from forerun.documents.fitting import COUNTED
from forerun.documents.lexicon import Lexicon
from forerun.documents.numbers import number_at
from forerun.documents.periods_in_text import Stretch, period_of
from forerun.documents.roles import Role
from forerun.documents.segments import Segment, roles
from forerun.documents.statement import Direction, Modality, Statement
from forerun.documents.subjects import Subject, candidates
from forerun.documents.tokens import PERCENT, Gap, Name, Quantity, Time, Token, Word
from forerun.documents.trie import Sense, atoms
from forerun.periods import Period
from forerun.types import Comparator, Measure, Series

_COURSES: tuple[tuple[frozenset[Role], Direction], ...] = (
    (frozenset({Role.RATE, Role.UP}), "faster"),
    (frozenset({Role.RATE, Role.DOWN}), "slower"),
    (frozenset({Role.GOOD}), "up"),
    (frozenset({Role.COURSE, Role.FINE}), "up"),
    (frozenset({Role.BAD}), "down"),
    (frozenset({Role.UP}), "up"),
    (frozenset({Role.DOWN}), "down"),
    (frozenset({Role.STABLE}), "stable"),
)
_TELLING = frozenset(
    {Role.UP, Role.DOWN, Role.GOOD, Role.FINE, Role.BAD, Role.STABLE, Role.COURSE, Role.RATE}
)
_UNTOLD = frozenset(
    {Role.NOT, Role.RATE_OF_FALL, Role.EXCEPT, Role.LOCAL, Role.CONTRIBUTION, Role.MONTH_ON_MONTH}
)
_FASTER, _SLOWER = re.compile("加快|提速|accelerat|faster"), re.compile("放缓|减缓|回落|slow")
_GROWTH = (Measure.YTD_YOY, Measure.YOY)
_AMOUNTS = (Measure.INDEX, Measure.LEVEL, Measure.YTD_LEVEL)
_TOTAL = re.compile(r"总数|总量|总规模|\bthe (?:total )?number\b|\b(?:the|its) total\b")
_FEW = 3  # indicators that a unit may count and still tell which thing is meant
_EVERY = re.compile(r"([\u4e00-\u9fff])\1通|\bevery\b|\ball\b|\b([a-z]{3,}?)y? \2(?:ie)?s\b")
_SPREAD = re.compile(r"通|覆盖|接入|cover|access|reach|connect")


def said_without_numbers(
    clause: Sequence[Token], named: Sequence[Subject], running: Running, line: Line
) -> list[Statement]:
    """The statements of a clause of speech that has no figure.

    Args:
        clause: its tokens.
        named: the subjects that it names.
        running: the context after its times and names were taken in.
        line: the sentence.
    """
    if running.unreal or Role.NOT in roles(clause):
        return []
    told = [*_slogans(clause, running, line), *_counts(clause, running, line)]
    return told or list(_course(clause, named, running, line))


def _course(
    clause: Sequence[Token], named: Sequence[Subject], running: Running, line: Line
) -> Iterator[Statement]:
    said = roles(clause)
    direction = _direction(clause, said, line.text)
    subject = named[0] if named else _left_open(running)
    if not direction or said & _UNTOLD or subject is None or subject.unknown or running.scope:
        return
    if _is_heading(clause, line.text):
        return
    series, rivals = _meant(subject, running, line.lexicon)
    if series is None:
        return
    stretch, modality = _time(clause, running)
    measure = next((each for each in (*_GROWTH, *_AMOUNTS) if each in series.units), None)
    if measure is None:
        return
    timed = period_of(stretch, series, total=False) if stretch else None
    if timed and not timed[1] and Measure.YOY in series.units:
        measure = Measure.YOY if measure is Measure.YTD_YOY else measure
    statement = _statement(clause, series, timed[0] if timed else None, measure, line)
    is_timed = running.is_timed or modality != "stated"
    words = [line.cut(t.start, t.end)[0] for t in clause if isinstance(t, Word) and t.role in _TELLING]
    wording = " ".join(words) if words[0].isascii() else "".join(words)
    yield replace(
        statement, direction=direction, modality=modality, wording=wording, rivals=rivals, is_timed=is_timed
    )


def _is_heading(clause: Sequence[Token], text: str) -> bool:
    """Whether a clause is but a name and a noun: GDP growth."""
    told = [token for token in clause if isinstance(token, Word)]
    return (
        len(told) == 1
        and _GROWTH_NOUN.fullmatch(text, told[0].start, told[0].end) is not None
        and told[0] is clause[-1]
    )


def _direction(clause: Sequence[Token], said: frozenset[Role], text: str) -> Direction:
    words = text[clause[0].start : clause[-1].end]
    found: Direction = next((direction for needed, direction in _COURSES if needed <= said), "")
    if found in ("up", "down") and Role.GOOD not in said:
        found = "faster" if _FASTER.search(words) else "slower" if _SLOWER.search(words) else found
    return found


def _left_open(running: Running) -> Subject | None:
    """The subject of the clause before, when the sentence has said nothing about it yet."""
    untold = not running.is_fresh and not running.habit.grew
    return running.subjects[0] if untold and len(running.subjects) == 1 else None


def _time(clause: Sequence[Token], running: Running) -> tuple[Stretch | None, Modality]:
    """The time of a course; what is said of this year before it is over is said of its end."""
    this_year = any(isinstance(t, Time) and t.named.vague and t.named.back == 0 for t in clause)
    today = running.today
    if today and today.month < 12 and (this_year or (running.modality != "stated" and not running.is_timed)):
        return Stretch(today.year, 1, 12), "expected" if running.modality == "stated" else running.modality
    return running.stretch, running.modality


def _meant(subject: Subject, running: Running, lexicon: Lexicon) -> tuple[Series | None, tuple[str, ...]]:
    """The series of a course, and others that the words fit as well.

    Where only an activity is named, its most widely published indicator is meant.
    """
    known = candidates(subject, running.around, lexicon)
    if not known:
        return None, ()
    best = [series for cost, series in known if cost == known[0][0]]
    spread = Counter(series.indicator for series in lexicon.catalog.series.values())
    best.sort(key=lambda series: (not _grows(series), -spread[series.indicator]))
    return best[0], tuple(each.id for each in best[1:] if _grows(each))


def _grows(series: Series) -> bool:
    return any(measure in series.units for measure in _GROWTH)


def _slogans(clause: Sequence[Token], running: Running, line: Line) -> Iterator[Statement]:
    """Shares of one hundred percent that are told by a name (县县通5G) or by a word for all of them."""
    is_all = Role.ALL in roles(clause) and _SPREAD.search(line.text, clause[0].start, clause[-1].end)
    for token in clause:
        if not isinstance(token, Name):
            continue
        for series in _of_name(token, running, line.lexicon):
            every = is_all or _EVERY.search(line.text, token.start, token.end)
            if set(series.units) == {Measure.SHARE} and _is_percent(series, line.lexicon) and every:
                timed = period_of(running.stretch, series, total=False) if running.stretch else None
                statement = _statement([token], series, timed[0] if timed else None, Measure.SHARE, line)
                yield replace(statement, value=100.0, modality=running.modality, is_timed=running.is_timed)
                break


def _is_percent(series: Series, lexicon: Lexicon) -> bool:
    return lexicon.catalog.units[series.units[Measure.SHARE]].dimension.startswith(PERCENT)


def _of_name(token: Name, running: Running, lexicon: Lexicon) -> Iterator[Series]:
    for sense in token.senses:
        found = lexicon.catalog.series_at(
            sense.place or running.place, sense.indicator or "", sense.activity or ""
        )
        if sense.indicator and found:
            yield found


def is_part_of(segment: Segment, line: Line) -> bool:
    """Whether a percentage is of something that is named behind it: 35.7% of all mobile base stations."""
    quantity = segment.quantities[-1]
    said = roles((*segment.lead, *segment.trail))
    if not quantity.counts_in(PERCENT) or said & {Role.SHARE, Role.UP, Role.DOWN, Role.RATE}:
        return False
    behind = line.text[quantity.end :].lstrip()
    return behind.startswith("of ") and any(isinstance(token, Name) for token in segment.trail)


def is_the_total(naming: Sequence[Token], segment: Segment, line: Line) -> bool:
    """Whether a clause that names nothing tells the total of what was spoken of (the number, 总数)."""
    if any(_is_thing(token) for token in naming):
        return False
    return _TOTAL.search(line.text, segment.start, segment.quantities[0].start) is not None


def is_of_another(segment: Segment, line: Line) -> bool:
    """Whether a bound only describes what is counted behind it: 利润超过100亿元的企业有50家."""
    return line.text.startswith("的", segment.quantities[-1].end) and bool(
        roles(segment.lead) & {Role.MORE, Role.LESS, Role.AT_LEAST, Role.AT_MOST}
    )


def abroad(clause: Sequence[Token], running: Running, lexicon: Lexicon) -> Running:
    """The context after a clause without figures that is about another country, or about all the world."""
    if all(isinstance(t, Word) and t.role in (Role.WORLD, Role.FILL, Role.FROM) for t in clause):
        return replace(running, scope="the world") if Role.WORLD in roles(clause) else running
    first = clause[0]
    place = first.senses[0].place if isinstance(first, Name) else None
    is_abroad = place not in (None, lexicon.catalog.home) and not running.settled
    return replace(running, settled=place or "") if is_abroad else running


def with_stock(running: Running, line: Line) -> Running:
    """The context with the stock in place of what was added to it."""
    stocks = {added.indicator: stock for stock, added in line.lexicon.additions.items()}
    series = line.lexicon.catalog.series
    subjects = tuple(
        Subject((Sense(series[stocks[indicator]].place, series[stocks[indicator]].indicator, ""),))
        if len(subject.indicators) == 1 and (indicator := next(iter(subject.indicators))) in stocks
        else subject
        for subject in running.subjects
    )
    return replace(running, subjects=subjects)


def thing_counted(quantity: Quantity, running: Running, line: Line) -> Subject | None:
    """What a unit counts that is nobody's but a few series' (3.18 million base stations).

    None when it counts what is spoken of anyway, or many things.
    """
    telling = [unit.dimension for unit in quantity.units if unit.dimension in COUNTED]
    counted = line.lexicon.counted
    things = [series for dimension in telling for series in counted.get((running.place, dimension), ())]
    if not 0 < len({series.indicator for series in things}) <= _FEW:
        return None
    spoken = {indicator for subject in running.subjects for indicator in subject.indicators}
    if spoken & {series.indicator for series in things}:
        return None
    heard = [s for s in things if running.heard & {atom.key for atom in atoms(s.names.en.lower())}]
    meant = next((s for s in heard or things if not s.flow), None)
    return Subject((Sense(meant.place, meant.indicator, meant.activity),)) if meant else None


def counted_in_name(clause: Sequence[Token], line: Line) -> tuple[float, frozenset[str]] | None:
    """The number that a name begins with (ten key industries) and the words of the name."""
    for token in clause:
        if isinstance(token, Name) and any(sense.activity for sense in token.senses):
            number = number_at(line.text, token.start)
            if number is not None and number.multiplier == 1:
                activities = [line.lexicon.catalog.activities[s.activity] for s in token.senses if s.activity]
                words = {atom.key for each in activities for atom in atoms(each.names.en.lower())}
                return number.value, frozenset(words)
    return None


def _counts(clause: Sequence[Token], running: Running, line: Line) -> Iterator[Statement]:
    """Counts of things that have something, when their number was named a moment ago."""
    if running.counted is None:
        return
    value, words = running.counted
    for token in clause:
        if not isinstance(token, Name):
            continue
        for series in _of_name(token, running, line.lexicon):
            unit = line.lexicon.catalog.units[series.units.get(Measure.LEVEL, "percent")]
            if unit.scale == 1 and unit.dimension in words:
                timed = period_of(running.stretch, series, total=False) if running.stretch else None
                statement = _statement(clause, series, timed[0] if timed else None, Measure.LEVEL, line)
                yield replace(statement, value=value, modality=running.modality, is_timed=running.is_timed)
                return


def _statement(
    clause: Sequence[Token], series: Series, period: Period | None, measure: Measure, line: Line
) -> Statement:
    quote, span = line.cut(clause[0].start, clause[-1].end)
    return Statement(
        indicator=series.indicator,
        activity=series.activity,
        place=series.place,
        series=series.id,
        period=period,
        measure=measure,
        comparator=Comparator.EQUAL,
        value=None,
        unit=series.units[measure],
        direction="",
        quote=quote,
        span=span,
        locator=line.locator,
    )


_DIGIT = re.compile(r"\d")
_MEASURE_NOUN = re.compile("[率数量额值价比度费润]$")
_OF = frozenset({"的", "of", "in", "for", "from", "to"})
_LEADS_IN = re.compile(
    "[示到布出的是从在于了为中现见知及据道指明悉来和与或后而但则对比当就也都又还已曾说称讲看计经随预初]$"
    "|尤其|特别|例如|比如|目前|同时|此外|另外|今年|因此|所以|预计|官方|数据|统计|其实|虽然|不过|公开|显示"
)
_GROWTH_NOUN = re.compile("growth|expansion|contraction")


def without_asides(tokens: Sequence[Token], text: str) -> list[Token]:
    """The tokens without unknown words that touch no name, or only colour the verb behind it.

    They stay when nothing is named: then they are what is spoken of.
    """
    if not any(isinstance(token, Name) for token in tokens):
        return list(tokens)
    return [
        token for at, token in enumerate(tokens) if not isinstance(token, Gap) or _binds(tokens, at, text)
    ]


def _binds(tokens: Sequence[Token], at: int, text: str) -> bool:
    """Whether unknown words narrow down the name beside them: 高技术船舶|制造业, 5G用户|普及率."""
    words = text[tokens[at].start : tokens[at].end]
    behind = _beside(tokens[at + 1 :], text)
    if not words.isascii() and (
        _is_inside(tokens[at + 1 : at + 3], text) or _is_owner(words, tokens[at + 1 :])
    ):
        return True
    if _is_thing(behind):
        return not _DIGIT.search(text, tokens[at].end, behind.start)
    before = _beside(tokens[:at][::-1], text)
    if not _is_thing(before):
        return False
    colours = isinstance(behind, Word) and behind.role in (Role.UP, Role.DOWN)
    return not (colours and not words.isascii() and not _MEASURE_NOUN.search(words))


def _is_owner(words: str, behind: Sequence[Token]) -> bool:
    """Whether unknown words before a time say whose figure it is: 苏州市 | 9月 | 规模以上工业增加值."""
    timed = bool(behind) and isinstance(behind[0], Time)
    next_to = next((token for token in behind[1:] if not _is_fill(token)), None)
    return timed and _is_thing(next_to) and not _LEADS_IN.search(words)


def _is_fill(token: Token) -> bool:
    return isinstance(token, Word) and token.role in (Role.FILL, Role.WHOLE)


def _is_inside(behind: Sequence[Token], text: str) -> bool:
    """Whether a single character between unknown words and a name is more likely one of theirs."""
    return (
        len(behind) == 2
        and isinstance(behind[0], Word)
        and behind[0].end - behind[0].start == 1
        and behind[0].role in (Role.IS, Role.FROM, Role.OF, Role.TO)
        and _is_thing(behind[1])
        and text[behind[0].start : behind[0].end] not in _OF
    )


def _beside(tokens: Sequence[Token], text: str) -> Token | None:
    """The next token, or the one after words of belonging."""
    return next((t for t in tokens if text[t.start : t.end] not in _OF and not _is_join(t)), None)


def _is_thing(token: Token | None) -> TypeGuard[Name]:
    """Whether a token names something that figures are about, and not a body that publishes them."""
    return isinstance(token, Name) and any(sense.publisher is None for sense in token.senses)


def _is_join(token: Token) -> bool:
    return isinstance(token, Word) and token.role is Role.JOIN
