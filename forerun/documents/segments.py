"""A sentence in clauses, a clause in segments: each segment is one figure (or several, 分别) with its words.

clause    = tokens between commas, semicolons and colons; what stands in brackets is set aside
segment   = lead  quantity {join quantity}  trail
            6月份 规模以上工业增加值 同比 增长 | 3.9%
            grew by | 8.7 percent | year on year
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from forerun.documents.roles import SOFT, Role
from forerun.documents.tokens import POINTS, Gap, Name, Quantity, Sign, Time, Token, Word

_BREAKS = frozenset(",;:。!?…|")
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_BEHIND = frozenset(
    {
        Role.YEAR_ON_YEAR,
        Role.MONTH_ON_MONTH,
        Role.A_MONTH_EARLIER,
        Role.SINCE_YEAR_END,
        Role.AT_LEAST,
        Role.AT_MOST,
        Role.ABOUT,
        Role.EACH,
        Role.REAL,
        Role.NOMINAL,
        Role.DOLLARS,
        Role.YUAN,
        *SOFT,
    }
)
_NAMING = frozenset({*SOFT, Role.JOIN, Role.HOME, Role.WHOLE, Role.BOTH})
_POINTING = frozenset({Role.THAN, Role.ABOVE, Role.BELOW})
_POINTED_AT = frozenset(
    {
        *SOFT,
        Role.HOME,
        Role.LOCAL,
        Role.WHOLE,
        Role.RATE,
        Role.WORLD,
        Role.A_YEAR_EARLIER,
        Role.A_MONTH_EARLIER,
    }
)
_BASES = frozenset({Role.YEAR_ON_YEAR, Role.MONTH_ON_MONTH})
_MOVES = frozenset({Role.UP, Role.DOWN, Role.FLAT})
_ADVERB = 4  # longest unknown word between 同比 and 增长 that is taken for an adverb


@dataclass(frozen=True, slots=True)
class Segment:
    """Figures that share a predicate, with the tokens before and behind them."""

    lead: tuple[Token, ...]
    quantities: tuple[Quantity, ...]
    trail: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return (*self.lead, *self.quantities)[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return (*self.lead, *self.quantities, *self.trail)[-1].end


def roles(tokens: Sequence[Token]) -> frozenset[Role]:
    """The roles of the words among tokens."""
    return frozenset(token.role for token in tokens if isinstance(token, Word))


def set_aside(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The tokens outside and inside brackets; a bracket that is not closed holds the rest."""
    outside: list[Token] = []
    inside: list[Token] = []
    depth = 0
    for token in tokens:
        step = _BRACKETS.get(token.sign, 0) if isinstance(token, Sign) else 0
        if depth + step < 0:  # closed but not opened: the beginning was cut off
            inside, outside = [*outside, *inside], []
        elif not step:
            (inside if depth else outside).append(token)
        depth = max(0, depth + step)
    return outside, inside


def clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    """The clauses of a sentence without brackets, each with its tokens but not the sign that ends it."""
    found: list[list[Token]] = [[]]
    for number, token in enumerate(tokens):
        if not (isinstance(token, Sign) and token.sign in _BREAKS):
            found[-1].append(token)
        elif _joins_figures(tokens, number):
            found[-1].append(Word(token.start, token.end, Role.JOIN))
        elif found[-1]:
            found.append([])
    return _lists_joined(_inclusions_joined(_adjuncts_joined([clause for clause in found if clause])))


def _joins_figures(tokens: Sequence[Token], at: int) -> bool:
    """Whether the comma stands in a list of figures: 8.7 percent, 3.4 percent and 3.3 percent."""
    before, after = tokens[at - 1] if at else None, list(tokens[at + 1 : at + 3])
    if after and isinstance(after[0], Word) and after[0].role is Role.JOIN:
        after.pop(0)
    if not isinstance(before, Quantity) or not after or not isinstance(after[0], Quantity):
        return False
    return not before.units or before.units == after[0].units


def _adjuncts_joined(found: list[list[Token]]) -> list[list[Token]]:
    """Clauses that only add to the figure before them (..., year on year) joined to its clause."""
    joined: list[list[Token]] = []
    for clause in found:
        adds = all(isinstance(token, Word) and token.role in _BEHIND for token in clause)
        if adds and joined and any(isinstance(token, Quantity) for token in joined[-1]):
            joined[-1].extend(clause)
        else:
            joined.append(clause)
    return joined


