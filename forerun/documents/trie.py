"""Texts as atoms, and a trie over atoms that knows names, words and units.

An atom is a Chinese character, a Latin word, a number or a sign.  Blanks, quotation marks and hyphens
between letters are no atoms, so that line breaks and styles of writing do not matter.

A name means one or more :class:`Sense`, because names are shared: 汽车 is a division of industry and a
product.  A sense leaves open (None) what the name does not say; the context fills it in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from forerun.documents.folding import fold
from forerun.documents.roles import Role

_ATOM = re.compile(r"[a-z]+(?:'s(?![a-z]))?|\d+(?:\.\d+|,\d{3}(?!\d))*|[^\sa-z0-9\"]")
_HYPHEN = re.compile(r"(?<=[a-z])(?: ?-|- )(?=[a-z])")
_ARTICLES = frozenset({"the", "its", "their"})  # inside a name they change nothing
_PLURAL = re.compile(r"(?<=[a-z]{2}[^siu])s$")


class Atom(NamedTuple):
    """One atom of a text at ``[start, end)``; ``key`` is what the trie goes by."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name stands for; None is left open, an empty activity means the whole of the economy.

    ``rank`` is 0 for a name as the catalog spells it and more for one that was derived from it.
    """

    place: str | None = None
    indicator: str | None = None
    activity: str | None = None
    publisher: str | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """A unit as the number before it sees it: ``scale`` of ``dimension``."""

    dimension: str
    scale: float


@dataclass(slots=True)
class Node:
    """A node of the trie: what the atoms so far mean, and the atoms that may follow."""

    following: dict[str, Node] = field(default_factory=dict)
    senses: tuple[Sense, ...] = ()
    role: Role | None = None
    units: tuple[Measured, ...] = ()

    @property
    def means_something(self) -> bool:
        """Whether an entry ends here."""
        return bool(self.senses or self.role or self.units)

    def add(self, text: str) -> Node:
        """The node of ``text``, made where it is missing."""
        node = self
        for word in _ATOM.findall(_without_hyphens(fold(text))):
            key = _key(word)
            following = node.following.get(key)
            if following is None:
                following = node.following[key] = Node()
            node = following
        return node


def atoms(folded: str) -> list[Atom]:
    """The atoms of a folded text."""
    text = _without_hyphens(folded)
    return [Atom(_key(match[0]), match.start(), match.end()) for match in _ATOM.finditer(text)]


def _without_hyphens(text: str) -> str:
    """The text with hyphens within words as blanks, also where a machine has torn them (year -on -year)."""
    return _HYPHEN.sub(lambda hyphen: " " * len(hyphen[0]), text)


def _key(word: str) -> str:
    if len(word) < 4 or not word[0].isalpha():
        return word
    word = word.removesuffix("'s")
    return f"{word[:-3]}y" if word.endswith("ies") else _PLURAL.sub("", word)


def longest(node: Node, line: list[Atom], at: int) -> tuple[Node, int] | None:
    """The longest entry that begins with atom ``at``, and the number of the atom after it."""
    found, first = None, at
    while at < len(line):
        following = node.following.get(line[at].key)
        if following is None and (at == first or line[at].key not in _ARTICLES):
            break
        node, at = following or node, at + 1
        if following and node.means_something:
            found = (node, at)
    return found
