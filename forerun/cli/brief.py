"""``forerun brief``: one document on the minister's desk."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.common import (
    AsJson,
    AsOf,
    Lang,
    Language,
    Profile,
    Workspace,
    emit,
    emit_json,
    settings,
)

if TYPE_CHECKING:
    from forerun.brief.blocks import Brief

EXAMPLE = "forerun brief --as-of 2023-11-04 --lang zh --out out"
WHEN_PIPED = 100  # columns

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", show_default="out", help="Folder to write into; made if absent."),
]
NoPdf = Annotated[bool, typer.Option("--no-pdf", help="Write the page only.")]


def brief(
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    out: Out = None,
    as_json: AsJson = False,
    no_pdf: NoPdf = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Write the brief on the industrial economy as known on a day: a page, a PDF and a summary here.

    With --json the same content goes to standard output as one object, and into the folder where one is
    given with --out.

    Raises:
        InputError: the workspace, the profile or the folder to write into cannot be used.
        MissingToolError: the font for the PDF is not installed.
    """
    from forerun.brief.files import files_of, json_file, write_files
    from forerun.brief.payload import payload
    from forerun.monitor import monitor
    from forerun.workspace import Workspace as OpenWorkspace

    asked = settings(as_of=as_of, profile=profile, workspace=workspace, lang=lang)
    snapshot = OpenWorkspace.open(asked).ledger.snapshot(as_of or date.today())
    found = monitor(snapshot)
    if as_json:
        content = payload(found, snapshot, lang)
        if out:
            write_files(json_file(content), out)
        emit_json(content)
        return
    from forerun.brief.compose import compose

    written = compose(found, snapshot, lang)
    paths = write_files(files_of(written, snapshot.catalog, pdf=not no_pdf), out or Path("out"))
    _show(written, paths)


def _show(written: Brief, paths: Sequence[Path]) -> None:
    from rich.console import Console

    from forerun.brief.terminal import on_terminal

    console = Console(width=None if sys.stdout.isatty() else WHEN_PIPED, highlight=False)
    console.print(on_terminal(written), markup=False)
    for path in paths:  # whole, however narrow the terminal: they are there to be copied
        emit(str(path))
