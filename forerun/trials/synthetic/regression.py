"""Coefficients of covariates that change over time."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, InputError
from forerun.trials.panel import Panel
from forerun.trials.simplex import simplex_weights
from forerun.trials.synthetic.kernels import noise_kernel

_ROUNDS, _SETTLED = 10_000, 1e-10


def two_way_coefficients(outcome: Array, values: Array) -> Array:
    """Least squares of an outcome on covariates with effects of place and period.

    Args:
        outcome: (N, T).
        values: (p, N, T).

    Returns:
        (p,) coefficients.

    Raises:
        InputError: covariates that places and periods explain, or that cannot be told apart.
    """
    design = np.stack([_within(each).ravel() for each in values], axis=1)
    return _least_squares(design, _within(outcome).ravel(), float(np.abs(values).max()))


def coefficients_with_weights(panel: Panel, values: Array, start: int) -> Array:
    """Coefficients that minimise the objectives of unit and period weights together.

    Weights and coefficients are found in turn until neither changes (Arkhangelsky et al. 2021, section 5,
    whose code descends in all three at once).

    Args:
        panel: donors and treated.
        values: (p, N, T).
        start: position of the first treated period.

    Raises:
        InputError: covariates that cannot be told apart.
        ConventionError: no end was found.
    """
    treated = panel.start == start
    shares = panel.weights[treated] / panel.weights[treated].sum()
    donors = np.flatnonzero(~panel.treated)
    blocks = [_block(each, donors, (treated, shares), start) for each in (panel.outcome, *values)]
    slopes, penalties = np.zeros(len(values)), _penalties(panel, donors, start, int(treated.sum()))
    for _ in range(_ROUNDS):
        block = blocks[0] - np.tensordot(slopes, np.stack(blocks[1:]), axes=1)
        units, periods = _weights_of(block, penalties)
        rows = [_unexplained(each, units, periods) for each in blocks]
        renewed = _least_squares(np.stack(rows[1:], axis=1), rows[0], float(np.abs(values).max()))
        if np.abs(renewed - slopes).max() <= _SETTLED * max(1.0, float(np.abs(renewed).max())):
            return renewed
        slopes = renewed
    raise ConventionError(
        "weights and coefficients of covariates do not settle", advice="Project the covariates instead"
    )


def _within(values: Array) -> Array:
    return np.asarray(values - values.mean(axis=1, keepdims=True) - values.mean(axis=0) + values.mean())


def _least_squares(design: Array, outcome: Array, size: float) -> Array:
    smallest = np.linalg.svd(design, compute_uv=False).min()
    if not smallest > 1e-9 * size:
        what = "the covariates do not change in a way of their own between places and periods"
        raise InputError(what, advice="Leave out those that are constant over time or repeat another")
    return np.asarray(np.linalg.lstsq(design, outcome, rcond=None)[0])


def _block(values: Array, donors: Array, treated: tuple[Array, Array], start: int) -> Array:
    """(m + 1, T0 + 1): donors and the mean of the treated; periods before and the mean after."""
    rows = np.vstack([values[donors], treated[1] @ values[treated[0]]])
    return np.column_stack([rows[:, :start], rows[:, start:].mean(axis=1)])


def _penalties(panel: Panel, donors: Array, start: int, count: int) -> tuple[float, float]:
    noise = noise_kernel(np.ascontiguousarray(panel.outcome, float), donors, start)
    cells = count * (len(panel.periods) - start)
    return (cells**0.25 * noise) ** 2 * start, (1e-6 * noise) ** 2 * len(donors)


def _weights_of(block: Array, penalties: tuple[float, float]) -> tuple[Array, Array]:
    units = block[:, :-1] - block[:, :-1].mean(axis=1, keepdims=True)
    periods = block[:-1] - block[:-1].mean(axis=0)
    return (
        _solved(units[:-1], units[-1], penalties[0]),
        _solved(periods[:, :-1].T, periods[:, -1], penalties[1]),
    )


def _solved(rows: Array, target: Array, penalty: float) -> Array:
    return simplex_weights(rows @ rows.T + penalty * np.eye(len(rows)), rows @ target)


def _unexplained(block: Array, units: Array, periods: Array) -> Array:
    """What unit weights leave of each period before, and period weights of each donor, each in its scale."""
    of_periods = block[-1, :-1] - units @ block[:-1, :-1]
    of_donors = block[:-1, -1] - block[:-1, :-1] @ periods
    return np.concatenate(
        [
            (of_periods - of_periods.mean()) / np.sqrt(len(of_periods)),
            (of_donors - of_donors.mean()) / np.sqrt(len(of_donors)),
        ]
    )
