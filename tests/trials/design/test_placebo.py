"""Power against placebos in space: short panels."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import ConventionError
from forerun.trials.design.placebo import differences, placebo_roles
from forerun.trials.design.question import Method, Pool, Question, Simulation
from forerun.trials.design.result import Notice
from forerun.trials.design.search import search
from tests.trials.design.conftest import factor_panel, panel_of


def test_differences_in_differences_are_those_of_four_means() -> None:
    window = factor_panel(6, 10, seed=1).outcome
    role = np.array([[1, 1, 0, 0, 0, -1]], np.int8)
    treated, donors = window[:2].mean(axis=0), window[2:5].mean(axis=0)
    expected = (treated[7:].mean() - treated[:7].mean()) - (donors[7:].mean() - donors[:7].mean())
    told = differences(window, role, 3)
    assert told[0][0] == pytest.approx(expected)
    assert told[1][0] == pytest.approx((treated[:7] - donors[:7]).std())
    assert told[2][0] == pytest.approx(np.corrcoef(treated[:7], donors[:7])[0, 1])


def test_few_placebo_sets_are_all_taken() -> None:
    usable = np.array([True] * 6 + [False])
    roles = placebo_roles(usable, 2, seed=0)
    assert len(roles) == len({tuple(row) for row in roles}) == 15
    assert (roles[:, 6] == -1).all()
    assert (placebo_roles(np.ones(40, bool), 5, seed=0) == 1).sum(axis=1).tolist() == [5] * 2000


def test_provinces_by_year_have_power_where_no_shift_of_periods_could_have() -> None:
    """31 places and 18 years: the method is chosen, the curve rises, size is that asked for."""
    panel = factor_panel(31, 18, seed=3)
    effects = tuple(np.arange(-30, 31) / 10)
    simulation = Simulation((2, 3), effects, additive=True, lookback=6)
    found = search(panel, Question(simulation, Pool(sizes=(3,), most=200)))
    assert found.method is Method.PLACEBO
    assert [note.count for note in found.notes if note.notice is Notice.SHORT] == [10]
    assert 1 / 2001 <= found.least_p < 0.001
    assert 0.07 <= found.size <= 0.13
    for design in found.designs:
        power = np.array([point.power for point in design.curve])
        middle = len(power) // 2
        assert power[middle] <= 0.1 + 1e-9
        assert (np.diff(power[middle:]) >= -0.005).all()
        assert (np.diff(power[: middle + 1]) <= 0.005).all()
    top = found.designs[0]
    assert top.mde is not None
    beyond = [point.power for point in top.curve if abs(point.effect) >= top.mde + 1e-9]
    within = [point.power for point in top.curve if 0 < abs(point.effect) <= top.mde - 0.1]
    assert min(beyond) >= 0.8 > min(within)


def test_an_effect_of_the_smallest_size_is_found_as_often_as_promised() -> None:
    """Designed on one panel, tried on 300 others of the same kind."""
    simulation = Simulation((3,), (0.0, 1.0, 2.0, 4.0), additive=True, lookback=5, method=Method.PLACEBO)
    found = search(factor_panel(24, 20, seed=0), Question(simulation, Pool(given=(("u001", "u002"),))))
    mde = found.designs[0].mde
    assert mde is not None
    hits = list[bool]()
    sets = placebo_roles(np.ones(24, bool), 2, seed=0)
    own = int(np.flatnonzero((sets[:, 1] == 1) & (sets[:, 2] == 1))[0])
    for seed in range(1, 301):
        outcome = factor_panel(24, 20, seed).outcome
        outcome[1:3, -3:] += mde
        ratio = np.abs(np.divide(*differences(outcome, sets, 3)[:2]))
        hits.append(bool((ratio >= ratio[own]).mean() < 0.1))
    assert 0.65 <= np.mean(hits) <= 0.95


def test_too_few_places_for_alpha_are_refused() -> None:
    simulation = Simulation((2,), (1.0,), additive=True, method=Method.PLACEBO)
    with pytest.raises(ConventionError, match=r"no p-value can be below 0\.1429: no design can reach"):
        search(factor_panel(6, 12, seed=5), Question(simulation, Pool(sizes=(1,))))


def test_a_place_that_only_shifts_another_is_refused() -> None:
    outcome = factor_panel(3, 12, seed=5).outcome
    outcome[1] = outcome[0] + 1
    outcome[2] = outcome[0] + 2
    simulation = Simulation((2,), (1.0,), additive=True, method=Method.PLACEBO)
    with pytest.raises(ConventionError, match="differs from its donors by a constant"):
        search(panel_of(outcome), Question(simulation, Pool(sizes=(1,))))
