"""The score of a file of annotated claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from forerun.errors import InputError
from forerun.ledger.ledger import Ledger
from forerun.statements.result import Verdict
from forerun.statements.scorecard import Scorecard, score_file

TEXT = (
    "2023年9月，规模以上工业增加值同比增长4.5%。截至2023年9月末，5G基站达350.3万个。"
    "如果出口增长20%，就业会增加。"
)


def line(number: int, quote: str, verdict: str, **reading: Any) -> dict[str, Any]:
    return {
        "id": f"T-{number}",
        "statement_id": "T",
        "date": "2023-11-04",
        "text": TEXT,
        "quote": quote,
        "verdict": verdict,
        "reading": reading,
    }


RATE = line(
    1,
    "规模以上工业增加值同比增长4.5%",
    "supported",
    series="cn/iva",
    period="2023-09",
    measure="yoy",
    comparator="=",
    value=4.5,
    unit="percent",
    direction="up",
)
STATIONS = line(
    2,
    "5G基站达350.3万个",
    "contradicted",
    series="cn/base_stations_5g",
    period="2023-09",
    measure="level",
    comparator="=",
    value=350.3,
    unit="10000 stations",
    direction="",
)
SUPPOSED = line(3, "如果出口增长20%", "not_a_claim")
ABSENT = line(4, "就业会增加", "supported", series="cn/gdp", period="2023-Q3", measure="yoy", value=1.0)


@pytest.fixture
def scored(tmp_path: Path, china: Ledger) -> Any:
    def of(*lines: dict[str, Any]) -> Scorecard:
        path = tmp_path / "claims.jsonl"
        path.write_text("\n\n".join(map(json.dumps, lines)), encoding="utf-8")
        return score_file(path, china)

    return of


def test_found_read_and_judged_right(scored: Any) -> None:
    card = scored(RATE, STATIONS, SUPPOSED)
    assert (card.expected, card.matched, card.found, card.listed, card.decided) == (3, 3, 2, 2, 2)
    assert (card.recall, card.precision, card.readings, card.verdicts) == (1.0, 1.0, 1.0, 1.0)
    assert card.false_alarms == ()
    assert card.confusion == {
        ("supported", "supported"): 1,
        ("contradicted", "contradicted"): 1,
        ("not_a_claim", "not_a_claim"): 1,
    }


def test_a_claim_that_was_not_found(scored: Any) -> None:
    card = scored(RATE, ABSENT)
    assert (card.recall, card.readings, card.verdicts) == (0.5, 0.5, 0.5)
    assert card.confusion["supported", "missed"] == 1


def test_a_field_that_was_read_otherwise(scored: Any) -> None:
    wrong = {**RATE, "reading": {**RATE["reading"], "period": "2023-08"}}
    card = scored(wrong, STATIONS)
    assert (card.field("period"), card.field("value"), card.readings) == (0.5, 1.0, 0.5)


def test_a_claim_called_wrong_that_is_right_is_a_false_alarm(scored: Any) -> None:
    card = scored(RATE, {**STATIONS, "verdict": "supported"})
    assert [each.id for each in card.false_alarms] == ["T-2"]
    assert card.verdicts == 0.5


def test_what_no_ledger_can_judge_does_not_count_for_verdicts(scored: Any) -> None:
    card = scored(RATE, {**STATIONS, "verdict": "not_checkable"})
    assert (card.decided, card.verdicts) == (1, 1.0)


def test_the_verdict_on_other_days(scored: Any) -> None:
    days = [
        {"as_of": "2023-10-10", "verdict": "not_yet_known"},
        {"as_of": "2023-11-04", "verdict": "stale"},
    ]
    card = scored({**RATE, "as_of_variants": days})
    assert [(each.verdict, each.is_right) for each in card.on_other_days] == [
        (Verdict.NOT_YET_KNOWN, True),
        (Verdict.SUPPORTED, False),
    ]
    early = scored({**RATE, "as_of": "2023-10-10", "verdict": "not_yet_known"})
    assert early.outcomes[0].is_right


def test_nothing_scores_nothing(scored: Any) -> None:
    card = scored()
    assert (card.expected, card.recall, card.precision, card.verdicts) == (0, 0.0, 0.0, 0.0)


def test_progress_is_told_up_to_the_end(tmp_path: Path, china: Ledger) -> None:
    path = tmp_path / "claims.jsonl"
    other = {**RATE, "statement_id": "U"}
    path.write_text(f"{json.dumps(RATE)}\n{json.dumps(other)}\n", encoding="utf-8")
    told: list[float] = []
    score_file(path, china, told.append)
    assert told == [0.5, 1.0]


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ("{", "JSON|Expecting"),
        ("[]", "no object"),
        ("7", "no object"),
        ("{}", "KeyError: 'id'"),
        (json.dumps({**RATE, "date": "4 November"}), "4 November"),
        (json.dumps({key: value for key, value in RATE.items() if key != "verdict"}), "verdict"),
        (json.dumps({**RATE, "as_of_variants": [{"verdict": "stale"}]}), "as_of"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, china: Ledger, second: str, why: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(f"{json.dumps(RATE)}\n\n{second}\n", encoding="utf-8")
    with pytest.raises(InputError, match=why) as raised:
        score_file(path, china)
    assert raised.value.where == f"{path}:3"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read(tmp_path: Path, china: Ledger, content: bytes | None) -> None:
    path = tmp_path / "claims.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read") as raised:
        score_file(path, china)
    assert raised.value.where == str(path)
