"""Text made uniform for matching, character by character.

Folding never changes the length, so a position in the folded text is the same position in the original:
traditional characters become simplified ones, full-width forms ASCII, every dash ``-``, every blank (but
not the end of a line) a space, and Latin letters lower case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_DASHES = "—–―‐‑‒−－～〜~─"
_QUOTES = '“”「」『』《》〈〉＂"«»'
_APOSTROPHES = "‘’＇'′"
_BLANKS = (*range(0x20), 0x7F, 0x85, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F)
_UNSEEN = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
INVISIBLE = re.compile(
    f"[{''.join(map(chr, _UNSEEN))}]"
    "|(?<![0-9])\ufffd|\ufffd(?![0-9])"  # a control was replaced; between digits one of them may be lost
)
_LINE_ENDS = (0x0A, 0x0D, 0x2028, 0x2029)
_TABLE = {
    **{
        code: str(value)
        for code in range(0x80, 0x10000)
        if (value := unicodedata.decimal(chr(code), -1)) >= 0
    },
    **dict.fromkeys((*_BLANKS, *_UNSEEN), " "),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{code + wide: chr(code + 32) for code in range(ord("A"), ord("Z") + 1) for wide in (0, 0xFEE0)},
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _QUOTES), '"'),
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
    ord("｡"): "。",
    ord("﹪"): "%",
    ord("٪"): "%",
    ord("٫"): ".",
    ord("٬"): ",",
}
_SINGLE_QUOTE = re.compile(r"(?<![a-z0-9%])'|'(?![a-z])")  # no apostrophe


def fold(text: str) -> str:
    """``text`` for matching; same length, positions correspond."""
    plain = _SINGLE_QUOTE.sub('"', text.translate(_TABLE))
    if plain.isascii():
        return plain
    return plain.translate(
        {ord(each): _simplified(each) for each in set(plain) if "\u4e00" <= each <= "\u9fff"}
    )


@lru_cache(maxsize=1 << 15)
def _simplified(character: str) -> str:
    """The simplified form of a character when that is one character, else itself."""
    converted = _converter()(character)
    return converted if len(converted) == 1 else character


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
