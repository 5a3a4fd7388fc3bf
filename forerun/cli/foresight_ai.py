"""``forerun foresight ai``: which industries and places artificial intelligence touches first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
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
    progress,
)
from forerun.cli.foresight import WHEN_PIPED
from forerun.errors import InputError
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.foresight.ai.build import AiExposure, Asked
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun foresight ai 36 --industries aiie.csv"

Name = Annotated[
    str,
    typer.Argument(
        metavar="[NAME]",
        help="A division of GB/T 4754, an activity of the catalog or a future industry; all divisions when"
        " left out.",
        show_default=False,
    ),
]


def _file(option: str, text: str) -> object:
    return typer.Option(option, metavar="FILE", help=text, show_default=False)


Industries = Annotated[
    Path | None, _file("--industries", "Exposure by industry: columns NAICS, Industry Title, AIIE.")
]
Abilities = Annotated[
    Path | None, _file("--abilities", "Relatedness: a row for each ability, a column for each application.")
]
Occupations = Annotated[
    Path | None, _file("--occupations", "Exposure by occupation: columns SOC Code, Occupation Title, AIOE.")
]
Importance = Annotated[
    Path | None,
    _file(
        "--importance", "Importance and level of abilities by occupation, such as the O*NET table Abilities."
    ),
]
Staffing = Annotated[
    Path | None, _file("--staffing", "Workers by industry and occupation: columns NAICS, SOC, employment.")
]
Employment = Annotated[
    Path | None, _file("--employment", "Workers by industry, which weight the parts of a division.")
]
Compare = Annotated[
    Path | None,
    _file("--compare", "A second table of exposure by industry, whose order is held beside the first."),
]
Mix = Annotated[
    Path | None,
    _file(
        "--mix", "Places by divisions: employment, output, revenue, firms or shares; CSV, XLSX or Parquet."
    ),
]
Application = Annotated[
    list[str] | None,
    typer.Option(
        "--application",
        metavar="NAME[=WEIGHT]",
        help="Count this application alone, or these by weight; may be given several times.",
        show_default="all of them alike",
    ),
]
Keep = Annotated[
    bool, typer.Option("--keep", help="Keep the tables given in your workspace for later commands.")
]


def ai(
    name: Name = "",
    industries: Industries = None,
    abilities: Abilities = None,
    occupations: Occupations = None,
    importance: Importance = None,
    staffing: Staffing = None,
    employment: Employment = None,
    compare: Compare = None,
    mix: Mix = None,
    application: Application = None,
    keep: Keep = False,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Show which industries artificial intelligence would touch first, and which places through their mix.

    Exposure of American industries (Felten, Raj and Seamans 2021) is carried to divisions of GB/T 4754 by a
    crosswalk that says what it loses.  It says where applications touch the abilities that work uses, not who
    will take them up.  The published tables do not ship with forerun: name the files, once with --keep.

    Raises:
        InputError: a table, the name or the workspace cannot be used.
    """
    from forerun.foresight.ai.build import Asked, ai_exposure
    from forerun.foresight.ai.kept import KINDS
    from forerun.foresight.ai.kept import keep as keep_tables
    from forerun.views.foresight_ai import ai_object
    from forerun.workspace import Workspace as OpenWorkspace

    files = (industries, abilities, occupations, importance, staffing, employment, compare)
    given = {kind: path for kind, path in zip(KINDS, files, strict=True) if path is not None}
    if keep and not given:
        raise InputError("there is nothing to keep", advice="Name a table, such as --industries FILE")
    settings = Settings(workspace, profile)
    desk = OpenWorkspace.open_for_writing(settings) if keep else OpenWorkspace.open(settings)
    asked = Asked(as_of or date.today(), name, _tables(given, desk), mix, _weights(application or ()))
    _check(given, asked)
    with progress("foresight ai"):
        result = ai_exposure(asked, desk.catalog)
    if keep:
        keep_tables(desk.root, given)
    if as_json:
        emit_json(ai_object(result, desk.catalog, lang))
    else:
        emit_rich(_blocks(result, desk.catalog, lang), piped=WHEN_PIPED)


def _tables(given: Mapping[str, Path], desk: OpenWorkspace) -> dict[str, Path]:
    """The tables given, before those that the workspace keeps.

    Who gives tables that exposure by industry follows from does not mean a table of it that was kept.
    """
    from forerun.foresight.ai.kept import kept_tables

    kept = kept_tables(desk.root) if desk.is_own else {}
    if "industries" not in given and given.keys() & {"occupations", "importance", "staffing"}:
        kept.pop("industries", None)
    return {**kept, **given}


def _weights(chosen: Sequence[str]) -> dict[str, float]:
    """Weights of applications as typed.

    Raises:
        InputError: what stands behind the sign is no number.
    """
    found: dict[str, float] = {}
    for text in chosen:
        name, sign, weight = text.partition("=")
        try:
            found[name.strip()] = float(weight) if sign else 1.0
        except ValueError as problem:
            raise InputError(
                f"{weight!r} is no weight",
                where=f"--application {name}",
                advice="Write a number, as in NAME=2",
            ) from problem
    return found


def _check(given: Mapping[str, Path], asked: Asked) -> None:
    """Refuse what would be read by nobody.

    Raises:
        InputError: an option needs a table that is not there, or two say the same.
    """
    paths = asked.paths
    derived = "occupations" in paths or {"abilities", "importance"} <= paths.keys()
    leads = "industries" in paths or ("staffing" in paths and derived)
    for option, used in (
        ("application", not asked.applications or "abilities" in paths),
        ("importance", "importance" not in given or "abilities" in paths),
        ("staffing", "staffing" not in given or derived),
        ("employment", "employment" not in given or leads),
        ("compare", "compare" not in given or leads),
        ("mix", asked.mix is None or leads),
    ):
        if not used:
            raise InputError(f"--{option} needs {_NEEDED[option]}", advice=_ADVICE)
    for option, others in (("industries", {"staffing"}), ("occupations", {"importance"})):
        if option in given and given.keys() & others:
            raise InputError(
                f"--{option} was given, and --{others.pop()} to derive the same from",
                advice="Leave one of them; --compare holds a second table beside the first",
            )


_NEEDED = {
    "application": "a table of abilities",
    "importance": "a table of abilities",
    "staffing": "a table of occupations, or those of abilities and importance",
    "employment": "a table of exposure by industry",
    "compare": "a table of exposure by industry",
    "mix": "a table of exposure by industry",
}
_ADVICE = "Give it too; `forerun foresight ai` alone says which tables there are and where they are published"


def _blocks(result: AiExposure, catalog: Catalog, lang: str) -> Iterator[RenderableType]:
    from forerun.views import foresight_ai as view
    from forerun.views.terminal import rich_grid, rich_table

    yield rich_grid(view.ai_lines(result, catalog, lang))
    ranking = view.ranking_table if result.table else view.crosswalk_table
    yield rich_table(ranking(result, catalog, lang))
    if result.chosen is not None:
        yield rich_table(view.parts_table(result, lang))
    if result.mix is not None:
        yield rich_table(view.places_table(result, catalog, lang))
    lines = (
        *view.score_lines(result, lang),
        *view.sensitivity_lines(result, catalog, lang),
        *view.loss_lines(result, catalog, lang),
        *view.left_out_lines(result, lang),
    )
    yield rich_grid(lines)
