"""What the rest of a target period needs, on targets and figures as they were published."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.errors import ConventionError
from forerun.ledger.pace import needed_growth, needed_per_month
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Figure, Measure, Names, Series, Target

from .conftest import published

GROWTH, AMOUNT = "percent", "10000 units"


def figure(measure: str, period: str, value: float, *, flow: bool = True) -> Figure:
    kind = Measure(measure)
    unit = GROWTH if kind.is_growth else AMOUNT
    name = Names("X", "X")
    owner = Series("cn/x", "X", "cn", "x", "", name, Frequency.MONTH, {kind: unit}, "NBS", "", "", flow)
    return Figure.of(owner, published(owner.id, period, measure, value, unit))


def target(value: float | None, first: str, last: str, basis: str, unit: str = GROWTH) -> Target:
    return Target(
        plan="plan",
        round="",
        industry="",
        title="",
        issuers="",
        indicator="x",
        series="X",
        first=Period.parse(first),
        last=Period.parse(last),
        comparator=Comparator.ABOUT,
        value=value,
        unit=unit,
        basis=basis,
        scope="",
        known_from=date(2023, 3, 5),
        known_is_estimated=False,
        source="",
    )


def test_gdp_of_2023_needed_less_in_its_last_quarter_than_it_had() -> None:
    """About 5 percent for 2023, 5.2 in three quarters: (5 - 0.75 * 5.2) / 0.25."""
    needed = needed_growth(target(5, "2023", "2023", "annual_growth"), figure("ytd_yoy", "2023-Q3", 5.2))
    assert (needed.value, needed.unit, str(needed.period)) == (4.4, GROWTH, "2023")
    assert (needed.trace.recipe, needed.trace.rounding) == ("needed-growth/1", 0.15)


def test_months_weigh_as_the_levels_of_the_year_before() -> None:
    """With 870269 of 1210207 (CNY 100 million) in three quarters of 2022 the share is 0.719."""
    base = figure("ytd_level", "2022-Q3", 870269), figure("ytd_level", "2022-Q4", 1210207)
    goal = target(5, "2023", "2023", "annual_growth")
    needed = needed_growth(goal, figure("ytd_yoy", "2023-Q3", 5.2), base=base)
    assert needed.value == 4.5
    assert needed.trace.recipe == "needed-growth-weighted/1"
    assert len(needed.trace.observations) == 3
    with pytest.raises(ConventionError, match="needs the year to date of 2022-Q3"):
        needed_growth(goal, figure("ytd_yoy", "2023-Q3", 5.2), base=base[::-1])


def test_average_of_two_years_counts_the_year_that_is_over() -> None:
    """Electronics: about 5 a year in 2023-2024, 3.4 in 2023, 12.8 to September 2024."""
    goal = target(5, "2023", "2024", "average_annual_growth")
    running, over = figure("ytd_yoy", "2024-09", 12.8), figure("ytd_yoy", "2023-12", 3.4)
    assert needed_growth(goal, running, complete=[over]).value == -11.9
    with pytest.raises(ConventionError, match="needs annual growth"):
        needed_growth(goal, running)


@given(wanted=st.floats(-5, 20), so_far=st.floats(-10, 20), month=st.integers(2, 12), years=st.integers(2, 4))
def test_the_rate_needed_leads_to_the_target(wanted: float, so_far: float, month: int, years: int) -> None:
    wanted, so_far = round(wanted, 1), round(so_far, 1)
    goal = target(wanted, "2023", str(2022 + years), "average_annual_growth")
    needed = needed_growth(goal, figure("ytd_yoy", f"2023-{month:02d}", so_far))
    rate, share = (needed.value or 0) / 100, month / 12
    reached = (1 + share * so_far / 100 + (1 - share) * rate) * (1 + rate) ** (years - 1)
    assert reached == pytest.approx((1 + wanted / 100) ** years, rel=0.01)


def test_amount_per_month_of_a_flow() -> None:
    """NEV sales: about 900 (10000) in 2023, 537.4 by August: 362.6 in four months."""
    goal = target(900, "2023", "2023", "level", AMOUNT)
    needed = needed_per_month(goal, figure("ytd_level", "2023-08", 537.4))
    assert (needed.value, needed.unit) == (90.65, AMOUNT)
    assert needed_per_month(goal, figure("ytd_level", "2023-11", 960.3)).value == 0


def test_amount_per_month_of_a_stock_counts_months_over_years() -> None:
    """From 142.5 at the end of 2021 to 364.5 at the end of 2023 is 9.25 a month."""
    goal = target(364.5, "2023", "2023", "level", AMOUNT)
    assert needed_per_month(goal, figure("level", "2021-12", 142.5, flow=False)).value == 9.25


@pytest.mark.parametrize(
    ("goal", "reached", "why"),
    [
        (target(5, "2023", "2023", "annual_growth"), figure("ytd_yoy", "2023-12", 5.2), "nothing is left"),
        (target(5, "2023", "2023", "annual_growth"), figure("ytd_yoy", "2022-12", 3.0), "begins with 2023"),
        (target(None, "2023", "2023", "annual_growth"), figure("ytd_yoy", "2023-09", 5.2), "no number"),
        (target(5, "2023", "2023", "annual_growth"), figure("yoy", "2023-09", 4.5), "needs ytd_yoy"),
        (target(5, "2023", "2023", "level"), figure("ytd_yoy", "2023-09", 5.2), "basis level"),
        (target(9, "2023", "2023", "annual_growth", "GWh"), figure("ytd_yoy", "2023-09", 5.2), "GWh"),
    ],
)
def test_growth_is_refused(goal: Target, reached: Figure, why: str) -> None:
    with pytest.raises(ConventionError, match=why):
        needed_growth(goal, reached)


@pytest.mark.parametrize(
    ("goal", "reached", "why"),
    [
        (target(9, "2023", "2023", "level", AMOUNT), figure("ytd_level", "2023-12", 5.2), "nothing is left"),
        (target(9, "2023", "2024", "level", AMOUNT), figure("ytd_level", "2023-09", 5.2), "a flow of 2023"),
        (target(9, "2023", "2023", "level", AMOUNT), figure("level", "2023-09", 5.2), "needs ytd_level"),
        (target(9, "2023", "2023", "annual_growth", AMOUNT), figure("ytd_level", "2023-09", 5.2), "basis"),
    ],
)
def test_amount_is_refused(goal: Target, reached: Figure, why: str) -> None:
    with pytest.raises(ConventionError, match=why):
        needed_per_month(goal, reached)
