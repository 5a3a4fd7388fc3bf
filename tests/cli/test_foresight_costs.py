"""``forerun foresight costs`` as a person and as a program sees it."""

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
from tests.foresight.costs.conftest import falling

DAY = ("--as-of", "2024-12-31")
MODULE = "world/module_price/solar_pv"
KEYS = [
    "schema",
    "as_of",
    "ledger",
    "source",
    "calibration",
    "forecasts",
    "crossings",
    "hindcast",
    "left_out",
    "missing",
    "claims",
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Technologies of every kind in one table."""
    rows = [f"panels,{2000 + at},{cost:.6g}" for at, cost in enumerate(falling(20))]
    rows += [f"reactors,{2000 + at},{1.1**at:.6g}" for at in range(15)]
    rows += [
        f"cells,{year},{100 * 0.9 ** (year - 2000):.6g}" for year in (2000, 2001, 2004, 2005, 2009, 2010)
    ]
    rows += ["panels,2003,5", "panels,2004,0", "once,2001,3", "nothing,2000,0"]
    path = tmp_path / "costs.csv"
    path.write_text("tech,year,unit cost (USD/W)\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def output(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["foresight", "costs", *words]) == 0
    return capsys.readouterr().out


def payload(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output(capsys, *words, "--json"))
    return found


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["foresight", "costs", *words]) == 2
    return capsys.readouterr().err


def test_all_costs_of_future_industries_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, *DAY)
    assert list(found) == KEYS
    assert found["schema"] == "forerun.foresight.costs/1"
    assert found["as_of"] == "2024-12-31"
    assert MODULE in {each["series"] for each in found["forecasts"]}
    assert "光伏组件价格" in output(capsys, *DAY, "--lang", "zh").replace("\n", "").replace(" ", "")


def test_a_series_shows_cost_intervals_score_and_named_learning_rate(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = " ".join(output(capsys, MODULE, "--horizon", "10", *DAY).split())
    for said in (
        "80% interval",
        "95% interval",
        "Skill over no change",
        "on world/cumulative_capacity/solar_pv (cumulative as stated), 2000–2021, 22 years",
        "10 years ahead the method erred by 0.207, no change by 0.401",
        "188 forecasts of 16 technologies",
        "Random walk with drift (Moore)",
    ):
        assert said in text


def test_a_forecast_as_json_carries_its_score(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = payload(capsys, MODULE, *DAY)["forecasts"]
    ahead = found["ahead"]
    assert [each["horizon"] for each in ahead] == list(range(1, 21))
    last = ahead[9]
    assert last["year"] == found["last_year"] + 10
    assert [each["level"] for each in last["intervals"]] == [0.8, 0.95]
    assert last["score"]["baseline"] == "no_change"
    assert last["score"]["n"] == 188
    assert last["demonstrated"]
    assert found["learning"][0]["production"] == "world/cumulative_capacity/solar_pv"


def test_an_industry_is_named_in_either_language(capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, "光伏", *DAY)
    assert found == payload(capsys, "Photovoltaics", *DAY)
    assert found["missing"]
    assert {each["rival"] for each in found["crossings"]} == {"world/levelized_cost/onshore_wind"}


def test_an_industry_without_a_cost_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "quantum", *DAY)
    assert "No cost is known of it." in text
    assert "cost figures from an official publisher" in " ".join(text.split())


def test_what_was_known_on_a_day_is_all_that_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    early = payload(capsys, MODULE, "--as-of", "2005-12-31")["forecasts"][0]
    late = payload(capsys, MODULE, *DAY)["forecasts"][0]
    assert early["last_year"] < 2006
    assert early["history"] == late["history"][: early["costs"]]


def test_a_table_is_forecast_with_everything_left_out_listed(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = payload(capsys, "--table", str(table))
    assert list(found) == [{"ledger": "data"}.get(key, key) for key in KEYS]
    told = {each["technology"]: each for each in found["forecasts"]}
    assert set(told) == {"panels", "reactors", "cells"}
    assert told["panels"]["unit"] == "USD/W"
    assert not told["reactors"]["falling"]
    assert {each["demonstrated"] for each in told["reactors"]["ahead"]} == {False}
    reasons = {(each["what"].split(",")[0], each["why"]) for each in found["left_out"]}
    assert reasons == {
        ("panels", "contradicted"),
        ("panels", "zero"),
        ("panels", "irregular"),
        ("reactors", "rising"),
        ("cells", "irregular"),
        ("once", "short"),
        ("nothing", "zero"),
        ("nothing", "empty"),
    }
    text = output(capsys, "--table", str(table))
    assert text.count("no demonstrated skill") + text.count("no demonstrated") >= 2
    assert "two costs for one year" in text


def test_a_technology_that_rises_says_so(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(output(capsys, "--table", str(table), "--technology", "Reactors").split())
    assert "it does not fall" in text
    assert "no demonstrated skill" in text


def test_falling_below_a_price_is_a_date_with_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = payload(capsys, MODULE, "--below", "0.15", *DAY)["crossings"]
    assert found["rival"] == "0.15"
    assert found["reaches_10_percent"] <= found["median"]
    assert found["years"][4]["score"]["baseline"] == "base_rate"
    text = " ".join(output(capsys, MODULE, "--below", "0.15", *DAY).split())
    assert f"more likely than not from {found['median']} on" in text
    assert "already" in output(capsys, MODULE, "--below", "5", *DAY)


def test_units_that_differ_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, MODULE, "--below", "world/levelized_cost/onshore_wind", *DAY)
    assert "USD/W" in said
    assert "USD/kWh" in said


def test_the_hindcast_shows_every_method(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "--hindcast")
    for method in ("Damped drift", "No change", "Moore", "IMA(1,1)", "with production forecast"):
        assert method in text
    rows = payload(capsys, "--hindcast")["hindcast"]
    assert {each["method"] for each in rows} >= {"damped_drift", "no_change", "wright"}
    assert payload(capsys)["hindcast"] == []


def test_claims_are_kept_in_the_ledger_with_their_score(
    tmp_path: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = tmp_path / "desk"
    Workspace.create(desk, "china")
    words = (MODULE, "--horizon", "3", "--below", "0.1", "--record", "--workspace", str(desk), *DAY)
    output(capsys, *words)
    rows = Workspace.open(Settings(desk)).ledger.snapshot(date.today()).rows(MODULE)
    claims = [row for row in rows if row.status is Status.FORECAST and row.source.startswith("forerun:")]
    assert len(claims) == 3
    assert all("skill: " in row.note and "baseline: no_change" in row.note for row in claims)
    assert main(["foresight", "costs", *words]) == 0
    assert "held already: 6" in capsys.readouterr().err


def test_claims_never_enter_the_figures_that_ship(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    output(capsys, MODULE, "--horizon", "1", "--record", *DAY)
    assert (tmp_path / "forerun-workspace").is_dir()
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    shipped = Workspace.open(Settings(profile="china")).ledger.snapshot(date.today())
    assert not [row for row in shipped.rows(MODULE) if row.source.startswith("forerun:")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "neither a future industry nor a catalogued series"),
        (("--technology", "x"), "--technology needs a table"),
        (("hydrogen", "--table", "costs.csv"), "a name and a table"),
        (("--table", "gone.csv"), "no such file"),
        ((MODULE, "--below", "-3"), "no price above zero"),
        ((MODULE, "--horizon", "21"), "less than or equal to 20"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    words: tuple[str, ...], said: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refusal(capsys, *words)


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Example: forerun foresight costs" in output(capsys, "--help")
