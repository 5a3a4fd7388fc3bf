"""What a clause speaks about: the names in it put together, what is left open taken from the context.

names of one clause     采矿业 + 增加值            -> iva of mining
nothing named           (同比) 增长2.3%            -> the subject before
activity only           制造业 (增长3.4%)          -> the running indicator of that activity
indicator only          实现利润总额                -> of the running activity, within the paragraph
several                 采矿业、制造业 ... 分别      -> one subject each, sharing what only one names
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from forerun.documents.lexicon import Lexicon
from forerun.documents.roles import Role
from forerun.documents.tokens import Gap, Name, Token, Word
from forerun.documents.trie import Sense, atoms, longest
from forerun.types import Series

_ALTERNATIVES = 32
_UNCLEAR = frozenset(
    {Role.EXCEPT, Role.SUCH_AS, Role.PER, Role.INCLUDING, Role.OTHERS}
)  # whose figure it is depends on words like these
OTHER_INDICATOR = 2  # how much worse a series is that only its activity points to
_OTHER_PUBLISHER = 3
_OTHER_CURRENCY = 10


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of: the senses that the names allow, and words among them that are not known."""

    senses: tuple[Sense, ...] = ()
    unknown: str = ""

    @property
    def indicators(self) -> frozenset[str]:
        """The indicators that may be meant."""
        return frozenset(sense.indicator for sense in self.senses if sense.indicator)

    @property
    def names_indicator(self) -> bool:
        """Whether an indicator is named in every reading."""
        return bool(self.senses) and all(sense.indicator for sense in self.senses)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the context says about things left open.

    ``place`` is the place of figures that name none; ``topic`` the running subject; ``publisher`` whose
    figures are quoted; ``currency`` the dimension in which values are said to be; ``fresh`` tells that a
    new sentence has begun, which may have left the running activity; ``is_speech`` that of several series
    the likeliest is taken, and the others named.  ``themes`` are all indicators named so far.
    """

    place: str
    topic: Subject = Subject()
    publisher: str = ""
    currency: str = ""
    fresh: bool = False
    is_speech: bool = False
    themes: frozenset[str] = frozenset()


def subjects_of(tokens: Sequence[Token], text: str, lexicon: Lexicon, *, each: bool) -> tuple[Subject, ...]:
    """The subjects that the tokens before (or after) a figure name; none when they name nothing.

    ``each`` tells that the clause gives figures one by one (分别, respectively).
    """
    is_both = any(_role(token) is Role.BOTH for token in tokens)
    if (each or is_both) and (several := _several(tokens, text, lexicon)):
        return several
    subject = _subject(tokens, text, lexicon)
    return (subject,) if subject.senses or subject.unknown else ()


def _several(tokens: Sequence[Token], text: str, lexicon: Lexicon) -> tuple[Subject, ...]:
    groups: list[list[Token]] = [[]]
    for token in tokens:
        if _role(token) is Role.JOIN:
            groups.append([])
        else:
            groups[-1].append(token)
    subjects = (_subject(group, text, lexicon) for group in groups)
    found = [subject for subject in subjects if subject.senses or subject.unknown]
    if len(found) == 1 and any(_role(token) is Role.BOTH for token in tokens):
        halves = [_merged(found[0], _known_as(name, lexicon), lexicon) for name in ("产量", "销量")]
        found = [_published_with(half, halves, lexicon) for half in halves]
    return _shared(found, lexicon) if len(found) > 1 else ()


def _known_as(name: str, lexicon: Lexicon) -> Subject:
    entry = longest(lexicon.words, atoms(name), 0)
    return Subject(entry[0].senses if entry else ())


def _merged(first: Subject, second: Subject, lexicon: Lexicon) -> Subject:
    return Subject(tuple(_combined(first.senses, second.senses, lexicon)), first.unknown or second.unknown)


def _published_with(half: Subject, halves: Sequence[Subject], lexicon: Lexicon) -> Subject:
    """The senses of one half whose publisher also publishes the other: one breath, one source."""
    common = frozenset[str].intersection(*(_publishers(each.senses, lexicon) for each in halves))
    kept = tuple(sense for sense in half.senses if _publishers((sense,), lexicon) & common)
    return Subject(kept or half.senses, half.unknown)


def _publishers(senses: Iterable[Sense], lexicon: Lexicon) -> frozenset[str]:
    home = lexicon.catalog.home
    found = (lexicon.catalog.series_at(s.place or home, s.indicator or "", s.activity or "") for s in senses)
    return frozenset(series.publisher for series in found if series)


def _shared(subjects: list[Subject], lexicon: Lexicon) -> tuple[Subject, ...]:
    """Give each subject the indicator, or else the activity, that only another one names."""
    lender = next((s for s in reversed(subjects) if s.names_indicator), None)
    owner = next((s for s in subjects if any(sense.activity for sense in s.senses)), None)
    return tuple(_completed(subject, lender, owner, lexicon) for subject in subjects)


def _completed(subject: Subject, lender: Subject | None, owner: Subject | None, lexicon: Lexicon) -> Subject:
    if lender and not subject.names_indicator:
        loan = tuple(Sense(indicator=sense.indicator, rank=sense.rank) for sense in lender.senses)
        return replace(subject, senses=tuple(_combined(subject.senses, loan, lexicon)))
    if owner and all(sense.activity is None for sense in subject.senses):
        loan = tuple(Sense(activity=sense.activity) for sense in owner.senses)
        return replace(subject, senses=tuple(_combined(subject.senses, loan, lexicon)))
    return subject


def _subject(tokens: Sequence[Token], text: str, lexicon: Lexicon) -> Subject:
    senses: tuple[Sense, ...] = ()
    tokens = _widened(tokens, lexicon) or _without_members(_without_examples(tokens))
    unknown = [text[t.start : t.end] for t in tokens if isinstance(t, Gap) or _role(t) in _UNCLEAR]
    if next((_role(t) for t in tokens if isinstance(t, Name) or _role(t) is Role.SUM), None) is Role.SUM:
        unknown.append("a sum of things named elsewhere")
    for token in tokens:
        if meant := _senses(token, lexicon):
            combined = tuple(_combined(senses, meant, lexicon)) if senses else meant
            if not combined:
                unknown.append(text[token.start : token.end])
            senses = combined or senses
    return Subject(senses, " ".join(unknown))


def _widened(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """The tokens with the wider scope for its parts (包含光伏在内的电子信息制造业); empty without one."""
    at = next((at for at, token in enumerate(tokens) if _role(token) is Role.INCLUDING), None)
    names = [(p, t) for p, t in enumerate(tokens) if isinstance(t, Name) and _activities_of(t)]
    if at is None or len(names) < 2 or names[0][0] < at:
        return ()
    parts = [_activities_of(token) for _, token in names]
    for wide in lexicon.catalog.activities.values():
        if parts[-1] & {*wide.members} and any(part & {*wide.members} for part in parts[:-1]):
            place, whole = names[-1]
            return (replace(whole, senses=(Sense(activity=wide.id),)), *tokens[place + 1 :])
    return ()


def _without_members(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens without the members behind 包括 or including, when what has them stands before."""
    at = next((at for at, token in enumerate(tokens) if _role(token) is Role.INCLUDING), None)
    if at is None or not any(isinstance(token, Name) for token in tokens[:at]):
        return tokens
    last = max((place for place, token in enumerate(tokens) if isinstance(token, Name)), default=at)
    return (*tokens[:at], *tokens[last + 1 :])


