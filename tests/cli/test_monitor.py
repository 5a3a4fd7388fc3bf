"""``forerun monitor`` as a person and as a program sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from forerun.cli.main import main
from forerun.views.words import words

DAY = ("--profile", "toyland", "--as-of", "2024-07-30")
FIGURE = {"series", "name", "place", "period", "measure", "value", "unit", "status", "published", "source"}


def said(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["monitor", *DAY, *options]) == 0
    return capsys.readouterr().out


def figures(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "measure" in value and "kind" in value:
            yield value
        for each in value.values():
            yield from figures(each)
    elif isinstance(value, list):
        for each in value:
            yield from figures(each)


def test_json_holds_one_kind_of_figure_and_nothing_later_than_the_day(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = json.loads(said(capsys, "--json"))
    assert (told["schema"], told["as_of"], told["place"]) == ("forerun.monitor/1", "2024-07-30", "ty")
    found = list(figures(told))
    assert len(found) > 300
    assert all(set(each) >= FIGURE for each in found)
    assert all(each["published"] <= "2024-07-30" for each in found if each["published"])
    assert all(each["missing"] for each in found if each["value"] is None)
    assert {each["industry"]["id"]: each["state"] for each in told["industries"]} == {
        "metals": "behind",
        "electrical": "ahead",
        "scooters": "behind",
        "toys": "on_track",
    }


def test_json_is_the_same_bytes_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--json") == said(capsys, "--json")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_terminal_shows_every_part_in_the_language(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    shown, told = said(capsys, "--lang", lang), json.loads(said(capsys, "--lang", lang, "--json"))
    for part in ("sectors", "new_three", "network", "demand", "prices", "profits", "capacity", "survey"):
        assert told[part]["name"] in shown
    for state in ("ahead", "on_track", "behind", "no_figure"):
        assert words(lang)[f"state.{state}"] in shown
    assert told["headline"]["rule"].split()[0] in shown
    assert "\x1b" not in shown


def test_lines_of_a_pipe_are_of_a_readable_width(capsys: pytest.CaptureFixture[str]) -> None:
    assert max(map(len, said(capsys).splitlines())) <= 120


def test_an_unknown_profile_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["monitor", "--profile", "toytown"]) == 2
    assert "unknown profile 'toytown'" in capsys.readouterr().err
