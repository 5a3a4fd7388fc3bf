"""Trials placed and carried as Wang and Yang (2025) found: what naive forecasts make of them, and ours."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.trials.panel import NEVER
from forerun.trials.simulate import (
    Simulated,
    WangYang,
    attention_by_period,
    expected_bias,
    mean_of_largest,
    wang_yang,
)
from forerun.trials.transport.overlap import Doubt, Verdict
from forerun.trials.transport.places import effects_by_place
from forerun.trials.transport.transport import Transport, transport

RUNS = 500
Runs = list[tuple[Simulated, Transport]]


def runs(setting: WangYang, count: int = RUNS) -> Runs:
    made = [wang_yang(seed, setting) for seed in range(count)]
    return [(each, transport(each.question(effects_by_place(each.panel)))) for each in made]


@pytest.fixture(scope="module")
def usual() -> Runs:
    return runs(WangYang())


def covered(found: Runs) -> list[bool]:
    """Whether the national interval holds the truth, of the trials that could tell."""
    spans = [(each.national, one.national.effect.interval) for each, one in found if one.national is not None]
    return [span.low <= truth <= span.high for truth, span in spans]


def test_order_statistics_are_those_of_the_tables() -> None:
    """Expected largest of 2 draws: 1 / sqrt(pi); of 3: 3 / (2 sqrt(pi)); of 10: 1.53875 (Teichroew 1956)."""
    assert mean_of_largest(1, 2) == pytest.approx(1.0 / np.sqrt(np.pi), abs=1e-9)
    assert mean_of_largest(1, 3) == pytest.approx(1.5 / np.sqrt(np.pi), abs=1e-9)
    assert mean_of_largest(1, 10) == pytest.approx(1.53875, abs=1e-5)
    assert mean_of_largest(10, 10) == pytest.approx(0.0, abs=1e-12)


def test_pilots_stand_in_better_off_places(usual: Runs) -> None:
    share = np.mean([(s.values[s.panel.treated, 0] > np.median(s.values[:, 0])).mean() for s, _ in usual])
    assert 0.78 < share < 0.86


def test_the_naive_forecast_is_too_high_by_the_stated_amount(usual: Runs) -> None:
    """0.5 x 0.5 x 1.6079 from placement and 0.5 x 0.6172 from effort, give or take four standard errors."""
    assert expected_bias(WangYang()) == pytest.approx(0.7106, abs=1e-4)
    apart = np.array([found.naive.value - truth.national for truth, found in usual])
    assert abs(apart.mean() - expected_bias(WangYang())) < 4.0 * apart.std() / np.sqrt(RUNS)
    holds = [f.naive.interval.low <= s.national <= f.naive.interval.high for s, f in usual]
    assert np.mean(holds) < 0.05


def test_ours_covers_the_truth(usual: Runs) -> None:
    holds = covered(usual)
    assert len(holds) > 0.98 * RUNS
    assert 0.85 <= np.mean(holds) <= 0.95
    apart = np.array([f.national.effect.value - s.national for s, f in usual if f.national is not None])
    assert abs(apart.mean()) < 4.0 * apart.std() / np.sqrt(len(apart))


def test_the_premium_covers_what_placement_and_effort_added(usual: Runs) -> None:
    holds = []
    for each, found in usual:
        if found.premium is not None:
            response = WangYang().response * each.effort.during.mean()
            true = each.effects[each.panel.treated].mean() + response - each.national
            holds.append(found.premium.total.interval.low <= true <= found.premium.total.interval.high)
    assert 0.85 <= np.mean(holds) <= 0.95


@pytest.mark.parametrize(
    "setting",
    [
        WangYang(trials=30, cohorts=3),
        WangYang(trials=20),
        WangYang(spread=0.6),
        WangYang(places=1000, trials=60),
    ],
    ids=["staggered", "few", "varied", "large"],
)
def test_ours_covers_the_truth_elsewhere(setting: WangYang) -> None:
    found = runs(setting, 300)
    holds = covered(found)
    assert len(holds) > 150
    assert 0.85 <= np.mean(holds) <= 0.96
    apart = np.array([f.naive.value - s.national for s, f in found])
    assert abs(apart.mean() - expected_bias(setting)) < 4.0 * apart.std() / np.sqrt(300)


def test_only_the_richest_places_cannot_tell() -> None:
    """With trials in the 40 richest of 300 places, all above the 86th percentile, no run gives a number."""
    found = runs(WangYang(selection=1.0))
    assert {one.verdict for _, one in found} == {Verdict.CANNOT_TELL}
    assert all(one.national is None for _, one in found)
    assert all(one.overlap.reasons[0].doubt == Doubt.OUTSIDE for _, one in found)
    assert all("wealth" in one.overlap.reasons[0].characteristics for _, one in found)


def test_random_placement_without_effort_needs_no_correction() -> None:
    setting = WangYang(selection=0.0, effort=0.0, effort_spread=0.0)
    assert expected_bias(setting) == pytest.approx(0.0, abs=1e-12)


def test_effort_is_full_while_attention_lasts_and_then_fades() -> None:
    setting = WangYang(before=2, after=5, attention=2, fade=0.5)
    shares = attention_by_period(setting, np.array([2, 4]))
    assert shares[0].tolist() == [0.0, 0.0, 1.0, 1.0, 0.5, 0.25, 0.125]
    assert shares[1].tolist() == [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.5]


def test_the_same_seed_gives_the_same_trial_and_another_does_not() -> None:
    one, same, other = wang_yang(3), wang_yang(3), wang_yang(4)
    assert np.array_equal(one.panel.outcome, same.panel.outcome)
    assert not np.array_equal(one.panel.outcome, other.panel.outcome)
    assert int((one.panel.start != NEVER).sum()) == 40


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (WangYang(trials=1), "1 trial places of 300"),
        (WangYang(trials=299), "Leave three untreated"),
        (WangYang(cohorts=5, after=8), "after the last start"),
        (WangYang(selection=1.5), "between -1 and 1"),
    ],
)
def test_impossible_settings(setting: WangYang, message: str) -> None:
    with pytest.raises(InputError, match=message):
        wang_yang(0, setting)
