"""A brief on a terminal: key figures and the first sentences, or every section with its tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from forerun.brief.blocks import Block, Brief, Chart, Note, Sentences, Strip
from forerun.views.items import Table as Tabled
from forerun.views.terminal import rich_grid, rich_line, rich_table

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

SENTENCES = 5
"""Sentences of the summary that a terminal shows, each cut to one line."""
LEAD = 14
"""Columns for what a sentence is about."""


def on_terminal(brief: Brief) -> RenderableType:
    """Fewer than 22 lines: what the summary section says."""
    from rich.console import Group
    from rich.text import Text

    heading = (Text(brief.title, style="bold"), Text(brief.subtitle, style="dim"))
    told = (part for each in brief.sections[0].blocks for part in ("", _block(each)))
    return Group(*heading, *told, "")


def whole_on_terminal(brief: Brief) -> RenderableType:
    """Every section under its title: sentences folded, charts as the tables beside them."""
    from rich.console import Group
    from rich.text import Text

    heading = (Text(brief.title, style="bold"), Text(brief.subtitle, style="dim"))
    told = (
        part
        for each in brief.sections
        for part in (
            "",
            Text(each.title, style="bold"),
            *(shown for one in each.blocks for shown in _whole(one)),
        )
    )
    return Group(*heading, *told)


def _whole(block: Block) -> Iterator[RenderableType]:
    match block:
        case Sentences(lines):
            yield rich_grid(lines)
        case Tabled():
            yield rich_table(block)
        case Chart():
            yield rich_table(block.table)
        case Note(text):
            yield text
        case _:
            yield _block(block)


def _block(block: Block) -> Table:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 3, 0, 0), expand=isinstance(block, Sentences))
    match block:
        case Strip(figures):
            for key in figures:
                grid.add_row(Text(key.label), Text(f"{key.number.text} {key.unit}", "bold"), Text(key.period))
        case Sentences(lines):
            grid.add_column(style="cyan", no_wrap=True, min_width=LEAD)
            grid.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
            for lead, line in lines[:SENTENCES]:
                grid.add_row(Text(lead), rich_line(line))
    return grid
