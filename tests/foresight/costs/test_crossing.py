from __future__ import annotations

import math

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.foresight.costs.crossing import crossing, crossing_below
from forerun.foresight.costs.forecast import CostForecast, forecast
from forerun.foresight.costs.shipped import shipped
from tests.foresight.costs.conftest import Maker, falling


@pytest.fixture
def cheap(make: Maker) -> CostForecast:
    return forecast(make(falling(20), name="cheap"), shipped(), 20)


def test_a_price_at_the_median_is_a_toss_up(cheap: CostForecast) -> None:
    price = math.exp(float(cheap.quantiles(7, np.array([0.5]))[0]))
    found = crossing_below(cheap, price, 10)
    assert found.years[6].probability == pytest.approx(0.5, abs=0.01)
    assert found.dates[1] in (found.year + 6, found.year + 7, found.year + 8)
    assert found.year == 2019
    assert not found.already


def test_dates_come_in_order_and_beyond_the_horizon_there_is_none(cheap: CostForecast) -> None:
    last = float(cheap.curve.costs[-1])
    found = crossing_below(cheap, 0.7 * last, 20)
    low, median, high = found.dates
    assert low is not None
    assert median is not None
    assert low <= median
    assert high is None or median <= high
    never = crossing_below(cheap, 1e-9 * last, 20)
    assert never.dates == (None, None, None)
    assert never.beyond == pytest.approx(1.0)


def test_a_fall_below_a_price_carries_the_score_of_such_falls(cheap: CostForecast) -> None:
    found = crossing_below(cheap, 0.5 * float(cheap.curve.costs[-1]), 10)
    score = found.years[-1].score
    assert score is not None
    assert (score.metric, score.baseline) == ("brier_score", "base_rate")
    above = crossing_below(cheap, 2 * float(cheap.curve.costs[-1]), 10)
    assert above.already
    assert above.years[0].score is None


def test_two_that_are_alike_are_a_toss_up(make: Maker, cheap: CostForecast) -> None:
    twin = forecast(make(falling(20), name="twin"), shipped(), 20)
    found = crossing(cheap, twin, 10)
    assert [each.probability for each in found.years] == pytest.approx([0.5] * 10, abs=0.01)
    assert {each.score for each in found.years} == {None}


def test_errors_that_move_together_decide_sooner(make: Maker, cheap: CostForecast) -> None:
    dear = forecast(make([1.3 * cost for cost in falling(20)], name="dear"), shipped(), 20)
    apart = crossing(cheap, dear, 10).years[-1].probability
    together = crossing(cheap, dear, 10, 0.99).years[-1].probability
    assert 0.5 < apart < together
    assert together > 0.99
    nearly = crossing(cheap, dear, 10, 1e-9).years[-1].probability
    assert nearly == pytest.approx(apart, abs=0.01)


def test_chances_of_both_sides_add_up(make: Maker, cheap: CostForecast) -> None:
    dear = forecast(make([1.3 * cost for cost in falling(20, -0.2)], name="dear"), shipped(), 20)
    one, other = crossing(cheap, dear, 10), crossing(dear, cheap, 10)
    for mine, theirs in zip(one.years, other.years, strict=True):
        assert mine.probability + theirs.probability == pytest.approx(1.0, abs=0.01)


def test_who_is_known_for_longer_is_looked_at_from_further_back(make: Maker, cheap: CostForecast) -> None:
    old = forecast(make(falling(15), name="old"), shipped(), 20)
    found = crossing(cheap, old, 20)
    assert found.year == 2019
    assert found.years[-1].horizon == 15


def test_units_must_be_the_same(make: Maker, cheap: CostForecast) -> None:
    other = forecast(make(falling(20), unit="EUR", name="other"), shipped(), 5)
    with pytest.raises(InputError, match=r"'cheap' costs USD and 'other' costs EUR"):
        crossing(cheap, other, 5)


@pytest.mark.parametrize("correlation", [-1.5, 1.5, math.nan])
def test_a_correlation_is_between_minus_one_and_one(cheap: CostForecast, correlation: float) -> None:
    with pytest.raises(InputError, match="no correlation"):
        crossing(cheap, cheap, 5, correlation)


@pytest.mark.parametrize("price", [0.0, -1.0, math.nan, math.inf])
def test_a_price_is_above_zero(cheap: CostForecast, price: float) -> None:
    with pytest.raises(InputError, match="no price above zero"):
        crossing_below(cheap, price, 5)


def test_costs_of_different_times_are_not_compared(make: Maker, cheap: CostForecast) -> None:
    years = [1950.0 + year for year in range(20)]
    old = forecast(make(falling(20), years, name="old"), shipped(), 20)
    with pytest.raises(InputError, match="50 years apart"):
        crossing(cheap, old, 20)
