"""What the verbs share: common options, the ledger that they name, standard output, progress."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.documents.safety import printable
from forerun.errors import InputError
from forerun.settings import DEFAULT_PROFILE, Settings
from forerun.types import Json
from forerun.views.objects import to_json

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.ledger.snapshot import Snapshot

EARLIEST = date(1900, 1, 1)
UNFOLDED = 10_000  # columns of a line that nobody folds


class Lang(StrEnum):
    """Languages of the interface."""

    EN = "en"
    ZH = "zh"


def parse_day(text: str) -> date:
    """A day that has come, written ``2023-11-04``.

    Raises:
        InputError: not a day, before all figures, or in the future, of which nothing can be known yet.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise InputError(f"{text!r} is not a day", advice="Write it as 2023-11-04") from problem
    if day > date.today():
        raise InputError(f"{text} has not come yet", advice=f"Give a day up to today, {date.today()}")
    if day < EARLIEST:
        raise InputError(f"{text} is before all figures", advice=f"Give a day from {EARLIEST} on")
    return day


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day,
        metavar="DAY",
        show_default="today",
        help="Show what was known at the end of this day, such as 2023-11-04.",
    ),
]
Profile = Annotated[
    str,
    typer.Option(
        "--profile",
        metavar="NAME",
        envvar="FORERUN_PROFILE",
        show_default=f"that of the workspace, else {DEFAULT_PROFILE}",
        help="Country profile.",
    ),
]
Workspace = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        envvar="FORERUN_WORKSPACE",
        show_default="the nearest folder with a forerun.toml, else the figures that ship with forerun",
        help="Folder with your own ledger.",
    ),
]
Language = Annotated[Lang, typer.Option("--lang", help="Language of names and sentences.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


def snapshot_for(workspace: Path | None, profile: str, as_of: date | None) -> Snapshot:
    """The ledger that the options name, as known on the day that they name, else today.

    Raises:
        InputError: the workspace or the profile cannot be used.
        LedgerError: the ledger cannot be read.
    """
    from forerun.workspace import Workspace as OpenWorkspace

    ledger = OpenWorkspace.open(Settings(workspace, profile)).ledger
    return ledger.snapshot(as_of or date.today())


def nothing_before(context: typer.Context) -> None:
    """Refuse options that stand before the name of a sub-command, where they would say nothing.

    Raises:
        InputError: there are some.
    """
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise InputError(
                "options belong behind the name of what is asked for",
                advice=f"Write `{context.command_path} {context.invoked_subcommand} ...`, options after it",
            )


def emit(text: str) -> None:
    """Write a text to standard output, with a line end; what would steer a terminal is taken out."""
    typer.echo(printable(text))


def on_one_line(text: str) -> str:
    """A message as one line that steers no terminal, whatever the names in it hold."""
    return printable(" ".join(text.splitlines()))


def emit_json(value: Json) -> None:
    """Write an object to standard output as JSON; the same object always gives the same bytes.

    Raises:
        ValueError: the object holds NaN or an infinity; a missing number must be None.
    """
    typer.echo(to_json(value), nl=False)


def emit_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows to standard output in aligned columns; only a terminal's width folds them."""
    from rich.table import Table

    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*map(printable, row))
    emit_rich([table], piped=UNFOLDED)


def emit_rich(shown: Iterable[RenderableType], *, piped: int) -> None:
    """Write tables and styled texts to standard output; what would steer a terminal is taken out of texts.

    Args:
        shown: what to write, one below the other.
        piped: columns of a line where standard output is no terminal that has a width of its own.
    """
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else piped, highlight=False, markup=False)
    for each in shown:
        console.print(printable(each) if isinstance(each, str) else each)


@contextmanager
def progress(task: str, total: float | None = None) -> Iterator[Callable[[float], None]]:
    """Show on a terminal how far a task has come, once it has taken a second.

    Args:
        task: what is being done, for a person.
        total: amount of work in any unit; None when it is not known.

    Yields:
        A function to call with the amount done so far.
    """
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    job = bar.add_task(task, total=total)
    start_later = threading.Timer(1.0, bar.start)
    start_later.start()
    try:
        yield lambda done: bar.update(job, completed=done)
    finally:
        start_later.cancel()
        start_later.join()
        bar.stop()
