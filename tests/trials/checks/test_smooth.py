"""Smoothness: against other programs, generalised least squares and linear programmes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.stats import foldnorm, norm

from forerun.compiled import Array
from forerun.trials.checks.smooth import folded_quantile, frontier, identified_smooth, smooth_interval
from forerun.trials.checks.study import EventStudy, average_effect, first_effect

from .conftest import drawn

STUDIES = [(1, 1, 1), (2, 2, 3), (3, 4, 2), (4, 1, 3), (5, 6, 4)]


def bends(study: EventStudy) -> Array:
    """Second differences of a path that is zero in the reference period, from its values in the others."""
    k, size = study.before, len(study.relative)
    path = np.vstack([np.eye(size)[:k], np.zeros(size), np.eye(size)[k:]])
    return path[2:] - 2 * path[1:-1] + path[:-2]


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        (0.0, 0.13145961599733585, 0.216119693988081),
        (0.1, 0.11939793795694206, 0.41855427644305987),
        (0.2, 0.01939793795693978, 0.5185542764430622),
    ],
)
def test_benzarti_and_carloni(benzarti: EventStudy, bound: float, low: float, high: float) -> None:
    """diff-diff 3.13.0, _compute_optimal_flci.

    HonestDiD prints (0.13141, 0.21617), (0.11944, 0.41851), (0.01944, 0.51851): its quantile is drawn.
    """
    found = smooth_interval(benzarti, frontier(benzarti, first_effect(benzarti)), bound, 0.95)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        (0.0, 0.13324813519801582, 0.2303047386292446),
        (0.5, 0.11994320707197977, 0.3478832380983689),
        (1.0, 0.11585412594295424, 0.45194492588259133),
        (2.0, 0.13702431328906167, 0.66485516716094),
    ],
)
def test_the_mean_effect_of_benzarti_and_carloni(
    benzarti: EventStudy, share: float, low: float, high: float
) -> None:
    """diff-diff 3.13.0, _compute_optimal_flci with M in standard errors; it stops at 1e-6."""
    target = average_effect(benzarti)
    error = np.sqrt(target @ benzarti.covariance[4:, 4:] @ target)
    found = smooth_interval(benzarti, frontier(benzarti, target), share * error, 0.95)
    assert (found.low, found.high) == pytest.approx((low, high), abs=2e-6)
    assert found.high - found.low < high - low + 1e-9


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        (0.0, 0.03849, 0.23376),
        (0.01, 0.027367, 0.2422),
        (0.02, 0.0061132, 0.25851),
        (0.03, -0.01481, 0.27416),
        (0.04, -0.028729, 0.294),
        (0.05, -0.041775, 0.31396),
        (0.06, -0.054089, 0.33366),
    ],
)
def test_the_made_up_study(made_up: EventStudy, bound: float, low: float, high: float) -> None:
    """Printed on the page of HonestDiD.jl, five digits."""
    found = smooth_interval(made_up, frontier(made_up, first_effect(made_up)), bound, 0.95)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-6)


@pytest.mark.parametrize(("seed", "before", "after"), STUDIES)
def test_without_bends_it_is_the_effect_net_of_a_straight_line(seed: int, before: int, after: int) -> None:
    """Generalised least squares of the estimates on a line through the reference and one effect a period."""
    study = drawn(seed, before, after)
    target = np.random.default_rng(seed).standard_normal(after)
    regressors = np.column_stack([study.time, np.vstack([np.zeros((before, after)), np.eye(after)])])
    precision = np.linalg.inv(study.covariance)
    spread = np.linalg.inv(regressors.T @ precision @ regressors)
    fitted = spread @ regressors.T @ precision @ study.estimates
    centre, error = target @ fitted[1:], np.sqrt(target @ spread[1:, 1:] @ target)
    found = smooth_interval(study, frontier(study, target), 0.0, 0.95)
    half = norm.ppf(0.975) * error
    assert (found.low, found.high) == pytest.approx((centre - half, centre + half), abs=1e-7)


@pytest.mark.parametrize(("seed", "before", "after"), STUDIES)
def test_the_bias_is_the_largest_that_smooth_trends_can_make(seed: int, before: int, after: int) -> None:
    """Every knot's bias against the linear programme over all trends that bend by at most one."""
    study = drawn(seed, before, after)
    found = frontier(study, average_effect(study))
    rows = np.vstack([bends(study), -bends(study)])
    for weights, bias in zip(found.weights, found.bias, strict=True):
        worst = linprog(-weights, A_ub=rows, b_ub=np.ones(len(rows)), bounds=(None, None))
        assert -worst.fun == pytest.approx(bias, abs=1e-7)


