"""Forecasts as they would have been made at past month-ends, held against what came.

Each origin sees only what was published by it; outcomes are the first published figures.  Horizons of
months count figures not yet published on the day, so that one figure ahead is always the next to come out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from forerun.errors import InputError
from forerun.outlook.benchmarks import Forecaster
from forerun.outlook.came import Came
from forerun.outlook.predictive import Predictive
from forerun.outlook.realtime import RealTime
from forerun.outlook.records import Aim, Record, calibrate
from forerun.outlook.scoreboard import Rules, ScoreRow, score, without
from forerun.outlook.spec import ExceptionalMonths, OutlookSpec
from forerun.outlook.target import Aggregate, distribution, measure_identity, of_month, quarter, year_end
from forerun.outlook.vintage import Vintage
from forerun.periods import Frequency, Period

Progress = Callable[[int, int], None]
"""Told how many of all are done."""
FARTHEST = 12
"""Months to the end of the farthest year that is forecast."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A forecast that was not made, and why."""

    origin: date
    forecaster: str
    reason: str


@dataclass(frozen=True, slots=True)
class Backtest:
    """The track record of several forecasters of one target.

    ``table`` scores all records, ``calm`` those without the exceptional months.  ``latest`` tells whether
    outcomes are the latest figures instead of the first published ones.
    """

    target: str
    first: date
    last: date
    latest: bool
    records: tuple[Record, ...]
    failures: tuple[Failure, ...]
    table: tuple[ScoreRow, ...]
    calm: tuple[ScoreRow, ...]
    exceptional: tuple[ExceptionalMonths, ...]


def month_ends(first: Period, last: Period) -> tuple[date, ...]:
    """Last days of the months from one to another."""
    return tuple(first.shift(step).end for step in range(last.ordinal - first.ordinal + 1))


def backtest(
    real_time: RealTime,
    spec: OutlookSpec,
    forecasters: Sequence[Forecaster[Any]],
    days: Sequence[date],
    *,
    latest: bool = False,
    progress: Progress | None = None,
) -> Backtest:
    """Forecast on every day and score it.

    Args:
        real_time: all rows up to some day; outcomes after that day have not come.
        spec: what is scored, and which forecasters are benchmarks.
        forecasters: in the order of the table; each may carry a state from day to day.
        days: origins, ascending.
        latest: hold forecasts against the latest figures instead of the first published ones.
        progress: told after every day how many of all are done.

    Raises:
        InputError: no days, or one that ``real_time`` does not reach.
    """
    if not days:
        raise InputError("no day to forecast on", advice="Choose a longer span")
    came = Came.of(real_time, latest=latest)
    states: dict[str, Any] = {}
    records: list[Record] = []
    failures: list[Failure] = []
    for done, day in enumerate(days, start=1):
        vintage = real_time.vintage(day)
        aims: tuple[Aimed, ...] | None = None
        for forecaster in forecasters:
            try:
                aims = aims if aims is not None else aims_of(vintage, spec.months)
                predictive, state = forecaster.forecast(vintage, states.get(forecaster.name))
                made = [_record(day, aim, forecaster.name, predictive) for aim in aims]
            except InputError as refused:
                failures.append(Failure(day, forecaster.name, str(refused)))
                continue
            states[forecaster.name] = state
            records += [came.beside(each) for each in made]
        if progress is not None:
            progress(done, len(days))
    held = calibrate(records)
    rules = Rules(spec.levels, spec.benchmarks, spec.target.joint)
    return Backtest(
        target=spec.target.series.id,
        first=days[0],
        last=days[-1],
        latest=latest,
        records=held,
        failures=tuple(failures),
        table=score(held, rules),
        calm=score(without(held, spec.exceptional), rules) if spec.exceptional else (),
        exceptional=spec.exceptional,
    )


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


def _record(origin: date, aimed: Aimed, name: str, predictive: Predictive) -> Record:
    figure = distribution(aimed.aggregate, predictive)
    return Record(origin, aimed.aim, aimed.horizon, aimed.period, name, figure.mean, figure.sd, figure.sd)
