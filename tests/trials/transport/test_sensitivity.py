from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.trials.transport.sensitivity import robustness_value
from forerun.trials.transport.transport import transport

from .conftest import Ask


@given(st.floats(1e-3, 10.0), st.floats(1e-3, 10.0))
def test_the_robustness_value_is_the_share_whose_bias_is_the_gap(gap: float, spread: float) -> None:
    """Bias squared with equal shares r: r / (1 - r) of the weights' variation times r of the effects'."""
    r = robustness_value(gap, spread)
    assert 0.0 < r < 1.0
    assert r / (1.0 - r) * r * spread == pytest.approx(gap**2, rel=1e-6)


def test_no_gap_needs_nothing_and_equal_weights_cannot_be_wrong() -> None:
    assert robustness_value(0.0, 1.0) == 0.0
    assert robustness_value(1.0, 0.0) == 1.0


def test_shifts_and_contour_are_the_bias_formula(ask: Ask) -> None:
    found = transport(ask(25, noise=0.4, matters=0.5))
    assert found.sensitivity is not None
    assert found.national is not None
    national, left = found.national.effect, np.sqrt(found.outcome.between)
    zero, matters = found.sensitivity.robustness
    assert zero.estimate_shift == pytest.approx(national.value / left)
    assert matters.estimate_gap == pytest.approx(abs(national.value - 0.5))
    assert zero.interval_gap == pytest.approx(national.interval.low)
    assert 0.0 < zero.interval_value < zero.estimate_value
    s, r = found.sensitivity.shifts.index(0.5), found.sensitivity.shares.index(0.25)
    assert found.sensitivity.contour[s, r] == pytest.approx(national.value - 0.5 * 0.5 * left)


def test_a_threshold_within_the_interval_is_reached_already(ask: Ask) -> None:
    first = transport(ask(25, noise=0.4))
    assert first.national is not None
    again = transport(ask(25, noise=0.4, matters=first.national.effect.value + 1e-3))
    assert again.sensitivity is not None
    held = again.sensitivity.robustness[1]
    assert (held.interval_gap, held.interval_value) == (0.0, 0.0)
    assert held.estimate_gap == pytest.approx(1e-3)


def test_measured_characteristics_are_yardsticks(ask: Ask) -> None:
    """Without noise their biases add up to what the placement of the trial adds."""
    found = transport(ask(25))
    assert found.sensitivity is not None
    assert found.premium is not None
    assert sum(each.bias for each in found.sensitivity.benchmarks) == pytest.approx(
        found.premium.placement.value
    )
    assert found.sensitivity.benchmarks[0].characteristic == "wealth"
    assert found.sensitivity.robustness[0].estimate_shift is None  # nothing is left between places