@pytest.mark.parametrize(("seed", "before", "after"), STUDIES)
def test_no_estimator_nearby_is_shorter(seed: int, before: int, after: int) -> None:
    """Bias by the definition, as above, for estimators that stay blind to a straight line."""
    study, bound = drawn(seed, before, after), 0.1
    target = average_effect(study)
    found = smooth_interval(study, frontier(study, target), bound, 0.95)
    half = (found.high - found.low) / 2
    draw = np.random.default_rng(seed)
    rows = np.vstack([bends(study), -bends(study)])
    for knot in frontier(study, target).weights:
        for _ in range(10):
            shift = np.append(draw.standard_normal(before), np.zeros(after))
            early = np.where(np.arange(before + after) < before, study.time, 0.0)
            weights = knot + 0.05 * (shift - early * (shift @ early) / (early @ early))
            worst = linprog(-weights, A_ub=rows, b_ub=np.full(len(rows), bound), bounds=(None, None))
            error = np.sqrt(weights @ study.covariance @ weights)
            assert error * foldnorm.ppf(0.95, -worst.fun / error) >= half - 1e-6


@pytest.mark.parametrize(("seed", "before", "after"), STUDIES)
def test_the_identified_set_is_that_of_the_linear_programmes(seed: int, before: int, after: int) -> None:
    study = drawn(seed, before, after)
    target = np.random.default_rng(seed + 50).standard_normal(after)
    rows = np.vstack([bends(study), -bends(study)])
    most = np.abs((bends(study)[:, :before] @ study.estimates[:before])[: before - 1]).max(initial=0.0)
    free = most * 1.01 + 0.1
    ends = [
        target @ study.estimates[before:]
        - side
        * linprog(
            side * target,
            A_ub=rows[:, before:],
            b_ub=free - rows[:, :before] @ study.estimates[:before],
            bounds=(None, None),
        ).fun
        for side in (1.0, -1.0)
    ]
    assert identified_smooth(study, target, free) == pytest.approx((min(ends), max(ends)))
    assert before == 1 or identified_smooth(study, target, most * 0.99) is None


def test_the_truth_is_covered_when_a_trend_bends_as_much_as_allowed(benzarti: EventStudy) -> None:
    """The estimator is normal, so its coverage at the worst trend is a number; the usual interval's too."""
    bound, target = 0.02, average_effect(benzarti)
    rows = np.vstack([bends(benzarti), -bends(benzarti)])
    for weights in frontier(benzarti, target).weights:
        worst = linprog(-weights, A_ub=rows, b_ub=np.full(len(rows), bound), bounds=(None, None)).x
        study = EventStudy(benzarti.relative, worst, benzarti.covariance, -1)
        found = smooth_interval(study, frontier(study, target), bound, 0.95)
        error = _error(study, target, bound)
        assert norm.cdf(found.high / error) - norm.cdf(found.low / error) > 0.95 - 1e-6
    onto = np.append(np.zeros(4), target)
    straight = 0.05 * benzarti.time
    bias, usual = onto @ straight, np.sqrt(onto @ benzarti.covariance @ onto)
    assert norm.cdf(1.96 - bias / usual) - norm.cdf(-1.96 - bias / usual) < 0.2


def _error(study: EventStudy, target: Array, bound: float) -> float:
    """Standard error of the estimator in use, found from how its centre moves with each estimate."""
    found = frontier(study, target)
    centre = [
        sum((each.low, each.high)) / 2
        for each in (
            smooth_interval(EventStudy(study.relative, row, study.covariance, -1), found, bound, 0.95)
            for row in np.eye(len(study.relative))
        )
    ]
    return float(np.sqrt(np.array(centre) @ study.covariance @ centre))


@pytest.mark.parametrize("shift", [0.0, 0.01, 0.5, 1.0, 3.0, 40.0])
@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2, 0.4])
def test_the_quantile_of_a_folded_normal(shift: float, alpha: float) -> None:
    assert folded_quantile(shift, alpha) == pytest.approx(float(foldnorm.ppf(1 - alpha, shift)), rel=1e-9)
