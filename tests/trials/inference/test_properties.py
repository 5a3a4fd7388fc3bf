"""What must hold of every inference, and where each is refused."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from forerun.errors import ConventionError, InputError, SpecError
from forerun.trials.inference.asked import Asked
from forerun.trials.inference.conformal import conformal, period_effects
from forerun.trials.inference.infer import infer
from forerun.trials.inference.jackknife_plus import jackknife_plus
from forerun.trials.inference.placebo import placebo, placebos
from forerun.trials.inference.resampling import cluster_bootstrap, jackknife
from forerun.trials.panel import Panel
from forerun.trials.result import Estimator, Inference
from forerun.trials.synthetic.estimate import effect_of, fit
from forerun.trials.synthetic.method import Method, Predictor

SDID, DID, DEMEANED = (Method(each) for each in (Estimator.SDID, Estimator.DID, Estimator.DEMEANED))


@pytest.fixture
def one(made: Any) -> Panel:
    found: Panel = made(np.random.default_rng(3), 19, ((12, 1),), 16, 1.0)
    return found


@pytest.fixture
def several(made: Any) -> Panel:
    found: Panel = made(np.random.default_rng(3), 12, ((8, 3),), 12, 1.0)
    return found


@pytest.mark.parametrize("method", [SDID, DID, DEMEANED, Method(Estimator.RIDGE, penalty=5.0)])
def test_a_placebo_is_a_fit_without_the_treated(one: Panel, method: Method) -> None:
    found = placebos(one, method)
    start = one.start.copy()
    start[4], start[19] = 12, start[0]
    expected = fit(replace(one, start=start).of(range(19)), method)
    assert found.places[4] == ("p004",)
    assert found.effects[4] == pytest.approx(expected.att, abs=1e-9)
    assert found.ratios[4] == pytest.approx(expected.rmspe_ratio, rel=1e-7)
    assert found.att == pytest.approx(fit(one, method).att)
    assert found.ratio == pytest.approx(fit(one, method).rmspe_ratio, rel=1e-7)


def test_placebos_of_a_classical_synthetic_control_choose_their_own_importance(one: Panel) -> None:
    predictors = tuple(Predictor("outcome", (f"t{t:03d}", f"t{t + 3:03d}")) for t in (0, 4, 8))
    method = Method(Estimator.SYNTHETIC, predictors=predictors, importance=(1.0, 2.0, 1.0))
    few = one.of([0, 1, 2, 3, 19])
    found = placebos(few, method)
    start = few.start.copy()
    start[1] = 12
    assert found.effects[1] == pytest.approx(fit(replace(few, start=start).of(range(4)), method).att)


def test_the_interval_without_zero_is_the_p_value_below_alpha(made: Any) -> None:
    random, told = np.random.default_rng(9), []
    for _ in range(40):
        found = placebo(made(random, 19, ((6, 1),), 10, 1.5), DEMEANED, Asked((0.9,)))
        interval = found.intervals[0]
        assert found.p_value is not None
        assert (interval.low <= 0.0 <= interval.high) == (found.p_value > 0.1 + 1e-9)
        told.append(found.p_value <= 0.1)
    assert 0 < sum(told) < 40


def test_a_level_that_too_few_placebos_can_reach_has_no_end(one: Panel) -> None:
    interval = placebo(one, SDID, Asked((0.99,))).intervals[0]
    assert math.isinf(interval.low)
    assert math.isinf(interval.high)


def test_subsets_are_enumerated_when_few_and_drawn_when_many(several: Panel, made: Any) -> None:
    every = placebos(several, DID)
    assert (len(every.effects), every.draws) == (math.comb(12, 3), 0)
    many = made(np.random.default_rng(3), 40, ((8, 4),), 12, 1.0)
    drawn = placebos(many, DID, Asked(draws=300, seed=1))
    assert (len(set(drawn.places)), drawn.draws) == (300, 300)
    assert (placebos(many, DID, Asked(draws=300, seed=1)).effects == drawn.effects).all()
    assert (placebos(many, DID, Asked(draws=300, seed=2)).effects != drawn.effects).any()


def test_jackknife_of_differences_written_out(several: Panel) -> None:
    found = jackknife(several, DID)
    without = [effect_of(several.of(np.delete(np.arange(15), i)), DID) for i in range(15)]
    assert found.error == pytest.approx(np.sqrt(14 / 15 * 14 * np.var(without, ddof=1)))


def test_bootstrap_of_differences_nears_the_error_of_two_means(made: Any) -> None:
    panel = made(np.random.default_rng(8), 60, ((8, 40),), 12, 1.0)
    change = panel.outcome[:, 8:].mean(axis=1) - panel.outcome[:, :8].mean(axis=1)
    error = np.sqrt(change[:60].var() / 60 + change[60:].var() / 40)
    found = cluster_bootstrap(panel, DID, Asked(draws=4_000))
    assert found.error == pytest.approx(error, rel=0.05)
    twice = replace(panel.of([*range(100)] * 2), clusters=panel.places * 2)
    assert cluster_bootstrap(twice, DID, Asked(draws=4_000)).error == pytest.approx(error, rel=0.05)
    assert cluster_bootstrap(panel, DID, Asked(draws=50)) == cluster_bootstrap(panel, DID, Asked(draws=50))


def test_conformal_p_value_of_differences_written_out(one: Panel) -> None:
    gap = one.outcome[19] - one.outcome[:19].mean(axis=0)
    left = np.abs(gap - gap.mean())
    statistics = [np.roll(left, shift)[12:].sum() for shift in range(16)]
    found = conformal(one, DID)
    assert found.p_value == np.mean(np.array(statistics) >= statistics[0] - 1e-9)
    assert found.least_p == 1 / 16
    assert found.intervals[0].low < found.att < found.intervals[0].high


def test_effects_by_period_are_the_gaps(one: Panel) -> None:
    found, gap = period_effects(one, DEMEANED, Asked((0.9,))), fit(one, DEMEANED).gap
    assert [each.period for each in found] == list(one.periods[12:])
    assert [each.effect for each in found] == pytest.approx(gap[12:])
    for each in found:
        assert (each.intervals[0].low <= 0.0 <= each.intervals[0].high) == (each.p_value > 0.1)


@pytest.mark.parametrize("inference", [Inference.JACKKNIFE, Inference.CLUSTER_BOOTSTRAP])
def test_one_treated_place_is_refused(one: Panel, several: Panel, inference: Inference) -> None:
    with pytest.raises(ConventionError, match=r"^p019: .* not defined with one treated cluster"):
        infer(one, SDID, inference)
    together = replace(several, clusters=(*several.places[:12], "c", "c", "c"))
    with pytest.raises(ConventionError, match=r"^p012: .* not defined with one treated cluster"):
        infer(together, SDID, inference)


def test_one_treated_place_in_a_cohort_cannot_be_left_out(made: Any) -> None:
    panel = made(np.random.default_rng(3), 12, ((6, 2), (8, 1)), 12, 1.0)
    with pytest.raises(ConventionError, match=r"^p014: .* cannot be left out"):
        jackknife(panel, SDID)


def test_inference_over_time_is_refused_where_treatment_is_staggered(made: Any) -> None:
    panel = made(np.random.default_rng(3), 12, ((6, 2), (8, 1)), 12, 1.0)
    for refused in (conformal, jackknife_plus):
        with pytest.raises(ConventionError, match="one start, treatment begins in t006, t008"):
            refused(panel, SDID)


def test_more_treated_than_donors_have_no_placebos(made: Any) -> None:
    with pytest.raises(ConventionError, match="more never treated places than the 3 treated ones"):
        placebo(made(np.random.default_rng(3), 3, ((6, 3),), 12, 1.0), SDID)


def test_too_few_periods_to_leave_one_out(made: Any) -> None:
    with pytest.raises(InputError, match="2 periods before treatment are too few"):
        jackknife_plus(made(np.random.default_rng(3), 5, ((2, 1),), 6, 1.0), SDID)


def test_what_is_asked_for_must_make_sense(one: Panel) -> None:
    with pytest.raises(SpecError, match="1 is no level"):
        Asked((1.0,))
    with pytest.raises(SpecError, match="1 draws are too few"):
        Asked(draws=1)
    with pytest.raises(SpecError, match="no analytic inference"):
        infer(one, SDID, Inference.ANALYTIC)
