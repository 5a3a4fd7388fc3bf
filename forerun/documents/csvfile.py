"""CSV files as grids: comma, semicolon or tab, whatever the quoting."""

from __future__ import annotations

import csv
import io

from forerun.documents.grid import Grid, clean
from forerun.documents.media import delimiter_of
from forerun.errors import DocumentError

_LONGEST_CELL = 100_000


def csv_grid(text: str, where: str) -> Grid:
    """The rows of a CSV text; cells are texts, whatever they look like: nothing is evaluated.

    Raises:
        DocumentError: quotes do not close, or a cell is longer than any figure or note can be.
    """
    reader = csv.reader(io.StringIO(text), delimiter=delimiter_of(text), strict=True)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return Grid("", tuple(tuple(map(clean, row)) for row in reader))
    except csv.Error as problem:
        raise DocumentError(
            f"its rows cannot be told apart ({problem})",
            where=f"{where}, row {reader.line_num}",
            advice="Check that every quotation mark there is closed, or save the file again",
        ) from problem
