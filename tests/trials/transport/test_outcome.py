"""Meta-regression against the vaccine trials of Colditz et al. (1994), a textbook set, and by other routes.

The 13 log risk ratios of tuberculosis come from the published counts.  Expected numbers were printed by
statsmodels 0.15.0, ``combine_effects(y, v, method_re="iterated", use_t=True, atol=1e-13)``, which is the
method of Paule and Mandel with the errors of Hartung, Knapp, Sidik and Jonkman.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from forerun.trials.transport.outcome import between_variance, fit_outcome

COUNTS = np.array([
    [4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619], [33, 5036, 47, 5761],
    [180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892], [29, 7470, 45, 7232],
    [17, 1699, 65, 1600], [186, 50448, 141, 27197], [5, 2493, 3, 2338], [27, 16886, 29, 17825],
])  # fmt: skip
LATITUDE = np.array([44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33], float)


def vaccine() -> tuple[np.ndarray, np.ndarray]:
    ill, well, ill_control, well_control = COUNTS.T
    treated, control = ill + well, ill_control + well_control
    effect = np.log(ill / treated / (ill_control / control))
    return effect, 1 / ill - 1 / treated + 1 / ill_control - 1 / control


def test_the_mean_effect_of_the_vaccine() -> None:
    effect, variance = vaccine()
    found = fit_outcome(effect, np.diag(variance), np.ones((13, 1)), ("constant",))
    assert found.between == pytest.approx(0.3180684522050243, abs=1e-9)
    assert found.coefficients[0] == pytest.approx(-0.7149681534934446, abs=1e-9)
    assert found.errors[0] == pytest.approx(0.18089219153762356, abs=1e-9)
    assert found.degrees == 12


def test_with_a_moderator_the_generalised_q_equals_its_degrees_of_freedom() -> None:
    effect, variance = vaccine()
    features = np.column_stack([np.ones(13), LATITUDE - 33.0])

    def q(between: float) -> float:
        weights = 1.0 / (variance + between)
        slopes = np.linalg.lstsq(features * np.sqrt(weights)[:, None], effect * np.sqrt(weights), rcond=None)[
            0
        ]
        return float(weights @ (effect - features @ slopes) ** 2) - 11.0

    expected = brentq(q, 0.0, 2.0, xtol=1e-13)
    found = fit_outcome(effect, np.diag(variance), features, ("constant", "latitude"))
    assert found.between == pytest.approx(expected, abs=1e-9)
    assert found.coefficients[1] < 0.0  # it works better far from the equator


def test_errors_that_places_share_change_no_contrast_between_them() -> None:
    """A part common to all errors is absorbed by the constant: t2 and slopes stay."""
    effect, variance = vaccine()
    features = np.column_stack([np.ones(13), LATITUDE - 33.0])
    alone = fit_outcome(effect, np.diag(variance), features, ("constant", "latitude"))
    shared = fit_outcome(effect, np.diag(variance) + 0.5, features, ("constant", "latitude"))
    assert shared.between == pytest.approx(alone.between, abs=1e-9)
    assert shared.coefficients == pytest.approx(alone.coefficients, abs=1e-8)
    assert shared.errors[1] == pytest.approx(alone.errors[1], rel=1e-6)
    assert shared.errors[0] ** 2 - alone.errors[0] ** 2 == pytest.approx(0.5, rel=1e-6)


def test_effects_that_vary_less_than_their_errors_have_nothing_between_them() -> None:
    effect = np.array([1.0, 1.1, 0.9, 1.0])
    found = fit_outcome(effect, 0.04 * np.eye(4), np.ones((4, 1)), ("constant",))
    assert found.between == 0.0
    assert found.errors[0] == pytest.approx(0.1)  # not made smaller than known sampling error allows


def test_effects_known_exactly_leave_ordinary_least_squares() -> None:
    random = np.random.default_rng(2)
    features = np.column_stack([np.ones(8), random.standard_normal(8)])
    effect = random.standard_normal(8)
    slopes, squares, *_ = np.linalg.lstsq(features, effect, rcond=None)
    found = fit_outcome(effect, np.zeros((8, 8)), features, ("constant", "x"))
    assert found.coefficients == pytest.approx(slopes)
    assert found.between == pytest.approx(float(squares[0]) / 6)
    assert between_variance(features @ slopes, np.zeros((8, 8)), features) < 1e-12


def test_errors_of_nothing_beside_large_ones_stay_numbers() -> None:
    """Effects that are zero, some known exactly and some hardly: no error is NaN."""
    sampling = np.diag([0.0, 25.0, 0.0, 25.0, 0.0, 25.0])
    features = np.column_stack([np.ones(6), [1.0, 1.0, 2.0, 3.0, 1.0, 2.0]])
    found = fit_outcome(np.zeros(6), sampling, features, ("constant", "x"))
    assert np.isfinite(found.errors).all()
    assert found.coefficients == pytest.approx([0.0, 0.0], abs=1e-12)
