"""Honest bounds as a whole, and the studies for which there are none."""

from __future__ import annotations

import json

import numpy as np
import pytest

from forerun.errors import ConventionError, InputError, SpecError
from forerun.trials.checks.check import Verdict
from forerun.trials.checks.honest import honest, honest_check
from forerun.trials.checks.study import EventStudy, average_effect, event_study, first_effect

from .conftest import drawn


def test_intervals_around_the_breakdown_leave_out_and_hold_zero(benzarti: EventStudy) -> None:
    found = honest(benzarti)
    around = honest(
        benzarti,
        mbar=(found.relative_breakdown * 0.999, found.relative_breakdown * 1.001),
        m=(found.smooth_breakdown * 0.999, found.smooth_breakdown * 1.001),
    )
    for bounds in (around.relative, around.smooth):
        assert bounds[0].interval.low > 0 > bounds[1].interval.low


def test_breakdowns_of_benzarti_and_carloni(benzarti: EventStudy) -> None:
    """HonestDiD's intervals leave out zero at Mbar = 1 and M = 0.2; moderndid's holds it at Mbar = 2."""
    found = honest(benzarti)
    assert 1.0 < found.relative_breakdown < 2.0
    assert 0.2 < found.smooth_breakdown < 0.3


def test_intervals_widen_with_the_break_and_turn_with_the_sign() -> None:
    study = drawn(6, 4, 3)
    turned = EventStudy(study.relative, -study.estimates, study.covariance, -1)
    for found, mirrored in zip(honest(study).relative, honest(turned).relative, strict=True):
        assert (found.interval.low, found.interval.high) == pytest.approx(
            (-mirrored.interval.high, -mirrored.interval.low), abs=1e-9
        )
    for bounds in (honest(study).relative, honest(study).smooth):
        widths = [each.interval.high - each.interval.low for each in bounds]
        assert widths == sorted(widths)


def test_units_do_not_matter(benzarti: EventStudy) -> None:
    in_cents = EventStudy(benzarti.relative, 100 * benzarti.estimates, 1e4 * benzarti.covariance, -1)
    target = average_effect(benzarti)
    small, large = honest(benzarti, target), honest(in_cents, target)
    assert large.relative_breakdown == pytest.approx(small.relative_breakdown, rel=1e-3)
    assert large.smooth_breakdown == pytest.approx(100 * small.smooth_breakdown, rel=1e-3)
    for one, other in zip(small.relative + small.smooth, large.relative + large.smooth, strict=True):
        assert other.interval.low == pytest.approx(100 * one.interval.low, abs=1e-6)


def test_an_effect_without_a_sign_has_none_to_lose() -> None:
    study = event_study([-3, -2, 0, 1], np.array([0.1, 0.1, 0.2, 0.1]), np.eye(4))
    found = honest(study)
    assert found.relative_breakdown == 0.0
    check = honest_check(found)
    assert (check.verdict, check.number) == (Verdict.CANNOT_TELL, 0.0)
    assert "0.2" in check.sentence.en
    assert "0.2" in check.sentence.zh


def test_the_check_follows_the_breakdown(benzarti: EventStudy) -> None:
    found = honest(benzarti)
    assert honest_check(found).verdict is Verdict.PASSES
    assert honest_check(found, least=1.75).verdict is Verdict.FAILS
    assert json.loads(json.dumps(honest_check(found).to_dict()))["number"] == found.relative_breakdown


def test_one_period_before_is_enough() -> None:
    study = event_study([-2, 0], np.array([0.1, 1.0]), 0.01 * np.eye(2))
    found = honest(study)
    assert found.relative[4].identified == pytest.approx((0.9, 1.1))
    assert found.smooth[0].identified == pytest.approx((1.1, 1.1))
    assert 0.0 < found.relative_breakdown < 10.0


def test_the_target_is_the_first_treated_period_also_when_leads_were_estimated() -> None:
    study = event_study([-4, -2, -1, 0, 1], np.zeros(5), np.eye(5), reference=-3)
    assert first_effect(study).tolist() == [0, 0, 1, 0]
    assert average_effect(study).tolist() == [0, 0, 0.5, 0.5]


def test_without_a_period_before_there_are_no_bounds() -> None:
    study = event_study([0, 1], np.ones(2), np.eye(2))
    with pytest.raises(ConventionError, match="no estimate before the reference period -1"):
        honest(study)


def test_a_gap_between_periods_is_refused() -> None:
    study = event_study([-4, -2, 0], np.ones(3), np.eye(3))
    with pytest.raises(ConventionError, match="no estimate between -4 and -2"):
        honest(study)


@pytest.mark.parametrize(
    ("estimates", "covariance", "message"),
    [
        ([0.1, np.nan, 1.0], np.eye(3), "relative period -2: an estimate or covariance is not a number"),
        ([0.1, 0.2, np.inf], np.eye(3), "relative period 0: an estimate or covariance is not a number"),
        ([0.1, 0.2, 1.0], np.diag([1.0, 0.0, 1.0]), "relative period -2: variance 0"),
        ([0.1, 0.2, 1.0], np.ones((3, 3)) - 2 * np.eye(3)[::-1], "variance -1"),
        ([0.1, 0.2, 1.0], np.eye(3) + 2 * (1 - np.eye(3)), "no covariance matrix: smallest eigenvalue -1"),
        ([0.1, 0.2, 1.0], np.eye(3) + np.triu(np.full((3, 3), 0.1), 1), "largest asymmetry 0.1"),
        ([0.1, 0.2], np.eye(2), "3 periods, estimates of shape"),
    ],
)
def test_what_is_no_event_study_is_refused(
    estimates: list[float], covariance: np.ndarray, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        event_study([-3, -2, 0], np.array(estimates), covariance)


def test_periods_must_ascend_and_some_must_be_treated() -> None:
    with pytest.raises(InputError, match="do not ascend"):
        event_study([-2, -2, 0], np.ones(3), np.eye(3))
    with pytest.raises(SpecError, match="no period after the reference -1"):
        event_study([-3, -2, -1], np.ones(3), np.eye(3))


def test_the_reference_may_be_given_and_is_left_out() -> None:
    study = event_study([-2, -1, 0], np.array([0.1, 0.0, 1.0]), np.diag([1.0, 0.0, 1.0]))
    assert study.relative == (-2, 0)
    assert study.covariance.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    "options",
    [
        {"target": np.ones(2)},
        {"target": np.zeros(4)},
        {"target": np.full(4, np.nan)},
        {"mbar": (-1.0,)},
        {"m": (np.inf,)},
        {"level": 1.0},
        {"level": 0.0},
    ],
)
def test_what_cannot_be_asked_is_refused(benzarti: EventStudy, options: dict[str, object]) -> None:
    with pytest.raises(SpecError, match="honest bounds"):
        honest(benzarti, **options)
