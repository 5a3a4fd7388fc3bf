"""``forerun brief``: one document on the minister's desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

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
    emit_rich,
)
from forerun.cli.outlook import Goals, forecasting
from forerun.settings import Settings

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
    goal: Goals = None,
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
    from forerun.brief.ahead import look_ahead
    from forerun.brief.files import files_of, json_file, write_files
    from forerun.brief.payload import payload
    from forerun.foresight.survey import survey
    from forerun.monitor import monitor
    from forerun.workspace import Workspace as OpenWorkspace

    desk = OpenWorkspace.open(Settings(workspace, profile))
    snapshot = desk.ledger.snapshot(as_of or date.today())
    found = monitor(snapshot)
    with forecasting(lang) as tell:
        ahead = look_ahead(snapshot, goals=goal or (), keep=desk.kept, progress=tell)
    forward = survey(snapshot)
    if as_json:
        content = payload(found, snapshot, lang, ahead, forward)
        if out:
            write_files(json_file(content), out)
        emit_json(content)
        return
    from forerun.brief.compose import compose
    from forerun.brief.terminal import on_terminal

    written = compose(found, snapshot, lang, ahead, forward)
    paths = write_files(files_of(written, snapshot.catalog, pdf=not no_pdf), out or Path("out"))
    emit_rich([on_terminal(written)], piped=WHEN_PIPED)
    for path in paths:  # whole, however narrow the terminal: they are there to be copied
        emit(str(path))