def _activities_of(token: Token) -> set[str]:
    return {s.activity for s in token.senses if s.activity} if isinstance(token, Name) else set()


def _without_examples(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens behind 等 when they name the activity that those before it are examples of."""
    at = next((at for at, token in enumerate(tokens) if _role(token) is Role.SUCH_AS), None)
    behind = tokens[at + 1 :] if at is not None else ()
    first = next((token for token in behind if isinstance(token, Name)), None)
    return behind if first and any(sense.activity for sense in first.senses) else tokens


def _role(token: Token) -> Role | None:
    return token.role if isinstance(token, Word) else None


def _senses(token: Token, lexicon: Lexicon) -> tuple[Sense, ...]:
    if isinstance(token, Name):
        return tuple(sense for sense in token.senses if sense.publisher is None)
    if _role(token) is Role.HOME:
        return (Sense(place=lexicon.catalog.home),)
    if _role(token) is Role.WHOLE:
        return (Sense(activity=""),)
    return ()


def _combined(first: Iterable[Sense], second: Iterable[Sense], lexicon: Lexicon) -> Iterator[Sense]:
    """Every pair of senses that do not contradict one another, as one."""
    pairs = ((a, b) for a in first for b in second)
    found = (merged for a, b in pairs if (merged := _merge(a, b, lexicon)))
    return iter(tuple(dict.fromkeys(found))[:_ALTERNATIVES])


def _narrower(a: str, b: str, lexicon: Lexicon) -> str:
    """Of two activities the one that the other contains (汽车制造业 in 制造业); empty when neither does."""
    members = {each: lexicon.catalog.activities[each].members for each in (a, b)}
    return a if a in members[b] else b if b in members[a] else ""


def _merge(a: Sense, b: Sense, lexicon: Lexicon) -> Sense | None:
    for one, other in ((a.place, b.place), (a.indicator, b.indicator)):
        if one is not None and other is not None and one != other:
            return None
    activity = a.activity or b.activity
    if a.activity and b.activity and a.activity != b.activity:
        activity = _narrower(a.activity, b.activity, lexicon)
        if not activity:
            return None
    return Sense(
        a.place if a.place is not None else b.place,
        a.indicator or b.indicator,
        activity or (b.activity if b.activity is not None else a.activity),
        rank=a.rank + b.rank,
    )


def candidates(subject: Subject, around: Surroundings, lexicon: Lexicon) -> list[tuple[int, Series]]:
    """The series that a subject may mean, each with how far-fetched it is (0 is as named), best first."""
    found: dict[str, tuple[int, Series]] = {}
    for sense in (*subject.senses, *_in_currency(subject, around, lexicon)):
        for cost, series in _series_of(sense, around, lexicon):
            total = cost + sense.rank + _strangeness(series, around, lexicon)
            if series.id not in found or total < found[series.id][0]:
                found[series.id] = (total, series)
    return sorted(found.values(), key=lambda pair: pair[0])


def _in_currency(subject: Subject, around: Surroundings, lexicon: Lexicon) -> Iterator[Sense]:
    """The senses under names that go on with the currency that is spoken of: exports in dollar terms."""
    if around.currency:
        for sense in subject.senses:
            for kin in sorted(lexicon.kin.get(sense.indicator or "", ())):
                yield replace(sense, indicator=kin, rank=sense.rank + 1)


def _series_of(sense: Sense, around: Surroundings, lexicon: Lexicon) -> Iterator[tuple[int, Series]]:
    place = sense.place or around.place
    if sense.indicator is None:
        for indicator in sorted(around.topic.indicators):
            yield from _at(place, indicator, sense.activity or "", lexicon, 0)
        if sense.activity:
            others = lexicon.by_activity.get((place, sense.activity), ())
            yield from ((OTHER_INDICATOR, series) for series in others)
    elif sense.activity is not None:
        yield from _at(place, sense.indicator, sense.activity, lexicon, 0)
    else:
        meant = _narrowed(sense.indicator, around, lexicon) if around.is_speech else sense.indicator
        for activity in _activities(meant, around, lexicon):
            yield from _at(place, meant, activity, lexicon, 0)


def _at(
    place: str, indicator: str, activity: str, lexicon: Lexicon, cost: int
) -> Iterator[tuple[int, Series]]:
    if series := lexicon.catalog.series_at(place, indicator, activity):
        yield cost, series


def _activities(indicator: str, around: Surroundings, lexicon: Lexicon) -> tuple[str, ...]:
    """Whose indicator is meant when only the indicator is named: the running activity's, if it has one."""
    running = {sense.activity for sense in around.topic.senses if sense.activity}
    if running and indicator in lexicon.divided:
        return (*sorted(running), "") if around.fresh else tuple(sorted(running))
    return ("",)


def _narrowed(indicator: str, around: Surroundings, lexicon: Lexicon) -> str:
    """The indicator of the running topic's release that a general word means there.

    After software revenue the total profit is that of the software industry.
    """
    catalog = lexicon.catalog
    topics = (catalog.series_at(around.place, topic) for topic in around.themes)
    releases = {series.release for series in topics if series is not None}
    for narrower in sorted(lexicon.narrower.get(indicator, ())):
        series = catalog.series_at(around.place, narrower)
        if series is not None and series.release in releases:
            return narrower
    return indicator


def _strangeness(series: Series, around: Surroundings, lexicon: Lexicon) -> int:
    """Cost of a series of another publisher or in another currency than the text speaks of."""
    other_body = bool(around.publisher) and series.publisher != around.publisher
    dimensions = {lexicon.catalog.units[unit].dimension for unit in series.units.values()}
    other_currency = around.currency and dimensions & {"CNY", "USD"} and around.currency not in dimensions
    return _OTHER_PUBLISHER * other_body + _OTHER_CURRENCY * bool(other_currency)
