"""From a panel and a question to designs in order and a random choice among the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from forerun.compiled import Array
from forerun.errors import SpecError
from forerun.trials.design.candidates import Candidates, candidates
from forerun.trials.design.choice import Choice, choose
from forerun.trials.design.evidence import Evidence, ends, halves, sizes, smallest
from forerun.trials.design.frontier import frontier, near_optimal
from forerun.trials.design.power import ALONE, LONG_ENOUGH, Running, evidence
from forerun.trials.design.question import Method, Question, Simulation
from forerun.trials.design.rank import composite, stability
from forerun.trials.design.representativeness import Representativeness, representativeness
from forerun.trials.design.result import Design, DesignSearch, Note, Notice, PowerPoint
from forerun.trials.panel import Panel

_Likeness = dict[tuple[str, ...], Representativeness]

FALSE_ALARMS = 0.5
"""Share of past windows in which a set seems to have an effect without one, from which it is not proposed."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The evidence in the numbers of a design; (C, D) each."""

    evidence: Evidence
    mde: Array  # (3, C, D)
    bias: Array
    miss: Array
    investment: Array
    share: Array
    place_cost: Array  # (C,)


def search(panel: Panel, question: Question, running: Running = ALONE) -> DesignSearch:
    """Simulate trials of every candidate set and duration, put them in order and draw one of the best.

    Args:
        panel: outcomes before the trial; places treated in it are left out.
        question: all settings.
        running: where batches run and who is told how far they are.

    Raises:
        SpecError: settings that clash, leave no candidate or donor, or do not fit the panel.
        UnknownNameError: a place that is not in the panel or the target.
        InputError: an outcome or characteristic that is missing or never changes.
        ConventionError: no design can reach alpha on this panel.
    """
    sets = candidates(panel, question)
    proof = evidence(panel, sets.roles, question, running)
    found = _found(panel, sets, proof, question)
    likeness = _likeness(panel, sets, question)
    designs = _designs(panel, sets, found, question)
    affordable = _affordable(designs, question)
    ordered = _ordered(affordable, likeness, question.simulation)
    losses = _losses(ordered)
    near = _near(ordered, losses, question)
    choice = _choice(ordered, near, question.seed)
    dropped = len(designs) - len(ordered)
    spoken = (*_notes(panel, sets, ordered, question), *_notes_of_choice(choice, question, dropped))
    return DesignSearch(
        proof.method,
        proof.least_p,
        float((proof.p[..., 0] < question.simulation.alpha).mean()),
        ordered,
        tuple(int(i) for i in np.flatnonzero(frontier(losses))),
        near,
        choice,
        stability(proof, found.mde, found.miss, question.simulation),
        question.seed,
        (*spoken, *_notes_of_run(panel, proof, question)),
    )


def _found(panel: Panel, sets: Candidates, proof: Evidence, question: Question) -> _Found:
    told, effects = question.simulation, sizes(question.simulation)
    grid = smallest(proof.power, effects, told.power)
    mde = np.where(np.isfinite(proof.exact), proof.exact, grid)
    sign = 1.0 if (effects > 0).any() else -1.0
    at = np.nan_to_num(mde[1]) * sign
    chosen = halves(told.lookback)[1]
    count = (sets.roles == 1).sum(axis=1)[:, None]
    periods = np.array(told.durations)
    unit = 1.0 if told.additive else proof.base.mean(axis=2)
    price = question.money.per_unit
    investment = np.full(at.shape, np.nan) if price is None else price * mde[1] * unit * count * periods
    last = [panel.outcome[:, -d:].sum(axis=1) for d in told.durations]
    usable = np.asarray((sets.roles >= 0).any(axis=0))
    held = [(sets.roles == 1) @ np.where(usable, each, 0.0) / each[usable].sum() for each in last]
    costs = np.array([question.money.places.get(name, 0.0) for name in panel.places], float)
    return _Found(
        proof,
        mde,
        _seen(proof, np.zeros_like(at), told)[:, :, chosen].mean(axis=2),
        np.abs(_seen(proof, at, told)[:, :, chosen].mean(axis=2) - at),
        investment,
        np.stack(held, axis=1),
        (sets.roles == 1) @ costs,
    )


def _seen(proof: Evidence, effect: Array, simulation: Simulation) -> Array:
    """(C, D, L) the effect that a trial would estimate when the true one is ``effect`` (C, D)."""
    if simulation.additive:
        return np.asarray(proof.gap + effect[:, :, None])
    return np.asarray((proof.gap + effect[:, :, None] * proof.base) / (proof.base - proof.gap))


def _likeness(
    panel: Panel, sets: Candidates, question: Question
) -> dict[tuple[str, ...], Representativeness]:
    if question.target is None:
        return {}
    named = [tuple(panel.places[i] for i in each) for each in sets.sets]
    return dict(zip(named, representativeness(question.target, named, question.seed), strict=True))


