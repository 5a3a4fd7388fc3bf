"""``forerun trial register``: put a trial on record, so that later changes show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forerun.cli.common import (
    AsJson,
    AsOf,
    Lang,
    Language,
    Profile,
    Workspace,
    emit_json,
    emit_rich,
)
from forerun.cli.trial import File, opened
from forerun.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from forerun.trials.register import Register

EXAMPLE = "forerun trial register workshops --profile toyland"


def register(
    file: File,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Put a trial on record: the file, hashes of data and design, and the moment.

    Registering again adds what has changed since; nothing is overwritten, and an entry that was changed
    afterwards is found out.

    Raises:
        InputError: the file, the data or the workspace cannot be used.
        LedgerError: the register is damaged.
    """
    from forerun.trials.design_files import last_design
    from forerun.trials.files import trial_folder
    from forerun.trials.reading import read_panel
    from forerun.trials.register import Registered
    from forerun.views.trials import register_object
    from forerun.workspace import Workspace as OpenWorkspace

    desk = OpenWorkspace.open_for_writing(Settings(workspace, profile))
    spec, snapshot = opened(file, desk, as_of)
    folder = trial_folder(desk.root, spec.id)
    reading = read_panel(spec, snapshot)
    what = Registered(spec, reading, snapshot.as_of, last_design(folder))
    found = folder.register.add(what)
    if as_json:
        emit_json(register_object(found, lang))
    else:
        emit_rich(_blocks(found, lang), piped=120)


def _blocks(found: Register, lang: str) -> Iterator[RenderableType]:
    from forerun.views.terminal import rich_grid
    from forerun.views.trials import register_lines

    yield rich_grid(register_lines(found, lang))
