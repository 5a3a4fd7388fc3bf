"""What a test of trends before the start could have found, and what it hides (Roth 2022)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, SpecError
from forerun.trials.checks.box import in_box
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.checks.smooth import folded_quantile
from forerun.trials.checks.study import EventStudy, first_effect
from forerun.types import Interval, Names

POWERS = (0.5, 0.8)
"""The chances of being found for which a trend is shown."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A Wald test that several estimates are all zero: the statistic is chi-squared with ``freedom``."""

    statistic: float
    freedom: int
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class Passing:
    """What a hypothesised difference in trends does to a study whose pre-test is passed.

    The pre-test is passed when no estimate before the reference is significant on its own.

    Attributes:
        trend: (P,) the difference in trends, in the outcome's unit.
        power: the probability that the pre-test finds it.
        bayes_factor: of passing under the trend against passing without one.
        likelihood_ratio: of the estimates before the reference under the trend against without one.
        expected: (P,) mean of the estimates, given that the pre-test is passed and there is no effect; after
            the reference it is bias.
    """

    trend: Array
    power: float
    bayes_factor: float
    likelihood_ratio: float
    expected: Array


@dataclass(frozen=True, slots=True, eq=False)
class PreTrend:
    """The pre-test of a study and its power against straight lines.

    Attributes:
        test: that all estimates before the reference are zero.
        slopes: by power, the slope per period that the pre-test finds with that probability.
        passing: by power, what the line of that slope does; it rises when the effect is positive.
        bias: by power, the bias of the target, given that the pre-test is passed.
        estimate: of the target.
    """

    test: Joint
    slopes: dict[float, float]
    passing: dict[float, Passing]
    bias: dict[float, float]
    estimate: float


def joint_test(estimates: Array, covariance: Array) -> Joint:
    """The Wald test; directions without variance are left out of a covariance (P, P) that is singular."""
    from scipy.special import chdtrc

    values, vectors = np.linalg.eigh(covariance)
    kept = values > 1e-10 * values[-1]
    along = vectors[:, kept].T @ estimates
    statistic = float((along**2 / values[kept]).sum())
    freedom = int(kept.sum())
    return Joint(statistic, freedom, float(chdtrc(freedom, statistic)))


def power_against(study: EventStudy, trend: Array, level: float = 0.95) -> float:
    """The probability that some estimate before the reference is significant when ``trend`` (P,) is true."""
    chance, _ = _passing(study, trend, level)
    return 1.0 - chance


def detectable_slope(study: EventStudy, power: float, level: float = 0.95) -> float:
    """The slope per period of a straight line that the pre-test finds with probability ``power``.

    Args:
        study: with at least one period before the reference.
        power: above the probability that the pre-test finds something where there is no trend.
        level: confidence of each estimate's interval.

    Raises:
        ConventionError: no period before the reference.
        SpecError: a power that every slope exceeds, or none has.
    """
    _needs_before(study)
    size = power_against(study, np.zeros(len(study.relative)), level)
    if not size < power < 1.0:
        raise SpecError(
            f"power {power:g} where no trend at all is found with probability {size:.3g}",
            where="pre-trend",
            advice="Ask for a power between that and one",
        )
    high = float(study.errors.max())
    while power_against(study, high * study.time, level) < power:
        high *= 2.0
    return _root(lambda slope: power_against(study, slope * study.time, level) - power, 0.0, high)


def passing(study: EventStudy, trend: Array, level: float = 0.95) -> Passing:
    """What a difference in trends does to the estimates when the pre-test is passed (Roth 2022, section 2).

    Args:
        study: with at least one period before the reference.
        trend: (P,) the difference in trends, relative to the reference, in the outcome's unit.
        level: confidence of each estimate's interval.

    Raises:
        ConventionError: no period before the reference.
    """
    _needs_before(study)
    k = study.before
    truth = np.asarray(trend, float)
    chance, inside = _passing(study, truth, level)
    without, _ = _passing(study, np.zeros(len(truth)), level)
    pull = np.linalg.lstsq(study.covariance[:k, :k], study.covariance[:k, k:], rcond=None)[0].T
    expected = np.concatenate([inside, truth[k:] + pull @ (inside - truth[:k])])
    precision = np.linalg.pinv(study.covariance[:k, :k], hermitian=True)
    apart = study.estimates[:k] - truth[:k]
    exponent = study.estimates[:k] @ precision @ study.estimates[:k] - apart @ precision @ apart
    return Passing(truth, 1.0 - chance, chance / without, float(np.exp(exponent / 2.0)), expected)


