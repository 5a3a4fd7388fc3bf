"""The places among which a design may choose, from a CSV file with a column ``place``.

``forerun foresight places NAME --candidates FILE`` writes one, ranked by how ready they are; any other list
will do.
"""

from __future__ import annotations

import csv
from pathlib import Path

from forerun.errors import SpecError

COLUMN = "place"
LARGEST_FILE = 1_000_000
_LONGEST = 200


def read_candidates(path: Path) -> tuple[str, ...]:
    """The places of the file in its order, each once.

    Raises:
        SpecError: it cannot be read, has no such column or no place; names the line.
    """
    where = str(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SpecError("is too large for a list of places", where=where, advice="Give one place a line")
        text = path.read_text("utf-8-sig")
    except OSError as problem:
        advice = "Write one with `forerun foresight places NAME --table FILE --candidates FILE`"
        raise SpecError(f"cannot be read: {problem.strerror}", where=where, advice=advice) from problem
    except ValueError as problem:
        raise SpecError("is no UTF-8 text", where=where, advice="Save it as UTF-8") from problem
    return _places(text, where)


def _places(text: str, where: str) -> tuple[str, ...]:
    rows = csv.reader(text.splitlines())
    try:
        head = [each.strip() for each in next(rows, [])]
        if COLUMN not in head:
            raise SpecError("has no column place", where=where, advice="Name the columns in the first line")
        at = head.index(COLUMN)
        named = [
            (number, row[at].strip() if at < len(row) else "") for number, row in enumerate(rows, 2) if row
        ]
    except csv.Error as problem:
        raise SpecError(
            f"is no CSV table: {problem}", where=where, advice="Save it again as CSV"
        ) from problem
    for number, name in named:
        if not name or len(name) > _LONGEST or not name.isprintable():
            raise SpecError("names no place", where=f"{where}:{number}", advice="Give its id or its name")
    if not named:
        raise SpecError("lists no place", where=where, advice="Give one place a line")
    return tuple(dict.fromkeys(name for _, name in named))
