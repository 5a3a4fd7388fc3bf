"""Scenarios: what a path implies, how far it is from the model's own, and what is refused."""

from __future__ import annotations

from datetime import date
from math import nan
from pathlib import Path

import pytest

from forerun.errors import InputError, SpecError
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.scenarios import Scenario, ScenarioStudy, read_scenarios, scenarios
from forerun.outlook.spec import outlook_spec
from tests.outlook.conftest import ledger_of

HEAD = '[[scenario]]\nid = "case"\nname_en = "Case"\nname_zh = "情形"\nkind = "difficulty"\n'


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return ledger_of("china").snapshot(date(2023, 11, 4))


def read(snapshot: Snapshot, path: Path) -> tuple[Scenario, ...]:
    return read_scenarios(path, outlook_spec(snapshot.catalog), snapshot.catalog)


def cases(snapshot: Snapshot, folder: Path, conditions: str, head: str = HEAD) -> tuple[Scenario, ...]:
    path = folder / "scenarios.toml"
    path.write_text(head + conditions, "utf-8")
    return read(snapshot, path)


def condition(series: str, numbers: str) -> str:
    return f'[[scenario.condition]]\nseries = "{series}"\n{numbers}\n'


def study(snapshot: Snapshot, folder: Path, *conditions: str) -> ScenarioStudy:
    return scenarios(snapshot, cases(snapshot, folder, "".join(conditions)), goals=(4.5,))


def test_the_shipped_example(snapshot: Snapshot, root: Path) -> None:
    found = scenarios(snapshot, read(snapshot, root / "docs" / "scenarios-example.toml"), goals=(4.5,))
    better, worse, boom = found.cases
    assert better.plausible
    assert better.differences[-1] > 0 > worse.differences[-1]
    assert better.chances[0] > found.chances[0] > worse.chances[0]
    assert not boom.plausible
    assert boom.distance > better.distance
    assert [str(each.period) for each in found.baseline] == [
        "2023-10",
        "2023-11",
        "2023-12",
        "2023-Q4",
        "2023",
    ]


def test_the_models_own_path_changes_nothing_but_the_spread(snapshot: Snapshot, tmp_path: Path) -> None:
    found = study(snapshot, tmp_path, condition("PMI_MFG", "above = { 2023-11 = 0.0, 2023-12 = 0.0 }"))
    (case,) = found.cases
    assert case.distance == pytest.approx(0, abs=1e-6)
    assert case.probability == pytest.approx(1)
    assert case.differences == pytest.approx([0.0] * 5, abs=1e-6)
    assert all(b.sd <= a.sd + 1e-9 for a, b in zip(found.baseline, case.figures, strict=True))


def test_a_shock_of_one_figure_is_that_many_deviations_away(snapshot: Snapshot, tmp_path: Path) -> None:
    (case,) = study(snapshot, tmp_path, condition("PPI", "shock = { 2023-12 = -2.0 }")).cases
    assert case.distance == pytest.approx(2.0, abs=1e-8)
    assert case.path[0].z == pytest.approx(-2.0, abs=1e-8)
    assert case.probability == pytest.approx(0.0455, abs=1e-4)
    assert not case.plausible


def test_path_above_and_shock_say_the_same(snapshot: Snapshot, tmp_path: Path) -> None:
    (by_shock,) = study(snapshot, tmp_path, condition("EXPORTS_USD", "shock = { 2023-11 = 1.0 }")).cases
    (point,) = by_shock.path
    path = condition("EXPORTS_USD", f"path = {{ 2023-11 = {point.value!r} }}")
    above = condition("EXPORTS_USD", f"above = {{ 2023-11 = {point.value - point.own!r} }}")
    for text in (path, above):
        (case,) = study(snapshot, tmp_path, text).cases
        assert case.differences == pytest.approx(by_shock.differences, abs=1e-8)
        assert case.distance == pytest.approx(by_shock.distance, abs=1e-8)


