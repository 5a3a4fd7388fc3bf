"""What a trial looks at, as its file says it: an indicator of the ledger, or a table of one's own."""

from __future__ import annotations

from pathlib import Path

from forerun.catalog.toml import TomlTable
from forerun.errors import SpecError, UnknownNameError
from forerun.trials.result import OF_CELLS, Inference
from forerun.trials.spec import Analysis, FileOutcome, LedgerOutcome, Transform
from forerun.types import Measure


def read_outcome(table: TomlTable, folder: Path) -> LedgerOutcome | FileOutcome:
    """The table ``[outcome]``; files that it names stand in ``folder``.

    Raises:
        SpecError: it says what no outcome can be; names the key.
    """
    if "file" in table.cells:
        return _file_outcome(table, folder)
    table.only("indicator", "activity", "measure", "first", "last", "covariates", "transform")
    catalog, indicator = table.catalog, table.text("indicator")
    if indicator not in catalog.indicators:
        unknown = UnknownNameError("indicator", indicator, catalog.indicators)
        raise SpecError(unknown.what, where=table.where, advice=unknown.advice)
    first, last = (table.period(key) if key in table.cells else None for key in ("first", "last"))
    if first and last and last < first:
        raise table.problem("last", "comes before first")
    return LedgerOutcome(
        indicator,
        table.text("activity", ""),
        table.known_measure(table.text("measure", Measure.LEVEL.value), None),
        first,
        last,
        table.texts("covariates"),
    )


def _file_outcome(table: TomlTable, folder: Path) -> FileOutcome:
    optional = ("start", "treated", "weight", "cluster", "group", "series")
    table.only("file", "place", "period", "value", "covariates", "transform", "large", *optional)
    if "start" in table.cells and "treated" in table.cells:
        raise table.problem("treated", "says when treatment begins, and so does start: give one")
    columns = {key: table.text(key, "") for key in optional}
    for key in ("file", "place", "period", "value"):
        if not table.text(key) or "\0" in table.text(key):
            raise table.problem(key, "must be a name")
    if "" in table.texts("covariates"):
        raise table.problem("covariates", "must be names")
    if columns["series"]:
        columns["series"] = table.series("series").id
    return FileOutcome(
        folder / table.text("file"),
        table.text("place"),
        table.text("period"),
        table.text("value"),
        covariates=table.texts("covariates"),
        large=table.flag("large"),
        **columns,
    )


def refuse_large(
    table: TomlTable, outcome: LedgerOutcome | FileOutcome, analysis: Analysis, transform: Transform
) -> None:
    """Refuse what cannot be done from cells, where the table is a large one.

    Raises:
        SpecError: the trial asks for it.
    """
    if not isinstance(outcome, FileOutcome) or not outcome.large:
        return
    unknown = [each for each in (analysis.estimator, *analysis.beside) if each not in OF_CELLS]
    if unknown or analysis.inference is not Inference.ANALYTIC:
        raise table.problem("large", f"allows {' and '.join(OF_CELLS)} with analytic errors alone")
    if outcome.cluster:
        raise table.problem("cluster", "cannot be used with a large table: its errors are clustered by unit")
    if transform is Transform.LOG:
        raise table.problem(
            "transform", 'must be "none" or "logged" for a large table: take logarithms in it'
        )
