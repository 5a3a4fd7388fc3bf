"""Statistical periods: months, quarters, halves and years.

A year-to-date figure is written at its last month (``2023-09`` with measure ``ytd_yoy`` covers January
to September), as official releases print it.  January and February, which China publishes together,
are therefore ``2023-02`` with a year-to-date measure.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, total_ordering

from forerun.errors import InputError


class Frequency(StrEnum):
    """How often a figure is published."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def per_year(self) -> int:
        """Number of periods in a year."""
        return _PER_YEAR[self]


_PER_YEAR = {Frequency.MONTH: 12, Frequency.QUARTER: 4, Frequency.HALF: 2, Frequency.YEAR: 1}
_PATTERN = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])))?\Z")


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period: ``index`` counts from 1 within ``year``.

    Periods are ordered by their end, those that end together with the longest first.
    """

    frequency: Frequency
    year: int
    index: int = 1

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2023``, ``2023-09``, ``2023-Q3`` or ``2023-H1``.

        Raises:
            InputError: the text is none of these.
        """
        return _parse(text)

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, (self.index - 1) * self._months + 1, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return _last_day(self.year, self.index * self._months)

    @property
    def last_month(self) -> Period:
        """The month in which the period ends."""
        return Period(Frequency.MONTH, self.year, self.index * self._months)

    @property
    def ordinal(self) -> int:
        """Position on the time axis of its frequency; differences count periods."""
        return self.year * self.frequency.per_year + self.index - 1

    @property
    def is_year_end(self) -> bool:
        """Whether the period is the last one of its year."""
        return self.index == self.frequency.per_year

    def shift(self, steps: int) -> Period:
        """The period ``steps`` later (earlier when negative) at the same frequency."""
        year, index = divmod(self.ordinal + steps, self.frequency.per_year)
        return Period(self.frequency, year, index + 1)

    def year_before(self) -> Period:
        """The same period of the year before."""
        return Period(self.frequency, self.year - 1, self.index)

    @property
    def year_end(self) -> Period:
        """The last period of the same year."""
        return Period(self.frequency, self.year, self.frequency.per_year)

    @property
    def _months(self) -> int:
        return 12 // self.frequency.per_year

    def __str__(self) -> str:
        if self.frequency is Frequency.MONTH:
            return f"{self.year:04d}-{self.index:02d}"
        letter = {Frequency.QUARTER: "-Q", Frequency.HALF: "-H"}.get(self.frequency)
        return f"{self.year:04d}{letter}{self.index}" if letter else f"{self.year:04d}"

    def __lt__(self, other: Period) -> bool:
        return (self.end, self.start) < (other.end, other.start)


@lru_cache(maxsize=4096)
def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    match = _PATTERN.match(text)
    if match is None:
        raise _not_a_period(text)
    year = int(match["year"])
    if not 1800 <= year <= 2200:
        raise _not_a_period(text)
    if match["quarter"]:
        return Period(Frequency.QUARTER, year, int(match["quarter"]))
    if match["half"]:
        return Period(Frequency.HALF, year, int(match["half"]))
    if match["month"] is None:
        return Period(Frequency.YEAR, year)
    if not 1 <= int(match["month"]) <= 12:
        raise _not_a_period(text)
    return Period(Frequency.MONTH, year, int(match["month"]))


def _not_a_period(text: str) -> InputError:
    return InputError(f"{text!r} is not a period", advice="Write 2023, 2023-09, 2023-Q3 or 2023-H1")


def month(year: int, index: int) -> Period:
    """Shorthand for a month."""
    return Period(Frequency.MONTH, year, index)


def span(period: Period, *, cumulative: bool) -> tuple[date, date]:
    """First and last day that a figure covers; a cumulative one starts on 1 January."""
    return (date(period.year, 1, 1) if cumulative else period.start, period.end)
