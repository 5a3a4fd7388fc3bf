"""A start for the estimation: principal components, block by block.

Factors of a block are principal components of what earlier blocks leave of its series.  Holes within a series
are filled by a cubic spline, those before its first and after its last observation by the components
themselves (Stock and Watson 2002, Journal of Business and Economic Statistics 20, appendix A); loadings,
autoregressions and variances are least squares on them (Banbura and Modugno 2014, Journal of Applied
Econometrics 29).
"""

from __future__ import annotations

import numpy as np

from forerun.errors import InputError
from forerun.outlook.statespace.banbura_modugno import NOISE
from forerun.outlook.statespace.layout import AGGREGATION, Layout
from forerun.outlook.statespace.model import Array, Start, StateSpace, stationary_covariance

LARGEST_ROOT = 0.98
"""Autoregressions of the start are pulled in to this modulus, so that it has a stationary covariance."""

QUARTERLY_RHO = 0.1
"""Idiosyncratic AR(1) coefficient of quarterly series at the start, whose monthly selves are not seen."""


def principal_start(layout: Layout, data: Array, monthly_only: bool = False) -> StateSpace:
    """Parameters to start from, one period before the data.

    The likelihood has several maxima; where an estimation ends may depend on ``monthly_only``.

    Args:
        layout: the order of the states.
        data: (T, n), standardised, NaN where nothing is observed; a series may be all NaN.
        monthly_only: whether components are those of the monthly series alone, without splines.

    Raises:
        InputError: a block has fewer series than factors.
    """
    design = _identity_design(layout)
    transition, covariance = layout.shift(), np.zeros((layout.state_count,) * 2)
    rest = data.copy()
    for number in range(len(layout.factors)):
        factors = _block_factors(layout, rest, number, monthly_only)
        now, past = layout.block(number), layout.block(number, layout.lags)
        coefficients, unexplained = autoregression(factors, layout.lags)
        transition[now, past] = _pulled_in(coefficients)
        covariance[now, now] = unexplained.T @ unexplained / len(unexplained)
        for series in np.flatnonzero(layout.blocks[:, number]).tolist():
            loading, explained = _loading(layout, rest[:, series], factors, series)
            design[series] += loading @ _rows(layout, series, number)
            rest[:, series] -= explained
    variance = np.array([_spread(column) for column in rest.T])
    _idiosyncratic_start(layout, rest, transition, covariance)
    noise = np.full(layout.series_count, NOISE) if layout.autoregressive else np.maximum(variance, NOISE)
    mean = np.zeros(layout.state_count)
    initial = stationary_covariance(transition, covariance)
    return StateSpace(design, transition, np.diag(noise), covariance, mean, initial, Start.BEFORE)


def fill_by_components(
    data: Array, count: int, rounds: int = 200, tolerance: float = 1e-8
) -> tuple[Array, Array]:
    """Principal components of data with holes.

    Args:
        data: (T, k), centred, NaN in the holes.
        count: number of components.
        rounds: most repetitions of filling the holes and taking components.
        tolerance: stop when no filled cell moves by more.

    Returns:
        Loadings (k, count) of unit length and components (T, count), the sign chosen so that loadings sum to
        a positive number.

    Raises:
        InputError: more components than columns.
    """
    if count > data.shape[1]:
        raise InputError(
            f"{count} factors of {data.shape[1]} series",
            where="principal components",
            advice="Use fewer factors, or put more series into the block",
        )
    holes = np.isnan(data)
    filled = np.where(holes, 0.0, data)
    for _ in range(rounds):
        _, vectors = np.linalg.eigh(filled.T @ filled)
        loadings = vectors[:, ::-1][:, :count]
        following = np.where(holes, filled @ loadings @ loadings.T, data)
        moved = float(np.abs(following - filled).max(initial=0.0))
        filled = following
        if moved < tolerance:
            break
    loadings = loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return loadings, filled @ loadings


def fill_by_splines(data: Array) -> Array:
    """Data (T, k) with the holes between a column's first and last observation filled by a natural spline."""
    from scipy.interpolate import CubicSpline

    filled = data.copy()
    for column in filled.T:
        seen = np.flatnonzero(np.isfinite(column))
        if len(seen) > 2:
            inside = np.arange(seen[0], seen[-1] + 1)
            column[inside] = CubicSpline(seen, column[seen], bc_type="natural")(inside)
    return filled


