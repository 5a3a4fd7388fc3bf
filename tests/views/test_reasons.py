"""Reasons of missing figures and of sentences that are no claims: they can be said in Chinese."""

from __future__ import annotations

from datetime import date

import pytest

from forerun.monitor import monitor
from forerun.settings import Settings
from forerun.views.reasons import locator, reason, unread
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


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("in brackets", "括号内的数字"),
        ("may be cut off at the end", "结尾可能被截断"),
        ("may be OUT_CARS or SALES_CARS", "可能是OUT_CARS or SALES_CARS"),
        ("2 figures for 3 subjects; a ratio of two numbers", "3个对象却有2个数据；两个数字之比"),
        ("its unit is none of VILLAGES; beyond words", "VILLAGES没有这样的单位；beyond words"),
    ],
)
def test_sentences_that_are_no_claims(english: str, chinese: str) -> None:
    assert unread(english, "zh") == chinese
    assert unread(english, "en") == english


def test_places_in_a_document() -> None:
    assert locator("sentence 3", "zh") == "第3句"
    assert locator("page 2 sentence 3", "zh") == "第2页第3句"
    assert locator("Sheet1!B7", "zh") == "Sheet1!B7"


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    assert reason("the printer was on fire", "zh") == "the printer was on fire"


@pytest.mark.parametrize("day", ["2016-03-01", "2023-10-10", "2024-07-30"])
def test_every_gap_has_its_reason_in_chinese(day: str) -> None:
    ledger = Workspace.open(Settings()).ledger
    gaps = {each.missing for each in monitor(ledger.snapshot(date.fromisoformat(day))).gaps}
    assert gaps
    assert {text for text in gaps if reason(text, "zh") == text} == set()
