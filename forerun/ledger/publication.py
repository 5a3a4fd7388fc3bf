"""When figures come out: days from the release calendar, else the usual lag after the end of the period."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from forerun.catalog.model import Catalog, Lag, ReleaseDay
from forerun.periods import Frequency, Period
from forerun.types import Basis, Measure, Series

TOGETHER = "January-February together"
"""The case of ``lags.csv`` for a release that tells January only with February."""
NO_LAG_KNOWN = {Frequency.MONTH: 45, Frequency.QUARTER: 45, Frequency.HALF: 60, Frequency.YEAR: 90}
"""Days allowed to a release of which neither a day nor a lag is known: rather late than a look ahead."""
_OF_ONE_MONTH = frozenset({Measure.YOY, Measure.MOM, Measure.LEVEL})


@dataclass(frozen=True, slots=True)
class Outlook:
    """The day on which a release is due, or, when it is late, by which it was expected at the latest."""

    day: date
    estimated: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class ReleaseCalendar:
    """The catalog's release days and lags, indexed by release."""

    days: dict[str, dict[date, ReleaseDay]]
    lags: dict[str, dict[str, Lag]]

    @classmethod
    def of(cls, catalog: Catalog) -> ReleaseCalendar:
        """Index a catalog's calendar.

        Of several days for one period of a release the first counts: what comes later revises.
        """
        days: dict[str, dict[date, ReleaseDay]] = defaultdict(dict)
        for day in sorted(catalog.release_days, key=lambda each: each.published, reverse=True):
            days[day.release][day.period.end] = day
        lags: dict[str, dict[str, Lag]] = defaultdict(dict)
        for lag in catalog.lags:
            lags[lag.release][lag.case] = lag
        return cls(dict(days), dict(lags))

    def day(self, release: str, period: Period) -> ReleaseDay | None:
        """The calendar's day for a release about ``period`` or about any period that ends with it."""
        return self.days.get(release, {}).get(self.told_in(release, period).end)

    def publication(self, series: Series, period: Period) -> tuple[date, Basis]:
        """The day on which a series' figure for ``period`` came out, and how that is known."""
        day = self.day(series.release, period)
        if day is not None:
            return day.published, Basis.CALENDAR
        told = self.told_in(series.release, period)
        lag = self._lag(series.release, told)
        wait = lag.median_days if lag else NO_LAG_KNOWN[told.frequency]
        return told.end + timedelta(days=round(wait)), Basis.ESTIMATED

    def outlook(self, release: str, period: Period, as_of: date) -> Outlook:
        """When a release that had not come out by ``as_of`` was to be expected, as that could be known then.

        That is the day announced ahead, else one estimated by the lags of the release days up to ``as_of``,
        of like periods where there are any; a release never seen by then takes the profile's lags.
        """
        day = self.day(release, period)
        if day is not None and day.scheduled:
            return Outlook(day.published, estimated=False, is_late=day.published <= as_of)
        told = self.told_in(release, period)
        usual, longest = (told.end + timedelta(days=wait) for wait in self._waits(release, told, as_of))
        if longest < as_of:
            return Outlook(longest, estimated=True, is_late=True)
        return Outlook(max(usual, as_of + timedelta(days=1)), estimated=True, is_late=False)

    def _waits(self, release: str, told: Period, as_of: date) -> tuple[int, int]:
        """Usual and longest days from the end of a period to its release."""
        seen = [day for day in self.days.get(release, {}).values() if day.published <= as_of]
        like = [day for day in seen if self._case(release, day.period) == self._case(release, told)] or seen
        if like:
            waits = [(day.published - day.period.end).days for day in like]
            return round(statistics.median(waits)), max(waits)
        lag = self._lag(release, told)
        blind = NO_LAG_KNOWN[told.frequency]
        return (round(lag.median_days), lag.max_days) if lag else (blind, blind)

    def told_in(self, release: str, period: Period) -> Period:
        """The period whose release tells ``period``: February where January has no release of its own."""
        if period.frequency is Frequency.MONTH and period.index == 1 and self._skips_january(release, period):
            return period.shift(1)
        return period

    def tells_in_sum(self, series: Series, period: Period, measure: Measure) -> bool:
        """Whether the period is January or February of a flow whose release tells only their sum."""
        if measure not in _OF_ONE_MONTH or not (series.flow or measure.is_growth):
            return False
        if period.frequency is not Frequency.MONTH or period.index > 2:
            return False
        january = Period(Frequency.MONTH, period.year, 1)
        return self.told_in(series.release, january) != january

    def _skips_january(self, release: str, january: Period) -> bool:
        days = self.days.get(release, {})
        if january.end in days:
            return False
        months = [end.month for end in days]
        return TOGETHER in self.lags.get(release, {}) or (months.count(2) > 1 and 1 not in months)

    def _lag(self, release: str, period: Period) -> Lag | None:
        lags = self.lags.get(release, {})
        return next((lags[case] for case in _cases(period) if case in lags), None)

    def _case(self, release: str, period: Period) -> str:
        lag = self._lag(release, period)
        return lag.case if lag else ""


def _cases(period: Period) -> list[str]:
    """Names under which ``lags.csv`` may hold the lag of a period, the most fitting first."""
    month = period.last_month.index
    cases = []
    if period.frequency is not Frequency.MONTH:
        cases.append("fourth quarter" if period.is_year_end else "first to third quarter")
    if month == 12:
        cases.append("December")
    if month == 2:
        cases += [TOGETHER, "February"]
    if month % 3 == 0:
        cases.append("quarter-end month")
    return [*cases, "other months", "all", "upper bounds only"]


def why_missing(
    calendar: ReleaseCalendar, series: Series, period: Period | None, measure: Measure, as_of: date
) -> str:
    """Why a snapshot holds no figure, in words and without a full stop."""
    if measure not in series.units:
        return f"the catalog has no {measure} of this series"
    if period is None:
        return f"no figure by {as_of}"
    if calendar.tells_in_sum(series, period, measure):
        return "January and February are published together"
    if period.frequency is not series.frequency:
        return f"no figure by {as_of}"
    day = calendar.day(series.release, period)
    if day is not None and day.published <= as_of:
        return f"released {day.published}, but the ledger holds no figure"
    outlook = calendar.outlook(series.release, period, as_of)
    if outlook.is_late:
        return f"no figure by {as_of}; expected by {outlook.day}"
    about = "about " if outlook.estimated else ""
    return f"not published by {as_of}; due {about}{outlook.day}"
