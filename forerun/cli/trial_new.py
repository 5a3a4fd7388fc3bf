"""``forerun trial new``: a file to begin a trial with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from forerun.cli.common import AsJson, Profile, Workspace, emit, emit_json
from forerun.cli.trial import Folder
from forerun.settings import Settings

EXAMPLE = "forerun trial new my-trial --like workshops --profile toyland"
SCHEMA = "forerun.trial-new/1"


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its id: lower-case letters, digits, hyphens.")],
    like: Annotated[
        str, typer.Option("--like", metavar="TRIAL", help="Copy a trial that ships with the profile.")
    ] = "",
    out: Folder = Path(),
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Write a trial to begin with: every choice that has to be made before, with a word on each.

    Raises:
        SpecError: the name is no id, no such trial ships, or a file is there already.
    """
    from forerun.catalog.load import load_catalog
    from forerun.trials.files import begin
    from forerun.workspace import profile_of

    files = begin(name, out, load_catalog(profile_of(Settings(workspace, profile))), like)
    if as_json:
        emit_json({"schema": SCHEMA, "files": [str(each) for each in files]})
        return
    for each in files:
        emit(str(each))
