from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from forerun.errors import ConventionError, InputError, SpecError
from forerun.trials.checks.check import Verdict
from forerun.trials.checks.fadeout import fadeout, fadeout_check, study_of_gap
from forerun.trials.checks.study import EventStudy, event_study

SIZE = 8
COVARIANCE = 0.01 * 0.6 ** np.abs(np.subtract.outer(np.arange(SIZE), np.arange(SIZE)))
LASTING, FADING = np.ones(SIZE), np.r_[np.ones(4), 0.85, 0.7, 0.55, 0.4]
BUILDING = np.r_[0.25, 0.5, 0.75, np.ones(5)]


def study(effects: np.ndarray, covariance: np.ndarray = COVARIANCE) -> EventStudy:
    return event_study(range(len(effects)), effects, covariance)


def test_after_attention_less_before() -> None:
    found = fadeout(study(FADING), 4, level=0.9)
    weights = np.r_[np.full(4, -0.25), np.full(4, 0.25)]
    error = np.sqrt(weights @ COVARIANCE @ weights)
    assert found.during == pytest.approx(1.0)
    assert found.change == pytest.approx(0.625 - 1.0)
    assert found.kept == pytest.approx(0.625)
    assert found.error == pytest.approx(error)
    assert found.interval.high == pytest.approx(-0.375 + norm.ppf(0.95) * error)
    assert found.p == pytest.approx(2.0 * norm.sf(0.375 / error))


def test_leads_are_no_effects() -> None:
    longer = event_study(
        range(-3, SIZE),
        np.r_[9.0, 9.0, 0.0, FADING],
        np.pad(COVARIANCE, (3, 0)) + np.diag([1.0] * 3 + [0.0] * SIZE),
    )
    assert fadeout(longer, 4).change == pytest.approx(fadeout(study(FADING), 4).change)


def test_the_change_after_an_unknown_peak_is_that_of_a_fitted_line() -> None:
    found = fadeout(study(np.r_[0.2, 0.6, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5]))
    assert found.since == 2
    assert found.change == pytest.approx(-0.5)
    assert found.during == pytest.approx(0.75)
    assert not found.is_known


def test_not_knowing_the_end_makes_the_interval_wider() -> None:
    """It must cover the slopes from all peaks that might have been found."""
    found = fadeout(study(np.r_[0.2, 0.6, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5]), level=0.9)
    half = 0.5 * (found.interval.high - found.interval.low) / found.error
    assert norm.ppf(0.95) < half < norm.ppf(1.0 - 0.05 / 6)  # one slope alone; six of them by Bonferroni
    assert 2.0 * norm.sf(0.5 / found.error) < found.p < 12.0 * norm.sf(0.5 / found.error)


@pytest.mark.parametrize("ended", [4, None])
@pytest.mark.parametrize(
    ("effects", "verdict"),
    [
        (FADING, Verdict.FAILS),
        (LASTING, Verdict.PASSES),
        (BUILDING, Verdict.PASSES),
        (-FADING, Verdict.FAILS),
    ],
    ids=["fading", "lasting", "building", "fading below zero"],
)
def test_verdicts(effects: np.ndarray, verdict: Verdict, ended: int | None) -> None:
    found = fadeout_check(fadeout(study(effects), ended))
    assert found.verdict == verdict
    assert found.name == "fade_out"


def test_noise_cannot_tell() -> None:
    noisy = study(FADING, 100.0 * COVARIANCE)
    found = fadeout_check(fadeout(noisy, 4))
    assert found.verdict == Verdict.CANNOT_TELL
    assert "cannot tell" in found.sentence.en
    assert "不足以判断" in found.sentence.zh
    assert found.number == pytest.approx(0.625)


def test_an_effect_that_lasts_is_seldom_said_to_fade() -> None:
    """With attention ended in a known period, five in a hundred at a one-sided 5 %."""
    random, factor = np.random.default_rng(1), np.linalg.cholesky(COVARIANCE)
    drawn = [
        fadeout_check(fadeout(study(1.0 + factor @ random.standard_normal(SIZE)), 4)) for _ in range(1000)
    ]
    assert 0.03 < np.mean([each.verdict == Verdict.FAILS for each in drawn]) < 0.07


def test_a_gap_has_the_errors_of_its_own_noise() -> None:
    """Errors of the mean effect against its spread over draws of an autoregression."""
    random = np.random.default_rng(2)
    effects, errors = [], []
    for _ in range(600):
        noise = np.zeros(60)
        for t, shock in enumerate(random.standard_normal(60)):
            noise[t] = 0.4 * noise[t - 1] + shock
        found = study_of_gap(noise + np.r_[np.zeros(40), np.full(20, 3.0)], 40)
        effects.append(found.estimates.mean())
        errors.append(np.sqrt(found.covariance.mean()))
    assert np.mean(effects) == pytest.approx(3.0, abs=0.1)
    assert np.sqrt(np.mean(np.square(errors))) == pytest.approx(np.std(effects), rel=0.15)


@pytest.mark.parametrize(
    ("gap", "start", "error", "message"),
    [
        (np.r_[np.zeros(6), np.nan], 6, InputError, "position 6: the gap is no number"),
        (np.ones(9), 6, InputError, "never moves"),
        (np.arange(9.0), 4, ConventionError, "4 periods before treatment and 5 after"),
        (np.arange(9.0), 9, ConventionError, "0 after"),
    ],
)
def test_gaps_of_no_use(gap: np.ndarray, start: int, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        study_of_gap(gap, start)


def test_what_cannot_be_followed() -> None:
    with pytest.raises(ConventionError, match="both before and after"):
        fadeout(study(LASTING), 8)
    with pytest.raises(ConventionError, match="both before and after"):
        fadeout(study(LASTING), 0)
    with pytest.raises(ConventionError, match="3 treated periods"):
        fadeout(study(LASTING[:3], COVARIANCE[:3, :3]))
    with pytest.raises(SpecError, match="confidence"):
        fadeout(study(LASTING), 4, level=1.5)
