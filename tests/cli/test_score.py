"""``forerun check --score`` as a person and as a program sees it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from forerun.cli.main import VERBS, main

PROFILE = ("--profile", "toyland")
Shown = pytest.CaptureFixture[str]


@pytest.fixture
def claims(root: Path) -> str:
    return str(root / "docs" / "statement-claims.jsonl")


def run(*options: str) -> int:
    return main(["check", "--score", *options, *PROFILE])


def said(shown: Shown, *options: str) -> str:
    assert run(*options) == 0
    return shown.readouterr().out


def test_it_is_no_verb_of_its_own() -> None:
    assert "score" not in VERBS


def test_the_terminal_shows_the_numbers_and_the_confusion_in_80_columns(claims: str, capsys: Shown) -> None:
    shown = said(capsys, claims)
    flat = " ".join(shown.split())
    assert "5 annotated, 5 found: recall 100.0%; 4 listed: precision 100.0%" in flat
    assert "indicator 100.0%" in flat
    assert "100.0% right of 4 that a ledger can judge" in flat
    assert "wrong_unit 1 wrong_unit 1" in flat
    assert "Missed" not in flat
    assert max(map(len, shown.splitlines())) <= 80


def test_json_holds_what_the_page_says(claims: str, root: Path, capsys: Shown) -> None:
    told: Any = json.loads(said(capsys, claims, "--json"))
    assert (told["schema"], told["file"]) == ("forerun.score/1", claims)
    assert told["claims"] == {"expected": 5, "found": 5, "recall": 1.0, "listed": 4, "precision": 1.0}
    assert told["other_days"] == {"judged": 1, "right": 1.0}
    page = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    keys = re.search(r"The object is `forerun.score/1`: (.+?)\.", page, re.DOTALL)
    assert keys is not None
    assert list(told) == re.findall(r"`(\w+)`", keys[1])
    assert said(capsys, claims, "--json") == said(capsys, claims, "--json")


def test_what_was_missed_misread_or_misjudged_is_named(claims: str, tmp_path: Path, capsys: Shown) -> None:
    rows = [json.loads(line) for line in Path(claims).read_text(encoding="utf-8").splitlines()]
    rows[0]["reading"]["period"] = "2024-05"
    rows[1]["verdict"] = "supported"
    rows[2]["quote"] = "nobody said this"
    rows[2]["text"] = rows[1]["text"] = rows[0]["text"] = f"{rows[0]['quote']}. {rows[1]['quote']}."
    rows[4]["as_of_variants"][0]["verdict"] = "stale"
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    shown = " ".join(said(capsys, str(path)).split())
    faults = shown.split("Read otherwise", 1)[1]
    assert "HERALD-1 supported supported period" in faults
    assert "HERALD-2 supported contradicted" in faults
    assert "HERALD-3 wrong_unit missed" in faults
    assert "TRADE-1 stale not_yet_known judged for another day" in faults
    assert "False alarms HERALD-2 " in shown
    told: Any = json.loads(said(capsys, str(path), "--json"))
    assert [each["id"] for each in told["outcomes"] if each["verdict"] is None] == ["HERALD-3"]
    assert {"annotated": "wrong_unit", "verdict": None, "claims": 1} in told["confusion"]


def test_a_long_list_is_cut_and_says_so(claims: str, tmp_path: Path, capsys: Shown) -> None:
    row = json.loads(Path(claims).read_text(encoding="utf-8").splitlines()[0])
    rows = [row | {"id": f"C{number}", "quote": "Nothing."} for number in range(50)]
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert "40 of 50 are shown here" in said(capsys, str(path))


def test_what_the_file_says_cannot_steer_the_terminal(claims: str, tmp_path: Path, capsys: Shown) -> None:
    row = json.loads(Path(claims).read_text(encoding="utf-8").splitlines()[0])
    row |= {"id": "\x1b[31mC1\x07", "verdict": "x\x1b]0;x\r"}
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    assert not set(said(capsys, str(path))) & set("\x1b\x07\r")


def test_labels_are_in_the_language_asked_for(claims: str, capsys: Shown) -> None:
    assert "标注5条，找到5条" in said(capsys, claims, "--lang", "zh")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--as-of", "2024-07-30"),
        ("--said", "2024-07-22"),
        ("--speaker", "A Minister"),
        ("--publisher", "TSO"),
        ("--html", "check.html"),
    ],
)
def test_options_that_the_file_answers_itself_are_refused(
    option: str, value: str, claims: str, capsys: Shown
) -> None:
    assert run(claims, option, value) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"forerun: {option} cannot be combined with --score. Leave it out")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "it cannot be read"),
        ("{", "claims.jsonl:1: the line is no annotated claim"),
        ("7", "no object"),
    ],
)
def test_a_file_that_holds_no_claims_is_one_sentence_and_code_2(
    content: str | None, sentence: str, tmp_path: Path, capsys: Shown
) -> None:
    path = tmp_path / "claims.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert run(str(path)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
