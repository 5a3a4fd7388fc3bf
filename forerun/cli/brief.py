"""``forerun brief``: one document on the minister's desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.common import (
    AsJson,
    AsOf,
    Lang,
    Language,
    Out,
    Profile,
    Workspace,
    emit,
    emit_json,
    settings,
)

if TYPE_CHECKING:
    from forerun.ledger.snapshot import Snapshot
    from forerun.monitor.result import Monitor
    from forerun.settings import Settings

EXAMPLE = "forerun brief --as-of 2023-11-04 --lang zh --out out"

NoPdf = Annotated[bool, typer.Option("--no-pdf", help="Write the page only.")]


def brief(
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    out: Out = Path("out"),
    as_json: AsJson = False,
    no_pdf: NoPdf = False,
    profile: Profile = "china",
    workspace: Workspace = None,
) -> None:
    """Write the brief on the industrial economy as known on a day: a page, a PDF and a summary here.

    With --json the same content goes to standard output as one object, and no file is written.

    Raises:
        InputError: the workspace, the profile or the folder to write into cannot be used.
    """
    wanted = settings(as_of=as_of or date.today(), profile=profile, workspace=workspace, lang=lang)
    monitor, snapshot = _look(wanted)
    if as_json:
        from forerun.brief.payload import payload

        emit_json(payload(monitor, snapshot, lang.value))
        return
    from forerun.brief.terminal import summary_text
    from forerun.brief.write import write_brief

    written = write_brief(monitor, snapshot, lang.value, out, pdf=not no_pdf)
    emit(summary_text(written))


def _look(wanted: Settings) -> tuple[Monitor, Snapshot]:
    from forerun.monitor import monitor
    from forerun.workspace import Workspace

    snapshot = Workspace.open(wanted).ledger.snapshot(wanted.as_of or date.today())
    return monitor(snapshot), snapshot
