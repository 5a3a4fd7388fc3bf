"""The holiday effect of synthetic series is found again, with the right windows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forerun.outlook.seasonal.adjust import AIRLINE, adjust
from forerun.outlook.seasonal.result import Adjusted
from forerun.outlook.seasonal.spec import Spec, TradingDays, Transform
from forerun.outlook.seasonal.windows import Windows

from .synthetic import TRUTH, WINDOWS, effect, months, series

FIXED = Spec(
    transform=Transform.LOG, trading_days=TradingDays.NONE, outliers=(), model=AIRLINE, seasonal_filter="msr"
)
CANDIDATES = (Windows(3, 7, 3), WINDOWS, Windows(15, 7, 15), Windows(20, 7, 20))


def within_two_errors(found: Adjusted) -> int:
    hits = 0
    for name, true in TRUTH.items():
        estimated = found.effect(name)
        assert estimated is not None
        hits += abs(estimated.estimate - true) <= 2 * estimated.standard_error
    return hits


def test_of_three_effects_in_sixty_series_nine_in_ten_lie_within_two_standard_errors() -> None:
    found = [adjust(months(168), series(seed).tolist(), FIXED, [effect(WINDOWS)]) for seed in range(60)]
    assert sum(map(within_two_errors, found)) >= 0.9 * 180
    errors = [each.effect("spring_festival during 7").standard_error for each in found]  # type: ignore[union-attr]
    assert max(errors) < 0.03


def test_so_they_do_when_model_outliers_and_trading_days_are_chosen() -> None:
    found = [adjust(months(168), series(seed).tolist(), Spec(), [effect(WINDOWS)]) for seed in range(8)]
    assert sum(map(within_two_errors, found)) >= 0.9 * 24
    assert all(each.model.log for each in found)


@pytest.mark.parametrize("seed", range(3))
def test_the_windows_that_made_the_series_have_the_lowest_aicc(seed: int) -> None:
    found = adjust(months(168), series(seed).tolist(), FIXED, [effect(*CANDIDATES, optional=True)])
    (choice,) = found.choices
    assert choice.chosen == "7/7/10"
    scores = {each.windows: each.aicc for each in choice.candidates}
    assert list(scores) == ["none", "3/7/3", "7/7/10", "15/7/15", "20/7/20"]
    assert min(scores, key=scores.__getitem__) == "7/7/10"
    assert scores["none"] - scores["7/7/10"] > 20


def test_a_series_without_the_effect_is_mostly_adjusted_for_none() -> None:
    chosen = [
        adjust(
            months(168), series(seed, holiday=False).tolist(), FIXED, [effect(*CANDIDATES, optional=True)]
        ).choices[0].chosen
        for seed in range(8)
    ]  # fmt: skip
    assert chosen.count("none") >= 4


def test_the_adjusted_series_does_not_move_with_the_new_year() -> None:
    """Factors carry the effect: February of 2018 (New Year on the 16th) against 2016 (the 8th)."""
    values = series(5).tolist()
    plain = adjust(months(168), values, FIXED)
    found = adjust(months(168), values, FIXED, [effect(WINDOWS)])
    at = months(168).index(found.periods[0].shift(12 * 8 + 1))
    ratio = [(each.factors[at] or 0) / (each.factors[at - 24] or 1) for each in (plain, found)]
    assert abs(ratio[0] - 1) < 0.02
    assert ratio[1] > 1.03
    assert found.adjusted[at] == pytest.approx(values[at] / (found.factors[at] or 0), rel=1e-6)


def test_a_single_window_that_is_required_is_not_compared() -> None:
    found = adjust(months(168), series(0).tolist(), FIXED, [effect(WINDOWS)])
    assert found.choices == ()
    assert [each.name for each in found.effects if each.kind == "holiday"] == list(TRUTH)


def test_effects_of_an_additive_series_are_in_its_unit() -> None:
    values = (1e6 * series(0)).tolist()
    found = adjust(months(168), values, replace(FIXED, transform=Transform.NONE), [effect(WINDOWS)])
    during = found.effect("spring_festival during 7")
    assert during is not None
    assert -0.3e8 < during.estimate < -0.05e8
    assert found.model.combination == "additive"
    assert found.adjusted[50] == pytest.approx(values[50] - (found.factors[50] or 0), rel=1e-6)
