"""The M-step: parameters that maximise the expected complete-data likelihood, with loadings that move.

The factors alone are missing data; idiosyncratic terms of chained series are not, so that a loading is a
regression of quasi-differenced figures on quasi-differenced factors (generalised least squares) and moves.
With the terms in the state and no measurement noise (Banbura and Modugno 2014) it would return itself.
Loadings are found at the old autoregressive coefficients, these and the variances at the new loadings
(expectation conditional maximisation; Meng and Rubin 1993), so that the likelihood rises.  Near the end it
may fall a little, as least squares of the autoregressions leave out what they imply for the first month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from forerun.compiled import Array, compiled
from forerun.outlook.factor.equations import FIRST, Equations
from forerun.outlook.factor.inverse import invert
from forerun.outlook.factor.kalman import Smoothed
from forerun.outlook.factor.parameters import Parameters, stationary

LARGEST_AR = 0.999
SMALLEST_VARIANCE = 1e-8  # of an idiosyncratic innovation, in units of a standardised series
_NEWTON_STEPS = 2
_DIFFERENCE = 1e-4  # between coefficients whose profiles make a numerical derivative
_ROUNDING = 1e-12  # relative loss of a profile that is no loss
_GOLDEN_SECTION = 0.6180339887498949
_GOLDEN_STEPS = 36
_GOLDEN_REACH = 0.5  # the search goes so far to either side of the old coefficient


@dataclass(frozen=True)
class Free:
    """What an estimator may change besides variances and the factors' autoregression."""

    loadings: bool = True
    ar: bool = True


class Moments(NamedTuple):
    """Expected products of factors and figures by gap and series.

    ``factors`` (C, N, 3, r, r): now with now, now with before, before with before; ``figures`` (C, N, 4, r):
    figure now with factors now and before, figure before with factors now and before.
    """

    factors: Array
    figures: Array


def maximised(
    equations: Equations, smoothed: Smoothed, given: Parameters, free: Free
) -> tuple[Parameters, bool]:
    """New parameters, and whether the factors' roots had to be drawn inside the unit circle."""
    r, span = given.factors, span_of(given)
    by_pattern = np.zeros((len(equations.patterns), 3, r, r))
    total = np.zeros((smoothed.covariance.shape[1],) * 2)
    chosen = chosen_states(equations, r, span)
    _sum_products(smoothed.mean, smoothed.covariance, chosen, equations.pattern, by_pattern, total)
    transition, shock = _autoregression(total[:span, :span], r, given.lags, equations.panel.months - 1)
    loadings, ar, variance = given.loadings.copy(), given.ar.copy(), given.variance.copy()
    moments = _moments(equations, smoothed, by_pattern, r)
    _update_chained(
        moments,
        (equations.squares, equations.counts, equations.gaps),
        (loadings, ar, variance),
        (free.loadings, free.ar),
    )
    for k, column in enumerate(equations.kept.column):
        found = _kept_update(
            total, r, span + 2 * k, _Own(loadings[column], ar[column], equations.panel.months - 1), free
        )
        loadings[column], ar[column], variance[column] = found.loading, found.ar, found.variance
    return stationary(Parameters(loadings, transition, shock, ar, variance))


def span_of(given: Parameters) -> int:
    """The number of leading states that hold the factors' lags which an M-step looks at."""
    return max(2, given.lags + 1) * given.factors


def chosen_states(equations: Equations, factors: int, span: int) -> Array:
    """The states whose smoothed covariances an M-step needs: factors, and two months of each kept term."""
    heads = equations.kept.heads(equations.depth * factors)
    own = np.stack([heads, heads + 1], axis=1).reshape(-1)
    return np.concatenate([np.arange(span), own]).astype(np.int64)


