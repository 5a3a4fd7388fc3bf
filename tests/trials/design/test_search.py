"""The search as a whole: GeoLift's walkthrough, power that grows, windows kept for planning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from forerun.errors import ConventionError, InputError, SpecError, UnknownNameError
from forerun.trials.design import power
from forerun.trials.design.power import Running
from forerun.trials.design.question import (
    Method,
    Money,
    Pool,
    Question,
    Sampling,
    Simulation,
    Tolerance,
)
from forerun.trials.design.result import DesignSearch, Notice
from forerun.trials.design.search import search
from forerun.trials.design.target import Target
from forerun.trials.panel import Panel
from tests.trials.design.conftest import factor_panel, panel_of

TOP_FIVE = [
    (1, ("chicago", "portland"), 15, 0.10, 64563.75),
    (1, ("chicago", "cincinnati", "houston", "portland"), 15, 0.05, 74118.38),
    (3, ("chicago", "portland"), 10, 0.10, 43646.25),
    (3, ("chicago", "cincinnati", "houston", "portland"), 10, 0.10, 99027.75),
    (5, ("chicago", "houston", "portland"), 10, 0.10, 75389.25),
]
"""GeoLift's own ``BestMarkets`` for the walkthrough, as mlsynth's documentation prints it."""


def test_the_walkthrough_has_the_published_ranking(walkthrough: Panel) -> None:
    pool = Pool(sampling=Sampling.SIMILAR, include=("chicago",), exclude=("honolulu",))
    found = search(walkthrough, Question(Simulation((10, 15)), pool, Money(100_000, {}, 7.5)))
    best = {(each.places, each.duration): each for each in found.designs[:6]}
    for rank, places, duration, mde, investment in TOP_FIVE:
        design = best[places, duration]
        assert design.rank == rank
        assert design.mde == pytest.approx(mde)
        assert design.investment == pytest.approx(investment, abs=0.0051)
    assert all(each.cost <= 100_000 for each in found.designs)
    assert all("chicago" in each.places and "honolulu" not in each.places for each in found.designs)
    assert all(each.donors == 40 - len(each.places) for each in found.designs)


def test_a_list_is_scored_as_it_stands(walkthrough: Panel) -> None:
    pool = Pool(given=(("portland", "chicago"),), sizes=(9,), exclude=("portland",))
    found = search(walkthrough, Question(Simulation((10, 15)), pool))
    assert [(each.places, each.duration, each.mde) for each in found.designs] == [
        (("chicago", "portland"), 15, 0.10),
        (("chicago", "portland"), 10, 0.10),
    ]


def test_power_grows_with_the_effect_and_falls_with_noise() -> None:
    curves = []
    for noise in (0.5, 2.0):
        panel = factor_panel(14, 120, seed=2, noise=noise)
        effects = tuple(np.linspace(0, 0.06, 7))
        simulation = Simulation((6,), effects, lookback=30)
        found = search(panel, Question(simulation, Pool(given=(("u000", "u001", "u002"),))))
        curves.append([point.power for point in found.designs[0].curve])
    for curve in curves:
        assert all(after >= before - 0.05 for before, after in pairwise(curve))
        assert curve[-1] == 1.0
    assert sum(curves[1]) < sum(curves[0])


def test_negative_effects_have_their_own_smallest_one() -> None:
    panel = factor_panel(14, 100, seed=8)
    pool = Pool(given=(("u003", "u004"),))
    up = search(panel, Question(Simulation((6,), (0.01, 0.02, 0.04, 0.08)), pool)).designs[0]
    down = search(panel, Question(Simulation((6,), (-0.01, -0.02, -0.04, -0.08)), pool)).designs[0]
    signed = tuple(sign * size for sign in (1, -1) for size in (0.01, 0.02, 0.04, 0.08))
    both = search(panel, Question(Simulation((6,), signed), pool))
    assert None not in (up.mde, down.mde)
    assert both.designs[0].mde == max(up.mde or 0, down.mde or 0)
    assert [point.effect for point in down.curve] == [-0.08, -0.04, -0.02, -0.01, 0.0]


def test_what_was_chosen_by_is_kept_from_planning() -> None:
    """Among designs that differ by chance only, the best promise more than other windows hold."""
    panel = factor_panel(16, 160, seed=1)
    simulation = Simulation((5,), tuple(np.arange(0, 0.031, 0.001)), lookback=16, stride=5, power=0.5)
    found = search(panel, Question(simulation, Pool(sizes=(2,))))
    top = [each for each in found.designs[:12] if each.planning_mde is not None and each.mde is not None]
    assert len(top) >= 10
    assert np.mean([each.planning_mde for each in top]) > np.mean([each.mde for each in top])
    assert found.stability is not None
    assert found.stability.kendall is not None
    assert -1 <= found.stability.kendall < 0.8
    assert 0.06 <= found.size <= 0.14


def test_a_single_window_leaves_nothing_for_planning() -> None:
    found = search(factor_panel(10, 60, seed=5), Question(Simulation((5,)), Pool(sizes=(2,))))
    assert found.stability is None
    assert {each.planning_mde for each in found.designs} == {None}
    assert Notice.ONE_WINDOW in {note.notice for note in found.notes}


def test_the_same_seed_gives_the_same_search() -> None:
    panel = factor_panel(25, 60, seed=5)
    question = Question(Simulation((5,)), Pool(sizes=(4,), most=60), tolerance=Tolerance(0.1, 1, 9), seed=3)
    one, other = search(panel, question), search(panel, question)
    assert one == other
    assert one.choice is not None
    assert one.chosen is not None
    assert one.chosen.places == one.choice.places
    assert Notice.DRAWN in {note.notice for note in one.notes}
    assert search(panel, replace(question, seed=4)).designs != one.designs


class Elsewhere:
    """Runs a map in this process and counts its items."""

    items = 0

    def map(
        self, function: Callable[[Any], Any], items: list[Any], progress: Callable[[float], None]
    ) -> list[Any]:
        self.items += len(items)
        progress(0.5)
        return [function(item) for item in items]


def test_batches_in_another_place_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(power, "STEP", 1e5)
    monkeypatch.setattr(power, "WORTH_A_POOL", 1e6)
    panel = factor_panel(30, 60, seed=5)
    question = Question(Simulation((5, 8), lookback=3), Pool(sizes=(3,), most=200))
    engine, away, here = Elsewhere(), list[float](), list[float]()
    one = search(panel, question, Running(engine, away.append))  # type: ignore[arg-type]
    assert one == search(panel, question, Running(None, here.append))
    assert engine.items == 64
    assert away == [0.5, 1.0]
    assert len(here) > 10
    assert here == sorted(here)
    assert here[-1] == 1.0


def places_where_it_is_rich(panel: Panel) -> Question:
    """The first half of the places is rich, and quiet, so that it detects the smallest effects."""
    wealth = np.where(np.arange(20) < 10, 2.0, 1.0) + np.linspace(0, 0.1, 20)
    simulation = Simulation((6,), tuple(np.arange(0, 0.1, 0.01)), lookback=4)
    return Question(simulation, Pool(sizes=(4,), most=400), target=Target(panel.places, {"wealth": wealth}))


def rich_panel() -> Panel:
    draw = np.random.default_rng(12)
    noise = np.where(np.arange(20) < 10, 0.3, 3.0)[:, None] * draw.normal(0, 1, (20, 80))
    return panel_of(100 + draw.normal(0, 0.5, 80).cumsum() + noise)


def test_sets_that_are_easy_to_see_in_are_told_to_be_unlike_the_country() -> None:
    panel = rich_panel()
    found = search(panel, places_where_it_is_rich(panel))
    best = found.designs[0]
    assert best.likeness is not None
    assert best.likeness.differences[0].standardised > 0.5
    assert best.likeness.index < best.likeness.index_of_random
    mixed = [each for each in found.designs if sum(p < "u010" for p in each.places) == 2]
    assert all(each.likeness and each.likeness.index > best.likeness.index for each in mixed)
    frontier = [found.designs[i] for i in found.frontier]
    assert max(each.likeness.index for each in frontier if each.likeness) > best.likeness.index + 0.1


def broken(outcome: float) -> Panel:
    panel = factor_panel(10, 60, seed=5)
    panel.outcome[3, 7] = outcome
    return panel


def test_bad_panels_are_refused_with_place_and_period() -> None:
    question = Question(Simulation((5,)), Pool(sizes=(2,)))
    for value in (np.nan, np.inf):
        with pytest.raises(InputError, match="u003, t007: the outcome is missing"):
            search(broken(value), question)
    still = factor_panel(10, 60, seed=5)
    still.outcome[4] = 7.0
    with pytest.raises(InputError, match="u004, t000 to t059: the outcome never changes"):
        search(still, question)
    withheld = replace(question, pool=Pool(sizes=(2,), withheld=("u003",)))
    assert search(broken(np.nan), withheld).designs[0].donors == 7
    with pytest.raises(SpecError, match="not above zero on average"):
        search(panel_of(factor_panel(10, 60, seed=5).outcome - 100), question)


@pytest.mark.parametrize(
    ("simulation", "message"),
    [
        (Simulation((59,)), "60 periods for windows that need 61"),
        (Simulation((5,), lookback=60), "60 periods for windows"),
        (Simulation(()), "durations: not at least one period"),
        (Simulation((5, 5)), "durations: one stands twice"),
        (Simulation((5,), ()), "effects: there is none beside zero"),
        (Simulation((5,), (0.0,)), "effects: there is none beside zero"),
        (Simulation((5,), (np.nan,)), "effects: one is no number above -1"),
        (Simulation((5,), (-1.0,)), "effects: one is no number above -1"),
        (Simulation((5,), alpha=1.0), "alpha: not between"),
        (Simulation((5,), power=0.0), "power: not above 0"),
        (Simulation((5,), lookback=0), "lookback and stride"),
    ],
)
def test_settings_that_cannot_be_simulated_are_refused(simulation: Simulation, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        search(factor_panel(10, 60, seed=5), Question(simulation, Pool(sizes=(2,))))


def test_too_few_periods_for_alpha_are_refused_by_conformal_inference() -> None:
    simulation = Simulation((2,), alpha=0.05, method=Method.CONFORMAL)
    with pytest.raises(ConventionError, match=r"no p-value can be below 0\.08333: no design can reach"):
        search(factor_panel(20, 12, seed=5), Question(simulation, Pool(sizes=(2,))))


def test_places_under_treatment_are_left_out() -> None:
    panel = factor_panel(10, 60, seed=5)
    panel.start[2] = 30
    found: DesignSearch = search(panel, Question(Simulation((5,)), Pool(sizes=(2,))))
    assert {each.donors for each in found.designs} == {7}
    assert not any("u002" in each.places for each in found.designs)
    assert [note.count for note in found.notes if note.notice is Notice.TREATED] == [1]
    with pytest.raises(SpecError, match=r"u002.*already treated"):
        search(panel, Question(Simulation((5,)), Pool(given=(("u002",),))))


def test_a_place_that_is_not_in_the_target_is_named() -> None:
    panel = factor_panel(10, 60, seed=5)
    target = Target(panel.places[:9], {"x": np.arange(9.0)})
    with pytest.raises(UnknownNameError, match="target: unknown place 'u009'"):
        search(panel, Question(Simulation((5,)), Pool(sizes=(2,)), target=target))


def test_when_no_effect_is_found_nothing_is_drawn() -> None:
    question = Question(Simulation((5,), (0.0001,)), Pool(given=(("u001",), ("u002",))))
    found = search(factor_panel(10, 60, seed=5), question)
    assert [each.mde for each in found.designs] == [None, None]
    assert (found.choice, found.chosen, found.near_optimal) == (None, None, ())
