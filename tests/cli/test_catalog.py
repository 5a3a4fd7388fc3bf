from __future__ import annotations

import json
from typing import Any

import pytest

from forerun.cli.catalog import LISTS
from forerun.cli.main import main


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main(["catalog", *words, "--profile", "toyland", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "forerun.catalog/1"
    assert told["profile"] == "toyland"
    assert told["compiled"] == "2024-07-30"
    return list(told["entries"])


def test_every_list_has_entries_and_is_found_by_the_word_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    for name, listing in LISTS.items():
        many = listed(capsys, name)
        assert many
        assert many == listed(capsys, listing.one)
        assert set(listing.columns) <= set(many[0])


def test_words_narrow_a_list_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert [each["code"] for each in listed(capsys, "series", "STEEL")] == ["OUT_STEEL"]
    assert [each["code"] for each in listed(capsys, "series", "粗钢")] == ["OUT_STEEL"]
    assert [each["last"] for each in listed(capsys, "plans", "metals", "percent")] == ["2023", "2024"]
    assert listed(capsys, "series", "steel", "exports") == []


def test_the_table_shows_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "places", "--profile", "toyland", "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["id", "names", "kind", "region"]
    assert lines[2].split() == ["ty-01", "北境", "region", "north"]
    assert len(lines) == 8
