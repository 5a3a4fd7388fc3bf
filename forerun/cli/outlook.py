"""``forerun outlook``: where the quarter and the year will end, as known on a day."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.common import (
    AsJson,
    AsOf,
    Lang,
    Language,
    Profile,
    Workspace,
    emit_json,
    emit_rich,
    nothing_before,
    progress,
)
from forerun.errors import InputError
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.ledger.ledger import Ledger
    from forerun.outlook.result import Outlook

EXAMPLE = "forerun outlook --as-of 2023-11-04 --goal 4.6"
PARTS: tuple[str, ...] = ("news", "scenario", "backtest", "adjust")
WHEN_PIPED = 120  # columns


def parse_goal(text: str) -> float:
    """A rate of growth in percent.

    Raises:
        InputError: not a number.
    """
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{text!r} is not a rate of growth", advice="Give percent, such as --goal 4.6")
    return value


TargetSeries = Annotated[
    str,
    typer.Option(
        "--target",
        metavar="SERIES",
        show_default="the headline of the profile",
        help="Id or code of another series to forecast.",
    ),
]
Goals = Annotated[
    list[float] | None,
    typer.Option(
        "--goal",
        parser=parse_goal,
        metavar="PERCENT",
        help="Say how likely this growth of the running year is; may be given several times.",
    ),
]


Record = Annotated[
    bool,
    typer.Option(
        "--record",
        help="Also add the forecasts shown to the ledger of your workspace, as forecasts of this day.",
    ),
]


def outlook(
    context: typer.Context,
    as_of: AsOf = None,
    target: TargetSeries = "",
    goal: Goals = None,
    record: Record = False,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Say where the next months, the quarter and the year will end, with intervals and their track record.

    The forecaster shown is the one whose real-time forecasts scored best so far; benchmarks stand beside it.

    Raises:
        InputError: the workspace, the profile or the series cannot be used, or nothing can be forecast.
    """
    if context.invoked_subcommand is not None:
        nothing_before(context)
        return
    from forerun.outlook.build import outlook as look_ahead
    from forerun.views.forecast_objects import outlook_object
    from forerun.workspace import Workspace as OpenWorkspace

    settings = Settings(workspace, profile)
    desk = OpenWorkspace.open_for_writing(settings) if record else OpenWorkspace.open(settings)
    snapshot = desk.ledger.snapshot(as_of or date.today())
    with forecasting(lang) as tell:
        found = look_ahead(snapshot, target, goals=goal or (), keep=desk.kept, progress=tell)
    if record:
        _record(found, desk.ledger, lang)
    if as_json:
        emit_json(outlook_object(found, lang))
    else:
        emit_rich(_blocks(found, snapshot.catalog, lang), piped=WHEN_PIPED)


def _record(found: Outlook, ledger: Ledger, lang: str) -> None:
    """Add the chosen forecasts to the ledger and say on standard error how many are new."""
    from forerun.outlook.recording import chosen_rows
    from forerun.views.words import words

    commit = ledger.append(chosen_rows(found))
    counts = {"added": str(commit.added), "known": str(commit.already_known)}
    typer.echo(words(lang).fill("outlook.recorded", counts), err=True)


@contextmanager
def forecasting(lang: str) -> Iterator[Callable[[int, int], None]]:
    """Say on standard error that the model is compiled, if it is, and how far the past month-ends are.

    Yields:
        A function to call with how many of all are done.
    """
    from forerun.views.words import words

    announce(lang)
    with progress(words(lang)["outlook.forecasting"], total=1.0) as advance:
        yield lambda done, total: advance(done / total)


def announce(lang: str) -> None:
    """Say on standard error that the model is compiled, if it is, which takes its time."""
    from forerun.outlook.ready import is_compiled
    from forerun.views.words import words

    if not is_compiled():
        typer.echo(words(lang)["outlook.compiling"], err=True)


def _blocks(found: Outlook, catalog: Catalog, lang: str) -> Iterator[RenderableType]:
    from forerun.views.forecasts import (
        beside_table,
        chances_table,
        estimation,
        opening,
        reasons,
        refusals,
        where_table,
    )
    from forerun.views.terminal import rich_grid, rich_line, rich_table
    from forerun.views.trackrecord import record_table

    for line in opening(found, catalog, lang):
        yield rich_line(line)
    yield rich_table(where_table(found, lang))
    yield rich_grid(reasons(found, lang))
    if found.chances:
        yield rich_table(chances_table(found, catalog, lang))
    yield rich_table(beside_table(found, lang))
    yield rich_table(record_table(found, lang))
    if notes := list(estimation(found, lang)):
        yield rich_grid(notes)
    if found.failures:
        yield rich_grid(refusals(found, lang))