def test_a_condition_on_the_target_itself_is_met(snapshot: Snapshot, tmp_path: Path) -> None:
    (case,) = study(
        snapshot, tmp_path, condition("IVA_TOTAL", "path = { 2023-10 = 4.6, 2023-11 = 6.6 }")
    ).cases
    assert [each.mean for each in case.figures[:2]] == pytest.approx([4.6, 6.6])
    assert case.figures[0].sd == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (condition("NO_SUCH", "path = { 2023-11 = 1.0 }"), "unknown series 'NO_SUCH'"),
        (
            condition("BASE_STATIONS_5G", "path = { 2023-11 = 1.0 }"),
            "BASE_STATIONS_5G is not in the panel, .*PMI_MFG",
        ),
        (condition("PPI", ""), "needs one of path, above, shock"),
        (condition("PPI", "path = { 2023-11 = 1.0 }\nshock = { 2023-11 = 1.0 }"), "needs one of"),
        (condition("PPI", 'path = { 2023-11 = "high" }'), "must be a number"),
        (condition("PPI", "path = { 2023-11 = nan }"), "'2023-11' must be finite"),
        (condition("PPI", f"path = {{ 2023-11 = {'9' * 400} }}"), "'2023-11' must be finite"),
        (condition("PPI", "shock = { 2023-11 = 1e300 }"), r"a number below 1e\+09"),
        (condition("PPI", "path = {}"), "'path' holds no month"),
        (condition("PPI", "path = [1.0]"), "'path' must be a table"),
        (condition("PPI", f"path = {{ 2023-11 = {'9' * 5000} }}"), "is not TOML"),
        ("condition = " + "[" * 20000, "is not TOML"),
        (condition("PPI", "path = { november = 1.0 }"), "is not a month like 2023-11"),
        (condition("PPI", "path = { 2023-Q4 = 1.0 }"), "must be a month with a number"),
        (condition("PPI", "paht = { 2023-11 = 1.0 }"), "'paht' is not one of"),
        ("", "'condition' must be a list of tables"),
        ("][", "is not TOML"),
    ],
)
def test_files_that_do_not_say_what_they_must(
    snapshot: Snapshot, tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(SpecError, match=message):
        cases(snapshot, tmp_path, text)


def test_a_case_twice_and_a_file_that_is_not_there(snapshot: Snapshot, tmp_path: Path) -> None:
    one = condition("PPI", "path = { 2023-11 = 1.0 }")
    with pytest.raises(SpecError, match="has case twice"):
        cases(snapshot, tmp_path, one + HEAD + one)
    with pytest.raises(SpecError, match="cannot be read"):
        read(snapshot, tmp_path / "nowhere.toml")
    with pytest.raises(SpecError, match="kind"):
        cases(snapshot, tmp_path, one, HEAD.replace("difficulty", "disaster"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (condition("PPI", "path = { 2023-08 = 1.0 }"), "was published by 2023-11-04"),
        (condition("PPI", "path = { 1990-08 = 1.0 }"), "the sample starts with 2012-01"),
        (condition("PPI", "path = { 2031-08 = 1.0 }"), "the forecast ends with 2024-12"),
        (condition("IVA_TOTAL", "path = { 2024-01 = 1.0 }"), "no figure of its own"),
        (
            condition("PPI", "path = { 2023-11 = 1.0 }") + condition("PPI", "shock = { 2023-11 = 1.0 }"),
            "stands twice",
        ),
    ],
)
def test_conditions_that_cannot_be_met(snapshot: Snapshot, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        study(snapshot, tmp_path, text)


def test_a_goal_that_is_no_number_is_refused(snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a goal is not a number"):
        scenarios(
            snapshot, cases(snapshot, tmp_path, condition("PPI", "path = { 2023-11 = 1.0 }")), goals=(nan,)
        )


def test_every_month_of_the_target_may_be_given(snapshot: Snapshot, tmp_path: Path) -> None:
    """Nothing is left to forecast: no spread but that of the average."""
    months = ", ".join(f"2023-{month} = 5.0" for month in (10, 11, 12))
    case = study(snapshot, tmp_path, condition("IVA_TOTAL", f"path = {{ {months} }}")).cases[0]
    assert case.figures[3].mean == pytest.approx(5.0)
    assert case.figures[3].sd == pytest.approx(0.0, abs=1e-6)
    assert case.figures[-1].mean == pytest.approx(4.25)
