from __future__ import annotations

import json

import pytest

from forerun.cli.main import main

SEPTEMBER = ["trace", "EXPORTS_USD", "2023-09"]


def test_the_chain_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SEPTEMBER, "--as-of", "2023-11-04"]) == 0
    told = capsys.readouterr().out
    assert "2023-09, as known on 4 November 2023" in told
    assert (
        "13 October 2023, −6.2%, General Administration of Customs of China, first announcement, shown"
        in told
    )
    assert "−6.8" not in told
    assert "chained-level/1 refused" in told


def test_a_later_day_knows_what_replaced_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(SEPTEMBER) == 0
    told = capsys.readouterr().out
    assert "superseded by −6.8%" in told
    assert "Usually revised: 81 of" in told
    assert told.count(", shown") == 2


def test_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "cn/iva", "2023-09", "--as-of", "2023-11-04", "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "同比, 2023-09: +4.5%" in told
    assert "国家统计局, 首次公布, 当前采用" in told


def test_json_has_every_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SEPTEMBER, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "forerun.trace/1"
    assert (told["series"]["code"], told["period"]) == ("EXPORTS_USD", "2023-09")
    growth = next(each for each in told["figures"] if each["figure"]["measure"] == "yoy")
    assert [link["observation"]["value"] for link in growth["links"]] == [-6.2, -6.8]
    assert growth["links"][0]["superseded_by"]["value"] == -6.8
    assert growth["links"][0]["source"]["tier"]
    momentum = next(each for each in told["derivations"] if each["recipe"]["name"] == "momentum")
    assert momentum["figure"]["kind"] == "derived"
    assert momentum["figure"]["recipe"] == "momentum/1"


@pytest.mark.parametrize("words", [["EXPORTS_US", "2023-09"], ["EXPORTS_USD", "September"]])
def test_a_wrong_name_or_period_is_one_sentence(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(["trace", *words]) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("forerun: ")
    assert printed.out == ""
