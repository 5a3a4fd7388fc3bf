"""``forerun init``: a workspace, a folder with a ledger of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from forerun.cli.common import AsJson, emit, emit_json
from forerun.settings import DEFAULT_PROFILE

EXAMPLE = "forerun init my-desk --profile china"


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make; it may be an empty one.")],
    profile: Annotated[str, typer.Option(metavar="NAME", help="Country profile.")] = DEFAULT_PROFILE,
    as_json: AsJson = False,
) -> None:
    """Make a workspace: a folder with a ledger of your own.

    It starts with the figures that ship with the profile. Commands find it when they run in it, or by
    --workspace.

    Raises:
        SpecError: the folder is a workspace already or holds something else.
        UnknownNameError: there is no such profile.
    """
    from forerun.workspace import Workspace

    made = Workspace.create(folder.absolute(), profile)
    if as_json:
        emit_json({"schema": "forerun.init/1", "workspace": str(made.root), "profile": made.catalog.profile})
    else:
        emit(f"Made a workspace for {made.catalog.names.en} in {made.root}.")
        emit(f"Next: forerun ingest FILE --workspace {folder}")
