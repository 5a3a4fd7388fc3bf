"""Put X-13's tables, in the series' own unit and without what nothing identifies, into the result."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from forerun.outlook.seasonal import read
from forerun.outlook.seasonal.choose import Selection
from forerun.outlook.seasonal.complete import BY_MODEL, Completed
from forerun.outlook.seasonal.job import TABLES
from forerun.outlook.seasonal.result import Adjusted, Ahead, Column, Effect, Model, Test
from forerun.outlook.seasonal.seasonality import residual_f_test
from forerun.outlook.seasonal.task import Task
from forerun.outlook.seasonal.windows import Floats
from forerun.outlook.seasonal.x13 import Output
from forerun.periods import Period

RECENT_YEARS = 3
"""Years at the end that are tested for a season by themselves."""


def assemble(
    task: Task, completed: Completed, selection: Selection, output: Output, notes: tuple[str, ...]
) -> Adjusted:
    """The result of a run.

    Args:
        task: the series as it was given to X-13.
        completed: what was done about missing months.
        selection: windows of holidays.
        output: what X-13 said.
        notes: fallbacks that were taken.
    """
    model = read.model(output.log)
    used = output.tables["mv"][:, 1] if "mv" in output.tables else completed.values
    tables = {name: output.tables[code][:, 1] for name, code in TABLES[task.spec.method].items()}
    unknown = {*completed.bridged, *np.flatnonzero(np.isnan(completed.values)).tolist()}
    unit = task.scale if model.combination == "additive" else 1.0
    shown = tables["adjusted"] * task.scale
    shown[list(unknown)] = np.nan
    return Adjusted(
        periods=task.grid.periods,
        original=_column(task.grid.values * task.scale),
        used=_column(used * task.scale),
        adjusted=_column(shown),
        trend=_column(tables["trend"] * task.scale),
        seasonal=_column(tables["seasonal"] * unit),
        factors=_column(tables["factors"] * unit),
        irregular=_column(tables["irregular"] * unit),
        forecast=_forecast(task, output.tables["fct"]),
        model=model,
        effects=_effects(task, selection, output, model),
        choices=selection.choices,
        diagnostics=read.diagnostics(output.log, _f_tests(task, shown)),
        split=_at(task, completed.split),
        estimated=_at(task, unknown - set(completed.bridged)),
        bridged=_at(task, completed.bridged),
        recipe=completed.recipe,
        notes=(*task.grid.notes, *notes, *_caveats(completed, output), *output.notes),
    )


def _column(values: Floats) -> Column:
    return tuple(None if math.isnan(value) else float(f"{value:.12g}") for value in values)


def _at(task: Task, positions: Collection[int]) -> tuple[Period, ...]:
    return tuple(task.grid.periods[at] for at in sorted(positions))


def _forecast(task: Task, table: Floats) -> tuple[Ahead, ...]:
    step = task.grid.per_year // task.per_year
    last = task.grid.periods[-1]
    rows = (table[:, 1:4] * task.scale).tolist()[: task.spec.horizon]
    return tuple(Ahead(last.shift(step * ahead), *row) for ahead, row in enumerate(rows, start=1))


def _effects(task: Task, selection: Selection, output: Output, model: Model) -> tuple[Effect, ...]:
    names = {
        f"h{at}{window.name}": f"{effect.name} {window.name} {window.days}"
        for at, (effect, windows) in enumerate(zip(task.holidays, selection.windows, strict=True))
        for window in (windows.parts if windows else ())
    }
    unit = 1.0 if model.log else task.scale
    return tuple(
        replace(each, estimate=each.estimate * unit, standard_error=each.standard_error * unit)
        for each in read.effects(output.log, names)
    )


def _f_tests(task: Task, adjusted: Floats) -> tuple[Test, ...]:
    step = task.grid.per_year // task.per_year
    seasons = [period.index // step for period in task.grid.periods]
    recent = RECENT_YEARS * task.per_year
    tests = (
        residual_f_test("F adjusted", adjusted, seasons),
        residual_f_test("F adjusted, last three years", adjusted, seasons, recent),
    )
    return tuple(test for test in tests if test is not None)


def _caveats(completed: Completed, output: Output) -> tuple[str, ...]:
    """What the diagnostics cannot tell because months were filled in."""
    notes = []
    if completed.split:
        how = "the model's estimates" if completed.recipe == BY_MODEL else "their days"
        notes.append(
            f"{len(completed.split)} months are parts of joint figures, split in proportion to {how}: "
            "their sum is published, their ratio is not, and no test can speak about it"
        )
    if completed.bridged:
        notes.append(
            f"{len(completed.bridged)} months that nothing identifies were bridged by the daily average of "
            "their neighbours and are shown as missing; M and QS statistics include them, F-tests do not"
        )
    if output.log.get("f2.idseasonal") == "no":
        notes.append("X-13 finds no identifiable season: the unadjusted series may serve as well")
    if output.log.get("converged", "yes") != "yes":
        notes.append("the regARIMA model did not converge")
    return tuple(notes)
