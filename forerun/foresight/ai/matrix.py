"""How related abilities and applications are, from a person's own table of one row for each ability."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from forerun.compiled import Array
from forerun.documents.grid import Grid, clean
from forerun.documents.safety import read_file
from forerun.errors import InputError, SpecError, UnknownNameError
from forerun.foresight.ai.exposure import ability_exposure
from forerun.foresight.ai.tables import number
from forerun.foresight.grids import grids_of
from forerun.foresight.left_out import LeftOut, Why

LARGEST = 2_000
"""Abilities, and applications."""
ABILITY = frozenset({"ability", "abilities", "o*net abilities", "o*net ability", "element name", "能力"})
APPLICATION = frozenset({"application", "applications", "ai application", "ai applications", "应用"})
_LONGEST = 200
_FEWEST = 3
_HEAD_ROWS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Relatedness:
    """How related A abilities and K applications are.

    Attributes:
        abilities: A names.
        applications: K names.
        related: (A, K) not negative.
        source: the file's name.
        data: sha256 of its bytes.
        left_out: abilities that were not used.
    """

    abilities: tuple[str, ...]
    applications: tuple[str, ...]
    related: Array
    source: str
    data: str
    left_out: tuple[LeftOut, ...] = ()

    def exposure(self, weights: Array | None = None) -> Array:
        """(A,) standardised exposure of the abilities, by weights (K,) of the applications."""
        return ability_exposure(self.related, weights)

    def weights(self, chosen: Mapping[str, float]) -> Array:
        """(K,) weights of applications by name, in any case; those not named count nothing.

        Raises:
            UnknownNameError: the table has no such application.
            InputError: a weight is negative or none is above zero.
        """
        at = {name.casefold(): index for index, name in enumerate(self.applications)}
        found = np.zeros(len(self.applications))
        for name, weight in chosen.items():
            if name.strip().casefold() not in at:
                raise UnknownNameError("application", name, self.applications, where=self.source)
            found[at[name.strip().casefold()]] = weight
        if (found < 0).any() or not np.isfinite(found).all() or found.sum() <= 0:
            raise InputError(
                "weights of applications must be zero or more, and one above zero",
                advice='Write --application "Language Modeling" or --application "Language Modeling=2"',
            )
        return found


def read_abilities(path: Path) -> Relatedness:
    """A table with a column of abilities and one column for each application, or turned round.

    Raises:
        InputError: the file cannot be read, has no such table, a negative figure or an ability twice.
    """
    content = read_file(path)
    grid, head = _table(grids_of(content, str(path), LARGEST), str(path))
    rows = [list(row) for row in grid.rows[head:] if any(clean(cell) for cell in row)]
    if clean(rows[0][0]).casefold() in APPLICATION:
        width = max(map(len, rows))
        filled = [row + [""] * (width - len(row)) for row in rows]
        rows = [list(row) for row in zip(*filled, strict=True)]
    applications = _applications(rows[0], path.name)
    kept, left_out = _rows(rows[1:], len(applications), path.name)
    if len(kept) < _FEWEST:
        raise InputError(
            f"{len(kept)} abilities have figures for every application",
            where=path.name,
            advice=f"Give at least {_FEWEST} rows of plain numbers",
        )
    related = np.array(list(kept.values()), float)
    names = tuple(kept)
    return Relatedness(
        names, applications, related, path.name, hashlib.sha256(content).hexdigest(), tuple(left_out)
    )


def _table(grids: Iterable[Grid], where: str) -> tuple[Grid, int]:
    """The widest table that has a column of abilities or applications, and the row of its head."""
    found = [(grid, at) for grid in grids for at in _heads(grid)]
    if not found:
        raise SpecError(
            "there is no column of abilities",
            where=where,
            advice="Give one named 'ability' first, then a column for each application, one row per ability",
        )
    grid, at = max(found, key=lambda pair: len(pair[0].rows[pair[1]]))
    if len(grid.rows) > LARGEST or len(grid.rows[at]) > LARGEST:
        raise InputError("it is too large for a table of abilities", where=where)
    return grid, at


def _heads(grid: Grid) -> Iterator[int]:
    for at, row in enumerate(grid.rows[:_HEAD_ROWS]):
        if len(row) > 1 and clean(row[0]).casefold() in ABILITY | APPLICATION:
            yield at
            return


def _applications(row: Sequence[str], where: str) -> tuple[str, ...]:
    names = [clean(cell)[:_LONGEST] for cell in row[1:]]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if not name or names.count(name) > 1:
            raise SpecError(
                f"the application {name!r} is named {names.count(name)} times"
                if name
                else "a column has no name",
                where=where,
                advice="Name each application once",
            )
    if not names:
        raise SpecError("no application has a column", where=where, advice="Give at least one")
    return tuple(names)


def _rows(
    rows: Iterable[Sequence[str]], width: int, where: str
) -> tuple[dict[str, tuple[float, ...]], list[LeftOut]]:
    kept, left_out = dict[str, tuple[float, ...]](), list[LeftOut]()
    for row in rows:
        name = clean(row[0])[:_LONGEST]
        cells = [number(cell) for cell in (*row[1 : width + 1], *[""] * (width + 1 - len(row)))]
        values = tuple(cell for cell in cells if cell is not None)
        why = Why.UNNAMED if not name else Why.NOT_A_NUMBER if len(values) < width else None
        if why is None and min(values) < 0:
            why = Why.NEGATIVE
        if why is None and name in kept:
            if kept[name] != values:
                raise InputError(f"two rows of {name!r} differ", where=where, advice="Leave the right one")
            why = Why.REPEATED
        if why is not None:
            left_out.append(LeftOut(name or ", ".join(row)[:_LONGEST], why, where))
            continue
        kept[name] = values
    return kept, left_out
