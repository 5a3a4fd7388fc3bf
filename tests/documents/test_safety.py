from __future__ import annotations

import os
from pathlib import Path

import pytest

from forerun.documents.document import open_document
from forerun.documents.safety import Limits, check_entities, check_length, printable, read_file
from forerun.errors import DocumentError


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        read_file(path, limits or Limits())
    assert str(path) in str(caught.value)
    assert caught.value.advice
    return caught.value.what


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert read_file(tmp_path / "a.txt") == b"abc"


def test_absent_empty_and_folder(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    assert "no such file" in refusal(tmp_path / "absent.csv")
    assert "empty" in refusal(tmp_path / "empty.csv")
    assert "folder" in refusal(tmp_path)


def test_a_pipe_and_a_device_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in refusal(tmp_path / "pipe")
    assert "device" in refusal(Path("/dev/zero"))


def test_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "cannot be opened" in refusal(tmp_path / "a")


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path / ("x" * 300))


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.csv"
    path.write_bytes(b"abc")

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert "may not be read" in refusal(path)


def test_500_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    assert refusal(path) == "500 MB are more than the 50 MB that a document may have"


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.csv"
    path.write_bytes(b"x" * 100)
    small = path.stat()
    path.write_bytes(b"x" * 1000)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: small)
    with pytest.raises(DocumentError, match="more than"):
        read_file(path, Limits(file_bytes=500))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\x1f\x8b\x08\x00rest", "gzip"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word or Excel"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b'<?xml version="1.0"?><message:Structure/>', "XML"),
        (b'{"dataSets": [{}]}', "JSON"),
        (b"[" * 100_000 + b"]" * 100_000, "JSON"),
        (b"  \n\t\n", "no text"),
        (b"<!DOCTYPE lolz [<!ENTITY lol 'lol'>]><lolz>&lol;</lolz>", "XML"),
    ],
)
def test_other_kinds_are_told_by_content_and_named(tmp_path: Path, content: bytes, problem: str) -> None:
    from forerun.documents.sheet import sheet_grids

    path = tmp_path / "figures.csv"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=problem) as caught:
        sheet_grids(open_document(path).content, str(path))
    assert str(path) in str(caught.value)
    assert caught.value.advice


def test_entities_and_length() -> None:
    with pytest.raises(DocumentError, match=r"page\.html, line 2: it declares XML entities"):
        check_entities("<!DOCTYPE html [\n<!ENTITY a 'b'>]>", "page.html")
    with pytest.raises(DocumentError, match="million characters"):
        check_length("x" * 11, "long.txt", Limits(characters=10))


def test_what_would_steer_a_terminal_is_replaced() -> None:
    assert printable("a\x1b[31mred\x07\u202eb") == "a�[31mred��b"
    assert printable("4月\n\t增长") == "4月\n\t增长"
