"""Real series: no season is left in exports, power and value added; momentum and traces."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import ConventionError, UnknownNameError
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.seasonal.adjust import adjust
from forerun.outlook.seasonal.recipes import RECIPES
from forerun.outlook.seasonal.result import Adjusted
from forerun.outlook.seasonal.series import adjust_series
from forerun.outlook.seasonal.spec import Gaps, Spec, holiday_effects
from forerun.periods import Period, month
from forerun.settings import Settings
from forerun.types import Measure
from forerun.workspace import Workspace


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Workspace.open(Settings()).ledger.snapshot(date(2026, 6, 1))


def levels(shared: Path, code: str) -> tuple[list[Period], list[float]]:
    path = shared / "data" / "china" / "observations.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not on this machine")
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [
            (Period.parse(row["period"]), float(row["value"]))
            for row in csv.DictReader(handle)
            if (row["series_id"], row["measure"]) == (code, "level")
        ]
    return [period for period, _ in sorted(rows)], [value for _, value in sorted(rows)]


def assert_no_season_is_left(found: Adjusted) -> None:
    tests = {each.name: each.p_value for each in found.diagnostics.residual}
    assert {"QS adjusted", "QS irregular", "F adjusted"} <= set(tests)
    assert min(tests.values()) >= 0.01, tests
    assert found.diagnostics.no_season_left


@pytest.mark.parametrize("code", ["EXPORTS_USD", "ELEC_USE"])
def test_levels_of_exports_and_of_power_use_are_left_without_a_season(shared: Path, code: str) -> None:
    found = adjust(*levels(shared, code), Spec(), holiday_effects(load_catalog("china").holidays.values()))
    assert_no_season_is_left(found)
    assert found.diagnostics.q is not None
    assert found.diagnostics.q < 1
    assert found.choices[0].chosen != "none"
    assert all(test.p_value < 1e-6 for test in found.diagnostics.seasonality if test.name.startswith("QS"))


def test_exports_fall_after_the_new_year(shared: Path) -> None:
    found = adjust(
        *levels(shared, "EXPORTS_USD"), Spec(), holiday_effects(load_catalog("china").holidays.values())
    )
    after = [each for each in found.effects if each.kind == "holiday" and " after " in each.name]
    assert after[0].t_value < -4
    assert "AO2020.Feb" in {each.name for each in found.effects if each.kind == "outlier"}


def test_power_output_is_adjusted_though_january_and_february_are_never_published(snapshot: Snapshot) -> None:
    found = adjust_series(snapshot, "OUT_ELECTRICITY")
    assert_no_season_is_left(found.adjusted)
    assert {period.index for period in found.adjusted.bridged} <= {1, 2}
    shown = dict(zip(found.adjusted.periods, found.adjusted.adjusted, strict=True))
    assert shown[month(2024, 1)] is shown[month(2024, 2)] is None
    assert found.derived_from is Measure.LEVEL
    assert found.unit == "100 million kWh"


def test_exports_in_the_ledger_have_growth_only_and_are_adjusted_as_an_implied_index(
    snapshot: Snapshot,
) -> None:
    found = adjust_series(snapshot, "EXPORTS_USD", Measure.YOY)
    assert_no_season_is_left(found.adjusted)
    assert found.recipes[0] == "implied-index/1"
    assert set(found.recipes) <= set(RECIPES)
    assert found.unit == "index"
    assert any("its base year is flat" in note for note in found.notes)
    assert month(2021, 1) in found.adjusted.split


def test_value_added_in_pairs_of_months_shows_its_momentum(snapshot: Snapshot) -> None:
    found = adjust_series(snapshot, "IVA_TOTAL", Measure.YOY, Spec(gaps=Gaps.PAIRS))
    assert_no_season_is_left(found.adjusted)
    pace = dict(zip(found.adjusted.periods, found.momentum.month_on_month, strict=True))
    lately = [pace[month(2025, index)] or 0 for index in range(2, 13, 2)]
    assert 0.5 < sum(lately) / 6 < 1.3  # growth of 5.9 percent a year is 0.96 in two months
    assert found.momentum.three_months == ()


def test_the_result_names_its_rows_and_recipes(snapshot: Snapshot) -> None:
    found = adjust_series(snapshot, "OUT_AUTO")
    plain = json.loads(json.dumps(found.to_dict()))
    assert (plain["series"], plain["kind"], plain["as_of"]) == (
        "cn/output/motor_vehicles",
        "derived",
        "2026-06-01",
    )
    assert plain["rows"] == len(found.trace.observations) > 50
    assert plain["sources"]
    assert max(row.published for row in found.trace.observations) <= date(2026, 6, 1)


def test_figures_before_a_break_are_left_out(snapshot: Snapshot) -> None:
    found = adjust_series(snapshot, "OUT_AUTO")
    assert found.adjusted.periods[0] == month(2020, 3)
    assert found.notes[0].startswith("figures before 2020-01 are left out")


def test_what_cannot_be_adjusted_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(ConventionError, match="share is not adjusted for season"):
        adjust_series(snapshot, "IVA_TOTAL", Measure.SHARE)
    with pytest.raises(UnknownNameError):
        adjust_series(snapshot, "IVA_TOTL")
