"""Series that are named by the shape of a clause instead of by a noun.

A share is named by its two ends: 5G基站 (the part) 占 移动基站总数 (the whole).  A count of members is
named by its unit and by what the members do: 31 个行业 增加值 同比增长 counts divisions whose value added
grows.  Both are learned here from the names and aliases that the catalog gives such series.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forerun.catalog.model import Catalog
from forerun.documents.folding import fold
from forerun.documents.roles import Role
from forerun.documents.trie import Node, Sense, atoms, longest
from forerun.types import Measure, Series

_PREDICATES = frozenset((Role.YEAR_ON_YEAR, Role.UP, Role.SHARE, Role.OF))
_SHAPED = {Measure.SHARE, Measure.COUNT}
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
WORLD = "the world"


@dataclass(frozen=True, slots=True)
class ShareEnds:
    """The part (indicator and activity) and the whole (an indicator, the world, or words) of a share."""

    indicator: str
    activity: str
    whole: str


@dataclass(frozen=True, slots=True)
class Count:
    """A series that counts members in a unit of ``dimension``.

    ``growing`` tells whether it counts those that grow, in any of ``indicators``, or all of them;
    ``implied`` that it goes without saying in what they grow.
    """

    series: Series
    dimension: str
    growing: bool
    indicators: frozenset[str]
    implied: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a name: an entry of the trie, or atoms between entries."""

    text: str
    senses: tuple[Sense, ...] = ()
    role: Role | None = None


def pieces(text: str, words: Node) -> Iterator[Piece]:
    """Cut a folded text into entries of the trie and what lies between them."""
    line, at, unknown = atoms(text), 0, ""
    while at < len(line):
        entry = longest(words, line, at)
        if entry is None:
            unknown += line[at].key
            at += 1
            continue
        if unknown:
            yield Piece(unknown)
        node, after = entry
        yield Piece("".join(atom.key for atom in line[at:after]), node.senses, node.role)
        at, unknown = after, ""
    if unknown:
        yield Piece(unknown)


def whole_of(parts: list[Piece]) -> str:
    """What a share is a part of: the world, an indicator, or else the words themselves."""
    if any(part.role is Role.WORLD for part in parts):
        return WORLD
    named = [sense.indicator for part in parts for sense in part.senses if sense.indicator]
    return named[0] if named else "".join(part.text for part in parts if part.role is not Role.FILL)


def shaped_indicators(catalog: Catalog) -> frozenset[str]:
    """The indicators of which only shares and counts are published: their names may be shapes."""
    other = {s.indicator for s in catalog.series.values() if not _SHAPED.issuperset(s.units)}
    return frozenset(s.indicator for s in catalog.series.values()) - other


def is_shape(name: str, words: Node) -> bool:
    """Whether a name of such an indicator is a shape, which must not be looked up as a noun."""
    return any(piece.role in _PREDICATES for piece in pieces(fold(name), words))


def shares(catalog: Catalog, words: Node) -> dict[ShareEnds, Series]:
    """Every share of the catalog whose two ends its names tell."""
    found: dict[ShareEnds, Series] = {}
    for series in catalog.series.values():
        if Measure.SHARE not in series.units or series.place != catalog.home:
            continue
        ends = [_ends(name, words) for name in _spoken(series, catalog)]
        part = next((sense for part, _ in ends for sense in part if sense.indicator), None)
        if part is not None and part.indicator:
            wholes = {whole for senses, whole in ends if whole or senses}
            found |= {ShareEnds(part.indicator, part.activity or "", whole): series for whole in wholes}
    return found


def _ends(name: str, words: Node) -> tuple[tuple[Sense, ...], str]:
    """Senses of what stands before the word for a share, and the whole that stands after it."""
    parts = list(pieces(fold(name), words))
    at = next((number for number, part in enumerate(parts) if part.role is Role.SHARE), None)
    if at is None:
        return (), ""
    before = tuple(sense for part in parts[:at] for sense in part.senses)
    return before, whole_of(parts[at + 1 :])


def counts(catalog: Catalog, words: Node) -> tuple[Count, ...]:
    """Every count of members of the catalog, with what the members do."""
    return tuple(
        found
        for series in catalog.series.values()
        if Measure.COUNT in series.units and (found := _count(series, catalog, words))
    )


def _count(series: Series, catalog: Catalog, words: Node) -> Count | None:
    shapes = [list(pieces(fold(name), words)) for name in _spoken(series, catalog)]
    growing = [shape for shape in shapes if any(part.role is Role.UP for part in shape)]
    if not growing and not any(part.role is Role.OF for shape in shapes for part in shape):
        return None
    named = [{s.indicator for part in shape for s in part.senses if s.indicator} for shape in growing]
    dimension = catalog.units[series.units[Measure.COUNT]].dimension
    return Count(series, dimension, bool(growing), frozenset().union(*named), implied=set() in named)


def _spoken(series: Series, catalog: Catalog) -> tuple[str, ...]:
    term = catalog.indicators[series.indicator]
    names = (
        series.names.zh,
        series.names.en,
        term.names.zh,
        term.names.en,
        *term.aliases_zh,
        *term.aliases_en,
    )
    return tuple(_BRACKETS.sub("", name) for name in names if name)
