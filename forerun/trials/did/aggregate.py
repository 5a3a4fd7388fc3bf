"""Averages of group-time effects (Callaway and Sant'Anna 2021, section 3.1) and their errors.

Each average is a ratio that is linear in the effects and smooth in the cohort shares, so its error is that of
the delta method on both together.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, InputError
from forerun.trials.did.bands import bands
from forerun.trials.did.result import By, GroupTime, PreTest, Profile
from forerun.trials.result import Effect, Estimator, Inference
from forerun.types import Interval

_Gradient = tuple[Array, Array]  # (M,) estimates and their (M, M + G) derivatives


def overall(of: GroupTime, level: float = 0.9) -> Effect:
    """The average over all treated cohorts and periods, weighted by the size of the cohort ("simple")."""
    att, gradient = _averages(of, [of.relative >= 0])
    return _effect(of, att[0], gradient[0], level)


def event_study(of: GroupTime, level: float = 0.9, *, seed: int = 0, balance: int | None = None) -> Profile:
    """Effects by periods since the first treated one; overall is their mean from 0 on ("dynamic").

    Args:
        of: group-time effects.
        level: confidence of intervals and band.
        seed: of the band.
        balance: only cohorts observed until this many periods after their start, and only relative periods
            in which all of these are observed, so that composition does not change along the profile.

    Raises:
        InputError: no cohort is observed for so long.
    """
    kept = np.ones(len(of.att), bool)
    if balance is not None:
        last = len(of.periods) - 1
        kept = (of.cohort + balance <= last) & (of.relative <= balance) & (of.relative > balance - last - 1)
        if not (kept & (of.relative >= 0)).any():
            raise InputError(
                f"no cohort is observed {balance} periods after its start", advice="Ask for fewer"
            )
    at = np.unique(of.relative[kept])
    averages = _averages(of, [kept & (of.relative == each) for each in at])
    return _profile(of, By.RELATIVE, at, averages, (_mean(at >= 0), level, seed))


def by_cohort(of: GroupTime, level: float = 0.9, *, seed: int = 0) -> Profile:
    """The mean effect on each cohort since its start; overall weighs cohorts by their size ("group")."""
    after = of.relative >= 0
    at = np.unique(of.cohort[after])
    averages = _averages(of, [after & (of.cohort == each) for each in at])

    def sizes(shares: Array) -> Array:
        held = np.isin(of.cohorts, at)
        weights: Array = shares[held] / shares[held].sum()
        return weights

    return _profile(of, By.COHORT, at, averages, (sizes, level, seed))


def by_period(of: GroupTime, level: float = 0.9, *, seed: int = 0) -> Profile:
    """The mean effect on those treated in each calendar period; overall is their mean ("calendar")."""
    after = of.relative >= 0
    at = np.unique(of.period[after])
    averages = _averages(of, [after & (of.period == each) for each in at])
    return _profile(of, By.PERIOD, at, averages, (_mean(np.ones(len(at), bool)), level, seed))


def pre_test(of: GroupTime) -> PreTest:
    """Wald test that all effects before treatment are zero.

    Raises:
        ConventionError: there is no effect before treatment, or their covariance is singular.
    """
    from scipy.special import chdtrc

    before = np.flatnonzero((of.relative < 0) & (of.error > 0))
    if not before.size:
        raise ConventionError(
            "no effect before treatment can be tested", advice="Add periods before the first start"
        )
    covariance = of.covariance[np.ix_(before, before)]
    if np.linalg.cond(covariance) > 1e12:
        raise ConventionError(
            f"the {before.size} effects before treatment are not independent of one another",
            advice="Use longer data, or test the event study instead",
        )
    statistic = float(of.att[before] @ np.linalg.solve(covariance, of.att[before]))
    return PreTest(statistic, int(before.size), float(chdtrc(before.size, statistic)))


def _mean(mask: Array) -> Callable[[Array], Array]:
    return lambda _: mask / mask.sum()


def _averages(of: GroupTime, sets: list[Array]) -> _Gradient:
    """Averages of sets of effects, weighted by cohort shares, and their derivatives."""
    size = len(of.att)
    place = np.searchsorted(of.cohorts, of.cohort)
    att, gradient = np.zeros(len(sets)), np.zeros((len(sets), size + len(of.cohorts)))
    for i, mask in enumerate(sets):
        share = np.where(mask, of.shares[place], 0.0)
        att[i] = share @ of.att / share.sum()
        gradient[i, :size] = share / share.sum()
        np.add.at(gradient[i, size:], place[mask], (of.att[mask] - att[i]) / share.sum())
    return att, gradient


def _profile(
    of: GroupTime, by: By, at: Array, averages: _Gradient, rest: tuple[Callable[[Array], Array], float, int]
) -> Profile:
    """A profile and its overall average, whose weights are a function of the shares."""
    att, gradient = averages
    weigh, level, seed = rest
    weights = weigh(of.shares)
    total = weights @ gradient
    if by is By.COHORT:
        held = np.isin(of.cohorts, at)
        total[len(of.att) :][held] += (att - weights @ att) / of.shares[held].sum()
    covariance = gradient @ of.covariance @ gradient.T
    return Profile(
        by=by,
        at=at,
        att=att,
        covariance=covariance,
        bands=bands(att, covariance, level, seed),
        overall=_effect(of, float(weights @ att), total, level),
    )


def _effect(of: GroupTime, att: float, gradient: Array, level: float) -> Effect:
    from scipy.special import ndtr, ndtri

    error = float(np.sqrt(np.maximum(gradient @ of.covariance @ gradient, 0.0)))
    wide = float(ndtri(0.5 + level / 2.0)) * error
    return Effect(
        estimator=Estimator.CALLAWAY_SANTANNA,
        inference=Inference.ANALYTIC,
        att=float(att),
        error=error,
        convention=of.convention,
        intervals=(Interval(level, float(att) - wide, float(att) + wide),),
        p_value=float(2.0 * ndtr(-abs(att) / error)) if error > 0 else None,
    )
