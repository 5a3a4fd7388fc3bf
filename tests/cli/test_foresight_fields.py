"""``forerun foresight fields`` as a person and as a program sees it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forerun.cli.main import main
from forerun.settings import Settings
from forerun.types import Status
from forerun.workspace import Workspace
from tests.foresight.fields.test_documents import corpus

DAY = ("--as-of", "2026-06-01")
KEYS = [
    "schema",
    "as_of",
    "data",
    "source",
    "industry",
    "members",
    "place",
    "horizon",
    "window",
    "origin",
    "target",
    "score",
    "fields",
    "hindcast",
    "emergence",
    "signs",
    "breaks",
    "unsettled",
    "topics",
    "inside",
    "left_out",
    "claims",
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Six fields in seven places over twenty years; one place breaks, one field is hydrogen by its class."""
    draws = np.random.default_rng(3)
    growth = np.array([0.08, 0.04, 0.0, 0.0, -0.03, -0.06])
    rows = ["year,place,class,count"]
    for place in "ABCDEFG":
        for at, field in enumerate(("C25B1/04", "optics", "steel", "food", "cloth", "paper")):
            for year in range(2000, 2020):
                level = 200 * np.exp(growth[at] * (year - 2000)) * (8 if place == "C" and year >= 2012 else 1)
                rows.append(f"{year},{place},{field},{draws.poisson(level)}")
    rows += ["2019,A,optics,-4", "2019,,optics,4"]
    path = tmp_path / "counts.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    path = tmp_path / "documents.csv"
    lines = [
        f'"{each.title}","{each.text.splitlines()[1]}",{each.year},{each.place}'
        for each in corpus().documents
    ]
    path.write_text("\n".join(["title,abstract,year,place", *lines]) + "\n", encoding="utf-8")
    return path


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["foresight", "fields", *arguments]) == 0
    return capsys.readouterr().out


def payload(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output(capsys, *arguments, *DAY, "--json"))
    return found


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["foresight", "fields", *arguments]) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(("lang", "said"), [("en", "--table FILE"), ("zh", "--table FILE")])
def test_without_a_table_it_says_what_is_needed_and_what_an_industry_is_known_by(
    capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    shown = output(capsys, "hydrogen", "--lang", lang)
    assert said in " ".join(shown.split())
    assert "electrolyser" in shown
    assert "电解槽" in shown
    assert "H01M 8" in shown
    found = payload(capsys, "hydrogen", "--lang", lang)
    assert found["fields"] == []
    assert "电解槽" in found["industry"]["words_zh"]


def test_the_shape_of_its_json(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, "--table", str(table))
    assert list(found) == KEYS
    assert found["schema"] == "forerun.foresight.fields/1"
    assert (found["origin"], found["target"]) == (2019, 2022)
    assert {each["place"]: each["year"] for each in found["breaks"]["breaks"]} == {"C": 2012}
    first = found["fields"][0]
    assert first["field"] == "C25B1/04"
    assert first["may_lead"]
    assert first["mark"] is None
    assert first["intervals"][1]["level"] == 0.8
    assert sorted(each["why"] for each in found["left_out"]) == ["negative", "unnamed"]
    assert found["score"]["skill"] > 0


def test_an_industry_is_found_by_its_classes(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, "hydrogen", "--table", str(table))
    assert found["members"] == ["C25B1/04"]
    assert found["fields"][0]["field"] == "hydrogen"
    shown = output(capsys, "hydrogen", "--table", str(table))
    assert "Hydrogen" in shown
    assert "steel" not in shown
    assert "No field of the table belongs to Quantum" in " ".join(
        output(capsys, "quantum", "--table", str(table)).split()
    )


def test_hindcast_and_breaks_instead_of_what_is_told(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = output(capsys, "--table", str(table), "--hindcast")
    assert "half of past growth, nothing left out" in shown
    assert "Place by place" in shown
    assert "Growth of shares" not in shown
    shown = output(capsys, "--table", str(table), "--breaks")
    assert "2012" in shown
    assert "Growth of shares" not in shown
    scores = payload(capsys, "--table", str(table), "--hindcast")["hindcast"]["places"]["scores"]
    assert set(scores) == set("ABCDEFG")


def test_no_skill_is_said_in_every_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{year},A,f{at},{30 + at}" for year in range(2010, 2017) for at in range(4)]
    path = tmp_path / "short.csv"
    path.write_text("\n".join(["year,place,field,count", *rows]), encoding="utf-8")
    assert output(capsys, "--table", str(path)).count("no demonstrated skill") == 2
    assert "无已证实的预测能力" in output(capsys, "--table", str(path), "--lang", "zh")
    found = payload(capsys, "--table", str(path))
    assert found["score"] is None
    assert {each["mark"] for each in found["fields"]} == {"no demonstrated skill"}


def test_documents_by_industry_and_topic(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, "--documents", str(documents), "--topics", "3")
    named = {each["field"]: each["name"] for each in found["fields"]}
    assert named["hydrogen"] == "Hydrogen"
    assert {"hydrogen", "biomanufacturing"} <= set(named)
    assert all(set(each) == {"id", "name", "terms"} for each in found["topics"])
    assert any("slag" in each["name"] or "ladle" in each["name"] for each in found["topics"])
    shown = output(capsys, "hydrogen", "--documents", str(documents), "--topics", "3", "--lang", "zh")
    assert "氢能" in shown


def test_claims_are_recorded_with_their_score(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = tmp_path / "desk"
    assert main(["init", str(desk), "--profile", "china"]) == 0
    arguments = ("--table", str(table), "--workspace", str(desk), *DAY, "--record")
    output(capsys, *arguments)
    held = Workspace.open(Settings(desk)).ledger.snapshot(date(2026, 6, 1))
    (row,) = held.rows("world/forward_growth/optics")
    assert row.status is Status.FORECAST
    assert "skill: " in row.note
    assert f"data: {payload(capsys, '--table', str(table))['data']}" in row.note


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--table", "none.csv"), "there is no such file"),
        (("--documents", "none.csv"), "there is no such file"),
        (("warp_drive",), "unknown industry"),
        (("--table", "a.csv", "--documents", "b.csv"), "Give one of --table and --documents"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    message = refusal(capsys, *arguments)
    assert said in message
    assert message.count("\n") == 1


def test_a_place_or_horizon_that_is_not_there(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "the table has no place 'Z'. It has A, B" in refusal(capsys, "--table", str(table), "--place", "Z")
    assert "a horizon of 31 years" in refusal(capsys, "--table", str(table), "--horizon", "31")
    assert "20 years (2000 to 2019) are too few" in refusal(capsys, "--table", str(table), "--horizon", "18")
