"""Power against placebos in space, for panels of few periods.

With T annual figures no test that permutes periods can give a p-value below 1/T.  Here a trial's
difference-in-differences is held against those of other sets of as many places in the same window (Abadie,
Diamond and Hainmueller 2010, section 3.4), each divided by the root mean squared gap before treatment, so
that a set which follows its donors closely counts for more.  As nothing happened in any of the windows, the
ratios of all sets and windows are draws of what a trial without effect would show, and

    smallest detectable effect = (critical value + quantile of the power) * root mean squared gap.
"""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError
from forerun.trials.design.evidence import Evidence, ends, halves, sizes
from forerun.trials.design.question import Method, Simulation
from forerun.trials.design.strata import by_stratum

PLACEBOS = 2000
"""Placebo sets of one size at most; where there are more, that many are drawn."""


def placebo_evidence(
    outcome: Array, roles: Array, simulation: Simulation, seed: int, strata: tuple[str, ...] = ()
) -> Evidence:
    """Evidence by placebos in space on (N, T) outcomes; the seed is used where there are too many sets.

    Where sets are spread over strata, so are placebos: others would vary more.

    Raises:
        ConventionError: a set that has not moved against its donors in some window: no ratio is defined.
    """
    effects = sizes(simulation)
    shape = len(roles), len(simulation.durations), simulation.lookback
    p, gap, base = np.empty((*shape, len(effects))), np.empty(shape), np.empty(shape)
    fit = np.full((*shape, 3), np.nan)
    power, exact = np.full((3, *shape[:2], len(effects)), np.nan), np.full((3, *shape[:2]), np.nan)
    counts = (roles == 1).sum(axis=1)
    usable = np.asarray((roles >= 0).any(axis=0))
    fewest = np.inf
    for count in np.unique(counts):
        own = np.flatnonzero(counts == count)
        placebos = placebo_roles(usable, int(count), seed, strata)
        fewest = min(fewest, len(placebos))
        for d, duration in enumerate(simulation.durations):
            null = np.empty((simulation.lookback, len(placebos)))
            for w, end in enumerate(ends(outcome.shape[1], simulation)):
                window = outcome[:, :end]
                null[w] = np.divide(*differences(window, placebos, duration)[:2])
                gap[own, d, w], fit[own, d, w, 1], fit[own, d, w, 2] = differences(
                    window, roles[own], duration
                )
                base[own, d, w] = _means(roles[own], 1) @ window[:, -duration:].mean(axis=1)
                unit = _unit(base[own, d, w], simulation)
                moved = (gap[own, d, w, None] + unit[:, None] * effects) / fit[own, d, w, 1, None]
                p[own, d, w] = _ranks(moved, null[w])
            for h, part in enumerate(halves(simulation.lookback)):
                if null[part].size:
                    unit = _unit(base[own, d, part].mean(axis=1), simulation)
                    noise = fit[own, d, part, 1].mean(axis=1)
                    scale = np.divide(noise, np.abs(unit), out=np.full_like(noise, np.inf), where=unit != 0)
                    ratios = np.sort(null[part].ravel())
                    power[h, own, d], exact[h, own, d] = _detects(ratios, scale, effects, simulation)
    return Evidence(Method.PLACEBO, p, power, exact, gap, base, fit, 1.0 / (1.0 + fewest))


def placebo_roles(usable: Array, count: int, seed: int, strata: tuple[str, ...] = ()) -> Array:
    """(M, N) roles of all sets of ``count`` usable places, or of a sample where there are too many.

    With (N,) ``strata`` they are drawn as evenly over these as the count allows.
    """
    places = np.flatnonzero(usable)
    if strata:
        draw = np.random.default_rng(seed)
        orders = (draw.permutation(places).tolist() for _ in range(PLACEBOS))
        spread = (tuple(sorted(by_stratum(order, strata, count))) for order in orders)
        sets = [list(each) for each in dict.fromkeys(spread)]
    elif comb(len(places), count) <= PLACEBOS:
        sets = [list(each) for each in combinations(places.tolist(), count)]
    else:
        draw = np.random.default_rng(seed)
        sets = [sorted(draw.choice(places, count, replace=False).tolist()) for _ in range(PLACEBOS)]
        sets = [list(each) for each in dict.fromkeys(map(tuple, sets))]
    roles = np.where(usable, 0, -1).astype(np.int8) * np.ones((len(sets), 1), np.int8)
    for each, row in zip(sets, roles, strict=True):
        row[each] = 1
    return roles


def differences(window: Array, roles: Array, duration: int) -> tuple[Array, Array, Array]:
    """Difference-in-differences at the end of a window.

    Args:
        window: (N, T) outcomes.
        roles: (C, N).
        duration: periods under treatment, the last ones.

    Returns:
        (C,) estimates, root mean squared gaps before treatment around their mean, and correlations of the
        treated with the donors' mean before it.

    Raises:
        ConventionError: a gap that is constant before treatment.
    """
    treated, donors = _means(roles, 1) @ window, _means(roles, 0) @ window
    path = treated - donors
    before = path[:, :-duration]
    scale = before.std(axis=1)
    if (scale <= 1e-12 * np.abs(path).max(axis=1)).any():
        what = "a set of places differs from its donors by a constant, so that no ratio is defined"
        raise ConventionError(
            what, where="placebo in space", advice="Withhold places that are sums of others"
        )
    one, other = treated[:, :-duration], donors[:, :-duration]
    one, other = one - one.mean(axis=1, keepdims=True), other - other.mean(axis=1, keepdims=True)
    both = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    correlation = (one * other).sum(axis=1) / np.where(both > 0.0, both, np.nan)
    return path[:, -duration:].mean(axis=1) - before.mean(axis=1), scale, correlation


def _means(roles: Array, role: int) -> Array:
    """(C, N) weights of an average over the places in a role."""
    held: Array = (roles == role).astype(float)
    held /= held.sum(axis=1, keepdims=True)
    return held


def _unit(base: Array, simulation: Simulation) -> Array:
    """(C,) what an effect of one adds to the outcome."""
    return np.ones_like(base) if simulation.additive else base


def _ranks(ratios: Array, null: Array) -> Array:
    """Shares of trials without effect at least as large, the one at hand counted among them."""
    order = np.sort(np.abs(null))
    above = len(order) - np.searchsorted(order, np.abs(ratios) * (1.0 - 1e-12))
    return np.asarray((1.0 + above) / (1.0 + len(order)))


def _detects(null: Array, scale: Array, effects: Array, simulation: Simulation) -> tuple[Array, Array]:
    """Power (C, E) and the smallest effect with enough of it (C,), from ascending ratios without effect."""
    critical = np.quantile(np.abs(null), 1.0 - simulation.alpha, method="higher")
    shift = effects / scale[:, None]
    beyond = len(null) - np.searchsorted(null, critical - shift, side="right")
    below = np.searchsorted(null, -critical - shift, side="left")
    up = critical - np.quantile(null, 1.0 - simulation.power, method="lower")
    down = critical + np.quantile(null, simulation.power, method="higher")
    needed = max([0.0, *(up for _ in effects[effects > 0][:1]), *(down for _ in effects[effects < 0][:1])])
    return (beyond + below) / len(null), needed * scale
