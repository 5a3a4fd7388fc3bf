from __future__ import annotations

import json
from pathlib import Path

import pytest

from forerun.cli.main import main


def test_the_calendar_of_a_day_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    # Released on 18 October 2023 (National Bureau of Statistics); trade on the 13th (General Administration
    # of Customs).
    assert main(["calendar", "--as-of", "2023-10-20", "--days", "14", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["as_of"], found["days"]) == ("forerun.calendar/1", "2023-10-20", 14)
    assert len(found["ledger"]) == 64
    out = {(each["release"]["id"], each["period"]): each for each in found["came_out"]}
    production = out["nbs-industrial-production", "2023-09"]
    assert (production["day"], production["estimated"]) == ("2023-10-18", False)
    assert production["figures"] > 0
    assert out["gacc-trade", "2023-09"]["day"] == "2023-10-13"
    profits = next(each for each in found["due"] if each["release"]["id"] == "nbs-industrial-profits")
    assert (profits["period"], profits["day"], profits["estimated"]) == ("2023-09", "2023-10-27", True)
    assert profits["release"]["name"] == "Profits of industrial enterprises"


def test_a_day_that_nobody_knew_yet_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "--as-of", "2023-10-10", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    production = [each for each in found["due"] if each["release"]["id"] == "nbs-industrial-production"]
    assert [(each["period"], each["estimated"]) for each in production] == [("2023-09", True)]


def test_the_calendar_as_text_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "--profile", "toyland", "--as-of", "2023-11-04"]) == 0
    english = capsys.readouterr().out
    assert "Came out in the last 30 days" in english
    assert "17 Oct 2023" in english
    assert "Industry in Toyland" in english
    assert main(["calendar", "--profile", "toyland", "--as-of", "2023-11-04", "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert "工业运行情况" in chinese
    assert "2023年10月17日" in chinese


def test_what_is_due_goes_into_a_calendar_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "due.ics"
    arguments = ["calendar", "--profile", "toyland", "--as-of", "2023-11-04", "--ics"]
    assert main([*arguments, str(target)]) == 0
    assert "UID:tcs-trade-2023-10@forerun" in target.read_text(encoding="utf-8")
    capsys.readouterr()
    assert main([*arguments, str(tmp_path / "no" / "folder.ics")]) == 2
    assert "cannot be written" in capsys.readouterr().err
