from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.ledger.levels import growth_from_levels
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.realtime import read
from forerun.outlook.spec import outlook_spec
from forerun.periods import Period
from forerun.types import Measure
from tests.outlook.conftest import ledger_of, real_time_of

DAYS = ("2016-02-20", "2019-03-01", "2020-03-15", "2020-03-16", "2023-11-04", "2026-09-01")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("name", "measure"),
    [("cn/iva", "yoy"), ("cn/pmi", "index"), ("cn/ppi", "yoy"), ("cn/exports_usd", "yoy")],
)
def test_a_vintage_holds_what_the_snapshot_of_its_day_shows(name: str, measure: str, day: str) -> None:
    on = date.fromisoformat(day)
    made = real_time_of("china").vintage(on)
    snapshot = ledger_of("china").snapshot(on)
    column = made.values[:, made.names.index(name)].copy()
    column[made.joint[:, made.names.index(name)]] = np.nan
    history = snapshot.history(name, Measure(measure))
    shown = {figure.period: figure.value for figure in history if figure.period >= made.months[0]}
    joined = {m for m, j in zip(made.months, made.joint[:, made.names.index(name)], strict=True) if j}
    held = {m: v for m, v in zip(made.months, column, strict=True) if not np.isnan(v)}
    assert held == {month: value for month, value in shown.items() if month not in joined}
    assert len(held) > 0 or on < date(2016, 6, 1)


@pytest.mark.parametrize("day", DAYS)
def test_joint_months_stand_at_february(day: str) -> None:
    on = date.fromisoformat(day)
    made = real_time_of("china").vintage(on)
    snapshot = ledger_of("china").snapshot(on)
    shown = {f.period: f.value for f in snapshot.history("cn/iva", Measure.YTD_YOY)}
    for row in np.flatnonzero(made.joint[:, 0]):
        assert made.months[row].index == 2
        assert made.values[row, 0] == shown[made.months[row]]
    to_date = {m: v for m, v in zip(made.months, made.to_date, strict=True) if not np.isnan(v)}
    assert to_date == shown


def test_nothing_is_seen_before_its_day() -> None:
    real_time = real_time_of("china")
    before, after = (real_time.vintage(date(2023, 11, day)) for day in (14, 15))
    assert before.last == Period.parse("2023-09")
    assert after.last == Period.parse("2023-10")
    assert before.ahead[0] == Period.parse("2023-10")
    assert before.ahead[-1] == Period.parse("2024-12")
    assert Period.parse("2024-01") not in before.ahead


def test_growth_from_levels_is_the_ledgers_recipe_and_published_growth_comes_first() -> None:
    on = date(2023, 11, 4)
    made, snapshot = real_time_of("china").vintage(on), ledger_of("china").snapshot(on)
    name, column = "cn/output/electricity", made.names.index("cn/output/electricity")
    published = {f.period: f.value for f in snapshot.history(name, Measure.YOY)}
    derived = 0
    for month, value in zip(made.months, made.values[:, column], strict=True):
        if month in published:
            assert value == published[month]
        elif not np.isnan(value) and month.index != 2:
            levels = [snapshot.figure(name, each, Measure.LEVEL) for each in (month, month.year_before())]
            rate = snapshot.figure(name, month, Measure.YOY)
            derived_rate = growth_from_levels(*levels, rate, snapshot.catalog.breaks).value
            assert value == pytest.approx(derived_rate, abs=0.01)  # the recipe rounds to a hundredth
            derived += 1
    assert derived > 30


def test_growth_is_not_derived_across_a_break() -> None:
    made = real_time_of("china").vintage(date(2021, 6, 30))
    column = made.values[:, made.names.index("cn/output/motor_vehicles")]
    published = (
        ledger_of("china").snapshot(date(2021, 6, 30)).history("cn/output/motor_vehicles", Measure.YOY)
    )
    seen = {month for month, value in zip(made.months, column, strict=True) if not np.isnan(value)}
    assert {month for month in seen if month.year == 2020} == {
        figure.period for figure in published if figure.period.year == 2020
    }


def test_first_published_figures_and_their_days() -> None:
    months, to_date = real_time_of("china").outcomes()
    assert months.of(Period.parse("2023-10")) == (4.6, date(2023, 11, 15))
    assert months.of(Period.parse("2023-02")) == (2.4, date(2023, 3, 15))
    assert months.of(Period.parse("2023-01")) is None
    assert to_date.of(Period.parse("2023-12")) == (4.6, date(2024, 1, 17))
    assert to_date.of(Period.parse("2031-12")) is None


def test_a_revision_is_seen_from_its_day_and_the_first_figure_stays_the_outcome(
    known: Callable[..., Snapshot],
) -> None:
    snapshot = known(
        "2024-05-01",
        ("IVA", "2024-03", "yoy", 4.0, "2024-04-17"),
        ("IVA", "2024-03", "yoy", 4.4, "2024-04-25"),
    )
    real_time = read(snapshot, outlook_spec(snapshot.catalog))
    values = [real_time.vintage(date(2024, 4, day)).values[26, 0] for day in (17, 24, 25)]
    assert values == [4.0, 4.0, 4.4]
    assert real_time.outcomes()[0].of(Period.parse("2024-03")) == (4.0, date(2024, 4, 17))
    assert real_time.outcomes(latest=True)[0].of(Period.parse("2024-03")) == (4.4, date(2024, 4, 17))


def test_a_day_outside_the_sample_is_refused(known: Callable[..., Snapshot]) -> None:
    real_time = real_time_of("toyland")
    for day in (date(2021, 12, 31), date(2027, 1, 1)):
        with pytest.raises(InputError, match="is not between"):
            real_time.vintage(day)
    spec = outlook_spec(known("2024-05-01").catalog)
    with pytest.raises(InputError, match="no monthly figure"):
        read(known("2024-05-01"), spec)
    with pytest.raises(InputError, match="the sample starts"):
        read(known("2021-05-01"), spec)
    with pytest.raises(InputError, match="nothing of ty/iva was published"):
        _ = real_time.vintage(date(2022, 1, 31)).last
