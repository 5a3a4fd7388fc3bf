"""How much of a finding is as a careful reader annotated it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from forerun.ledger.ledger import Ledger
from forerun.statements.annotated import FIELDS, agreeing, annotated, synonyms
from forerun.statements.result import Judged, Verdict

Only = Callable[..., Judged]
TEXT = "截至2023年9月末，5G基站超过318.9万个。"
READING: dict[str, Any] = {
    "indicator": "bs_5g",
    "series": "cn/base_stations_5g",
    "period": "2023-09",
    "measure": "level",
    "comparator": ">",
    "value": 318.9,
    "unit": "10000 stations",
    "direction": None,
}
LINE: dict[str, Any] = {
    "id": "A-1",
    "statement_id": "A",
    "date": "2023-11-04",
    "quote": "5G基站超过318.9万个",
    "verdict": "supported",
    "reading": READING,
}


def test_a_line(only: Only) -> None:
    claim = annotated(
        {
            **LINE,
            "speaker": "Jin",
            "role": "Minister",
            "as_of_variants": [{"as_of": "2023-11-22", "verdict": "stale"}],
        },
        ["第一句", "第二句", "第一句"],
    )
    assert (claim.text, claim.said, claim.speaker) == ("第一句。第二句。", date(2023, 11, 4), "Jin, Minister")
    assert claim.variants == ((date(2023, 11, 22), "stale"),)
    assert annotated({**LINE, "text": "Own text."}, ["x"]).text == "Own text."
    assert annotated(LINE, ["One", "Two"]).text == "One. Two."
    assert annotated({**LINE, "reading": None}, []).is_no_claim


@pytest.mark.parametrize("missing", ["id", "statement_id", "date", "quote", "verdict"])
def test_a_line_without_a_field(missing: str) -> None:
    with pytest.raises(KeyError, match=missing):
        annotated({key: value for key, value in LINE.items() if key != missing}, [])


def right(only: Only, china: Ledger, **changes: Any) -> frozenset[str]:
    told = {key: value for key, value in {**READING, **changes}.items() if value is not ...}
    claim = annotated({**LINE, "reading": told}, [TEXT])
    return agreeing(claim, only(TEXT), china.catalog, synonyms())


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"comparator": ">="},
        {"value": 3.189, "unit": "million stations"},
        {"period": "2023-Q3"},
        {"place": "cn"},
        {"series": ..., "indicator": "BASE_STATIONS_5G"},  # left out
        {"series": ..., "indicator": "bs_5g"},
        {"measure": "count"},
    ],
)
def test_the_same_in_other_words_agrees_in_full(only: Only, china: Ledger, changes: dict[str, Any]) -> None:
    assert right(only, china, **changes) == set(FIELDS)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"series": "cn/iva"}, {"indicator"}),
        ({"place": "us"}, {"place"}),
        ({"period": "2023-08"}, {"period"}),
        ({"period": None}, {"period"}),
        ({"measure": "yoy"}, {"measure"}),
        ({"comparator": "<"}, {"comparator"}),
        ({"comparator": "="}, {"comparator"}),
        ({"value": 318.8}, {"value"}),
        ({"value": None}, {"value"}),
        ({"value": 318.9, "unit": "stations"}, {"value", "unit"}),
        ({"direction": "rose"}, {"direction"}),
        ({"series": ""}, {"indicator"}),
    ],
)
def test_each_field_can_be_wrong(only: Only, china: Ledger, changes: dict[str, Any], wrong: set[str]) -> None:
    assert set(FIELDS) - right(only, china, **changes) == wrong


def test_words_that_claim_nothing_agree_with_nothing(only: Only, china: Ledger) -> None:
    claim = annotated({**LINE, "reading": {}}, [TEXT])
    assert agreeing(claim, only(TEXT), china.catalog, synonyms()) == frozenset()


@pytest.mark.parametrize("verdict", Verdict)
def test_our_own_verdicts_count_as_themselves(verdict: Verdict) -> None:
    assert verdict.value in synonyms().allowed(verdict.value)


def test_a_verdict_that_nobody_knows_allows_nothing() -> None:
    assert synonyms().allowed("splendid") == ()
    assert synonyms().allowed("not yet checkable: 2693.8 by November") == ("forecast_open", "not_yet_known")


def test_every_name_leads_to_verdicts_of_ours() -> None:
    known = {verdict.value for verdict in Verdict}
    names = synonyms()
    for ours in (*names.verdicts.values(), *names.another_day.values()):
        assert ours
        assert set(ours) <= known
    assert names.open <= set(names.verdicts)
