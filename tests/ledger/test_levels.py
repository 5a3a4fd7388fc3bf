"""Recipes for levels, on figures as they were published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forerun.catalog.model import Break
from forerun.errors import ConventionError
from forerun.ledger import levels
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Figure, Measure, Names, Series, Status

from .conftest import published

UNITS = {
    Measure.LEVEL: "10000 units",
    Measure.YTD_LEVEL: "10000 units",
    Measure.YOY: "percent",
    Measure.YTD_YOY: "percent",
}


def series(code: str = "X", *, flow: bool = True) -> Series:
    name = Names(code, code)
    return Series(
        f"cn/{code.lower()}", code, "cn", code.lower(), "", name, Frequency.MONTH, UNITS, "NBS", "", "", flow
    )


def figure(
    measure: str,
    period: str,
    value: float,
    *,
    of: Series | None = None,
    unit: str = "",
    **changes: Any,
) -> Figure:
    owner = of or series()
    row = published(owner.id, period, measure, value, unit or UNITS[Measure(measure)], **changes)
    return Figure.of(owner, row)


def absent(measure: str, period: str, *, of: Series | None = None) -> Figure:
    kind = Measure(measure)
    return Figure(
        of or series(), Period.parse(period), kind, None, UNITS[kind], missing="not published by that day"
    )


def broken(before: str, after: str, *recipes: str, measures: str = "ytd_level") -> Break:
    note = Names("the frame was replaced", "样本框更换")
    return Break("cn/x", (Measure(measures),), Period.parse(before), Period.parse(after), recipes, note)


# months and cumulative figures


def test_month_is_the_difference_of_consecutive_cumulative_levels() -> None:
    """Telecom revenue: 14168 to October 2023 less 11417 would span two months; July 2023 is one month."""
    july = levels.month_from_cumulative(
        figure("ytd_level", "2023-07", 10056), figure("ytd_level", "2023-06", 8688), ()
    )
    assert (july.value, july.measure, july.kind) == (1368, Measure.LEVEL, "derived")
    assert july.trace.recipe == "month-from-cumulative/1"
    assert [row.value for row in july.trace.observations] == [10056, 8688]
    assert july.trace.rounding == 1.0


def test_quarter_is_the_difference_of_cumulative_quarters() -> None:
    """GDP, CNY 100 million, first announced: 913027 to the third quarter of 2023 after 593034."""
    quarter = levels.month_from_cumulative(
        figure("ytd_level", "2023-Q3", 913027), figure("ytd_level", "2023-Q2", 593034), ()
    )
    assert quarter.value == 319993


def test_internet_revenue_is_not_told_apart_across_its_new_frame() -> None:
    with pytest.raises(ConventionError, match="frame was replaced"):
        levels.month_from_cumulative(
            figure("ytd_level", "2023-10", 14039),
            figure("ytd_level", "2023-09", 10294),
            [broken("2023-09", "2023-10", "levels")],
        )


def test_a_break_elsewhere_forbids_nothing() -> None:
    breaks = [broken("2023-09", "2023-10", "levels"), broken("2023-06", "2023-07", "chain")]
    month = levels.month_from_cumulative(
        figure("ytd_level", "2023-07", 7521), figure("ytd_level", "2023-06", 6433), breaks
    )
    assert month.value == 1088


@pytest.mark.parametrize(
    ("later", "earlier", "why"),
    [
        (figure("ytd_level", "2023-02", 2900), absent("ytd_level", "2023-01"), "January and February"),
        (figure("ytd_level", "2023-05", 7125), figure("ytd_level", "2023-03", 4300), "not the period before"),
        (figure("ytd_level", "2023-01", 700), figure("ytd_level", "2022-12", 8000), "not the period before"),
        (
            figure("ytd_level", "2022-09", 12000, comparator=Comparator.ABOUT),
            figure("ytd_level", "2022-08", 10721),
            "published only as about 12000",
        ),
        (
            figure("ytd_level", "2020-09", 10200),
            figure("ytd_level", "2020-08", 9000, comparator=Comparator.MORE),
            "published only as > 9000",
        ),
        (
            figure("ytd_level", "2020-12", 14000),
            figure("ytd_level", "2020-11", 12500),
            "rounded so coarsely",
        ),
        (
            figure("ytd_level", "2023-08", 72.7),
            figure("ytd_level", "2023-07", 63.6, publisher="MIIT"),
            "publishers",
        ),
        (
            figure("ytd_level", "2023-08", 72.7),
            figure("ytd_level", "2023-07", 636000, unit="units"),
            "units",
        ),
        (
            figure("ytd_level", "2023-08", 72.7),
            figure("ytd_level", "2023-07", 63.6, of=series("Y")),
            "series",
        ),
        (figure("ytd_yoy", "2023-08", 3.9), figure("ytd_level", "2023-07", 63.6), "needs ytd_level"),
        (absent("ytd_level", "2023-08"), figure("ytd_level", "2023-07", 63.6), "not published by that day"),
        (
            figure("ytd_level", "2023-08", 72.7, status=Status.FORECAST),
            figure("ytd_level", "2023-07", 63.6),
            "forecast",
        ),
    ],
)
def test_months_are_refused(later: Figure, earlier: Figure, why: str) -> None:
    with pytest.raises(ConventionError, match=why):
        levels.month_from_cumulative(later, earlier, ())


def test_a_first_announcement_is_not_set_against_a_later_revision() -> None:
    """The third quarter of 2023 as first announced (913027) less a first half revised since."""
    first = figure("ytd_level", "2023-Q3", 913027, published=date(2023, 10, 18))
    revised = figure("ytd_level", "2023-Q2", 610000, status=Status.REVISED, published=date(2024, 12, 26))
    with pytest.raises(ConventionError, match="vintages"):
        levels.month_from_cumulative(first, revised, ())


def test_a_revision_known_by_the_first_announcement_is_of_one_vintage_with_it() -> None:
    first = figure("ytd_level", "2023-09", 100.5, published=date(2023, 10, 18))
    revised = figure("ytd_level", "2023-08", 80.2, status=Status.REVISED, published=date(2023, 10, 18))
    assert levels.month_from_cumulative(first, revised, ()).value == 20.3


def test_cumulative_needs_joint_january_february_and_every_month() -> None:
    opening = figure("ytd_level", "2023-02", 20.0)
    march, april = figure("level", "2023-03", 11.5), figure("level", "2023-04", 12.3)
    total = levels.cumulative_from_months([opening, march, april], ())
    assert (total.measure, str(total.period)) == (Measure.YTD_LEVEL, "2023-04")
    assert (total.value, total.trace.rounding) == (43.8, 0.15)
    with pytest.raises(ConventionError, match="2023-03 is missing"):
        levels.cumulative_from_months([opening, april], ())
    with pytest.raises(ConventionError, match="complete from its start"):
        levels.cumulative_from_months([march, april], ())
    with pytest.raises(ConventionError, match="frame was replaced"):
        levels.cumulative_from_months([opening, march], [broken("2023-02", "2023-03", "all")])


@given(st.lists(st.integers(1_011, 9_989), min_size=2, max_size=11))
def test_months_and_cumulative_figures_undo_each_other(values: list[int]) -> None:
    odd = [2 * value + 1 for value in values]
    assume(sum(odd) % 1000 and sum(odd[:-1]) % 1000)
    opening = figure("ytd_level", "2023-02", odd[0])
    rest = [figure("level", f"2023-{at:02d}", value) for at, value in enumerate(odd[1:], start=3)]
    total = levels.cumulative_from_months([opening, *rest], ())
    before = sum(odd[:-1])
    last = f"2023-{len(odd) + 1:02d}"
    month = levels.month_from_cumulative(
        figure("ytd_level", last, sum(odd)),
        figure("ytd_level", str(Period.parse(last).shift(-1)), before),
        (),
    )
    assert abs((total.value or 0) - sum(odd)) <= 2.5 * total.trace.rounding
    assert abs((month.value or 0) - odd[-1]) <= 2.5 * month.trace.rounding


# chained levels, growth of levels, net additions


def test_level_chained_from_comparable_growth() -> None:
    """NEV, May 2023: +43.6 on 50.0 is about 71.8, not the 67.5 of the database."""
    chained = levels.chained_level(
        figure("yoy", "2023-05", 43.6), figure("level", "2022-05", 50.0), absent("level", "2023-05"), ()
    )
    assert chained.value == pytest.approx(71.8, abs=chained.trace.rounding)
    assert (chained.unit, chained.measure, chained.kind) == ("10000 units", Measure.LEVEL, "derived")


def test_chaining_is_refused() -> None:
    growth, base = figure("ytd_yoy", "2024-12", 10.0), figure("ytd_level", "2023-12", 123258)
    missing = absent("ytd_level", "2024-12")
    with pytest.raises(ConventionError, match="frame was replaced"):
        levels.chained_level(growth, base, missing, [broken("2023-12", "2024-12", "chain")])
    with pytest.raises(ConventionError, match="published as 137276"):
        levels.chained_level(growth, base, figure("ytd_level", "2024-12", 137276), ())
    with pytest.raises(ConventionError, match="needs 2023-12"):
        levels.chained_level(growth, figure("ytd_level", "2022-12", 108126), missing, ())


def test_growth_is_never_taken_from_levels_where_it_is_published() -> None:
    """NEV, April 2023: 58.6 against 33.0 (10000) would be +77.6; the release says +85.4."""
    later, earlier = figure("level", "2023-04", 58.6), figure("level", "2022-04", 33.0)
    with pytest.raises(ConventionError, match=r"published as 85\.4"):
        levels.growth_from_levels(later, earlier, figure("yoy", "2023-04", 85.4), ())
    derived = levels.growth_from_levels(later, earlier, absent("yoy", "2023-04"), ())
    assert (derived.value, derived.measure, derived.kind) == (77.6, Measure.YOY, "derived")


def test_telecom_volume_at_changing_prices_is_never_divided() -> None:
    """17000 / 15000 is +13 percent for 2021 where the published growth is +27.8."""
    with pytest.raises(ConventionError, match="frame was replaced"):
        levels.growth_from_levels(
            figure("ytd_level", "2021-12", 17001),
            figure("ytd_level", "2020-12", 15001),
            absent("ytd_yoy", "2021-12"),
            [broken("2020-12", "2021-03", "all")],
        )


@pytest.mark.parametrize(
    ("later", "earlier", "why"),
    [
        (
            figure("level", "2023", 76.1, unit="percent"),
            figure("level", "2022", 75.6, unit="percent"),
            "ratio",
        ),
        (figure("level", "2023", 4.0), figure("level", "2022", -2.0), "not positive"),
        (figure("level", "2023", 17000), figure("level", "2022", 15000), "rounded so coarsely"),
        (figure("level", "2023-04", 58.6), figure("level", "2022-03", 33.0), "needs 2022-04"),
        (figure("yoy", "2023-04", 4.5), figure("yoy", "2022-04", 3.3), "needs level or ytd_level"),
    ],
)
def test_growth_of_levels_is_refused(later: Figure, earlier: Figure, why: str) -> None:
    with pytest.raises(ConventionError, match=why):
        levels.growth_from_levels(later, earlier, absent("yoy", str(later.period)), ())


def test_net_addition_of_base_stations_is_the_one_that_was_published() -> None:
    """231.2 at the end of 2022 after 142.5: MIIT printed 88.7 new stations."""
    stations = series(flow=False)
    added = levels.net_addition(
        figure("level", "2022-12", 231.2, of=stations), figure("level", "2021-12", 142.5, of=stations), ()
    )
    assert (added.value, added.measure) == (88.7, Measure.YTD_LEVEL)


def test_net_addition_is_refused_where_another_operator_joined() -> None:
    users = series(flow=False)
    later, year_end = (
        figure("level", "2024-02", 8.51, of=users),
        figure("level", "2023-12", 8.05, of=users),
    )
    with pytest.raises(ConventionError, match="frame was replaced"):
        levels.net_addition(later, year_end, [broken("2023-12", "2024-02", "levels", measures="level")])
    with pytest.raises(ConventionError, match="not the end of 2023"):
        levels.net_addition(later, figure("level", "2023-11", 7.71, of=users), ())
    with pytest.raises(ConventionError, match="not a stock"):
        levels.net_addition(figure("level", "2023-03", 5.0), figure("level", "2022-12", 5.0), ())
