"""What a result leaves out and why: nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Reasons for leaving something out."""

    EMPTY = "empty"  # a place, activity or series that counts nothing
    UNNAMED = "unnamed"  # a row without a name or year
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"  # a count or value below zero
    ZERO = "zero"  # a cost of zero, which has no logarithm
    REPEATED = "repeated"  # a row that says the same as one before it
    CONTRADICTED = "contradicted"  # rows of one key with different values
    SMALL = "small"  # below the size that the filter asks for
    NO_ADVANTAGE = "no_advantage"  # a place or product without any revealed comparative advantage
    SHORT = "short"  # too few periods
    IRREGULAR = "irregular"  # periods with gaps
    RISING = "rising"  # a cost that does not fall
    FALLING = "falling"  # a path of diffusion that has fallen
    CONSTANT = "constant"  # a path, or changes, that do not vary
    ABOVE_CEILING = "above_ceiling"  # a path above the highest ceiling that is possible
    BREAK = "break"  # a break of coverage
    UNMATCHED = "unmatched"  # no counterpart in the other classification
    LATER = "later"  # after the day whose knowledge is asked for
    OVERLAPPING = "overlapping"  # what other rows of the same table say already
    UNCONNECTED = "unconnected"  # shares no activity with the rest
    UNCHOSEN = "unchosen"  # not among the names asked for
    TOO_FEW = "too_few"  # a year with too few places or activities to compare
    CUT = "cut"  # a text longer than what is read of one
    LANGUAGE = "language"  # a text in neither English nor Chinese letters


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing left out: its name, why, and where it stood (line, year), when that is known.

    ``count`` is above one where a single entry stands for many things, such as all rows of a year.
    """

    what: str
    why: Why
    where: str = ""
    count: int = 1


def counted(left_out: Iterable[LeftOut]) -> dict[Why, int]:
    """How many things were left out for each reason."""
    found: dict[Why, int] = {}
    for each in left_out:
        found[each.why] = found.get(each.why, 0) + each.count
    return found
