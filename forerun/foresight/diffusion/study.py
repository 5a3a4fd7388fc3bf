"""All that is said of diffusion on one occasion: forecasts, the hindcast they rest on, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path as FilePath

from forerun.errors import InputError
from forerun.foresight.diffusion.calibration import Calibration
from forerun.foresight.diffusion.forecast import DiffusionForecast, forecast, refused
from forerun.foresight.diffusion.hindcast import hindcast
from forerun.foresight.diffusion.ledger_paths import Wanted, path_of
from forerun.foresight.diffusion.path import NOTHING_SAID, Path, cumulated
from forerun.foresight.diffusion.prediction import unfit
from forerun.foresight.diffusion.tables import read_paths
from forerun.foresight.industries import Kind
from forerun.foresight.left_out import LeftOut, Why
from forerun.ledger.snapshot import Snapshot
from forerun.types import Names

ENOUGH = 8
"""Paths with a hindcast of their own from which a table is calibrated on itself."""

Told = Callable[[float], None]


def _nobody(_done: float) -> None:
    """Tell nobody how much is done."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every path.

    Attributes:
        horizon: years ahead.
        reach: a level of which to say when it is reached, in the path's unit; None for none.
        ceilings: lowest and highest, instead of those that are known; None to keep them.
        cumulate: whether a flow is added up and taken as a stock.
    """

    horizon: int = 10
    reach: float | None = None
    ceilings: tuple[float, float] | None = None
    cumulate: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A person's own table, the subject that is meant (empty for all), what it counts and its column."""

    file: FilePath
    subject: str = ""
    kind: Kind = Kind.STOCK
    column: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class DiffusionStudy:
    """What is said of diffusion on one occasion.

    Attributes:
        as_of: the day whose knowledge it is.
        source: name of the file, or the ledger.
        data: hash of it.
        calibration: the hindcast on which intervals and scores rest.
        forecasts: in the order asked for, or by name.
        left_out: rows and paths that were not used.
        missing: which evidence does not exist, as the profile says.
    """

    as_of: date
    source: str
    data: str
    calibration: Calibration
    forecasts: tuple[DiffusionForecast, ...]
    left_out: tuple[LeftOut, ...]
    missing: tuple[Names, ...] = ()


def ledger_study(
    snapshot: Snapshot,
    wanted: Sequence[Wanted],
    pool: Sequence[Wanted],
    question: Question,
    told: Told = _nobody,
) -> DiffusionStudy:
    """What the ledger says of catalogued paths as known on the day of the snapshot.

    Args:
        snapshot: the ledger on a day.
        wanted: what is asked.
        pool: the paths that the hindcast is of.
        question: horizon, level, ceilings.
        told: called with the share of the hindcast done.

    Raises:
        InputError: a series is unknown, or no curve can be fitted to the only one asked for.
    """
    paths, empty = _known(snapshot, wanted, strict=len(wanted) == 1)
    asked = [_asked(each, question) for each in paths]
    calibration, keys = _profile(snapshot, pool, told)
    owns = [keys.index(_key(each)) if _key(each) in keys else None for each in paths]
    forecasts, unfitted = _forecasts(asked, owns, calibration, question)
    rows = [row for each in paths for row in each.left_out]
    left_out = (*rows, *empty, *unfitted)
    return DiffusionStudy(snapshot.as_of, "ledger", snapshot.hash, calibration, forecasts, left_out)


def table_study(
    table: Table, snapshot: Snapshot, pool: Sequence[Wanted], question: Question, told: Told = _nobody
) -> DiffusionStudy:
    """What a person's own table says of one subject, or of all when none is named.

    From ``ENOUGH`` paths with a past it is calibrated on itself, else on the paths of the profile.

    Raises:
        InputError: the file cannot be read, lacks the subject, or no curve can be fitted to the only one.
    """
    read = read_paths(table.file, table.kind, as_of=snapshot.as_of, column=table.column)
    chosen = [read.named(table.subject)] if table.subject else list(read.paths)
    if question.ceilings is not None and len(chosen) > 1:
        raise InputError("--ceiling was given for several subjects", advice="Name one with --subject")
    attempts = hindcast(read.paths, told)
    owns: list[int | None]
    if len({each.path for each in attempts}) >= ENOUGH:
        names = tuple(each.called for each in read.paths)
        calibration = Calibration(names, attempts, read.source, own=True)
        owns = [read.paths.index(each) for each in chosen]
    else:
        calibration, _ = _profile(snapshot, pool, told)
        owns = [None] * len(chosen)
    asked = [_asked(each, question) for each in chosen]
    forecasts, unfitted = _forecasts(asked, owns, calibration, question)
    left_out = (*read.left_out, *(row for each in chosen for row in each.left_out), *unfitted)
    return DiffusionStudy(snapshot.as_of, read.source, read.data, calibration, forecasts, left_out)


def _asked(path: Path, question: Question) -> Path:
    """The path as it is asked for: added up, or with other ceilings."""
    if question.cumulate:
        path = cumulated(path)
    if question.ceilings is None:
        return path
    return replace(path, ceilings=question.ceilings, why=NOTHING_SAID)


def _key(path: Path) -> tuple[str, str]:
    return path.series, path.measure.value


def _profile(
    snapshot: Snapshot, pool: Sequence[Wanted], told: Told
) -> tuple[Calibration, list[tuple[str, str]]]:
    paths, _ = _known(snapshot, pool, strict=False)
    calibration = Calibration(tuple(each.called for each in paths), hindcast(paths, told), "ledger")
    return calibration, [_key(each) for each in paths]


def _known(snapshot: Snapshot, wanted: Sequence[Wanted], *, strict: bool) -> tuple[list[Path], list[LeftOut]]:
    """The paths of which something was known; the only one must be when strict."""
    paths: list[Path] = []
    empty: list[LeftOut] = []
    for each in wanted:
        if strict or any(figure.value for figure in snapshot.history(each.series, each.measure)):
            paths.append(path_of(snapshot, each))
        else:
            empty.append(LeftOut(each.series, Why.EMPTY, "ledger"))
    return paths, empty


def _forecasts(
    paths: Sequence[Path], owns: Sequence[int | None], calibration: Calibration, question: Question
) -> tuple[tuple[DiffusionForecast, ...], tuple[LeftOut, ...]]:
    """The forecasts, and the paths to which no curve can be fitted; the only one is refused aloud."""
    found: list[DiffusionForecast] = []
    unfitted: list[LeftOut] = []
    for path, own in zip(paths, owns, strict=True):
        why = unfit(path.dates, path.values, path.kind, path.ceilings)
        if why is None:
            found.append(forecast(path, calibration, question.horizon, own, question.reach))
        elif len(paths) == 1:
            raise refused(path, why)
        else:
            unfitted.append(LeftOut(path.subject, why, path.source))
    return tuple(found), tuple(unfitted)
