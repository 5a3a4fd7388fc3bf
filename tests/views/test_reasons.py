"""Reasons of missing figures: every one that the monitor gives can be said in Chinese."""

from __future__ import annotations

from datetime import date

import pytest

from forerun.monitor import monitor
from forerun.settings import Settings
from forerun.views.reasons import reason
from forerun.workspace import Workspace


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("no figure by 2023-11-04", "截至2023-11-04未见数据"),
        (
            "no figure by 2023-11-04; expected by 2023-10-11",
            "截至2023-11-04未见数据，按惯例至迟应于2023-10-11公布",
        ),
        ("not published by 2023-11-04; due 2023-11-15", "截至2023-11-04未公布，应于2023-11-15公布"),
        ("not published by 2023-11-04; due about 2023-11-15", "截至2023-11-04未公布，预计2023-11-15前后公布"),
        ("January and February are published together", "1月和2月合并公布"),
    ],
)
def test_forms(english: str, chinese: str) -> None:
    assert reason(english, "zh") == chinese
    assert reason(english, "en") == english


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    assert reason("the printer was on fire", "zh") == "the printer was on fire"


@pytest.mark.parametrize("day", ["2016-03-01", "2023-10-10", "2024-07-30"])
def test_every_gap_has_its_reason_in_chinese(day: str) -> None:
    ledger = Workspace.open(Settings()).ledger
    gaps = {each.missing for each in monitor(ledger.snapshot(date.fromisoformat(day))).gaps}
    assert gaps
    assert {text for text in gaps if reason(text, "zh") == text} == set()
