from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from forerun.catalog.model import Catalog
from forerun.engine import LocalEngine
from forerun.errors import LedgerError
from forerun.ledger import storage
from forerun.ledger.ledger import Ledger
from forerun.ledger.parts import Choice, Part
from forerun.ledger.storage import Store
from forerun.types import Measure

WRITER = Path(__file__).parent / "writer.py"


def _rows(ledger: Ledger) -> list[tuple[object, ...]]:
    store = Store(ledger.root, LocalEngine())
    return sorted(store.read(store.parts(), Choice()).rows())


def _only(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def _tear(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("harm", [_tear, _flip, Path.unlink])
def test_a_harmed_part_is_named(ledger: Ledger, observe, harm) -> None:
    ledger.append([observe("xx/output", "2023-09", "2023-10-18", 10.0)])
    part = _only(ledger.root / "parts")
    harm(part)
    with pytest.raises(LedgerError, match=r"this part of the ledger is (damaged|missing)") as problem:
        ledger.snapshot(date(2024, 1, 1)).latest("xx/output", Measure.LEVEL)
    assert problem.value.where == str(part)
    assert "backup" in problem.value.advice


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", '{"number": 1, "parts": [{}]}', '{"number": 7, "parts": []}', "\x00", "[" * 50_000],
)
def test_a_harmed_commit_is_named(ledger: Ledger, observe, content: str) -> None:
    ledger.append([observe("xx/output", "2023-09", "2023-10-18", 10.0)])
    commit = _only(ledger.root / "commits")
    commit.write_text(content, encoding="utf-8")
    with pytest.raises(LedgerError, match="this commit of the ledger") as problem:
        Store(ledger.root, LocalEngine()).entries()
    assert problem.value.where == str(commit)


@pytest.mark.parametrize(("key", "value"), [("size", None), ("rows", "many"), ("first", 3), ("file", 5)])
def test_a_commit_with_a_field_of_another_type_is_named(
    ledger: Ledger, observe, key: str, value: object
) -> None:
    ledger.append([observe("xx/output", "2023-09", "2023-10-18", 10.0)])
    commit = _only(ledger.root / "commits")
    entry = json.loads(commit.read_text(encoding="utf-8"))
    entry["parts"][0][key] = value
    commit.write_text(json.dumps(entry), encoding="utf-8")
    with pytest.raises(LedgerError, match="this commit of the ledger is damaged"):
        Store(ledger.root, LocalEngine()).entries()


def test_a_lost_commit_is_noticed(ledger: Ledger, observe) -> None:
    for day in (18, 19, 20):
        ledger.append([observe("xx/output", "2023-09", f"2023-10-{day}", float(day))])
    lost = ledger.root / "commits" / "00000002.json"
    lost.unlink()
    with pytest.raises(LedgerError, match="missing") as problem:
        Store(ledger.root, LocalEngine()).parts()
    assert problem.value.where == str(lost)


def test_a_folder_that_cannot_be_written_is_an_error_of_the_ledger(
    tmp_path: Path, small: Catalog, observe
) -> None:
    (tmp_path / "ledger").write_text("a file", encoding="utf-8")
    with pytest.raises(LedgerError, match="cannot be written"):
        Ledger.open(tmp_path / "ledger", small).append([observe("xx/output", "2023-09", "2023-10-18", 10.0)])


def test_what_no_commit_names_does_not_exist(ledger: Ledger, observe) -> None:
    ledger.append([observe("xx/output", "2023-09", "2023-10-18", 10.0)])
    before = _rows(ledger)
    (ledger.root / "parts" / "stray.parquet").write_bytes(b"half a part")
    (ledger.root / "commits" / ".stray").write_bytes(b"half a commit")
    assert _rows(ledger) == before


def test_rows_are_split_into_parts_that_know_their_series(ledger: Ledger, observe, monkeypatch) -> None:
    monkeypatch.setattr(storage, "PART_ROWS", 2)
    rows = [
        observe(series, f"2023-0{month}", "2023-10-18", 1.0)
        for series in ("xx/output", "xx/exports", "xx/stations")
        for month in (1, 2)
    ]
    ledger.append(rows)
    parts = ledger.store.parts()
    assert [(part.first, part.last, part.rows) for part in parts] == [
        ("xx/exports", "xx/exports", 2),
        ("xx/output", "xx/output", 2),
        ("xx/stations", "xx/stations", 2),
    ]
    holding = [part.first for part in parts if Choice(series=("xx/a", "xx/output", "xx/z")).may_be_in(part)]
    assert holding == ["xx/output"]


def test_parts_outside_the_chosen_days_are_not_opened() -> None:
    part = Part("x", 1, 1, "", "xx/a", "xx/a", "2023-05-01", "2023-10-18")
    assert Choice(published_by=date(2023, 5, 1)).may_be_in(part)
    assert not Choice(published_by=date(2023, 4, 30)).may_be_in(part)


def test_the_slower_of_two_writers_tries_the_next_number(
    ledger: Ledger, small: Catalog, observe, monkeypatch
) -> None:
    ours = observe("xx/output", "2023-09", "2023-10-18", 10.0)
    both = observe("xx/output", "2023-08", "2023-09-15", 9.0)
    theirs = observe("xx/exports", "2023-09", "2023-10-13", 8.0)
    write = Store._write

    def interrupted(store: Store, frame):
        parts = write(store, frame)
        if store is ledger.store:
            monkeypatch.setattr(Store, "_write", write)
            Ledger.open(ledger.root, small).append([theirs, both])
        return parts

    entries = ledger.store.entries
    seen = [entries()]
    monkeypatch.setattr(Store, "_write", interrupted)
    monkeypatch.setattr(
        Store, "entries", lambda store: seen.pop() if seen and store is ledger.store else entries()
    )
    commit = ledger.append([ours, both])
    assert (commit.added, commit.already_known, commit.id) == (1, 1, "00000002")
    assert len(_rows(ledger)) == 3


def _write(root: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(root), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _documents(ledger: Ledger) -> dict[str, int]:
    counted: dict[str, int] = {}
    for row in _rows(ledger):
        counted[str(row[13])] = counted.get(str(row[13]), 0) + 1
    return counted


def test_two_processes_at_once_lose_nothing(ledger: Ledger) -> None:
    writers = [_write(ledger.root, "append", name, "15") for name in ("one", "two")]
    told = {line for writer in writers for line in writer.communicate()[0].split()}
    assert [writer.returncode for writer in writers] == [0, 0]
    expected = {f"{name}-{number}" for name in ("one", "two") for number in range(15)}
    assert told == expected
    assert _documents(ledger) == dict.fromkeys(expected, 40) | {"shared": 40}


def test_killed_at_any_moment_a_commit_is_whole_or_absent(ledger: Ledger) -> None:
    writer = _write(ledger.root, "killed", "12")
    told = set(writer.communicate()[0].split())
    assert writer.returncode == 0
    found = _documents(ledger)
    assert found.pop("shared", 40) == 40
    assert told <= found.keys()
    assert set(found.values()) == {40}
    assert len(found) >= 12


def _fragmented(ledger: Ledger, observe) -> list[tuple[object, ...]]:
    for month in range(1, 10):
        for series in ("xx/output", "xx/exports"):
            ledger.append([observe(series, f"2023-0{month}", "2023-10-18", month + 0.5)])
    return _rows(ledger)


def test_compaction_changes_no_row_and_leaves_few_parts(ledger: Ledger, observe) -> None:
    before, digest = _fragmented(ledger, observe), ledger.snapshot(date(2024, 1, 1)).hash
    assert ledger.compact()
    assert len(ledger.store.parts()) == 1
    assert _rows(ledger) == before
    assert ledger.snapshot(date(2024, 1, 1)).hash == digest
    assert not ledger.compact()


def test_compaction_cuts_parts_between_series(ledger: Ledger, observe, monkeypatch) -> None:
    before = _fragmented(ledger, observe)
    ledger.append([observe("xx/stations", "2023-09", "2023-10-20", 318.9)])
    monkeypatch.setattr(storage, "PART_ROWS", 12)
    ledger.compact()
    parts = [(part.first, part.last, part.rows) for part in ledger.store.parts()]
    assert parts == [("xx/exports", "xx/exports", 9), ("xx/output", "xx/stations", 10)]
    assert len(_rows(ledger)) == len(before) + 1


def test_after_compaction_known_rows_are_still_known(ledger: Ledger, observe) -> None:
    _fragmented(ledger, observe)
    ledger.compact()
    again = ledger.append([observe("xx/output", "2023-05", "2023-10-18", 5.5)])
    assert (again.added, again.already_known, again.id) == (0, 1, "")
    assert ledger.append([observe("xx/output", "2023-05", "2023-10-18", 5.6)]).added == 1


def test_a_reader_at_work_keeps_what_it_opened(ledger: Ledger, observe) -> None:
    _fragmented(ledger, observe)
    reader = ledger.snapshot(date(2024, 1, 1))
    ledger.compact()
    assert reader.latest("xx/output", Measure.LEVEL).value == 9.5


def test_an_append_during_a_compaction_stays(ledger: Ledger, small: Catalog, observe, monkeypatch) -> None:
    before = _fragmented(ledger, observe)
    merge = Store._merge

    def interrupted(store: Store, *arguments):
        monkeypatch.setattr(Store, "_merge", merge)
        Ledger.open(ledger.root, small).append([observe("xx/stations", "2023-09", "2023-10-20", 318.9)])
        return merge(store, *arguments)

    monkeypatch.setattr(Store, "_merge", interrupted)
    assert ledger.compact()
    assert len(_rows(ledger)) == len(before) + 1


def test_of_two_compactions_at_once_one_gives_way(
    ledger: Ledger, small: Catalog, observe, monkeypatch
) -> None:
    before = _fragmented(ledger, observe)
    merge = Store._merge

    def interrupted(store: Store, *arguments):
        monkeypatch.setattr(Store, "_merge", merge)
        assert Ledger.open(ledger.root, small).compact()
        return merge(store, *arguments)

    monkeypatch.setattr(Store, "_merge", interrupted)
    assert not ledger.compact()
    assert _rows(ledger) == before


def test_compaction_refuses_to_copy_damage(ledger: Ledger, observe) -> None:
    _fragmented(ledger, observe)
    _flip(min((ledger.root / "parts").iterdir()))
    with pytest.raises(LedgerError, match="damaged"):
        ledger.compact()


def test_only_parts_up_to_a_size_are_merged_when_asked(ledger: Ledger, observe) -> None:
    big = [observe("xx/output", f"20{year}-01", "2023-10-18", 1.0) for year in range(10, 20)]
    ledger.append(big)
    before = _fragmented(ledger, observe)
    assert ledger.store.compact(largest=5)
    assert sorted(part.rows for part in ledger.store.parts()) == [10, 18]
    assert _rows(ledger) == before


def test_what_compaction_replaced_goes_after_a_day(ledger: Ledger, observe) -> None:
    _fragmented(ledger, observe)
    ledger.compact()
    replaced = set((ledger.root / "parts").iterdir())
    ledger.append([observe("xx/stations", "2023-09", "2023-10-20", 318.9)])
    ledger.compact()
    assert replaced <= set((ledger.root / "parts").iterdir())
    yesterday = time.time() - timedelta(days=2).total_seconds()
    for folder in ("parts", "commits"):
        for path in (ledger.root / folder).iterdir():
            os.utime(path, (yesterday, yesterday))
    before = _rows(ledger)
    ledger.append([observe("xx/stations", "2023-10", "2023-11-20", 321.5)])
    ledger.compact()
    assert len(_rows(ledger)) == len(before) + 1
    numbers = [json.loads(path.read_text())["number"] for path in sorted((ledger.root / "commits").iterdir())]
    assert numbers == [21, 22, 23]
