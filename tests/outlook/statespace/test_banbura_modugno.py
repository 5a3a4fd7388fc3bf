"""Estimation: the likelihood never falls, the truth is found again, and a stall is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.statespace.banbura_modugno import Fit, Stop, fit, step, without_empty_end
from forerun.outlook.statespace.filtering import loglikelihood
from forerun.outlook.statespace.layout import AGGREGATION, Layout, single_block
from forerun.outlook.statespace.model import Array, Start, StateSpace
from forerun.outlook.statespace.principal import (
    aggregated,
    autoregression,
    fill_by_components,
    fill_by_splines,
    principal_start,
)
from forerun.outlook.statespace.smoothing import smooth

QUARTERLY = np.array([False] * 5 + [True])
MONTHS = 150


def panel(seed: int, autoregressive: bool) -> tuple[Array, Array]:
    """Data (T, 6) with holes, a ragged edge and two empty months; the factor (T, 1) that they are made of."""
    rng = np.random.default_rng(seed)
    factor, own = np.zeros(MONTHS), np.zeros((MONTHS, 6))
    for t in range(1, MONTHS):
        factor[t] = 0.8 * factor[t - 1] + rng.normal()
        own[t] = 0.5 * autoregressive * own[t - 1] + 0.7 * rng.normal(size=6)
    values = np.outer(factor, rng.uniform(0.5, 1.5, 6)) + own
    values[:, 5] = np.convolve(values[:, 5], AGGREGATION)[:MONTHS]
    values[np.arange(MONTHS) % 3 != 2, 5] = np.nan
    values[rng.random(values.shape) < 0.1] = np.nan
    values[-3:, :2] = np.nan
    values[-2:] = np.nan
    return values / np.nanstd(values, axis=0), factor[:, None]


@pytest.mark.parametrize("autoregressive", [True, False])
@pytest.mark.parametrize("lags", [1, 2])
def test_no_step_lowers_the_likelihood(autoregressive: bool, lags: int) -> None:
    data, factor = panel(lags, autoregressive)
    layout = single_block(QUARTERLY, 1, lags, autoregressive)
    found = fit(layout, principal_start(layout, data), data, Stop(1e-6, 40))
    assert np.diff(found.path).min() > -1e-8
    assert found.path[-1] > found.path[0] + 1
    common = smooth(found.model, data).means[: MONTHS - 3, 0]
    assert abs(np.corrcoef(common, factor[: MONTHS - 3, 0])[0, 1]) > 0.9


def test_blocks_keep_to_their_series() -> None:
    data, _ = panel(3, True)
    blocks = np.column_stack([np.ones(6, dtype=bool), [True, True, True, False, False, False]])
    layout = Layout(QUARTERLY, blocks, (1, 1), 1)
    found = fit(layout, principal_start(layout, data), data, Stop(1e-9, 8))
    second = layout.block(1, layout.depth)
    assert np.diff(found.path).min() > -1e-8
    assert not found.model.design[3:, second].any()
    assert found.model.design[:3, second].any()
    ratio = found.model.design[5, layout.block(0, 5)] / found.model.design[5, 0]
    assert ratio == pytest.approx(AGGREGATION)


def test_the_path_holds_the_likelihood_of_each_model() -> None:
    data, _ = panel(4, False)
    layout = single_block(QUARTERLY, 1, 1, autoregressive=False)
    start = principal_start(layout, data)
    following, before = step(layout, start, without_empty_end(data))
    assert before == pytest.approx(loglikelihood(start, data))
    assert fit(layout, start, data, Stop(0.0, 2)).path[1] == pytest.approx(loglikelihood(following, data))


def test_a_fit_that_does_not_move_says_so() -> None:
    """With next to no noise beside a state of its own, a series' loading cannot move."""
    data, _ = panel(5, True)
    layout = single_block(QUARTERLY, 1, 1)
    start = principal_start(layout, data)
    quiet = replace(start, observation_covariance=np.eye(6) * 1e-12)
    still = fit(layout, quiet, data, Stop(1e-3, 60))
    assert (still.converged, still.stalled) == (True, True)
    assert still.moved < 1e-6
    moving = fit(layout, start, data, Stop(1e-3, 60))
    assert (moving.converged, moving.stalled) == (True, False)


def test_a_fit_that_runs_out_of_steps_has_not_converged() -> None:
    data, _ = panel(6, False)
    layout = single_block(QUARTERLY, 1, 1, autoregressive=False)
    found = fit(layout, principal_start(layout, data), data, Stop(1e-12, 3))
    assert (len(found.path), found.converged, found.stalled) == (3, False, False)
    assert isinstance(found, Fit)


