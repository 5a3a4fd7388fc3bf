"""Relative magnitudes: against other programs, linear programmes, enumerated corners and simulation."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.stats import norm

from forerun.compiled import Array
from forerun.trials.checks import relative
from forerun.trials.checks.relative import identified_relative, relative_interval
from forerun.trials.checks.study import EventStudy, average_effect, event_study, first_effect

from .conftest import drawn

STUDIES = [(1, 1, 1), (2, 2, 3), (3, 3, 2), (4, 1, 3), (5, 4, 4)]


def moments(study: EventStudy, mbar: float, change: int, sign: int) -> Array:
    """Rows of A in A d <= 0 for the cone in which change number ``change`` times ``sign`` is the largest."""
    k, size = study.before, len(study.relative)
    path = np.vstack([np.eye(size)[:k], np.zeros(size), np.eye(size)[k:]])
    steps = path[1:] - path[:-1]
    largest = mbar * sign * steps[change]
    return np.vstack([steps[k:] - largest, -steps[k:] - largest])


def corners(rows: Array, study: EventStudy, target: Array) -> Array:
    """Every corner of the dual of the minimised violation, by trying every basis."""
    k, after = study.before, len(target)
    errors = np.sqrt(np.diag(rows @ study.covariance @ rows.T))
    nuisance = rows[:, k:] @ np.linalg.svd(target[None])[2][1:].T
    equations = np.vstack([nuisance.T, errors])
    found = []
    for basis in combinations(range(len(rows)), after):
        part = equations[:, basis]
        if abs(np.linalg.det(part)) > 1e-12:
            multipliers = np.linalg.solve(part, np.append(np.zeros(after - 1), 1.0))
            if (multipliers > -1e-12).all():
                found.append(np.zeros(len(rows)))
                found[-1][list(basis)] = multipliers
    return np.unique(np.round(found, 10), axis=0)


def accepted_by_hand(study: EventStudy, target: Array, mbar: float, value: float) -> bool:
    """The hybrid test in every cone, with corners enumerated and the critical value drawn."""
    draws = np.random.default_rng(0).multivariate_normal(
        np.zeros(len(study.relative)), study.covariance, 60_000
    )
    size = (0.05 - 0.005) / (1 - 0.005)
    for change in range(study.before):
        for sign in (1, -1):
            rows = moments(study, mbar, change, sign)
            dual = corners(rows, study, target)
            critical = np.quantile((draws @ rows.T @ dual.T).max(axis=1), 0.995)
            moved = rows @ study.estimates - rows[:, study.before :] @ target / (target @ target) * value
            each, together = dual @ moved, dual @ rows @ study.covariance @ rows.T @ dual.T
            at = int(np.argmax(each))
            ratio, largest, spread = together[at] / together[at, at], each[at], np.sqrt(together[at, at])
            rest = each - ratio * largest
            below = [rest[j] / (1 - ratio[j]) for j in range(len(each)) if ratio[j] < 1 - 1e-8]
            above = [rest[j] / (1 - ratio[j]) for j in range(len(each)) if ratio[j] > 1 + 1e-8]
            low, high = (
                norm.cdf(end / spread) for end in (max(below, default=-np.inf), min([*above, critical]))
            )
            cut = norm.ppf(low + (1 - size) * (high - low)) * spread
            if largest <= critical and largest <= max(cut, 0.0):
                return True
    return False


def test_no_break_gives_the_usual_interval(benzarti: EventStudy) -> None:
    """constructOriginalCS of HonestDiD 0.2 on its BCdata_EventStudy."""
    found = relative_interval(benzarti, first_effect(benzarti), 0.0, 0.95)
    assert (found.low, found.high) == pytest.approx((0.15877494280765, 0.233147292681241), abs=1e-9)


@pytest.mark.parametrize(("seed", "before", "after"), STUDIES)
def test_no_break_gives_the_usual_interval_whatever_the_target(seed: int, before: int, after: int) -> None:
    study = drawn(seed, before, after)
    weights = np.random.default_rng(seed).standard_normal(after)
    centre = weights @ study.estimates[before:]
    half = norm.ppf(0.95) * np.sqrt(weights @ study.covariance[before:, before:] @ weights)
    found = relative_interval(study, weights, 0.0, 0.9)
    assert (found.low, found.high) == pytest.approx((centre - half, centre + half), abs=1e-8)


def test_the_first_effect_of_benzarti_and_carloni(benzarti: EventStudy) -> None:
    """computeConditionalCS_DeltaRM of HonestDiD, Mbar 1, C-LF, 200 points 0.0038 apart: 0.07055 to 0.31844.

    Its least favourable critical value comes from 1,000 draws; those move an end by up to 0.0012.
    """
    found = relative_interval(benzarti, first_effect(benzarti), 1.0, 0.95)
    assert 0.07055 - 0.0038 - 0.0012 < found.low < 0.07055 + 0.0012
    assert 0.31844 - 0.0012 < found.high < 0.31844 + 0.0038 + 0.0012


@pytest.mark.parametrize(
    ("mbar", "low", "high"),
    [
        (0.5, 0.031031, 0.28328),
        (1.0, -0.003003, 0.33734),
        (1.5, -0.053053, 0.39339),
        (2.0, -0.10511, 0.45345),
    ],
)
def test_the_made_up_study(made_up: EventStudy, mbar: float, low: float, high: float) -> None:
    """Printed on the page of HonestDiD.jl: C-LF with 1,000 draws, on points 0.002 apart."""
    found = relative_interval(made_up, first_effect(made_up), mbar, 0.95)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0025)


@pytest.mark.parametrize(("seed", "before", "after"), STUDIES)
def test_corners_are_those_of_the_linear_programme(seed: int, before: int, after: int) -> None:
    study, mbar, value = drawn(seed, before, after), 0.7, 0.4
    target = average_effect(study)
    cones = relative._cones(study, target, mbar)
    for cone in range(2 * before):
        rows = moments(study, mbar, cone % before, 1 if cone < before else -1)
        errors = np.sqrt(np.diag(rows @ study.covariance @ rows.T))
        moved = rows @ study.estimates - rows[:, before:] @ target / (target @ target) * value
        nuisance = rows[:, before:] @ np.linalg.svd(target[None])[2][1:].T
        least = linprog(
            np.append(1.0, np.zeros(after - 1)),
            A_ub=-np.column_stack([errors, nuisance]),
            b_ub=-moved,
            bounds=(None, None),
        )
        ours = (cones.corner[cone] @ [cones.estimate - value, cones.change[cone]]).max()
        assert ours == pytest.approx(least.fun, abs=1e-9)


@pytest.mark.parametrize(("seed", "before", "after"), STUDIES)
def test_ends_are_where_the_test_by_hand_begins_to_reject(seed: int, before: int, after: int) -> None:
    study, mbar = drawn(seed, before, after), 0.6
    target = first_effect(study)
    found = relative_interval(study, target, mbar, 0.95)
    margin = 0.01 * (found.high - found.low)
    assert [
        accepted_by_hand(study, target, mbar, value)
        for value in (found.low - margin, found.low + margin, found.high - margin, found.high + margin)
    ] == [False, True, True, False]


@pytest.mark.parametrize(("seed", "before", "after"), STUDIES)
def test_the_identified_set_is_that_of_the_linear_programmes(seed: int, before: int, after: int) -> None:
    study, mbar = drawn(seed, before, after), 1.3
    target = np.random.default_rng(seed + 50).standard_normal(after)
    ends = []
    for change in range(before):
        for sign in (1, -1):
            rows = moments(study, mbar, change, sign)
            for side in (1.0, -1.0):
                found = linprog(
                    side * target,
                    A_ub=rows[:, before:],
                    b_ub=-rows[:, :before] @ study.estimates[:before],
                    bounds=(None, None),
                )
                if found.success:
                    ends.append(target @ (study.estimates[before:] - found.x))
    assert identified_relative(study, target, mbar) == pytest.approx((min(ends), max(ends)))


def test_the_truth_is_covered_when_trends_break_as_much_as_allowed() -> None:
    """2,000 studies whose trend breaks after the start by Mbar = 1 times its largest break before."""
    trend = np.array([0.0, 0.3, 0.3, -0.3, -0.6, -0.9])
    sound = drawn(11, 3, 3)
    covariance = 0.05 * sound.covariance / sound.covariance.max()
    study = event_study(sound.relative, trend, covariance)
    target = first_effect(study)
    cones = relative._cones(study, target, 1.0)
    critical = relative._least_favourable(cones, 0.1 * relative.FIRST_STAGE)
    draw = np.random.default_rng(5).multivariate_normal(trend, covariance, 2_000)
    signed = relative._changes(study)[:3]
    covered = [
        relative._accepts(
            replace(cones, estimate=float(each[3]), change=np.append(signed @ each, -signed @ each)),
            (critical, 0.9),
            np.zeros((6, 1)),
        ).any()
        for each in draw
    ]
    usual = np.abs(draw[:, 3]) <= norm.ppf(0.95) * np.sqrt(covariance[3, 3])
    assert np.mean(usual) < 0.85
    assert 0.885 < np.mean(covered) < 0.999


def test_a_singular_covariance_still_gives_an_interval() -> None:
    root = np.random.default_rng(4).standard_normal((5, 2))
    study = event_study([-3, -2, 0, 1, 2], np.array([0.1, -0.1, 1.0, 1.1, 1.2]), root @ root.T)
    found = relative_interval(study, average_effect(study), 1.0, 0.95)
    assert np.isfinite([found.low, found.high]).all()
    assert found.low < 1.1 < found.high
