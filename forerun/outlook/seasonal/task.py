"""A checked series with its options and holidays, in the range that X-13 can print."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from forerun.errors import ConventionError
from forerun.outlook.seasonal.choose import Regress
from forerun.outlook.seasonal.complete import BY_DAYS, Completed, pairs
from forerun.outlook.seasonal.grid import YEARS, Grid
from forerun.outlook.seasonal.job import Job
from forerun.outlook.seasonal.spec import Gaps, HolidayEffect, Method, Spec, TradingDays, Transform
from forerun.outlook.seasonal.windows import Floats, Window, Windows, regressor
from forerun.outlook.seasonal.x13 import Output, run

FLAT = 1e-9
"""A regressor this near to zero is zero."""
SEATS_YEARS = 3
"""SEATS forecasts so many years at least, whatever is asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A checked series in X-13's range: ``grid`` holds values divided by ``scale``."""

    grid: Grid
    per_year: int
    scale: float
    spec: Spec
    holidays: tuple[HolidayEffect, ...]
    binary: Path | None

    def job(self, completed: Completed, columns: Mapping[str, Floats]) -> Job:
        """A full run on completed values with these regressors."""
        return Job(self.grid.periods[0], self.per_year, completed.values, self.spec, columns)

    def run(self, job: Job) -> Output:
        """Run X-13; errors as :func:`~forerun.outlook.seasonal.x13.run`."""
        return run(job, self.binary)

    def regressors(self, completed: Completed) -> Regress:
        """Regressors by holiday; what is not observed apart informs no effect."""

        def regress(effect: HolidayEffect, at: int, windows: Windows) -> dict[str, Floats]:
            columns = {
                f"h{at}{window.name}": _informed(self._column(effect, window), completed)
                for window in windows.parts
            }
            return {name: column for name, column in columns.items() if self._varies(column)}

        return regress

    def _varies(self, column: Floats) -> bool:
        """Whether the regressor differs from zero in at least three years of the span."""
        pairs = zip(self.grid.periods, column, strict=False)
        return len({period.year for period, value in pairs if abs(value) > FLAT}) >= YEARS

    def _column(self, effect: HolidayEffect, window: Window) -> Floats:
        step = self.grid.per_year // self.per_year
        first = self.grid.periods[0].shift(1 - step)
        length = (len(self.grid.periods) + self._reach) * step
        every = regressor([first.shift(number) for number in range(length)], effect.dates, window)
        added: Floats = every.reshape(-1, step).sum(axis=1)
        return added

    @property
    def _reach(self) -> int:
        """Periods of forecast for which X-13 may want regressors; SEATS takes three years at least."""
        return max(self.spec.horizon, SEATS_YEARS * self.per_year)


def task_of(grid: Grid, spec: Spec, holidays: tuple[HolidayEffect, ...], binary: Path | None) -> Task:
    """Scale a series, add it up in pairs when asked, and give up logarithms when values forbid them.

    Raises:
        ConventionError: logarithms were asked for of values that have none, or pairs of what has none.
    """
    per_year = grid.per_year
    if spec.gaps is Gaps.PAIRS:
        grid, per_year = pairs(grid), 6
        spec = replace(spec, method=Method.SEATS, trading_days=TradingDays.NONE, stability=False)
    if float(np.nanmin(grid.values)) <= 0:
        grid, spec = _additive(grid, spec)
    scale = 10.0 ** (math.floor(math.log10(float(np.nanmedian(np.abs(grid.values))) or 1.0)) - 2)
    return Task(replace(grid, values=grid.values / scale), per_year, scale, spec, holidays, binary)


def _additive(grid: Grid, spec: Spec) -> tuple[Grid, Spec]:
    if spec.transform is Transform.LOG:
        raise ConventionError(
            "values of zero or below have no logarithm", where="transform", advice="Use transform none"
        )
    note = "values of zero or below: components add up, no logarithms"
    return replace(grid, notes=(*grid.notes, note)), replace(spec, transform=Transform.NONE)


def _informed(column: Floats, completed: Completed) -> Floats:
    """The regressor where months were filled in: zero where bridged, the pair's mean where split by days."""
    known = column.copy()
    known[list(completed.bridged)] = 0.0
    if completed.recipe == BY_DAYS:
        first, second = list(completed.split[::2]), list(completed.split[1::2])
        known[first] = known[second] = (column[first] + column[second]) / 2
    return known
