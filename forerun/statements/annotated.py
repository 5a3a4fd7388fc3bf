"""Annotated claims: what a careful reader says is claimed, and how much of a finding agrees with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from forerun.catalog.model import Catalog
from forerun.documents.statement import Statement
from forerun.errors import UnknownNameError
from forerun.periods import Period
from forerun.statements.result import Judged, Verdict
from forerun.types import Series

FIELDS = ("indicator", "place", "period", "measure", "comparator", "value", "unit", "direction")
_FLOORS, _CEILINGS = {">", ">="}, {"<", "<="}
_COUNTS = {"10k": 1e4, "100m": 1e8, "10000": 1e4, "million": 1e6, "billion": 1e9}
_RATES = frozenset({"yoy", "ytd_yoy", "annual_growth", "average_annual_growth"})
_AMOUNTS = frozenset({"level", "ytd_level", "count", "index"})
_CHANGES = frozenset({"change_pp", "ytd_change_pp"})
_PLAINER = {"faster": "up", "turned_positive": "up", "slower": "down", "turned_negative": "down"}
_SAME = 1e-6
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated claim of a statement; ``reading`` is empty for words that claim nothing."""

    id: str
    statement: str
    text: str
    quote: str
    said: date
    speaker: str
    publisher: str
    reading: Mapping[str, Any]
    verdict: str
    as_of: date | None
    variants: tuple[tuple[date, str], ...]

    @property
    def is_no_claim(self) -> bool:
        """Whether the words claim nothing."""
        return not self.reading


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Other names of verdicts, directions and indicators."""

    verdicts: Mapping[str, tuple[str, ...]]
    another_day: Mapping[str, tuple[str, ...]]
    open: frozenset[str]
    directions: Mapping[str, str]
    indicators: Mapping[str, str]

    def allowed(self, verdict: str) -> tuple[str, ...]:
        """The verdicts of ours that count as this one."""
        if verdict in self.verdicts:
            return self.verdicts[verdict]
        begun = (ours for words, ours in self.another_day.items() if verdict.startswith(words))
        return next(begun, (verdict,) if verdict in set(Verdict) else ())


@lru_cache(maxsize=1)
def synonyms() -> Synonyms:
    """The names of ``synonyms.toml``."""
    table = tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text(encoding="utf-8"))
    return Synonyms(
        {name: tuple(ours) for name, ours in table["verdicts"].items()},
        {words: tuple(ours) for words, ours in table["on_another_day"].items()},
        frozenset(table["open"]["verdicts"]),
        table["directions"],
        table["indicators"],
    )


def annotated(row: Mapping[str, Any], quotes: Sequence[str]) -> Annotated:
    """A line of a file of claims.

    Args:
        row: the object on the line.
        quotes: the quotes of all lines of its statement, which make its text when it gives none.

    Raises:
        KeyError: a field is missing.
        ValueError: a day is none.
    """
    as_of = row.get("as_of")
    return Annotated(
        id=str(row["id"]),
        statement=str(row["statement_id"]),
        text=str(row.get("text") or _in_a_row(quotes)),
        quote=str(row["quote"]),
        said=date.fromisoformat(str(row["date"])),
        speaker=", ".join(filter(None, (str(row.get("speaker", "")), str(row.get("role", ""))))),
        publisher=str(row.get("publisher") or ""),
        reading=row.get("reading") or {},
        verdict=str(row["verdict"]),
        as_of=date.fromisoformat(as_of) if as_of else None,
        variants=tuple(
            (date.fromisoformat(each["as_of"]), str(each["verdict"]))
            for each in row.get("as_of_variants") or ()
        ),
    )


def _in_a_row(quotes: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(quotes))
    stop = "。" if _HAN.search("".join(distinct)) else ". "
    return stop.join(distinct) + stop.strip()


def agreeing(claim: Annotated, judged: Judged, catalog: Catalog, names: Synonyms) -> frozenset[str]:
    """The fields of a finding that are as annotated."""
    statement, reading = judged.claim.statement, claim.reading
    if not reading:
        return frozenset()
    right = {
        "indicator": _is_about(statement, reading, catalog, names),
        "place": reading.get("place") in (None, statement.place),
        "period": _is_then(statement, reading),
        "measure": _kind(statement.measure.value) == _kind(str(reading["measure"])),
        "comparator": _bound(statement.comparator.value) == _bound(reading.get("comparator")),
        "value": _is_worth(statement, reading, catalog),
        "unit": _is_worth(statement, reading, catalog) or statement.unit == reading.get("unit"),
        "direction": _way(statement, names) == _direction(reading.get("direction"), names),
    }
    return frozenset(name for name, is_right in right.items() if is_right)


def _bound(comparator: str | None) -> str:
    return ">" if comparator in _FLOORS else "<" if comparator in _CEILINGS else comparator or "="


def _kind(measure: str) -> str:
    """Measures that say the same of a full stretch: a rate, an amount, or themselves."""
    kinds = {"rate": _RATES, "amount": _AMOUNTS, "change": _CHANGES}
    return next((kind for kind, measures in kinds.items() if measure in measures), measure)


def _way(statement: Statement, names: Synonyms) -> str:
    return _direction(statement.direction, names)


def _direction(word: str | None, names: Synonyms) -> str:
    plain = names.directions.get(word or "", word or "")
    return {"faster": "up", "turned_positive": "up", "slower": "down", "turned_negative": "down"}.get(
        plain, plain
    )


def _is_then(statement: Statement, reading: Mapping[str, Any]) -> bool:
    wanted = reading.get("period")
    if wanted is None or statement.period is None:
        return wanted is None and statement.period is None
    return Period.parse(str(wanted)).end == statement.period.end


def _is_worth(statement: Statement, reading: Mapping[str, Any], catalog: Catalog) -> bool:
    wanted = reading.get("value")
    if wanted is None or statement.value is None:
        return wanted is None and statement.value is None
    ours = statement.value * _scale(statement.unit, catalog)
    theirs = float(wanted) * _scale(str(reading.get("unit", "")), catalog)
    return abs(ours - theirs) <= _SAME * max(abs(ours), abs(theirs))


def _scale(unit: str, catalog: Catalog) -> float:
    known = catalog.units.get(unit)
    return known.scale if known else _COUNTS.get(unit.partition(" ")[0], 1.0)


def _is_about(statement: Statement, reading: Mapping[str, Any], catalog: Catalog, names: Synonyms) -> bool:
    if reading.get("series"):
        return statement.series == str(reading["series"])
    name = str(reading.get("indicator", ""))
    if "series" in reading:
        return not statement.series and name in ("", statement.indicator)
    meant = _series_called(name, catalog, names)
    return meant is not None and statement.series == meant.id


def _series_called(name: str, catalog: Catalog, names: Synonyms) -> Series | None:
    """The series of a name that is no code: the one with the shortest name that has all its words."""
    name = names.indicators.get(name, name).removeprefix("target_")
    try:
        return catalog.series_named(name)
    except UnknownNameError:
        wanted = name.lower().split("_")
        home = (each for each in catalog.series.values() if each.place == catalog.home)
        found = [each for each in home if _has_words(each, wanted)]
        return min(found, key=lambda each: len(list(_words(each))), default=None)


def _has_words(series: Series, wanted: Sequence[str]) -> bool:
    words = set(_words(series))
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _words(series: Series) -> Iterator[str]:
    yield from re.findall(r"[a-z0-9]+", f"{series.code} {series.id} {series.names.en}".lower())
