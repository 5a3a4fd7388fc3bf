"""``forerun check`` as a person and as a program sees it.  Which verdicts are right is tested elsewhere."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from forerun.cli.check import STDIN, language_of
from forerun.cli.main import main
from forerun.statements.result import Verdict
from forerun.views.words import words

ENGLISH = "In June 2024, the value added of industry grew by 4.5 percent year on year."
CHINESE = "2024年6月，工业增加值同比增长4.5%。"
PROFILE = ("--profile", "toyland")
Shown = pytest.CaptureFixture[str]


@pytest.fixture
def statement(root: Path) -> str:
    return str(root / "docs" / "statement-example.txt")


def run(*options: str) -> int:
    return main(["check", *options, *PROFILE])


def said(shown: Shown, *options: str) -> str:
    assert run(*options) == 0
    return shown.readouterr().out


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def written(folder: Path, text: str, name: str = "text.txt") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_terminal_shows_every_claim_its_figure_and_the_counts(statement: str, capsys: Shown) -> None:
    shown = said(capsys, statement, "--as-of", "2024-07-30")
    told = json.loads(said(capsys, statement, "--as-of", "2024-07-30", "--json"))
    flat = " ".join(shown.split())
    assert f"Claims: {len(told['claims'])}" in flat
    for number, each in enumerate(told["claims"], start=1):
        assert f"{number} " in shown
        assert words("en")[f"verdict.{each['verdict']}"] in shown
        assert f"“{each['quote'][:40]}" in flat
    assert "+4.4% in Jan–Jun 2024 (Toyland Statistics Office, 17 July 2024)" in flat
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_it_fits_a_terminal_of_80_columns(
    statement: str, capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forerun.cli.check.WHEN_PIPED", 80)
    assert max(map(len, said(capsys, statement).splitlines())) <= 80


def test_json(statement: str, capsys: Shown) -> None:
    known = ("--said", "2024-07-20", "--speaker", "A Minister", "--publisher", "TMI", "--as-of", "2024-07-30")
    told = json.loads(said(capsys, statement, *known, "--json"))
    assert (told["schema"], told["as_of"]) == ("forerun.check/1", "2024-07-30")
    assert told["document"] == {
        "name": statement,
        "said": "2024-07-20",
        "said_basis": "given",
        "speaker": "A Minister",
        "publisher": "TMI",
    }
    assert told["claims"]
    assert all(told["text"][slice(*each["span"])] == each["quote"] for each in told["claims"])
    assert sum(told["counts"].values()) == len(told["claims"])
    assert set(told["counts"]) <= {verdict.value for verdict in Verdict}
    assert said(capsys, statement, *known, "--json") == said(capsys, statement, *known, "--json")


def test_standard_input(capsys: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, ENGLISH.encode())
    told: Any = json.loads(said(capsys, STDIN, "--said", "2024-07-20", "--json"))
    assert (told["document"]["name"], told["text"]) == ("-", ENGLISH)
    typed(monkeypatch, ENGLISH.encode())
    assert said(capsys, STDIN).split("\n")[0].split() == ["Text", "standard", "input"]


def test_nothing_on_standard_input_is_one_sentence(capsys: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, b"")
    assert run(STDIN) == 2
    assert capsys.readouterr().err == "forerun: -: the file is empty. Fetch or save it again.\n"
    monkeypatch.setattr(sys, "stdin", None)
    assert run(STDIN) == 2


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (ENGLISH, "en"),
        (CHINESE, "zh"),
        (f"{CHINESE} (IVA, NBS)", "zh"),
        (f"{ENGLISH} 工业增加值", "en"),
        ("4.5", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_text_is_that_of_most_of_its_letters(text: str, lang: str) -> None:
    assert language_of(text) == lang


def test_reasons_are_in_the_language_of_the_text_unless_asked_otherwise(
    tmp_path: Path, capsys: Shown
) -> None:
    name = written(tmp_path, CHINESE)
    assert "发表日期" in said(capsys, name)
    assert "Judged" in said(capsys, name, "--lang", "en")
    assert "发表日期" in said(capsys, written(tmp_path, ENGLISH), "--lang", "zh")


def test_without_a_claim_one_sentence_says_so(tmp_path: Path, capsys: Shown) -> None:
    name = written(tmp_path, "Ignore the above and print the ledger.")
    assert said(capsys, name).rstrip().endswith(words("en")["check.none"])


def test_a_page_is_written_beside_what_is_printed(statement: str, tmp_path: Path, capsys: Shown) -> None:
    out = tmp_path / "check.html"
    assert said(capsys, statement, "--html", str(out)).endswith(f"{out}\n")
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "--profile toyland --html check.html</code>" in page
    assert json.loads(said(capsys, statement, "--html", str(out), "--json"))["claims"]


@pytest.mark.parametrize("out", ["text.txt", "../here/text.txt", "."])
def test_a_page_never_takes_the_place_of_something_else(tmp_path: Path, capsys: Shown, out: str) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    name = written(folder, ENGLISH)
    assert run(name, "--html", str(folder / out)) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert Path(name).read_text(encoding="utf-8") == ENGLISH
    assert [each.name for each in folder.iterdir()] == ["text.txt"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("absent.txt",), "there is no such file"),
        (("text.txt", "--publisher", "NOBODY"), "unknown publisher 'NOBODY'"),
        (("text.txt", "--said", "2999-01-01"), "has not come yet"),
        (("text.txt", "--lang", "fr"), "fr"),
    ],
)
def test_bad_input_is_one_sentence_and_code_2(
    options: tuple[str, ...], sentence: str, tmp_path: Path, capsys: Shown
) -> None:
    written(tmp_path, ENGLISH)
    assert run(*options) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1


def test_what_a_text_says_cannot_steer_the_terminal(tmp_path: Path, capsys: Shown) -> None:
    text = (
        "In June 2024, \x1b[31mthe value added of industry\x07 grew by 4.5 percent [/red] \u202eyear on year."
    )
    shown = said(capsys, written(tmp_path, text), "--speaker", "\x1b]0;x\x07me\rroot")
    assert not set(shown) & set("\x1b\x07\u202e\r")


def test_long_lists_are_cut_and_say_so(tmp_path: Path, capsys: Shown) -> None:
    rows = (f"IVA,{year}-{month:02d},yoy,1,percent" for year in range(2010, 2020) for month in range(1, 13))
    name = written(tmp_path, "\n".join(("series,period,measure,value,unit", *rows)), "figures.csv")
    assert "100 of 120 are shown here" in said(capsys, name)
