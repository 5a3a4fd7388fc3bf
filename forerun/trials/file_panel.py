"""A person's own table as a panel, with the start of each place's treatment where a column tells it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.file_table import Grid
from forerun.trials.labels import no_period_before, plain_label, position_of
from forerun.trials.panel import NEVER, Panel
from forerun.trials.spec import FileOutcome

_FLAGS = {"true": "1", "false": "0"}
_NEVER_SAID = ("", "0", "na", "nan", "null", "none", "inf", "never")


@dataclass(frozen=True, slots=True, eq=False)
class FilePanel:
    """The panel of a file, and the group of each place; no groups when the file is not asked for them."""

    panel: Panel
    groups: tuple[str, ...]


def file_panel(outcome: FileOutcome) -> FilePanel:
    """The panel of a file; nobody is treated in it when no column says who is.

    Places are sorted by name, periods as :mod:`forerun.trials.labels` orders them.

    Raises:
        SpecError: the file cannot be read or lacks a column that the trial names.
        InputError: a row that repeats place and period, periods that have no order, a cell that is no
            number, a treatment that ends or begins twice; names the line, place and period.
    """
    grid = Grid.read(outcome)
    panel = Panel(
        grid.places,
        grid.periods,
        grid.numbers(outcome.value),
        _starts(grid),
        {name: grid.numbers(name) for name in outcome.covariates},
        _weights(grid) if outcome.weight else np.ones(0),
        _labels(grid, outcome.cluster) if outcome.cluster else (),
    )
    return FilePanel(panel, _labels(grid, outcome.group) if outcome.group else ())


def _weights(grid: Grid) -> Array:
    """(N,) the mean weight of each place."""
    laid = grid.numbers(grid.outcome.weight)
    count = np.isfinite(laid).sum(axis=1)
    mean: Array = np.nansum(laid, axis=1) / np.maximum(count, 1)
    sound = (mean > 0) & ~(laid < 0).any(axis=1)
    _require(sound, grid, f"column {grid.outcome.weight!r} holds no weight above zero, or one below")
    return mean


def _labels(grid: Grid, column: str) -> tuple[str, ...]:
    """(N,) what a column says of each place, the same in all periods."""
    known = [set(labels) - {""} for labels in grid.texts(column)]
    _require(np.array([len(each) == 1 for each in known]), grid, f"not one label in column {column!r}")
    return tuple(each.pop() for each in known)


def _require(sound: Array, grid: Grid, what: str) -> None:
    if not sound.all():
        raise InputError(
            what, where=grid.at(int(np.argmin(sound))), advice="Correct the rows of the place, or exclude it"
        )


def _starts(grid: Grid) -> Array:
    if grid.outcome.treated:
        return _from_flags(grid)
    if grid.outcome.start:
        return _from_labels(grid)
    return np.full(len(grid.places), NEVER)


def _from_flags(grid: Grid) -> Array:
    """Starts where a column says 0 or 1; a treatment that ends is refused."""
    flags = grid.numbers(grid.outcome.treated, _FLAGS)
    known = np.isfinite(flags)
    wrong = known & ~np.isin(flags, (0.0, 1.0))
    if wrong.any():
        raise InputError(
            f"column {grid.outcome.treated!r} holds other values than 0 and 1",
            where=grid.at(*map(int, np.argwhere(wrong)[0])),
            advice="Give the first treated period with start instead",
        )
    on = known & (flags == 1.0)
    starts = np.where(on.any(axis=1), on.argmax(axis=1), NEVER)
    off = known & ~on & (np.arange(len(grid.periods))[None, :] > starts[:, None])
    if off.any():
        raise InputError(
            "treatment switches off",
            where=grid.at(*map(int, np.argwhere(off)[0])),
            advice="Estimators of lasting treatment do not apply: end the table before, or exclude the place",
        )
    if (starts == 0).any():
        raise no_period_before(grid.periods[0], grid.at(int(np.argmin(starts))))
    return starts


def _from_labels(grid: Grid) -> Array:
    """Starts where a column holds the first treated period, the same in every row of a place."""
    starts = np.full(len(grid.places), NEVER)
    _refuse_ambiguous_zero(grid)
    for row, labels in enumerate(grid.texts(grid.outcome.start)):
        said = sorted({_label(each) for each in labels} - {""})
        if len(said) > 1:
            raise InputError(
                f"treatment begins twice, {said[0]} and {said[1]}",
                where=grid.at(row),
                advice="Give the first treated period alone, in every row of the place",
            )
        if said:
            starts[row] = position_of(said[0], grid.periods, grid.at(row))
    return starts


def _refuse_ambiguous_zero(grid: Grid) -> None:
    said = np.vectorize(plain_label, otypes=[object])(grid.texts(grid.outcome.start))
    if "0" in grid.periods and (said == "0").any():
        raise InputError(
            f"0 in column {grid.outcome.start!r} stands for never, and is a period as well",
            where=grid.at(int(np.argwhere(said == "0")[0][0])),
            advice="Count periods from 1, and leave the cell empty for never",
        )


def _label(text: str) -> str:
    """A start as it is compared: 2004.0 is 2004; 0, NA and the like stand for never."""
    plain = plain_label(text.strip())
    return "" if plain.lower() in _NEVER_SAID else plain