def _inclusions_joined(found: list[list[Token]]) -> list[list[Token]]:
    """Clauses that go on with what is included joined to the one that begins it: including A, B, and C."""
    joined: list[list[Token]] = []
    for clause in found:
        before = joined[-1] if joined else []
        open_list = Role.INCLUDING in roles(before) and isinstance(before[-1], Name)
        begins = [t for t in clause if not (isinstance(t, Word) and t.role is Role.JOIN)][:1]
        figures = any(isinstance(token, Quantity) for token in (*before, *clause))
        if open_list and begins and isinstance(begins[0], Name) and not figures:
            joined[-1] = [*before, Word(before[-1].end, before[-1].end, Role.JOIN), *clause]
        else:
            joined.append(clause)
    return joined


def _lists_joined(found: list[list[Token]]) -> list[list[Token]]:
    """Clauses that only name things joined to the clause that gives them their figures one by one."""
    joined: list[list[Token]] = []
    for clause in reversed(found):
        names = any(isinstance(token, Name) for token in clause) and all(
            isinstance(token, Name | Time) or (isinstance(token, Word) and token.role in _NAMING)
            for token in clause
        )
        if names and joined and Role.EACH in roles(joined[-1]):
            comma = Word(clause[-1].end, clause[-1].end, Role.JOIN)
            joined[-1] = [*clause, comma, *joined[-1]]
        else:
            joined.append(clause)
    return joined[::-1]


def segments(clause: Sequence[Token]) -> Iterator[Segment]:
    """The segments of a clause; none when it has no figures."""
    places = [at for at, token in enumerate(clause) if isinstance(token, Quantity)]
    start = 0
    while places:
        first = places.pop(0)
        last = first
        while places and _only_joins(clause[last + 1 : places[0]]):
            last = places.pop(0)
        end = _end_of_trail(clause, start, first, last + 1, places[0] if places else len(clause))
        figures = [token for token in clause[first : last + 1] if isinstance(token, Quantity)]
        shared = tuple(_in_unit_of(figures[-1], each) for each in figures)
        yield Segment(tuple(clause[start:first]), shared, tuple(clause[last + 1 : end]))
        start = end


def _in_unit_of(last: Quantity, each: Quantity) -> Quantity:
    """A figure of a list in which only the last one has its unit: 2.6个和0.5个百分点."""
    lacks = not each.units or (last.counts_in(POINTS) and not each.counts_in(POINTS))
    return replace(each, units=last.units) if lacks else each


def _only_joins(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and all(isinstance(token, Word) and token.role is Role.JOIN for token in tokens)


def _end_of_trail(clause: Sequence[Token], start: int, first: int, behind: int, limit: int) -> int:
    """Up to where the words behind a figure belong to it; all that is left when it is the last figure."""
    if limit == len(clause):
        return limit
    named_before = any(isinstance(token, Name) for token in clause[start:first])
    while behind < limit:
        token = clause[behind]
        belongs = isinstance(token, Time) or (isinstance(token, Word) and token.role in _BEHIND)
        if isinstance(token, Name) and not named_before:
            belongs = named_before = True
        if not belongs:
            break
        behind += 1
    return behind


def without_references(tokens: Sequence[Token]) -> tuple[list[Token], bool]:
    """The tokens without what a figure is compared with (比1—5月份, 高于全国), and whether there was any."""
    pointed = referred_to(tokens)
    compared = any(not (isinstance(token, Word) and token.role in SOFT) for token in pointed)
    return [token for token in tokens if token not in pointed], compared


def referred_to(tokens: Sequence[Token]) -> list[Token]:
    """What a figure is compared with: the tokens behind 比, 高于 and their like, up to the next verb."""
    found: list[Token] = []
    pointing = False
    for at, token in enumerate(tokens):
        listed = all(isinstance(beside, Name) for beside in (*tokens[at - 1 : at], *tokens[at + 1 : at + 2]))
        if isinstance(token, Word) and token.role not in _POINTED_AT:
            pointing = token.role in _POINTING or (pointing and token.role is Role.JOIN and listed)
            if pointing and token.role is Role.JOIN:
                found.append(token)
        elif pointing:
            found.append(token)
    return found


def without_adverbs(tokens: Sequence[Token], text: str) -> list[Token]:
    """The tokens without unknown words that only colour the verb: 同比(显著)增长, sharply."""
    return [token for at, token in enumerate(tokens) if not _is_adverb(tokens, at, text)]


def _is_adverb(tokens: Sequence[Token], at: int, text: str) -> bool:
    token = tokens[at]
    if not isinstance(token, Gap):
        return False
    words = text[token.start : token.end]
    if words.isascii():
        return words.endswith("ly") and " " not in words
    between = roles(tokens[at - 1 : at]) & _BASES and roles(tokens[at + 1 : at + 2]) & _MOVES
    return bool(between) and len(words) <= _ADVERB
