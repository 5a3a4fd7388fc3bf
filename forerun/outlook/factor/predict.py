"""What the model says of unpublished figures: expectations, joint distributions, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.outlook.factor.collapse import carried, relative_variance
from forerun.outlook.factor.equations import Equations, arranged
from forerun.outlook.factor.fit import Fit
from forerun.outlook.factor.panel import Panel
from forerun.outlook.factor.parameters import Parameters, checked, matched
from forerun.outlook.factor.passes import Filtered, Passes
from forerun.outlook.factor.smoother import sensitivities
from forerun.outlook.factor.system import System
from forerun.periods import Period

Cell = tuple[str, Period]
Functional = Mapping[Cell, float]
"""A weighted sum of figures in their units."""


@dataclass(frozen=True, eq=False)
class Distribution:
    """A joint normal distribution of figures, in the units in which they are published.

    Attributes:
        cells: K pairs of series and month.
        mean: (K,).
        covariance: (K, K).
    """

    cells: tuple[Cell, ...]
    mean: Array
    covariance: Array


def joint(
    panel: Panel,
    given: Parameters,
    cells: Sequence[Cell],
    keep: Sequence[str] = (),
    equations: Equations | None = None,
) -> Distribution:
    """The joint distribution of figures given all those in the panel.

    The state is made deep enough to hold every month from the first to the last of the cells, so that one
    filter to the last of them gives means and covariances at once.

    Args:
        panel: standardised as the parameters are.
        given: parameters.
        cells: series and months, published or not; a published one has no variance.
        keep: further series whose idiosyncratic term the parameters put into the state.
        equations: the arrangement of the same panel for the same model, used when it is deep enough.

    Raises:
        InputError: no cells, an unknown series, a month in which a series has no figure, or parameters that
            do not fit the panel or are not stationary.
    """
    matched(checked(given), panel.names)
    rows, columns = _where(panel, cells)
    if equations is None or not _holds(equations, rows, columns):
        equations = _reaching(panel, given, cells, keep)
    return _distribution(equations, Passes(equations).filter(given), cells)


def forecast(found: Fit, cells: Sequence[Cell]) -> Distribution:
    """The joint distribution of figures given those that a model was estimated on; see :func:`joint`."""
    if _holds(found.equations, *_where(found.panel, cells)):
        return _distribution(found.equations, found.filtered, cells)
    return joint(found.panel, found.parameters, cells, found.spec.keep)


def _distribution(equations: Equations, filtered: Filtered, cells: Sequence[Cell]) -> Distribution:
    panel, (_, system, _, passed) = equations.panel, filtered
    rows, columns = _where(panel, cells)
    design = np.array(
        [_design(equations, system, row, column) for row, column in zip(rows, columns, strict=True)]
    )
    scales, published = panel.scales[columns], panel.values[rows, columns]
    known = ~np.isnan(published)
    mean = np.where(known, published, design @ passed.last_mean)
    covariance = design @ passed.last_covariance @ design.T * np.outer(scales, scales)
    covariance[known], covariance[:, known] = 0.0, 0.0
    return Distribution(tuple(cells), mean * scales + panel.means[columns], _symmetric(covariance))


def _symmetric(covariance: Array) -> Array:
    """Symmetric, and no variance below zero by rounding."""
    even: Array = 0.5 * (covariance + covariance.T)
    np.fill_diagonal(even, np.maximum(even.diagonal(), 0.0))
    return even


def expected(panel: Panel, given: Parameters, keep: Sequence[str] = ()) -> Array:
    """(T, N) every figure given those in the panel, in its unit; NaN where a series has none.

    A published figure is itself.

    Raises:
        InputError: parameters that do not fit the panel or are not stationary, or an unknown series.
    """
    matched(checked(given), panel.names)
    equations = arranged(panel, given.factors, given.lags, keep)
    run = Passes(equations)
    system, mean = (filtered := run.filter(given)).system, run.smooth(given, filtered).mean
    values = _common(equations, given, mean) + _own(equations, given, mean)
    kept = equations.kept.column
    values[:, kept] = np.einsum("tks,ts->tk", system.design[system.phase], mean)
    found = np.where(np.isnan(panel.values), values, panel.values) * panel.scales + panel.means
    return np.where(panel.places, found, np.nan)


def influence(
    panel: Panel, given: Parameters, target: Functional, keep: Sequence[str] = ()
) -> tuple[float, Array]:
    """Expectation of a weighted sum of figures, and (T, N) its derivative to every published figure.

    The expectation is linear in the figures; the derivatives to all of them take one backward pass.

    Raises:
        InputError: a weight that is not finite; otherwise see :func:`joint`.
    """
    matched(checked(given), panel.names)
    cells, shares = tuple(target), np.array(list(target.values()))
    if not np.isfinite(shares).all():
        raise InputError("a weight is not finite", advice="Give a number for each figure")
    rows, columns = _where(panel, cells)
    equations = _reaching(panel, given, cells, keep)
    _, system, collapsed, passed = Passes(equations).filter(given)
    scaled = shares * panel.scales[columns]
    design = sum(
        scale * _design(equations, system, int(row), int(column))
        for scale, row, column in zip(scaled, rows, columns, strict=True)
    )
    on_vector = np.zeros((equations.panel.months, equations.depth * given.factors))
    on_kept = np.zeros(equations.kept.values.shape)
    sensitivities(system, collapsed, passed, np.asarray(design), on_vector, on_kept)
    weights = _on_figures(equations, given, on_vector)
    weights[:, equations.kept.column] = on_kept
    value = float(design @ passed.last_mean + shares @ panel.means[columns])
    return value, weights[: panel.months] / panel.scales


def with_values(panel: Panel, cells: Sequence[Cell], values: Sequence[float]) -> Panel:
    """The panel with further figures, given in their units.

    Raises:
        InputError: a value is missing or not finite; otherwise see :func:`joint`.
    """
    rows, columns = _where(panel, cells)
    if len(values) != len(cells) or not np.isfinite(values).all():
        raise InputError(
            f"{len(values)} values for {len(cells)} figures, or one that is not finite",
            advice="Give one number for each figure",
        )
    wider = panel.extended(int(rows.max()) + 1)
    filled = wider.values.copy()
    filled[rows, columns] = (np.asarray(values) - panel.means[columns]) / panel.scales[columns]
    return replace(wider, values=filled)


def _where(panel: Panel, cells: Sequence[Cell]) -> tuple[Array, Array]:
    if not cells:
        raise InputError("no figures were asked for", advice="Name a series and a month")
    rows = np.array([panel.row(month) for _, month in cells])
    columns = np.array([panel.column(name) for name, _ in cells])
    for (name, month), row, column in zip(cells, rows, columns, strict=True):
        if row < 0 or not panel.aggregations[column].rows[month.index - 1]:
            raise InputError(
                f"a {panel.aggregations[column].name} series of the panel has no figure there",
                where=f"{name}, {month}",
                advice=f"The panel starts in {panel.start}",
            )
    return rows, columns


def _reaching(panel: Panel, given: Parameters, cells: Sequence[Cell], keep: Sequence[str]) -> Equations:
    """An arrangement whose last state holds all that the figures consist of."""
    rows, columns = _where(panel, cells)
    asked = panel.extended(int(rows.max()) + 1)
    names = {*keep, *(name for name, _ in cells)}
    last, kinds = asked.months - 1, [panel.aggregations[column] for column in columns]
    depth = max(last - int(row) + kind.depth for row, kind in zip(rows, kinds, strict=True))
    return arranged(asked, given.factors, given.lags, names, depth)


def _holds(equations: Equations, rows: Array, columns: Array) -> bool:
    """Whether the last state of an arrangement holds all that these figures consist of."""
    panel, lags = equations.panel, dict(zip(equations.kept.column, equations.kept.lags, strict=True))
    return int(rows.max()) < panel.months and all(
        panel.months - 1 - row + panel.aggregations[column].depth <= min(lags.get(column, 0), equations.depth)
        for row, column in zip(rows, columns, strict=True)
    )


def _design(equations: Equations, system: System, row: int, column: int) -> Array:
    """Weights of a kept series' figure in ``row`` on the state of the last month."""
    back = equations.panel.months - 1 - row
    place = int(np.flatnonzero(equations.kept.column == column)[0])
    design = system.design[equations.panel.phase[row], place]
    moved: Array = np.zeros(len(design))
    r = len(system.shock)
    first = equations.depth * r
    moved[back * r : first] = design[: first - back * r]
    head, lags = int(system.head[place]), int(equations.kept.lags[place])
    moved[head + back : head + lags] = design[head : head + lags - back]
    return moved


