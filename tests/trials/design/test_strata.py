"""Sets that are spread over strata are held against placebos that are spread alike."""

from __future__ import annotations

import numpy as np

from forerun.trials.design.placebo import placebo_roles
from forerun.trials.design.question import Method, Pool, Question, Sampling, Simulation
from forerun.trials.design.search import search
from forerun.trials.panel import NEVER, Panel

REGIONS, EACH, PERIODS = 6, 8, 40


def panel_of(seed: int) -> Panel:
    """Places whose regions share most of what moves them."""
    draw = np.random.default_rng(seed)
    shared = np.repeat(draw.normal(size=(REGIONS, PERIODS)), EACH, axis=0)
    outcome = 100 + 3 * shared + draw.normal(size=shared.shape)
    places = tuple(f"{region}-{each}" for region in range(REGIONS) for each in range(EACH))
    return Panel(places, tuple(map(str, range(PERIODS))), outcome, np.full(len(places), NEVER))


def size_of(panel: Panel, sampling: Sampling) -> float:
    strata = {place: place[0] for place in panel.places}
    question = Question(
        Simulation((4,), (0.0, 0.01), additive=True, lookback=8, stride=4, method=Method.PLACEBO),
        Pool(sizes=(6,), sampling=sampling, most=60, strata=strata),
    )
    return search(panel, question).size


def test_false_alarms_are_as_many_as_alpha_says() -> None:
    sizes = [size_of(panel_of(seed), Sampling.STRATIFIED) for seed in range(6)]
    assert 0.08 <= np.mean(sizes) <= 0.12


def test_placebos_hold_as_many_places_of_every_stratum() -> None:
    strata = tuple(str(i // EACH) for i in range(REGIONS * EACH))
    roles = placebo_roles(np.ones(len(strata), bool), 2 * REGIONS, seed=0, strata=strata)
    held = [
        [int((row[np.array(strata) == each] == 1).sum()) for each in sorted(set(strata))] for row in roles
    ]
    assert {tuple(each) for each in held} == {(2,) * REGIONS}
