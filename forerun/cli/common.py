"""What the verbs share: their common options, JSON on standard output, progress on standard error."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from forerun.errors import InputError
from forerun.settings import DEFAULT_PROFILE, Settings
from forerun.types import Json
from forerun.views.objects import to_json

UNFOLDED = 10_000  # columns of a line that nobody folds


class Lang(StrEnum):
    """Languages of the interface."""

    EN = "en"
    ZH = "zh"


def parse_day(text: str) -> date:
    """A day that has come, written ``2023-11-04``.

    Raises:
        InputError: not a day, or one in the future, of which nothing can be known yet.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise InputError(f"{text!r} is not a day", advice="Write it as 2023-11-04") from problem
    if day > date.today():
        raise InputError(f"{text} has not come yet", advice=f"Give a day up to today, {date.today()}")
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


def settings(
    *,
    as_of: date | None = None,
    profile: str = "",
    workspace: Path | None = None,
    lang: Lang = Lang.EN,
) -> Settings:
    """The options of a command line as a value to pass down."""
    return Settings(workspace=workspace, profile=profile, as_of=as_of, lang=lang.value)


def emit(text: str) -> None:
    """Write a text to standard output, with a line end."""
    typer.echo(text)


def emit_json(value: Json) -> None:
    """Write an object to standard output as JSON; the same object always gives the same bytes.

    Raises:
        ValueError: the object holds NaN or an infinity; a missing number must be None.
    """
    typer.echo(to_json(value), nl=False)


def emit_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows to standard output in aligned columns; only a terminal's width folds them."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else UNFOLDED, markup=False).print(table)


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
