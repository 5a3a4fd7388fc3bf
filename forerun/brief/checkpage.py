"""A check as a page: verdicts, the text with every claim marked, each claim with its figures, the rules."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from forerun.brief.blocks import (
    Block,
    Brief,
    Finding,
    Findings,
    MarkedText,
    Note,
    Section,
    Sentences,
    Tally,
)
from forerun.brief.marking import Span, marked
from forerun.brief.shown import figures_shown
from forerun.catalog.model import Catalog
from forerun.documents.safety import printable
from forerun.documents.statement import Unread
from forerun.statements.result import Check, Judged
from forerun.statements.wording import RULES
from forerun.views.claims import (
    counted,
    document_name,
    facts,
    plain,
    quoted,
    told,
    tone,
    verdict_state,
)
from forerun.views.items import Line, Table
from forerun.views.reasons import locator, unread
from forerun.views.tables import columns, sources_table
from forerun.views.text import day
from forerun.views.words import Words, words

CLAIMS = 400
"""Claims that a page shows and marks; a table of thousands of figures is for --json."""
REPEATS = 5
"""Places beside its first at which one claim is marked."""
SENTENCES = 200
"""Sentences that are no claims, as many as a page lists."""
FEW = 20
"""As many of them as stand open."""
QUOTED = 400
"""Characters of a quote."""

_RANKS = {"open": 0, "stands": 1, "doubtful": 2, "false": 3}
_METHOD = ("marks", "verdict", "day", "again")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the sections are written from."""

    check: Check
    catalog: Catalog
    lang: str

    @property
    def say(self) -> Words:
        """The words of the language."""
        return words(self.lang)

    @property
    def claims(self) -> tuple[tuple[int, Judged], ...]:
        """The claims that are shown, numbered from one."""
        return tuple(enumerate(self.check.claims[:CLAIMS], start=1))


def compose_check(check: Check, catalog: Catalog, lang: str, command: Iterable[str]) -> Brief:
    """The page of a check in one language.

    Args:
        check: what was found.
        catalog: names series, publishers and sources.
        lang: ``en`` or ``zh``.
        command: the words of the command line that makes the page again.

    Raises:
        UnknownNameError: the interface does not speak the language.
    """
    desk = _Desk(check, catalog, lang)
    name = PurePath(document_name(check, lang)).name
    sections = (_summary(desk), *_findings(desk), *_not_claims(desk), _method(desk))
    return Brief(
        title=desk.say.fill("check.title", {"name": name}),
        subtitle=desk.say.fill("check.subtitle", {"day": day(check.as_of, lang)}),
        as_of=check.as_of,
        lang=lang,
        ledger=check.ledger,
        command=printable(shlex.join(command)),
        sections=(*sections, *_sources(desk, sections)),
    )


def _summary(desk: _Desk) -> Section:
    blocks: list[Block] = [Sentences(tuple(facts(desk.check, desk.catalog, desk.lang)))]
    if desk.check.claims:
        counts = counted(desk.check).items()
        blocks.append(Tally(tuple((verdict_state(each, desk.lang), count) for each, count in counts)))
    else:
        blocks.append(Sentences((("", (desk.say["check.none"],)),)))
    return Section("summary", desk.say["section.summary"], tuple(blocks))


def _findings(desk: _Desk) -> Iterator[Section]:
    """The text, the claims, and the rules of the verdicts that they have."""
    yield Section("text", desk.say["check.section.text"], (_text(desk),))
    if not desk.claims:
        return
    shown = Findings(tuple(_finding(desk, number, each) for number, each in desk.claims))
    cut = _cut(desk, len(desk.claims), len(desk.check.claims))
    yield Section("claims", desk.say["check.section.claims"], (shown, *cut))
    rules = (
        (desk.say[f"verdict.{each.value}"], (RULES[each].get(desk.lang),)) for each in counted(desk.check)
    )
    yield Section("rules", desk.say["check.section.rules"], (Sentences(tuple(rules)),))


def _text(desk: _Desk) -> MarkedText:
    """Controls are replaced one by one, so that every span still points at its words."""
    return marked(printable(desk.check.text), _spans(desk))


def _spans(desk: _Desk) -> Iterator[Span]:
    for number, each in desk.claims:
        state = tone(each.verdict)
        for start, end in (each.claim.span, *each.claim.repeated[:REPEATS]):
            yield Span(start, end, number, state, _RANKS[state])


def _finding(desk: _Desk, number: int, judged: Judged) -> Finding:
    return Finding(
        number=number,
        state=verdict_state(judged.verdict, desk.lang),
        quote=quoted(judged.claim, desk.lang, QUOTED),
        lines=tuple(told(judged, desk.catalog, desk.lang)),
    )


def _not_claims(desk: _Desk) -> Iterator[Section]:
    found = desk.check.not_claims
    if not found:
        return
    rows = tuple(_row(desk, each) for each in found[:SENTENCES])
    head = columns(desk.lang, "=where", "words", "why")
    table = Table(desk.say["check.sentences"], head, rows, folded=len(rows) > FEW)
    cut = _cut(desk, len(rows), len(found))
    yield Section("not-claims", desk.say["check.section.not_claims"], (table, *cut))


def _row(desk: _Desk, sentence: Unread) -> tuple[Line, ...]:
    where, why = locator(sentence.locator, desk.lang), unread(sentence.reason, desk.lang)
    return (plain(where),), (plain(sentence.text),), (plain(why),)


def _cut(desk: _Desk, shown: int, count: int) -> Iterator[Note]:
    """What is said below a list that does not show everything."""
    if shown < count:
        yield Note(desk.say.fill("check.more", {"shown": str(shown), "count": str(count)}))


def _method(desk: _Desk) -> Section:
    lines = tuple(("", (desk.say[f"check.method.{each}"],)) for each in _METHOD)
    return Section("method", desk.say["check.section.method"], (Sentences(lines),))


def _sources(desk: _Desk, sections: Iterable[Section]) -> Iterator[Section]:
    """Where the figures beside the claims were read."""
    used = sorted({row.source for each in figures_shown(sections) for row in each.trace.observations})
    if used:
        table = sources_table(desk.say["check.sources"], used, desk.catalog, desk.lang)
        yield Section("sources", desk.say["section.sources"], (table,))
