"""What kind of figure a segment states, by the words around the number and its unit.

    unit               words                                   kind
    percent            占, accounting for                      share of something
    percent            增长 下降 ... or 同比 alone               growth, negative for 下降
    percent            增速为, 降幅收窄至                         growth, as printed or negative
    percent            为, 达, at, or nothing                   level of a series in percent
    percentage points  上升 下降 against a year before           change of a series in percent
    percentage points  增速加快, 高于, against anything else      a move: understood, but no series has it
    anything else      比上年末净增                            what was added to a stock this year
    anything else      为, 达, 完成, or nothing                   level
    times              增长 1.2 倍                               growth of 120 percent

A refusal says in words why a number is not the figure it looks like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import takewhile

from forerun.documents.roles import Role
from forerun.documents.segments import Segment, roles, without_references
from forerun.documents.tokens import PERCENT, POINTS, TIMES, Gap, Name, Token, Word
from forerun.types import Comparator


class Kind(Enum):
    """Kinds of figures."""

    GROWTH = auto()
    LEVEL = auto()
    SHARE = auto()
    CHANGE = auto()
    ADDITION = auto()
    MOVE = auto()


@dataclass(frozen=True, slots=True)
class Frame:
    """A reading of a segment: its kind, the base of a growth rate, the sign that its words give.

    ``rate`` is the role of the noun (增速, 降幅) when the number is called a growth rate.
    """

    kind: Kind
    base: Role
    sign: int = 1
    rate: Role | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a number is no figure."""

    reason: str


@dataclass(frozen=True, slots=True)
class Habit:
    """What the sentence has been doing.

    ``base`` is what its growth rates compare with, ``moved`` what its changes in points compare with,
    ``grew`` whether its last figure was a growth rate, ``rate`` the noun by which that was called so,
    ``sign`` whether it rose or fell, ``told`` whether it has had a figure at all.
    """

    base: Role | None = None
    moved: Role | None = None
    grew: bool = False
    rate: Role | None = None
    sign: int = 1
    told: bool = False


_BASES = (Role.YEAR_ON_YEAR, Role.MONTH_ON_MONTH, Role.SINCE_YEAR_END)
_MOVES = {Role.UP: 1, Role.DOWN: -1, Role.FLAT: 0}
_REFUSED = {
    Role.NOT: "the sentence denies or supposes it",
    Role.AVERAGE: "an average over years, which no series holds",
    Role.CONTRIBUTION: "a contribution to something else",
}


def frame_of(segment: Segment, habit: Habit) -> Frame | Refusal:
    """The kind of the figures of a segment, or why they are none."""
    segment = replace(segment, trail=_behind(segment.trail))
    kept, compared = without_references((*segment.lead, *segment.trail))
    said = roles(kept)
    for role, reason in _REFUSED.items():
        if role in said:
            return Refusal(reason)
    if roles(segment.lead[-2:]) & {Role.FROM, Role.THAN}:
        return Refusal("what another figure is compared with")
    quantity = segment.quantities[0]
    if quantity.counts_in(POINTS):
        return _points(said, _base(segment, habit.moved, compared=compared), habit)
    base = _base(segment, habit.base, compared=compared) or Role.YEAR_ON_YEAR
    if quantity.counts_in(PERCENT) or quantity.counts_in(TIMES):
        return _percent(segment, said, base, habit)
    return _amount(said, base)


def _behind(trail: Sequence[Token]) -> tuple[Token, ...]:
    """The words behind a number up to the next name or unknown word: from there on it is another matter."""
    return tuple(takewhile(lambda token: not isinstance(token, Name | Gap), trail))


def _base(segment: Segment, running: Role | None, *, compared: bool) -> Role | None:
    """What a figure compares with; :attr:`Role.THAN` for anything but the year or month before."""
    nearest = [t.role for t in (*reversed(segment.lead), *segment.trail) if isinstance(t, Word)]
    for role in nearest:
        if role in _BASES:
            return role
    return Role.THAN if compared else running


def _points(said: frozenset[Role], base: Role | None, habit: Habit) -> Frame:
    of_growth = habit.grew or said & {Role.RATE, Role.RATE_OF_FALL, Role.ABOVE, Role.BELOW, Role.SHARE}
    own = base is Role.YEAR_ON_YEAR and not of_growth
    kind = Kind.CHANGE if own and said & {Role.UP, Role.DOWN} else Kind.MOVE
    return Frame(kind, base or Role.THAN, -1 if Role.DOWN in said else 1)


