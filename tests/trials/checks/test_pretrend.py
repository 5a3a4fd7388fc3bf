"""Power of pre-trend tests: the example of the package pretrends, other programs, and known distributions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2, multivariate_normal, norm, truncnorm

from forerun.errors import ConventionError, SpecError
from forerun.trials.checks.box import in_box
from forerun.trials.checks.check import Verdict
from forerun.trials.checks.pretrend import (
    detectable_slope,
    joint_test,
    passing,
    power_against,
    pretrend,
    pretrend_check,
    simultaneous,
)
from forerun.trials.checks.study import EventStudy, event_study

from .conftest import drawn

SLOPE = 0.06991527


@pytest.fixture
def he_and_wang() -> EventStudy:
    """He and Wang (2017), figure 2A: estimates and errors as the page of the package pretrends prints them.

    The page does not print the three correlations before the start.  Those below were solved from three of
    the six numbers that depend on them (likelihood ratio, and mean after passing at -3 and -2); the tests ask
    for all six.
    """
    errors = np.array([0.12228981, 0.10185069, 0.07761490, 0.07494899])
    correlation = np.eye(4)
    correlation[0, 1] = correlation[1, 0] = 0.6557
    correlation[0, 2] = correlation[2, 0] = 0.5053
    correlation[1, 2] = correlation[2, 1] = 0.6198
    estimates = np.array([-0.08942866, -0.08939153, -0.06860359, 0.09308024])
    return event_study([-4, -3, -2, 0], estimates, np.outer(errors, errors) * correlation)


def test_what_a_passed_test_hides_in_he_and_wang(he_and_wang: EventStudy) -> None:
    """Printed with a slope of 0.06991527; the package draws, its power should be 0.5 and is 0.4997."""
    found = passing(he_and_wang, SLOPE * he_and_wang.time)
    assert found.power == pytest.approx(0.4997363, abs=5e-4)
    assert found.bayes_factor == pytest.approx(0.5671215, abs=5e-4)
    assert found.likelihood_ratio == pytest.approx(0.8589346, abs=1e-3)
    assert found.expected[:3] == pytest.approx([-0.12249504, -0.07515163, -0.03060731], abs=2e-4)


def test_the_slope_found_half_of_the_time_in_he_and_wang(he_and_wang: EventStudy) -> None:
    """Printed as 0.06991527 on one version of the page and 0.06997297 on another."""
    assert detectable_slope(he_and_wang, 0.5) == pytest.approx(0.06994, abs=1e-4)


@pytest.mark.parametrize(("power", "slope"), [(0.5, 0.0116108278), (0.8, 0.0179771021)])
def test_slopes_of_benzarti_and_carloni(benzarti: EventStudy, power: float, slope: float) -> None:
    """diff-diff 3.13.0, PreTrendsPower with individual tests."""
    assert detectable_slope(benzarti, power) == pytest.approx(slope, rel=1e-4)


def test_one_period_before_has_a_known_power() -> None:
    study = event_study([-2, 0], np.array([0.3, 1.0]), np.array([[0.04, 0.02], [0.02, 0.09]]))
    shift = -0.3 / 0.2
    expected = norm.cdf(-1.959964 - shift) + norm.sf(1.959964 - shift)
    found = passing(study, 0.3 * study.time)
    inside = truncnorm.mean(-1.959964 - shift, 1.959964 - shift, loc=-0.3, scale=0.2)
    assert found.power == pytest.approx(expected, abs=1e-6)
    assert found.expected == pytest.approx([inside, 0.3 + 0.5 * (inside + 0.3)], abs=1e-4)
    assert found.likelihood_ratio == pytest.approx(norm.pdf(0.3, -0.3, 0.2) / norm.pdf(0.3, 0.0, 0.2))


def test_power_is_the_same_whichever_way_a_trend_points(benzarti: EventStudy) -> None:
    up, down = (power_against(benzarti, sign * 0.02 * benzarti.time) for sign in (1, -1))
    assert up == pytest.approx(down, abs=1e-3)
    assert up == pytest.approx(0.86776, abs=1e-4)  # diff-diff 3.13.0


@pytest.mark.parametrize(("seed", "size"), [(1, 2), (2, 3), (3, 6)])
def test_the_probability_of_a_box(seed: int, size: int) -> None:
    """Against Genz's own routine, in scipy; it draws too."""
    study = drawn(seed, size, 1)
    mean, covariance = study.estimates[:size], study.covariance[:size, :size]
    half = 1.5 * np.sqrt(np.diag(covariance))
    expected = multivariate_normal(mean, covariance, seed=1).cdf(half, lower_limit=-half)
    assert in_box(mean, covariance, half)[0] == pytest.approx(float(expected), abs=2e-4)


def test_the_mean_in_a_box_far_away() -> None:
    """In the tail nothing is lost: the mean of one variable beyond ten standard deviations is known."""
    for sign in (1.0, -1.0):
        _, inside = in_box(np.array([12.0 * sign]), np.eye(1), np.ones(1))
        assert inside[0] == pytest.approx(sign * truncnorm.mean(-13, -11, loc=12), abs=1e-3)


def test_the_joint_test() -> None:
    found = joint_test(np.array([1.0, 2.0]), np.diag([1.0, 4.0]))
    assert (found.statistic, found.freedom) == (pytest.approx(2.0), 2)
    assert found.p == pytest.approx(chi2.sf(2.0, 2))
    twice = joint_test(np.array([2.0, 2.0]), np.ones((2, 2)))
    assert (twice.statistic, twice.freedom) == (pytest.approx(4.0), 1)


def test_intervals_for_all_at_once_of_independent_estimates() -> None:
    study = event_study([0, 1, 2], np.array([3.0, 1.0, -2.0]), np.diag([1.0, 4.0, 1.0]))
    largest, p, bands = simultaneous(study, 0.9)
    critical = norm.ppf((1 + 0.9 ** (1 / 3)) / 2)
    assert largest == 3.0
    assert p == pytest.approx(1 - (1 - 2 * norm.sf(3.0)) ** 3, abs=1e-6)
    assert [band.high for band in bands] == pytest.approx(
        [3 + critical, 1 + 2 * critical, -2 + critical], abs=1e-3
    )


def test_verdicts() -> None:
    def verdict(before: float, error: float) -> Verdict:
        study = event_study([-3, -2, 0], np.array([before, 0.0, 1.0]), error**2 * np.eye(3))
        return pretrend_check(pretrend(study)).verdict

    assert verdict(before=1.0, error=0.1) is Verdict.FAILS
    assert verdict(before=0.0, error=0.1) is Verdict.PASSES
    assert verdict(before=0.0, error=1.0) is Verdict.CANNOT_TELL


def test_the_bias_rises_when_the_effect_is_positive_and_falls_when_not(benzarti: EventStudy) -> None:
    turned = EventStudy(benzarti.relative, -benzarti.estimates, benzarti.covariance, -1)
    up, down = pretrend(benzarti).bias[0.8], pretrend(turned).bias[0.8]
    assert up > 0 > down
    assert up == pytest.approx(-down, rel=1e-3)


def test_what_cannot_be_asked_is_refused(benzarti: EventStudy) -> None:
    with pytest.raises(SpecError, match="no trend at all is found with probability"):
        detectable_slope(benzarti, 0.01)
    with pytest.raises(SpecError, match="power 1 "):
        detectable_slope(benzarti, 1.0)
    without = event_study([0, 1], np.ones(2), np.eye(2))
    for refused in (lambda: pretrend(without), lambda: detectable_slope(without, 0.5)):
        with pytest.raises(ConventionError, match="no estimate before the reference period"):
            refused()