def _common(equations: Equations, given: Parameters, mean: Array) -> Array:
    """(T, N) the common component of every figure."""
    panel, r = equations.panel, given.factors
    lagged = mean[:, : equations.depth * r].reshape(panel.months, equations.depth, r)
    out = np.empty(panel.values.shape)
    for kind in set(panel.aggregations):
        of_kind = np.array([each == kind for each in panel.aggregations])
        weights = kind.weights(equations.depth)[panel.phase]
        out[:, of_kind] = np.einsum("td,tdr->tr", weights, lagged) @ given.loadings[of_kind].T
    return out


def _own(equations: Equations, given: Parameters, mean: Array) -> Array:
    """(T, N) the expected idiosyncratic term of every figure of a chained series.

    Between two figures it is the bridge of an autoregression, behind the last it fades.
    """
    panel = equations.panel
    errors = panel.values - _common(equations, given, mean)
    out = np.zeros(panel.values.shape)
    for i in np.setdiff1d(np.arange(len(panel.names)), equations.kept.column):
        rows = np.flatnonzero(~np.isnan(panel.values[:, i]))
        if len(rows):
            out[:, i] = _bridged(errors[rows, i], rows, panel.months, float(given.ar[i]))
    return out


def _bridged(errors: Array, rows: Array, months: int, ar: float) -> Array:
    """The terms of all months given those of some."""
    at = np.arange(months)
    after = np.searchsorted(rows, at)
    last, first = np.clip(after - 1, 0, None), np.clip(after, None, len(rows) - 1)
    back, ahead = at - rows[last], rows[first] - at
    fading, rising = ar ** np.abs(back) * errors[last], ar ** np.abs(ahead) * errors[first]
    whole = np.maximum(rows[first] - rows[last], 1)
    below = 1.0 - ar ** (2 * whole) if ar else np.ones(months)
    bridge = (fading * (1 - ar ** (2 * np.abs(ahead))) + rising * (1 - ar ** (2 * np.abs(back)))) / below
    return np.where(after == 0, rising, np.where(after == len(rows), fading, bridge))


def _on_figures(equations: Equations, given: Parameters, on_vector: Array) -> Array:
    """Derivatives to the figures of chained series from those to the collapsed vectors."""
    r, links = given.factors, equations.links
    scaled = given.loadings / given.variance[:, None]
    damped, twice = given.ar[:, None] * scaled, (given.ar**2)[:, None] * scaled
    pairs = equations.patterns[equations.pattern]
    weights = pairs * (on_vector[:, : 2 * r] @ np.hstack([scaled, -damped]).T)
    weights[:-1] += pairs[1:] * (on_vector[1:, : 2 * r] @ np.hstack([-damped, twice]).T)
    left = carried(given.ar, equations.gaps)[links.of_gap, links.column]
    variance = (given.variance * relative_variance(given.ar, equations.gaps))[links.of_gap, links.column]
    coefficients = links.now - left[:, None] * links.before
    lagged = on_vector[links.row].reshape(len(links.row), equations.depth, r)
    on_difference = np.einsum("sd,sdr,sr->s", coefficients, lagged, given.loadings[links.column]) / variance
    np.add.at(weights, (links.row, links.column), on_difference)
    np.add.at(weights, (links.row - links.gap, links.column), -left * on_difference)
    return weights
