"""``forerun foresight diffusion``: how far something has spread, and where that may lead."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
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
    from forerun.foresight.diffusion.ledger_paths import Wanted
    from forerun.foresight.diffusion.study import DiffusionStudy, Question, Table
    from forerun.foresight.industries import FutureIndustry
    from forerun.foresight.industries import Kind as PathKind
    from forerun.types import Names
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun foresight diffusion cn/sales_share/electric_cars --reach 50"


class Counts(StrEnum):
    """What the values of a table count."""

    STOCK = "stock"
    SHARE = "share"
    FLOW = "flow"


Name = Annotated[
    str,
    typer.Argument(
        metavar="[NAME]",
        help="A future industry or a catalogued series; all paths of the profile's future industries"
        " when left out.",
        show_default=False,
    ),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--table",
        metavar="FILE",
        help="Your own table: CSV, XLSX or Parquet with columns subject, date, value and, if known, ceiling.",
    ),
]
Subject = Annotated[
    str, typer.Option("--subject", metavar="NAME", help="One subject of the table; all when left out.")
]
Kind = Annotated[
    Counts | None,
    typer.Option(
        "--kind",
        help="What values count: a stock, a share in percent, or a flow of each period.",
        show_default="that of the profile; stock for a table",
    ),
]
ValueColumn = Annotated[
    str, typer.Option("--column", metavar="NAME", help="Column of the table that holds the values.")
]
Ceiling = Annotated[
    tuple[float, float] | None,
    typer.Option("--ceiling", metavar="LOW HIGH", help="Lowest and highest ceiling that you think possible."),
]
Reach = Annotated[
    float | None,
    typer.Option(
        "--reach", metavar="LEVEL", help="Say when it reaches this level, once its inflection is passed."
    ),
]
Cumulate = Annotated[
    bool, typer.Option("--cumulate", help="Add a flow up and take it as a stock, as Bass's curve has it.")
]
Horizon = Annotated[
    int, typer.Option("--horizon", metavar="YEARS", min=1, max=20, help="Years ahead, up to 20.")
]
Hindcast = Annotated[
    bool, typer.Option("--hindcast", help="Show how the method did on the past, instead of forecasts.")
]


def diffusion(
    name: Name = "",
    table: File = None,
    subject: Subject = "",
    kind: Kind = None,
    column: ValueColumn = "",
    ceiling: Ceiling = None,
    reach: Reach = None,
    cumulate: Cumulate = False,
    horizon: Horizon = 10,
    hindcast: Hindcast = False,
    record: Record = False,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Say how far something has spread and where that may lead: logistic, Gompertz and Bass over ceilings.

    Before the inflection there is a range over models and ceilings and no date.  Intervals are those that
    held on the past of other series, and each claim carries the error that the method made there, beside the
    best of no change, the last step again and the last growth again.

    Raises:
        InputError: the name, the table or the workspace cannot be used, or no curve can be fitted.
    """
    from forerun.foresight.diffusion.claims import study_claims
    from forerun.foresight.diffusion.study import Question, Table
    from forerun.foresight.industries import Kind as PathKind
    from forerun.views.foresight_claims import claims_object
    from forerun.views.foresight_diffusion_objects import diffusion_object
    from forerun.workspace import Workspace as OpenWorkspace

    _check(name, table, (subject, column), (ceiling, reach))
    settings = Settings(workspace, profile)
    desk = OpenWorkspace.open_for_writing(settings) if record else OpenWorkspace.open(settings)
    question = Question(horizon, reach, ceiling, cumulate)
    counted = PathKind(kind.value) if kind else None
    own = Table(table, subject, counted or PathKind.STOCK, column) if table else None
    study = _study((name, counted), own, question, (desk, as_of or date.today()))
    claims = tuple(study_claims(study))
    if record:
        record_claims(claims, desk, lang, shlex.join(command_again(study.as_of)))
    if as_json:
        emit_json(diffusion_object(study, lang, hindcast=hindcast) | claims_object(claims))
    else:
        emit_rich(_hindcast(study, lang) if hindcast else _blocks(study, lang), piped=WHEN_PIPED)


