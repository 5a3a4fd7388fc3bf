"""A score as JSON, lines and tables."""

from __future__ import annotations

from datetime import date

import pytest

from forerun.statements.annotated import FIELDS
from forerun.statements.result import Verdict
from forerun.statements.scorecard import WHOLE, Outcome, Scorecard
from forerun.views.items import Aside
from forerun.views.scores import at_fault, confusion_table, faults_table, score_facts, score_object

EVERY = frozenset(FIELDS)


def outcome(
    name: str,
    annotated: str,
    verdict: Verdict | None,
    *,
    right: frozenset[str] = EVERY,
    is_open: bool = False,
    is_false_alarm: bool = False,
) -> Outcome:
    is_right = verdict is not None and verdict.value == annotated
    return Outcome(name, "S", annotated, verdict, right, is_right, is_open, is_false_alarm)


RIGHT = outcome("S-1", "supported", Verdict.SUPPORTED)
MISSED = outcome("S-2", "supported", None, right=frozenset())
MISREAD = outcome("S-3", "not_checkable", Verdict.NOT_CHECKABLE, right=EVERY - {"period"}, is_open=True)
ALARM = outcome("S-4", "supported", Verdict.CONTRADICTED, is_false_alarm=True)
OPEN = outcome("S-5", "plausible", Verdict.NOT_CHECKABLE, right=EVERY - {"direction"}, is_open=True)
THEN = outcome("S-1", "stale", Verdict.SUPPORTED)
SCORE = Scorecard((RIGHT, MISSED, MISREAD, ALARM, OPEN), (THEN,), found=6)


def test_json() -> None:
    told = score_object(SCORE, "claims.jsonl", date(2026, 6, 1), "abc")
    assert (told["schema"], told["as_of"], told["ledger"]) == ("forerun.score/1", "2026-06-01", "abc")
    assert told["claims"] == {
        "expected": 5,
        "found": 4,
        "recall": 0.8,
        "listed": 6,
        "precision": 0.666666666667,
    }
    assert list(told["fields"]) == list(FIELDS)
    assert (told["fields"]["period"], told["fields"]["direction"], told["readings"]) == (0.6, 0.6, 0.6)
    assert told["verdicts"] == {"judged": 3, "right": 0.333333333333}
    assert told["other_days"] == {"judged": 1, "right": 0.0}
    assert told["false_alarms"] == ["S-4"]
    assert told["confusion"][:3] == [
        {"annotated": "supported", "verdict": None, "claims": 1},
        {"annotated": "supported", "verdict": "contradicted", "claims": 1},
        {"annotated": "supported", "verdict": "supported", "claims": 1},
    ]
    assert told["outcomes"][1]["verdict"] is None
    assert told["outcomes"][2]["right"] == [field for field in FIELDS if field != "period"]
    assert told["on_other_days"][0]["is_right"] is False


def test_a_score_of_nothing_divides_by_nothing() -> None:
    told = score_object(Scorecard((), (), 0), "none", date(2026, 6, 1), "abc")
    assert (told["claims"]["recall"], told["other_days"], told["confusion"]) == (
        0.0,
        {"judged": 0, "right": 0.0},
        [],
    )


@pytest.mark.parametrize(("lang", "label", "none"), [("en", "False alarms", "none"), ("zh", "误报", "无")])
def test_no_false_alarm_is_said(lang: str, label: str, none: str) -> None:
    facts = dict(score_facts(Scorecard((RIGHT,), (), 1), "claims.jsonl", lang))
    assert facts[label] == (Aside(none),)
    assert dict(score_facts(SCORE, "claims.jsonl", lang))[label] == ("S-4",)


def test_the_most_frequent_annotation_comes_first() -> None:
    rows = confusion_table(SCORE, "en").rows
    assert rows[0] == (("supported",), ("3",), ("missed 1, contradicted 1, supported 1",))
    assert [row[0] for row in rows[1:]] == [("not_checkable",), ("plausible",)]


def test_at_fault_is_what_a_reader_would_have_to_mend() -> None:
    assert at_fault(SCORE) == (MISSED, MISREAD, ALARM, THEN)
    rows = faults_table(SCORE, "en", most=9).rows
    assert rows[0] == (("S-2",), ("supported",), (Aside("missed"),), ("",))
    assert rows[1][3] == ("period",)
    assert rows[3][3] == (Aside("judged for another day"),)
    assert len(faults_table(SCORE, "zh", most=2).rows) == 2


def test_a_direction_is_no_part_of_a_full_reading() -> None:
    assert "direction" not in WHOLE
    assert OPEN not in at_fault(SCORE)
