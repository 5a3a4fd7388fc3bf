"""Regressors of moving holidays: the share of a window of days that falls into each month or quarter.

A holiday that moves in the calendar (Chinese New Year, Easter, Eid) shifts activity between months by an
amount that depends on its date.  The regressor of a window is the share of the window's days in a period,
less the long-run mean of that share for the same month of the year, so that its mean effect belongs to the
seasonal factors and only the deviation to the holiday.

Methods: Bell & Hillmer (1983), Journal of the American Statistical Association 78; Findley, Monsell, Bell,
Otto & Chen (1998), Journal of Business & Economic Statistics 16, on before, during and after; Monsell (2007),
"The X-13A-S seasonal adjustment program" on centring by long-run monthly means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from forerun.errors import SpecError
from forerun.periods import Period

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """Days relative to a holiday's date, from ``first`` to ``last``, both included; the date itself is 0."""

    name: str
    first: int
    last: int

    @property
    def days(self) -> int:
        """Length in days."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Windows:
    """Lengths in days of the windows before a holiday, from its date on, and after these; 0 for none.

    Raises:
        SpecError: a length is negative or all are zero.
    """

    before: int = 0
    during: int = 0
    after: int = 0

    def __post_init__(self) -> None:
        lengths = (self.before, self.during, self.after)
        if min(lengths) < 0 or not any(lengths):
            raise SpecError(f"{self} is no set of windows", advice="Give lengths in days, such as 7/7/10")

    def __str__(self) -> str:
        return f"{self.before}/{self.during}/{self.after}"

    @property
    def parts(self) -> tuple[Window, ...]:
        """The windows that have a length."""
        every = (
            Window("before", -self.before, -1),
            Window("during", 0, self.during - 1),
            Window("after", self.during, self.during + self.after - 1),
        )
        return tuple(window for window in every if window.days > 0)


def shares(periods: Sequence[Period], dates: Sequence[date], window: Window) -> Floats:
    """Share of the days of a window that fall into each period, summed over the holiday's dates.

    Args:
        periods: months or quarters, ascending without gaps, length T.
        dates: every date of the holiday that may touch the periods; a year may have several or none.
        window: days relative to each date.

    Returns:
        Shape (T,); a date whose window lies within one period gives it 1.
    """
    return _shares(
        dates,
        window,
        periods[0].frequency.per_year,
        range(periods[0].ordinal, periods[0].ordinal + len(periods)),
    )


def long_run_means(dates: Sequence[date], window: Window, per_year: int) -> Floats:
    """Mean share of the window by month (or quarter) of the year, over all years that have their dates.

    Args:
        dates: every known date of the holiday, ascending; the mean runs over the years of the first to the
            last.
        window: days relative to each date.
        per_year: 12 or 4.

    Returns:
        Shape (per_year,).
    """
    years = _years(dates)
    span = range(years.start * per_year, years.stop * per_year)
    means: Floats = _shares(dates, window, per_year, span).reshape(len(years), per_year).mean(axis=0)
    return means


def regressor(periods: Sequence[Period], dates: Sequence[date], window: Window) -> Floats:
    """Shares of the window in each period less their long-run means.

    Args:
        periods: months or quarters, ascending without gaps, length T.
        dates: every known date of the holiday, ascending.
        window: days relative to each date.

    Returns:
        Shape (T,).

    Raises:
        SpecError: periods lie outside the years whose dates are known.
    """
    years = _years(dates)
    if periods[0].year < years[0] or periods[-1].year > years[-1]:
        raise SpecError(
            f"{periods[0]} to {periods[-1]} goes beyond the known dates of {years[0]} to {years[-1]}",
            where="holiday",
            advice="Add the dates to holiday_dates.csv of the profile or choose a shorter span",
        )
    per_year = periods[0].frequency.per_year
    means = long_run_means(dates, window, per_year)
    centre: Floats = means[[period.index - 1 for period in periods]]
    return shares(periods, dates, window) - centre


def _years(dates: Sequence[date]) -> range:
    if not dates:
        raise SpecError("the holiday has no dates", advice="Add them to holiday_dates.csv of the profile")
    return range(dates[0].year, dates[-1].year + 1)


def _shares(dates: Sequence[date], window: Window, per_year: int, span: range) -> Floats:
    """Shares in the periods whose ordinals are ``span``."""
    offsets = np.arange(window.first, window.last + 1)
    days = np.array(dates, dtype="datetime64[D]")[:, None] + offsets[None, :]
    months = days.astype("datetime64[M]").astype(np.int64).ravel() + 1970 * 12
    position = months // (12 // per_year) - span.start
    inside = position[(position >= 0) & (position < len(span))]
    share: Floats = np.bincount(inside, minlength=len(span)) / window.days
    return share
