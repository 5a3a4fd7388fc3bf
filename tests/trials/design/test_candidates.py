"""Which sets are candidates, and what is refused."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest

from forerun.errors import SpecError, UnknownNameError
from forerun.trials.design.candidates import candidates
from forerun.trials.design.question import Money, Pool, Question, Sampling, Simulation, Spillover
from forerun.trials.panel import Panel
from tests.trials.design.conftest import factor_panel

PANEL = factor_panel(8, 30, seed=0)
RING = {f"u{i:03d}": (f"u{(i + 1) % 8:03d}",) for i in range(8)}


def named(panel: Panel, question: Question) -> list[tuple[str, ...]]:
    return [tuple(panel.places[i] for i in each) for each in candidates(panel, question).sets]


def ask(pool: Pool, money: Money | None = None, spillover: Spillover | None = None) -> Question:
    return Question(Simulation((3,)), pool, money or Money(), spillover or Spillover())


def test_few_sets_are_all_listed() -> None:
    found = candidates(PANEL, ask(Pool(sizes=(2, 3))))
    assert len(found.sets) == comb(8, 2) + comb(8, 3) == len(set(found.sets))
    assert (found.drawn, found.admissible) == (False, 84)
    assert ((found.roles == 1).sum(axis=1) == [len(each) for each in found.sets]).all()


def test_what_is_included_is_in_every_set_and_what_is_excluded_in_none() -> None:
    pool = Pool(sizes=(3,), include=("u001",), exclude=("u002",), withheld=("u003",))
    found = candidates(PANEL, ask(pool))
    assert len(found.sets) == comb(5, 2)
    assert (found.roles[:, 1] == 1).all()
    assert (found.roles[:, 2] == 0).all()
    assert (found.roles[:, 3] == -1).all()


def test_the_budget_keeps_out_what_it_cannot_pay() -> None:
    costs = {place: float(i) for i, place in enumerate(PANEL.places)}
    found = named(PANEL, ask(Pool(sizes=(2,)), Money(5.0, costs)))
    every = [each for each in combinations(PANEL.places, 2) if costs[each[0]] + costs[each[1]] <= 5]
    assert found == every


def test_chosen_places_are_no_neighbours_and_neighbours_no_donors() -> None:
    spillover = Spillover(RING, drop_neighbours=True, keep_apart=True)
    found = candidates(PANEL, ask(Pool(sizes=(2,)), spillover=spillover))
    assert len(found.sets) == comb(8, 2) - 8
    for each, role in zip(found.sets, found.roles, strict=True):
        around = {(i + step) % 8 for i in each for step in (-1, 1)}
        assert set(np.flatnonzero(role == -1)) == around


def test_strata_are_spread_as_evenly_as_the_size_allows() -> None:
    strata = {place: "abc"[i % 3] for i, place in enumerate(PANEL.places)}
    found = named(PANEL, ask(Pool(sizes=(3, 4), sampling=Sampling.STRATIFIED, strata=strata)))
    assert sum(len(each) == 3 for each in found) == 3 * 3 * 2
    for each in found:
        held = [sum(strata[place] == name for place in each) for name in "abc"]
        assert max(held) - min(held) <= 1


def test_many_sets_are_drawn_without_repetition_and_within_the_rules() -> None:
    panel = factor_panel(60, 30, seed=0)
    strata = {place: "ab"[i % 2] for i, place in enumerate(panel.places)}
    pool = Pool(sizes=(5, 6), most=300, include=("u007",), sampling=Sampling.STRATIFIED, strata=strata)
    found = candidates(panel, ask(pool))
    assert len(found.sets) == len(set(found.sets)) == 300
    assert (found.drawn, found.admissible) == (True, None)
    assert all(7 in each and abs(sum(i % 2 for i in each) * 2 - len(each)) <= 1 for each in found.sets)
    assert candidates(panel, ask(pool)).sets == found.sets


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (ask(Pool(include=("u00",))), "include: unknown place 'u00'. Did you mean u00"),
        (ask(Pool(given=(("u001", "x"),))), "given sets: unknown place 'x'"),
        (ask(Pool(), spillover=Spillover({"u001": ("u1",)})), "neighbours: unknown place 'u1'"),
    ],
)
def test_an_unknown_place_is_named_with_the_nearest(question: Question, message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        candidates(PANEL, question)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (ask(Pool(include=("u001",), exclude=("u001",))), "u001: a place is both included and excluded"),
        (ask(Pool(sizes=(9,))), "sizes: no set of 9 holds"),
        (ask(Pool(sizes=(1,), include=("u001", "u002"))), "sizes: no set of 1 holds 2 included places"),
        (ask(Pool(sizes=())), "pool: sizes and most"),
        (ask(Pool(sizes=(0,))), "pool: sizes and most"),
        (ask(Pool(sizes=(8,))), "no donor is left"),
        (ask(Pool(given=(PANEL.places,))), "no donor is left"),
        (ask(Pool(given=((),))), "a set without places"),
        (ask(Pool(given=(("u001", "u001"),))), "stands twice in a set"),
        (
            ask(Pool(sizes=(2,)), Money(1.0, dict.fromkeys(PANEL.places, 3.0))),
            "budget of 1.00 is below .* 6.00",
        ),
        (ask(Pool(), Money(1.0, {"u004": float("nan")})), "u004: a cost is not a number"),
        (ask(Pool(sampling=Sampling.STRATIFIED, strata={"u000": "a"})), "u001: a place has no stratum"),
        (ask(Pool(sizes=(5,)), spillover=Spillover(RING, keep_apart=True)), "no set of places satisfies"),
    ],
)
def test_rules_that_leave_nothing_are_refused(question: Question, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        candidates(PANEL, question)
