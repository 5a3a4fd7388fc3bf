"""What a ledger folder consists of: parts, the commits that name them, and a choice among their rows."""

from __future__ import annotations

import bisect
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from forerun.errors import LedgerError

RESTORE = "Restore it from a backup, or make a new workspace and ingest the kept documents again"


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet file and what a reader must know before opening it.

    ``first`` and ``last`` bound its series ids, ``earliest`` and ``latest`` its publication days (ISO).
    """

    file: str
    rows: int
    size: int
    sha256: str
    first: str
    last: str
    earliest: str
    latest: str

    def overlaps(self, other: Part) -> bool:
        """Whether a row can be in both, by its series and its publication day."""
        return (
            self.first <= other.last
            and other.first <= self.last
            and self.earliest <= other.latest
            and other.earliest <= self.latest
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One commit: the parts it adds; ``covers`` is the last commit it stands for, 0 for none."""

    number: int
    parts: tuple[Part, ...]
    document: str = ""
    covers: int = 0


Read = TypeVar("Read", Part, Entry)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows to read: None or empty text leaves a column free.

    ``series`` names some series, sorted; ``first`` and ``last`` bound them.
    """

    series: tuple[str, ...] | None = None
    first: str = ""
    last: str = ""
    measure: str = ""
    period: str = ""
    published_by: date | None = None
    recorded_by: datetime | None = None

    def conditions(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        """SQL conditions with their parameters."""
        if self.series:
            yield f"series IN ({', '.join('?' * len(self.series))})", self.series
        compared = {
            "series >=": self.first,
            "series <=": self.last,
            "measure =": self.measure,
            "period =": self.period,
            "published <=": self.published_by,
            "recorded <=": self.recorded_by,
        }
        for test, value in compared.items():
            if value:
                yield f"{test} ?", (value,)

    def may_be_in(self, part: Part) -> bool:
        """Whether the part can hold a chosen row."""
        if self.published_by and part.earliest > self.published_by.isoformat():
            return False
        if part.last < self.first or (self.last and self.last < part.first):
            return False
        if self.series is None:
            return True
        at = bisect.bisect_left(self.series, part.first)
        return at < len(self.series) and self.series[at] <= part.last


def read_entry(path: Path, number: int) -> Entry:
    """The commit in a file, which must be the one of this number.

    Raises:
        LedgerError: the file is damaged.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        parts = tuple(_checked(Part(**part)) for part in raw.pop("parts"))
        entry = _checked(Entry(parts=parts, **raw))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise LedgerError(
            "this commit of the ledger is damaged", where=str(path), advice=RESTORE
        ) from problem
    if entry.number != number:
        raise LedgerError("this commit of the ledger carries a wrong number", where=str(path), advice=RESTORE)
    return entry


def _checked(read: Read) -> Read:
    """What was read, when each of its fields is of the type that it is declared to have.

    Raises:
        TypeError: one is not.
    """
    for each in fields(read):
        value = getattr(read, each.name)
        if type(value).__name__ != str(each.type).partition("[")[0]:
            raise TypeError(f"{each.name} is {value!r}")
    return read
