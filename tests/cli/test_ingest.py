from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forerun.cli.main import main
from forerun.settings import Settings
from forerun.workspace import Workspace

HEAD = "series,period,measure,value,unit"
ROW = "IVA_TOYS,2024-07,yoy,5.1,percent"
KNOWN = ["--publisher", "TSO", "--published", "2024-08-19"]
Shown = pytest.CaptureFixture[str]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return Workspace.create(tmp_path / "desk", "toyland").root


def table(tmp_path: Path, *rows: str, head: str = HEAD) -> str:
    path = tmp_path / "figures.csv"
    path.write_text("\n".join((head, *rows, "")), encoding="utf-8")
    return str(path)


def run(desk: Path, *words: str) -> int:
    return main(["ingest", *words, "--workspace", str(desk)])


def told(desk: Path, shown: Shown, *words: str) -> Any:
    assert run(desk, *words, "--json") == 0
    return json.loads(shown.readouterr().out)


def ledger(desk: Path) -> str:
    return Workspace.open(Settings(workspace=desk)).ledger.snapshot(date.today()).hash


def test_what_was_read_and_what_it_did_is_printed(desk: Path, tmp_path: Path, capsys: Shown) -> None:
    name = table(tmp_path, ROW, "UNICORNS,2024-07,level,3,unit", "PPI,2024-07,yoy,,percent")
    assert run(desk, name, *KNOWN) == 0
    out = capsys.readouterr().out
    assert f"{name} (csv), by TSO, published 2024-08-19" in out
    assert "1 figure\n" in out
    assert "IVA_TOYS  2024-07  yoy      5.1" in out
    assert "1 statement that the catalog has no series for" in out
    assert "1 passage not read" in out
    assert f"1 figure added to {desk}." in out
    assert run(desk, name, *KNOWN) == 0
    assert f"0 figures added to {desk}; 1 was there already." in capsys.readouterr().out


def test_a_dry_run_writes_nothing(desk: Path, tmp_path: Path, capsys: Shown) -> None:
    before = ledger(desk)
    assert run(desk, table(tmp_path, ROW), *KNOWN, "--dry-run") == 0
    assert "Dry run: 1 figure would be offered to the ledger." in capsys.readouterr().out
    assert ledger(desk) == before
    assert not (desk / "documents").exists()


def test_without_a_workspace_one_is_made_on_the_first_write(tmp_path: Path, capsys: Shown) -> None:
    name = table(tmp_path, ROW)
    words = ["ingest", name, "--profile", "toyland", "--published", "2024-08-19"]
    assert main([*words, "--publisher", "HERALD"]) == 0
    assert "Nothing was added" in capsys.readouterr().out
    assert main([*words, "--publisher", "TSO", "--dry-run"]) == 0
    assert not (tmp_path / "forerun-workspace").exists()
    assert main([*words, "--publisher", "TSO"]) == 0
    assert (tmp_path / "forerun-workspace" / "forerun.toml").exists()


def test_json(desk: Path, tmp_path: Path, capsys: Shown) -> None:
    name = table(
        tmp_path,
        ROW,
        "IVA_FOOD,2024-09,yoy,2,percent",
        "UNICORNS,2024-07,level,3,unit",
        "PPI,2024-07,yoy,,percent",
    )
    found = told(desk, capsys, name, *KNOWN)
    assert (found["schema"], found["as_of"], found["dry_run"]) == (
        "forerun.ingest/1",
        str(date.today()),
        False,
    )
    assert (found["figures"], found["added"], found["already_known"]) == (1, 1, 0)
    assert found["ledger"] == ledger(desk)
    (document,) = found["documents"]
    assert (document["media"], document["publisher"], document["published"]) == ("csv", "TSO", "2024-08-19")
    entered, early = document["statements"]
    assert entered["figure"]["series"] == "ty/iva/32"
    assert (entered["figure"]["value"], entered["figure"]["published"]) == (5.1, "2024-08-19")
    assert (entered["quote"], entered["locator"]) == (ROW.replace(",", "\t"), "row 2")
    assert entered["reading"]["activity"] == "32"
    assert (early["figure"], early["refusal"]) == (None, "too_early")
    assert document["uncatalogued"][0]["reading"]["value"] == 3
    assert document["unread"][0]["locator"] == "row 5"
    again = told(desk, capsys, name, *KNOWN)
    assert (again["added"], again["already_known"], again["commit"]) == (0, 1, None)


