"""``forerun outlook scenario``: where favourable conditions and difficulties would lead."""

from __future__ import annotations

from collections.abc import Iterator
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
    emit_json,
    emit_rich,
    snapshot_for,
)
from forerun.cli.outlook import WHEN_PIPED, Goals, TargetSeries, announce

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.outlook.scenarios import ScenarioStudy

EXAMPLE = "forerun outlook scenario cases.toml --as-of 2023-11-04 --goal 4.6"


def scenario(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="TOML with the cases; docs/outlook.md shows one.")
    ],
    as_of: AsOf = None,
    target: TargetSeries = "",
    goal: Goals = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Forecast under paths of other series, such as exports, and say how plausible each path is.

    Raises:
        InputError: the file cannot be read, or names a series or a month that the model does not forecast.
    """
    from forerun.outlook.scenarios import read_scenarios, scenarios
    from forerun.outlook.spec import outlook_spec
    from forerun.views.scenarios import scenario_object

    snapshot = snapshot_for(workspace, profile, as_of)
    cases = read_scenarios(file, outlook_spec(snapshot.catalog, target), snapshot.catalog)
    announce(lang)
    study = scenarios(snapshot, cases, target, goal or ())
    if as_json:
        emit_json(scenario_object(study, str(file), lang))
    else:
        emit_rich(_blocks(study, lang), piped=WHEN_PIPED)


def _blocks(study: ScenarioStudy, lang: str) -> Iterator[RenderableType]:
    from forerun.views.scenarios import cases_table, opening, paths_table
    from forerun.views.terminal import rich_line, rich_table

    yield rich_line(opening(study, lang))
    yield rich_table(cases_table(study, lang))
    yield rich_table(paths_table(study, lang))
