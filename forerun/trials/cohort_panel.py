"""A table too large to hold, as the panel of its cohorts: one row each, the mean of its units."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forerun.engine import Engine
from forerun.errors import InputError, SpecError
from forerun.trials.did.cells import Cells
from forerun.trials.did.columns import Columns
from forerun.trials.did.query import cells_from
from forerun.trials.labels import in_order
from forerun.trials.panel import NEVER, Panel
from forerun.trials.spec import FileOutcome

if TYPE_CHECKING:
    import polars as pl


def cells_of_file(outcome: FileOutcome, covariates: tuple[str, ...], engine: Engine) -> Cells:
    """The cells of a Parquet file, or of all Parquet files of a folder, counted by an engine in one pass.

    Raises:
        SpecError: there is no such file, or the trial does not name the column with the first treated period.
        InputError: a value that no estimator can use; names unit and period.
        LedgerError: the files cannot be read.
    """
    if not outcome.start:
        raise SpecError(
            "a large table needs the column with the first treated period",
            where=str(outcome.path),
            advice="Name it as start in [outcome]",
        )
    columns = Columns(outcome.place, outcome.period, outcome.value, outcome.start, outcome.weight, covariates)
    files = files_of(outcome.path)
    for file in files:
        _refuse_unfit(file, columns)
    cells = cells_from(engine, files, columns)
    in_order(cells.periods, str(outcome.path))
    return cells


def files_of(path: Path) -> Sequence[Path]:
    """The file itself, or the Parquet files of a folder in the order of their names.

    Raises:
        SpecError: there is none.
    """
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.is_file() else []
    if not files:
        raise SpecError(
            "there is no such file", where=str(path), advice="Name a Parquet file, or a folder of them"
        )
    return files


def _refuse_unfit(file: Path, columns: Columns) -> None:
    """Refuse a file that is no Parquet, or whose columns lack or are of a kind that cannot be counted."""
    import polars as pl

    try:
        with file.open("rb") as handle:
            schema = pl.read_parquet_schema(handle)
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise SpecError(
            f"cannot be read as Parquet: {str(problem).splitlines()[0]}",
            where=str(file),
            advice="Write it as Parquet, or leave large out of [outcome] for CSV",
        ) from problem
    values = (columns.outcome, *filter(None, (columns.weight,)), *columns.covariates)
    for name in (columns.unit, columns.period, columns.start, *values):
        if name not in schema:
            raise SpecError(
                f"there is no column {name!r}", where=str(file), advice=f"It has {', '.join([*schema][:20])}"
            )
        if schema[name].is_nested() or (name in values and not _counts(schema[name])):
            raise SpecError(
                f"column {name!r} is of the kind {schema[name]}, which cannot be counted",
                where=str(file),
                advice="Write texts for names, numbers for values",
            )
    if schema[columns.period].is_numeric() and not _counts(schema[columns.start]):
        raise SpecError(
            f"column {columns.start!r} is not written as {columns.period!r} is",
            where=str(file),
            advice="Write both as numbers",
        )


def _counts(kind: pl.DataType) -> bool:
    return kind.is_numeric() or str(kind) in ("Boolean", "Null")


def cohort_panel(cells: Cells) -> Panel:
    """The mean outcome of every cohort in every period, weighted by its units.

    Raises:
        InputError: there are no units.
    """
    if not cells.units.sum():
        raise InputError("no unit has an outcome", advice="Look whether the right columns are named")
    cohorts = sorted({int(each) for each in cells.cohort})
    belongs = np.array([cells.cohort == cohort for cohort in cohorts], float)
    share = cells.weight[:, None] * cells.observed
    total = belongs @ share
    with np.errstate(invalid="ignore", divide="ignore"):
        means = belongs @ np.where(cells.observed, share * np.nan_to_num(cells.means), 0.0) / total
    units = (belongs @ cells.units).astype(int)
    return Panel(
        tuple(_name(cohort, int(n), cells.periods) for cohort, n in zip(cohorts, units, strict=True)),
        cells.periods,
        np.where(total > 0, means, np.nan),
        np.array(cohorts),
        weights=belongs @ cells.weight,
    )


def _name(cohort: int, units: int, periods: Sequence[str]) -> str:
    begins = "never treated" if cohort == NEVER else f"treated from {periods[cohort]}"
    return f"{units:,} units {begins}"
