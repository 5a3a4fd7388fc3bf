"""Terms of a text in Latin letters: words and pairs of words that say something of its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_RUN = re.compile(r"[a-z][a-z0-9+\-]*[a-z0-9+]|[\u3400-\u9fff.;:!?。；：！？，,、()（）\n]")
_LONGEST_WORD = 40
_SHORTEST = 3
_BOILERPLATE = """
method methods system systems device devices apparatus approach approaches based using use used
study studies result results paper propose proposed provide provided comprising comprise comprises
include including includes invention present presented new novel show shows shown one two first
second least plurality configured wherein thereof embodiment according high low well however
different various important performance research analysis work application applications model models
data abstract
"""


def terms(text: str) -> list[str]:
    """The terms of a text in their order; words that say nothing of its subject are left out.

    Args:
        text: any text; a line end or mark of punctuation parts what stands on its sides.
    """
    return list(_terms(text.lower()))


def _terms(text: str) -> Iterator[str]:
    before = ""
    for found in _RUN.finditer(text):
        word = found[0]
        word = _singular(word) if _SHORTEST <= len(word) <= _LONGEST_WORD else ""
        if len(word) < _SHORTEST or word in _idle():
            before = ""
            continue
        yield word
        if before:
            yield f"{before} {word}"
        before = word


def _singular(word: str) -> str:
    if len(word) > _SHORTEST + 1 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    return word


@lru_cache(maxsize=1)
def _idle() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    idle = {*ENGLISH_STOP_WORDS, *_BOILERPLATE.split()}
    return frozenset(idle | {_singular(word) for word in idle})
