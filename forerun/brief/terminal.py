"""The brief on a terminal: key figures and the first sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forerun.brief.blocks import Block, Brief, Sentences, Strip
from forerun.views.terminal import rich_line

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
