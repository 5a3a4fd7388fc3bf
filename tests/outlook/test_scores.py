from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from forerun.errors import InputError
from forerun.outlook.scores import (
    coverage,
    crps,
    diebold_mariano,
    mae,
    relative_rmse,
    rmse,
    wilson,
)

ERRORS = np.array([3.0, -4.0])


def test_errors_in_one_number() -> None:
    assert rmse(ERRORS) == pytest.approx(math.sqrt(12.5))
    assert mae(ERRORS) == 3.5
    assert relative_rmse(ERRORS, 2 * ERRORS) == pytest.approx(0.5)
    assert math.isnan(relative_rmse(ERRORS, 0 * ERRORS))
    with pytest.raises(InputError, match="no forecast to score"):
        rmse(np.array([]))


def test_crps_is_the_integral_of_squared_distances() -> None:
    for error, spread in ((0.0, 1.0), (1.5, 0.7), (-2.0, 3.0)):
        below, _ = integrate.quad(lambda x, s=spread: stats.norm.cdf(x / s) ** 2, -40, error)
        above, _ = integrate.quad(lambda x, s=spread: (1 - stats.norm.cdf(x / s)) ** 2, error, 40)
        found = crps(np.array([error]), np.array([spread]))[0]
        assert found == pytest.approx(below + above, rel=1e-6)
    assert crps(ERRORS, np.zeros(2)).tolist() == [3.0, 4.0]


def test_wilson_bounds_of_a_worked_example() -> None:
    # 8 of 10: 0.4901625 and 0.9433178 (Wilson without continuity correction)
    assert wilson(8, 10) == pytest.approx((0.4901625, 0.9433178), abs=1e-6)
    assert wilson(0, 10)[0] == pytest.approx(0.0)
    assert wilson(10, 10)[1] == pytest.approx(1.0)


def test_coverage_counts_what_lies_inside() -> None:
    found = coverage(np.array([0.0, 1.2, -1.3, 5.0]), np.ones(4), 0.8)
    assert (found.share, found.count) == (0.5, 4)
    assert found.holds
    assert not coverage(np.full(40, 5.0), np.ones(40), 0.8).holds


def test_diebold_mariano_by_hand() -> None:
    gap = np.array([1.0, 2.0, 0.0, 1.0, 3.0, -1.0, 2.0, 0.0])
    found = diebold_mariano(gap, np.zeros(8), 1)
    plain = gap.mean() / math.sqrt(gap.var() / 8)
    assert found.statistic == pytest.approx(plain * math.sqrt(7 / 8))
    assert found.p_value == pytest.approx(2 * stats.t.sf(found.statistic, 7))
    student = stats.ttest_1samp(gap, 0.0)  # with no overlap the corrected test is Student's
    assert (found.statistic, found.p_value) == pytest.approx((student.statistic, student.pvalue))


def test_overlapping_horizons_take_autocovariances_in() -> None:
    gap = np.array([1.0, 2.0, 2.0, 1.0, -1.0, 0.0, 2.0, 3.0, 1.0, 0.0])
    centred = gap - 1.1
    variance = (centred @ centred + 2 * centred[1:] @ centred[:-1]) / 10
    correction = (10 + 1 - 4 + 2 / 10) / 10
    expected = 1.1 / math.sqrt(variance / 10) * math.sqrt(correction)
    assert diebold_mariano(gap, np.zeros(10), 2).statistic == pytest.approx(expected)


def test_a_negative_long_run_variance_falls_back_on_bartlett_weights() -> None:
    gap = np.array([1.0, -1.0] * 6) + 0.1
    found = diebold_mariano(gap, np.zeros(12), 2)
    assert math.isfinite(found.statistic)


def test_no_test_where_there_is_nothing_to_test() -> None:
    assert math.isnan(diebold_mariano(np.ones(20), np.ones(20), 1).p_value)
    assert math.isnan(diebold_mariano(np.arange(5.0), np.zeros(5), 1).p_value)
