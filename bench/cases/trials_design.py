"""The search for a trial design beside its peers: equal p-values first, then seconds.

Panels are simulated, of the sizes of GeoLift's walkthrough (40 places, 90 days) and of a country by week (340
places, 260 periods).  Every search tries 1,000 candidates of 2 to 5 places, two durations and five effects.
geoexp and augsynth-py run a few of the same candidates in the same process and are extrapolated by the number
of candidates; without them there are no such rows, and the notes say so.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from importlib.util import find_spec

import numpy as np

from bench.row import Row
from forerun.compiled import Array
from forerun.trials.design.power import simulate
from forerun.trials.design.question import Pool, Question, Simulation
from forerun.trials.design.search import search
from forerun.trials.panel import NEVER, Panel

CANDIDATES = 1000
SIMULATION = Simulation(durations=(10, 15), effects=(0.0, 0.05, 0.10, 0.15, 0.20))
SIZES = {(40, 90): (2.0, 10, 100), (340, 260): (30.0, 2, 100)}
"""Places and periods: seconds allowed, candidates that the peer runs, and how many times faster to be."""


def measure() -> Iterator[Row]:
    """For each size: p-values beside the peer's, seconds, and the peer's seconds over ours."""
    search(simulated(8, 60), Question(Simulation((5,)), Pool(sizes=(2,))))  # compile or load
    for (places, periods), (goal, few, times) in SIZES.items():
        panel = simulated(places, periods)
        sets = drawn(places)
        question = Question(
            SIMULATION, Pool(given=tuple(tuple(panel.places[i] for i in each) for each in sets))
        )
        ours = fastest(lambda panel=panel, question=question: search(panel, question))  # type: ignore[misc]
        what = f"design search, {places} x {periods}, {CANDIDATES:,} candidates"
        absent = [name for name in ("geoexp", "augsynth_py") if find_spec(name) is None]
        lacking = [f"{name} is not installed" for name in absent]
        note = "; ".join(["CPU, this process alone, best of 3", *lacking])
        if not absent:
            yield agreement(panel, sets[:few])
            theirs = peer_seconds(panel, sets[:few]) / few * CANDIDATES
            told = f"geoexp {theirs:,.0f} s, extrapolated from {few} candidates"
            yield Row(f"{what}, geoexp / ours", theirs / ours, times, "times", at_least=True, note=told)
        yield Row(what, ours, goal, "s", note=note)


def simulated(places: int, periods: int) -> Panel:
    """Levels that differ, three factors, one of them weekly, and noise of four per cent."""
    draw = np.random.default_rng(3)
    factors = np.cumsum(draw.normal(0, 0.15, (3, periods)), 1)
    factors[2] = np.sin(np.arange(periods) * 2 * np.pi / 7)
    path = 0.03 * draw.normal(0, 1, (places, 3)) @ factors + 0.05 * factors[0]
    level = np.exp(draw.normal(6, 0.8, places))[:, None]
    outcome = level * (1 + path + draw.normal(0, 0.04, (places, periods)))
    names = tuple(f"u{i:03d}" for i in range(places))
    return Panel(names, tuple(f"{t:03d}" for t in range(periods)), outcome, np.full(places, NEVER))


def drawn(places: int) -> list[tuple[int, ...]]:
    """Distinct sets of 2 to 5 places."""
    draw = np.random.default_rng(1)
    found: dict[tuple[int, ...], None] = {}
    while len(found) < CANDIDATES:
        found[tuple(sorted(draw.choice(places, 2 + len(found) % 4, replace=False).tolist()))] = None
    return list(found)


def fastest(work: Callable[[], object], runs: int = 3) -> float:
    """CPU seconds of the fastest of several runs."""
    spent = list[float]()
    for _ in range(runs):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def agreement(panel: Panel, sets: list[tuple[int, ...]]) -> Row:
    """The share of p-values that are augsynth-py's."""
    roles = np.zeros((len(sets), len(panel.places)), np.int8)
    for row, each in zip(roles, sets, strict=True):
        row[list(each)] = 1
    ours = simulate((panel.outcome, roles, SIMULATION))[0][:, :, 0]
    theirs = peer_p(panel, sets)
    same = float((np.abs(ours - theirs) < 1e-9).mean())
    what = f"p-values equal to augsynth-py's, {len(panel.places)} x {len(panel.periods)}"
    return Row(what, same, 1.0, "", at_least=True, note=f"{ours.size} cells")


def peer_p(panel: Panel, sets: list[tuple[int, ...]]) -> Array:
    """(C, D, E) block conformal p-values of ``simulate_power(Synth())``."""
    from augsynth_py import Synth, simulate_power

    found = np.empty((len(sets), len(SIMULATION.durations), len(SIMULATION.effects)))
    with warnings.catch_warnings(action="ignore"):  # that the effect is larger than the misfit
        for c, each in enumerate(sets):
            told = simulate_power(
                long(panel),
                estimator=Synth(),
                unit="place",
                time="t",
                outcome="y",
                treated=[panel.places[i] for i in each],
                durations=SIMULATION.durations,
                effect_sizes=SIMULATION.effects,
            ).simulations
            for duration, effect, p in told["duration", "effect_size", "pvalue"].iter_rows():
                found[c, SIMULATION.durations.index(duration), SIMULATION.effects.index(effect)] = p
    return found


def peer_seconds(panel: Panel, sets: list[tuple[int, ...]]) -> float:
    """CPU seconds of geoexp's ``rank_designs`` on the same candidates."""
    import geoexp
    from augsynth_py import Synth

    frame, names = long(panel), [[panel.places[i] for i in each] for each in sets]
    start = time.process_time()
    with warnings.catch_warnings(action="ignore"):  # that a single window ranks coarsely
        geoexp.rank_designs(
            frame,
            estimator=Synth(),
            unit="place",
            time="t",
            outcome="y",
            candidates=names,
            durations=SIMULATION.durations,
            effect_sizes=SIMULATION.effects,
            rng=np.random.default_rng(1),
            n_jobs=1,
        )
    return time.process_time() - start


def long(panel: Panel) -> object:
    """The panel as the peers take it: one row for each place and period."""
    import polars as pl

    return pl.DataFrame(
        {
            "place": np.repeat(panel.places, len(panel.periods)),
            "t": np.tile(np.arange(len(panel.periods)), len(panel.places)),
            "y": panel.outcome.ravel(),
        }
    )