def test_a_series_never_observed_keeps_its_loading() -> None:
    data, _ = panel(7, False)
    layout = single_block(QUARTERLY, 1, 1, autoregressive=False)
    start = principal_start(layout, data)
    data[:, 2] = np.nan
    following, _ = step(layout, start, data)
    assert following.design[2] == pytest.approx(start.design[2])
    assert following.design[1] != pytest.approx(start.design[1])


@pytest.mark.parametrize("autoregressive", [True, False])
@pytest.mark.parametrize("empty", [2, 5])
def test_a_start_needs_no_observation_of_every_series(autoregressive: bool, empty: int) -> None:
    data, _ = panel(7, autoregressive)
    data[:, empty] = np.nan
    start = principal_start(single_block(QUARTERLY, 1, 1, autoregressive), data)
    assert start.design[empty, 0] == 0
    assert start.design[1, 0] != 0


def test_a_start_from_monthly_series_alone_does_not_look_at_quarters() -> None:
    data, _ = panel(8, False)
    layout = single_block(QUARTERLY, 1, 1, autoregressive=False)
    other = data.copy()
    other[:, 5] *= -3
    both = [principal_start(layout, each, monthly_only=True) for each in (data, other)]
    assert both[0].transition == pytest.approx(both[1].transition)
    mixed = [principal_start(layout, each) for each in (data, other)]
    assert mixed[0].transition != pytest.approx(mixed[1].transition)


def test_a_start_that_does_not_fit_is_refused() -> None:
    data, _ = panel(8, False)
    layout = single_block(QUARTERLY, 1, 1, autoregressive=False)
    start = principal_start(layout, data)
    wrong: list[tuple[Layout, StateSpace, Array]] = [
        (layout, replace(start, start=Start.FIRST), data),
        (single_block(QUARTERLY, 2, 1), start, data),
        (layout, start, data[:0]),
    ]
    for each in wrong:
        with pytest.raises(InputError, match="estimation"):
            step(*each)


def test_components_of_whole_data_are_principal_components() -> None:
    data = np.random.default_rng(0).normal(size=(50, 4)) @ np.diag([3.0, 1.0, 1.0, 0.5])
    loadings, components = fill_by_components(data, 2)
    _, _, right = np.linalg.svd(data)
    assert np.abs(loadings.T @ right[:2].T) == pytest.approx(np.eye(2), abs=1e-10)
    assert components == pytest.approx(data @ loadings)


def test_a_hole_in_data_of_rank_one_is_filled_with_what_was_there() -> None:
    whole = np.outer(np.sin(np.arange(30.0)), [1.0, 0.5, -0.8])
    holed = whole.copy()
    holed[4, 1] = holed[29, 2] = np.nan
    loadings, components = fill_by_components(holed, 1)
    assert components @ loadings.T == pytest.approx(whole, abs=1e-6)
    with pytest.raises(InputError, match="4 factors of 3 series"):
        fill_by_components(whole, 4)


def test_a_spline_fills_inside_only() -> None:
    column = np.array([np.nan, 1.0, np.nan, 3.0, 4.0, np.nan])
    filled = fill_by_splines(np.column_stack([column, np.full(6, np.nan)]))
    assert filled[:, 0] == pytest.approx([np.nan, 1.0, filled[2, 0], 3.0, 4.0, np.nan], nan_ok=True)
    assert filled[2, 0] == pytest.approx(2, abs=0.1)
    assert np.isnan(filled[:, 1]).all()


def test_an_autoregression_is_found_again() -> None:
    series = np.zeros((4000, 1))
    shocks = np.random.default_rng(1).normal(size=4000)
    for t in range(2, 4000):
        series[t] = 0.5 * series[t - 1] + 0.3 * series[t - 2] + shocks[t]
    coefficients, rest = autoregression(series, 2)
    assert coefficients[0] == pytest.approx([0.5, 0.3], abs=0.04)
    assert rest[:, 0] == pytest.approx(shocks[2:], abs=0.3)
    with pytest.raises(InputError, match="2 months for 2 lags"):
        autoregression(series[:2], 2)


def test_a_start_on_trending_data_is_stationary() -> None:
    data = np.outer(np.linspace(-3, 3, MONTHS) ** 3, np.ones(6)) + panel(9, False)[0]
    start = principal_start(single_block(QUARTERLY, 1, 2), data)
    assert 0.9 < np.abs(np.linalg.eigvals(start.transition)).max() < 0.99


def test_five_months_add_up_to_a_quarter() -> None:
    summed = aggregated(np.arange(6.0)[:, None])
    assert summed[4:, 0] == pytest.approx([4 + 2 * 3 + 3 * 2 + 2 * 1, 5 + 2 * 4 + 3 * 3 + 2 * 2 + 1])
    assert np.isnan(summed[:4]).all()
