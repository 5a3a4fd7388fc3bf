"""Months without a figure of their own: sums are preserved, ratios are only estimated where they can be."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import ConventionError, InputError
from forerun.outlook.seasonal.adjust import AIRLINE, adjust
from forerun.outlook.seasonal.complete import BY_DAYS, BY_MODEL, complete, days
from forerun.outlook.seasonal.grid import grid_of
from forerun.outlook.seasonal.spec import Gaps, Spec, TradingDays, Transform
from forerun.periods import Period, month

from .synthetic import WINDOWS, effect, months, series

AXIS = months(144)
TRUE = series(2, 144)
QUICK = Spec(
    transform=Transform.LOG, trading_days=TradingDays.NONE, outliers=(), model=AIRLINE, seasonal_filter="msr"
)


def joined(*years: int) -> tuple[list[Period], list[float], list[Period]]:
    """The series with January and February of some years added up at February."""
    values = dict(zip(AXIS, TRUE.tolist(), strict=True))
    for year in years:
        values[month(year, 2)] += values.pop(month(year, 1))
    return list(values), list(values.values()), [month(year, 2) for year in years]


LAST = (2019, 2020, 2021)


@pytest.mark.parametrize("gaps", [Gaps.AUTO, Gaps.MODEL, Gaps.DAYS])
def test_the_sum_of_a_joint_figure_is_preserved_and_the_split_named(gaps: Gaps) -> None:
    periods, values, joint = joined(*LAST)
    found = adjust(periods, values, replace(QUICK, gaps=gaps), [effect(WINDOWS)], joint)
    used = dict(zip(found.periods, found.used, strict=True))
    given = dict(zip(periods, values, strict=True))
    for second in joint:
        assert (used[second] or 0) + (used[second.shift(-1)] or 0) == pytest.approx(given[second])
    assert found.split == tuple(month(year, index) for year in LAST for index in (1, 2))
    assert found.recipe == (BY_DAYS if gaps is Gaps.DAYS else BY_MODEL)
    assert any("6 months are parts of joint figures" in note for note in found.notes)
    assert all(found.adjusted[found.periods.index(period)] is not None for period in found.split)


def test_a_split_by_the_model_comes_close_to_the_months_themselves() -> None:
    """In January 2020 (New Year on the 25th) and 2021 (12 February) the ratio differs by a fifth."""
    periods, values, joint = joined(*LAST)
    truth = dict(zip(AXIS, TRUE, strict=True))
    errors = {}
    for gaps in (Gaps.MODEL, Gaps.DAYS):
        found = adjust(periods, values, replace(QUICK, gaps=gaps), [effect(WINDOWS)], joint)
        used = dict(zip(found.periods, found.used, strict=True))
        errors[gaps] = max(abs((used[period] or 0) / truth[period] - 1) for period in found.split)
    assert errors[Gaps.MODEL] < 0.04
    assert errors[Gaps.MODEL] < errors[Gaps.DAYS]


def test_months_that_are_never_apart_are_split_by_days_and_inform_no_effect_within_the_pair() -> None:
    periods, values, joint = joined(*range(2010, 2022))
    found = adjust(periods, values, QUICK, [effect(WINDOWS)], joint)
    assert found.recipe == BY_DAYS
    assert found.effect("spring_festival before 7") is None
    assert found.effect("spring_festival after 10") is not None
    with pytest.raises(ConventionError, match="fewer than 3 years have figures for both months"):
        adjust(periods, values, replace(QUICK, gaps=Gaps.MODEL), (), joint)


def test_pairs_invent_nothing() -> None:
    periods, values, joint = joined(*range(2010, 2022))
    found = adjust(periods, values, replace(QUICK, gaps=Gaps.PAIRS), [effect(WINDOWS)], joint)
    assert found.periods[:3] == (month(2010, 2), month(2010, 4), month(2010, 6))
    assert found.original == pytest.approx(TRUE.reshape(-1, 2).sum(axis=1))
    assert found.split == found.bridged == found.estimated == ()
    assert len(found.adjusted) == 72
    assert [each.period for each in found.forecast[:2]] == [month(2022, 2), month(2022, 4)]


def test_months_that_are_never_published_are_bridged_and_stay_missing() -> None:
    kept = [at for at, period in enumerate(AXIS) if period.index > 2]
    found = adjust([AXIS[at] for at in kept], TRUE[kept].tolist(), QUICK, [effect(WINDOWS)])
    assert len(found.bridged) == 22
    shown = dict(zip(found.periods, found.adjusted, strict=True))
    assert all(shown[period] is None for period in found.bridged)
    assert all(value is not None for period, value in shown.items() if period.index > 2)
    assert any("22 months that nothing identifies" in note for note in found.notes)
    whole = adjust(AXIS, TRUE.tolist(), QUICK, [effect(WINDOWS)])
    changes = [
        (shown[each] or 0) / (shown[each.shift(-1)] or 1)
        - (whole.adjusted[at] or 0) / (whole.adjusted[at - 1] or 1)
        for at, each in enumerate(AXIS)
        if each.index > 3
    ]
    assert np.abs(changes).mean() < 0.01


def test_bridging_goes_by_the_daily_average() -> None:
    values = [
        math.nan if period.index == 2 else 10 * size for period, size in zip(AXIS, days(AXIS), strict=True)
    ]
    values[0] += 1
    grid = grid_of(AXIS, values)
    done = complete(grid, Gaps.AUTO)
    assert done.values[13] == pytest.approx(282.5)
    assert len(done.bridged) == 12


def test_days_of_february_are_those_of_an_average_year() -> None:
    assert days([month(2023, 2), month(2024, 2), month(2024, 3)]).tolist() == [28.25, 28.25, 31.0]
    quarters = [Period.parse("2023-Q1"), Period.parse("2024-Q1"), Period.parse("2024-Q2")]
    assert days(quarters).tolist() == [90.25, 90.25, 91.0]


def test_a_joint_figure_beside_a_figure_of_one_of_its_months_is_refused() -> None:
    with pytest.raises(InputError, match="2015-02: a joint figure stands alone"):
        grid_of(AXIS, TRUE.tolist(), [month(2015, 2)])
    with pytest.raises(InputError, match="stands alone"):
        grid_of(AXIS[:-1], TRUE[:-1].tolist(), [AXIS[-1]])


def test_more_gaps_than_x13_estimates_are_refused() -> None:
    rng = np.random.default_rng(0)
    values = series(0, 168)
    values[rng.choice(np.arange(1, 167), 62, replace=False)] = math.nan
    with pytest.raises(ConventionError, match="62 months have no figure; X-13 estimates 60 at most"):
        adjust(months(168), values.tolist(), QUICK)


def test_pairs_of_quarters_are_refused() -> None:
    quarters = [Period.parse("2010-Q1").shift(step) for step in range(40)]
    with pytest.raises(ConventionError, match="only months"):
        adjust(quarters, TRUE[:40].tolist(), replace(QUICK, gaps=Gaps.PAIRS))
