"""``forerun outlook adjust``: a series without season, trading days and moving holidays."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
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
from forerun.cli.outlook import WHEN_PIPED

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.outlook.seasonal.series import AdjustedSeries

EXAMPLE = "forerun outlook adjust OUT_ELECTRICITY --as-of 2023-11-04"


class From(StrEnum):
    """What is adjusted: levels, or the index that growth on a year earlier implies."""

    AUTO = "auto"
    LEVEL = "level"
    YOY = "yoy"


def adjust(
    series: Annotated[str, typer.Argument(metavar="SERIES", help="Id or code of the series.")],
    measure: Annotated[
        From,
        typer.Option("--measure", help="Levels, or the index implied by growth; auto takes levels if any."),
    ] = From.AUTO,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Adjust a series for season, trading days and moving holidays by X-13ARIMA-SEATS, with diagnostics.

    Raises:
        InputError: the catalog holds no such series, or it is too short or constant.
    """
    from forerun.outlook.seasonal.series import adjust_series
    from forerun.types import Measure
    from forerun.views.adjusted import adjust_object

    snapshot = snapshot_for(workspace, profile, as_of)
    units = snapshot.catalog.series_named(series).units
    chosen = Measure.LEVEL if Measure.LEVEL in units else Measure.YOY
    found = adjust_series(snapshot, series, chosen if measure is From.AUTO else Measure(measure.value))
    if as_json:
        emit_json(adjust_object(found, snapshot.hash, lang))
    else:
        emit_rich(_blocks(found, lang), piped=WHEN_PIPED)


def _blocks(found: AdjustedSeries, lang: str) -> Iterator[RenderableType]:
    from forerun.views.adjusted import effects_table, facts, months_table
    from forerun.views.terminal import rich_grid, rich_table

    yield rich_grid(facts(found, lang))
    yield rich_table(months_table(found, lang))
    if found.adjusted.effects:
        yield rich_table(effects_table(found, lang))