def autoregression(factors: Array, lags: int) -> tuple[Array, Array]:
    """Vector autoregression without constant by least squares.

    Args:
        factors: (T, r).
        lags: p.

    Returns:
        Coefficients (r, r p), lag one first, and the residuals (T - p, r).

    Raises:
        InputError: there are no more months than lags.
    """
    if len(factors) <= lags:
        raise InputError(
            f"{len(factors)} months for {lags} lags", where="autoregression", advice="Use fewer lags"
        )
    past = np.hstack([factors[lags - 1 - lag : len(factors) - 1 - lag] for lag in range(lags)])
    coefficients = _least_squares(past, factors[lags:]).T
    return coefficients, factors[lags:] - past @ coefficients.T


def aggregated(values: Array) -> Array:
    """Sum of each column over five months by 1, 2, 3, 2, 1, (T, r); NaN in the first four months."""
    summed = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        summed[4:, column] = np.convolve(values[:, column], AGGREGATION, mode="valid")
    return summed


def _identity_design(layout: Layout) -> Array:
    return np.vstack([layout.idiosyncratic(series) for series in range(layout.series_count)])


def _rows(layout: Layout, series: int, number: int) -> Array:
    """Those rows of the series' loading map that belong to a block."""
    loaded = np.flatnonzero(layout.blocks[series]).tolist()
    before = sum(layout.factors[block] for block in loaded[: loaded.index(number)])
    return layout.loading(series)[before : before + layout.factors[number]]


def _block_factors(layout: Layout, rest: Array, number: int, monthly_only: bool) -> Array:
    chosen = layout.blocks[:, number] & np.isfinite(rest).any(axis=0)
    if monthly_only:
        return fill_by_components(rest[:, chosen & ~layout.quarterly], layout.factors[number])[1]
    return fill_by_components(fill_by_splines(rest[:, chosen]), layout.factors[number])[1]


def _loading(layout: Layout, values: Array, factors: Array, series: int) -> tuple[Array, Array]:
    """Least squares on what is observed: loadings (r,) and what they explain (T,), zero where unknown."""
    regressors = aggregated(factors) if layout.quarterly[series] else factors
    seen = np.isfinite(values) & np.isfinite(regressors).all(axis=1)
    loading = _least_squares(regressors[seen], values[seen])
    return loading, np.nan_to_num(regressors @ loading)


def _idiosyncratic_start(layout: Layout, rest: Array, transition: Array, covariance: Array) -> None:
    """Fills in each idiosyncratic AR(1) of the two matrices."""
    if not layout.autoregressive:
        return
    for series in range(layout.series_count):
        first = layout.own(series).start
        rho, variance = _first_order(rest[:, series], bool(layout.quarterly[series]))
        transition[first, first], covariance[first, first] = rho, variance


def _first_order(values: Array, quarterly: bool) -> tuple[float, float]:
    if quarterly:
        spread = _spread(values) / float(np.square(AGGREGATION).sum())
        return QUARTERLY_RHO, max((1 - QUARTERLY_RHO**2) * spread, NOISE)
    later, earlier = values[1:], values[:-1]
    both = np.isfinite(later) & np.isfinite(earlier)
    power = float(earlier[both] @ earlier[both])
    rho = float(earlier[both] @ later[both]) / power if power else 0.0
    rho = min(max(rho, -LARGEST_ROOT), LARGEST_ROOT)
    left = later[both] - rho * earlier[both]
    return rho, max(float(left @ left) / max(len(left), 1), NOISE)


def _spread(values: Array) -> float:
    """Variance of what is observed; one, as of standardised data, when nothing is."""
    seen = values[np.isfinite(values)]
    return float(np.var(seen)) if len(seen) else 1.0


def _least_squares(regressors: Array, values: Array) -> Array:
    return np.asarray(np.linalg.lstsq(regressors, values, rcond=None)[0], dtype=np.float64)


def _pulled_in(coefficients: Array) -> Array:
    factors, width = coefficients.shape
    companion = np.eye(width, k=-factors)
    companion[:factors] = coefficients
    radius = float(np.abs(np.linalg.eigvals(companion)).max())
    powers = np.repeat(np.arange(1, width // factors + 1), factors)
    return np.asarray(coefficients * min(1.0, LARGEST_ROOT / radius if radius else 1.0) ** powers)
