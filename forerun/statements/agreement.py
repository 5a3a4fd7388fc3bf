"""How a number that was said stands to a published one: pure rules of rounding, bounds and powers of ten."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from forerun.documents.statement import Statement
from forerun.ledger.precision import IN_TENTHS, half_unit
from forerun.types import Comparator, Measure, Observation

ROUND_SHARE, NEAR_SHARE, FAR_SHARE = 0.02, 0.05, 0.1
"""How far from a number "about" may lie, as a share of it: without and with the remark that it is loose, and
that of a number of one digit."""
_CUT_SHARE, _LAST_SHARE = 0.08, 0.01  # within which an amount may be cut, or off by one in its last digit
_NO_CHANGE = 50.0  # of a diffusion index
_THREE_DIGITS = 100
_SLACK = 1 + 1e-9
_EMPTY = 8.0  # times a bound beyond which it says nothing
_LOST: tuple[int, ...] = (*range(2, 9), *range(-2, -9, -1))
_POWERS = (1, -1, 2, -2, 3, -3, 4, -4, 8, -8)


class Agreement(IntEnum):
    """From best to worst."""

    EXACT = 0  # agrees to the digits said, or lies just behind the bound said
    LOOSE = 1  # the bound holds, but far from the figure
    NEAR = 2  # cut, rounded beyond its digits, or just on the wrong side of the bound
    OPEN = 3  # only a bound is published, which does not decide
    OFF = 4  # says otherwise

    @property
    def holds(self) -> bool:
        """Whether what was said is true."""
        return self <= Agreement.LOOSE


@dataclass(frozen=True, slots=True)
class Said:
    """A number that was said: ``resolution`` is the size of its last digit, in the same unit."""

    value: float
    comparator: Comparator
    resolution: float

    @classmethod
    def of(cls, statement: Statement) -> Said | None:
        """The number of a statement; None for one without."""
        if statement.value is None:
            return None
        return cls(statement.value, statement.comparator, statement.resolution or abs(statement.value) / 100)

    def times(self, power: int) -> Said:
        """The number with its decimal point moved."""
        factor = 10.0**power
        return Said(float(f"{self.value * factor:.12g}"), self.comparator, self.resolution * factor)

    @property
    def negated(self) -> Said:
        """The number with the other sign, its bound turned."""
        mirrored = {
            Comparator.MORE: Comparator.LESS,
            Comparator.AT_LEAST: Comparator.AT_MOST,
            Comparator.LESS: Comparator.MORE,
            Comparator.AT_MOST: Comparator.AT_LEAST,
        }
        return Said(-self.value, mirrored.get(self.comparator, self.comparator), self.resolution)


def compare(said: Said, row: Observation) -> Agreement:
    """How a number agrees with a published row of the same series, period, measure and unit."""
    if row.comparator.is_bound:
        return _against_bound(said, row)
    exact = half_unit(row) * _SLACK
    if said.comparator.is_floor:
        return _beyond(row.value - said.value, said, exact, is_line=_is_line(said, row))
    if said.comparator.is_ceiling:
        return _beyond(said.value - row.value, said, exact, is_line=_is_line(said, row))
    gap = abs(row.value - said.value)
    if said.comparator is Comparator.ABOUT:
        return _about(gap, said, exact, is_rate=row.unit in IN_TENTHS)
    found = _rate(gap, said, exact) if _is_rate(row) else _amount(gap, said, exact)
    is_loose = row.comparator is Comparator.ABOUT and gap <= ROUND_SHARE * abs(row.value)
    return min(found, Agreement.NEAR) if is_loose else found


def _is_rate(row: Observation) -> bool:
    """Whether it is published to a tenth, and meant to it: growth, points, a diffusion index; no share."""
    return row.unit in IN_TENTHS and (row.unit != "percent" or row.measure.is_growth)


def _is_line(said: Said, row: Observation) -> bool:
    """Whether a bound is the line whose side is the claim: 50 of an index, no growth."""
    return _is_rate(row) and said.value == (_NO_CHANGE if row.measure is Measure.INDEX else 0.0)


def _rate(gap: float, said: Said, exact: float) -> Agreement:
    """To round a rate beyond its tenth is imprecise, and so are more digits than were published."""
    if gap <= exact:
        is_finer = gap > 0 and said.resolution * _SLACK < exact
        return Agreement.NEAR if is_finer and gap > said.resolution / 2 else Agreement.EXACT
    return Agreement.NEAR if gap <= said.resolution / 2 * _SLACK else Agreement.OFF


def _amount(gap: float, said: Said, exact: float) -> Agreement:
    """Other numbers may be rounded; cut, or off by one in the last of many digits, they are imprecise."""
    rounded = min(said.resolution / 2, ROUND_SHARE * abs(said.value)) * _SLACK
    if gap <= max(exact, rounded):
        return Agreement.EXACT
    share = _CUT_SHARE if said.resolution > 2 * exact else _LAST_SHARE
    return Agreement.NEAR if gap <= min(said.resolution, share * abs(said.value)) * _SLACK else Agreement.OFF


def _about(gap: float, said: Said, exact: float, *, is_rate: bool) -> Agreement:
    size = abs(said.value)
    half = said.resolution / 2 if is_rate else min(said.resolution / 2, NEAR_SHARE * size)
    if gap <= max(exact, half, ROUND_SHARE * size) * _SLACK:
        return Agreement.EXACT
    last = said.resolution if is_rate else min(said.resolution, FAR_SHARE * size)
    return Agreement.NEAR if gap <= max(last, NEAR_SHARE * size) * _SLACK else Agreement.OFF


def _beyond(margin: float, said: Said, exact: float, *, is_line: bool) -> Agreement:
    """A bound: ``margin`` is how far the figure lies on its right side, negative on the wrong one."""
    strict = said.comparator in (Comparator.MORE, Comparator.LESS)
    if margin > exact or (margin >= -exact and not strict):
        return Agreement.EXACT if margin <= _tight(said) * _SLACK else Agreement.LOOSE
    short = 0.0 if is_line else min(said.resolution / 2, ROUND_SHARE * abs(said.value)) * _SLACK
    short = max(exact, short)
    return Agreement.NEAR if margin >= -short else Agreement.OFF


def _tight(said: Said) -> float:
    """How far beyond a bound the figure may lie that a speaker had in mind: 318 of 318.9, 230 of 238."""
    is_fine = abs(said.value) >= _THREE_DIGITS * said.resolution
    return said.resolution if is_fine else max(said.resolution, NEAR_SHARE * abs(said.value))


def _against_bound(said: Said, row: Observation) -> Agreement:
    """Only one side is published, on which the true value lies."""
    sign = 1 if row.comparator.is_floor else -1
    margin = sign * (said.value - row.value)
    same_side = said.comparator.is_floor if sign > 0 else said.comparator.is_ceiling
    if same_side and margin <= 0:
        return Agreement.EXACT if margin == 0 else Agreement.LOOSE
    if margin == 0 and not said.comparator.is_bound:
        return Agreement.EXACT if said.comparator is Comparator.ABOUT else Agreement.NEAR
    if margin > 0 or (said.comparator is Comparator.ABOUT and -margin <= ROUND_SHARE * abs(row.value)):
        return Agreement.OPEN
    return Agreement.OFF if not said.comparator.is_bound or not same_side else Agreement.OPEN


def power_of_ten(said: Said, row: Observation) -> int:
    """By how many digits the decimal point of what was said is off; 0 when no shift makes it agree."""
    if row.comparator.is_bound or not said.value:
        return 0
    found = (power for power in _POWERS if compare(said.times(power), row) is Agreement.EXACT)
    return next(found, 0)


def lost_unit(said: Said, row: Observation) -> int:
    """By how many digits a bound was moved that holds only because its unit was lost; 0 when it was not."""
    for power in _LOST:
        moved = said.times(power)
        if compare(moved, row).holds and abs(row.value - moved.value) <= FAR_SHARE * abs(moved.value):
            return power
    return 0


def is_empty(said: Said, row: Observation) -> bool:
    """Whether a bound says nothing: the amount is many times as much (or as little)."""
    return said.comparator.is_bound and is_many_times(said, row)


def is_many_times(said: Said, row: Observation) -> bool:
    """Whether an amount is so many times the number (or the number it) that another thing is meant."""
    if "percent" in row.unit or not said.value or not row.value:
        return False
    ratio = abs(row.value / said.value)
    return max(ratio, 1 / ratio) > _EMPTY


def power_within(said: Said, low: float, high: float) -> int:
    """By how many digits the decimal point must be moved for the number to lie between two others.

    0 when it lies there as it is, when no move brings it there, or when several do.
    """
    fits = [power for power in (0, *_POWERS) if low <= said.times(power).value <= high]
    return fits[0] if len(fits) == 1 else 0
