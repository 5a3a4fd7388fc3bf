"""What stands in a line of a page: words, traced numbers, states and sparklines, and tables made of them."""

from __future__ import annotations

from dataclasses import dataclass

from forerun.types import Figure
from forerun.views.text import Number


@dataclass(frozen=True, slots=True)
class State:
    """A state told by a word; ``id`` chooses the shape and colour beside it."""

    id: str
    word: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Words of second rank: a unit, a note, another name."""

    text: str


@dataclass(frozen=True, slots=True)
class Spark:
    """A sparkline of figures, oldest first."""

    figures: tuple[Figure, ...]


Item = str | Number | State | Aside | Spark
Line = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``kind`` is ``text``, ``number`` (set to the right in figures of one width) or ``tight`` (kept on one
    line); ``weight`` is the share of a text column in the room that the others leave, for print.
    """

    title: str
    kind: str = "text"
    weight: float = 1.0

    @property
    def numeric(self) -> bool:
        """Whether the cells are figures."""
        return self.kind == "number"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names its rows; every cell is a line.

    ``folded`` tables are long and for looking things up; ``half`` ones are narrow enough for two in a row.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    folded: bool = False
    half: bool = False
