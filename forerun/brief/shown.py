"""Which figures a composed brief shows as numbers, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forerun.brief.blocks import Block, Chart, Findings, Section, Sentences, Strip, TileMap
from forerun.types import Figure
from forerun.views.items import Line, Table
from forerun.views.text import Number


def figures_shown(sections: Iterable[Section]) -> Iterator[Figure]:
    """Every number on the page as its figure; the same figure as often as it is shown."""
    for section in sections:
        for block in section.blocks:
            yield from (item.figure for line in _lines(block) for item in line if isinstance(item, Number))


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Sentences(lines):
            yield from (line for _, line in lines)
        case Strip(figures):
            yield from ((each.number, *each.detail) for each in figures)
        case Table():
            yield from (cell for row in block.rows for cell in row)
        case Chart():
            yield from (cell for row in block.table.rows for cell in row)
        case TileMap():
            yield from ((tile.number,) for tile in block.tiles)
        case Findings(findings):
            yield from (line for each in findings for _, line in each.lines)
        case _:
            return
