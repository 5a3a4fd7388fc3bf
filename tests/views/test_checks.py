"""A check as JSON: the promised keys, null for what is not known, spans that point into the text."""

from __future__ import annotations

import json

import pytest

from forerun.statements.result import Verdict
from forerun.views.checks import check_object
from forerun.views.objects import to_json
from tests.sample_check import DAY, check

CLAIM = [
    "quote",
    "span",
    "locator",
    "reading",
    "figure",
    "verdict",
    "rule",
    "reason",
    "caution",
    "evidence",
    "repeated",
]


def test_head_and_document() -> None:
    told = check_object(check(), "en")
    assert list(told) == [
        "schema",
        "as_of",
        "ledger",
        "document",
        "text",
        "claims",
        "counts",
        "not_claims",
    ]
    assert (told["schema"], told["as_of"]) == ("forerun.check/1", "2023-11-04")
    assert told["document"] == {
        "name": "interview.txt",
        "said": "2023-11-04",
        "said_basis": "given",
        "speaker": "Jin Zhuanglong",
        "publisher": "MIIT",
    }
    nobody = check_object(check(speaker="", publisher=""), "en")["document"]
    assert (nobody["speaker"], nobody["publisher"]) == (None, None)


def test_a_claim_with_its_figure() -> None:
    told = check_object(check(), "en")
    claim = told["claims"][2]
    assert list(claim) == CLAIM
    assert claim["reading"] == {
        "series": "cn/base_stations_5g",
        "indicator": "base_stations_5g",
        "place": "cn",
        "activity": None,
        "period": "2023-09",
        "period_is_inferred": False,
        "measure": "level",
        "comparator": ">",
        "value": 318.0,
        "unit": "10000 stations",
        "direction": None,
        "wording": None,
        "modality": "stated",
    }
    assert (claim["figure"]["value"], claim["figure"]["published"]) == (318.9, "2023-10-20")
    assert (claim["verdict"], claim["caution"]) == ("supported_same_publisher", "Nobody else counts them.")
    assert all(told["text"][slice(*each["span"])] == each["quote"] for each in told["claims"])


def test_what_is_not_known_is_null_and_what_there_is_nothing_of_is_empty() -> None:
    *_, shared, momentum = check_object(check(), "en")["claims"]
    assert (shared["figure"], shared["caution"], shared["evidence"], shared["repeated"]) == (
        None,
        None,
        [],
        [],
    )
    assert (shared["reading"]["series"], shared["reading"]["period"]) == (None, None)
    assert (momentum["reading"]["value"], momentum["reading"]["unit"]) == (None, None)
    assert momentum["reading"]["direction"] == "up"
    assert momentum["figure"]["kind"] == "missing"


def test_counts_are_those_that_occur_in_the_order_of_the_verdicts() -> None:
    counts = check_object(check(), "en")["counts"]
    assert counts == dict.fromkeys(counts, 1)
    assert list(counts) == [verdict.value for verdict in Verdict if verdict.value in counts]
    assert check_object(check(claims=()), "en")["counts"] == {}


@pytest.mark.parametrize(
    ("lang", "reason", "rule", "unread"),
    [("en", "It agrees.", "The published", "supposed"), ("zh", "一致。", "同一序列", "假设或要求")],
)
def test_reasons_are_in_the_language(lang: str, reason: str, rule: str, unread: str) -> None:
    told = check_object(check(), lang)
    assert told["claims"][0]["reason"] == reason
    assert told["claims"][0]["rule"].startswith(rule)
    assert told["not_claims"][0]["reason"].startswith(unread)
    assert told["not_claims"][0]["locator"] == "sentence 5"


def test_it_is_json_whatever_the_text_holds() -> None:
    hostile = 'x\x1b[31m</script>"\\ \u202e \x00\U0001f600'
    told = json.loads(to_json(check_object(check(text=hostile, claims=(), name=hostile), "en")))
    assert (told["text"], told["document"]["name"]) == (hostile, hostile)


def test_the_same_check_gives_the_same_bytes() -> None:
    assert to_json(check_object(check(), "zh")) == to_json(check_object(check(as_of=DAY), "zh"))
