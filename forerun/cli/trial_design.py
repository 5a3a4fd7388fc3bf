"""``forerun trial design``: where to try it first, and which effect could be seen there."""

from __future__ import annotations

from collections.abc import Iterator
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
    progress,
)
from forerun.cli.trial import WHEN_PIPED, EngineName, File, opened
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.trials.placing import Placed
    from forerun.trials.planning import Plan
    from forerun.trials.spec import TrialSpec

EXAMPLE = "forerun trial design workshops --profile toyland"

Keep = Annotated[
    bool, typer.Option("--keep", help="Keep the design in your workspace, so that registration names it.")
]


def design(
    file: File,
    as_of: AsOf = None,
    engine: EngineName = "local",
    keep: Keep = False,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Search for places: what could be seen there, how like the country they are, what they cost.

    Trials are played in past windows of the outcome. Of the sets that are as good as the best one is drawn,
    so that inference can rest on the draw; where places were treated already, their set is scored beside.

    Raises:
        InputError: the file, the data or the workspace cannot be used, or settings clash.
        ConventionError: no design can reach alpha.
    """
    from forerun.engine import engine_named
    from forerun.trials.design.power import Running
    from forerun.trials.design_files import keep_design
    from forerun.trials.files import trial_folder
    from forerun.trials.placing import placed_if_known
    from forerun.trials.planning import plan
    from forerun.trials.reading import read_panel
    from forerun.views.trial_designs import design_object
    from forerun.views.words import words
    from forerun.workspace import Workspace as Desk

    settings = Settings(workspace, profile)
    desk = Desk.open_for_writing(settings) if keep else Desk.open(settings)
    spec, snapshot = opened(file, desk, as_of)
    reading = read_panel(spec, snapshot)
    with progress(words(lang)["trial.searching"], total=1.0) as tell:
        found = plan(spec, reading, desk.catalog, Running(engine_named(engine), tell))
    placed = placed_if_known(spec, reading, snapshot)
    content = design_object(found, placed, spec, lang)
    if keep:
        digest = keep_design(trial_folder(desk.root, spec.id), content)
        typer.echo(words(lang).fill("trial.design.hashed", {"hash": digest}), err=True)
    if as_json:
        emit_json(content)
    else:
        emit_rich(_blocks(found, placed, spec, desk.catalog, lang), piped=WHEN_PIPED)


def _blocks(
    found: Plan, placed: Placed | None, spec: TrialSpec, catalog: Catalog, lang: str
) -> Iterator[RenderableType]:
    from forerun.views.terminal import rich_grid, rich_table
    from forerun.views.trial_designs import design_lines, designs_table
    from forerun.views.trial_placement import placement_sentence

    yield spec.names.get(lang)
    yield rich_grid(design_lines(found, spec, catalog, lang))
    if placed is not None:
        yield placement_sentence(placed, lang)
    yield rich_table(designs_table(found, spec, catalog, lang))
