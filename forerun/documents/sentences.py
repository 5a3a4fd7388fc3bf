"""A text read sentence by sentence: the door to the grammar of official releases.

    text -> paragraphs -> sentences -> tokens -> clauses -> segments -> statements

The layers, each in its own file: :mod:`.folding` (characters made uniform), :mod:`.numbers` and
:mod:`.periods_in_text` (what digits and dates mean), :mod:`.lexicon` (names of the catalog, words of
:mod:`.chinese` and :mod:`.english`), :mod:`.tokens`, :mod:`.segments` (figures with their words),
:mod:`.frames` (kinds of figures), :mod:`.subjects` and :mod:`.fitting` (whose figure it is),
:mod:`.discourse` (what goes on from clause to clause), :mod:`.counting` (members of something),
:mod:`.clauses` (all of it together), :mod:`.clipping` (what the edges of a cut text may have lost).

docs/reading.md walks one sentence through the layers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from forerun.catalog.model import Catalog
from forerun.documents.clauses import read_clause
from forerun.documents.clipping import may_lack_its_beginning, may_lack_its_end, torn
from forerun.documents.discourse import Running, at_paragraph, at_sentence, beginning
from forerun.documents.figures import Line
from forerun.documents.folding import INVISIBLE, fold
from forerun.documents.lexicon import Lexicon, lexicon_of
from forerun.documents.periods_in_text import names_no_real_time
from forerun.documents.segments import clauses, set_aside
from forerun.documents.statement import Context, Parts, Statement, Unread
from forerun.documents.tokens import Quantity, tokenise

_LONGEST = 3_000
_QUOTED = 300
_PATIENCE = 2_000  # sentences in a row with numbers that no series is about
_ABBREVIATED = re.compile(
    r"(?:(?<!['’])\b[A-Za-z]|\b(?:No|vs|approx|Mr|Mrs|Ms|Dr|Co|Inc|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))$"
)
_END = re.compile(
    r"[。!?！？]+[”’」』\"')）]*|\n+"
    r"|(?<!\d)\.(?=\s|[A-Z\u4e00-\u9fff]|$)|(?<=\d)\.(?=\s+[A-Z\u4e00-\u9fff]|\s*$|[\u4e00-\u9fff])"
)
_NUMBERING = re.compile(r"\s*(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[)）.、](?!\d)\s*)+")
_DATELINE = re.compile(
    r"\s*(?:[^,，。\s]{0,12}\d{1,2}月\d{1,2}日(?:电|讯|消息)"
    r"|[A-Z][A-Za-z ,]{2,30}, [A-Z][a-z]{2,8}\.? \d{1,2} (?:\([^)]{1,20}\) ?)?-+)"
)
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")  # 業(yè)務(wù)
_EMPHASIS = re.compile(
    r"(?<!\d)(?P<open>\*{1,3}|_{1,3}|`)(?=[^\s*_`])[^*_`\n]{0,80}(?<=\S)(?P<close>(?P=open))"
)
_SPACED = re.compile(  # 3 189 000个
    r"(?<![a-z\d.,])(?<!\d )\d{1,3}(?P<groups>(?: \d{3})+)(?! ?\d)"
    r"(?=(?:\.\d+)? ?[^\W\d_年月日]|[.,;。](?!\d)|\s*$)"
    r"(?<! 100(?= million))"
)
_PUNCTUATION = re.compile("[,;。!?:]")
_HEADLINE_BLANK = re.compile(r"(?<=[\u4e00-\u9fff%]) (?=[\u4e00-\u9fff])")  # 产量增4.1% 投资增2.9%
_FIGURE = re.compile(
    "[0-9%]|百分之|持平|[由从转].{0,3}[负正升增降]|[零一二三四五六七八九十百千][万亿成倍]"
    "|turned|unchanged|flat|percent|million|billion"
)


def read_text(text: str, catalog: Catalog, context: Context) -> Parts:
    """Every figure that a text states.

    Args:
        text: prose, one paragraph a line.
        catalog: what the figures may be about.
        context: what is known of the text before it is read.

    Returns:
        Statements with a series; statements that the catalog has no series for; sentences with a number
        that was not understood, each with the reason.  Spans point into ``text``.
    """
    lexicon = lexicon_of(catalog)
    folded = fold(text)
    running = beginning(context, folded, lexicon)
    parts: list[Parts] = []
    barren = 0
    for number, (start, end, opens) in enumerate(_sentences(text), start=1):
        running = at_paragraph(running) if opens else running
        line = _line(text, folded, (start, end), f"sentence {number}", lexicon)
        edge = _Edge(number == 1, end == len(text))
        part, running = _read_sentence(line, running, edge)
        parts.append(part)
        barren = 0 if part.statements else barren + bool(part.uncatalogued or part.unread)
        if barren == _PATIENCE:
            rest = Line("", text[end:], end, f"after sentence {number}", lexicon)
            parts.append(
                _unread(rest, [f"the rest: {barren} sentences in a row hold no figure of the catalog"])
            )
            break
    return Parts.joined(parts)


def _line(text: str, folded: str, span: tuple[int, int], locator: str, lexicon: Lexicon) -> Line:
    """A sentence ready to be read: on one line, and without the pinyin between its characters."""
    start, end = span
    words = folded[start:end].replace("\n", " ")
    if not _PUNCTUATION.search(words):
        words = _HEADLINE_BLANK.sub(",", words)
    dropped = set(_meaningless(words, text[start:end]))
    if not dropped:
        return Line(words, text[start:end], start, locator, lexicon)
    places = tuple(at for at in range(len(words)) if at not in dropped)
    return Line("".join(words[at] for at in places), text[start:end], start, locator, lexicon, places)


def _meaningless(words: str, printed: str) -> Iterator[int]:
    """Where signs stand that only set the text: pinyin, what no eye sees, emphasis, blanks within numbers."""
    for pattern, within in ((_PINYIN, words), (INVISIBLE, printed)):
        for match in pattern.finditer(within):
            yield from range(*match.span())
    for match in _EMPHASIS.finditer(words):
        yield from (*range(*match.span("open")), *range(*match.span("close")))
    for match in _SPACED.finditer(words):
        yield from range(match.start("groups"), match.end("groups"), 4)


@dataclass(frozen=True, slots=True)
class _Edge:
    """Which edges of the text a sentence is at, where it may have been cut."""

    is_first: bool
    is_last: bool


def _sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each sentence that is not blank, and whether it opens a paragraph."""
    start, opens = 0, True
    for match in _END.finditer(text):
        if match[0] == "." and _ABBREVIATED.search(text, max(start, match.start() - 8), match.start()):
            continue
        if text[start : match.start()].strip():
            yield start, match.end(), opens
            opens = False
        opens = opens or "\n" in match[0]
        start = match.end()
    if text[start:].strip():
        yield start, len(text), opens


