"""What came: the figure that a forecast is held against, and the day it was known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from forerun.outlook.realtime import Outcomes, RealTime
from forerun.outlook.records import Aim, Record
from forerun.outlook.target import share
from forerun.outlook.vintage import has_figure
from forerun.periods import Period


@dataclass(frozen=True, slots=True)
class Came:
    """Published figures of months and of the year to date, first ones or latest ones."""

    months: Outcomes
    to_date: Outcomes
    joint_months: int

    @classmethod
    def of(cls, real_time: RealTime, *, latest: bool) -> Came:
        """What had come by the last day that ``real_time`` reaches."""
        return cls(*real_time.outcomes(latest=latest), real_time.joint_months)

    def figure(self, aim: Aim, period: Period) -> tuple[float, date] | None:
        """The figure in percent and the day it was known; None while it has not come.

        A quarter is the average of its months, known with the last of them.
        """
        match aim:
            case Aim.MONTH:
                return self.months.of(period)
            case Aim.QUARTER:
                return self._quarter(period)
            case Aim.YEAR:
                return self.to_date.of(period)

    def beside(self, record: Record) -> Record:
        """The record with its outcome."""
        actual, known = self.figure(record.aim, record.period) or (None, None)
        return replace(record, actual=actual, known=known)

    def _quarter(self, period: Period) -> tuple[float, date] | None:
        months = [period.last_month.shift(-back) for back in (2, 1, 0)]
        own = [month for month in months if has_figure(month, self.joint_months)]
        found = [self.months.of(month) for month in own]
        known = [each for each in found if each is not None]
        if len(known) < len(own):
            return None
        average = sum(
            share(month, self.joint_months) * value for month, (value, _) in zip(own, known, strict=True)
        )
        return average / 3, max(day for _, day in known)
