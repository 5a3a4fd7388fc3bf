"""What the outlook of one day consists of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forerun.outlook.records import Aim, Choice, Failure
from forerun.outlook.scoreboard import ScoreRow
from forerun.periods import Period
from forerun.types import Figure, Interval, Measure, Names, Series, Target


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one forecaster says of a figure; ``value`` in percent, ``sd`` in percentage points, calibrated.

    ``sd_parameters`` is what the estimation of the parameters alone would make of it, in percentage points,
    where that was simulated: past errors, and so ``sd``, contain it.  ``chosen`` marks the one to go by,
    ``benchmark`` those that models have to beat.
    """

    model: str
    value: float
    sd: float
    intervals: tuple[Interval, ...]
    benchmark: bool
    chosen: bool
    sd_parameters: float | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """One figure to come: every forecaster's estimate, who was chosen and why."""

    period: Period
    measure: Measure
    aim: Aim
    horizon: int
    estimates: tuple[Estimate, ...]
    choice: Choice
    reason: Names

    @property
    def chosen(self) -> Estimate:
        """The estimate to go by."""
        return next(each for each in self.estimates if each.chosen)


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of a plan's number, by the forecaster chosen for the end of its period.

    ``probability`` is None where there is none, ``reason`` says why or how it was found; ``needed`` is the
    growth that the rest of the target period needs.
    """

    target: Target
    probability: float | None
    needed: Figure
    reason: Names


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader must know of how a forecaster was estimated, such as a fit that stalled."""

    forecaster: str
    text: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the target is going, as known on one day.

    Attributes:
        as_of: the day.
        ledger: hash of what was visible.
        target: the series.
        latest: its last monthly figure.
        to_date: its last year to date.
        months: the next figures, one by one.
        quarters: quarters of the running year that are not complete.
        years: ends of years at most twelve months away, the running one first.
        course: growth of the year to date at every month to come of the running year, by the forecaster
            chosen for its end; the last is the first of ``years``.
        chances: plan targets on the series.
        track: scores of past forecasts whose outcome was published by the day.
        calm: the same without exceptional months.
        failures: forecasters that could not forecast on the day, and why; without a name: a year that cannot
            be averaged from its months.
        remarks: of the estimation of the models on the day.
    """

    as_of: date
    ledger: str
    target: Series
    latest: Figure
    to_date: Figure
    months: tuple[Forecast, ...]
    quarters: tuple[Forecast, ...]
    years: tuple[Forecast, ...]
    course: tuple[Forecast, ...]
    chances: tuple[Chance, ...]
    track: tuple[ScoreRow, ...]
    calm: tuple[ScoreRow, ...]
    failures: tuple[Failure, ...]
    remarks: tuple[Remark, ...] = ()
