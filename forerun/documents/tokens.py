"""A sentence as tokens: words of the grammar, names, times, numbers with their units, signs, and gaps.

At each position the longest of a time, a name and a word is taken, else a number, else the atom joins a
:class:`Gap`: words that the reader does not know.  Gaps matter: what they say may change whose figure it
is (高技术船舶制造业), so a figure is never given to a series across one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter

from forerun.documents.chinese import ONLY_BEFORE_NUMBERS
from forerun.documents.lexicon import Lexicon
from forerun.documents.numbers import Number, number_at
from forerun.documents.periods_in_text import Named, time_at
from forerun.documents.roles import Role
from forerun.documents.trie import Atom, Measured, Node, Sense, atoms, longest

PERCENT, POINTS, TIMES = "percent", "percentage point", "times"
_SIGNS = frozenset(",;:。!?…()[]{}|")
_CURRENCY_SIGNS = {"$": "USD", "us$": "USD", "¥": "CNY", "￥": "CNY"}
_BEFORE_NUMBER = re.compile(r" ?[约近超逾达至到了高]?[约近超逾]? ?[-+]?[\d零一二两三四五六七八九十百]")
_IGNORED = frozenset(".-/*#%&+=~^_<>@`'·•●■◆▲△○※※\\")
_WORDS_FIRST = frozenset({Role.BOTH, Role.WORLD})
_RANGE = frozenset(("-", "至", "到"))
_NUMERALS = frozenset("一二两三四五六七八九十百千万亿")
_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Token:
    """Something at ``[start, end)`` of the sentence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word(Token):
    """A word of the grammar."""

    role: Role


@dataclass(frozen=True, slots=True)
class Name(Token):
    """A name of the catalog."""

    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Time(Token):
    """A stretch of time."""

    named: Named


@dataclass(frozen=True, slots=True)
class Quantity(Token):
    """A number, or a range up to ``high``, and the units that its unit's name may mean (none: no unit)."""

    number: Number
    high: Number | None
    units: tuple[Measured, ...]

    def counts_in(self, dimension: str) -> bool:
        """Whether the unit may be of this dimension."""
        return any(unit.dimension == dimension for unit in self.units)


@dataclass(frozen=True, slots=True)
class Sign(Token):
    """A mark that separates: a comma, a bracket."""

    sign: str


@dataclass(frozen=True, slots=True)
class Gap(Token):
    """Words that the reader does not know."""


def tokenise(text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of a folded sentence."""
    scanner = _Scanner(text, atoms(text), lexicon)
    tokens: list[Token] = []
    at = 0
    while at < len(scanner.line):
        token, at = scanner.next(at, after_from=_follows_from(tokens))
        if isinstance(token, Gap) and scanner.line[at - 1].key in _IGNORED:
            continue
        if isinstance(token, Gap) and tokens and isinstance(tokens[-1], Gap):
            token = Gap(tokens.pop().start, token.end)
        tokens.append(token)
    return tokens


def _follows_from(tokens: list[Token]) -> bool:
    """Whether a 由 or 从 opened a moment ago: 由3%至5% is no range."""
    return any(isinstance(token, Word) and token.role is Role.FROM for token in tokens[-3:])


@dataclass(frozen=True, slots=True)
class _Scanner:
    text: str
    line: list[Atom]
    lexicon: Lexicon

    def next(self, at: int, *, after_from: bool) -> tuple[Token, int]:
        """The token that begins with atom ``at``, and the atom after it."""
        atom = self.line[at]
        entry = self._entry(at)
        time = time_at(self.text, atom.start)
        if time and (entry is None or time.end >= self.line[entry[1] - 1].end):
            return Time(time.start, time.end, time), self._atom_from(time.end, at)
        if entry is not None:
            node, after = entry
            return self._meaning(node, atom.start, self.line[after - 1].end), after
        if quantity := self._quantity(at, after_from=after_from):
            return quantity, self._atom_from(quantity.end, at)
        if atom.key in _SIGNS:
            return Sign(atom.start, atom.end, atom.key), at + 1
        return Gap(atom.start, atom.end), at + 1

    def _entry(self, at: int) -> tuple[Node, int] | None:
        found = longest(self.lexicon.words, self.line, at)
        if found and found[1] == at + 1 and self._is_numeral(at):
            return None
        if found is None or found[0].senses or found[0].role not in ONLY_BEFORE_NUMBERS:
            return found
        is_short = found[1] == at + 1 and not self.line[at].key.isascii()
        return found if not is_short or _BEFORE_NUMBER.match(self.text, self.line[at].end) else None

    def _is_numeral(self, at: int) -> bool:
        """Whether a character that is also a word begins a number of many: 一百四十万."""
        number = number_at(self.text, self.line[at].start) if self.line[at].key in _NUMERALS else None
        return number is not None and number.explicit and number.end > self.line[at].end + 1

    @staticmethod
    def _meaning(node: Node, start: int, end: int) -> Token:
        if node.senses and node.role not in _WORDS_FIRST:
            return Name(start, end, node.senses)
        return Word(start, end, node.role or Role.FILL)

    def _quantity(self, at: int, *, after_from: bool) -> Quantity | None:
        currency, start = self._currency(at)
        number = number_at(self.text, self.line[start].start) if start < len(self.line) else None
        if number is None or self._is_in_a_name(number):
            return None
        units, end = self._unit(number)
        high = None if after_from else self._upper_bound(number, end, start)
        if high is not None:
            number = number.counted_like(high) if not units else number
            units_high, end = self._unit(high)
            units = units_high or units
        units = units or currency
        if not number.explicit and not any(u.dimension in (PERCENT, POINTS, TIMES) for u in units):
            return None
        return Quantity(self.line[at].start, end, number, high, units)

    def _currency(self, at: int) -> tuple[tuple[Measured, ...], int]:
        """Units of a currency that stands before its number, and the atom of the number."""
        if self.line[at].key in _CURRENCY_SIGNS:
            return (Measured(_CURRENCY_SIGNS[self.line[at].key], 1.0),), at + 1
        entry = longest(self.lexicon.units, self.line, at)
        if entry and any(unit.dimension in _CURRENCY_SIGNS.values() for unit in entry[0].units):
            return entry[0].units, entry[1]
        return (), at

    def _unit(self, number: Number) -> tuple[tuple[Measured, ...], int]:
        if number.percent:
            return (Measured(PERCENT, 1.0),), number.end
        at = self._atom_from(number.end, 0)
        entry = longest(self.lexicon.units, self.line, at)
        return (entry[0].units, self.line[entry[1] - 1].end) if entry else ((), number.end)

    def _upper_bound(self, low: Number, end: int, at: int) -> Number | None:
        """The second number of a range, 5%至6%, 5—6% or 3 to 4 million."""
        after = self._atom_from(end, at)
        if after + 1 >= len(self.line) or self.line[after].key not in (*_RANGE, "to"):
            return None
        high = number_at(self.text, self.line[after + 1].start)
        is_range = self.line[after].key in _RANGE or (
            high is not None and end == low.end and low.counted_like(high) is not low
        )
        return high if is_range else None

    def _is_in_a_name(self, number: Number) -> bool:
        """Whether letters touch the number and are no unit: C919, 5G."""
        before, after = self.text[number.start - 1 : number.start], self.text[number.end : number.end + 1]
        if before.isascii() and before.isalpha():
            return True
        touches = after.isascii() and after.isalpha()
        return touches and not self._unit(number)[0]

    def _atom_from(self, position: int, at: int) -> int:
        """The first atom, not before ``at``, that starts at or after a position of the text."""
        return bisect_left(self.line, position, lo=at, key=_START)
