"""Codes of the North American classification as tables write them: numbers, ranges, several in one title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"^(\d{2,6})(?:\.0+)?$")
_BEFORE_TITLE = re.compile(r"^(?:NAICS\s*)?(\d{2,6})(?:[A-Z]\d)?(?:\s*[-–—:]\s*|\s+)\D", re.IGNORECASE)
_POOLED = re.compile(r"^(\d{4})[A-Z]\d$")
_ONLY = re.compile(r"\(([^()]*\b\d{4}\b[^()]*?)\bonly\)", re.IGNORECASE)
_FOUR = re.compile(r"\b\d{4}\b")
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Naics:
    """What a row of a table is about.

    Attributes:
        code: four digits; three and a zero for the whole or a part of a subsector.
        only: the industries that a title names as the only ones; empty when it names none.
    """

    code: str
    only: tuple[str, ...] = ()

    @property
    def pooled(self) -> bool:
        """Whether the row stands for several industries of four digits."""
        return bool(self.only) or self.code.endswith("0")

    def members(self, known: Iterable[str]) -> tuple[str, ...]:
        """Those of the known four-digit industries for which the row stands."""
        if self.only:
            return tuple(each for each in known if each in self.only)
        if self.pooled:
            return tuple(each for each in known if each[:3] == self.code[:3])
        return tuple(each for each in known if each == self.code)


def naics(text: str, title: str = "") -> Naics | None:
    """The industry of a cell, with its title beside it; None where it names none of three or four digits.

    Read are ``3341``, ``3341.0``, ``334`` (the subsector), ``3320A1``, ``NAICS 3341`` and
    ``3341 Computer ...``; of the title ``(3323 and 3324 only)``.
    """
    cell = text.strip()
    code = _digits(cell)
    if code is None or not DIGITS - 1 <= len(code) <= DIGITS:
        return None
    code = code.ljust(DIGITS, "0")
    named = _ONLY.search(title) or _ONLY.search(cell)
    only = tuple(_FOUR.findall(named[1])) if named and code.endswith("0") else ()
    return Naics(code, tuple(each for each in only if each[:3] == code[:3]))


def _digits(cell: str) -> str | None:
    for pattern in (_NUMBER, _POOLED, _BEFORE_TITLE):
        if found := pattern.match(cell):
            return found[1]
    found = re.fullmatch(r"NAICS\s*(\d{3,4})", cell, re.IGNORECASE)
    return found[1] if found else None
