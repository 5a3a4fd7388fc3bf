"""A comparison with nobody on one side is left out and told, from a panel and from cells alike."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.trials.did.aggregate import overall
from forerun.trials.did.att import group_time
from forerun.trials.did.att_cells import group_time_of_cells
from forerun.trials.did.cells import cells_of
from forerun.trials.panel import NEVER, Panel


def panel_with(gaps: list[tuple[int, int]]) -> Panel:
    outcome = np.random.default_rng(4).normal(size=(12, 5)).cumsum(axis=1)
    for place, period in gaps:
        outcome[place, period] = np.nan
    start = np.array([2, 2, 2, 3, *[NEVER] * 8])
    return Panel(tuple("abcdefghijkl"), ("1", "2", "3", "4", "5"), outcome, start)


def test_an_unseen_period_of_a_cohort_of_one_is_left_out() -> None:
    panel = panel_with([(3, 4)])
    found, counted = group_time(panel), group_time_of_cells(cells_of(panel))
    assert (3, 4) not in set(zip(found.cohort.tolist(), found.period.tolist(), strict=True))
    assert any("4" in each.what and "5" in each.what for each in found.left_out)
    assert counted.att == pytest.approx(found.att, abs=1e-12)
    whole = group_time(panel_with([]))
    same = [k for k, pair in enumerate(zip(whole.cohort, whole.period, strict=True)) if pair != (3, 4)]
    assert found.att == pytest.approx(whole.att[same], abs=1e-12)
    assert np.isfinite(overall(found).att)


def test_when_no_comparison_is_left_it_is_refused() -> None:
    gaps = [(place, period) for place in range(4) for period in range(1, 5)]
    with pytest.raises(InputError, match="in no pair of periods"):
        group_time(panel_with(gaps))
