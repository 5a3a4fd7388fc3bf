"""The list of places by readiness, as a file that a trial names."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from forerun.catalog.model import Catalog
from forerun.errors import InputError, UnknownNameError
from forerun.foresight.readiness import Readiness, Standing

HEADER = ("place", "rank", "probability", "low", "high", "source")
LEVEL = 0.8
"""Of the interval that the columns ``low`` and ``high`` give."""


def candidate_rows(found: Readiness, catalog: Catalog, first: int | None = None) -> str:
    """The places that could enter, by rank, as CSV: id of the catalog where it knows the place.

    Probabilities and interval are shares, empty where none can be told; ``source`` is the table's hash.

    Args:
        found: the ranking.
        catalog: of the profile.
        first: how many; None for all.

    Raises:
        InputError: no place could enter.
    """
    ready = found.those(Standing.ABSENT)[:first]
    if not ready:
        raise InputError(
            f"no place could enter {found.activity!r}: none lies below an RCA of {found.setting.absent:g}",
            where=found.source,
            advice="Give a higher --absent",
        )
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEADER)
    for each in ready:
        held = next((one for one in each.intervals if one.level == LEVEL), None)
        numbers = ("", "", "")
        if each.probability is not None and held is not None:
            numbers = (f"{each.probability:.6g}", f"{held.low:.6g}", f"{held.high:.6g}")
        rows.writerow((place_id(each.place, catalog), each.rank, *numbers, found.data))
    return text.getvalue()


def write_candidates(path: Path, found: Readiness, catalog: Catalog, first: int | None = None) -> int:
    """Write the list, over one that was there, and say how many places it holds.

    Raises:
        InputError: no place could enter, or the file cannot be written.
    """
    text = candidate_rows(found, catalog, first)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise InputError(
            f"cannot be written: {problem.strerror}", where=str(path), advice="Choose another place for it"
        ) from problem
    return text.count("\n") - 1


def place_id(name: str, catalog: Catalog) -> str:
    """The catalog's id of a place of a table; its own name where the catalog does not know it."""
    try:
        return catalog.place(name).id
    except UnknownNameError:
        return name
