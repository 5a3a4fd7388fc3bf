"""``forerun trial`` and its parts as a person and as a program sees them."""

from __future__ import annotations

import csv
import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forerun.cli.main import main
from forerun.settings import Settings
from forerun.types import Measure, Status
from forerun.workspace import Workspace

TOYLAND = ("--profile", "toyland")


def output(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["trial", *words]) == 0
    return capsys.readouterr().out


def payload(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output(capsys, *words, "--json"))
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of one's own with a trial of one's own in the folder."""
    Workspace.create(tmp_path / "desk", "toyland")
    assert main(["trial", "new", "mine", "--like", "workshops", *TOYLAND]) == 0
    return tmp_path / "desk"


def test_the_shipped_trials_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert [each["id"] for each in payload(capsys)["trials"]] == ["free-trade-zones", "low-carbon-2010"]
    assert "数字化车间" in output(capsys, *TOYLAND, "--lang", "zh")


def test_a_new_trial_is_written_once_and_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert payload(capsys, "new", "plain")["files"] == ["plain.toml"]
    assert main(["trial", "new", "plain"]) == 2
    assert "there already" in capsys.readouterr().err
    assert main(["trial", "evaluate", "plain.toml"]) == 2
    assert "no place is treated" in capsys.readouterr().err
    assert main(["trial", "new", "../plain"]) == 2
    assert sorted(each.name for each in tmp_path.glob("*.toml")) == ["plain.toml"]


def test_a_design_is_kept_and_registration_names_it(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = ("--workspace", str(desk))
    design = payload(capsys, "design", "mine.toml", *workspace, "--keep")
    assert design["schema"] == "forerun.trial-design/1"
    assert design["chosen"]["places"] == design["choice"]["sets"][design["choice"]["chosen"]]
    assert len(design["tried"]) == 2
    entry = payload(capsys, "register", "mine.toml", *workspace)["entries"][0]
    assert (desk / "trials" / "mine" / "designs" / f"{entry['design']}.json").is_file()


def change_of(places: list[str]) -> float:
    """The size of the difference in differences of some districts at 2022-Q1, straight from the table."""
    sums = {(inside, late): [0.0, 0] for inside in (True, False) for late in (True, False)}
    with Path("workshops.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cell = sums[row["district"] in places, row["quarter"] >= "2022-Q1"]
            cell[0] += math.log(float(row["output"]))
            cell[1] += 1
    mean = {key: total / count for key, (total, count) in sums.items()}
    return abs(mean[True, True] - mean[True, False] - mean[False, True] + mean[False, False])


def test_a_trial_in_the_places_that_were_drawn_is_tested_by_the_draw(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = ("--workspace", str(desk))
    text = Path("mine.toml").read_text("utf-8")
    text = text.replace('start = "first_quarter"\n', "").replace(
        "[design]\n", "[design]\nwaves = 2\nevery = 2\n"
    )
    text = text.replace("lookback = 3", "lookback = 3\ninclude = []")
    Path("mine.toml").write_text(text, "utf-8")
    design = payload(capsys, "design", "mine.toml", *workspace, "--keep")
    assert design["rollout"]["starts"] == [0, 2]
    assert {place for wave in design["rollout"]["waves"] for place in wave} == set(design["chosen"]["places"])
    assert {each["duration"] for each in design["power"]} == {4, 6}
    payload(capsys, "register", "mine.toml", *workspace)
    starts = ", ".join(f'"{place}" = "2022-Q1"' for place in design["chosen"]["places"])
    Path("mine.toml").write_text(
        text.replace("[treatment]", f"[treatment]\nstarts = {{ {starts} }}"), "utf-8"
    )
    found = payload(capsys, "evaluate", "mine.toml", *workspace)
    sets = len(design["choice"]["sets"])
    assert found["by_lot"]["sets"] == sets
    changes = [change_of(each) for each in design["choice"]["sets"]]
    drawn = changes[design["choice"]["chosen"]]
    assert found["by_lot"]["p_value"] == pytest.approx(
        sum(each >= drawn for each in changes) / sets, abs=1e-6
    )
    assert any(each["key"].startswith("treatment.starts") for each in found["registration"]["changes"])


def test_registered_evaluated_recorded(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = ("--workspace", str(desk))
    assert len(payload(capsys, "register", "mine.toml", *workspace)["entries"]) == 1
    found = payload(capsys, "evaluate", "mine.toml", *workspace, "--record")
    assert found["registration"]["registered"]
    assert found["registration"]["changes"] == []
    assert found["decision"]["outcome"] == "extend"
    kept = list((desk / "trials" / "mine" / "results").glob("*.json"))
    assert [json.loads(each.read_text("utf-8"))["effect"] for each in kept] == [found["effect"]]
    ledger = Workspace.open(Settings(desk, "")).ledger
    rows = [row for row in ledger.vintages("IVA") if row.measure is Measure.EFFECT]
    assert [(row.status, row.unit, str(row.period)) for row in rows] == [
        (Status.FORECAST, "percent", "2024-Q4")
    ]
    assert rows[0].value == pytest.approx(100 * found["effect"]["att"], rel=0.03)
    assert rows[0].source.startswith("forerun:trial-mine@")
    assert ledger.snapshot(date.today()).history("IVA", Measure.EFFECT) == ()


def test_deviations_are_listed_and_nothing_is_overwritten(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = ("--workspace", str(desk))
    payload(capsys, "register", "mine.toml", *workspace)
    text = Path("mine.toml").read_text("utf-8")
    Path("mine.toml").write_text(text.replace("matters = 0.01", "matters = 0.03"), "utf-8")
    found = payload(capsys, "evaluate", "mine.toml", *workspace)
    changed = [(each["key"], each["registered"], each["now"]) for each in found["registration"]["changes"]]
    assert changed == [("decision.matters", "0.01", "0.03")]
    assert "decision.matters was 0.01, now 0.03" in output(capsys, "evaluate", "mine.toml", *workspace)
    assert [each["number"] for each in payload(capsys, "register", "mine.toml", *workspace)["entries"]] == [
        1,
        2,
    ]
    assert main(["trial", "--workspace", str(desk)]) == 0
    assert "mine" in capsys.readouterr().out


def test_transport_says_what_the_country_may_expect(capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, "transport", "workshops", *TOYLAND)["transport"]
    assert found["national"]["effect"]["value"] < found["naive"]["value"]
    assert found["premium"]["total"]["value"] == pytest.approx(
        found["naive"]["value"] - found["national"]["effect"]["value"], abs=1e-5
    )
    assert main(["trial", "transport", "free-trade-zones"]) == 2
    assert "characteristic" in capsys.readouterr().err


def test_the_same_day_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("evaluate", "low-carbon-2010", "--json")
    assert output(capsys, *words) == output(capsys, *words)


def test_options_before_the_part_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trial", "--lang", "zh", "evaluate", "workshops"]) == 2
    assert "forerun trial evaluate" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../x", "a b", 'a"#/../../x', "\x1b[31m", "A"])
def test_a_name_that_is_no_id_writes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trial", "new", name, "--out", str(tmp_path / "out"), *TOYLAND]) == 2
    assert "cannot be the id" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_texts_of_a_trial_steer_no_terminal(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("mine.toml")
    lines = path.read_text("utf-8").splitlines()
    steering = '"\\u001b[31m\\u202e"'
    changed = [
        f"{key} = {steering}"
        if (key := line.partition(" =")[0]) in ("name_en", "question", "decides")
        else line
        for line in lines
    ]
    path.write_text("\n".join(changed), "utf-8")
    shown = output(capsys, "evaluate", "mine.toml", *TOYLAND)
    assert "\ufffd[31m" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
