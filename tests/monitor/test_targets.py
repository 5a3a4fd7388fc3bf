"""Targets beside their actuals: which are in force, what is compared, when nothing can be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from forerun.catalog.model import Catalog
from forerun.monitor.result import TargetRow, TargetState
from forerun.monitor.spec import TargetSpec
from forerun.monitor.targets import target_row, targets_in_force
from forerun.types import Target

from .conftest import Known, Row

SPEC = TargetSpec(growth_tolerance=0.3, level_tolerance=2.0, ceilings=("cpi",))
Make = Callable[..., Target]
STEEL = {"series": "OUT_STEEL", "basis": "level", "unit": "10000 tonnes", "indicator": "steel_output"}
USERS = {"series": "MOBILE_USERS", "basis": "level", "unit": "10000 users", "indicator": "mobile_users"}
AHEAD, ON_TRACK, BEHIND, NO_FIGURE = (
    TargetState.AHEAD,
    TargetState.ON_TRACK,
    TargetState.BEHIND,
    TargetState.NO_FIGURE,
)


def row(known: Known, day: str, target: Target, *rows: Row) -> TargetRow:
    return target_row(known(day, *rows), target, SPEC)


def growth(period: str, value: float, code: str = "IVA_METALS") -> Row:
    return code, period, "ytd_yoy", value, f"{period}-28"


def steel(period: str, value: float) -> Row:
    return "OUT_STEEL", period, "ytd_level", value, f"{period}-28"


def test_a_running_year_is_held_against_its_rate(known: Known, target: Make) -> None:
    found = row(known, "2023-08-01", target(value=3.0), growth("2023-06", 2.0))
    assert (found.state, found.gap.value, found.expected) == (BEHIND, -1.0, None)
    assert found.needed.value == pytest.approx(4.0, abs=0.1)  # half of the year at 2, the other half at 4
    assert found.reason.en.startswith("Known to 2023-06.")


def test_a_closed_year_gets_a_verdict_and_needs_no_pace(known: Known, target: Make) -> None:
    found = row(known, "2024-02-01", target(value=3.0), growth("2023-12", 3.4))
    assert found.state is AHEAD
    assert found.reason.en == "2023 is over: the target was exceeded."
    assert found.reason.zh == "2023已结束：超额完成目标。"
    assert found.needed.missing == "2023 is over"


def test_an_amount_is_held_against_the_pattern_of_the_year_before(known: Known, target: Make) -> None:
    """New energy vehicles by August 2023: 537.4 sold, +39.2 percent; 688.7 in 2022; about 900 intended."""
    rows = (
        steel("2022-12", 688.7),
        steel("2023-08", 537.4),
        ("OUT_STEEL", "2023-08", "ytd_yoy", 39.2, "2023-08-28"),
    )
    found = row(known, "2023-11-04", target(value=900.0, **STEEL), *rows)
    assert found.expected is not None
    assert found.expected.value == pytest.approx(900 * 537.4 / 1.392 / 688.7, rel=0.001)
    assert found.state is AHEAD
    assert found.gap.value == pytest.approx(537.4 - 900)
    assert found.needed.value == pytest.approx((900 - 537.4) / 4, abs=0.1)


def test_the_same_months_as_published_come_before_what_growth_implies(known: Known, target: Make) -> None:
    rows = (steel("2022-08", 300.0), steel("2022-12", 500.0), steel("2023-08", 310.0))
    found = row(known, "2023-11-04", target(value=520.0, **STEEL), *rows)
    assert found.expected is not None
    assert found.expected.value == pytest.approx(312.0, abs=0.5)
    assert found.state is ON_TRACK


def test_without_last_years_pattern_months_count_alike(known: Known, target: Make) -> None:
    found = row(known, "2023-11-04", target(value=600.0, **STEEL), steel("2023-08", 380.0))
    assert found.expected is not None
    assert found.expected.value == pytest.approx(400.0)
    assert found.state is BEHIND
    assert "months passed" in found.reason.en


def test_an_unfinished_year_before_is_no_pattern(known: Known, target: Make) -> None:
    rows = (steel("2022-08", 300.0), steel("2022-11", 450.0), steel("2023-08", 380.0))
    found = row(known, "2023-11-04", target(value=600.0, **STEEL), *rows)
    assert found.expected is not None
    assert found.expected.value == pytest.approx(400.0)


def test_vehicles_of_2023_closed_ahead(known: Known, target: Make) -> None:
    found = row(known, "2024-02-01", target(value=2700.0, **STEEL), steel("2023-12", 3009.4))
    assert (found.state, found.gap.value) == (AHEAD, pytest.approx(309.4))


def users(period: str, value: float) -> Row:
    return "MOBILE_USERS", period, "level", value, "2023-01-20"


def test_a_stock_is_held_against_the_straight_line(known: Known, target: Make) -> None:
    aim = target(value=200.0, **USERS)
    found = row(known, "2023-07-25", aim, users("2022-Q4", 100.0), users("2023-Q2", 140.0))
    assert found.expected is not None
    assert found.expected.value == pytest.approx(150.0)
    assert found.state is BEHIND
    assert "from 2022-Q4" in found.reason.en
    assert found.needed.value == pytest.approx(10.0)


def test_a_stock_without_a_start_cannot_be_judged_unless_it_is_there(known: Known, target: Make) -> None:
    aim = target(value=200.0, **USERS)
    short = row(known, "2023-07-25", aim, users("2023-Q2", 140.0))
    assert (short.state, short.reason.en[:15]) == (NO_FIGURE, "Not reached yet")
    there = row(known, "2023-10-25", aim, users("2023-Q3", 240.0))
    assert there.state in (AHEAD, ON_TRACK)


def test_a_two_year_average_starts_with_its_first_year(known: Known, target: Make) -> None:
    aim = target("2023", "2024", value=5.0, basis="average_annual_growth")
    found = row(known, "2024-02-01", aim, growth("2023-12", 3.4))
    assert (found.state, found.actual.value) == (BEHIND, 3.4)  # electronics after its first year
    assert "first year" in found.reason.en
    assert found.needed.value == pytest.approx((1.05**2 / 1.034 - 1) * 100, abs=0.1)


def test_a_two_year_average_then_takes_the_same_months_of_both(known: Known, target: Make) -> None:
    aim = target("2023", "2024", value=5.0, basis="average_annual_growth")
    rows = (growth("2023-09", 1.4), growth("2023-12", 3.4), growth("2024-09", 12.8))
    found = row(known, "2024-11-01", aim, *rows)
    assert found.actual.value == pytest.approx(((1.014 * 1.128) ** 0.5 - 1) * 100, abs=0.05)
    assert found.state is AHEAD
    closed = row(known, "2025-02-01", aim, *rows, growth("2024-12", 11.8))
    assert closed.actual.value == pytest.approx(((1.034 * 1.118) ** 0.5 - 1) * 100, abs=0.05)
    assert closed.reason.en == "2024 is over: the target was exceeded."


def test_half_of_a_two_year_average_is_no_figure(known: Known, target: Make) -> None:
    aim = target("2023", "2024", value=5.0, basis="average_annual_growth")
    found = row(known, "2025-02-01", aim, growth("2024-12", 11.8))
    assert found.state is NO_FIGURE


def test_what_has_not_been_known_for_a_year_is_not_judged(known: Known, target: Make) -> None:
    aim = target("2023", "2024", value=5.0, basis="average_annual_growth")
    found = row(known, "2025-02-01", aim, growth("2023-12", 3.4))
    assert (found.state, found.reason.en) == (NO_FIGURE, "Nothing is known since 2023-12.")


def test_consumer_prices_keep_below_their_ceiling(known: Known, target: Make) -> None:
    months = [("CPI", f"2023-{m:02d}", "yoy", 0.4, f"2023-{m:02d}-28") for m in range(1, 7)]
    aim = target(value=3.0, series="CPI", indicator="cpi")
    found = row(known, "2023-07-30", aim, *months)
    assert found.actual.value == pytest.approx(0.4)
    assert found.state is ON_TRACK
    assert row(known, "2023-07-30", replace(aim, value=0.0), *months).state is BEHIND


def test_a_target_in_another_unit_is_converted_or_refused(known: Known, target: Make) -> None:
    tonnes = target(value=5_000_000.0, **(STEEL | {"unit": "tonne"}))
    found = row(known, "2024-02-01", tonnes, steel("2023-12", 510.0))
    assert (found.state, found.gap.value) == (ON_TRACK, pytest.approx(10.0))
    assert found.target.unit == "tonne"
    other = row(
        known, "2024-02-01", target(value=500.0, **(STEEL | {"unit": "GWh"})), steel("2023-12", 510.0)
    )
    assert (other.state, other.actual.value) == (NO_FIGURE, None)


def test_a_published_bound_may_leave_the_answer_open(known: Known, target: Make) -> None:
    aim = target(value=450.0, **STEEL)
    for value, state in ((545.0, AHEAD), (400.0, NO_FIGURE)):
        found = target_row(known("2024-02-01", steel("2023-12", value), comparator=">"), aim, SPEC)
        assert (found.state, found.gap.value) == (state, None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value": None, "basis": "direction"}, "The plan names a direction, not a number."),
        ({"series": ""}, "No published figure in the catalog has this scope."),
        ({"first": "2024"}, "The target period begins with 2024."),
        ({}, "No figure to be held against 2023 is known yet."),
    ],
)
def test_a_row_without_figure_says_why(
    known: Known, target: Make, changes: dict[str, object], told: str
) -> None:
    found = row(known, "2023-08-01", target(**changes))
    assert (found.state, found.reason.en) == (NO_FIGURE, told)
    assert found.actual.value is None
    assert found.reason.zh


def test_a_stock_may_be_reached_before_its_year_begins(known: Known, target: Make) -> None:
    aim = target("2024", value=120.0, **USERS)
    found = row(known, "2023-07-25", aim, users("2022-Q4", 100.0), users("2023-Q2", 140.0))
    assert found.state is AHEAD


def plans(toyland: Catalog, day: str, known: Known) -> set[str]:
    return {each.plan for each in targets_in_force(known(day, catalog=toyland))}


def test_a_plan_rules_until_its_successor_is_known(known: Known, toyland: Catalog) -> None:
    assert plans(toyland, "2023-01-29", known) == set()
    assert plans(toyland, "2023-06-30", known) == {"metals-23", "electrical-23", "scooters-23", "toys-23"}
    assert "metals-23" in plans(toyland, "2024-02-04", known)
    assert "metals-23" not in plans(toyland, "2024-02-05", known)


def test_a_plan_without_successor_is_forgotten_after_a_year(known: Known, toyland: Catalog) -> None:
    alone = replace(toyland, targets=tuple(each for each in toyland.targets if each.plan == "metals-23"))
    assert plans(alone, "2024-12-30", known) == {"metals-23"}
    assert plans(alone, "2025-01-01", known) == set()