def _read_sentence(line: Line, running: Running, edge: _Edge) -> tuple[Parts, Running]:
    if not (_FIGURE.search(line.text) or running.is_speech):
        return Parts(), running if len(line.text) > _LONGEST else _overheard(line, running)
    if len(line.text) > _LONGEST:
        return _unread(line, [f"no end of sentence within {_LONGEST} characters"]), running
    if names_no_real_time(line.text):
        return _unread(line, ["it names a month that no calendar has"]), running
    outside, inside = set_aside(tokenise(_body(line), line.lexicon))
    reasons = ["in brackets"] if any(isinstance(token, Quantity) for token in inside) else []
    begins_late = (
        edge.is_first
        and not running.is_speech
        and running.names_times
        and may_lack_its_beginning(line.printed, outside)
    )
    is_torn = begins_late and torn(outside)
    if (
        edge.is_last
        and not running.is_speech
        and may_lack_its_end(line.text, outside, stands_alone=edge.is_first)
    ):
        reasons.append("may be cut off at the end")
        outside = outside[:-1]
    running = at_sentence(running, outside, is_question=running.is_speech and line.text.rstrip()[-1:] == "?")
    statements: list[Statement] = []
    for clause in clauses(outside):
        harvest = read_clause(clause, line, running)
        running = harvest.running
        reasons.extend(harvest.reasons)
        if harvest.statements and (is_torn or (begins_late and not running.is_timed)):
            reasons.append("may have lost its beginning")
        else:
            statements.extend(harvest.statements)
        is_torn = False
    known = tuple(each for each in statements if each.series)
    unknown = tuple(each for each in statements if not each.series)
    return Parts(known, unknown, _unread(line, reasons).unread), running


def _overheard(line: Line, running: Running) -> Running:
    """The context after a sentence without figures, which may still name a subject or a time."""
    outside, _ = set_aside(tokenise(_body(line), line.lexicon))
    running = at_sentence(running, outside)
    for clause in clauses(outside):
        running = read_clause(clause, line, running).running
    return running


def _body(line: Line) -> str:
    """The folded sentence with its dateline and list number blanked out, positions kept."""
    start = 0
    for pattern in (_DATELINE, _NUMBERING):
        if match := pattern.match(line.printed, start):
            start = match.end()
    start = bisect_left(line.places, start) if line.places else start
    return " " * start + line.text[start:]


def _unread(line: Line, reasons: list[str]) -> Parts:
    if not reasons:
        return Parts()
    words = " ".join(line.printed.split())
    shown = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    return Parts(unread=(Unread(shown, line.locator, "; ".join(dict.fromkeys(reasons))),))
