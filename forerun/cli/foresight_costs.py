"""``forerun foresight costs``: what technologies will cost, and when one is cheaper than another."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
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
from forerun.cli.foresight import WHEN_PIPED, Record, command_again, record_claims
from forerun.errors import InputError, UnknownNameError
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.foresight.costs.study import CostStudy, Question, Wanted
    from forerun.foresight.industries import FutureIndustry
    from forerun.types import Names
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun foresight costs world/module_price/solar_pv --below 0.1"

Name = Annotated[
    str,
    typer.Argument(
        metavar="[NAME]",
        help="A future industry or a catalogued cost series; all costs of the profile's future industries"
        " when left out.",
        show_default=False,
    ),
]
Table = Annotated[
    Path | None,
    typer.Option(
        "--table",
        metavar="FILE",
        help="Your own table of costs: CSV, XLSX or Parquet, one row for each technology and year.",
    ),
]
Technology = Annotated[
    str, typer.Option("--technology", metavar="NAME", help="One technology of the table; all when left out.")
]
Horizon = Annotated[
    int, typer.Option("--horizon", metavar="YEARS", min=1, max=20, help="Years ahead, up to 20.")
]
Below = Annotated[
    str,
    typer.Option(
        "--below",
        metavar="NAME|PRICE",
        help="Say when it falls below another cost (a series, or a technology of the table) or a price.",
    ),
]
Correlation = Annotated[
    float,
    typer.Option("--correlation", metavar="R", help="Correlation of the errors of two costs that cross."),
]
Hindcast = Annotated[
    bool, typer.Option("--hindcast", help="Show how every method did on the past, instead of forecasts.")
]


def costs(
    name: Name = "",
    table: Table = None,
    technology: Technology = "",
    horizon: Horizon = 20,
    below: Below = "",
    correlation: Correlation = 0.0,
    hindcast: Hindcast = False,
    record: Record = False,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Forecast costs up to twenty years ahead, with intervals that held on other technologies.

    Points are a drift shrunk towards that of other technologies and damped; each carries the error that the
    method made on the past, beside that of no change.  Learning rates name their series.  Dates at which one
    cost falls below another are distributions.

    Raises:
        InputError: the name, the table or the workspace cannot be used, or units differ.
    """
    from forerun.foresight.costs.claims import study_claims
    from forerun.foresight.costs.study import Question
    from forerun.views.foresight_claims import claims_object
    from forerun.views.foresight_cost_objects import costs_object
    from forerun.workspace import Workspace as OpenWorkspace

    if table is not None and name:
        raise InputError(
            "a name and a table were given", advice="Name a technology of the table with --technology"
        )
    if technology and table is None:
        raise InputError("--technology needs a table", advice="Give the file with --table")
    settings = Settings(workspace, profile)
    desk = OpenWorkspace.open_for_writing(settings) if record else OpenWorkspace.open(settings)
    question, day = Question(horizon, below, correlation), as_of or date.today()
    with progress("costs"):
        study = _study(name, (table, technology), question, (desk, day))
    claims = tuple(study_claims(study, desk.catalog))
    if record:
        record_claims(claims, desk, lang, shlex.join(command_again(day)))
    if as_json:
        emit_json(costs_object(study, lang, hindcast=hindcast) | claims_object(claims))
    else:
        emit_rich(_hindcast(study, lang) if hindcast else _blocks(study, lang), piped=WHEN_PIPED)


def _study(
    name: str, own: tuple[Path | None, str], question: Question, known: tuple[OpenWorkspace, date]
) -> CostStudy:
    from forerun.foresight.costs.study import ledger_study, table_study

    (table, technology), (desk, day) = own, known
    if table is not None:
        return table_study(table, technology, question, day)
    wanted, missing, alone = _wanted(name, desk.catalog)
    return ledger_study(desk.ledger.snapshot(day), wanted, question, missing, strict=alone)


def _wanted(name: str, catalog: Catalog) -> tuple[tuple[Wanted, ...], tuple[Names, ...], bool]:
    """The costs that are meant, what the profile says is missing, and whether it is a series alone."""
    from forerun.foresight.costs.study import Wanted, wanted_of
    from forerun.foresight.industries import future_industries, industry_named

    industries = future_industries(catalog)
    if not name:
        return wanted_of(industries), (), False
    try:
        industry = industry_named(name, catalog)
    except UnknownNameError:
        series = _series(name, industries, catalog)
        told = next((each for each in wanted_of(industries) if each.series == series), None)
        return (Wanted(series, told.production if told else ""),), (), True
    return wanted_of([industry]), industry.missing, False


def _series(name: str, industries: Sequence[FutureIndustry], catalog: Catalog) -> str:
    """The id of a catalogued series.

    Raises:
        InputError: it is neither a series nor an industry.
    """
    try:
        return catalog.series_named(name).id
    except UnknownNameError as unknown:
        known = ", ".join(each.id for each in industries if each.costs) or "none"
        raise InputError(
            f"{name!r} is neither a future industry nor a catalogued series",
            advice=f"Industries with a cost: {known}; series are listed by `forerun catalog series`",
        ) from unknown


def _blocks(study: CostStudy, lang: str) -> Iterator[RenderableType]:
    from forerun.views import foresight_costs as views
    from forerun.views.foresight_left_out import left_out_table
    from forerun.views.terminal import rich_grid, rich_table
    from forerun.views.words import words

    say = words(lang)
    if len(study.forecasts) == 1:
        found = study.forecasts[0]
        yield views.title(found.curve, lang)
        yield rich_grid(views.cost_lines(found, study, lang))
        yield rich_table(views.ahead_table(found, lang))
        yield rich_table(views.rivals_table(found, lang))
    elif study.forecasts:
        yield rich_table(views.list_table(study, lang))
        yield rich_grid([(say["foresight_costs.calibrated"], (views.calibration_text(study, lang),))])
    else:
        yield say["foresight_costs.none"]
    for each in study.crossings:
        yield rich_grid(views.crossing_lines(each, lang))
        if len(study.crossings) == 1 and not each.already:
            yield rich_table(views.chances_table(each, lang))
    if study.missing:
        text = say["foresight.between"].join(each.get(lang) for each in study.missing)
        yield rich_grid([(say["foresight_costs.missing"], (text,))])
    if study.left_out:
        yield rich_table(left_out_table(study.left_out, "costs", lang))


def _hindcast(study: CostStudy, lang: str) -> Iterator[RenderableType]:
    from forerun.views import foresight_costs as views
    from forerun.views.foresight_left_out import left_out_table
    from forerun.views.terminal import rich_table

    yield rich_table(views.hindcast_table(study.calibration.results, lang))
    yield views.hindcast_note(study, lang)
    if study.own and study.calibration.left_out:
        yield rich_table(left_out_table(study.calibration.left_out, "costs", lang))
