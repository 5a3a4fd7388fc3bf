"""``forerun outlook news``: why a forecast moved from one day to another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.common import (
    AsJson,
    Lang,
    Language,
    Profile,
    Workspace,
    emit_json,
    emit_rich,
    parse_day,
    snapshot_for,
)
from forerun.cli.outlook import WHEN_PIPED, TargetSeries, announce

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.outlook.movement import Movement

EXAMPLE = "forerun outlook news --from 2023-10-04 --to 2023-11-04 --period 2023"

From = Annotated[
    date, typer.Option("--from", parser=parse_day, metavar="DAY", help="The earlier day, such as 2023-10-04.")
]
To = Annotated[
    date | None,
    typer.Option("--to", parser=parse_day, metavar="DAY", show_default="today", help="The later day."),
]
OfPeriod = Annotated[
    str,
    typer.Option(
        "--period",
        metavar="PERIOD",
        show_default="the year that runs on the earlier day",
        help="The figure in question: 2023, 2023-Q4 or 2023-10.",
    ),
]


def news(
    start: From,
    end: To = None,
    period: OfPeriod = "",
    target: TargetSeries = "",
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Say why the model's forecast of a figure moved between two days: each release and each revision.

    The effects add up to the whole change; a new estimate of the model is a line of its own.

    Raises:
        InputError: the days stand the wrong way round, or the figure was published by the first.
    """
    from forerun.outlook.movement import movement
    from forerun.periods import Period
    from forerun.views.news import news_object

    later = snapshot_for(workspace, profile, end)
    earlier = snapshot_for(workspace, profile, start)
    announce(lang)
    moved = movement(earlier, later, target, Period.parse(period) if period else None)
    if as_json:
        emit_json(news_object(moved, later.catalog, lang))
    else:
        emit_rich(_blocks(moved, later.catalog, lang), piped=WHEN_PIPED)


def _blocks(moved: Movement, catalog: Catalog, lang: str) -> Iterator[RenderableType]:
    from forerun.views.news import left_out_line, moved_line, news_table, title
    from forerun.views.terminal import rich_line, rich_table

    yield rich_line(title(moved, lang))
    yield rich_line(moved_line(moved, lang))
    yield rich_table(news_table(moved, catalog, lang))
    if line := left_out_line(moved, catalog, lang):
        yield rich_line(line)
