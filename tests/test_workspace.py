from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from forerun import workspace as module
from forerun.catalog.load import load_catalog
from forerun.errors import LedgerError, SpecError, UnknownNameError
from forerun.ledger.starter import starter_frame
from forerun.settings import Settings
from forerun.workspace import Workspace, profile_of

TOYLAND = Settings(profile="toyland")
DAY = date(2024, 7, 30)


def rows(workspace: Workspace) -> int:
    return sum(part.rows for part in workspace.ledger.store.parts())


def starter_rows() -> int:
    identity = [
        "series",
        "measure",
        "period",
        "published",
        "source",
        "value",
        "unit",
        "comparator",
        "publisher",
    ]
    return starter_frame(load_catalog("toyland")).unique(identity).height


def test_a_new_workspace_holds_the_starter_figures(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "a" / "desk", "toyland")
    assert made.is_own
    assert (made.catalog.profile, made.root) == ("toyland", tmp_path / "a" / "desk")
    assert rows(made) == starter_rows() > 0
    assert 'profile = "toyland"' in (made.root / "forerun.toml").read_text(encoding="utf-8")


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "desk", "toyland")
    before = sorted((path, path.stat().st_mtime_ns) for path in made.root.rglob("*"))
    opened = Workspace.open(Settings(workspace=made.root))
    assert sorted((path, path.stat().st_mtime_ns) for path in made.root.rglob("*")) == before
    assert opened.ledger.snapshot(DAY).hash == made.ledger.snapshot(DAY).hash


def test_a_newer_profile_appends_what_is_new(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "desk", "toyland")
    (made.root / "starter").write_text("of an older version", encoding="utf-8")
    assert rows(Workspace.open(Settings(workspace=made.root))) == rows(made)
    (made.root / "starter").unlink()
    shutil.rmtree(made.root / "ledger")
    assert rows(Workspace.open(Settings(workspace=made.root))) == starter_rows()


def test_a_workspace_that_may_not_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Workspace.create(tmp_path / "desk", "toyland")
    (made.root / "starter").write_text("of an older version", encoding="utf-8")
    monkeypatch.setattr(module.os, "access", lambda *_: False)
    assert rows(Workspace.open(Settings(workspace=made.root))) == rows(made)
    assert (made.root / "starter").read_text(encoding="utf-8") == "of an older version"


def test_where_a_workspace_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, told, near = (
        Workspace.create(tmp_path / name, "toyland").root for name in ("named", "told", "near")
    )
    below = near / "documents" / "x"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert Workspace.open(TOYLAND).root == near
    monkeypatch.setenv("FORERUN_WORKSPACE", str(told))
    assert Workspace.open(TOYLAND).root == told
    assert Workspace.open(Settings(workspace=named)).root == named


def test_the_default_folder_is_made_on_the_first_write(tmp_path: Path) -> None:
    assert not Workspace.open(TOYLAND).is_own
    assert list(tmp_path.iterdir()) == []
    made = Workspace.open_for_writing(TOYLAND)
    assert made.root == tmp_path / "forerun-workspace"
    assert Workspace.open(TOYLAND).root == made.root
    assert Workspace.open_for_writing(TOYLAND).root == made.root


def test_folders_that_are_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"there is no workspace\. Make one with `forerun init"):
        Workspace.open(Settings(workspace=tmp_path))
    with pytest.raises(SpecError, match="there is no workspace"):
        Workspace.open_for_writing(Settings(workspace=tmp_path / "absent"))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(SpecError, match="not empty"):
        Workspace.create(tmp_path / "full", "toyland")
    (tmp_path / "file").touch()
    with pytest.raises(SpecError, match="cannot be made"):
        Workspace.create(tmp_path / "file", "toyland")
    with pytest.raises(UnknownNameError, match="unknown profile"):
        Workspace.create(tmp_path / "x", "atlantis")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("profile = 3", "names no profile"),
        ("profile = ", "cannot be read"),
        ("\xff", "cannot be read"),
        ("a=" + "[" * 50_000, "cannot be read"),
    ],
)
def test_a_broken_mark(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "forerun.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(SpecError, match=rf"forerun\.toml: it.*{problem}"):
        Workspace.open(Settings(workspace=tmp_path))


def test_the_shipped_figures_are_cached_once(cache: Path) -> None:
    first = Workspace.open(TOYLAND)
    assert cache in first.root.parents
    assert rows(first) == starter_rows()
    made = first.root.stat().st_mtime_ns
    assert Workspace.open(TOYLAND).root.stat().st_mtime_ns == made


def test_a_damaged_cache_is_built_again(cache: Path) -> None:
    first = Workspace.open(TOYLAND)
    for part in (first.root / "parts").iterdir():
        part.write_bytes(b"")
    assert rows(Workspace.open(TOYLAND)) == starter_rows()


def test_without_a_cache_a_temporary_folder_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    found = Workspace.open(TOYLAND)
    assert rows(found) == starter_rows()
    assert tmp_path / "file" not in found.root.parents


def test_two_processes_may_start_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    code = (
        "from forerun.settings import Settings; from forerun.workspace import Workspace\n"
        "s = Settings(profile='toyland'); Workspace.open(s); Workspace.open_for_writing(s)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert rows(Workspace.open(TOYLAND)) == starter_rows()
    assert len(list((tmp_path / "cache" / "forerun").iterdir())) == 1


def test_the_profile_is_the_one_asked_for(tmp_path: Path) -> None:
    """A workspace that nobody named is passed over; one that was named, or is to be written to, is not."""
    china = Workspace.create(tmp_path / "forerun-workspace", "china").root
    assert Workspace.open(Settings()).catalog.profile == profile_of(Settings()) == "china"
    assert Workspace.open(TOYLAND).catalog.profile == profile_of(TOYLAND) == "toyland"
    for refused in (Settings(workspace=china, profile="toyland"), TOYLAND):
        with pytest.raises(SpecError, match="is of the profile china, not toyland"):
            Workspace.open_for_writing(refused)
    with pytest.raises(SpecError, match="is of the profile china, not toyland"):
        Workspace.open(Settings(workspace=china, profile="toyland"))


def test_the_profile_of_a_workspace_need_not_be_said(tmp_path: Path) -> None:
    root = Workspace.create(tmp_path / "desk", "toyland").root
    assert Workspace.open(Settings(workspace=root)).catalog.profile == "toyland"
    assert profile_of(Settings(workspace=root)) == "toyland"


@pytest.mark.parametrize("remains", [False, True])
def test_a_ledger_that_is_gone_is_not_an_empty_one(tmp_path: Path, remains: bool) -> None:
    made = Workspace.create(tmp_path / "desk", "toyland")
    shutil.rmtree(made.ledger.root)
    if remains:
        made.ledger.root.write_text("no folder", encoding="utf-8")
    with pytest.raises(LedgerError, match="the ledger is gone"):
        Workspace.open(Settings(workspace=made.root))


def test_a_mark_of_the_starter_figures_that_is_no_text(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "desk", "toyland")
    mark = made.root / "starter"
    whole = mark.read_bytes()
    mark.write_bytes(b"\xff\xfe")
    assert rows(Workspace.open(Settings(workspace=made.root))) == rows(made)
    assert mark.read_bytes() == whole
    mark.unlink()
    mark.mkdir()
    assert rows(Workspace.open(Settings(workspace=made.root))) == rows(made)


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000])
def test_a_name_that_no_folder_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(SpecError, match="there is no workspace"):
        Workspace.open(Settings(workspace=tmp_path / name))
    with pytest.raises(SpecError, match="cannot be made"):
        Workspace.create(tmp_path / name, "toyland")