def _check(
    name: str,
    table: Path | None,
    of_table: tuple[str, str],
    numbers: tuple[tuple[float, float] | None, float | None],
) -> None:
    """Options that contradict one another, or numbers that are none.

    Raises:
        InputError: there are some.
    """
    ceiling, reach = numbers
    if table is not None and name:
        raise InputError("a name and a table were given", advice="Name a subject of the table with --subject")
    if table is None and any(of_table):
        raise InputError("--subject and --column need a table", advice="Give the file with --table")
    if ceiling is not None and not (0 < ceiling[0] <= ceiling[1] < math.inf):
        raise InputError(
            f"{ceiling[0]:g} to {ceiling[1]:g} is no range of ceilings",
            advice="Give the lowest first, both above zero: --ceiling 60 100",
        )
    if reach is not None and not 0 < reach < math.inf:
        raise InputError(f"{reach:g} cannot be reached", advice="Give a level above zero: --reach 50")


def _study(
    asked: tuple[str, PathKind | None],
    own: Table | None,
    question: Question,
    known: tuple[OpenWorkspace, date],
) -> DiffusionStudy:
    from dataclasses import replace

    from forerun.foresight.diffusion.ledger_paths import wanted_of
    from forerun.foresight.diffusion.study import ledger_study, table_study
    from forerun.foresight.industries import future_industries

    desk, day = known
    name, kind = asked
    snapshot = desk.ledger.snapshot(day)
    industries = future_industries(desk.catalog)
    pool = wanted_of(industries)
    with progress("hindcast", 1.0) as told:
        if own is not None:
            return table_study(own, snapshot, pool, question, told)
        wanted, missing = _wanted(name, industries, desk.catalog)
        if question.ceilings is not None and len(wanted) > 1:
            raise InputError("--ceiling was given for several series", advice="Name one of them")
        if kind is not None:
            wanted = tuple(replace(each, kind=kind) for each in wanted)
        return replace(ledger_study(snapshot, wanted, pool, question, told), missing=missing)


def _wanted(
    name: str, industries: Sequence[FutureIndustry], catalog: Catalog
) -> tuple[tuple[Wanted, ...], tuple[Names, ...]]:
    """The paths that are meant, and what the profile says is missing of them."""
    from forerun.foresight.diffusion.ledger_paths import wanted_of, wanted_series
    from forerun.foresight.industries import industry_named

    if not name:
        return wanted_of(industries), ()
    try:
        industry = industry_named(name, catalog)
    except UnknownNameError:
        series = _series(name, industries, catalog)
        told = [each for each in wanted_of(industries) if each.series == series]
        return (tuple(told) or (wanted_series(catalog.series_named(series)),)), ()
    return wanted_of([industry]), industry.missing


def _series(name: str, industries: Sequence[FutureIndustry], catalog: Catalog) -> str:
    """The id of a catalogued series.

    Raises:
        InputError: it is neither a series nor an industry.
    """
    try:
        return catalog.series_named(name).id
    except UnknownNameError as unknown:
        known = ", ".join(each.id for each in industries if each.diffusion) or "none"
        raise InputError(
            f"{name!r} is neither a future industry nor a catalogued series",
            advice=f"Industries with a path: {known}; series are listed by `forerun catalog series`",
        ) from unknown


def _blocks(study: DiffusionStudy, lang: str) -> Iterator[RenderableType]:
    from forerun.views import foresight_diffusion as views
    from forerun.views.foresight_left_out import left_out_table
    from forerun.views.terminal import rich_grid, rich_table
    from forerun.views.words import words

    say = words(lang)
    if len(study.forecasts) == 1:
        found = study.forecasts[0]
        yield views.title(found.path, lang)
        yield rich_grid(views.path_lines(found, study, lang))
        yield rich_table(views.ahead_table(found, lang))
        yield rich_table(views.models_table(found, lang))
    elif study.forecasts:
        yield rich_table(views.list_table(study, lang))
        yield rich_grid(views.reach_lines(study, lang))
        calibrated = views.calibrated_text(study.calibration, lang)
        yield rich_grid([(say["foresight_diffusion.calibrated"], (calibrated,))])
    else:
        yield say["foresight_diffusion.none"]
    if study.missing:
        text = say["foresight.between"].join(each.get(lang) for each in study.missing)
        yield rich_grid([(say["foresight_diffusion.missing"], (text,))])
    if study.left_out:
        yield rich_table(left_out_table(study.left_out, "diffusion", lang))


def _hindcast(study: DiffusionStudy, lang: str) -> Iterator[RenderableType]:
    from forerun.views import foresight_diffusion as views
    from forerun.views.terminal import rich_table

    yield rich_table(views.hindcast_table(study.calibration, lang))
    yield views.hindcast_note(study.calibration, lang)
