"""p-values of simulated effects by conformal inference, for many candidate sets at once.

An effect is added to the last periods of a window in which nothing happened, and the test of no effect is
run on it (Chernozhukov, Wuethrich and Zhu 2021, JASA 116, section 2.2: all cyclic shifts of the residuals of
a fit under the null, on all periods of the window).  The model is the synthetic control of the treated
places' mean with place effects (Ferman and Pinto 2021), as in GeoLift and augsynth.

Of a window all candidates share one Gram matrix of the demeaned outcomes: the treated side is an average of
its columns, and linear in the effect.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array, compiled
from forerun.trials.simplex import Work, donor_weights, work_of

TIE = 1e-12
"""Statistics this near to one another, relatively, count as equal."""

Window = tuple[Array, Array, Array]
"""Outcomes (N, T), the same less each place's mean (N, T), and the latter's Gram matrix (N, N)."""

Effects = tuple[Array, bool]
"""Sizes (E,), ordered by size whatever the sign; whether in the outcome's unit, else shares of it."""

Fit = tuple[float, float, float, float]
"""Mean of the treated less the synthetic one in the window, scaled L2, RMSPE and correlation before it."""

_Treated = tuple[Array, Array, Array, Array]  # path (T,), the same demeaned, donors' products with it, donors


def window_of(outcome: Array) -> Window:
    """What candidates share of the (N, T) outcomes of one window."""
    paths = np.ascontiguousarray(outcome, float)
    centred = paths - paths.mean(axis=1, keepdims=True)
    return paths, centred, centred @ centred.T


@compiled
def conformal_p(window: Window, roles: Array, durations: Array, effects: Effects, start: Array) -> Array:
    """p-values of no effect when there is one.

    Args:
        window: of :func:`window_of`.
        roles: (C, N) 1 treated, 0 donor, -1 neither.
        durations: (D,) periods under treatment, at the end of the window.
        effects: what is added in turn.
        start: (C, N) weights of a neighbouring window or zeros; those of this window on return.

    Returns:
        (C, D, E), each a multiple of one over the number of periods.
    """
    found = np.empty((roles.shape[0], durations.size, effects[0].size))
    work = work_of(roles.shape[1])
    for c in range(roles.shape[0]):
        treated = _treated(window, roles[c])
        donor_weights(window[2], treated[2], treated[3], start[c], work)
        for d in range(durations.size):
            _along_effects(window, treated, (durations[d], effects, start[c], work), found[c, d])
    return found


@compiled
def _treated(window: Window, role: Array) -> _Treated:
    """The mean of the treated, and what the problem needs of it."""
    outcome, centred, gram = window
    path, own, products = np.zeros(outcome.shape[1]), np.zeros(outcome.shape[1]), np.zeros(role.size)
    donor = role == 0
    count = np.sum(role == 1)
    for i in range(role.size):
        if role[i] == 1:
            path += outcome[i] / count
            own += centred[i] / count
            products += gram[i] / count
    return path, own, products, donor


@compiled
def _along_effects(
    window: Window, treated: _Treated, job: tuple[int, Effects, Array, Work], found: Array
) -> None:
    """The p-values of one candidate and duration, each effect starting from the last of its sign."""
    centred, gram = window[1], window[2]
    path, own, products, donor = treated
    duration, (effects, additive), start, work = job
    first = path.size - duration
    gained = np.zeros(path.size)
    for t in range(first, path.size):
        gained[t] = 1.0 if additive else path[t]
    moved = np.zeros(products.size)
    for i in range(products.size):
        for t in range(first, path.size):
            moved[i] += centred[i, t] * gained[t]
    gained -= gained.mean()
    up, down = start.copy(), start.copy()
    for e in range(effects.size):
        weights = up if effects[e] >= 0.0 else down
        count = donor_weights(gram, products + effects[e] * moved, donor, weights, work)
        residual = own + effects[e] * gained
        for k in range(count):
            residual -= weights[work[0][k]] * centred[work[0][k]]
        found[e] = _share_as_large(np.abs(residual), duration)


@compiled
def _share_as_large(residual: Array, duration: int) -> float:
    """The share of cyclic shifts whose last periods sum to at least what the last periods do."""
    size = residual.size
    total = 0.0
    for t in range(size - duration, size):
        total += residual[t]
    least, count = total * (1.0 - TIE), 1
    for shift in range(size - 1):
        total += residual[shift] - residual[(size - duration + shift) % size]
        if total >= least:
            count += 1
    return count / size


@compiled
def fits(window: Window, roles: Array, after: Array, start: Array) -> Array:
    """How each candidate is fitted before a window, and what it seems to show in it.

    Args:
        window: of :func:`window_of`, of the periods before.
        roles: (C, N) as in :func:`conformal_p`.
        after: (N,) mean outcome of each place in the window.
        start: (C, N) weights to begin with or zeros; those of this fit on return.

    Returns:
        (C, 4): mean gap in the window in the outcome's unit; before it the L2 imbalance over that of equal
        weights, the root mean squared gap, and the correlation of the treated with the synthetic path.
    """
    found = np.empty((roles.shape[0], 4))
    work = work_of(roles.shape[1])
    for c in range(roles.shape[0]):
        treated = _treated(window, roles[c])
        count = donor_weights(window[2], treated[2], treated[3], start[c], work)
        found[c] = _fit(window, treated, (start[c], after, work[0][:count]), roles[c])
    return found


@compiled
def _fit(window: Window, treated: _Treated, found: tuple[Array, Array, Array], role: Array) -> Fit:
    """The four numbers of one candidate."""
    outcome, centred = window[0], window[1]
    own, donor = treated[1], treated[3]
    weights, after, support = found
    gap = 0.0
    for i in range(role.size):
        level = after[i] - outcome[i].mean()
        if role[i] == 1:
            gap += level / np.sum(role == 1)
        elif role[i] == 0:
            gap -= weights[i] * level
    synthetic, equal = np.zeros(own.size), np.zeros(own.size)
    for i in support:
        synthetic += weights[i] * centred[i]
    for i in range(role.size):
        if donor[i]:
            equal += centred[i] / np.sum(donor)
    missed = np.sum((own - synthetic) ** 2)
    naive = np.sum((own - equal) ** 2)
    both = np.sqrt(np.sum(own**2) * np.sum(synthetic**2))
    return (
        gap,
        np.sqrt(missed / naive) if naive > 0.0 else np.nan,
        np.sqrt(missed / own.size),
        np.sum(own * synthetic) / both if both > 0.0 else np.nan,
    )