def _autoregression(total: Array, r: int, lags: int, months: int) -> tuple[Array, Array]:
    """Least squares of the factors on their lags from summed products (months 2 to T)."""
    now, across, before = (
        total[:r, :r],
        total[:r, r : r + lags * r],
        total[r : r + lags * r, r : r + lags * r],
    )
    wide = np.linalg.solve(before, across.T).T
    shock = (now - wide @ across.T) / months
    return wide.reshape(r, lags, r).transpose(1, 0, 2), 0.5 * (shock + shock.T)


def _moments(equations: Equations, smoothed: Smoothed, by_pattern: Array, r: int) -> Moments:
    gaps, n = len(equations.gaps), len(equations.panel.names)
    factors, figures = np.zeros((gaps, n, 3, r, r)), np.zeros((gaps, n, 4, r))
    one = int(np.searchsorted(equations.gaps, 1))
    sums = equations.patterns.T @ by_pattern.reshape(len(by_pattern), -1)
    factors[one] = sums.reshape(n, 3, r, r)
    both = np.ascontiguousarray(smoothed.mean[:, : 2 * r])
    figures[one, :, :2] = (equations.now.T @ both).reshape(n, 2, r)
    figures[one, :, 2:] = (equations.before.T @ both).reshape(n, 2, r)
    links = equations.links
    wide = np.searchsorted(np.unique(links.row), links.row)
    _add_links(
        (links.of_gap, links.column, links.row, wide, links.reach),
        (links.now, links.before),
        (links.y_now, links.y_before),
        (smoothed.mean, smoothed.full),
        (factors, figures),
    )
    return Moments(factors, figures)


@compiled
def _sum_products(
    mean: Array, covariance: Array, chosen: Array, pattern: Array, by_pattern: Array, total: Array
) -> None:
    """Sums over months of ``V + x x'``: by pattern for two lags of the factors, in all for months 2 to T."""
    r, count = by_pattern.shape[2], len(chosen)
    for t in range(len(mean)):
        x, V = mean[t], covariance[t]
        for i in range(r):
            for j in range(r):
                by_pattern[pattern[t], 0, i, j] += V[i, j] + x[i] * x[j]
                by_pattern[pattern[t], 1, i, j] += V[i, r + j] + x[i] * x[r + j]
                by_pattern[pattern[t], 2, i, j] += V[r + i, r + j] + x[r + i] * x[r + j]
        if t > 0:
            for i in range(count):
                for j in range(count):
                    total[i, j] += V[i, j] + x[chosen[i]] * x[chosen[j]]


@compiled
def _add_links(
    where: tuple[Array, Array, Array, Array, Array],
    weights: tuple[Array, Array],
    values: tuple[Array, Array],
    state: tuple[Array, Array],
    out: tuple[Array, Array],
) -> None:
    """Add each link's expected products of factors and figures to the moments of its gap and series."""
    of_gap, columns, rows, wide, reach = where
    now, before = weights
    y_now, y_before = values
    mean, full = state
    factors, figures = out
    r = factors.shape[-1]
    for s in range(len(rows)):
        product, vector = factors[of_gap[s], columns[s]], figures[of_gap[s], columns[s]]
        x, V = mean[rows[s]], full[wide[s]]
        for a in range(reach[s]):
            for i in range(r):
                at = a * r + i
                vector[0, i] += now[s, a] * x[at] * y_now[s]
                vector[1, i] += before[s, a] * x[at] * y_now[s]
                vector[2, i] += now[s, a] * x[at] * y_before[s]
                vector[3, i] += before[s, a] * x[at] * y_before[s]
                for b in range(reach[s]):
                    for j in range(r):
                        second = V[at, b * r + j] + x[at] * x[b * r + j]
                        product[0, i, j] += now[s, a] * now[s, b] * second
                        product[1, i, j] += now[s, a] * before[s, b] * second
                        product[2, i, j] += before[s, a] * before[s, b] * second


