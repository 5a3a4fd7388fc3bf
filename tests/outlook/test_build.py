from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache

import numpy as np
import pytest

from forerun.errors import InputError, SpecError
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.build import outlook
from forerun.outlook.factor_model import factor_models
from forerun.outlook.predictive import Predictive
from forerun.outlook.result import Outlook
from forerun.outlook.spec import outlook_spec
from forerun.outlook.vintage import Vintage
from forerun.periods import Period
from forerun.views.objects import as_object
from tests.outlook.conftest import ledger_of

BENCHMARKS = {"last-value", "autoregression", "seasonal-naive", "mean-of-three", "combination"}


class Wild:
    """A model that is always far off."""

    name = "wild"

    def forecast(self, vintage: Vintage, state: None = None) -> tuple[Predictive, None]:
        size = len(vintage.ahead)
        return Predictive(vintage.ahead, np.full(size, 90.0), np.eye(size)), state


@cache
def november() -> Outlook:
    snapshot = ledger_of("china").snapshot(date(2023, 11, 4))
    return outlook(snapshot, models=(Wild(),), goals=(4.0, 4.6))


def test_what_the_fourth_quarter_and_the_year_look_like_in_november() -> None:
    found = november()
    assert (found.latest.value, found.to_date.value) == (4.5, 4.0)
    assert [str(each.period) for each in found.months] == ["2023-10", "2023-11", "2023-12"]
    assert [str(each.period) for each in found.quarters] == ["2023-Q4"]
    assert [(str(each.period), each.horizon) for each in found.years] == [("2023-12", 1)]
    year = found.years[0].chosen
    low, high = next((each.low, each.high) for each in year.intervals if each.level == 0.8)
    assert low < 4.6 < high


def test_benchmarks_stand_beside_and_one_is_marked() -> None:
    for forecast in (*november().months, *november().quarters, *november().years):
        assert {each.model for each in forecast.estimates if each.benchmark} == BENCHMARKS
        assert sum(each.chosen for each in forecast.estimates) == 1
        assert [each.level for each in forecast.chosen.intervals] == [0.5, 0.8, 0.9]


def test_a_model_that_is_not_better_is_not_shown_and_the_reason_says_so() -> None:
    for forecast in november().months:
        assert forecast.chosen.model in BENCHMARKS
        assert "The model is not better: wild scored" in forecast.reason.en
        assert "wild" in forecast.reason.zh


def test_chances_follow_from_the_distribution_and_the_pace_from_the_ledger() -> None:
    four, more = november().chances
    assert four.probability is not None
    assert more.probability is not None
    assert 0 < more.probability < four.probability < 1
    assert four.needed.value == pytest.approx(4.0)
    assert more.needed.value == pytest.approx((12 * 4.6 - 9 * 4.0) / 3)
    assert more.needed.trace.recipe.startswith("needed-growth/")


def test_the_track_record_only_knows_outcomes_of_the_day() -> None:
    counts = {row.horizon: row.count for row in november().track if row.aim == "month"}
    assert counts == {1: 93, 2: 92, 3: 91}
    assert november().calm[0].count < november().track[0].count


def test_the_result_is_plain_json() -> None:
    text = json.dumps(as_object(november()), allow_nan=False)
    assert json.loads(text)["target"]["id"] == "cn/iva"


def test_targets_of_toyland() -> None:
    found = outlook(ledger_of("toyland").snapshot(date(2024, 7, 30)), "IVA_METALS")
    (chance,) = [each for each in found.chances if each.target.plan == "metals-24"]
    assert chance.probability is not None
    several = outlook(ledger_of("toyland").snapshot(date(2024, 7, 30)), "IVA_ELECTRICAL")
    (average,) = several.chances
    assert (average.target.first.year, average.target.last.year) == (2024, 2025)
    assert average.probability is not None


def test_a_day_with_too_little_says_why(known: Callable[..., Snapshot]) -> None:
    rows = [("IVA", f"2024-{month:02}", "yoy", 4.0, f"2024-{month + 1:02}-17") for month in (3, 4, 5)]
    with pytest.raises(InputError, match="only 3 monthly figures"):
        outlook(known("2024-07-30", *rows))
    with pytest.raises(SpecError, match="unknown series"):
        outlook(known("2024-07-30", *rows), "NOBODY")


def test_a_benchmark_that_cannot_forecast_is_told(known: Callable[..., Snapshot]) -> None:
    values = (4.0, 4.4, 4.1, 4.9, 4.5, 4.2, 4.8, 4.6)
    rows = [
        ("IVA", f"2023-{month:02}", "yoy", value, f"2023-{month + 1:02}-17")
        for month, value in zip(range(3, 11), values, strict=True)
    ]
    found = outlook(known("2023-11-30", *rows), models=())
    assert {each.forecaster for each in found.failures} - {""} == {"seasonal-naive", "autoregression"}
    assert "seasonal-naive" not in {each.model for each in found.months[0].estimates}
    assert [str(each.period) for each in found.months] == ["2023-11", "2023-12", "2024-02"]


def test_a_year_with_a_month_that_was_not_published_is_left_out_with_its_reason(
    known: Callable[..., Snapshot],
) -> None:
    values = (4.0, 4.4, 4.1, 4.9, 4.5, 4.2, 4.8, 4.6)
    rows = [
        ("IVA", f"2023-{month:02}", "yoy", value, f"2023-{month + 1:02}-17")
        for month, value in zip(range(3, 11), values, strict=True)
    ]
    found = outlook(known("2023-11-30", *rows))
    assert found.years == ()
    assert any("2023-02 has no figure" in each.reason for each in found.failures)


def test_a_constant_series_of_the_panel_is_left_out_and_told(known: Callable[..., Snapshot]) -> None:
    months = [Period.parse("2021-12").shift(step) for step in range(30)]
    days = [f"{month.shift(1)}-17" for month in months]
    rows = [
        ("IVA", str(month), "yoy", 5.0 + month.index % 5 / 10, day)
        for month, day in zip(months, days, strict=True)
    ]
    rows += [("PMI", str(month), "level", 50.0, day) for month, day in zip(months, days, strict=True)]
    found = outlook(known("2024-06-30", *rows))
    assert not [each for each in found.failures if each.forecaster.startswith("factors")]
    assert any("left out" in each.text and "ty/pmi" in each.text for each in found.remarks)
    assert any(each.model.startswith("factors") for each in found.years[0].estimates)


def test_series_that_the_models_cannot_use_are_told() -> None:
    snapshot = ledger_of("china").snapshot(date(2017, 1, 31))
    found = outlook(snapshot, models=factor_models(outlook_spec(snapshot.catalog))[:1])
    told = [each.text for each in found.remarks if each.forecaster == "factors-1-lags-1"]
    assert any("left out" in text and "cn/exports_usd" in text for text in told)
