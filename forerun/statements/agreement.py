"""How a number that was said stands to a published one: pure rules of rounding, bounds and powers of ten."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from forerun.documents.statement import Statement
from forerun.ledger.precision import IN_TENTHS, half_unit
from forerun.types import Comparator, Observation

ROUND_SHARE, NEAR_SHARE = 0.02, 0.05
"""How far from a number "about" may lie, as a share of it: without and with the remark that it is loose."""
_THREE_DIGITS = 100
_SLACK = 1 + 1e-9
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
    if row.comparator is Comparator.ABOUT:
        exact = max(exact, ROUND_SHARE * abs(row.value))
    if said.comparator.is_floor:
        return _beyond(row.value - said.value, said, exact)
    if said.comparator.is_ceiling:
        return _beyond(said.value - row.value, said, exact)
    gap = abs(row.value - said.value)
    if said.comparator is Comparator.ABOUT:
        return _about(gap, said, exact)
    return _equal(gap, said, exact, is_rate=row.unit in IN_TENTHS)


def _equal(gap: float, said: Said, exact: float, *, is_rate: bool) -> Agreement:
    """A rate is published to a tenth: to round it further is imprecise; other numbers may be rounded."""
    rounded = min(said.resolution / 2, ROUND_SHARE * abs(said.value)) * _SLACK
    if gap <= exact or (gap <= rounded and not is_rate):
        return Agreement.EXACT
    coarser = said.resolution > 2 * exact
    return Agreement.NEAR if coarser and gap < said.resolution * _SLACK else Agreement.OFF


def _about(gap: float, said: Said, exact: float) -> Agreement:
    if gap <= max(exact, said.resolution / 2, ROUND_SHARE * abs(said.value)) * _SLACK:
        return Agreement.EXACT
    near = max(said.resolution, NEAR_SHARE * abs(said.value)) * _SLACK
    return Agreement.NEAR if gap <= near else Agreement.OFF


def _beyond(margin: float, said: Said, exact: float) -> Agreement:
    """A bound: ``margin`` is how far the figure lies on its right side, negative on the wrong one."""
    strict = said.comparator in (Comparator.MORE, Comparator.LESS)
    if margin > exact or (margin >= -exact and not strict):
        return Agreement.EXACT if margin <= _tight(said) * _SLACK else Agreement.LOOSE
    short = max(exact, min(said.resolution / 2, ROUND_SHARE * abs(said.value)) * _SLACK)
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


def power_within(said: Said, low: float, high: float) -> int:
    """By how many digits the decimal point must be moved for the number to lie between two others.

    0 when it lies there as it is, when no move brings it there, or when several do.
    """
    fits = [power for power in (0, *_POWERS) if low <= said.times(power).value <= high]
    return fits[0] if len(fits) == 1 else 0
