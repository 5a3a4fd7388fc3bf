"""What a brief is made of: sections of blocks, the same for page, print and terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forerun.types import Figure, Json
from forerun.views.items import Line, State, Table
from forerun.views.text import Number


@dataclass(frozen=True, slots=True)
class Sentences:
    """Plain language: each line is a sentence or two, led by the matter that it is about (or by nothing)."""

    lines: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the few numbers at the head of the brief, with what it was before and its course.

    ``unit`` stands beside the number in smaller letters.
    """

    label: str
    number: Number
    unit: str
    period: str
    detail: Line
    history: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The key figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the table of the same numbers; ``narrow`` is its form for a phone, if it needs one."""

    title: str
    caption: str
    spec: Json
    table: Table
    narrow: Json | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on a tile map; ``shade`` runs from 0 (lowest or no figure) to 4 (highest).

    ``number`` is plain words where no figure stands behind them; a tile that is ``apart`` takes no part.
    """

    column: int
    row: int
    name: str
    number: Number | str
    shade: int
    apart: bool = False


@dataclass(frozen=True, slots=True)
class TileMap:
    """Places as tiles in their rough geographic position."""

    title: str
    caption: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in smaller letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Tally:
    """States side by side, each with how many there are of it."""

    counts: tuple[tuple[State, int], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a marked text.

    ``state`` is the id of the state in which they are marked, empty for plain words; ``ends`` are the numbers
    of the findings whose words end with them.
    """

    text: str
    state: str = ""
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with the words of findings marked, by paragraphs; an empty one is where some were left out."""

    paragraphs: tuple[tuple[Stretch, ...], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about some words of a text: a state, the words, and lines led by what they are about."""

    number: int
    state: State
    quote: str
    lines: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Findings in the order of their numbers, which a :class:`MarkedText` before them refers to."""

    findings: tuple[Finding, ...]


Block = Sentences | Strip | Table | Chart | TileMap | Note | Tally | MarkedText | Findings


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the brief."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole document in one language; ``command`` is the command line that makes it."""

    title: str
    subtitle: str
    as_of: date
    lang: str
    ledger: str
    command: str
    sections: tuple[Section, ...]
