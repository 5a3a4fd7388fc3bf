from __future__ import annotations

import json

import pytest

from forerun.cli.main import main


def test_findings_are_a_table_and_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--series", "MOBILE_USERS", "--as-of", "2024-09-30"]) == 0
    told = capsys.readouterr().out
    assert "Findings as known on 30 September 2024: 1 (share and levels 1)" in told
    assert "9.27 of 17.77 is 52.17 percent" in told


def test_nothing_is_found_before_the_figure_was_published(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--series", "cn/mobile_users", "--as-of", "2023-11-04"]) == 0
    assert capsys.readouterr().out == "No findings as known on 4 November 2023.\n"


def test_json_counts_and_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--profile", "toyland", "--lang", "zh", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "forerun.audit/1"
    assert told["counts"] == {"conflict": 1}
    (found,) = told["findings"]
    assert (found["kind"], found["severity"], found["periods"]) == ("conflict", "warning", ["2023-12"])
    assert "不一致" in found["message"]
    assert {each["publisher"] for each in found["observations"]} == {"TSO", "SMA"}


def test_chinese_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--series", "MOBILE_USERS", "--lang", "zh"]) == 0
    assert "占比与水平" in capsys.readouterr().out


def test_an_unknown_series_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--series", "MOBILE_USER"]) == 2
    assert "Did you mean MOBILE_USERS" in capsys.readouterr().err
