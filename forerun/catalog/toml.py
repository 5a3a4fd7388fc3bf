"""Tables of a profile's TOML files, read with messages that say where something is wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from forerun.catalog.model import Catalog
from forerun.errors import InputError, SpecError, UnknownNameError
from forerun.periods import Period
from forerun.types import Measure, Names, Series

Word = TypeVar("Word", bound=StrEnum)
LARGEST_WHOLE = 10**9


@dataclass(frozen=True, slots=True)
class TomlTable:
    """One table of a profile's TOML file with the place where it stands, for messages.

    ``layout`` is the module that describes the file.  Every method raises
    :class:`~forerun.errors.SpecError` when the table does not say what is asked for.
    """

    cells: Mapping[str, Any]
    where: str
    layout: str
    catalog: Catalog

    def problem(self, key: str, what: str) -> SpecError:
        """An error about one key."""
        return SpecError(f"{key!r} {what}", where=self.where, advice=f"{self.layout} shows the layout")

    def only(self, *keys: str) -> None:
        """Refuse keys other than these."""
        for key in self.cells:
            if key not in keys:
                raise self.problem(key, f"is not one of {', '.join(keys)}")

    def get(self, key: str, kind: type | tuple[type, ...], what: str) -> Any:
        """The value of a key, which must be of a kind."""
        value = self.cells.get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.problem(key, f"must be {what}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; ``default``, when there is one, where the key is absent."""
        if default is not None and key not in self.cells:
            return default
        return str(self.get(key, str, "a text"))

    def number(self, key: str, default: float | None = None) -> float:
        """A number, not infinite; ``default``, when there is one, where the key is absent."""
        if default is not None and key not in self.cells:
            return default
        return self._finite(key, self.get(key, (int, float), "a number"))

    def share(self, key: str, default: float | None = None) -> float:
        """A number between 0 and 1, both excluded."""
        value = self.number(key, default)
        if not 0 < value < 1:
            raise self.problem(key, "must lie between 0 and 1")
        return value

    def amount(self, key: str, default: float | None = None) -> float:
        """A number that is not negative."""
        value = self.number(key, default)
        if value < 0:
            raise self.problem(key, "must not be negative")
        return value

    def whole(self, key: str, default: int, least: int = 0) -> int:
        """A whole number of at least ``least``; ``default`` where the key is absent."""
        value = self.cells.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= LARGEST_WHOLE:
            raise self.problem(key, f"must be a whole number of at least {least}")
        return value

    def wholes(self, key: str, least: int = 1) -> tuple[int, ...]:
        """A list of whole numbers of at least ``least``; empty when the key is absent."""
        values = self.numbers(key)
        if any(value != int(value) or not least <= value <= LARGEST_WHOLE for value in values):
            raise self.problem(key, f"must be whole numbers of at least {least}")
        return tuple(map(int, values))

    def word(self, key: str, kind: type[Word], default: Word | None = None) -> Word:
        """One of the words of an enumeration; ``default``, when there is one, where the key is absent."""
        if default is not None and key not in self.cells:
            return default
        return self._member(key, kind, self.text(key))

    def words(self, key: str, kind: type[Word]) -> tuple[Word, ...]:
        """Words of an enumeration without repetition; empty when the key is absent."""
        return tuple(dict.fromkeys(self._member(key, kind, text) for text in self.texts(key)))

    def _member(self, key: str, kind: type[Word], text: str) -> Word:
        if text not in list(kind):
            raise self.problem(key, f"{text!r} is not one of {', '.join(kind)}")
        return kind(text)

    def flag(self, key: str) -> bool:
        """True or false; false when the key is absent."""
        value = self.cells.get(key, False)
        if not isinstance(value, bool):
            raise self.problem(key, "must be true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is absent."""
        values = self.get(key, list, "a list of texts") if key in self.cells else []
        if not all(isinstance(value, str) for value in values):
            raise self.problem(key, "must be a list of texts")
        return tuple(values)

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers; empty when the key is absent."""
        values = self.get(key, list, "a list of numbers") if key in self.cells else []
        if not all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
            raise self.problem(key, "must be a list of numbers")
        return tuple(self._finite(key, value) for value in values)

    def _finite(self, key: str, value: float) -> float:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise self.problem(key, "must be finite")
        return number

    def period(self, key: str) -> Period:
        """A period, written as text."""
        text = self.text(key)
        try:
            return Period.parse(text)
        except InputError as wrong:
            raise self.problem(key, f"must be a period: {wrong.what}") from wrong

    def table(self, key: str) -> TomlTable:
        """A table within this one."""
        return TomlTable(self.get(key, dict, "a table"), f"{self.where} [{key}]", self.layout, self.catalog)

    def part(self, key: str) -> TomlTable:
        """A table within this one that may be left out; then it is empty."""
        if key in self.cells:
            return self.table(key)
        return TomlTable({}, f"{self.where} [{key}]", self.layout, self.catalog)

    def tables(self, key: str) -> tuple[TomlTable, ...]:
        """A list of tables."""
        values = self.get(key, list, "a list of tables")
        if not all(isinstance(value, dict) for value in values):
            raise self.problem(key, "must be a list of tables")
        places = (f"{self.where} {key} {number}" for number in range(1, len(values) + 1))
        return tuple(
            TomlTable(value, place, self.layout, self.catalog)
            for value, place in zip(values, places, strict=True)
        )

    def names(self) -> Names:
        """``name_en`` and ``name_zh``."""
        return Names(self.text("name_en"), self.text("name_zh"))

    def series(self, key: str) -> Series:
        """The series that a key names by id or code."""
        return self.known_series(self.text(key))

    def known_series(self, name: str) -> Series:
        """The series of a name."""
        try:
            return self.catalog.series_named(name)
        except UnknownNameError as unknown:
            raise SpecError(unknown.what, where=self.where, advice=unknown.advice) from unknown

    def measure(self, key: str, series: Series | None = None) -> Measure:
        """The measure that a key names, one of the series' own when it is given."""
        return self.known_measure(self.text(key), series)

    def known_measure(self, name: str, series: Series | None) -> Measure:
        """The measure of a name, one of the series' own when it is given."""
        known = tuple(series.units) if series else tuple(Measure)
        if name not in known:
            owner = f" of {series.code}" if series else ""
            raise self.problem(name, f"is not a measure{owner}: {', '.join(known)}")
        return Measure(name)
