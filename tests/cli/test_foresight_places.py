"""``forerun foresight places`` as a person and as a program sees it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forerun.cli.main import main
from forerun.settings import Settings
from forerun.types import Status
from forerun.workspace import Workspace

DAY = ("--as-of", "2026-11-30")


@pytest.fixture
def table(root: Path) -> str:
    return str(root / "docs" / "places-example.csv.gz")


def output(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["foresight", "places", *words, *DAY]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["foresight", "places", *words, *DAY]) == 2
    return capsys.readouterr().err


def payload(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output(capsys, *words, "--json"))
    assert found["schema"] == "forerun.foresight.places/1"
    assert found["as_of"] == "2026-11-30"
    return found


def test_a_pooled_score_never_stands_without_ubiquity_and_that_within_fields(
    capsys: pytest.CaptureFixture[str], table: str
) -> None:
    found = payload(capsys, "--table", table, "--activity", "robots")
    for origin in found["hindcast"]["origins"]:
        by = {each["predictor"]: each for each in origin["scores"]}
        assert {"pooled", "within_field", "within_place", "precision"} <= set(by["ubiquity"])
    text = output(capsys, "--table", table, "--hindcast")
    assert "Ubiquity" in text
    assert "pooled / within fields" in text
    assert "普遍度" in output(capsys, "--table", table, "--hindcast", "--lang", "zh")


def test_one_year_is_ranked_but_claims_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [f"p{p},a{a},{(p * 7 + a * 5) % 11 * 40 + 60}" for p in range(8) for a in range(6)]
    path = tmp_path / "one.csv"
    path.write_text("place,product,value\n" + "\n".join(rows) + "\n", encoding="utf-8")
    found = payload(capsys, "--table", str(path), "--activity", "a1", "--absent", "1")
    ready = found["readiness"]
    assert (found["hindcast"], ready["target"], ready["mark"]) == (None, None, "no demonstrated skill")
    assert ready["places"]
    assert all(each["probability"] is None and each["claim"] is None for each in ready["places"])
    assert "no demonstrated skill" in output(capsys, "--table", str(path), "--activity", "a1")


def test_candidates_are_written_and_claims_recorded(
    capsys: pytest.CaptureFixture[str], table: str, tmp_path: Path
) -> None:
    Workspace.create(tmp_path / "desk", "china")
    path = tmp_path / "candidates.csv"
    words = ("--table", table, "--activity", "robots", "--record", "--workspace", str(tmp_path / "desk"))
    output(capsys, *words, "--candidates", str(path))
    lines = path.read_text("utf-8").splitlines()
    snapshot = Workspace.open(Settings(tmp_path / "desk", "china")).ledger.snapshot(date(2026, 11, 30))
    first = lines[1].split(",")
    (row,) = snapshot.rows(f"{first[0]}/forward_entry/robots")
    assert row.status is Status.FORECAST
    assert row.value == pytest.approx(100 * float(first[2]), rel=1e-4)
    assert "metric: brier_score" in row.note
    assert "--record" not in row.locator


def test_without_a_table_there_are_quotients_with_their_figures(capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys)
    coal = next(each for each in found["products"] if each["activity"] == "raw_coal")
    top = coal["quotients"][0]
    assert top["value"] == pytest.approx(top["share"] / top["gdp_share"])
    assert {"place", "output", "gdp"} <= set(top)
    assert all(0 <= tile["shade"] <= 4 for tile in coal["tiles"])
    assert "no output by place" in output(capsys, "hydrogen") or "Electricity" in output(capsys, "hydrogen")
    assert "no output of products by place" in output(capsys, "--profile", "toyland")


def test_what_cannot_be_answered_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], table: str
) -> None:
    assert "--activity needs a table" in refusal(capsys, "--activity", "robots")
    assert "--candidates needs a table" in refusal(capsys, "--candidates", "x.csv")
    assert "Did you mean robots?" in refusal(capsys, "--table", table, "--activity", "robot")
    assert "Name one with --activity" in refusal(capsys, "quantum", "--table", table)
    assert "not both" in refusal(capsys, "--table", table, "--largest", "9", "--minimum", "5")
    assert "no activity was named" in refusal(capsys, "--table", table, "--candidates", "x.csv")
    assert "Give a lower --minimum" in refusal(
        capsys, "--table", table, "--activity", "robots", "--minimum", "1e12"
    )
    assert "Absence must end" in refusal(capsys, "--table", table, "--activity", "robots", "--absent", "3")
