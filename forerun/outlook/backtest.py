"""Forecasts as they would have been made at past month-ends, held against what came.

Each origin sees only what was published by it; outcomes are the first published figures.  Horizons of
months count figures not yet published on the day, so that one figure ahead is always the next to come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from forerun.errors import InputError
from forerun.outlook.benchmarks import Forecaster
from forerun.outlook.predictive import Normal, Predictive
from forerun.outlook.realtime import Outcomes, RealTime
from forerun.outlook.records import Aim, Record, calibrate
from forerun.outlook.scoreboard import Rules, ScoreRow, score, without
from forerun.outlook.spec import ExceptionalMonths, OutlookSpec
from forerun.outlook.target import distribution, measure_identity, year_end
from forerun.outlook.vintage import Vintage
from forerun.periods import Frequency, Period

Progress = Callable[[int, int], None]
FIRST, LAST = Period(Frequency.MONTH, 2016, 1), Period(Frequency.MONTH, 2025, 12)
"""The usual span of origins."""


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
    outcomes = real_time.outcomes(latest=latest)
    states: dict[str, Any] = {}
    records: list[Record] = []
    failures: list[Failure] = []
    for done, day in enumerate(days, start=1):
        vintage = real_time.vintage(day)
        for forecaster in forecasters:
            try:
                predictive, state = forecaster.forecast(vintage, states.get(forecaster.name))
                made = list(_records(vintage, predictive, spec.months))
            except InputError as refused:
                failures.append(Failure(day, forecaster.name, str(refused)))
                continue
            states[forecaster.name] = state
            records += [_with_outcome(each, forecaster.name, outcomes) for each in made]
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


def _records(vintage: Vintage, predictive: Predictive, months: int) -> Iterator[Record]:
    """Forecasts of the next months, of the year end, and in December of that of the next year."""
    for number, month in enumerate(predictive.months[:months]):
        yield _record(vintage.as_of, Aim.MONTH, number + 1, month, predictive.month(number))
    identity = measure_identity(vintage)
    origin = vintage.months[-1]
    years = (origin.year, origin.year + 1) if origin.is_year_end else (origin.year,)
    for year in years:
        aggregate = year_end(vintage, year, identity)
        december = Period(Frequency.MONTH, year, 12)
        horizon = december.ordinal - origin.ordinal
        if aggregate.weights:
            yield _record(vintage.as_of, Aim.YEAR, horizon, december, distribution(aggregate, predictive))


def _record(origin: date, aim: Aim, horizon: int, period: Period, figure: Normal) -> Record:
    return Record(origin, aim, horizon, period, "", figure.mean, figure.sd, figure.sd)


def _with_outcome(record: Record, name: str, outcomes: tuple[Outcomes, Outcomes]) -> Record:
    found = outcomes[0 if record.aim is Aim.MONTH else 1].of(record.period)
    actual, known = found if found else (None, None)
    return replace(record, forecaster=name, actual=actual, known=known)
