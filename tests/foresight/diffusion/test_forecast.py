"""Forecasts, dates that are only given after the inflection, refusals, claims."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.foresight.diffusion.calibration import Calibration
from forerun.foresight.diffusion.claims import diffusion_claims
from forerun.foresight.diffusion.curves import Model, Shape
from forerun.foresight.diffusion.forecast import Answer, forecast
from forerun.foresight.diffusion.hindcast import Attempt
from forerun.foresight.diffusion.path import ahead_of, cumulated, date_of, day_at, period_at
from forerun.foresight.diffusion.stage import Stage
from forerun.foresight.industries import Kind
from forerun.periods import Frequency, Period
from tests.foresight.diffusion.conftest import path, until

EMPTY = Calibration((), (), "made")


def known(inflected: bool, error: float = 0.1) -> Calibration:
    """A hindcast with intervals of one scale, and rules that err by 0.2."""
    attempts = tuple(
        Attempt(at % 5, 2000.0, horizon, inflected, error, (0.2, 0.2, 0.2), (-1.0) ** at, True)
        for horizon in range(1, 11)
        for at in range(20)
    )
    return Calibration((path([1, 2], [1, 2]).called,) * 5, attempts, "made")


def test_before_the_inflection_a_level_has_no_date() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.2, 15)
    found = forecast(path(dates, values), known(False), 20, reach=40.0)
    assert found.standing.stage is Stage.BEFORE
    assert found.reach is not None
    assert found.reach.answer is Answer.NO_DATE
    assert found.reach.dates == (None, None, None)
    assert 0 < found.reach.possible <= 1


def test_after_the_inflection_a_level_is_reached_within_an_interval_that_holds_the_true_date() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.93, 30)
    found = forecast(path(dates, values), known(True), 10, reach=78.0)
    true = dates[-1] + (math.log(0.975 / 0.025) - math.log(0.93 / 0.07)) / 0.4
    assert found.inflected
    assert found.reach is not None
    assert found.reach.answer is Answer.DATED
    low, middle, high = found.reach.dates
    assert low is not None
    assert middle is not None
    assert low <= middle <= (high or math.inf)
    assert low <= true <= (high or math.inf)
    assert middle == pytest.approx(true, abs=1.0)


@pytest.mark.parametrize(("level", "answer"), [(40.0, Answer.REACHED), (1e9, Answer.IMPOSSIBLE)])
def test_a_level_below_the_path_or_above_every_ceiling_has_no_date(level: float, answer: Answer) -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.93, 30)
    found = forecast(path(dates, values), known(True), 10, reach=level)
    assert found.reach is not None
    assert found.reach.answer is answer
    assert found.reach.dates == (None, None, None)


def test_no_share_is_forecast_above_a_hundred_nor_any_value_above_a_stated_ceiling() -> None:
    dates, values = until(Shape(Model.GOMPERTZ), 0.6, 20, ceiling=70)
    for kind, ceilings, top in ((Kind.SHARE, None, 100.0), (Kind.STOCK, (50.0, 90.0), 90.0)):
        found = forecast(path(dates, values, kind, ceilings), known(False), 20)
        assert max(one.high for each in found.ahead for one in each.intervals) <= top
        assert max(each.spread[1] for each in found.ahead) <= top


def test_intervals_lie_around_the_middle_and_the_wide_around_the_narrow() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.3, 15)
    for each in forecast(path(dates, values), known(False), 10).ahead:
        narrow, wide = each.intervals
        assert wide.low <= narrow.low <= each.value <= narrow.high <= wide.high
        assert each.spread[0] <= each.value <= each.spread[1]


def test_weights_of_the_models_sum_to_one() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.3, 15)
    found = forecast(path(dates, values), EMPTY, 5)
    assert sum(found.weights) == pytest.approx(1)
    assert found.likely[0] <= found.likely[1]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([5.0], "1 points"),
        ([5.0, 6.0], "2 points"),
        ([1.0, 2.0, 3.0, 4.0], "4 points"),
        ([3.0] * 9, "does not change"),
        ([9.0, 8.0, 7.0, 6.0, 5.0, 4.0], "has fallen"),
        ([1.0, 2.0, 4.0, 8.0, 16.0, 9.0], "has fallen"),
        ([1.0, 20.0, 60.0, 90.0, 120.0, 130.0], "above the highest ceiling"),
    ],
)
def test_paths_that_no_s_curve_fits_are_refused_with_the_reason(values: list[float], said: str) -> None:
    kind = Kind.SHARE if max(values) > 100 else Kind.STOCK
    dates = np.arange(2000.0, 2000.0 + len(values))
    with pytest.raises(InputError, match=said):
        forecast(path(dates, values, kind), EMPTY, 5)


@pytest.mark.parametrize(
    "values",
    [
        [1.0, 1.0, 1.0, 1.0, 1.0, 2.0],
        [1e-55, 1e-50, 1e-45, 1e-40, 1e-35, 1e-30],
        [1e30, 1e40, 1e50, 1e55, 1e58, 1e59],
        [1.0, 100.0, 100.0, 100.0, 100.0, 100.0],
        [10.0, 3.0, 12.0, 5.0, 14.0, 15.0],
    ],
)
def test_odd_paths_have_finite_answers(values: list[float]) -> None:
    dates = np.arange(2000.0, 2006.0)
    found = forecast(path(dates, values), known(False), 10)
    numbers = [
        number
        for each in found.ahead
        for number in (
            each.value,
            *each.spread,
            *(end for one in each.intervals for end in (one.low, one.high)),
        )
    ]
    assert all(math.isfinite(number) and number > 0 for number in numbers)


def test_gaps_do_not_matter_to_a_curve_without_noise() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.9, 30)
    kept = [*range(0, 30, 3), 28, 29]
    found = forecast(path(dates[kept], values[kept]), EMPTY, 5)
    logistic = next(each for each in found.curves if each.model is Model.LOGISTIC)
    assert logistic.ceiling == pytest.approx(80, rel=1e-5)


def test_claims_carry_their_score_and_may_lead_only_with_skill() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.3, 15)
    day = date(2016, 1, 1)
    good = list(diffusion_claims(forecast(path(dates, values), known(False), 3), day))
    bad = list(diffusion_claims(forecast(path(dates, values), known(False, error=0.3), 3), day))
    assert [each.may_lead for each in good] == [True] * 3
    assert [each.may_lead for each in bad] == [False] * 3
    assert [str(each.period) for each in good] == ["2014", "2015", "2016"]
    assert good[0].unit == "percent"
    assert good[0].series == "world/forward_diffusion/x"
    first = forecast(path(dates, values), known(False), 3).ahead[0]
    assert good[0].value == pytest.approx(100 * first.value / values[-1])


def test_beyond_what_was_scored_no_claim_may_lead() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.3, 15)
    claims = list(diffusion_claims(forecast(path(dates, values), known(False), 12), date(2016, 1, 1)))
    assert [each.score is None for each in claims] == [False] * 10 + [True] * 2


def test_a_flow_is_added_up_to_a_stock_at_the_end_of_each_period() -> None:
    flow = path([2000.5, 2001.5, 2002.5], [1.0, 2.0, 4.0], Kind.FLOW)
    stock = cumulated(flow)
    assert stock.values.tolist() == [1.0, 3.0, 7.0]
    assert stock.dates.tolist() == [2001.0, 2002.0, 2003.0]
    assert stock.kind is Kind.STOCK


def test_a_flow_with_gaps_or_a_stock_cannot_be_added_up() -> None:
    with pytest.raises(InputError, match="missing after 2001"):
        cumulated(path([2000.5, 2001.5, 2003.5], [1.0, 2.0, 4.0], Kind.FLOW))
    with pytest.raises(InputError, match="only a flow"):
        cumulated(path([2000.0, 2001.0], [1.0, 2.0]))


def test_stocks_stand_at_the_end_of_their_period_flows_and_shares_in_its_middle() -> None:
    assert date_of(Period.parse("2023"), Kind.STOCK) == 2024
    assert date_of(Period.parse("2023"), Kind.FLOW) == 2023.5
    assert date_of(Period.parse("2023-12"), Kind.STOCK) == 2024
    assert date_of(Period.parse("2023-Q1"), Kind.SHARE) == 2023.125
    assert period_at(2024.0, Frequency.YEAR) == Period.parse("2023")
    assert period_at(2023.51, Frequency.MONTH) == Period.parse("2023-07")
    assert day_at(2023.0) == date(2023, 1, 1)
    assert day_at(2024.999999) == date(2024, 12, 31)


def test_months_are_forecast_at_the_december_of_each_year() -> None:
    months = path([2022.0, 2023.0], [1.0, 2.0])
    last = Period.parse("2023-05")
    from dataclasses import replace

    monthly = replace(months, frequency=Frequency.MONTH, last=last)
    assert [str(each) for each, _ in ahead_of(monthly, 2)] == ["2023-12", "2024-12", "2025-12"]
    assert [str(each) for each, _ in ahead_of(months, 2)] == ["2023", "2024"]
