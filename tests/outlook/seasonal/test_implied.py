"""The implied index and momentum, by hand."""

from __future__ import annotations

import math

import pytest

from forerun.errors import ConventionError, InputError
from forerun.outlook.seasonal.implied import implied_index, month_on_month, three_months_annualised
from forerun.periods import Period, month

from .synthetic import months


def test_rates_are_chained_from_a_flat_base_year() -> None:
    rates = dict.fromkeys(months(24, month(2020, 1)), 10.0) | {month(2021, 3): 20.0}
    index = implied_index(rates)
    assert index.periods == tuple(months(24, month(2020, 1)))
    assert index.values[:12] == pytest.approx([110.0] * 12)
    assert index.values[14] == pytest.approx(132.0)
    assert index.values[15] == pytest.approx(121.0)
    assert (index.joint, index.bridged, index.recipe) == ((), (), "implied-index/1")


def test_a_pattern_of_the_base_year_is_carried_on() -> None:
    index = implied_index({Period.parse(f"2020-Q{at}"): 0.0 for at in range(1, 5)}, pattern=[1, 2, 3, 2])
    assert index.values == pytest.approx([50, 100, 150, 100])


def test_january_and_february_take_their_joint_rate_and_grow_with_it_as_a_sum() -> None:
    rates = {period: 5.0 for period in months(24, month(2020, 1)) if period.index > 2}
    index = implied_index(rates, {month(2020, 2): 10.0, month(2021, 2): 20.0})
    assert index.joint == (month(2020, 2), month(2021, 2))
    assert math.isnan(index.values[0])
    assert index.values[1] == pytest.approx(220.0)
    assert index.values[13] == pytest.approx(264.0)
    assert index.values[13] / index.values[1] == pytest.approx(1.2)


def test_a_joint_rate_is_used_beside_rates_that_are_missing() -> None:
    rates = {month(2020, number): 5.0 for number in range(1, 13)}
    joint = {month(2020, 2): 3.0}
    missing = rates | {month(2020, 1): math.nan, month(2020, 2): math.nan}
    without = {period: rate for period, rate in rates.items() if period.index > 2}
    found, wanted = implied_index(missing, joint), implied_index(without, joint)
    assert found.joint == wanted.joint == (month(2020, 2),)
    assert found.values.tolist() == pytest.approx(wanted.values.tolist(), nan_ok=True)


def test_a_joint_rate_is_not_used_beside_a_rate_of_one_of_the_months() -> None:
    rates = dict.fromkeys(months(12, month(2020, 1)), 5.0)
    assert implied_index(rates, {month(2020, 2): 50.0}).values == pytest.approx([105.0] * 12)


def test_a_month_without_a_rate_is_missing_and_the_chain_goes_on() -> None:
    rates = dict.fromkeys(months(24, month(2020, 1)), 10.0)
    rates[month(2020, 5)] = 20.0
    del rates[month(2020, 6)]
    index = implied_index(rates)
    assert index.bridged == (month(2020, 6),)
    assert math.isnan(index.values[5])
    assert index.values[17] == pytest.approx(115 * 1.1)


def test_what_cannot_be_chained_is_refused() -> None:
    with pytest.raises(InputError, match="no growth rate"):
        implied_index({})
    with pytest.raises(InputError, match="all of months or all of quarters"):
        implied_index({Period.parse("2020"): 1.0})
    with pytest.raises(InputError, match="12 positive numbers"):
        implied_index({month(2020, 1): 1.0}, pattern=[1, 2])
    with pytest.raises(ConventionError, match="-100 percent"):
        implied_index({month(2020, 1): -100.0})
    with pytest.raises(ConventionError, match="beyond all numbers"):
        implied_index(dict.fromkeys(months(24, month(2020, 1)), 1e300))


def test_momentum_by_hand() -> None:
    levels = (100.0, 102.0, 104.0, 103.0, 105.0, 107.0, None, 110.0)
    change = month_on_month(levels)
    assert change[0] is None
    assert change[1] == pytest.approx(2.0)
    assert change[6] is change[7] is None
    pace = three_months_annualised(levels)
    assert pace[:5] == (None,) * 5
    assert pace[5] == pytest.approx(100 * ((105 / 102) ** 4 - 1))
    assert pace[6] is pace[7] is None


def test_levels_of_zero_or_below_have_no_growth() -> None:
    assert month_on_month((0.0, 5.0, -1.0)) == (None, None, None)
