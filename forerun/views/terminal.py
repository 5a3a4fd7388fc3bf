"""Tables and lines on a terminal: aligned, coloured where the terminal can, readable where it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from forerun.documents.safety import printable
from forerun.types import Figure
from forerun.views.items import Aside, Item, Line, Spark, State, Table
from forerun.views.text import Number

if TYPE_CHECKING:
    from rich.table import Table as RichTable
    from rich.text import Text

COURSE = 16
"""Periods that a course of bars shows."""
LABEL = 10
"""Columns that a label takes at least."""

_BARS = "▁▂▃▄▅▆▇█"
_STATES = {
    "ahead": ("▲", "green"),
    "on_track": ("●", "cyan"),
    "behind": ("▼", "red"),
    "no_figure": ("○", "dim"),
    "rising": ("▲", "green"),
    "steady": ("■", "cyan"),
    "falling": ("▼", "red"),
    "unknown": ("○", "dim"),
    "stands": ("✓", "green"),
    "doubtful": ("≈", "yellow"),
    "false": ("✗", "red"),
    "open": ("○", "dim"),
    "passes": ("✓", "green"),
    "fails": ("✗", "red"),
    "cannot_tell": ("○", "dim"),
    "scale": ("▲", "green"),
    "extend": ("■", "cyan"),
    "stop": ("▼", "red"),
}


def rich_table(table: Table) -> RichTable:
    """The table for a :class:`rich.console.Console`, its caption as title, numbers to the right."""
    from rich import box
    from rich.table import Table as RichTable

    shown = RichTable(
        title=table.caption,
        title_justify="left",
        title_style="bold",
        header_style="dim",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for column in table.columns:
        side: Literal["right", "left"] = "right" if column.numeric else "left"
        shown.add_column(column.title, justify=side, overflow="fold", no_wrap=column.kind == "tight")
    for row in table.rows:
        shown.add_row(*map(rich_line, row))
    return shown


def rich_grid(lines: Iterable[tuple[str, Line]]) -> RichTable:
    """Lines led by their labels, folded beside them."""
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(min_width=LABEL, no_wrap=True, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    for label, line in lines:
        grid.add_row(Text(printable(label)), rich_line(line))
    return grid


def rich_line(line: Line) -> Text:
    """A line as styled text: numbers plain, words of second rank dim, a state with its sign."""
    from rich.text import Text

    return Text().join(_item(each) for each in line)


def _item(item: Item) -> Text:
    from rich.text import Text

    match item:
        case Number():
            return Text(item.text)
        case State():
            sign, style = _STATES[item.id]
            return Text(f"{sign} {item.word}", style=style)
        case Aside():
            return Text(printable(item.text), style="dim")
        case Spark():
            return Text(bars(item.figures[-COURSE:]), style="cyan")
        case str():
            return Text(printable(item))


def bars(figures: Sequence[Figure]) -> str:
    """The figures as bars of eighths between their lowest and highest value; a missing one is a blank."""
    values = [each.value for each in figures if each.value is not None]
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    step = (high - low) / (len(_BARS) - 1) or 1.0
    return "".join(" " if each.value is None else _BARS[round((each.value - low) / step)] for each in figures)
