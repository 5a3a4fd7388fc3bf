"""``forerun trial evaluate``: whether a trial worked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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
    from forerun.trials.evaluate import Evaluation
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun trial evaluate workshops --profile toyland"

Record = Annotated[
    bool,
    typer.Option(
        "--record", help="Keep the result in your workspace, and add the effect to its ledger as an estimate."
    ),
]


def evaluate(
    file: File,
    as_of: AsOf = None,
    engine: EngineName = "local",
    record: Record = False,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Say whether a trial worked: effect, planned checks, and what the registered rule says.

    What deviates from the registration is listed. Inference that is not defined for the data is refused.

    Raises:
        InputError: the file, the data or the workspace cannot be used.
        ConventionError: the inference is not defined for these data.
        LedgerError: the register is damaged.
    """
    from forerun.views.trial_objects import evaluation_object

    settings = Settings(workspace, profile)
    desk, found = evaluated(file, as_of, engine, lang, settings, for_writing=record)
    content = evaluation_object(found, lang)
    if record:
        _keep(found, desk, lang)
    if as_json:
        emit_json(content)
    else:
        emit_rich(_blocks(found, desk.catalog, lang), piped=WHEN_PIPED)


def evaluated(
    file: str, as_of: date | None, engine: str, lang: str, settings: Settings, *, for_writing: bool = False
) -> tuple[OpenWorkspace, Evaluation]:
    """A trial evaluated, with a bar while that lasts, and the workspace that it belongs to."""
    from forerun.engine import engine_named
    from forerun.trials.design_files import choice_of
    from forerun.trials.evaluate import Desk
    from forerun.trials.evaluate import evaluate as evaluate_trial
    from forerun.trials.files import trial_folder
    from forerun.views.words import words
    from forerun.workspace import Workspace as OpenWorkspace

    desk = OpenWorkspace.open_for_writing(settings) if for_writing else OpenWorkspace.open(settings)
    spec, snapshot = opened(file, desk, as_of)
    folder = trial_folder(desk.root, spec.id)
    register = folder.register
    choice = choice_of(folder, register.entries[-1].design) if register.entries else None
    with progress(words(lang)["trial.evaluating"], total=1.0) as tell:
        return desk, evaluate_trial(spec, Desk(snapshot, register, choice, engine_named(engine), tell))


def _keep(found: Evaluation, desk: OpenWorkspace, lang: str) -> None:
    """Keep the result, add the effect to the ledger, and say both on standard error."""
    from forerun.trials.files import trial_folder
    from forerun.trials.recording import observed
    from forerun.trials.results import keep_result
    from forerun.views.objects import to_json
    from forerun.views.trial_objects import evaluation_object
    from forerun.views.words import words

    say, spec = words(lang), found.spec
    content = to_json(evaluation_object(found, "en")).encode()
    path = keep_result(trial_folder(desk.root, spec.id), found.as_of.isoformat(), content)
    typer.echo(say.fill("trial.kept", {"path": str(path)}), err=True)
    row = observed(spec, found.main.effect, found.panel, desk.catalog, found.as_of)
    if row is None:
        typer.echo(say["trial.not_recorded"], err=True)
        return
    commit = desk.ledger.append([row])
    counts = {"added": str(commit.added), "known": str(commit.already_known)}
    typer.echo(say.fill("trial.recorded", counts), err=True)


def _blocks(found: Evaluation, catalog: Catalog, lang: str) -> Iterator[RenderableType]:
    from forerun.views.terminal import rich_grid, rich_table
    from forerun.views.trial_effects import (
        checks_table,
        estimators_table,
        forbidden,
        opening,
        study_table,
        transport_lines,
    )

    yield found.spec.names.get(lang)
    yield rich_grid(opening(found, catalog, lang))
    yield rich_table(estimators_table(found, catalog, lang))
    if warning := forbidden(found, lang):
        yield warning
    if (study := study_table(found, catalog, lang)) is not None:
        yield rich_table(study)
    if found.checks:
        yield rich_table(checks_table(found, catalog, lang))
    if found.transport is not None:
        yield rich_grid(transport_lines(found, catalog, lang))
