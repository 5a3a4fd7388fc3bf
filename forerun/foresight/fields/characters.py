"""Runs of two to four Chinese characters in many texts at once, counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from forerun.compiled import Array

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
else:
    csr_matrix = Any

LENGTHS = (2, 3, 4)
_FIRST, _LAST = 0x3400, 0x9FFF
_BITS = 16
_EMPTY = "的了和是在及与或对中为以其等将该从到由而之于并被也有一个这那种本所上下"


def count_characters(texts: Sequence[str], rare: int) -> tuple[list[str], csr_matrix]:
    """Runs that occur at least ``rare`` times, and (n, runs) how often they occur in each text.

    Runs that hold a character that says nothing (such as 的) are not counted.

    Args:
        texts: n of them.
        rare: times.
    """
    from scipy.sparse import csr_matrix as matrix
    from scipy.sparse import hstack

    letters = np.frombuffer("\n".join(texts).encode("utf-32-le", "replace"), np.uint32).astype(np.int64)
    of = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])[: letters.size]
    usable = (letters >= _FIRST) & (letters <= _LAST)
    usable &= ~np.isin(letters, [ord(letter) for letter in _EMPTY])
    names: list[str] = []
    parts = [matrix((len(texts), 0), dtype=np.float32)]
    for length in LENGTHS:
        runs, owners = _runs(letters, of, usable, length)
        known, at, times = np.unique(runs, return_inverse=True, return_counts=True)
        kept = times >= rare
        place = np.cumsum(kept) - 1
        rows = kept[at]
        ones = np.ones(int(rows.sum()), np.float32)
        shape = (len(texts), int(kept.sum()))
        parts.append(matrix((ones, (owners[rows], place[at[rows]])), shape=shape))
        names += [_text(int(code), length) for code in known[kept]]
    return names, hstack(parts, format="csr")


def _runs(letters: Array, of: Array, usable: Array, length: int) -> tuple[Array, Array]:
    """The codes of all runs of a length, and the text of each."""
    number = letters.size - length + 1
    if number < 1:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    whole = np.ones(number, bool)
    codes = np.zeros(number, np.int64)
    for step in range(length):
        whole &= usable[step : step + number]
        codes = (codes << _BITS) | letters[step : step + number]
    return codes[whole], of[:number][whole]


def _text(code: int, length: int) -> str:
    code &= (1 << (_BITS * length)) - 1  # the sign bit of four characters
    return "".join(chr(code >> (_BITS * (length - 1 - step)) & 0xFFFF) for step in range(length))
