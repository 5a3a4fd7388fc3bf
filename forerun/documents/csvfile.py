"""CSV files as grids: comma, semicolon or tab, whatever the quoting."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from forerun.documents.grid import Grid, clean
from forerun.documents.media import delimiter_of
from forerun.documents.safety import LIMITS, Limits
from forerun.errors import DocumentError

_LONGEST_CELL = 100_000


def csv_grid(text: str, where: str, limits: Limits = LIMITS) -> Grid:
    """The rows of a CSV text; cells are texts, whatever they look like: nothing is evaluated.

    Raises:
        DocumentError: quotes do not close, a cell is longer than any figure or note can be, or there are more
            cells than ``limits`` allow.
    """
    reader = csv.reader(io.StringIO(text), delimiter=delimiter_of(text), strict=True)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return Grid("", tuple(tuple(map(clean, row)) for row in _counted(reader, where, limits)))
    except csv.Error as problem:
        raise DocumentError(
            f"its rows cannot be told apart ({problem})",
            where=f"{where}, row {reader.line_num}",
            advice="Check that every quotation mark there is closed, or save the file again",
        ) from problem


def _counted(rows: Iterable[list[str]], where: str, limits: Limits) -> Iterator[list[str]]:
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > limits.cells:
            raise DocumentError(
                f"it has more than the {limits.cells:,} cells that a table may have",
                where=where,
                advice="Split it into smaller files and ingest them one by one",
            )
        yield row
