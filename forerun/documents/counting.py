"""Counts of members: 41个大类行业中有31个行业增加值同比增长, 294 of the 617 products.

Of two numbers the larger is the whole and the smaller counts the members that do what the clause says.
A count belongs to the series that the catalog names by the same shape, see :mod:`.patterns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from forerun.documents.discourse import Running, mentioned, with_times
from forerun.documents.figures import Line
from forerun.documents.patterns import Count
from forerun.documents.periods_in_text import period_of
from forerun.documents.roles import Role
from forerun.documents.segments import roles
from forerun.documents.statement import Statement
from forerun.documents.subjects import Subject
from forerun.documents.tokens import Name, Quantity, Token
from forerun.documents.trie import Sense
from forerun.types import Comparator, Measure

_SIZE = re.compile(r"\d+")
_ANY = "个"  # counts anything, so it does not tell what is counted


def members_counted(
    clause: Sequence[Token], line: Line, running: Running
) -> tuple[tuple[Statement, ...], tuple[str, ...], Running] | None:
    """Statements, refusals and context of a clause that counts members; None when it does not.

    It does when all its numbers are in a unit of members, or without a unit beside one that is, and the
    clause says of what they are a part or that they grow.
    """
    numbers = [token for token in clause if isinstance(token, Quantity)]
    kinds = _kinds(numbers, clause, line, running)
    if (
        not kinds
        or len(numbers) > 2
        or any(number.units and not _counts(number, kinds) for number in numbers)
    ):
        return None
    said = roles(clause)
    named = {s.indicator for t in clause if isinstance(t, Name) for s in t.senses if s.indicator}
    subject = Subject(tuple(Sense(indicator=each) for each in sorted(named)))
    running = mentioned(with_times(running, clause), subject, said)
    numbers.sort(key=lambda number: number.number.value)
    parts = numbers[:1] if len(numbers) == 2 or Role.OF not in said else []
    wholes = numbers[1:] if parts else numbers
    if wholes:
        running = replace(running, whole=(kinds, wholes[0].number.value))
    growing = _growing(kinds, named, running) if Role.UP in said and parts else None
    total = next((each for each in kinds if not each.growing), None)
    pairs = [(total, number) for number in wholes] + [(growing, number) for number in parts]
    statements = tuple(
        statement
        for count, number in pairs
        if count is not None and count.series.place == running.place
        for statement in _statements(count, number, clause, line, running)
    )
    if growing and not running.topic.indicators:
        topic = Subject(tuple(Sense(indicator=each) for each in sorted(growing.indicators)))
        running = replace(running, topic=topic)
    counted = growing is not None and growing.series.place == running.place
    reasons = ("a count of members that no series holds",) if parts and not counted else ()
    return statements, reasons, running


def _kinds(
    numbers: Sequence[Quantity], clause: Sequence[Token], line: Line, running: Running
) -> tuple[Count, ...]:
    """The counts that numbers may be; a bare number may go on with what its sentence counts."""
    said = roles(clause)
    if running.whole and len(numbers) == 1 and not numbers[0].units and Role.UP in said:
        return running.whole[0]
    if not said & {Role.OF, Role.UP, Role.DOWN}:
        return ()
    telling = [number for number in numbers if line.text[number.number.end : number.end].strip() != _ANY]
    return tuple(each for each in line.lexicon.counts if any(n.counts_in(each.dimension) for n in telling))


def _growing(kinds: Sequence[Count], named: set[str], running: Running) -> Count | None:
    """The count of members that grow in what is said, of as many as its unit tells (divisions of 41)."""
    for each in kinds:
        size = _SIZE.search(each.series.units[Measure.COUNT])
        fits = size is None or (running.whole is not None and running.whole[1] == float(size[0]))
        if each.growing and fits and _grows_in(each, named, running):
            return each
    return None


def _grows_in(count: Count, named: set[str], running: Running) -> bool:
    """Whether the members grow in what the count is about: as named, implied, or else as the text goes."""
    if named or not count.implied:
        return bool(count.indicators & (named or running.topic.indicators or running.theme))
    return True


def _counts(number: Quantity, kinds: Sequence[Count]) -> bool:
    return any(number.counts_in(each.dimension) for each in kinds)


def _statements(
    count: Count, number: Quantity, clause: Sequence[Token], line: Line, running: Running
) -> Iterator[Statement]:
    series = count.series
    timed = period_of(running.stretch, series, total=False) if running.stretch else (None, False)
    if timed is None:
        return
    quote, span = line.cut(clause[0].start, clause[-1].end)
    yield Statement(
        indicator=series.indicator,
        activity=series.activity,
        place=series.place,
        series=series.id,
        period=timed[0],
        measure=Measure.COUNT,
        comparator=Comparator.MORE if number.number.open else Comparator.EQUAL,
        value=number.number.value,
        unit=series.units[Measure.COUNT],
        direction="",
        quote=quote,
        span=span,
        locator=line.locator,
        modality=running.modality,
    )
