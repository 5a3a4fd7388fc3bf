"""``forerun outlook`` and its sub-commands as a person and as a program sees them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forerun.cli.main import main
from forerun.outlook.realtime import read
from forerun.outlook.spec import outlook_spec
from forerun.periods import Period
from forerun.settings import Settings
from forerun.types import Measure, Status
from forerun.workspace import Workspace

TOYLAND = ("--profile", "toyland")
DAY = (*TOYLAND, "--as-of", "2024-07-30")
CASES = """
[[scenario]]
id = "exports"
name_en = "Exports recover"
name_zh = "出口回升"
kind = "favourable"

[[scenario.condition]]
series = "EXPORTS"
above = { 2024-07 = 3.0, 2024-08 = 3.0 }
"""


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    """One factor model only: the others cost time and show nothing else."""
    from forerun.outlook import build, factor_model

    few = lambda spec: factor_model.factor_models(spec)[:1]  # noqa: E731
    monkeypatch.setattr(build, "factor_models", few)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["outlook", *words]) == 0
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    return json.loads(said(capsys, *words, "--json"))


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["outlook", *words]) == 2
    return capsys.readouterr().err.splitlines()[-1]


def test_estimates_are_figures_with_intervals_and_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, *DAY, "--goal", "4.5")
    assert (found["schema"], found["target"]["code"]) == ("forerun.outlook/1", "IVA")
    for forecast in (*found["months"], *found["quarters"], *found["years"]):
        (chosen,) = [each for each in forecast["estimates"] if each["chosen"]]
        assert chosen["model"] == forecast["chosen"]
        assert chosen["source"].startswith(f"forerun:{forecast['chosen']}@")
        assert (chosen["status"], chosen["kind"], chosen["published"]) == (
            "forecast",
            "forecast",
            "2024-07-30",
        )
        assert [each["level"] for each in chosen["intervals"]] == [0.5, 0.8, 0.9]
    assert found["years"][0]["period"] == "2024-12"
    assert found["course"][-1]["period"] == "2024-12"
    assert any(each["target"]["value"] == 4.5 and 0 <= each["probability"] <= 1 for each in found["chances"])


def test_what_was_kept_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, *DAY, "--json")
    kept = Workspace.open(Settings(profile="toyland")).kept.root / "track-ty-iva.json"
    assert kept.is_file()
    assert said(capsys, *DAY, "--json") == first
    for content in (b"{", b'{"schema": "forerun.track/1"}', b"\xff\xfe", b"[]"):
        kept.write_bytes(content)
        assert said(capsys, *DAY, "--json") == first
        assert kept.read_bytes() != content


@pytest.mark.parametrize(("lang", "shown"), [("en", "Where it is going"), ("zh", "走势预测")])
def test_the_terminal_shows_forecasts_and_their_record(
    capsys: pytest.CaptureFixture[str], lang: str, shown: str
) -> None:
    text = said(capsys, *DAY, "--lang", lang, "--goal", "4.5")
    assert shown in text
    assert "▸" in text
    assert max(map(len, text.splitlines())) <= 120


def test_news_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    days = (*TOYLAND, "--from", "2024-06-30", "--to", "2024-07-30")
    found = told(capsys, "news", *days)
    assert found["schema"] == "forerun.outlook-news/1"
    change = found["new"]["value"] - found["old"]["value"]
    assert sum(each["impact"] for each in found["changes"]) == pytest.approx(change, abs=1e-5)
    assert abs(found["residual"]) < 1e-8
    sizes = [abs(each["impact"]) for each in found["changes"]]
    assert sizes == sorted(sizes, reverse=True)
    text = said(capsys, "news", *days)
    assert "Not explained" not in text
    assert "Change of the forecast" in text


def test_a_scenario_file_gives_cases(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "cases.toml").write_text(CASES, encoding="utf-8")
    found = told(capsys, "scenario", "cases.toml", *DAY, "--goal", "4.5")
    assert found["schema"] == "forerun.outlook-scenario/1"
    (case,) = found["cases"]
    assert (case["kind"], len(case["path"])) == ("favourable", 2)
    assert len(case["differences"]) == len(found["baseline"])
    assert "出口回升" in said(capsys, "scenario", "cases.toml", *DAY, "--lang", "zh")


def test_a_backtest_scores_every_forecaster(capsys: pytest.CaptureFixture[str]) -> None:
    months = ("--from", "2023-06", "--to", "2024-05")
    found = told(capsys, "backtest", *DAY, *months)
    assert (found["schema"], found["outcomes"]) == ("forerun.outlook-backtest/1", "first")
    assert {each["aim"] for each in found["table"]} >= {"month", "quarter"}
    assert told(capsys, "backtest", *DAY, *months, "--latest")["outcomes"] == "latest"
    assert "RMSE" in said(capsys, "backtest", *DAY, *months)


def test_recorded_forecasts_have_vintages_and_enter_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["init", "desk", *TOYLAND]) == 0
    before = told(capsys_cleared(capsys), "--workspace", "desk", "--as-of", "2024-07-30")
    for day in ("2024-06-30", "2024-07-30", "2024-07-30"):
        assert main(["outlook", "--workspace", "desk", "--as-of", day, "--record"]) == 0
    assert "0 forecasts added" in capsys.readouterr().err.splitlines()[-1]
    ledger = Workspace.open(Settings(tmp_path / "desk")).ledger
    snapshot = ledger.snapshot(date(2024, 7, 30))
    december = Period.parse("2024-12")
    rows = snapshot.vintages("IVA", december, Measure.YTD_YOY)
    assert [row.published for row in rows] == [date(2024, 6, 30), date(2024, 7, 30)]
    assert all(row.status is Status.FORECAST and row.source.startswith("forerun:") for row in rows)
    assert all("forerun outlook --as-of" in row.locator for row in rows)
    assert snapshot.figure("IVA", december, Measure.YTD_YOY).value is None
    assert december not in {each.period for each in snapshot.history("IVA", Measure.YTD_YOY)}
    vintage = read(snapshot, outlook_spec(snapshot.catalog)).vintage(date(2024, 7, 30))
    assert str(vintage.last) == "2024-06"
    after = told(capsys, "--workspace", "desk", "--as-of", "2024-07-30")
    assert after["years"] == before["years"]
    assert main(["audit", "--workspace", "desk", "--as-of", "2024-07-30", "--json"]) == 0
    assert "forerun:" not in capsys.readouterr().out


def capsys_cleared(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    capsys.readouterr()
    return capsys


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--target", "IVA_METAL", *DAY), "Did you mean IVA_METALS"),
        ((*TOYLAND, "--as-of", "2001-01-01"), "the sample starts with 2022-01"),
        (("--goal", "much", *DAY), "'much' is not a rate of growth"),
        (("--goal", "nan", *DAY), "'nan' is not a rate of growth"),
        ((*DAY, "news", "--from", "2024-06-30"), "options belong behind the name"),
        (("news", *TOYLAND, "--from", "2024-07-30", "--to", "2024-06-30"), "is not before"),
        (("news", *TOYLAND, "--from", "2024-06-30", "--period", "soon"), "is not a period"),
        (("scenario", "nofile.toml", *DAY), "nofile.toml: cannot be read"),
        (("backtest", *DAY, "--from", "2024-05", "--to", "2023-05"), "is after 2023-05"),
        (("backtest", *DAY, "--to", "2024-07"), "2024-07 is not over on 2024-07-30"),
        (("backtest", *DAY, "--from", "2024"), "'2024' is not a month"),
        (("adjust", "NOBODY", *DAY), "unknown series 'NOBODY'"),
    ],
)
def test_bad_input_is_one_sentence(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sentence in refused(capsys, *words)


def test_a_scenario_for_an_unknown_series_names_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "cases.toml").write_text(CASES.replace("EXPORTS", "EXPROTS"), encoding="utf-8")
    assert "unknown series 'EXPROTS'" in refused(capsys, "scenario", "cases.toml", *DAY)


def test_every_sub_command_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    from forerun.cli.outlook import PARTS

    for part in PARTS:
        text = " ".join(said(capsys, part, "--help").split())
        assert f"Example: forerun outlook {part}" in text
        assert "--json" in text
        assert "Raises:" not in text
