"""Power of every candidate by simulated trials in windows in which nothing happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from forerun.compiled import Array
from forerun.engine import Engine
from forerun.errors import ConventionError, InputError, SpecError
from forerun.trials.design.conformal import conformal_p, fits, window_of
from forerun.trials.design.evidence import Evidence, Progress, detected, ends, sizes
from forerun.trials.design.placebo import placebo_evidence
from forerun.trials.design.question import Method, Question, Sampling, Simulation
from forerun.trials.panel import Panel

LONG_ENOUGH = 25
"""Periods before treatment from which conformal inference is taken unless the question says otherwise."""

WORTH_A_POOL, STEP = 5e9, 3e7
"""Cells times squared places from which other processes are used, and of one step in this one."""

BATCHES = 64
"""Batches that other processes are given at most."""


@dataclass(frozen=True, slots=True)
class Running:
    """Where a search runs, None for this process only, and who is told how far it is."""

    engine: Engine | None = None
    progress: Progress = lambda _: None


ALONE = Running()
"""In this process, telling nobody."""

Job = tuple[Array, Array, Simulation]
"""Outcomes (N, T), roles (C, N) and what is simulated."""


def evidence(panel: Panel, roles: Array, question: Question, running: Running = ALONE) -> Evidence:
    """Simulate trials of every candidate.

    Args:
        panel: outcomes before any treatment, in every period.
        roles: (C, N) 1 chosen, 0 donor, -1 neither.
        question: what is simulated, and by which rule sets, and so placebo sets, are drawn.
        running: what runs batches in other processes where that is worth it, and who is told how far it is.

    Raises:
        SpecError: settings that cannot be simulated on this panel.
        InputError: an outcome that is missing, no number or never changes, with its place and period.
        ConventionError: no p-value of the method can be below alpha on this panel.
    """
    simulation = question.simulation
    told = checked(panel, roles, simulation)
    outcome = np.where(np.asarray((roles >= 0).any(axis=0))[:, None], panel.outcome, 0.0)
    if told.method is Method.PLACEBO:
        found = placebo_evidence(outcome, roles, told, question.seed, _strata(panel, question))
    else:
        found = _conformal(outcome, roles, told, running)
    running.progress(1.0)
    if found.least_p >= simulation.alpha:
        what = f"no p-value can be below {found.least_p:.4g}: no design can reach alpha {simulation.alpha:g}"
        advice = "Raise alpha, or bring more periods or places"
        raise ConventionError(what, where=f"{told.method}", advice=advice)
    return found


def _strata(panel: Panel, question: Question) -> tuple[str, ...]:
    """(N,) the stratum of every place, where sets are spread over strata; else none."""
    if question.pool.sampling is not Sampling.STRATIFIED:
        return ()
    return tuple(question.pool.strata.get(place, "") for place in panel.places)


def checked(panel: Panel, roles: Array, simulation: Simulation) -> Simulation:
    """The simulation with its method; errors as in :func:`evidence`."""
    _settings(simulation)
    _outcomes(panel, np.asarray((roles >= 0).any(axis=0)), simulation.additive)
    first_end = len(panel.periods) - simulation.stride * (simulation.lookback - 1)
    before = first_end - max(simulation.durations)
    if before < 2:
        need = len(panel.periods) - before + 2
        what = f"{len(panel.periods)} periods for windows that need {need}"
        raise SpecError(what, where="durations and lookback", advice="Shorten them or bring a longer panel")
    if simulation.method is not None:
        return simulation
    return replace(simulation, method=Method.CONFORMAL if before >= LONG_ENOUGH else Method.PLACEBO)


def _settings(simulation: Simulation) -> None:
    durations, effects = simulation.durations, simulation.effects
    least = -np.inf if simulation.additive else -1.0
    for wrong, where, what in (
        (not durations or min(durations, default=0) < 1, "durations", "not at least one period each"),
        (len(set(durations)) < len(durations), "durations", "one stands twice"),
        (not any(effects), "effects", "there is none beside zero"),
        (not all(least < each < np.inf for each in effects), "effects", "one is no number above -1"),
        (not 0.0 < simulation.alpha < 1.0, "alpha", "not between 0 and 1"),
        (not 0.0 < simulation.power <= 1.0, "power", "not above 0 and at most 1"),
        (min(simulation.lookback, simulation.stride) < 1, "lookback and stride", "not at least one"),
    ):
        if wrong:
            raise SpecError(what, where=where, advice="Correct the simulation's settings")


def _outcomes(panel: Panel, used: Array, additive: bool) -> None:
    broken = ~np.isfinite(panel.outcome) & used[:, None]
    if broken.any():
        i, t = np.argwhere(broken)[0]
        advice = "Withhold the place or take periods in which it was observed"
        raise InputError(
            "the outcome is missing or no number",
            where=f"{panel.places[i]}, {panel.periods[t]}",
            advice=advice,
        )
    if not additive and (low := used & ~(panel.outcome.mean(axis=1) > 0.0)).any():
        what = "the outcome is not above zero on average, so that an effect is no share of it"
        advice = "State effects in the outcome's unit (additive)"
        raise SpecError(what, where=panel.places[int(np.argmax(low))], advice=advice)
    still = used & (np.ptp(np.nan_to_num(panel.outcome), axis=1) == 0.0)
    if still.any():
        name = panel.places[int(np.argmax(still))]
        where = f"{name}, {panel.periods[0]} to {panel.periods[-1]}"
        raise InputError("the outcome never changes", where=where, advice="Withhold the place")


def _conformal(outcome: Array, roles: Array, simulation: Simulation, running: Running) -> Evidence:
    """Candidates in batches, here or in other processes, put together."""
    cells = len(simulation.durations) * len(sizes(simulation)) * simulation.lookback
    work = cells * outcome.shape[0] ** 2 * len(roles)
    if running.engine is not None and work >= WORTH_A_POOL:
        jobs = [(outcome, batch, simulation) for batch in np.array_split(roles, min(BATCHES, len(roles)))]
        parts = running.engine.map(simulate, jobs, running.progress)
    else:
        parts, done = [], 0
        for batch in np.array_split(roles, min(ceil(work / STEP), len(roles))):
            parts.append(simulate((outcome, batch, simulation)))
            done += len(batch)
            running.progress(done / len(roles))
    p, gap, fit = (np.concatenate(column) for column in zip(*parts, strict=True))
    mean = (roles == 1) / (roles == 1).sum(axis=1, keepdims=True)
    base = np.empty_like(gap)
    for w, end in enumerate(ends(outcome.shape[1], simulation)):
        for d, duration in enumerate(simulation.durations):
            base[:, d, w] = mean @ outcome[:, end - duration : end].mean(axis=1)
    return Evidence(
        Method.CONFORMAL,
        p,
        detected(p, simulation.alpha),
        np.full((3, *p.shape[:2]), np.nan),
        gap,
        base,
        fit,
        1.0 / int(ends(outcome.shape[1], simulation)[-1]),
    )


def simulate(job: Job) -> tuple[Array, Array, Array]:
    """p-values, gaps and fits of some candidates, as in :class:`Evidence`; can be pickled."""
    outcome, roles, simulation = job
    effects, durations = sizes(simulation), np.array(simulation.durations, np.int64)
    shape = len(roles), len(durations), simulation.lookback
    p, gap, fit = np.empty((*shape, len(effects))), np.empty(shape), np.empty((*shape, 3))
    start = np.zeros(roles.shape)
    for w, end in enumerate(ends(outcome.shape[1], simulation)):
        window = window_of(outcome[:, :end])
        p[:, :, w] = conformal_p(window, roles, durations, (effects, simulation.additive), start)
        for d, duration in enumerate(durations):
            after = outcome[:, end - duration : end].mean(axis=1)
            before = window_of(outcome[:, : end - duration])
            told = fits(before, roles, after, start.copy())
            gap[:, d, w], fit[:, d, w] = told[:, 0], told[:, 1:]
    return p, gap, fit
