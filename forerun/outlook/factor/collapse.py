"""Collapsing the equations of a month into one information matrix and vector about the factors.

Jungbacker and Koopman (2015): with white errors of known variance the observations of a month
say no more about the factors than ``J = sum a a' / v`` and ``b = sum a y / v``, however many they are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from forerun.compiled import Array, compiled
from forerun.outlook.factor.equations import FIRST, Equations
from forerun.outlook.factor.parameters import Parameters

LOG_2PI = float(np.log(2 * np.pi))


class Collapsed(NamedTuple):
    """Information about the factors by month.

    ``pattern`` (T,) and ``narrow`` (P, 2r, 2r): information of the pairs alone, by pattern of what is there;
    ``wide`` (T,) the place of a month in ``broad`` (W, D r, D r), which also holds links, or -1; ``vector``
    (T, D r); ``width`` (T,) states touched; ``kept`` (T, K) figures of kept series; ``constant`` is the sum
    over equations of ``log v + y**2 / v + log 2 pi``.
    """

    pattern: Array
    narrow: Array
    wide: Array
    broad: Array
    vector: Array
    width: Array
    kept: Array
    constant: float


def relative_variance(ar: Array, gaps: Array) -> Array:
    """(C, N) variance of a quasi-differenced error relative to the innovation's.

    ``(1 - ar**(2 gap)) / (1 - ar**2)``, and ``1 / (1 - ar**2)`` for a first figure.
    """
    squared = ar * ar
    return np.where(gaps[:, None] == FIRST, 1.0, 1.0 - squared ** gaps[:, None]) / (1.0 - squared)


def carried(ar: Array, gaps: Array) -> Array:
    """(C, N) what is left of a term after a gap: ``ar**gap``, zero for a first figure."""
    return np.where(gaps[:, None] == FIRST, 0.0, ar ** gaps[:, None])


def collapse(equations: Equations, given: Parameters) -> Collapsed:
    """The information of every month at given parameters."""
    r, links = given.factors, equations.links
    scaled = given.loadings / given.variance[:, None]
    vector = np.zeros((equations.panel.months, equations.depth * r))
    damped, twice = given.ar[:, None] * scaled, (given.ar**2)[:, None] * scaled
    vector[:, : 2 * r] = equations.now @ np.hstack([scaled, -damped])
    vector[:, : 2 * r] += equations.before @ np.hstack([-damped, twice])
    narrow, rows = _narrow(equations, given, scaled), np.unique(links.row)
    wide = np.full(equations.panel.months, -1)
    wide[rows] = np.arange(len(rows))
    broad = np.zeros((len(rows), equations.depth * r, equations.depth * r))
    broad[:, : 2 * r, : 2 * r] = narrow[equations.pattern[rows]]
    kept_ar = carried(given.ar, equations.gaps)[links.of_gap, links.column]
    variance = (given.variance * relative_variance(given.ar, equations.gaps))[links.of_gap, links.column]
    _add_links(
        (wide[links.row], links.row, links.column, links.reach),
        links.now - kept_ar[:, None] * links.before,
        (links.y_now - kept_ar * links.y_before) / variance,
        given.loadings,
        1.0 / variance,
        (broad, vector),
    )
    return Collapsed(
        pattern=equations.pattern,
        narrow=narrow,
        wide=wide,
        broad=broad,
        vector=vector,
        width=equations.width * r,
        kept=equations.kept.values,
        constant=_constant(equations, given),
    )


def _narrow(equations: Equations, given: Parameters, scaled: Array) -> Array:
    n, r = given.loadings.shape
    outer = (given.loadings[:, :, None] * scaled[:, None, :]).reshape(n, -1)
    ar = given.ar[:, None]
    sums = equations.patterns @ np.hstack([outer, -ar * outer, ar * ar * outer])
    here, across, there = sums.reshape(len(sums), 3, r, r).transpose(1, 0, 2, 3)
    return np.concatenate(
        [np.concatenate([here, across], axis=2), np.concatenate([across, there], axis=2)], 1
    )


def _constant(equations: Equations, given: Parameters) -> float:
    left = carried(given.ar, equations.gaps)
    variance = given.variance * relative_variance(given.ar, equations.gaps)
    own, cross, lagged = equations.squares.transpose(2, 0, 1)
    squares = own - 2 * left * cross + left * left * lagged
    return float(np.sum(equations.counts * (LOG_2PI + np.log(variance)) + squares / variance))


@compiled
def _add_links(
    where: tuple[Array, Array, Array, Array],
    weights: Array,
    scaled_y: Array,
    loadings: Array,
    precision: Array,
    out: tuple[Array, Array],
) -> None:
    """Add each link ``y = sum_a weights[a] loadings' f[t-a] + error`` to information and vector."""
    place, rows, columns, reach = where
    broad, vector = out
    r = loadings.shape[1]
    for s in range(len(rows)):
        load, t = loadings[columns[s]], rows[s]
        for a in range(reach[s]):
            if weights[s, a] == 0.0:
                continue
            for i in range(r):
                left = weights[s, a] * load[i]
                vector[t, a * r + i] += left * scaled_y[s]
                for b in range(reach[s]):
                    across = left * weights[s, b] * precision[s]
                    for j in range(r):
                        broad[place[s], a * r + i, b * r + j] += across * load[j]
