"""The words of the interface in each language, kept as data in ``i18n/<lang>.toml``."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from forerun.errors import UnknownNameError
from forerun.types import Json

HERE = Path(__file__).parent / "i18n"
LANGUAGES = ("en", "zh")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Words:
    """The entries of one language by dotted key, ``section.headline``."""

    lang: str
    entries: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.entries[key]

    def get(self, key: str, default: str = "") -> str:
        """The entry, or ``default`` when the language has none."""
        return self.entries.get(key, default)

    def fill(self, key: str, values: Mapping[str, str]) -> str:
        """The entry with its ``{placeholders}`` filled."""
        return self[key].format_map(values)

    def parts(self, key: str, values: Mapping[str, T]) -> tuple[str | T, ...]:
        """The entry cut at its placeholders, each replaced by its value as it is."""
        return tuple(_cut(self[key], values))


@lru_cache(maxsize=len(LANGUAGES))
def words(lang: str) -> Words:
    """The words of a language.

    Raises:
        UnknownNameError: the interface does not speak it.
    """
    if lang not in LANGUAGES:
        raise UnknownNameError("language", lang, LANGUAGES)
    nested = tomllib.loads((HERE / f"{lang}.toml").read_text(encoding="utf-8"))
    return Words(lang, dict(_flat(nested, "")))


def _flat(table: Json, prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _cut(template: str, values: Mapping[str, T]) -> Iterator[str | T]:
    for literal, name, _, _ in string.Formatter().parse(template):
        if literal:
            yield literal
        if name is not None:
            yield values[name]
