from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forerun.errors import InputError
from forerun.foresight.costs.curve import Convention, Curve, Volume
from forerun.foresight.costs.damped import Constants, scale_of, shrunk, start_of
from forerun.foresight.costs.forecast import forecast
from forerun.foresight.costs.formulas import spread
from forerun.foresight.costs.hindcast import Method
from forerun.foresight.costs.pool import Pool
from forerun.foresight.costs.shipped import shipped
from tests.foresight.costs.conftest import Maker, falling


def test_a_drift_is_shrunk_and_damped() -> None:
    # own: (-0.2 - 0.1) / 2 = -0.15; 0.7 x -0.15 + 0.3 x -0.05 = -0.12
    constants = Constants(recent=0.5, shrinkage=0.3, damping=0.9)
    assert float(shrunk(-0.2, -0.1, -0.05, constants)) == pytest.approx(-0.12)
    assert float(scale_of(0.1, 0.2, 0.2)) == pytest.approx(math.sqrt(0.03))


def test_the_point_is_the_last_cost_and_the_damped_drift(make: Maker) -> None:
    halved = make([100 * 0.5**year for year in range(8)])
    pool, constants = Pool(-0.1, 0.05, 10), Constants(0.5, 0.25, 0.5)
    found = start_of(halved, pool, constants, falling=True)
    drift = 0.75 * math.log(0.5) + 0.25 * -0.1
    assert found.drift == pytest.approx(drift)
    assert float(found.point(2, constants)) == pytest.approx(math.log(100 / 128) + 1.5 * drift)
    assert found.volatility == pytest.approx(0.05 / math.sqrt(3))
    assert float(found.scale(4)) == pytest.approx(found.volatility * float(spread(4)))
    risen = start_of(halved, pool, constants, falling=False)
    assert risen.drift == pytest.approx(0.75 * math.log(0.5))


def test_intervals_contain_one_another_and_carry_the_score(make: Maker) -> None:
    found = forecast(make(falling(20)), shipped(), 20)
    assert found.scored
    assert [each.year for each in found.ahead] == list(range(2020, 2040))
    for each in found.ahead:
        inner, outer = each.intervals
        assert (inner.level, outer.level) == (0.8, 0.95)
        assert outer.low < inner.low < each.value < inner.high < outer.high
        assert each.score is not None
        assert each.score.demonstrated
        assert each.score.baseline == "no_change"


def test_intervals_reach_further_down_than_up_beyond_ten_years(make: Maker) -> None:
    """Points are cautious: what came lay below them more often, the longer the horizon."""
    found = forecast(make(falling(20)), shipped(), 20)
    inner = found.ahead[-1].intervals[0]
    assert math.log(found.ahead[-1].value / inner.low) > math.log(inner.high / found.ahead[-1].value)


def test_a_cost_that_rises_is_forecast_without_a_score(make: Maker) -> None:
    found = forecast(make([1.1**year for year in range(15)]), shipped(), 10)
    assert not found.falling
    assert found.ahead[-1].value > 1.1**14
    assert {each.score for each in found.ahead} == {None}


def test_years_with_gaps_are_forecast_without_a_score(make: Maker) -> None:
    years = [2000.0, 2001, 2003, 2004, 2007, 2008, 2009, 2010]
    costs = [100 * 0.9 ** (year - 2000) * (1.01 if year % 2 else 1.0) for year in years]
    found = forecast(make(costs, years), shipped(), 5)
    assert found.falling
    assert not found.scored
    assert found.drift == pytest.approx(math.log(0.9), abs=0.002)
    assert found.ahead[0].year == 2011


def test_too_few_costs_are_refused(make: Maker) -> None:
    with pytest.raises(InputError, match="has 1 costs, and a forecast needs 4"):
        forecast(make([5.0]), shipped(), 5)
    assert len(forecast(make([5.0, 4, 3.5, 3]), shipped(), 5).ahead) == 5


@pytest.mark.parametrize("horizon", [0, 21])
def test_a_horizon_that_was_not_scored_is_refused(make: Maker, horizon: int) -> None:
    with pytest.raises(InputError, match="was not scored"):
        forecast(make(falling(10)), shipped(), horizon)


def test_other_methods_stand_beside_it(make: Maker) -> None:
    curve = make([100 * 0.9**year for year in range(8)])
    production = Volume(Convention.STATED, "made", np.array([2.0**year for year in range(8)]))
    found = forecast(Curve("x", "USD", curve.years, curve.costs, (production,)), shipped(), 3)
    told = {(each.method, each.horizon): each.value for each in found.rivals}
    last = float(curve.costs[-1])
    assert told[Method.NO_CHANGE, 3] == pytest.approx(last)
    assert told[Method.MOORE, 3] == pytest.approx(last * 0.9**3)
    assert told[Method.WRIGHT, 3] == pytest.approx(last * 0.9**3)
    assert found.learning[0].levels == pytest.approx(0.1)


def test_wrights_law_uses_no_production_that_came_later(make: Maker) -> None:
    curve = make(falling(12))
    grown = np.array([1.5**year for year in range(12)])
    with_gap = np.where(np.arange(12) == 11, np.nan, grown)
    told = [
        {each.method for each in forecast(_made(curve, volume), shipped(), 2).rivals}
        for volume in (grown, with_gap)
    ]
    assert Method.WRIGHT in told[0]
    assert Method.WRIGHT not in told[1]


def _made(curve: Curve, volume: np.ndarray) -> Curve:
    return Curve("x", "USD", curve.years, curve.costs, (Volume(Convention.STATED, "made", volume),))


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(4, 40),
    factor=st.floats(1e-6, 1e6),
    shift=st.integers(-100, 100),
)
def test_unit_and_calendar_do_not_matter(seed: int, count: int, factor: float, shift: int) -> None:
    costs = np.array(falling(count, seed=seed))
    years = np.arange(2000.0, 2000 + count)
    one = forecast(Curve("x", "", years, costs), shipped(), 5).ahead[-1]
    other = forecast(Curve("x", "", years + shift, costs * factor), shipped(), 5).ahead[-1]
    assert other.value == pytest.approx(one.value * factor)
    assert other.intervals[1].low == pytest.approx(one.intervals[1].low * factor)
    assert other.year == one.year + shift


def test_wild_costs_stay_numbers(make: Maker) -> None:
    found = forecast(make([10.0 ** (59 * (-1) ** year) for year in range(9)]), shipped(), 20)
    ends = [end for each in found.ahead for one in each.intervals for end in (one.low, one.high)]
    assert all(math.isfinite(each) for each in ends)
