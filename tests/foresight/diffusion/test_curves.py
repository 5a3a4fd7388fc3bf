"""Closed forms against what defines them: differential equations, inflections, and each other."""

from __future__ import annotations

import math

import numpy as np
import pytest

from forerun.foresight.diffusion.curves import (
    FLOOR,
    Model,
    Shape,
    bass,
    bass_peak,
    inverse,
    log_shares,
    share,
    slope,
)
from tests.foresight.diffusion.conftest import SHAPES

X = np.linspace(-2.0, 6.0, 81)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_slope_is_the_derivative_of_the_share(shape: Shape) -> None:
    step = 1e-6
    numeric = (share(shape, X + step) - share(shape, X - step)) / (2 * step)
    assert slope(shape, X) == pytest.approx(numeric, abs=1e-8)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_slope_is_steepest_at_the_inflection(shape: Shape) -> None:
    assert share(shape, np.zeros(1))[0] == pytest.approx(shape.at_inflection, abs=1e-15)
    assert slope(shape, np.zeros(1))[0] == pytest.approx(shape.steepness, abs=1e-15)
    around = slope(shape, np.array([-0.01, 0.0, 0.01]))
    assert around[1] > around[0]
    assert around[1] > around[2]


def test_each_curve_bends_at_its_own_share_of_the_ceiling() -> None:
    assert Shape(Model.LOGISTIC).at_inflection == 0.5
    assert Shape(Model.GOMPERTZ).at_inflection == pytest.approx(1 / math.e)
    assert Shape(Model.BASS, 4.0).at_inflection == pytest.approx(0.5 - 0.03 / (2 * 0.12))


@pytest.mark.parametrize("shape", SHAPES)
def test_inverse_undoes_share(shape: Shape) -> None:
    assert inverse(shape, share(shape, X)) == pytest.approx(X, abs=1e-9)


def test_ten_to_ninety_percent_of_a_logistic_takes_ln_81_over_its_speed() -> None:
    assert Shape(Model.LOGISTIC).tenth_to_nine_tenths == pytest.approx(math.log(81))
    gompertz = math.log(math.log(10) / math.log(1 / 0.9))
    assert Shape(Model.GOMPERTZ).tenth_to_nine_tenths == pytest.approx(gompertz)


@pytest.mark.parametrize("shape", SHAPES)
def test_gompertz_and_logistic_solve_their_equations(shape: Shape) -> None:
    grown, steep = share(shape, X), slope(shape, X)
    if shape.model is Model.GOMPERTZ:
        assert steep == pytest.approx(-grown * np.log(grown))
    elif shape.model is Model.LOGISTIC:
        assert steep == pytest.approx(grown * (1 - grown))


@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.01, 0.4), (0.002, 0.9), (0.1, 0.1)])
def test_bass_solves_its_hazard_equation(p: float, q: float) -> None:
    years, step = np.linspace(0.1, 30, 100), 1e-6
    adopted = bass(p, q, years)
    rate = (bass(p, q, years + step) - bass(p, q, years - step)) / (2 * step)
    assert rate == pytest.approx((p + q * adopted) * (1 - adopted), abs=1e-8)
    assert bass(p, q, np.zeros(1))[0] == 0


@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.01, 0.4), (0.002, 0.9)])
def test_bass_peaks_at_the_logarithm_of_q_over_p(p: float, q: float) -> None:
    years = np.linspace(0, 40, 400_001)
    sales = np.diff(bass(p, q, years))
    assert years[int(np.argmax(sales))] == pytest.approx((math.log(q) - math.log(p)) / (p + q), abs=1e-3)
    assert bass_peak(p, q) == pytest.approx((math.log(q) - math.log(p)) / (p + q))


def test_bass_without_enough_imitation_peaks_at_its_launch() -> None:
    assert bass_peak(0.3, 0.1) == 0
    assert bass_peak(0.3, 0.0) == 0


def test_both_forms_of_bass_are_one_curve() -> None:
    p, q = 0.03, 0.38
    years = np.linspace(0, 40, 50)
    moved = (p + q) * (years - math.log(q / p) / (p + q))
    assert share(Shape(Model.BASS, q / p), moved) == pytest.approx(bass(p, q, years), abs=1e-14)


def test_bass_becomes_the_logistic_as_nobody_innovates() -> None:
    assert share(Shape(Model.BASS, 1e9), X) == pytest.approx(share(Shape(Model.LOGISTIC), X), abs=1e-8)


@pytest.mark.parametrize("shape", SHAPES)
def test_logarithms_and_their_derivatives_agree_with_the_share(shape: Shape) -> None:
    x = X[None]
    gompertz, imitation = np.array([[shape.model is Model.GOMPERTZ]]), np.array([[shape.imitation]])
    logs, by_x, _ = log_shares(gompertz, imitation, x)
    assert logs[0] == pytest.approx(np.log(share(shape, X)))
    assert by_x[0] == pytest.approx(slope(shape, X) / share(shape, X))


def test_the_derivative_by_the_ratio_is_right() -> None:
    off, bigger, smaller = (np.array([[np.exp(-value)]]) for value in (2.0, 2.0 + 1e-6, 2.0 - 1e-6))
    no, x = np.array([[False]]), X[None]
    numeric = (log_shares(no, bigger, x)[0] - log_shares(no, smaller, x)[0]) / 2e-6
    told = log_shares(no, off, x)[2]
    inside = X > -1.9
    assert told[0, inside] == pytest.approx(numeric[0, inside], abs=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_ends_are_finite(shape: Shape) -> None:
    far = np.array([-1e9, -800.0, 800.0, 1e9])
    assert np.all(np.isfinite(share(shape, far)))
    assert np.all(np.isfinite(slope(shape, far)))
    gompertz, imitation = np.array([[shape.model is Model.GOMPERTZ]]), np.array([[shape.imitation]])
    logs = log_shares(gompertz, imitation, far[None])[0]
    assert logs.min() >= FLOOR
