from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from forerun.documents.archive import Archive
from forerun.documents.document import make_document
from forerun.errors import DocumentError, LedgerError

DOCUMENT = make_document(
    "4月份，工业增长6.7%。".encode(), name="a.txt", publisher="NBS", published=date(2024, 5, 17)
)


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_document_is_kept_with_what_is_known_about_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "documents")
    path = archive.keep(DOCUMENT)
    assert path.read_bytes() == DOCUMENT.content
    assert path.parent.name + path.stem == DOCUMENT.sha256
    about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert (about["address"], about["publisher"], about["published"]) == ("a.txt", "NBS", "2024-05-17")
    assert archive.get(DOCUMENT.sha256) == DOCUMENT
    assert DOCUMENT.sha256 in archive


def test_the_same_bytes_are_kept_once_as_first_seen(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(DOCUMENT)
    before = files(tmp_path)
    archive.keep(replace(DOCUMENT, name="b.txt", address="elsewhere"))
    assert files(tmp_path) == before
    assert archive.get(DOCUMENT.sha256).name == "a.txt"


def test_half_a_document_is_completed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = archive.keep(DOCUMENT)
    path.with_suffix(".json").unlink()
    assert DOCUMENT.sha256 not in archive
    archive.keep(DOCUMENT)
    assert archive.get(DOCUMENT.sha256) == DOCUMENT


def test_what_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LedgerError, match="No space left on device"):
        Archive(tmp_path).keep(DOCUMENT)
    assert files(tmp_path) == []


def test_absent_and_changed_documents(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with pytest.raises(DocumentError, match="no document"):
        archive.get(DOCUMENT.sha256)
    archive.keep(DOCUMENT).write_bytes(b"forged")
    with pytest.raises(LedgerError, match="was changed"):
        archive.get(DOCUMENT.sha256)
