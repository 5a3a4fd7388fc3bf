"""Forecasts as they would have been made at past month-ends, held against what came.

Each origin sees only what was published by it; outcomes are the first published figures.  Horizons of
months count figures not yet published on the day, so that one figure ahead is always the next to come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forerun.outlook.attempts import Attempts, Progress, attempted
from forerun.outlook.benchmarks import Forecaster
from forerun.outlook.came import Came
from forerun.outlook.realtime import RealTime
from forerun.outlook.records import Failure, Record, calibrate
from forerun.outlook.scoreboard import Rules, ScoreRow, score, without
from forerun.outlook.spec import ExceptionalMonths, OutlookSpec
from forerun.periods import Period


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
        forecasters: in the order of the table; each may carry a state from day to day within a year.
        days: origins, ascending.
        latest: hold forecasts against the latest figures instead of the first published ones.
        progress: told after every day how many of all are done.

    Raises:
        InputError: no days, or one that ``real_time`` does not reach.
    """
    made = attempted(real_time, spec, forecasters, days, progress=progress)
    return judged(made, real_time, spec, latest=latest)


def judged(made: Attempts, real_time: RealTime, spec: OutlookSpec, *, latest: bool = False) -> Backtest:
    """Forecasts held against what came by the last day that ``real_time`` reaches."""
    came = Came.of(real_time, latest=latest)
    held = calibrate([came.beside(each) for each in made.records])
    rules = Rules(spec.levels, spec.benchmarks, spec.target.joint)
    return Backtest(
        target=spec.target.series.id,
        first=made.days[0],
        last=made.days[-1],
        latest=latest,
        records=held,
        failures=made.failures,
        table=score(held, rules),
        calm=score(without(held, spec.exceptional), rules) if spec.exceptional else (),
        exceptional=spec.exceptional,
    )
