"""Which figures are forecast on a day: the next months, the quarters of the running year, ends of years."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from forerun.errors import InputError
from forerun.outlook.records import Aim
from forerun.outlook.target import Aggregate, measure_identity, of_month, quarter, year_end
from forerun.outlook.vintage import Vintage
from forerun.periods import Frequency, Period

FARTHEST = 12
"""Months to the end of the farthest year that is forecast."""


@dataclass(frozen=True, slots=True)
class Aimed:
    """A figure to forecast on a day, and how it follows from the months to come."""

    aim: Aim
    horizon: int
    period: Period
    aggregate: Aggregate


def aims_of(vintage: Vintage, months: int) -> tuple[Aimed, ...]:
    """The next months, the quarters of the running year, ends of years at most twelve months away.

    A quarter or year that cannot be averaged is left out; :func:`left_out` says why of years.

    Raises:
        InputError: nothing was published yet.
    """
    nearest = [
        Aimed(Aim.MONTH, number + 1, month, of_month(month))
        for number, month in enumerate(vintage.ahead[:months])
    ]
    return (*nearest, *_quarters(vintage), *_years(vintage))


def _quarters(vintage: Vintage) -> list[Aimed]:
    """Quarters with figures to come of the year of the next figure."""
    ahead, found = vintage.ahead, []
    for number in range(1, 5):
        period = Period(Frequency.QUARTER, ahead[0].year, number)
        if period.last_month >= ahead[0]:
            with suppress(InputError):
                horizon = ahead.index(period.last_month) + 1
                found.append(Aimed(Aim.QUARTER, horizon, period, quarter(vintage, period)))
    return found


def _years(vintage: Vintage) -> list[Aimed]:
    identity, origin = measure_identity(vintage), vintage.months[-1]
    years = []
    for december in _decembers(vintage):
        with suppress(InputError):
            aggregate = year_end(vintage, december.year, identity)
            horizon = max(december.ordinal - origin.ordinal, 0)
            years.append(Aimed(Aim.YEAR, horizon, december, aggregate))
    return [each for each in years if each.aggregate.weights]


def _decembers(vintage: Vintage) -> list[Period]:
    """Ends of years from that of the next figure on, at most :data:`FARTHEST` months away."""
    origin = vintage.months[-1]
    years = range(vintage.ahead[0].year, origin.shift(FARTHEST + 1).year + 1)
    ends = [Period(Frequency.MONTH, year, 12) for year in years]
    return [each for each in ends if each.ordinal - origin.ordinal <= FARTHEST]


def left_out(vintage: Vintage) -> tuple[str, ...]:
    """Why years at most twelve months away cannot be forecast."""
    reasons = []
    for december in _decembers(vintage):
        try:
            year_end(vintage, december.year)
        except InputError as refused:
            reasons.append(str(refused))
    return tuple(reasons)