@compiled
def _gap_terms(ar: float, gap: int) -> tuple[float, float]:
    """Variance of a quasi-differenced error relative to the innovation's, and what is carried over.

    The compiled twin of ``relative_variance`` and ``carried`` in :mod:`.collapse`.
    """
    if gap == FIRST:
        return 1.0 / (1.0 - ar * ar), 0.0
    total, power = 0.0, 1.0
    for _ in range(gap):
        total += power * power
        power *= ar
    return total, power


@compiled
def _loading(factors: Array, figures: Array, gaps: Array, ar: float) -> Array:
    """Generalised least squares of quasi-differenced figures on quasi-differenced factors."""
    r = factors.shape[-1]
    left, right = np.zeros((r, r)), np.zeros(r)
    for c in range(len(gaps)):
        spread, carried = _gap_terms(ar, gaps[c])
        for i in range(r):
            right[i] += (
                figures[c, 0, i]
                - carried * (figures[c, 1, i] + figures[c, 2, i])
                + carried * carried * figures[c, 3, i]
            ) / spread
            for j in range(r):
                left[i, j] += (
                    factors[c, 0, i, j]
                    - carried * (factors[c, 1, i, j] + factors[c, 1, j, i])
                    + carried * carried * factors[c, 2, i, j]
                ) / spread
    invert(left, r)
    return _times(left, right)


@compiled
def _times(matrix: Array, vector: Array) -> Array:
    """Matrix times vector, without compiling a call to BLAS."""
    out = np.zeros(len(vector))
    for i in range(len(vector)):
        for j in range(len(vector)):
            out[i] += matrix[i, j] * vector[j]
    return out


@compiled
def _errors(factors: Array, figures: Array, squares: Array, load: Array) -> Array:
    """(C, 3) expected sums of e e, e e_before, e_before e_before by gap, at given loadings."""
    out = squares.copy()
    r = len(load)
    for c in range(len(out)):
        for i in range(r):
            out[c, 0] -= 2.0 * load[i] * figures[c, 0, i]
            out[c, 1] -= load[i] * (figures[c, 1, i] + figures[c, 2, i])
            out[c, 2] -= 2.0 * load[i] * figures[c, 3, i]
            for j in range(r):
                for part in range(3):
                    out[c, part] += load[i] * load[j] * factors[c, part, i, j]
    return out


@compiled
def _profile(errors: Array, counts: Array, gaps: Array, ar: float) -> tuple[float, float]:
    """The likelihood of one series over its variance at ``ar``, and the variance that gives it."""
    squares, number, penalty = 0.0, 0.0, 0.0
    for c in range(len(gaps)):
        if counts[c] > 0.0:
            spread, left = _gap_terms(ar, gaps[c])
            squares += (errors[c, 0] - 2.0 * left * errors[c, 1] + left * left * errors[c, 2]) / spread
            number += counts[c]
            if gaps[c] != 1:
                penalty += counts[c] * np.log(spread)
    variance = max(squares / number, SMALLEST_VARIANCE)
    return -number * np.log(variance) - penalty, variance


@compiled
def _best_ar(errors: Array, counts: Array, gaps: Array, old: float) -> float:
    """Newton's steps up the profile likelihood from the old coefficient; a golden section where they fail."""
    best, value = old, _profile(errors, counts, gaps, old)[0]
    for _ in range(_NEWTON_STEPS):
        if abs(best) > LARGEST_AR - 2 * _DIFFERENCE:
            return _golden_section(errors, counts, gaps, old)
        above = _profile(errors, counts, gaps, best + _DIFFERENCE)[0]
        below = _profile(errors, counts, gaps, best - _DIFFERENCE)[0]
        slope, bend = (
            (above - below) / (2 * _DIFFERENCE),
            (above - 2 * value + below) / (_DIFFERENCE * _DIFFERENCE),
        )
        if bend >= 0.0:
            return _golden_section(errors, counts, gaps, old)
        proposed = min(max(best - slope / bend, -LARGEST_AR), LARGEST_AR)
        reached = _profile(errors, counts, gaps, proposed)[0]
        if reached < value - abs(value) * _ROUNDING:
            return _golden_section(errors, counts, gaps, old)
        best, value = proposed, reached
    return best