def _designs(panel: Panel, sets: Candidates, found: _Found, question: Question) -> list[Design]:
    """One design for each candidate and duration, not ranked yet."""
    donors = (sets.roles == 0).sum(axis=1)
    power = np.moveaxis(found.evidence.power, 0, -1)
    fit = found.evidence.fit.mean(axis=2)
    size = (found.evidence.p[..., 0] < question.simulation.alpha).mean(axis=2)
    effects = sizes(question.simulation)
    order = np.argsort(effects)
    made = list[Design]()
    for c, each in enumerate(sets.sets):
        for d, duration in enumerate(question.simulation.durations):
            curve = tuple(
                PowerPoint(float(effects[e]), float(power[c, d, e, 1]), _known(power[c, d, e, 2]))
                for e in order
            )
            made.append(
                Design(
                    places=tuple(panel.places[i] for i in each),
                    duration=duration,
                    rank=0,
                    mde=_known(found.mde[1, c, d]),
                    planning_mde=_known(found.mde[2, c, d]),
                    size=float(size[c, d]),
                    curve=curve,
                    bias=float(found.bias[c, d]),
                    miss=float(found.miss[c, d]),
                    scaled_l2=_known(fit[c, d, 0]),
                    rmspe=float(fit[c, d, 1]),
                    correlation=_known(fit[c, d, 2]),
                    share=float(found.share[c, d]),
                    donors=int(donors[c]),
                    place_cost=float(found.place_cost[c]),
                    investment=_known(found.investment[c, d]),
                    likeness=None,
                )
            )
    return made


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _affordable(designs: list[Design], question: Question) -> list[Design]:
    """Designs within the budget; given ones are scored whatever they cost."""
    budget = question.money.budget
    if budget is None or question.pool.given:
        return designs
    kept = [each for each in designs if each.cost <= budget]
    if not kept:
        least = min(each.cost for each in designs)
        what = f"the budget of {budget:,.2f} is below the cheapest design, {least:,.2f}"
        raise SpecError(what, where="budget", advice="Raise it or look for larger effects")
    return kept


def _ordered(designs: Sequence[Design], likeness: _Likeness, simulation: Simulation) -> tuple[Design, ...]:
    """Ranked, the best first; those that share a rank by the fit before treatment."""
    mde = np.array([np.nan if each.mde is None else each.mde for each in designs])
    power = np.array([_power_at(each, simulation) for each in designs])
    rank = composite(mde, power, np.array([each.miss for each in designs]))
    ranked = [
        replace(each, rank=int(at), likeness=likeness.get(each.places))
        for each, at in zip(designs, rank, strict=True)
    ]
    return tuple(sorted(ranked, key=_order))


def _order(each: Design) -> tuple[object, ...]:
    """Sets that seem to have an effect without one come last, whatever their rank."""
    alarmed = each.size >= FALSE_ALARMS
    return alarmed, each.rank, each.scaled_l2 or each.rmspe, each.places, each.duration


def _power_at(design: Design, simulation: Simulation) -> float:
    """Power at the smallest detectable effect; what was asked for where it lies between those offered."""
    if design.mde is None:
        return 0.0
    at = [point.power for point in design.curve if abs(abs(point.effect) - design.mde) <= 1e-12]
    return min(at) if at else simulation.power


def _losses(designs: Sequence[Design]) -> Array:
    """(n, 3) effect, one less the generalisability index, cost; NaN where not known."""
    return np.array(
        [
            (
                np.nan if each.mde is None else each.mde,
                np.nan if each.likeness is None else 1.0 - each.likeness.index,
                each.cost,
            )
            for each in designs
        ]
    )


def _near(designs: Sequence[Design], losses: Array, question: Question) -> tuple[int, ...]:
    """Designs as good as the best of the first one's duration and no false alarms; none without detection."""
    if designs[0].mde is None:
        return ()
    alarmed = designs[0].size >= FALSE_ALARMS
    same = np.flatnonzero(
        [each.duration == designs[0].duration and (alarmed or each.size < FALSE_ALARMS) for each in designs]
    )
    return tuple(int(i) for i in same[near_optimal(losses[same], question.tolerance)])


def _choice(designs: Sequence[Design], near: tuple[int, ...], seed: int) -> Choice | None:
    return choose([designs[i].places for i in near], seed) if near else None


def _notes(panel: Panel, sets: Candidates, designs: Sequence[Design], question: Question) -> list[Note]:
    """What must be known of the candidates."""
    undetected = sum(each.mde is None for each in designs)
    told = (
        (sets.drawn, Note(Notice.DRAWN, sets.admissible or 0)),
        (panel.treated.any(), Note(Notice.TREATED, int(panel.treated.sum()))),
        (undetected, Note(Notice.UNDETECTED, undetected)),
        (question.target is None, Note(Notice.NO_TARGET)),
    )
    return [note for holds, note in told if holds]


def _notes_of_run(panel: Panel, proof: Evidence, question: Question) -> list[Note]:
    """What must be known of the simulation."""
    told = question.simulation
    before = int(ends(len(panel.periods), told)[-1]) - max(told.durations)
    short = told.method is None and proof.method is Method.PLACEBO and before < LONG_ENOUGH
    notes = ((short, Note(Notice.SHORT, before)), (told.lookback == 1, Note(Notice.ONE_WINDOW)))
    return [note for holds, note in notes if holds]


def _notes_of_choice(choice: Choice | None, question: Question, dropped: int) -> list[Note]:
    """What must be known of the budget and the choice."""
    sets = len(choice.sets) if choice else 0
    coarse = sets > 1 and 1.0 / sets >= question.simulation.alpha
    notes = (
        (dropped, Note(Notice.OVER_BUDGET, dropped)),
        (sets == 1, Note(Notice.ONE_SET)),
        (coarse, Note(Notice.COARSE, sets)),
    )
    return [note for holds, note in notes if holds]
