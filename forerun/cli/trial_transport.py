"""``forerun trial transport``: whether a trial would work elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from forerun.cli.common import AsJson, AsOf, Lang, Language, Profile, Workspace, emit_json, emit_rich
from forerun.cli.trial import WHEN_PIPED, EngineName, File
from forerun.cli.trial_evaluate import evaluated
from forerun.errors import SpecError
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.trials.evaluate import Evaluation

EXAMPLE = "forerun trial transport workshops --profile toyland"


def transport(
    file: File,
    as_of: AsOf = None,
    engine: EngineName = "local",
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Say what a trial means for places that were not in it, or that it cannot tell.

    The effect in the trial places is freed from where they were placed and from effort that does not repeat;
    what that takes off is the selection premium.

    Raises:
        InputError: the file, the data or the workspace cannot be used, or it names no characteristics.
        ConventionError: the inference is not defined for these data.
    """
    from forerun.views.trial_objects import transport_result

    desk, found = evaluated(file, as_of, engine, lang, Settings(workspace, profile))
    if found.transport is None:
        raise SpecError(
            "it names no characteristic on which the effect may depend",
            where=f"{file} [target]",
            advice='Write characteristics = ["..."], covariates of the outcome',
        )
    if as_json:
        emit_json(transport_result(found, lang))
    else:
        emit_rich(_blocks(found, desk.catalog, lang), piped=WHEN_PIPED)


def _blocks(found: Evaluation, catalog: Catalog, lang: str) -> Iterator[RenderableType]:
    from forerun.views.terminal import rich_grid, rich_table
    from forerun.views.trial_effects import transport_lines, ways_table

    yield found.spec.names.get(lang)
    yield rich_grid(transport_lines(found, catalog, lang))
    yield rich_table(ways_table(found, catalog, lang))
