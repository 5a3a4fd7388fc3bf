"""A brief as plain data for a template: the page and the print show the same tree.

Numbers become ``{"kind": "number", "text", "ref"}``; ``ref`` points into ``traces``, one card for each
distinct figure in the order of appearance.  Charts become SVG, drawn once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from forerun.brief.blocks import (
    Block,
    Brief,
    Chart,
    Findings,
    KeyFigure,
    MarkedText,
    Note,
    Sentences,
    Stretch,
    Strip,
    Tally,
    TileMap,
)
from forerun.catalog.model import Catalog
from forerun.types import Figure, Json
from forerun.views.card import card
from forerun.views.items import Aside, Item, Line, Spark, State, Table
from forerun.views.sparkline import sparkline
from forerun.views.text import Number, day

Key = tuple[Any, ...]


def lay_out(
    brief: Brief, catalog: Catalog, draw: Callable[[Json], str], *, chart_tables: bool = True
) -> Json:
    """The brief as a tree of plain values.

    Args:
        brief: what to show.
        catalog: names the releases, publishers and sources on the cards.
        draw: turns a chart specification into SVG.
        chart_tables: whether the tables beside the charts are shown, as on the page but not in print.
    """
    layout = _Layout(draw, chart_tables)
    sections = [
        {"id": each.id, "title": each.title, "blocks": [layout.block(block) for block in each.blocks]}
        for each in brief.sections
    ]
    return {
        "title": brief.title,
        "subtitle": brief.subtitle,
        "as_of": brief.as_of.isoformat(),
        "as_of_words": day(brief.as_of, brief.lang),
        "lang": brief.lang,
        "ledger": brief.ledger,
        "command": brief.command,
        "sections": sections,
        "traces": [asdict(card(figure, catalog, brief.as_of, brief.lang)) for figure in layout.figures],
    }


class _Layout:
    """Collects the figures on the way through the blocks."""

    def __init__(self, draw: Callable[[Json], str], chart_tables: bool) -> None:
        self.figures: list[Figure] = []
        self._refs: dict[Key, int] = {}
        self._draw = draw
        self._chart_tables = chart_tables
        self._marked: set[int] = set()

    def block(self, block: Block) -> Json:
        """One block; ``kind`` says which."""
        match block:
            case Sentences(lines):
                return {"kind": "sentences", "lines": [[lead, self.line(line)] for lead, line in lines]}
            case Strip(figures):
                return {"kind": "strip", "figures": [self._key_figure(each) for each in figures]}
            case Table():
                return {"kind": "table", **self._table(block)}
            case Chart():
                return self._chart(block)
            case TileMap():
                return self._tiles(block)
            case Note(text):
                return {"kind": "note", "text": text}
            case Tally(counts):
                return {"kind": "tally", "counts": [[self._item(state), count] for state, count in counts]}
            case MarkedText(paragraphs):
                return {"kind": "marked", "paragraphs": [list(map(self._stretch, p)) for p in paragraphs]}
            case Findings():
                return self._findings(block)

    def line(self, line: Line) -> list[Any]:
        """The items of a line; plain words stay strings."""
        return [self._item(item) for item in line]

    def _item(self, item: Item) -> Any:
        match item:
            case Number(text, figure):
                return {"kind": "number", "text": text, "ref": self._ref(figure)}
            case State(name, word):
                return {"kind": "state", "id": name, "word": word}
            case Aside(text):
                return {"kind": "aside", "text": text}
            case Spark(figures):
                return {"kind": "spark", "svg": sparkline(figures)}
            case _:
                return item

    def _ref(self, figure: Figure) -> int:
        key = (figure.series.id, figure.period, figure.measure, figure.value, figure.trace)
        if key not in self._refs:
            self._refs[key] = len(self.figures)
            self.figures.append(figure)
        return self._refs[key]

    def _key_figure(self, key: KeyFigure) -> Json:
        return {
            "label": key.label,
            "number": self._item(key.number),
            "unit": key.unit,
            "period": key.period,
            "detail": self.line(key.detail),
            "spark": sparkline(key.history),
        }

    def _table(self, table: Table) -> Json:
        return {
            "caption": table.caption,
            "folded": table.folded,
            "half": table.half,
            "columns": [asdict(column) for column in table.columns],
            "rows": [[self.line(cell) for cell in row] for row in table.rows],
        }

    def _chart(self, chart: Chart) -> Json:
        return {
            "kind": "chart",
            "title": chart.title,
            "caption": chart.caption,
            "svg": self._draw(chart.spec),
            "narrow": self._draw(chart.narrow) if chart.narrow else "",
            "table": self._table(chart.table) if self._chart_tables else None,
        }

    def _tiles(self, tiles: TileMap) -> Json:
        shown = [
            {
                "column": tile.column,
                "row": tile.row,
                "name": tile.name,
                "number": self._item(tile.number),
                "shade": tile.shade,
                "apart": tile.apart,
            }
            for tile in tiles.tiles
        ]
        return {"kind": "tiles", "title": tiles.title, "caption": tiles.caption, "tiles": shown}

    def _stretch(self, stretch: Stretch) -> Json:
        """Words and the marks behind them; the first mark of a number is where its finding leads back to."""
        marks = [{"number": number, "first": number not in self._marked} for number in stretch.ends]
        self._marked.update(stretch.ends)
        return {"text": stretch.text, "state": stretch.state, "marks": marks}

    def _findings(self, block: Findings) -> Json:
        shown = [
            {
                "number": each.number,
                "marked": each.number in self._marked,
                "state": self._item(each.state),
                "quote": each.quote,
                "lines": [[lead, self.line(line)] for lead, line in each.lines],
            }
            for each in block.findings
        ]
        return {"kind": "findings", "findings": shown}
