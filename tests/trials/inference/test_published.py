"""Against numbers that were published or that other programs print."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from forerun.trials.inference.asked import Asked
from forerun.trials.inference.conformal import conformal
from forerun.trials.inference.jackknife_plus import jackknife_plus
from forerun.trials.inference.placebo import placebos
from forerun.trials.inference.resampling import jackknife
from forerun.trials.panel import Panel
from forerun.trials.result import Estimator, Inference
from forerun.trials.synthetic.method import Method

SDID, BASE = Method(Estimator.SDID), Method(Estimator.DEMEANED)
RIDGE = Method(Estimator.RIDGE, fixed_effects=True)


def test_every_placebo_of_the_california_tobacco_law(prop99: Panel) -> None:
    """38 enumerated: 9.37; the 8.4 of Arkhangelsky et al. (2021) is one sample of 200 draws from them."""
    found = placebos(prop99, SDID)
    assert found.error == pytest.approx(9.368, abs=0.05)
    assert len(found.effects) == 38
    assert found.draws == 0
    assert found.least_p == pytest.approx(1 / 39)
    assert found.p_of_ratio == pytest.approx(1 / 39)


@pytest.mark.parametrize(
    ("days", "values"),
    [(10, [0.6222, 0.2000, 0.0111, 0.0111, 0.0111]), (15, [0.9444, 0.2556, 0.0111, 0.0111, 0.0111])],
)
def test_cyclic_shifts_of_two_cities(
    cities_before: Panel, treated: Any, days: int, values: list[float]
) -> None:
    """augsynth-py 0.6.0 on the design panel of GeoLift, effects 0, 5, 10, 15 and 20 per cent."""
    start = 90 - days
    panel = treated(cities_before, cities_before.periods[start], "chicago", "portland")
    for effect, value in zip((0.0, 0.05, 0.10, 0.15, 0.20), values, strict=True):
        lifted = replace(panel, outcome=panel.outcome * (1 + effect * panel.under_treatment))
        assert conformal(lifted, BASE).p_value == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(("method", "printed"), [(BASE, 0.014), (RIDGE, 0.013)])
def test_orders_drawn_as_in_the_walkthrough_of_geolift(
    walkthrough: Panel, method: Method, printed: float
) -> None:
    """Its p-values are from 1,000 draws, which give or take 0.004 each."""
    found = conformal(walkthrough, method, Asked(draws=20_000), order=Inference.CONFORMAL_IID)
    assert found.p_value == pytest.approx(printed, abs=0.008)


def test_jackknife_beside_diff_diff(cities: Panel, treated: Any) -> None:
    """diff-diff 3.13.0, SyntheticDiD, variance_method="jackknife"; its weights stop short of the optimum."""
    two = treated(cities, "2021-04-01", "chicago", "portland")
    four = treated(cities, "2021-04-01", "chicago", "portland", "atlanta", "denver")
    assert jackknife(two, SDID).error == pytest.approx(368.190, rel=0.015)
    assert jackknife(four, SDID).error == pytest.approx(155.474, rel=0.015)


def test_jackknife_plus_holds_the_estimate(walkthrough: Panel, prop99: Panel) -> None:
    for panel, method in ((walkthrough, BASE), (walkthrough, RIDGE), (prop99, Method(Estimator.SYNTHETIC))):
        found = jackknife_plus(panel, method, Asked((0.5, 0.9)))
        half, most = found.intervals
        assert most.low < half.low < found.att < half.high < most.high


def test_jackknife_plus_of_the_california_tobacco_law(prop99: Panel) -> None:
    """augsynth 0.2.0, inf_type="jackknife+", whose solver stops within 2e-5."""
    [interval] = jackknife_plus(prop99, Method(Estimator.RIDGE), Asked((0.95,))).intervals
    assert [interval.low, interval.high] == pytest.approx([-22.137124, -12.268538], abs=3e-5)


def test_jackknife_plus_of_differences_written_out(made: Any) -> None:
    """Barber et al. (2021), for a synthetic path that is the mean of the donors plus a constant."""
    panel = made(np.random.default_rng(0), 8, ((10, 1),), 14, 0.0)
    own, others = panel.outcome[8], panel.outcome[:8].mean(axis=0)
    ends = []
    for held in range(10):
        rest = np.delete(np.arange(10), held)
        level = (own - others)[rest].mean()
        error = abs(own[held] - others[held] - level)
        path = others[10:].mean() + level
        ends.append((path - error, path + error))
    low, high = np.array(ends).T
    interval = jackknife_plus(panel, Method(Estimator.DID)).intervals[0]
    assert interval.low == pytest.approx(own[10:].mean() - np.quantile(high, 0.95))
    assert interval.high == pytest.approx(own[10:].mean() - np.quantile(low, 0.05))
