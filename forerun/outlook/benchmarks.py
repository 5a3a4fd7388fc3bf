"""Simple forecasts that every model has to beat, each with its own real-time errors as uncertainty.

A benchmark is a function from a series to *paths*: what it would have said at every figure about the H
figures after it, from the figures up to there alone.  The last path is the forecast; the others, held against
what came, are its past errors.  Nothing looks ahead, and a benchmark costs one pass over the series.

The spread at a horizon is the 80 % quantile of past absolute errors over that of the standard normal
distribution: the 80 % band would have held 80 % of past outcomes (split conformal prediction; Lei and others
2018, JASA 113, section 2.2), and a single lockdown does not widen it for good.  Errors of neighbouring
horizons of one forecast go together: their correlation is ``r ** |h - k|`` with one ``r`` from past errors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Generic, Protocol, TypeAlias, TypeVar

import numpy as np

from forerun.errors import InputError
from forerun.outlook.predictive import Predictive
from forerun.outlook.vintage import Floats, Vintage

Paths: TypeAlias = Callable[[Floats, int, int], Floats]
"""From a series (n,), the number of figures H ahead and that in a year to paths (n, H); NaN: too early."""

YEAR = 12
LEAST_ERRORS = 8
"""So many past errors are needed to measure the spread at a horizon; else the horizon before counts."""
LEAST_FIGURES = 6
"""Fewer figures than these are no series to forecast."""
LARGEST = 1e6
"""Percent; beyond it a figure is an error, and an autoregression has no solution."""
LONGEST_LAG = 4
DISCOUNT = 0.95
"""What a past squared error counts one figure later in the weights of the combination."""
COVERED = 0.8
FEWEST_ERRORS = 3
"""With fewer past errors one figure ahead there is no spread at all."""
FARTHEST = 3.0
"""Spreads at which an error is clipped before correlations are taken."""
LARGEST_CORRELATION = 0.99
SMALLEST_SPREAD = 0.05
"""Percentage points: half a unit of the last digit of published growth."""
_RIDGE = 1e-8  # keeps normal equations of constant figures solvable
_SMALLEST_SQUARE = 1e-12  # of a residual, whose logarithm is taken
_SMALLEST_LOSS = 1e-4  # mean squared error below which a member is not weighed higher still

StateT = TypeVar("StateT")


class Forecaster(Protocol[StateT]):
    """Anything that turns a vintage into a joint predictive of all figures to come.

    ``state`` is what the forecaster handed back for the vintage before (None at first); it may start from
    it, but what it says must only depend on the vintage.
    """

    @property
    def name(self) -> str:
        """Short name in results."""
        ...

    def forecast(self, vintage: Vintage, state: StateT | None = None) -> tuple[Predictive, StateT | None]:
        """The predictive for ``vintage.ahead`` and a state for the next vintage.

        Raises:
            InputError: the vintage does not suffice.
        """
        ...


@dataclass(frozen=True, slots=True)
class Benchmark(Generic[StateT]):
    """A forecaster made of paths; see the module."""

    name: str
    paths: Paths

    def forecast(self, vintage: Vintage, state: StateT | None = None) -> tuple[Predictive, StateT | None]:
        """The last path with the spread of past errors.

        Raises:
            InputError: fewer than :data:`LEAST_FIGURES` figures, or none in the last year.
        """
        growth = checked(vintage)
        ahead, per_year = vintage.ahead, YEAR - vintage.joint_months + 1
        paths = self.paths(growth, len(ahead), per_year)
        if np.isnan(paths[-1]).any():
            raise InputError(
                f"{np.sum(~np.isnan(growth))} figures are too few for {self.name}",
                where=vintage.names[0],
                advice="Start the sample earlier or leave this benchmark out",
            )
        return Predictive(ahead, paths[-1], covariance(past_errors(growth, paths))), state


def benchmarks(names: Sequence[str]) -> tuple[Benchmark[None], ...]:
    """Benchmarks by the names of ``outlook.toml``; the combination is one of the others named.

    Raises:
        InputError: an unknown name, or a combination of nothing.
    """
    unknown = [name for name in names if name not in _PATHS and name != COMBINATION]
    if unknown:
        raise InputError(f"unknown benchmark {unknown[0]}", advice=f"Known are {', '.join(_PATHS)}")
    members = [_PATHS[name] for name in names if name != COMBINATION]
    if names and not members:
        raise InputError("there is nothing to combine", advice=f"Name some of {', '.join(_PATHS)} beside it")
    return tuple(
        Benchmark(name, combined(members) if name == COMBINATION else _PATHS[name]) for name in names
    )


def checked(vintage: Vintage) -> Floats:
    """The target's figures, or why they do not make a series.

    Raises:
        InputError: fewer than :data:`LEAST_FIGURES`, none in the last year, all the same, or one beyond
            :data:`LARGEST`.
    """
    months, growth = vintage.figures
    known = growth[~np.isnan(growth)]
    where = f"{vintage.names[0]} as of {vintage.as_of}"
    if len(known) < LEAST_FIGURES:
        raise InputError(f"only {len(known)} monthly figures", where=where, advice="Choose a later day")
    if vintage.months[-1].ordinal - months[-1].ordinal > YEAR:
        raise InputError(f"no figure after {months[-1]}", where=where, advice="Ingest later releases")
    if np.ptp(known) == 0:
        raise InputError(f"every figure is {known[0]:g}", where=where, advice="Forecast another series")
    if np.abs(known).max() > LARGEST:
        row = int(np.nanargmax(np.abs(growth)))
        raise InputError(
            f"{growth[row]:g} in {months[row]} is no growth in percent",
            where=where,
            advice="Correct the figure",
        )
    return growth


def past_errors(growth: Floats, paths: Floats) -> Floats:
    """What came less what a path had said: (n, H), NaN where nothing came yet or nothing was said."""
    count, horizon = paths.shape
    later = np.full((count, horizon), np.nan)
    for ahead in range(min(horizon, count - 1)):
        later[: count - ahead - 1, ahead] = growth[ahead + 1 :]
    return later - paths


def covariance(errors: Floats) -> Floats:
    """Covariance over horizons from past errors (n, H): (H, H), positive definite.

    Raises:
        InputError: fewer than three past errors one figure ahead.
    """
    spread = spreads(errors)
    steps = np.arange(len(spread))
    joint = correlation(errors) ** np.abs(steps[:, None] - steps[None, :])
    return np.asarray(spread[:, None] * joint * spread[None, :], float)


def spreads(errors: Floats) -> Floats:
    """Spread at every horizon, (H,), not falling with the horizon; see the module.

    Raises:
        InputError: fewer than three past errors one figure ahead.
    """
    found = np.empty(errors.shape[1])
    least = SMALLEST_SPREAD
    for ahead in range(errors.shape[1]):
        known = errors[~np.isnan(errors[:, ahead]), ahead]
        if ahead == 0 and len(known) < FEWEST_ERRORS:
            raise InputError("fewer than three past forecasts, so there is no spread", advice="Wait")
        if len(known) >= LEAST_ERRORS or ahead == 0:
            least = max(least, quantile_spread(known))
        found[ahead] = least
    return found


def quantile_spread(errors: Floats) -> float:
    """Standard deviation of the normal distribution whose 80 % band would have held 80 % of the errors.

    The quantile is the ``ceil(0.8 (n + 1))``-th smallest absolute error, which keeps the coverage in
    small samples (Lei and others 2018, theorem 2.2).
    """
    ordered = np.sort(np.abs(errors))
    rank = min(int(np.ceil(COVERED * (len(ordered) + 1))), len(ordered))
    return float(ordered[rank - 1] / NormalDist().inv_cdf((1 + COVERED) / 2))


def correlation(errors: Floats) -> float:
    """Correlation of errors of one forecast at neighbouring horizons, from 0 to :data:`LARGEST_CORRELATION`.

    Each horizon's errors enter in units of their spread, clipped at :data:`FARTHEST`.
    """
    units = np.clip(errors / spreads(errors), -FARTHEST, FARTHEST)
    one, other = units[:, :-1], units[:, 1:]
    both = ~np.isnan(one) & ~np.isnan(other)
    if both.sum() < LEAST_ERRORS:
        return 0.0
    squares = float(np.sqrt((one[both] ** 2).sum() * (other[both] ** 2).sum()))
    if squares == 0:
        return 0.0
    return float(np.clip((one[both] * other[both]).sum() / squares, 0.0, LARGEST_CORRELATION))


def last_value(growth: Floats, horizon: int, per_year: int) -> Floats:
    """The last figure again and again (n, H)."""
    del per_year
    return np.repeat(carried(growth)[:, None], horizon, axis=1)


def mean_of_three(growth: Floats, horizon: int, per_year: int) -> Floats:
    """The mean of the last three figures (n, H)."""
    del per_year
    known = carried(growth)
    mean = np.full(len(known), np.nan)
    mean[2:] = (known[2:] + known[1:-1] + known[:-2]) / 3
    return np.repeat(mean[:, None], horizon, axis=1)


def seasonal_naive(growth: Floats, horizon: int, per_year: int) -> Floats:
    """The figure of the same month of the last year known (n, H)."""
    known = carried(growth)
    back = np.array([per_year * (1 + ahead // per_year) - ahead - 1 for ahead in range(horizon)])
    rows = np.arange(len(known))[:, None] - back[None, :]
    return np.where(rows >= 0, known[np.maximum(rows, 0)], np.nan)


def autoregression(growth: Floats, horizon: int, per_year: int) -> Floats:
    """AR(p) with a constant by least squares, p up to :data:`LONGEST_LAG` by BIC, iterated (n, H).

    Estimated anew at every figure from the figures up to it; a row with a gap does not enter.  The criterion
    is ``n log(s2) + (p + 1) log n`` over the rows that all orders share (Schwarz 1978).
    """
    del per_year
    known = carried(growth)
    rows = np.column_stack([np.ones(len(known)), *(_lagged(known, lag) for lag in range(1, LONGEST_LAG + 1))])
    usable = ~(np.isnan(rows).any(axis=1) | np.isnan(growth))
    rows, left = np.where(usable[:, None], rows, 0.0), np.where(usable, growth, 0.0)
    products = np.cumsum(rows[:, :, None] * rows[:, None, :], axis=0)
    across, squares = np.cumsum(rows * left[:, None], axis=0), np.cumsum(left**2)
    counts = np.cumsum(usable.astype(float))
    fits = [_least_squares(products, across, order) for order in range(1, LONGEST_LAG + 1)]
    criteria = [_bic(fit, across, squares, counts) for fit in fits]
    best = np.argmin(np.where(np.isnan(criteria), np.inf, criteria), axis=0)
    chosen = np.array(fits)[best, np.arange(len(known))]
    return _iterated(chosen, known, horizon)


def carried(growth: Floats) -> Floats:
    """The series with the last figure before it standing in each gap; only forecasts start from it."""
    rows = np.maximum.accumulate(np.where(np.isnan(growth), 0, np.arange(len(growth))))
    return growth[rows]


def _lagged(known: Floats, lag: int) -> Floats:
    return np.concatenate([np.full(lag, np.nan), known])[: len(known)]


def _least_squares(products: Floats, across: Floats, order: int) -> Floats:
    """Coefficients at every figure (n, 1 + longest), zero beyond the order; NaN while rows are too few."""
    size = order + 1
    found = np.zeros(across.shape)
    found[:, :size] = np.nan
    enough = products[:, 0, 0] >= 2 * size
    system = products[enough, :size, :size] + _RIDGE * np.eye(size)
    found[enough, :size] = np.linalg.solve(system, across[enough, :size, None])[..., 0]
    return found


def _bic(fit: Floats, across: Floats, squares: Floats, counts: Floats) -> Floats:
    """Schwarz criterion at every figure (n,); NaN where there is no fit."""
    residual = np.maximum(squares - np.sum(fit * across, axis=1), _SMALLEST_SQUARE)
    rows = np.maximum(counts, 1)
    order = np.max(np.sum(fit != 0, axis=1))
    return np.asarray(rows * np.log(residual / rows) + order * np.log(rows))


def _iterated(coefficients: Floats, known: Floats, horizon: int) -> Floats:
    longest = coefficients.shape[1] - 1
    recent = np.column_stack([known, *(_lagged(known, lag) for lag in range(1, longest))])
    recent = np.where(np.isnan(recent), 0.0, recent)
    paths = np.empty((len(known), horizon))
    for ahead in range(horizon):
        paths[:, ahead] = coefficients[:, 0] + np.sum(coefficients[:, 1:] * recent, axis=1)
        recent = np.column_stack([paths[:, ahead], recent[:, :-1]])
    return paths


def combined(members: Sequence[Paths]) -> Paths:
    """Average of several benchmarks, each weighted by one over its discounted past mean squared error.

    Weights differ by horizon and at every figure only use errors known by then (Bates and Granger 1969;
    Stock and Watson 2004, J. of Forecasting 23, with :data:`DISCOUNT`).  They are equal before any
    is known.
    """

    def paths(growth: Floats, horizon: int, per_year: int) -> Floats:
        every = np.array([member(growth, horizon, per_year) for member in members])
        loss = np.array([_known_loss(past_errors(growth, each)) for each in every])
        worth = np.where(np.isnan(every), 0.0, 1 / np.maximum(loss, _SMALLEST_LOSS))
        total = worth.sum(axis=0)
        mean = np.sum(np.where(np.isnan(every), 0.0, every) * worth, axis=0)
        return np.where(total > 0, mean / np.where(total > 0, total, 1.0), np.nan)

    return paths


def _known_loss(errors: Floats) -> Floats:
    """Discounted mean squared error known at each figure, by horizon (n, H); 1 before any is known."""
    count, horizon = errors.shape
    known = np.full((count, horizon), np.nan)
    for ahead in range(min(horizon, count - 1)):
        known[ahead + 1 :, ahead] = errors[: count - ahead - 1, ahead] ** 2
    seen, squares = ~np.isnan(known), np.nan_to_num(known)
    total, weight, loss = np.zeros(horizon), np.zeros(horizon), np.ones((count, horizon))
    for now in range(count):
        total, weight = DISCOUNT * total + squares[now], DISCOUNT * weight + seen[now]
        np.divide(total, weight, out=loss[now], where=weight > 0)
    return loss


COMBINATION = "combination"
_PATHS: dict[str, Paths] = {
    "last-value": last_value,
    "autoregression": autoregression,
    "seasonal-naive": seasonal_naive,
    "mean-of-three": mean_of_three,
}
