from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import InputError
from forerun.outlook.aims import aims_of
from forerun.outlook.backtest import Backtest, backtest, month_ends
from forerun.outlook.benchmarks import benchmarks
from forerun.outlook.predictive import Predictive
from forerun.outlook.realtime import RealTime
from forerun.outlook.records import Aim
from forerun.outlook.spec import outlook_spec
from forerun.outlook.vintage import Vintage
from forerun.periods import Period
from tests.outlook.conftest import real_time_of

SPEC = outlook_spec(load_catalog("china"))
FIRST, LAST = Period.parse("2018-01"), Period.parse("2019-12")


@cache
def tried() -> Backtest:
    names = ("last-value", "mean-of-three")
    return backtest(real_time_of("china"), SPEC, benchmarks(names), month_ends(FIRST, LAST))


def test_month_ends() -> None:
    assert month_ends(Period.parse("2023-12"), Period.parse("2024-02")) == (
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
    )


def test_the_next_figure_is_one_ahead_and_january_has_none() -> None:
    aims = aims_of(real_time_of("china").vintage(date(2019, 1, 31)), 3)
    months = [str(each.period) for each in aims if each.aim is Aim.MONTH]
    assert months == ["2019-02", "2019-03", "2019-04"]
    years = [(each.horizon, each.period.year) for each in aims if each.aim is Aim.YEAR]
    assert years == [(11, 2019)]


def test_in_december_both_years_are_forecast() -> None:
    aims = aims_of(real_time_of("china").vintage(date(2018, 12, 31)), 3)
    assert [(a.horizon, a.period.year) for a in aims if a.aim is Aim.YEAR] == [(0, 2018), (12, 2019)]


def test_errors_of_the_last_value_are_changes_between_published_figures() -> None:
    record = next(
        each
        for each in tried().records
        if (each.forecaster, each.origin, each.aim, each.horizon)
        == ("last-value", date(2019, 8, 31), Aim.MONTH, 1)
    )
    assert (record.mean, record.actual, record.known) == (4.8, 4.4, date(2019, 9, 16))
    year = next(
        each
        for each in tried().records
        if (each.forecaster, each.origin, each.aim) == ("last-value", date(2019, 8, 31), Aim.YEAR)
    )
    assert year.horizon == 4
    assert year.mean == pytest.approx((7 * 5.8 + 5 * 4.8) / 12)
    assert year.actual == 5.7


def test_every_horizon_is_scored_for_everybody() -> None:
    rows = tried().table
    assert {(row.aim, row.horizon) for row in rows if row.aim is Aim.MONTH} == {
        (Aim.MONTH, ahead) for ahead in (1, 2, 3)
    }
    assert {row.horizon for row in rows if row.aim is Aim.YEAR} == set(range(13))
    assert {row.forecaster for row in rows} == {"last-value", "mean-of-three"}
    assert tried().failures == ()


def test_a_forecast_does_not_change_with_what_comes_later() -> None:
    until = date(2019, 6, 30)
    early = _seen_by(real_time_of("china"), until)
    days = month_ends(FIRST, Period.parse("2019-06"))
    names = ("last-value", "mean-of-three")
    made = backtest(early, SPEC, benchmarks(names), days).records
    later = [each for each in tried().records if each.origin <= until]
    assert [(each.mean, each.own_sd, each.sd) for each in made] == [
        (each.mean, each.own_sd, each.sd) for each in later
    ]
    assert any(each.actual is None for each in made)


def _seen_by(real_time: RealTime, day: date) -> RealTime:
    """The same rows without those published after a day."""
    origins = []
    for origin in real_time.origins:
        kept = {}
        for name in ("own", "to_date", "level"):
            column = getattr(origin, name)
            if column is not None:
                seen = column.days <= day.toordinal()
                kept[name] = replace(
                    column, cells=column.cells[seen], days=column.days[seen], values=column.values[seen]
                )
        origins.append(replace(origin, **kept))
    return replace(real_time, until=day, origins=tuple(origins))


class Counting:
    """A forecaster that hands its state on and fails on one day."""

    name = "counting"

    def __init__(self, fails: date) -> None:
        self.fails, self.states = fails, []

    def forecast(self, vintage: Vintage, state: int | None = None) -> tuple[Predictive, int]:
        self.states.append(state)
        if vintage.as_of == self.fails:
            raise InputError("no forecast today")
        size = len(vintage.ahead)
        return Predictive(vintage.ahead, np.zeros(size), np.eye(size)), (state or 0) + 1


def test_states_are_handed_on_failures_told_and_progress_reported() -> None:
    days = month_ends(Period.parse("2018-01"), Period.parse("2018-04"))
    seen: list[tuple[int, int]] = []
    forecaster = Counting(days[2])
    found = backtest(
        real_time_of("china"), SPEC, [forecaster], days, progress=lambda *done: seen.append(done)
    )
    assert forecaster.states == [None, 1, 2, 2]
    assert [(each.origin, each.forecaster) for each in found.failures] == [(days[2], "counting")]
    assert "no forecast today" in found.failures[0].reason
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_no_days_are_refused() -> None:
    with pytest.raises(InputError, match="no day"):
        backtest(real_time_of("china"), SPEC, benchmarks(("last-value",)), ())
