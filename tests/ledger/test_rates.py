"""Recipes for growth rates, on figures as they were published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forerun.catalog.model import Break
from forerun.errors import ConventionError
from forerun.ledger import rates
from forerun.periods import Frequency, Period
from forerun.types import Figure, Measure, Names, Series

from .conftest import published


def series(code: str) -> Series:
    return Series(code, code, "cn", code, "", Names(code, code), Frequency.MONTH, {}, "NBS", "", "", True)


def figure(measure: str, period: str, value: float, *, of: str = "X") -> Figure:
    unit = "percent" if Measure(measure).is_growth else "CNY 100 million"
    return Figure.of(series(of), published(of, period, measure, value, unit))


def absent(measure: str, period: str) -> Figure:
    return Figure(series("X"), Period.parse(period), Measure(measure), None, "", missing="not published")


BREAK = Break(
    "X",
    (Measure.YOY,),
    Period.parse("2020-12"),
    Period.parse("2021-03"),
    ("chain",),
    Names("the frame was replaced", "样本框更换"),
)


@pytest.mark.parametrize(
    ("measure", "period", "now", "then", "average"),
    [
        ("yoy", "2021-09", 3.1, 6.9, 5.0),
        ("yoy", "2021-10", 3.5, 6.9, 5.2),
        ("yoy", "2021-08", 5.3, 5.6, 5.4),
        ("ytd_yoy", "2021-12", 9.6, 2.8, 6.1),
    ],
)
def test_two_year_averages_are_those_of_the_nbs(
    measure: str, period: str, now: float, then: float, average: float
) -> None:
    """Value added of industry as the NBS printed it in its releases of 2021."""
    earlier = figure(measure, str(Period.parse(period).year_before()), then)
    result = rates.two_year_average(figure(measure, period, now), earlier, ())
    assert (result.value, result.unit, result.measure) == (average, "percent", Measure(measure))


def test_two_year_average_is_refused() -> None:
    now, then = figure("yoy", "2021-09", 3.1), figure("yoy", "2020-09", 6.9)
    with pytest.raises(ConventionError, match="not published"):
        rates.two_year_average(now, absent("yoy", "2020-09"), ())
    with pytest.raises(ConventionError, match="needs yoy"):
        rates.two_year_average(now, figure("ytd_yoy", "2020-09", 1.2), ())
    with pytest.raises(ConventionError, match="frame was replaced"):
        rates.two_year_average(now, then, [BREAK])


def test_momentum_is_the_mean_of_three_months() -> None:
    """Value added of industry: 3.7, 4.5 and 4.5 in July to September 2023."""
    months = [
        figure("yoy", f"2023-0{month}", rate) for month, rate in [(6, 4.4), (7, 3.7), (8, 4.5), (9, 4.5)]
    ]
    result = rates.momentum(months)
    assert (result.value, len(result.trace.observations), str(result.period)) == (4.2, 3, "2023-09")


def test_january_and_february_each_count_with_their_joint_rate() -> None:
    """2.4 in January and February 2023, 3.9 in March, 5.6 in April."""
    joint, march = figure("ytd_yoy", "2023-02", 2.4), figure("yoy", "2023-03", 3.9)
    assert rates.momentum([joint, march]).value == 2.9
    assert rates.momentum([joint, march, figure("yoy", "2023-04", 5.6)]).value == 4.0


def test_momentum_is_refused_with_a_gap() -> None:
    june, august = figure("yoy", "2023-06", 4.4), figure("yoy", "2023-08", 4.5)
    with pytest.raises(ConventionError, match="each month from 2023-06 to 2023-08"):
        rates.momentum([june, august])
    with pytest.raises(ConventionError, match="not the rate of a month"):
        rates.momentum([figure("ytd_yoy", "2023-07", 3.8), august])


def test_acceleration_in_percentage_points() -> None:
    year = rates.acceleration(figure("ytd_yoy", "2023-09", 4.0), figure("ytd_yoy", "2023-08", 3.9))
    assert (year.value, year.unit, year.measure) == (0.1, "percentage points", Measure.YTD_CHANGE_PP)
    opening = rates.acceleration(figure("ytd_yoy", "2024-02", 7.0), figure("yoy", "2023-12", 6.8))
    assert (opening.value, opening.measure) == (0.2, Measure.CHANGE_PP)


@pytest.mark.parametrize(
    ("later", "earlier", "why"),
    [
        (figure("ytd_yoy", "2024-02", 7.0), figure("ytd_yoy", "2023-12", 4.6), "not the period before"),
        (figure("ytd_yoy", "2024-Q1", 5.3), figure("ytd_yoy", "2023-Q4", 5.2), "different years"),
        (figure("yoy", "2023-09", 4.5), figure("yoy", "2023-07", 3.7), "not the period before"),
        (figure("yoy", "2023-09", 4.5), figure("ytd_yoy", "2023-08", 3.9), "another measure"),
    ],
)
def test_acceleration_is_refused(later: Figure, earlier: Figure, why: str) -> None:
    with pytest.raises(ConventionError, match=why):
        rates.acceleration(later, earlier)


def test_contribution_weighs_growth_with_the_share_of_a_year_before() -> None:
    """A part of 30.4 in 121.6 that grows by 8 percent adds two points."""
    growth, part = figure("ytd_yoy", "2023-Q3", 8.0), figure("ytd_level", "2022-Q3", 30.4)
    total = figure("ytd_level", "2022-Q3", 121.6, of="WHOLE")
    points = rates.contribution(growth, part, total, ())
    assert (points.value, points.unit) == (2.0, "percentage points")
    with pytest.raises(ConventionError, match="between zero and its whole"):
        rates.contribution(growth, part, figure("ytd_level", "2022-Q3", 20.1, of="WHOLE"), ())
    with pytest.raises(ConventionError, match="needs 2022-Q3"):
        rates.contribution(growth, part, figure("ytd_level", "2023-Q3", 121.6, of="WHOLE"), ())
    with pytest.raises(ConventionError, match="not published"):
        rates.contribution(growth, replace(absent("ytd_level", "2022-Q3"), unit=part.unit), total, ())


def test_month_growth_from_cumulative_growth() -> None:
    """With equal months, 4.5 to March after 2.4 to February is 8.7 in March."""
    later, earlier = figure("ytd_yoy", "2023-03", 4.5), figure("ytd_yoy", "2023-02", 2.4)
    month = rates.month_growth_from_cumulative(later, earlier, absent("yoy", "2023-03"), ())
    assert (month.value, month.measure, month.trace.rounding) == (8.7, Measure.YOY, 0.25)


def test_month_growth_is_not_taken_across_a_new_frame() -> None:
    """Internet enterprises: 3.4 to September 2023 in the old frame, 5.9 to October in the new one."""
    later, earlier = figure("ytd_yoy", "2021-03", 5.9), figure("ytd_yoy", "2021-02", 3.4)
    frame = replace(BREAK, recipes=("levels",), measures=(Measure.YTD_LEVEL,), before=Period.parse("2021-02"))
    with pytest.raises(ConventionError, match="frame was replaced"):
        rates.month_growth_from_cumulative(later, earlier, absent("yoy", "2021-03"), [frame])


def test_month_growth_is_refused_where_published_or_too_coarse() -> None:
    december, november = figure("ytd_yoy", "2023-12", 4.6), figure("ytd_yoy", "2023-11", 4.3)
    with pytest.raises(ConventionError, match="rounded so coarsely"):
        rates.month_growth_from_cumulative(december, november, absent("yoy", "2023-12"), ())
    with pytest.raises(ConventionError, match=r"published as 6\.8"):
        rates.month_growth_from_cumulative(december, november, figure("yoy", "2023-12", 6.8), ())


def test_cumulative_growth_counts_the_joint_rate_twice() -> None:
    """2.4, 3.9, 5.6: with equal months (2 * 2.4 + 3.9 + 5.6) / 4; the NBS published 3.6."""
    months = [
        figure("ytd_yoy", "2023-02", 2.4),
        figure("yoy", "2023-03", 3.9),
        figure("yoy", "2023-04", 5.6),
    ]
    result = rates.cumulative_growth_from_months(months, absent("ytd_yoy", "2023-04"), ())
    assert (result.value, result.measure) == (3.6, Measure.YTD_YOY)
    with pytest.raises(ConventionError, match=r"published as 3\.6"):
        rates.cumulative_growth_from_months(months, figure("ytd_yoy", "2023-04", 3.6), ())


def test_a_derived_figure_is_not_an_input() -> None:
    change = rates.acceleration(figure("yoy", "2023-09", 4.5), figure("yoy", "2023-08", 4.5))
    with pytest.raises(ConventionError, match="not a published one"):
        rates.two_year_average(replace(change, measure=Measure.YOY), figure("yoy", "2022-09", 6.3), ())
