"""The stage of a path: no date before the inflection, whatever the noise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forerun.foresight.diffusion.curves import Shape, inverse, share
from forerun.foresight.diffusion.prediction import predict, unfit
from forerun.foresight.diffusion.stage import Stage, bend
from forerun.foresight.industries import Kind
from tests.foresight.diffusion.conftest import SHAPES, shaken, until

ANY_CEILING = st.sampled_from([None, (60.0, 120.0), (80.0, 80.0)])


@given(
    shape=st.sampled_from(SHAPES),
    part=st.floats(0.06, 0.98),
    count=st.integers(6, 35),
    noise=st.sampled_from([0.0, 0.005, 0.03, 0.1]),
    carried=st.sampled_from([0.0, 0.7]),
    ceilings=ANY_CEILING,
    seed=st.integers(0, 10_000),
)
@settings(max_examples=120, deadline=None, derandomize=True)
def test_a_path_before_its_inflection_never_counts_as_past_it(
    shape: Shape,
    part: float,
    count: int,
    noise: float,
    carried: float,
    ceilings: tuple[float, float] | None,
    seed: int,
) -> None:
    end = float(inverse(shape, np.array([part * shape.at_inflection]))[0])
    begin = float(inverse(shape, np.array([part * shape.at_inflection / 30]))[0])
    dates = np.linspace(2000.0, 2000.0 + (end - begin) / 0.4, count)
    values = 80 * share(shape, end + 0.4 * (dates - dates[-1]))
    values = shaken(values, np.random.default_rng(seed), noise, carried)
    if unfit(dates, values, Kind.STOCK, ceilings) is not None:
        return
    said = predict((dates, values), Kind.STOCK, ceilings, dates[-1:] + 1)
    assert said.standing.stage is Stage.BEFORE


@pytest.mark.parametrize("shape", SHAPES)
def test_a_curve_without_noise_is_past_its_inflection_when_it_is_nearly_full(shape: Shape) -> None:
    dates, values = until(shape, 0.97, 30)
    said = predict((dates, values), Kind.STOCK, None, dates[-1:] + 1)
    assert said.standing.stage in (Stage.PASSED, Stage.SATURATED)
    assert said.standing.inflections[1] < dates[-1]


@pytest.mark.parametrize("seed", range(5))
def test_a_share_far_past_half_of_every_ceiling_is_past_its_inflection(seed: int) -> None:
    dates, values = until(SHAPES[0], 0.95, 20, ceiling=95)
    values = np.minimum(shaken(values, np.random.default_rng(seed), 0.01), 99)
    said = predict((dates, values), Kind.SHARE, (91.0, 100.0), dates[-1:] + 1)
    assert said.standing.stage is not Stage.BEFORE


def test_saturated_is_when_no_plausible_ceiling_is_far() -> None:
    dates, values = until(SHAPES[0], 0.995, 40)
    said = predict((dates, values), Kind.STOCK, (80.0, 82.0), dates[-1:] + 1)
    assert said.standing.stage is Stage.SATURATED
    assert said.standing.maturity[0] >= 0.9


def test_the_bend_is_told_by_the_data_alone() -> None:
    dates = np.arange(2000.0, 2012.0)
    assert bend(dates, 10 + (dates - 2000) ** 0.5) < 0.01
    assert bend(dates, np.exp(0.3 * (dates - 2000))) > 0.9
    assert bend(dates[:4], dates[:4]) == 1.0


def test_months_are_thinned_before_their_bend_is_tested() -> None:
    years = np.arange(2000.0, 2003.0)
    months = np.concatenate([each + np.arange(12) / 12 for each in years])
    wave = np.sqrt(months - 1999) + 0.001 * np.sin(40 * months)
    kept = bend(months, wave)
    assert kept > bend(months * 12, wave)
