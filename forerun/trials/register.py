"""The register of a trial: what was decided before anybody knew how it ends, and every change since.

Each entry is a file of its own, ``0001.json`` and so on, that holds the whole trial file, hashes of the data
and of the design, the moment, and the hash of the entry before.  Nothing is overwritten, and an entry
that was changed afterwards is found out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from forerun import __version__
from forerun.compiled import Array
from forerun.errors import InputError, LedgerError
from forerun.trials.panel import Panel
from forerun.trials.reading import Reading
from forerun.trials.spec import TrialSpec

SCHEMA = "forerun.trial-entry/1"
SHORT = 16
"""Characters of the hash of a place's figures."""
SHA = re.compile(r"[0-9a-f]{64}\Z")
"""What a sha256 looks like."""


@dataclass(frozen=True, slots=True)
class Change:
    """A key of the trial file that differs: what was registered and what is said now; empty for absent."""

    key: str
    registered: str
    now: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures before treatment, by what they hash to.

    Attributes:
        last: the last period that counts as before.
        hashes: (place, first characters of the sha256 of its figures up to then).
    """

    last: str
    hashes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the register.

    Attributes:
        number: 1 for the registration, then 2, 3, ... for amendments.
        trial: the trial's id.
        at: the moment, UTC.
        version: of forerun.
        as_of: the day whose knowledge the data are.
        source: sha256 of the file or of what the ledger showed.
        before: the figures before treatment.
        design: sha256 of the design that chose the places; empty when there was none.
        started: whether treatment had begun in the data already.
        changes: what differs from the entry before.
        text: the trial file.
        previous: sha256 of the entry before; empty for the first.
    """

    number: int
    trial: str
    at: str
    version: str
    as_of: str
    source: str
    before: Figures
    design: str
    started: bool
    text: str
    changes: tuple[Change, ...] = ()
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """What there is to register."""

    spec: TrialSpec
    reading: Reading
    as_of: date
    design: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The entries of one trial in a folder, oldest first; none when it was never registered."""

    folder: Path
    entries: tuple[Entry, ...] = field(default=())

    @classmethod
    def open(cls, folder: Path) -> Register:
        """The register in a folder, which may be absent.

        Raises:
            LedgerError: an entry is damaged, missing or was changed afterwards.
        """
        entries: list[Entry] = []
        previous = ""
        for path in sorted(folder.glob("[0-9]*.json")) if folder.is_dir() else ():
            content = path.read_bytes()
            entry = _entry(content, path)
            if entry.number != len(entries) + 1 or entry.previous != previous:
                raise LedgerError(
                    "the register was changed after the fact: an entry does not follow from the one before",
                    where=str(path),
                    advice="Restore the folder from a backup; results that rest on it cannot be trusted",
                )
            entries.append(entry)
            previous = _sha(content)
        return cls(folder, tuple(entries))

    @property
    def first(self) -> Entry | None:
        """The registration itself."""
        return self.entries[0] if self.entries else None

    @property
    def hash_of_last(self) -> str:
        """sha256 of the last entry, to be held against the file; empty when there is none."""
        if not self.entries:
            return ""
        return _sha((self.folder / f"{len(self.entries):04d}.json").read_bytes())

    def add(self, what: Registered, now: datetime | None = None) -> Register:
        """The register with a further entry, unless trial, earlier figures and design are the last one's.

        Args:
            what: the trial, its data and design.
            now: the moment; that of the call when None.

        Raises:
            InputError: another process registered at the same time.
        """
        last = self.entries[-1] if self.entries else None
        entry = _made(what, last, self.hash_of_last, now or datetime.now(UTC))
        if last is not None and not entry.changes and _same(entry, last):
            return self
        _write_new(self.folder / f"{entry.number:04d}.json", _bytes(entry))
        return Register(self.folder, (*self.entries, entry))

    def changes_since(self, spec: TrialSpec) -> tuple[Change, ...]:
        """How a trial file differs from the one first registered."""
        return changes(self.entries[0].text, spec.text) if self.entries else ()


def changes(registered: str, now: str) -> tuple[Change, ...]:
    """The keys in which two trial files differ, by dotted name; comments and order do not count."""
    old, new = (dict(_flat(tomllib.loads(text), "")) for text in (registered, now))
    return tuple(
        Change(key, old.get(key, ""), new.get(key, ""))
        for key in sorted({*old, *new})
        if old.get(key, "") != new.get(key, "")
    )


def revised(registered: Figures, panel: Panel) -> tuple[str, ...]:
    """Places whose figures up to the registered period are no longer those that were registered.

    Places that take part only then or only now are not compared.
    """
    now = dict(figures_before(panel, registered.last).hashes)
    return tuple(place for place, known in registered.hashes if now.get(place, known) != known)


def figures_before(panel: Panel, last: str = "") -> Figures:
    """The figures before the first treatment.

    Args:
        panel: the outcome.
        last: the period up to which to count instead, as registered.
    """
    stop = min(panel.cohorts, default=len(panel.periods))
    if last in panel.periods:
        stop = panel.periods.index(last) + 1
    rows = zip(panel.places, panel.outcome[:, :stop], strict=True)
    hashes = tuple((place, _hash_of(values)) for place, values in rows)
    return Figures(panel.periods[stop - 1] if stop else "", hashes)


def _hash_of(values: Array) -> str:
    return _sha(repr([f"{value:.9g}" for value in values]).encode())[:SHORT]


def _made(what: Registered, last: Entry | None, previous: str, now: datetime) -> Entry:
    panel = what.reading.panel
    return Entry(
        number=last.number + 1 if last else 1,
        trial=what.spec.id,
        at=now.astimezone(UTC).isoformat(timespec="seconds"),
        version=__version__,
        as_of=what.as_of.isoformat(),
        source=what.reading.source,
        before=figures_before(panel),
        design=what.design,
        started=bool(np.any(panel.treated)),
        text=what.spec.text,
        changes=changes(last.text, what.spec.text) if last else (),
        previous=previous,
    )


def _same(entry: Entry, last: Entry) -> bool:
    return (entry.before, entry.design) == (last.before, last.design)


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", json.dumps(value, ensure_ascii=False, default=str)


def _bytes(entry: Entry) -> bytes:
    content = {"schema": SCHEMA, **asdict(entry)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(content: bytes, path: Path) -> Entry:
    try:
        said = json.loads(content)
        said["changes"] = tuple(Change(**each) for each in said["changes"])
        hashes = tuple((str(place), str(known)) for place, known in said["before"]["hashes"])
        said["before"] = Figures(str(said["before"]["last"]), hashes)
        return _sound(Entry(**{key: value for key, value in said.items() if key != "schema"}))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as problem:
        raise LedgerError(
            f"the entry is damaged ({problem})", where=str(path), advice="Restore the folder from a backup"
        ) from problem


def _sound(entry: Entry) -> Entry:
    """The entry, unless a part is not what it must be; then ValueError or TypeError."""
    told = (entry.trial, entry.at, entry.version, entry.as_of, entry.source, entry.design, entry.text)
    parts = [*told, entry.previous, *(part for each in entry.changes for part in astuple(each))]
    if type(entry.number) is not int or type(entry.started) is not bool:
        raise TypeError("number or started is of another kind")
    if not all(isinstance(part, str) for part in parts):
        raise TypeError("a text is of another kind")
    if entry.design and not SHA.match(entry.design):
        raise ValueError("design is no sha256")
    tomllib.loads(entry.text)
    return entry


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that must not be there yet, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError as taken:
        raise InputError(
            "the trial was registered by another process just now",
            where=str(path),
            advice="Look at it and try again",
        ) from taken
    finally:
        Path(draft).unlink(missing_ok=True)