def _percent(segment: Segment, said: frozenset[Role], base: Role, habit: Habit) -> Frame | Refusal:
    if Role.SHARE in said:
        return Frame(Kind.SHARE, base)
    rates = said & {Role.RATE, Role.RATE_OF_FALL}
    if not rates and (moved := _moves(segment.lead)) and moved[-1] is Role.TO:
        return _ended_at(segment, moved, base, habit)
    if rates and Role.TO not in said and said & {Role.UP, Role.DOWN} and Role.IS not in said:
        return Refusal("a change of a growth rate in percent, not in points")
    if rates:
        return _rate(base, Role.RATE_OF_FALL if Role.RATE_OF_FALL in rates else Role.RATE)
    move = _direction(segment)
    if move is not None:
        return _growth(base, move)
    if habit.grew and Role.BY in roles(segment.lead[-1:]):
        return _growth(base, habit.sign)
    if said & set(_BASES):
        return _growth(base, 1)
    quoted = habit.grew and said & {Role.A_YEAR_EARLIER, Role.A_MONTH_EARLIER}
    return _growth(base, 1) if quoted else Frame(Kind.LEVEL, base)


def _growth(base: Role, sign: int) -> Frame | Refusal:
    if base is Role.SINCE_YEAR_END or base is Role.THAN:
        return Refusal("compared with something else than the year or month before")
    return Frame(Kind.GROWTH, base, sign)


def _rate(base: Role, noun: Role) -> Frame | Refusal:
    """A number that is called a rate of growth, or of fall."""
    growth = _growth(base, -1 if noun is Role.RATE_OF_FALL else 1)
    return replace(growth, rate=noun) if isinstance(growth, Frame) else growth


def _moves(lead: Sequence[Token]) -> list[Role]:
    """The words that move a number, in order; a final TO tells where it ended (回落至, not 转为增长)."""
    return [t.role for t in lead if isinstance(t, Word) and t.role in (*_MOVES, Role.TO)]


def _ended_at(segment: Segment, moved: Sequence[Role], base: Role, habit: Habit) -> Frame | Refusal:
    """A growth rate (growth slowed to 3.7 percent) or a level (产能利用率升至75.6%) that was arrived at."""
    verbs = [role for role in moved if role in _MOVES]
    if verbs:
        return _growth(base, _MOVES[verbs[-1]])
    named = any(isinstance(token, Name) for token in segment.lead)
    return _rate(base, habit.rate) if habit.rate and not named else Frame(Kind.LEVEL, base)


def _direction(segment: Segment) -> int | None:
    """The sign of the verb nearest to the number; None without one."""
    for tokens in (reversed(segment.lead), iter(segment.trail)):
        for token in tokens:
            if isinstance(token, Word) and token.role in _MOVES:
                return _MOVES[token.role]
    return None


def _amount(said: frozenset[Role], base: Role) -> Frame | Refusal:
    if base is Role.SINCE_YEAR_END and Role.UP in said and Role.TO not in said:
        return Frame(Kind.ADDITION, base)
    if said & {Role.UP, Role.DOWN} and Role.TO not in said:
        return Refusal("an increase or decrease by an amount, not a level")
    if said & {Role.RATE, Role.RATE_OF_FALL}:
        return Refusal("a growth rate without a percent sign")
    return Frame(Kind.SHARE if Role.SHARE in said else Kind.LEVEL, base)


_BOUNDS = {
    Role.MORE: Comparator.MORE,
    Role.ABOVE: Comparator.MORE,
    Role.AT_LEAST: Comparator.AT_LEAST,
    Role.LESS: Comparator.LESS,
    Role.BELOW: Comparator.LESS,
    Role.AT_MOST: Comparator.AT_MOST,
    Role.ABOUT: Comparator.ABOUT,
}
_DISTANCES = frozenset({Role.ABOVE, Role.BELOW})
_MIRRORED = {
    Comparator.MORE: Comparator.LESS,
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.LESS: Comparator.MORE,
    Comparator.AT_MOST: Comparator.AT_LEAST,
}


def comparator_of(segment: Segment, *, more: bool, in_points: bool) -> Comparator:
    """How the words next to a number bound the true value.

    ``more`` is said by the number itself (318万多).  With a figure ``in_points`` 高于 tells a distance.
    """
    near = (*reversed(segment.lead[-3:]), *segment.trail[:2])
    said = (token.role for token in near if isinstance(token, Word) and token.role in _BOUNDS)
    bounds = (_BOUNDS[role] for role in said if not (in_points and role in _DISTANCES))
    return next(bounds, Comparator.MORE if more else Comparator.EQUAL)


def mirrored(bound: Comparator) -> Comparator:
    """The bound of a negative value: a fall of more than 5 percent is a growth of less than -5."""
    return _MIRRORED.get(bound, bound)
