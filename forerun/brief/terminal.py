"""The brief on a terminal: key figures, the first sentences, and where the documents are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.brief.blocks import Brief, Sentences, Strip
from forerun.views.items import Aside, Item, Line, State
from forerun.views.text import Number

if TYPE_CHECKING:
    from rich.console import RenderableType

SHOWN_SENTENCES = 6


def on_terminal(brief: Brief, paths: Sequence[Path]) -> RenderableType:
    """Fewer than 25 lines at the usual width: what the summary section says, and the paths."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    keys = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2))
    told = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2))
    told.add_column(style="cyan", no_wrap=True)
    told.add_column(overflow="ellipsis", no_wrap=True, ratio=1)
    for block in brief.sections[0].blocks:
        if isinstance(block, Strip):
            for key in block.figures:
                keys.add_row(key.label, Text(f"{key.number.text} {key.unit}", style="bold"), key.period)
        if isinstance(block, Sentences):
            for lead, line in block.lines[:SHOWN_SENTENCES]:
                told.add_row(lead, plain(line))
    heading = Text(brief.title, style="bold")
    written = [Text(str(path)) for path in paths]
    return Group(heading, Text(brief.subtitle, style="dim"), "", keys, "", told, "", *written)


def plain(line: Line) -> str:
    """A line as text, without its traces."""
    return "".join(map(_plain, line))


def _plain(item: Item) -> str:
    match item:
        case str(text) | Number(text) | Aside(text) | State(_, text):
            return text
        case _:
            return ""