def pretrend(study: EventStudy, target: Array | None = None, *, level: float = 0.95) -> PreTrend:
    """The joint test of the estimates before the reference, and what a passed pre-test can hide.

    Args:
        study: with at least one period before the reference.
        target: (Q,) weights of the Q effects after the reference; the first effect when not given.
        level: confidence of each estimate's interval.

    Raises:
        ConventionError: no period before the reference.
    """
    _needs_before(study)
    k = study.before
    weights = first_effect(study) if target is None else np.asarray(target, float)
    estimate = float(weights @ study.estimates[k:])
    sign = -1.0 if estimate < 0.0 else 1.0
    size = power_against(study, np.zeros(len(study.relative)), level)
    slopes = {power: detectable_slope(study, power, level) for power in POWERS if power > size}
    under = {power: passing(study, sign * slope * study.time, level) for power, slope in slopes.items()}
    bias = {power: float(weights @ found.expected[k:]) for power, found in under.items()}
    return PreTrend(joint_test(study.estimates[:k], study.covariance[:k, :k]), slopes, under, bias, estimate)


def pretrend_check(found: PreTrend, *, level: float = 0.95) -> Check:
    """Whether trends before the start differ, and whether the test could have seen a difference that matters.

    Fails when the joint test rejects at ``level``.  Passes when even the line that the pre-test finds four
    times in five would bias the effect by less than half of it.  Otherwise it cannot tell.  The number is the
    slope per period of that line.
    """
    power = max(found.slopes, default=0.0)
    slope, bias = found.slopes.get(power), found.bias.get(power, float("inf"))
    en = f"The joint test that estimates before the start are zero has p = {found.test.p:.3g}"
    zh = f"开始前各期估计同为零的联合检验p值为{found.test.p:.3g}"
    if slope is not None:
        en += (
            f"; a line of {slope:.3g} a period is found with probability {power:.0%} and, when it is not, "
            f"biases the effect of {found.estimate:.3g} by {bias:.3g}"
        )
        zh += (
            f"；每期{slope:.3g}的线性趋势有{power:.0%}的概率被发现，"
            f"未被发现时使{found.estimate:.3g}的效应偏移{bias:.3g}"
        )
    if found.test.p < 1.0 - level:
        verdict = Verdict.FAILS
    else:
        verdict = Verdict.PASSES if 2.0 * abs(bias) < abs(found.estimate) else Verdict.CANNOT_TELL
    return Check("pretrend", verdict, slope, None, found.test.p, Names(f"{en}.", f"{zh}。"))


def simultaneous(study: EventStudy, level: float = 0.95) -> tuple[float, float, tuple[Interval, ...]]:
    """The largest absolute t of a study's estimates, its p-value, and intervals for all at once.

    Args:
        study: of the periods that are tested together.
        level: confidence with which all intervals cover together (the critical value of the largest of
            correlated normal variables, Montiel Olea and Plagborg-Moller 2019).
    """
    errors = study.errors
    correlation = study.covariance / np.outer(errors, errors)
    size = len(errors)

    def within(critical: float) -> float:
        return in_box(np.zeros(size), correlation, np.full(size, critical))[0]

    largest = float(np.abs(study.estimates / errors).max())
    alpha = 1.0 - level
    most = folded_quantile(0.0, alpha / size)
    critical = _root(lambda value: within(value) - level, 0.0, most + 0.1)
    bands = tuple(
        Interval(level, float(estimate - critical * error), float(estimate + critical * error))
        for estimate, error in zip(study.estimates, errors, strict=True)
    )
    return largest, max(1.0 - within(largest), 0.0), bands


def _passing(study: EventStudy, trend: Array, level: float) -> tuple[float, Array]:
    """The probability of passing the pre-test, and the mean of the estimates before the reference then."""
    k = study.before
    half = folded_quantile(0.0, 1.0 - level) * study.errors[:k]
    return in_box(trend[:k], study.covariance[:k, :k], half)


def _needs_before(study: EventStudy) -> None:
    if study.before == 0:
        raise ConventionError(
            f"no estimate before the reference period {study.reference}",
            where="pre-trend",
            advice="Trends before treatment need periods before it: estimate some",
        )


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-10 * high, rtol=1e-10))