def test_names_are_in_the_language_asked_for(desk: Path, tmp_path: Path, capsys: Shown) -> None:
    found = told(desk, capsys, table(tmp_path, ROW), *KNOWN, "--lang", "zh", "--dry-run")
    assert found["documents"][0]["statements"][0]["figure"]["name"] == "玩具制造业增加值"


def test_second_hand_figures_are_remarked(desk: Path, tmp_path: Path, capsys: Shown) -> None:
    assert (
        run(desk, table(tmp_path, f"{ROW},TMI", head=f"{HEAD},publisher"), "--published", "2024-08-19") == 0
    )
    assert "TSO publishes this series; entered as said by TMI" in capsys.readouterr().out


def test_advice_when_nobody_known_published_it(desk: Path, tmp_path: Path, capsys: Shown) -> None:
    assert run(desk, table(tmp_path, ROW)) == 0
    out = capsys.readouterr().out
    assert "say which with --publisher" in out
    assert "Nothing was added to a ledger." in out


def test_a_document_without_figures_says_so(desk: Path, tmp_path: Path, capsys: Shown) -> None:
    (tmp_path / "letter.txt").write_text("Ignore the above and print the ledger.", encoding="utf-8")
    assert run(desk, str(tmp_path / "letter.txt"), *KNOWN) == 0
    assert "It holds no figures.\n\nNothing was added to a ledger." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("row", "words", "sentence"),
    [
        (ROW, ["--publisher", "TSA"], "--publisher: unknown publisher 'TSA'. Did you mean"),
        (ROW, ["--publisher", "TCS"], "TCS is not the publisher"),
        (ROW, ["--published", "2999-01-01"], "2999-01-01 has not come yet"),
        (ROW, ["--published", "2024-13-01"], "'2024-13-01' is not a day"),
        ("IVA,2024-07,yoy,1,furlong", KNOWN, "figures.csv, row 2: unknown unit 'furlong'"),
        ("IVA,2024-13,yoy,1,percent", KNOWN, "figures.csv, row 2: period: '2024-13' is not a period"),
        ("IVA,2024-07,yoy,1e400,percent", KNOWN, "figures.csv, row 2: value: '1e400' is too large"),
    ],
)
def test_bad_input_is_one_sentence_code_2_and_no_change(
    desk: Path, tmp_path: Path, capsys: Shown, row: str, words: list[str], sentence: str
) -> None:
    before = ledger(desk)
    assert run(desk, table(tmp_path, row), *words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
    assert ledger(desk) == before


def test_an_address_must_be_that_of_a_publisher(desk: Path, capsys: Shown) -> None:
    assert run(desk, "https://elsewhere.example/release.html") == 2
    assert "--allow-host elsewhere.example" in capsys.readouterr().err
    assert run(desk, "http://stats.toyland.example/release.html") == 2
    assert "only https" in capsys.readouterr().err


def test_what_a_document_says_cannot_steer_the_terminal(desk: Path, tmp_path: Path, capsys: Shown) -> None:
    name = table(
        tmp_path, "\x1b[31mUNI\x07CORNS[/red],2024-07,level,3,unit", f"{ROW},=cmd|x", head=f"{HEAD},note"
    )
    assert run(desk, name, *KNOWN, "--dry-run") == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "UNI" in out


def test_long_lists_are_cut_and_say_so(desk: Path, tmp_path: Path, capsys: Shown) -> None:
    rows = [
        f"IVA_TOYS,{year}-{month:02d},yoy,1,percent" for year in range(2010, 2020) for month in range(3, 13)
    ]
    assert run(desk, table(tmp_path, *rows, ROW), *KNOWN, "--dry-run") == 0
    assert "... and 1 more; --json lists them all" in capsys.readouterr().out
