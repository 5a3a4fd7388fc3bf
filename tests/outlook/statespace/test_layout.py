"""Where each state stands, by an example that can be drawn."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.statespace.layout import Layout, single_block

QUARTERLY = np.array([False, True, False])
BLOCKS = np.array([[True, False], [True, True], [False, True]])
LAYOUT = Layout(QUARTERLY, BLOCKS, (2, 1), lags=1)


def test_states_are_counted() -> None:
    assert LAYOUT.depth == 5
    assert LAYOUT.factor_states == 15
    assert LAYOUT.state_count == 15 + 1 + 1 + 5
    assert (LAYOUT.own(0), LAYOUT.own(2), LAYOUT.own(1)) == (slice(15, 16), slice(16, 17), slice(17, 22))
    assert (LAYOUT.block(0), LAYOUT.block(1, 5)) == (slice(0, 2), slice(10, 15))


def test_a_monthly_series_takes_this_months_factors() -> None:
    loading = LAYOUT.loading(0)
    assert np.argwhere(loading).tolist() == [[0, 0], [1, 1]]
    assert np.flatnonzero(LAYOUT.idiosyncratic(0)).tolist() == [15]


def test_a_quarterly_series_takes_five_months_of_every_block() -> None:
    loading = LAYOUT.loading(1)
    assert loading[0, 0:10:2] == pytest.approx([1, 2, 3, 2, 1])
    assert loading[1, 1:10:2] == pytest.approx([1, 2, 3, 2, 1])
    assert loading[2, 10:15] == pytest.approx([1, 2, 3, 2, 1])
    assert loading.sum() == 27
    assert LAYOUT.idiosyncratic(1)[17:] == pytest.approx([1, 2, 3, 2, 1])


def test_the_shift_moves_everything_one_month_back() -> None:
    state = np.arange(1.0, LAYOUT.state_count + 1)
    moved = LAYOUT.shift() @ state
    assert moved[:10] == pytest.approx([0, 0, *state[:8]])
    assert moved[10:15] == pytest.approx([0, *state[10:14]])
    assert moved[15:] == pytest.approx([0, 0, 0, *state[17:21]])


def test_noise_needs_no_states() -> None:
    layout = single_block(QUARTERLY, factors=1, lags=6, autoregressive=False)
    assert (layout.depth, layout.state_count, layout.own(1)) == (6, 6, slice(6, 6))
    assert single_block(np.array([False]), 1, 2, autoregressive=False).state_count == 2


@pytest.mark.parametrize(
    ("blocks", "factors", "lags"),
    [(BLOCKS[:2], (2, 1), 1), (BLOCKS, (2,), 1), (BLOCKS, (2, 0), 1), (BLOCKS, (2, 1), 0)],
)
def test_what_does_not_fit_is_refused(blocks: np.ndarray, factors: tuple[int, ...], lags: int) -> None:
    with pytest.raises(InputError, match="layout"):
        Layout(QUARTERLY, blocks, factors, lags)