@compiled
def _golden_section(errors: Array, counts: Array, gaps: Array, old: float) -> float:
    """Golden-section search around the old coefficient, which is kept when it is better."""
    low, high = max(-LARGEST_AR, old - _GOLDEN_REACH), min(LARGEST_AR, old + _GOLDEN_REACH)
    a, b = high - _GOLDEN_SECTION * (high - low), low + _GOLDEN_SECTION * (high - low)
    at_a, at_b = _profile(errors, counts, gaps, a)[0], _profile(errors, counts, gaps, b)[0]
    for _ in range(_GOLDEN_STEPS):
        if at_a > at_b:
            high, b, at_b = b, a, at_a
            a = high - _GOLDEN_SECTION * (high - low)
            at_a = _profile(errors, counts, gaps, a)[0]
        else:
            low, a, at_a = a, b, at_b
            b = low + _GOLDEN_SECTION * (high - low)
            at_b = _profile(errors, counts, gaps, b)[0]
    best = 0.5 * (low + high)
    return best if _profile(errors, counts, gaps, best)[0] >= _profile(errors, counts, gaps, old)[0] else old


@compiled
def _update_chained(
    moments: Moments,
    data: tuple[Array, Array, Array],
    parameters: tuple[Array, Array, Array],
    free: tuple[bool, bool],
) -> None:
    """New loadings, coefficients and variances of every chained series, in place."""
    squares, counts, gaps = data
    loadings, ar, variance = parameters
    move_loadings, move_ar = free
    for i in range(len(ar)):
        if counts[:, i].sum() == 0.0:
            continue
        factors, figures = moments.factors[:, i], moments.figures[:, i]
        if move_loadings:
            found = _loading(factors, figures, gaps, ar[i])
            for k in range(len(found)):
                loadings[i, k] = found[k]
        errors = _errors(factors, figures, squares[:, i], loadings[i])
        if move_ar:
            ar[i] = _best_ar(errors, counts[:, i], gaps, ar[i])
        variance[i] = _profile(errors, counts[:, i], gaps, ar[i])[1]


@dataclass(frozen=True, eq=False)
class _Own:
    """Parameters of one kept series, and the number of months they are estimated from."""

    loading: Array
    ar: float
    months: int
    variance: float = 1.0


def _kept_update(total: Array, r: int, at: int, own: _Own, free: Free) -> _Own:
    """Parameters of a series whose latent months ``x = loading' f + e`` are missing data too."""
    f0, f1, e0, e1 = slice(0, r), slice(r, 2 * r), at, at + 1
    f00, f01, f11 = total[f0, f0], total[f0, f1], total[f1, f1]
    load, ar = own.loading, own.ar
    x0f0, x1f1 = load @ f00 + total[e0, f0], load @ f11 + total[e1, f1]
    x0f1, x1f0 = load @ f01 + total[e0, f1], load @ f01.T + total[e1, f0]
    if free.loadings:
        left = f00 - ar * (f01 + f01.T) + ar * ar * f11
        load = np.linalg.solve(left, x0f0 - ar * (x0f1 + x1f0) + ar * ar * x1f1)
    change = load - own.loading
    n00 = total[e0, e0] - 2 * change @ total[f0, e0] + change @ f00 @ change
    n11 = total[e1, e1] - 2 * change @ total[f1, e1] + change @ f11 @ change
    n01 = total[e0, e1] - change @ (total[f0, e1] + total[f1, e0]) + change @ f01 @ change
    if free.ar:
        ar = float(np.clip(n01 / n11, -LARGEST_AR, LARGEST_AR))
    variance = float((n00 - 2 * ar * n01 + ar * ar * n11) / own.months)
    return _Own(load, ar, own.months, max(variance, SMALLEST_VARIANCE))
