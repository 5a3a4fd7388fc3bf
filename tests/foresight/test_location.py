"""Location quotients of the shipped figures, against the reference material beside the checkout."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from forerun.foresight.left_out import LeftOut, Why
from forerun.foresight.location import Location, location
from forerun.settings import Settings
from forerun.workspace import Workspace

DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def found() -> Location:
    return location(Workspace.open(Settings(None, "china")).ledger.snapshot(DAY))


def column(path: Path, key: str, value: str, year: str) -> dict[str, float]:
    with path.open(encoding="utf-8") as file:
        return {
            f"cn-{row['place']}": float(row["value"])
            for row in csv.DictReader(file)
            if row[key] == value and row["year"] == year
        }


@pytest.mark.parametrize(
    ("product", "year"), [("cement", "2019"), ("electricity", "2024"), ("motor_vehicles", "2019")]
)
def test_a_quotient_is_the_share_of_output_over_the_share_of_product(
    found: Location, shared: Path, product: str, year: str
) -> None:
    output = column(shared / "data/provinces/products.csv", "product", product, year)
    gdp = column(shared / "data/provinces/observations.csv", "indicator", "gdp", year)
    both = sorted(set(output) & set(gdp))
    one = next(each for each in found.products if each.activity == product)
    assert (str(one.period), one.reporting, one.places) == (year, len(both), 31)
    made, economy = sum(output[each] for each in both), sum(gdp[each] for each in both)
    assert {each.place: each.value for each in one.quotients} == pytest.approx(
        {each: (output[each] / made) / (gdp[each] / economy) for each in both}
    )
    assert sum(each.share for each in one.quotients) == pytest.approx(1)
    assert sum(each.value * each.whole for each in one.quotients) == pytest.approx(1)


def test_parts_and_products_that_few_report_are_listed_instead(found: Location) -> None:
    assert found.known == 7
    assert LeftOut("thermal_power", Why.OVERLAPPING, "electricity") in found.left_out
    assert LeftOut("integrated_circuits", Why.TOO_FEW, "2021", 3) in found.left_out
    shown = {each.activity for each in found.products}
    assert shown == {"cement", "electricity", "flat_glass", "motor_vehicles", "raw_coal"}


def test_a_year_in_which_few_report_does_not_stand_for_the_last(found: Location) -> None:
    coal = next(each for each in found.products if each.activity == "raw_coal")
    assert coal.reporting >= 0.75 * 28  # 28 of the 31 reported in the fullest year


def test_a_part_can_be_asked_for_by_name() -> None:
    snapshot = Workspace.open(Settings(None, "china")).ledger.snapshot(DAY)
    one = location(snapshot, ["thermal_power", "biomass"])
    assert [each.activity for each in one.products] == ["thermal_power"]
    assert LeftOut("biomass", Why.EMPTY) in one.left_out


def test_before_the_figures_were_known_and_where_there_are_none_nothing_is_said(
    snapshots_of: Callable[[str, date], Location],
) -> None:
    assert snapshots_of("china", date(2010, 1, 1)) == Location((), 0, ())
    assert snapshots_of("toyland", DAY) == Location((), 0, ())


@pytest.fixture
def snapshots_of() -> Callable[[str, date], Location]:
    return lambda profile, day: location(Workspace.open(Settings(None, profile)).ledger.snapshot(day))
