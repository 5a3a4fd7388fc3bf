"""Texts that were cut: a figure at the edge may have lost digits, its unit, or what it is about.

A text that names times but does not open with one, with a country, publisher or capital letter, may begin
in the middle of a sentence: 汽车60.5万辆 may be the rest of 新能源汽车60.5万辆.  The last number of a text
may lack its end: 318 of 318.9万个.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from forerun.documents.roles import Role
from forerun.documents.tokens import PERCENT, Name, Quantity, Time, Token, Word

_EDGES = "\"'“‘ \n"
_TIMES = re.compile(r"\d ?月|季度|半年|\d ?年|\b(?:19|20)\d\d\b|\b(?:month|quarter|half|year)s?\b")


def names_times(text: str) -> bool:
    """Whether a folded text says anywhere what time it speaks of."""
    return _TIMES.search(text) is not None


def may_lack_its_beginning(printed: str, tokens: Sequence[Token]) -> bool:
    """Whether the first sentence of a text may begin in the middle."""
    if not tokens or printed.lstrip(_EDGES)[:1].isupper():
        return False
    first = tokens[0]
    opens = isinstance(first, Time) or (isinstance(first, Word) and first.role is Role.HOME)
    if isinstance(first, Name):
        opens = any(sense.publisher or sense.place for sense in first.senses)
    return not opens or bool(printed[: first.start].strip(_EDGES))


def torn(tokens: Sequence[Token]) -> bool:
    """Whether a sentence that may lack its beginning begins with a number or with unknown words."""
    return bool(tokens) and not isinstance(tokens[0], Name)


def may_lack_its_end(text: str, tokens: Sequence[Token], *, stands_alone: bool) -> bool:
    """Whether the last number of a folded text may have lost digits or a unit."""
    last = tokens[-1] if tokens else None
    rest = text[last.end :].strip() if isinstance(last, Quantity) else "something else"
    if not isinstance(last, Quantity) or rest not in ("", "."):
        return False
    is_bare = not last.units and last.number.multiplier == 1 and "," not in text[last.start : last.end]
    if rest == ".":
        return is_bare and last.number.amount == int(last.number.amount)
    return is_bare if stands_alone else last.number.percent or not last.counts_in(PERCENT)
