"""``forerun brief`` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forerun.cli.main import main

DAY = ("--profile", "toyland", "--as-of", "2024-07-30")


def test_page_and_print_are_written_where_the_summary_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", *DAY, "--out", str(tmp_path / "desk"), "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    page, pdf = sorted((tmp_path / "desk").iterdir())
    assert (page.name, pdf.name) == ("brief-2024-07-30-zh.html", "brief-2024-07-30-zh.pdf")
    assert page.read_bytes().startswith(b"<!doctype html>")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert page.name in said
    assert pdf.name in said


def test_without_pdf_and_without_folder_the_page_goes_to_out() -> None:
    assert main(["brief", *DAY, "--no-pdf"]) == 0
    assert [each.name for each in Path("out").iterdir()] == ["brief-2024-07-30-en.html"]


def test_json_goes_to_standard_output_and_into_a_folder_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", *DAY, "--json", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert (tmp_path / "brief-2024-07-30-en.json").read_text(encoding="utf-8") == said
    told = json.loads(said)
    assert (told["schema"], told["as_of"], told["profile"]) == ("forerun.brief/1", "2024-07-30", "toyland")
    assert not Path("out").exists()


def test_a_folder_that_cannot_be_written_to_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["brief", *DAY, "--no-pdf", "--out", str(tmp_path / "file")]) == 2
    said = capsys.readouterr().err
    assert "file: cannot write" in said
    assert "--out" in said
