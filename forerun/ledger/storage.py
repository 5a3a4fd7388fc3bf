"""The ledger on disk: Parquet parts that never change, and one small commit file per append.

Layout of a store::

    parts/<unique>.parquet     rows, sorted by series, measure, period, published
    commits/00000001.json      which parts the first append added, in one atomic step

A part that no commit names does not exist, so a process may die anywhere: either its commit file is there,
whole, or nothing happened.  A commit takes the next number by hard link, which fails when another process
was faster; the loser looks at what the winner added and tries the next number, so commits have one order,
nothing is lost and no row enters twice.  A compaction is a commit that stands for all commits up to a
number; what it replaced stays on disk for a day, for readers that still hold it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.engine import Engine
from forerun.errors import LedgerError
from forerun.ledger.parts import RESTORE, Choice, Entry, Part, read_entry
from forerun.table import COLUMNS, schema

if TYPE_CHECKING:
    import polars as pl

IDENTITY = ("series", "measure", "period", "published", "source", "value", "unit", "comparator", "publisher")
PART_ROWS = 1_000_000
GROUP_ROWS = 32_768
GRACE_SECONDS = 86_400


@dataclass(frozen=True, eq=False)
class Store:
    """Reads and extends one ledger folder; the folder is made by the first append."""

    root: Path
    engine: Engine
    _read: dict[int, Entry] = field(default_factory=dict, init=False, repr=False)
    _sound: set[str] = field(default_factory=set, init=False, repr=False)

    def entries(self) -> tuple[Entry, ...]:
        """The commits in force now, in their order.

        Raises:
            LedgerError: a commit file is damaged or missing.
        """
        found: list[Entry] = []
        covered = 0
        numbers = self._numbers()
        for number in reversed(numbers):
            if number <= covered:
                break
            entry = self._entry(number)
            covered = max(covered, entry.covers)
            found.append(entry)
        self._require_all(found, covered, numbers)
        return tuple(reversed(found))

    def parts(self) -> tuple[Part, ...]:
        """The parts in force now, each present in full size.

        Raises:
            LedgerError: a commit or part is damaged or missing.
        """
        parts = tuple(part for entry in self.entries() for part in entry.parts)
        for part in parts:
            self._require_whole(part)
        return parts

    def read(self, parts: Iterable[Part], choice: Choice, columns: Sequence[str] = COLUMNS) -> pl.DataFrame:
        """The chosen rows of these parts, in no particular order.

        Raises:
            LedgerError: a part is damaged.
        """
        import polars as pl

        wanted = [part for part in parts if choice.may_be_in(part)]
        if not wanted:
            return pl.DataFrame(schema={name: schema()[name] for name in columns})
        conditions = list(choice.conditions())
        where = " AND ".join(text for text, _ in conditions) or "TRUE"
        parameters = [value for _, values in conditions for value in values]
        sql = f"SELECT {', '.join(columns)} FROM {self._table(wanted)} WHERE {where}"  # noqa: S608
        return self._query(sql, parameters, wanted)

    def append(self, frame: pl.DataFrame, document: str = "") -> tuple[int, int]:
        """Add the rows that the store does not hold yet, all or none of them.

        Args:
            frame: rows with the schema of :mod:`forerun.table`.
            document: sha256 of the document they come from.

        Returns:
            The number of the commit (0 when every row was known) and of the rows added.

        Raises:
            LedgerError: the store is damaged or cannot be written.
        """
        with _writing(self.root):
            return self._append(distinct(frame), document)

    def _append(self, fresh: pl.DataFrame, document: str) -> tuple[int, int]:
        written, checked = self._write(fresh), 0
        while True:
            entries = self.entries()
            unseen = [part for entry in entries if entry.number > checked for part in entry.parts]
            remaining = self._unknown(fresh, written, unseen)
            if remaining.height < fresh.height:
                self._discard(written)
                fresh, written = remaining, self._write(remaining)
            if fresh.is_empty():
                return 0, 0
            checked = entries[-1].number if entries else 0
            if self._commit(Entry(checked + 1, written, document)):
                return checked + 1, fresh.height

    def compact(self, largest: int | None = None) -> bool:
        """Merge parts into few, sorted ones without changing any row.

        Args:
            largest: merge only parts with at most this many rows; None for all.

        Returns:
            Whether anything was merged; not so when there was nothing to gain or another process did it.

        Raises:
            LedgerError: the store is damaged or cannot be written.
        """
        with _writing(self.root):
            return self._compact(largest)

    def _compact(self, largest: int | None) -> bool:
        entries = self.entries()
        parts = [part for entry in entries for part in entry.parts]
        merged = [part for part in parts if largest is None or part.rows <= largest]
        if len(merged) < 2:
            return False
        self.verify(merged)
        self._sweep(entries)
        kept = tuple(part for part in parts if part not in merged)
        rewritten = tuple(part for choice in self._batches(merged) for part in self._merge(merged, choice))
        covers = entries[-1].number
        number = covers + 1
        while not self._commit(Entry(number, kept + rewritten, covers=covers)):
            if self._entry(number).covers:
                self._discard(rewritten)
                return False
            number += 1
        return True

    def verify(self, parts: Iterable[Part]) -> None:
        """Compare the bytes of parts with what their commits say.

        Raises:
            LedgerError: naming the first part that differs.
        """
        for part in parts:
            path = self._part_path(part)
            self._sound.discard(part.file)
            self._require_whole(part)
            with path.open("rb") as handle:
                found = hashlib.file_digest(handle, "sha256").hexdigest()
            if found != part.sha256:
                raise LedgerError("this part of the ledger is damaged", where=str(path), advice=RESTORE)

    def _numbers(self) -> list[int]:
        return sorted(int(path.stem) for path in (self.root / "commits").glob("[0-9]" * 8 + ".json"))

    def _entry(self, number: int) -> Entry:
        if number not in self._read:
            self._read[number] = read_entry(self._commit_path(number), number)
        return self._read[number]

    def _require_all(self, found: list[Entry], covered: int, numbers: list[int]) -> None:
        last = numbers[-1] if numbers else 0
        present = {entry.number for entry in found}
        for number in range(covered + 1, last + 1):
            if number not in present:
                where = str(self._commit_path(number))
                raise LedgerError("this commit of the ledger is missing", where=where, advice=RESTORE)

    def _require_whole(self, part: Part) -> None:
        if part.file in self._sound:
            return
        path = self._part_path(part)
        size = path.stat().st_size if path.exists() else -1
        if size != part.size:
            what = "missing" if size < 0 else f"damaged ({size} bytes instead of {part.size})"
            raise LedgerError(f"this part of the ledger is {what}", where=str(path), advice=RESTORE)
        self._sound.add(part.file)

    def _unknown(self, fresh: pl.DataFrame, written: Sequence[Part], parts: Sequence[Part]) -> pl.DataFrame:
        """The rows of ``fresh``, which ``written`` holds, that none of ``parts`` holds."""
        held = [part for part in parts if any(part.overlaps(new) for new in written)]
        if not held:
            return fresh
        columns = ", ".join(f"old.{name}" for name in IDENTITY)
        sql = (
            f"SELECT {columns} FROM {self._table(held)} AS old JOIN {self._table(written)} AS new "  # noqa: S608
            f"USING ({', '.join(IDENTITY)}) WHERE old.published BETWEEN ? AND ?"
        )
        known = self._query(sql, [fresh["published"].min(), fresh["published"].max()], held)
        return fresh.join(known, on=list(IDENTITY), how="anti", maintain_order="left")

    def _query(self, sql: str, parameters: Sequence[object], parts: Sequence[Part]) -> pl.DataFrame:
        try:
            return self.engine.query(sql, parameters)
        except LedgerError:
            self.verify(parts)
            raise

    def _table(self, parts: Sequence[Part]) -> str:
        return self.engine.table([self._part_path(part) for part in parts])

    def _discard(self, parts: Iterable[Part]) -> None:
        for part in parts:
            self._part_path(part).unlink()

    def _write(self, frame: pl.DataFrame) -> tuple[Part, ...]:
        folder = self.root / "parts"
        folder.mkdir(parents=True, exist_ok=True)
        parts = tuple(self._write_part(piece) for piece in frame.iter_slices(PART_ROWS))
        _sync_folder(folder)
        return parts

    def _write_part(self, frame: pl.DataFrame) -> Part:
        path = self.root / "parts" / f"{uuid.uuid4().hex}.parquet"
        content = io.BytesIO()
        frame.write_parquet(content, compression="zstd", row_group_size=GROUP_ROWS)
        _write_safely(path, content.getbuffer())
        series, published = frame["series"], frame["published"]
        return Part(
            file=path.name,
            rows=frame.height,
            size=content.tell(),
            sha256=hashlib.sha256(content.getbuffer()).hexdigest(),
            first=str(series[0]),
            last=str(series[-1]),
            earliest=str(published.min()),
            latest=str(published.max()),
        )

    def _commit(self, entry: Entry) -> bool:
        final = self._commit_path(entry.number)
        final.parent.mkdir(parents=True, exist_ok=True)
        draft = final.parent / f".{uuid.uuid4().hex}"
        _write_safely(draft, json.dumps(asdict(entry), indent=1).encode())
        try:
            os.link(draft, final)
        except FileExistsError:
            return False
        finally:
            draft.unlink()
        _sync_folder(final.parent)
        return True

    def _batches(self, parts: Sequence[Part]) -> Iterator[Choice]:
        """Ranges of series that hold about a part's worth of rows each."""
        sql = f"SELECT series, count(*) FROM {self._table(parts)} GROUP BY series ORDER BY series"  # noqa: S608
        first, last, total = "", "", 0
        for series, rows in self._query(sql, (), parts).iter_rows():
            if total and total + rows > PART_ROWS:
                yield Choice(first=first, last=last)
                total = 0
            first, last, total = first if total else series, series, total + rows
        yield Choice(first=first, last=last)

    def _merge(self, parts: Sequence[Part], choice: Choice) -> tuple[Part, ...]:
        return self._write(distinct(self.read(parts, choice)))

    def _sweep(self, entries: Sequence[Entry]) -> None:
        limit = time.time() - GRACE_SECONDS
        if any(e.covers and self._commit_path(e.number).stat().st_mtime > limit for e in entries):
            return
        needed = {self._commit_path(entry.number).name for entry in entries}
        needed |= {part.file for entry in entries for part in entry.parts}
        for folder in ("parts", "commits"):
            for path in (self.root / folder).iterdir():
                if path.name not in needed and path.stat().st_mtime < limit:
                    path.unlink()

    def _part_path(self, part: Part) -> Path:
        return self.root / "parts" / part.file

    def _commit_path(self, number: int) -> Path:
        return self.root / "commits" / f"{number:08d}.json"


def distinct(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows in the order of a part, the earliest recorded of each identity."""
    import polars as pl

    ordered = frame.sort(*IDENTITY, "recorded")
    repeated = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in IDENTITY)
    return ordered.filter(~repeated.fill_null(value=False))


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise LedgerError(
            f"the ledger cannot be written ({problem.strerror})",
            where=str(problem.filename or root),
            advice="Free space on the disk, or name a folder that you may write to; nothing was changed",
        ) from problem


def _write_safely(path: Path, content: bytes | memoryview) -> None:
    with path.open("xb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
