"""``forerun trial``: which trials there are; its parts begin, design, register and judge one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.common import (
    AsJson,
    Lang,
    Language,
    Profile,
    Workspace,
    emit_json,
    emit_table,
    nothing_before,
)
from forerun.settings import Settings

if TYPE_CHECKING:
    from forerun.ledger.snapshot import Snapshot
    from forerun.trials.spec import TrialSpec
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun trial --profile toyland"
WHEN_PIPED = 160
"""Columns of a line where standard output is no terminal."""
PARTS = ("new", "design", "register", "evaluate", "transport", "report")

File = Annotated[
    str, typer.Argument(metavar="FILE", help="A trial, or the name of one that ships with the profile.")
]
EngineName = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="NAME",
        envvar="FORERUN_ENGINE",
        help="Where a large table is read: local, spark, or the address of a Spark master.",
    ),
]


def trial(
    context: typer.Context,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """List the trials of the workspace and those that ship with the profile.

    A trial is a file that says what is asked, where and when, how it is judged and who decides. The parts of
    this verb lead from where to try first to whether it would work elsewhere.

    Raises:
        InputError: the workspace or the profile cannot be used.
    """
    if context.invoked_subcommand is not None:
        nothing_before(context)
        return
    from forerun.trials.listing import trials_of
    from forerun.views.trials import listing_object, listing_table
    from forerun.workspace import Workspace as OpenWorkspace

    desk = OpenWorkspace.open(Settings(workspace, profile))
    listed = trials_of(desk.root, desk.catalog)
    if as_json:
        emit_json(listing_object(listed, lang))
    else:
        emit_table(*listing_table(listed, lang))


def opened(file: str, desk: OpenWorkspace, as_of: date | None) -> tuple[TrialSpec, Snapshot]:
    """The trial of a file, and the ledger as known on a day, else today.

    Raises:
        SpecError: the file cannot be read or says what no trial can mean.
        LedgerError: the ledger cannot be read.
    """
    from forerun.trials.files import trial_file
    from forerun.trials.spec_file import read_trial

    spec = read_trial(trial_file(file, desk.catalog), desk.catalog)
    return spec, desk.ledger.snapshot(as_of or date.today())


Folder = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for what is written.")]
