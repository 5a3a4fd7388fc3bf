"""Claims, readings and verdicts on annotated statements that were really made, and on our own."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from forerun.documents.document import make_document
from forerun.ledger.ledger import Ledger
from forerun.settings import Settings
from forerun.statements.annotated import synonyms
from forerun.statements.check import Asked, check_document
from forerun.statements.result import Check, Judged, Verdict
from forerun.statements.scorecard import Scorecard, score_file
from forerun.workspace import Workspace

DAY = date(2023, 11, 4)
BACKED = {Verdict.SUPPORTED, Verdict.SUPPORTED_SAME_PUBLISHER}
SLOGANS = ("cn/villages_broadband", "cn/counties_with_5g")


@cache
def ledger() -> Ledger:
    return Workspace.open(Settings(profile="china")).ledger


@cache
def scored(path: Path) -> Scorecard:
    return score_file(path, ledger())


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "data" / "statements"


@pytest.fixture
def card(folder: Path) -> Scorecard:
    return scored(folder / "claims.jsonl")


def test_nearly_every_claim_is_found(card: Scorecard) -> None:
    assert card.expected == 63
    assert card.recall >= 0.95


def test_most_are_read_in_full(card: Scorecard) -> None:
    assert card.readings >= 0.90


def test_most_verdicts_are_right_where_a_ledger_can_judge(card: Scorecard) -> None:
    assert card.decided >= 40
    assert card.verdicts >= 0.90


def test_nothing_true_is_called_false(card: Scorecard) -> None:
    assert [each.id for each in (*card.outcomes, *card.on_other_days) if each.is_false_alarm] == []


def test_verdicts_by_day(card: Scorecard) -> None:
    """The number of base stations: overtaken on 22 November, long overtaken, and not yet true in 2022."""
    days = {
        (each.id, each.annotated): (each.verdict, each.is_right)
        for each in card.on_other_days
        if each.id == "S01-C4"
    }
    assert [verdict for verdict, _ in days.values()] == [
        Verdict.STALE,
        Verdict.STALE,
        Verdict.NOT_YET_KNOWN,
    ]
    assert all(is_right for _, is_right in days.values())
    again = [each for each in card.on_other_days if each.annotated == "stale"]
    assert len(again) >= 5
    assert all(each.verdict is Verdict.STALE for each in again)


def test_every_verdict_of_the_reference_has_a_meaning(folder: Path) -> None:
    readme = (folder / "README.md").read_text(encoding="utf-8")
    listed = readme.partition("Verdicts:")[2].partition("\n\n")[0]
    names = set(re.findall(r"[a-z_]{6,}", re.sub(r"\([^)]*\)", "", listed)))
    assert {"supported", "inconsistent_same_publisher", "false_sign"} <= names
    assert {name for name in names if name not in synonyms().verdicts} == set()
    with (folder / "claims.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    others = [each["verdict"] for row in rows for each in row["as_of_variants"]]
    assert [
        name for name in (*(row["verdict"] for row in rows), *others) if not synonyms().allowed(name)
    ] == []


def interview(text: str) -> Check:
    asked = Asked(as_of=DAY, said=DAY, speaker="Jin Zhuanglong, Minister, MIIT")
    return check_document(make_document(text.encode(), name="interview.txt"), ledger(), asked)


def quotes(folder: Path) -> str:
    with (folder / "claims.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return "。".join(row["quote"] for row in rows if row["statement_id"] == "S01") + "。"


@pytest.fixture(params=["en", "zh"])
def claims(request: pytest.FixtureRequest, folder: Path) -> dict[str, Judged]:
    """The claims of the interview of 4 November 2023 by series, the outlook for the year apart."""
    english = (folder / "interview-2023-11-04.en.txt").read_text(encoding="utf-8")
    check = interview(english if request.param == "en" else quotes(folder))
    ahead = {Verdict.FORECAST_OPEN: "outlook"}
    return {ahead.get(each.verdict, each.claim.statement.series): each for each in check.claims}


def said(judged: Judged) -> tuple[str, str, str, float | None, str]:
    statement = judged.claim.statement
    bound = ">" if statement.comparator.is_floor else statement.comparator.value
    return (str(statement.period), statement.measure.value, bound, statement.value, statement.direction)


@pytest.mark.parametrize(
    ("series", "reading"),
    [
        ("cn/iva", ("2023-09", "ytd_yoy", "=", None, "up")),
        ("cn/exports/new_three", ("2023-09", "ytd_yoy", "=", None, "up")),
        ("cn/steady_growth_plans", ("2023-09", "level", "=", 10.0, "")),
        ("cn/base_stations_5g", ("2023-09", "level", ">", 318.0, "")),
        ("cn/base_stations_5g_world_share", ("2023-09", "share", ">", 60.0, "")),
    ],
)
def test_what_the_minister_said(
    claims: dict[str, Judged], series: str, reading: tuple[str, str, str, float | None, str]
) -> None:
    judged = claims[series]
    assert said(judged) == reading
    assert judged.verdict in BACKED


def test_his_slogans(claims: dict[str, Judged]) -> None:
    """Every village has broadband, every county has 5G."""
    found = [claims[series] for series in SLOGANS if series in claims]
    assert found
    assert all(each.claim.statement.value == 100.0 and each.verdict in BACKED for each in found)


def test_his_outlook_for_the_year_is_open(claims: dict[str, Judged]) -> None:
    outlook = claims["outlook"].claim.statement
    assert (outlook.series, str(outlook.period), outlook.direction) == ("cn/iva", "2023-12", "up")


def test_nothing_that_he_said_is_called_false(claims: dict[str, Judged]) -> None:
    assert len(claims) >= 7
    assert [each.claim.quote for each in claims.values() if each.verdict.is_false] == []


@pytest.mark.parametrize("name", ["own-a.jsonl", "own-b.jsonl"])
def test_our_own_statements_score_no_lower_than_before(data: Path, name: str) -> None:
    card = scored(data / "statements" / name)
    assert card.expected >= 80
    assert card.recall >= 0.90
    assert card.readings >= 0.75
    assert card.verdicts >= 0.80
    assert [each.id for each in card.false_alarms] == []
