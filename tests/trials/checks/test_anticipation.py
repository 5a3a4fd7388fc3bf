"""Leads before the start."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from forerun.errors import ConventionError, SpecError
from forerun.trials.checks.anticipation import anticipation, anticipation_check
from forerun.trials.checks.check import Verdict
from forerun.trials.checks.study import EventStudy, event_study


def study(leads: list[float], *, correlation: float = 0.0, error: float = 1.0) -> EventStudy:
    """Two untouched periods, the leads, and two effects of ten."""
    size = len(leads)
    estimates = np.array([0.0, *leads, 10.0, 10.0])
    matrix = correlation + (1 - correlation) * np.eye(len(estimates))
    return event_study([-size - 2, *range(-size, 0), 0, 1], estimates, error**2 * matrix, reference=-size - 1)


def test_quiet_leads_leave_the_start_where_it_is() -> None:
    found = anticipation(study([0.5, -0.5]), 2)
    assert found.start == 0
    assert found.joint.p == pytest.approx(chi2.sf(0.5, 2))
    assert anticipation_check(found).verdict is Verdict.PASSES


def test_the_start_moves_to_the_earliest_lead_that_stands_out() -> None:
    found = anticipation(study([0.0, 4.0, 6.0]), 3)
    assert found.start == -2
    check = anticipation_check(found)
    assert (check.verdict, check.number) == (Verdict.FAILS, -2.0)
    assert "-2" in check.sentence.en
    assert "-2" in check.sentence.zh


def test_leads_that_stand_out_only_together_move_it_by_the_window() -> None:
    """Two leads of 1.8 and -1.8 in estimates that move together: jointly far from zero, alone not."""
    found = anticipation(study([1.8, -1.8], correlation=0.9), 2)
    assert found.joint.p < 0.001
    assert found.p > 0.05
    assert found.start == -2


def test_leads_as_large_as_the_effect_cannot_be_told_from_none() -> None:
    found = anticipation(study([0.5, -0.5], error=5.0), 2)
    assert anticipation_check(found).verdict is Verdict.CANNOT_TELL


def test_a_false_alarm_is_as_rare_as_stated() -> None:
    """2,000 studies without anticipation, correlated leads, at 0.9: some lead stands out in about 10 %."""
    draw = np.random.default_rng(2)
    matrix = 0.6 + 0.4 * np.eye(3)
    leads = draw.multivariate_normal(np.zeros(3), matrix, 2_000)
    bands = anticipation(study([0.0, 0.0, 0.0], correlation=0.6), 3, level=0.9).bands
    outside = (np.abs(leads) > np.array([band.high for band in bands])).any(axis=1)
    assert 0.08 < outside.mean() < 0.12


def test_what_cannot_be_tested_is_refused() -> None:
    with pytest.raises(SpecError, match="window of 0 periods"):
        anticipation(study([0.5]), 0)
    with pytest.raises(ConventionError, match="reference period -2 within the window of 2"):
        anticipation(study([0.5]), 2)
    gap = event_study([-4, -2, 0], np.ones(3), np.eye(3), reference=-5)
    with pytest.raises(ConventionError, match=r"leads \[-3, -1\] were not estimated"):
        anticipation(gap, 3)
