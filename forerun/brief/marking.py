"""A text with spans marked in it: cut at every edge, so that no mark ever stands within another."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from forerun.brief.blocks import MarkedText, Stretch

MOST = 200
"""Paragraphs that are shown at most; a longer text is shown around its marks."""
NEAR = 2
"""Paragraphs before and after one with a mark that are shown with it."""
LONGEST, KEPT = 1_500, 400
"""Characters without a mark in one go that are shown whole, and those kept at either end of more."""

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True)
class Span:
    """Where the words of a finding stand: ``number`` is the finding's, ``state`` the id of its state.

    Where spans overlap, the state of the one with the highest ``rank`` is shown.
    """

    start: int
    end: int
    number: int
    state: str
    rank: int = 0


def marked(text: str, spans: Iterable[Span]) -> MarkedText:
    """The text by paragraphs with the spans marked; what lies far from any mark in a long text is left out.

    Spans may overlap, lie within one another and run over the end of a paragraph; what reaches beyond the
    text is cut off.
    """
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
    within = _by_paragraph(paragraphs, spans)
    shown = _shown(len(paragraphs), within)
    parts: list[tuple[Stretch, ...]] = []
    for before, at in pairwise((-1, *shown, len(paragraphs))):
        if at > before + 1:
            parts.append(())
        if at < len(paragraphs):
            start, end = paragraphs[at]
            parts.append(tuple(_stretches(text, start, end, within.get(at, ()))))
    return MarkedText(tuple(parts))


def _by_paragraph(
    paragraphs: Sequence[tuple[int, int]], spans: Iterable[Span]
) -> Mapping[int, Sequence[Span]]:
    """The spans that have characters in a paragraph, by its place; each ends within its last one."""
    found: dict[int, list[Span]] = defaultdict(list)
    starts = [start for start, _ in paragraphs]
    for span in sorted(spans, key=lambda each: (each.start, -each.end, each.number)):
        first = max(bisect_right(starts, span.start) - 1, 0)
        touched = [at for at in range(first, bisect_left(starts, span.end)) if span.start < paragraphs[at][1]]
        for at in touched if span.start < span.end else ():
            found[at].append(replace(span, end=min(span.end, paragraphs[touched[-1]][1])))
    return found


def _shown(count: int, within: Mapping[int, Sequence[Span]]) -> list[int]:
    """The places of the paragraphs to show: all of a short text, else those around a mark, else the first."""
    if count <= MOST or not within:
        return list(range(min(count, MOST)))
    around = {near for at in within for near in range(at - NEAR, at + NEAR + 1)}
    return sorted(around & set(range(count)))[:MOST]


def _stretches(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Stretch]:
    opening: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        opening[max(span.start, start)].append(span)
    edges = {start, end, *opening, *(span.end for span in spans if span.end < end)}
    open_now: list[Span] = []
    for left, right in pairwise(sorted(edges)):
        open_now = [span for span in open_now if span.end > left] + opening[left]
        ends = tuple(dict.fromkeys(span.number for span in open_now if span.end == right))
        state = max(open_now, key=lambda span: span.rank).state if open_now else ""
        yield Stretch(text[left:right] if state else _trimmed(text[left:right]), state, ends)


def _trimmed(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:KEPT]} … {text[-KEPT:]}"
