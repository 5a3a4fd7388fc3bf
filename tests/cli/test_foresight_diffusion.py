"""``forerun foresight diffusion`` as a person and as a program sees it."""

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
from tests.foresight.diffusion.conftest import SHAPES, until

DAY = ("--as-of", "2024-12-31")
SHARE = "cn/sales_share/electric_cars"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A path before its inflection, one long past it, one that falls, one that is short."""
    rows = []
    for name, maturity in (("early", 0.15), ("late", 0.97)):
        dates, values = until(SHAPES[0], maturity, 24)
        rows += [f"{name},{when:.0f},{value:.10g}" for when, value in zip(dates, values, strict=True)]
    rows += [f"falling,{2000 + at},{20 - at}" for at in range(10)] + ["short,2001,3", "short,2002,0"]
    path = tmp_path / "paths.csv"
    path.write_text("subject,date,value\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def output(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["foresight", "diffusion", *words]) == 0
    return capsys.readouterr().out


def payload(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output(capsys, *words, "--json"))
    return found


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["foresight", "diffusion", *words]) == 2
    return capsys.readouterr().err


def test_before_the_inflection_the_terminal_says_so_and_gives_no_date(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = " ".join(output(capsys, SHARE, "--reach", "60", *DAY).split())
    assert "38.00 percent in 2023" in said
    assert "a range over models and ceilings, no date" in said
    assert "no date: the inflection is not shown to be passed" in said
    assert "Range before the inflection: no date is given" in said
    assert "Gompertz" in said


def test_the_json_of_a_path_before_its_inflection_holds_no_date_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = payload(capsys, SHARE, "--reach", "60", *DAY)
    assert found["schema"] == "forerun.foresight.diffusion/1"
    assert found["as_of"] == "2024-12-31"
    assert len(found["ledger"]) == 64
    (path,) = found["forecasts"]
    assert (path["stage"], path["inflection"]) == ("before", None)
    assert all(each["inflection"] is None for each in path["models"])
    assert path["reach"]["answer"] == "no_date"
    assert [path["reach"][key] for key in ("earliest", "middle", "latest")] == [None] * 3
    assert len(path["ahead"]) == 10
    assert {each["level"] for each in path["ahead"][0]["intervals"]} == {0.8, 0.95}
    assert found["hindcast"] == []


def test_a_table_shows_each_stage_and_what_was_left_out(
    capsys: pytest.CaptureFixture[str], table: Path
) -> None:
    found = payload(capsys, "--table", str(table), "--reach", "79", *DAY)
    stages = {each["subject"]: each["stage"] for each in found["forecasts"]}
    assert stages["early"] == "before"
    assert stages["late"] != "before"
    late = next(each for each in found["forecasts"] if each["subject"] == "late")
    assert late["reach"]["answer"] in ("dated", "beyond")
    assert all(value is not None for value in late["inflection"])
    reasons = {(each["what"], each["why"]) for each in found["left_out"]}
    assert {("falling", "falling"), ("short", "short")} <= reasons
    assert len(found["data"]) == 64


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_view_is_written_in_both_languages(
    capsys: pytest.CaptureFixture[str], table: Path, lang: str
) -> None:
    for words in (("--table", str(table)), ("--table", str(table), "--subject", "late"), ("six_g",)):
        said = output(capsys, *words, "--lang", lang, *DAY)
        assert ("拐点" in said) == (lang == "zh")
    assert output(capsys, "--hindcast", "--lang", lang, *DAY)


def test_the_hindcast_stands_in_the_json_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, SHARE, "--hindcast", *DAY)
    row = next(each for each in found["hindcast"] if each["horizon"] == 3 and each["inflected"] is None)
    assert row["n"] >= 40
    assert row["paths"] >= 8
    assert len(row["baselines"]) == 3
    assert row["skill"]["baseline"] == row["best"]


def test_a_flow_is_read_as_it_stands_or_added_up(capsys: pytest.CaptureFixture[str]) -> None:
    plain = payload(capsys, "world/annual_installations/industrial_robots", *DAY)["forecasts"][0]
    summed = payload(capsys, "world/annual_installations/industrial_robots", "--cumulate", *DAY)
    assert plain["kind"] == "flow"
    assert summed["forecasts"][0]["kind"] == "stock"
    assert summed["forecasts"][0]["value"] > 5 * plain["value"]
    assert "missing after" in refusal(capsys, "cn/annual_installations/industrial_robots", "--cumulate", *DAY)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cn/nothing/here",), "neither a future industry nor a catalogued series"),
        (("cn/core_industry_size/artificial_intelligence",), "too few to fit a curve"),
        (("cn/iva/36",), "neither a level nor a share"),
        ((SHARE, "--ceiling", "90", "60"), "no range of ceilings"),
        ((SHARE, "--ceiling", "nan", "60"), "no range of ceilings"),
        ((SHARE, "--ceiling", "10", "20"), "above the highest ceiling"),
        ((SHARE, "--reach", "nan"), "cannot be reached"),
        ((SHARE, "--subject", "x"), "need a table"),
        (("fifth_generation", "--ceiling", "1", "2"), "several series"),
        (("--table", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    message = refusal(capsys, *words, *DAY)
    assert said in message
    assert "Traceback" not in message


def test_claims_are_kept_in_the_ledger_and_stay_out_of_every_figure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    home = tmp_path / "mine"
    assert main(["init", str(home)]) == 0
    output(capsys, SHARE, "--record", "--horizon", "3", "--workspace", str(home), *DAY)
    snapshot = Workspace.open(Settings(home)).ledger.snapshot(date(2024, 12, 31))
    claims = [row for row in snapshot.rows(SHARE) if row.status is Status.FORECAST]
    assert sorted(str(row.period) for row in claims) == ["2024", "2025", "2026"]
    assert all("score: " in row.note and "baseline: " in row.note for row in claims)
    assert str(snapshot.latest(SHARE, claims[0].measure).period) == "2023"
