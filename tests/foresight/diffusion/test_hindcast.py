"""The hindcast: only the past is used, every series counts alike, intervals hold on series left out."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from forerun.foresight.diffusion.baselines import Baseline, baselines
from forerun.foresight.diffusion.calibration import Calibration
from forerun.foresight.diffusion.curves import Shape
from forerun.foresight.diffusion.forecast import forecast
from forerun.foresight.diffusion.hindcast import ORIGINS, Attempt, attempts_of, hindcast, origins
from forerun.foresight.diffusion.path import Path
from forerun.types import Names
from tests.foresight.diffusion.conftest import SHAPES, path, shaken, until


def pool(count: int, seed: int = 3) -> list[Path]:
    """S-curves of every shape, speed and age, their growth shaken and shaken for good."""
    rng = np.random.default_rng(seed)
    made = []
    for at in range(count):
        shape: Shape = SHAPES[at % 3]
        dates, values = until(
            shape, float(rng.uniform(0.2, 0.95)), int(rng.integers(12, 26)), float(rng.uniform(0.25, 0.6))
        )
        made.append(path(dates, shaken(values, rng, 0.03, 0.9), name=f"p{at}"))
    return [each for each in made if each.values.size >= 8]


def calibrated(paths: list[Path]) -> Calibration:
    return Calibration(tuple(each.called for each in paths), hindcast(paths), "made")


def test_what_comes_later_never_changes_a_forecast_of_the_past() -> None:
    dates, values = until(SHAPES[0], 0.8, 14)
    before = list(attempts_of(path(dates, values)))
    changed = values.copy()
    changed[-1] *= 5
    after = list(attempts_of(path(dates, changed)))
    last = dates[-1]
    kept = [each for each in before if each.origin + each.horizon < last - 0.5]
    assert kept
    assert kept == [each for each in after if each.origin + each.horizon < last - 0.5]


def test_origins_are_few_and_apart() -> None:
    months = 2000 + np.arange(120) / 12
    chosen = origins(months)
    assert len(chosen) == ORIGINS
    assert np.all(np.diff(months[chosen]) >= 0.25 - 1e-6)
    assert chosen[0] == 4
    assert chosen[-1] < 119
    assert origins(np.arange(2000.0, 2005.0)) == []


def test_simple_rules_are_those_that_their_names_say() -> None:
    found = baselines(np.array([2000.0, 2001.0, 2002.0]), np.array([1.0, 8.0, 10.0]), np.array([2004.0]))
    assert found[Baseline.NO_CHANGE][0] == 10
    assert found[Baseline.LINEAR][0] == pytest.approx(14)
    assert found[Baseline.GROWTH][0] == pytest.approx(10 * 1.25**2)


def test_simple_rules_look_a_year_back_among_months() -> None:
    months = np.array([2000.0, 2000.5, 2001.0, 2001.5])
    found = baselines(months, np.array([1.0, 2.0, 3.0, 4.0]), np.array([2002.5]))
    assert found[Baseline.LINEAR][0] == pytest.approx(4 + 2)


def test_intervals_hold_on_simulated_curves_whose_ceilings_nobody_knows() -> None:
    found = calibrated(pool(36))
    together = [each for each in found.results if each.inflected is None and each.horizon <= 5]
    assert len(together) == 5
    assert 0.75 <= np.mean([each.held[0] for each in together]) <= 0.85
    assert np.mean([each.held[1] for each in together]) >= 0.88


def test_simulated_curves_are_forecast_better_than_by_simple_rules() -> None:
    found = calibrated(pool(36))
    at_five = found.result(5, None)
    assert at_five is not None
    assert at_five.skill is not None
    assert at_five.skill.demonstrated
    assert at_five.error < min(at_five.baselines)


def attempt(path_at: int, error: float, standard: float, horizon: int = 1) -> Attempt:
    return Attempt(path_at, 2000.0, horizon, False, error, (0.2, 0.4, 0.6), standard, True)


def named(count: int) -> tuple[Names, ...]:
    return tuple(Names(str(at), str(at)) for at in range(count))


def test_every_series_counts_alike_however_many_forecasts_it_has() -> None:
    many = [attempt(0, 1.0, 0.0) for _ in range(20)]
    few = [attempt(at, 0.1, 0.0) for at in range(1, 4)]
    result = Calibration(named(4), (*many, *few), "made").result(1, False)
    assert result is not None
    assert result.error == pytest.approx(0.1)
    assert (result.n, result.paths) == (23, 4)


def test_the_score_is_held_against_the_best_simple_rule() -> None:
    attempts = tuple(attempt(at % 5, 0.1, 0.0) for at in range(15))
    result = Calibration(named(5), attempts, "made").result(1, False)
    assert result is not None
    assert result.best is Baseline.NO_CHANGE
    assert result.skill is not None
    assert result.skill.skill == pytest.approx(1 - 0.1 / 0.2)
    assert result.skill.n == 15


def test_a_path_does_not_calibrate_itself() -> None:
    calm = [attempt(at % 5, 0.1, (-1.0) ** at) for at in range(20)]
    wild = [attempt(5, 0.1, 50.0) for _ in range(20)]
    found = Calibration(named(6), (*calm, *wild), "made")
    assert found.multiples(1, False)[0] == (-1.0, 50.0)
    assert found.multiples(1, False, without=5)[0] == (-1.0, 1.0)


def test_too_few_forecasts_give_neither_score_nor_interval() -> None:
    found = Calibration(named(2), tuple(attempt(at % 2, 0.1, 1.0) for at in range(30)), "made")
    result = found.result(1, False)
    assert result is not None
    assert result.skill is None
    assert found.multiples(1, False) == ()
    dates, values = until(SHAPES[0], 0.3, 12)
    said = forecast(path(dates, values), found, 5)
    assert all(each.intervals == () and each.score is None for each in said.ahead)


def test_the_same_paths_give_the_same_hindcast() -> None:
    assert hindcast(pool(4)) == hindcast(pool(4))


def test_progress_ends_at_one() -> None:
    told: list[float] = []
    hindcast(pool(4), told.append)
    assert told[-1] == 1
    assert told == sorted(told)


def test_falling_origins_are_passed_over() -> None:
    dates, values = until(SHAPES[0], 0.5, 14)
    fallen = replace(path(dates, values), values=np.concatenate([values[:8], values[:6] * 0.1]))
    assert max(each.origin for each in attempts_of(fallen)) <= dates[7]
    assert all(math.isfinite(each.standard) for each in attempts_of(fallen))
