from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t

from forerun.trials.transport.outcome import OutcomeModel, fit_outcome
from forerun.trials.transport.quantity import (
    Linear,
    Quantity,
    Uncertainty,
    envelope,
    quantity,
    satterthwaite,
    uncertainty,
    variance,
)
from forerun.types import Interval


def two_groups() -> tuple[np.ndarray, np.ndarray, OutcomeModel]:
    """Six places of one kind and four of another, effects known exactly, and their outcome model."""
    random = np.random.default_rng(4)
    kind = np.r_[np.zeros(6), np.ones(4)]
    effect = 1.0 + kind + random.standard_normal(10)
    model = fit_outcome(
        effect, np.zeros((10, 10)), np.column_stack([np.ones(10), kind]), ("constant", "kind")
    )
    return effect, kind, model


def slope(model: OutcomeModel) -> Linear:
    return Linear(model.slopes[1], np.zeros(10), 0.0)


def known_of(model: OutcomeModel, effect: np.ndarray) -> Uncertainty:
    return uncertainty(model, effect, np.zeros((10, 10)), np.zeros(10), 0.0)


def test_a_difference_of_two_groups_has_the_error_of_welch() -> None:
    """For a dummy the scaled squared influences are s0^2 / n0 + s1^2 / n1 (Bell and McCaffrey 2002)."""
    effect, kind, model = two_groups()
    expected = effect[kind == 0].var(ddof=1) / 6 + effect[kind == 1].var(ddof=1) / 4
    found = quantity(slope(model), known_of(model, effect), 0.9)
    assert found.error**2 == pytest.approx(expected, rel=1e-6)
    assert found.value == pytest.approx(effect[kind == 1].mean() - effect[kind == 0].mean())


def test_its_degrees_of_freedom_are_those_of_bell_and_mccaffrey() -> None:
    """With equal variances (1/n0 + 1/n1)^2 / (1/(n0^2 (n0-1)) + 1/(n1^2 (n1-1)))."""
    effect, _, model = two_groups()
    expected = (1 / 6 + 1 / 4) ** 2 / (1 / (36 * 5) + 1 / (16 * 3))
    found = quantity(slope(model), known_of(model, effect), 0.9)
    assert found.degrees == pytest.approx(expected, rel=1e-6)
    reach = t.ppf(0.95, expected) * found.error
    assert found.interval.high - found.value == pytest.approx(reach, rel=1e-6)


def test_a_country_that_was_tried_whole_leaves_sampling_error_only() -> None:
    random = np.random.default_rng(1)
    shares, sampling = random.dirichlet(np.ones(10)), np.diag(random.uniform(0.01, 0.02, 10))
    effect = random.standard_normal(10)
    model = fit_outcome(effect, sampling, np.ones((10, 1)), ("constant",))
    known = uncertainty(model, effect, sampling, shares, float(shares @ shares))
    whole = Linear(shares, np.zeros(10), 1.0)
    sample = Linear(shares, np.zeros(10), 0.0)
    assert variance(whole, known) < 0.5 * variance(sample, known)
    assert variance(whole, known) >= shares @ sampling @ shares


def test_errors_have_the_right_size_on_average() -> None:
    """Mean squared error against mean variance, over draws of the model with a finite country."""
    random = np.random.default_rng(7)
    trials, shares = 12, np.full(30, 1 / 30)
    x = random.standard_normal(30)
    features = np.column_stack([np.ones(trials), x[:trials]])
    errors, variances = [], []
    for _ in range(1500):
        true = 1.0 + x + 0.5 * random.standard_normal(30)
        sampling = 0.1 * np.eye(trials) + 0.05
        seen = true[:trials] + np.linalg.cholesky(sampling) @ random.standard_normal(trials)
        model = fit_outcome(seen, sampling, features, ("constant", "x"))
        known = uncertainty(model, seen, sampling, shares[:trials], float(shares @ shares))
        number = Linear(np.r_[1.0, x.mean()] @ model.slopes, np.zeros(trials), 1.0)
        errors.append(number.coefficients @ seen - shares @ true)
        variances.append(variance(number, known))
    assert np.mean(variances) == pytest.approx(np.mean(np.square(errors)), rel=0.12)
    assert abs(np.mean(errors)) < 4.0 * np.std(errors) / np.sqrt(1500)


def test_a_difference_of_a_number_with_itself_is_certain() -> None:
    effect, _, model = two_groups()
    nothing = slope(model) - slope(model)
    found = quantity(nothing, known_of(model, effect), 0.9)
    assert (found.value, found.error) == (0.0, 0.0)
    assert satterthwaite(nothing.coefficients, known_of(model, effect)) == 10.0


def test_numbers_can_be_scaled_and_moved() -> None:
    effect, _, model = two_groups()
    known = known_of(model, effect)
    plain, moved = (
        quantity(slope(model), known, 0.9),
        quantity(slope(model).times(-2.0).plus(3.0), known, 0.9),
    )
    assert moved.value == pytest.approx(3.0 - 2.0 * plain.value)
    assert moved.error == pytest.approx(2.0 * plain.error)
    assert moved.interval.low == pytest.approx(3.0 - 2.0 * plain.interval.high)


def test_a_range_of_assumptions_gives_an_interval_that_covers_all() -> None:
    first = Quantity(1.0, 0.1, 5.0, Interval(0.9, 0.8, 1.2))
    other = Quantity(0.5, 0.1, 5.0, Interval(0.9, 0.3, 0.7))
    assert envelope(first, (other,)).interval == Interval(0.9, 0.3, 1.2)
    assert envelope(first, (other,)).value == 1.0
