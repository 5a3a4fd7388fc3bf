"""A table of texts, the common form of CSV files, worksheets and tables in pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forerun.documents.safety import printable


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, each cell a text, rows not necessarily of one length.

    ``name`` is how a person finds the table ("table 2", a worksheet's name, empty for the only table of
    a file); ``in_sheet`` says that its cells are known as B7.  ``caption`` is what stands above the
    table, such as its title.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    in_sheet: bool = False
    caption: str = ""

    def row(self, row: int) -> str:
        """How a person finds a row; ``row`` counts from 0."""
        return " ".join(filter(None, (self.name, f"row {row + 1}")))

    def cell(self, row: int, column: int) -> str:
        """How a person finds a cell; both count from 0."""
        if self.in_sheet:
            return f"{self.name}!{column_letters(column)}{row + 1}"
        return f"{self.row(row)} column {column + 1}"

    def lines(self) -> tuple[str, ...]:
        """The rows as lines of text, cells separated by tabs; a cell that fills its row stands once."""
        rows = (row[:1] if len(set(row)) == 1 else row for row in self.rows)
        return tuple("\t".join(row).rstrip("\t") for row in rows)

    def spans(self, start: int) -> tuple[tuple[int, int], ...]:
        """Where each line stands in a text that has them, joined by line ends, from ``start`` on."""
        return tuple(_spans(self.lines(), start))


def column_letters(column: int) -> str:
    """The letters of a worksheet's column that counts from 0: A, B ... Z, AA."""
    letters = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def clean(cell: str) -> str:
    """A cell's text on one line, white space of every kind collapsed."""
    return " ".join(printable(cell).split())


def _spans(lines: tuple[str, ...], start: int) -> Iterator[tuple[int, int]]:
    for line in lines:
        yield (start, start + len(line))
        start += len(line) + 1
