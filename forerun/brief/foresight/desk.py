"""What the sections of a dossier are written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forerun.brief.blocks import Block, Note, Section
from forerun.catalog.model import Catalog
from forerun.foresight.dossier import Dossier
from forerun.types import Names
from forerun.views.items import Line
from forerun.views.words import Words, words

Lines = tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A dossier with the language in which it is told."""

    found: Dossier
    catalog: Catalog
    lang: str

    @property
    def say(self) -> Words:
        """The words of the language."""
        return words(self.lang)

    def word(self, key: str) -> str:
        """An entry of the dossier's own words."""
        return self.say[f"dossier.{key}"]

    def fill(self, key: str, values: Mapping[str, str]) -> str:
        """An entry of the dossier's own words with its placeholders filled."""
        return self.say.fill(f"dossier.{key}", values)

    def name(self, names: Names) -> str:
        """The name in the language of the dossier."""
        return names.get(self.lang)

    def section(self, part: str, *blocks: Block) -> Section:
        """A section of the dossier; without blocks it says why there is nothing."""
        if blocks:
            return Section(part, self.word(f"section.{part}"), blocks)
        why = self.found.refused.get(part) or self.word(f"nothing.{part}")
        return Section(part, self.word(f"section.{part}"), (Note(why),))


def apart(lines: Iterable[tuple[str, Line]], label: str) -> tuple[Lines, Lines]:
    """Lines without those of a label, and the latter: what is true of all is told once."""
    told = tuple(lines)
    return tuple(one for one in told if one[0] != label), tuple(one for one in told if one[0] == label)
