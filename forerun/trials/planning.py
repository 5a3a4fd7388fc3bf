"""From a trial to a search for its places: what may be chosen, what is simulated, whom it shall speak for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from forerun.catalog.model import Catalog
from forerun.compiled import Array
from forerun.errors import InputError, SpecError
from forerun.trials.design.moderation import moderators_from_change
from forerun.trials.design.power import ALONE, Running
from forerun.trials.design.question import Money, Pool, Question, Simulation, Spillover, Tolerance
from forerun.trials.design.result import Design, DesignSearch
from forerun.trials.design.rollout import Rollout, RolloutPower, randomised_rollout, rollout_power
from forerun.trials.design.search import search
from forerun.trials.design.target import Target
from forerun.trials.panel import Panel
from forerun.trials.reading import Reading, place_in
from forerun.trials.spec import SpilloverRule, TrialSpec

LEVEL, GROWTH = "outcome_level", "outcome_growth"
"""Characteristics that every panel has: the mean outcome before treatment, and its mean change a period."""
LEAST_PLACES = 4
"""Places that a search needs: more than both characteristics and their constant."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A search for places.

    Attributes:
        panel: the outcome before the first treatment.
        question: what was asked.
        found: the designs.
        tried: the set that was really treated, scored in the same way, one design for each duration; none
            before a trial, or where one of its places has gaps.
        rollout: the proposed places in waves by lot; None when there is one wave, or nothing to propose.
        power: what the roll-out could show, for each duration.
    """

    panel: Panel
    question: Question
    found: DesignSearch
    tried: tuple[Design, ...]
    rollout: Rollout | None = None
    power: tuple[RolloutPower, ...] = ()


def plan(spec: TrialSpec, reading: Reading, catalog: Catalog, running: Running = ALONE) -> Plan:
    """Search for places to try it in, with nothing but figures from before the first treatment.

    Raises:
        SpecError: the trial says nothing of durations, or its settings clash.
        InputError: fewer places than :data:`LEAST_PLACES` without gaps.
        UnknownNameError: a place that is not in the panel.
        ConventionError: no design can reach alpha.
    """
    if not spec.design.durations:
        where = f"{spec.id} [design]"
        raise SpecError("there is no duration", where=where, advice="Write durations = [3, 5]")
    panel = reading.panel.until(min(reading.panel.cohorts, default=len(reading.panel.periods)))
    known = panel.of(np.flatnonzero(np.isfinite(panel.outcome).all(axis=1)))
    if len(known.places) < LEAST_PLACES:
        raise InputError(
            f"{len(known.places)} places have a figure in every period, and a search needs {LEAST_PLACES}",
            where=f"{spec.id}, {panel.periods[0]} to {panel.periods[-1]}",
            advice="Widen eligible places, or shorten the outcome to periods that are known",
        )
    groups = dict(zip(reading.panel.places, reading.groups, strict=False))
    question = _question(spec, known, groups, catalog)
    found = search(known, question, running)
    scored = _scored(tried(reading), known, question)
    waves = _in_waves(spec, known, found)
    power = _power(spec, known, waves, question) if waves else ()
    return Plan(known, question, found, scored, waves, power)


def _power(spec: TrialSpec, panel: Panel, waves: Rollout, question: Question) -> tuple[RolloutPower, ...]:
    """For the durations in which every wave begins."""
    durations = tuple(each for each in spec.design.durations if each > waves.starts[-1])
    if not durations:
        raise SpecError(
            f"the last wave begins {waves.starts[-1]} periods after the first, when no trial lasts as long",
            where=f"{spec.id} [design]",
            advice="Lengthen durations, or take fewer waves",
        )
    return rollout_power(panel, waves, replace(question.simulation, durations=durations), spec.design.seed)


def _in_waves(spec: TrialSpec, panel: Panel, found: DesignSearch) -> Rollout | None:
    """The proposed places in waves as even as can be; every other place is in reserve."""
    if spec.design.waves < 2 or found.choice is None:
        return None
    if spec.design.waves > len(found.choice.places):
        raise SpecError(
            f"{spec.design.waves} waves are more than the {len(found.choice.places)} places proposed",
            where=f"{spec.id} [design] waves",
            advice="Ask for fewer waves, or for larger sizes",
        )
    sizes = [len(each) for each in np.array_split(np.arange(len(found.choice.places)), spec.design.waves)]
    starts = [wave * spec.design.every for wave in range(spec.design.waves)]
    drawn = randomised_rollout(found.choice.places, sizes, starts, spec.design.seed)
    rest = tuple(place for place in panel.places if place not in found.choice.places)
    return replace(drawn, reserve=rest)


def _scored(places: tuple[str, ...], panel: Panel, question: Question) -> tuple[Design, ...]:
    if not places or not set(places) <= set(panel.places):
        return ()
    given = replace(
        question, pool=Pool(sizes=(len(places),), given=(places,)), money=replace(question.money, budget=None)
    )
    return search(panel, given).designs


def tried(reading: Reading) -> tuple[str, ...]:
    """The places that were treated, ascending."""
    panel = reading.panel
    return tuple(sorted(panel.places[row] for row in np.flatnonzero(panel.treated)))


def _question(spec: TrialSpec, panel: Panel, groups: Mapping[str, str], catalog: Catalog) -> Question:
    design = spec.design

    def named(name: str) -> str:
        return place_in(name, panel, catalog, "design")

    include, among = tuple(map(named, design.include)), tuple(map(named, design.among))
    pool = Pool(
        sizes=design.sizes,
        sampling=design.sampling,
        most=design.candidates,
        include=include,
        exclude=tuple(place for place in panel.places if among and place not in {*among, *include}),
        strata={place: group for place, group in groups.items() if place in panel.places},
        given=tuple(tuple(map(named, each)) for each in design.given),
    )
    simulation = Simulation(
        durations=design.durations,
        effects=design.effects,
        additive=spec.transform.in_log,
        alpha=spec.analysis.alpha,
        power=design.power,
        lookback=design.lookback,
    )
    costs = dict.fromkeys(panel.places, design.cost_per_place)
    costs |= {named(place): cost for place, cost in design.costs.items()}
    return Question(
        simulation,
        pool,
        Money(design.budget, costs, design.cost_per_unit or None),
        spillover_of(spec, panel, catalog),
        target_of(spec, panel, catalog),
        Tolerance(effect=_half_of_what_matters(spec, panel)),
        design.seed,
    )


def _half_of_what_matters(spec: TrialSpec, panel: Panel) -> float:
    """By how much sets may differ in what they see and still be drawn from, in the unit of their effects."""
    unit = 1.0 if spec.transform.in_log else float(np.abs(panel.outcome).mean())
    return spec.rule.matters / unit / 2


def spillover_of(spec: TrialSpec, panel: Panel, catalog: Catalog) -> Spillover:
    """Neighbours among the panel's places by the links that the trial names."""
    return Spillover(
        neighbours_of(spec, panel, catalog), drop_neighbours=spec.spillover is SpilloverRule.EXCLUDE
    )


def neighbours_of(spec: TrialSpec, panel: Panel, catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """By place, those of the panel that it is linked to."""
    return {
        place: tuple(
            other
            for other, link in catalog.adjacency.get(place, ())
            if link in spec.links and other in panel.places
        )
        for place in panel.places
    }


def target_of(spec: TrialSpec, panel: Panel, catalog: Catalog) -> Target:
    """The population that the trial shall speak for, by what the panel knows of it.

    Raises:
        SpecError: a characteristic that is no covariate of the outcome.
        UnknownNameError: a place that is not in the panel.
    """
    named = {place_in(name, panel, catalog, "target.places") for name in spec.target.places}
    wanted = np.array([not named or place in named for place in panel.places])
    values = {LEVEL: panel.outcome.mean(axis=1), GROWTH: _growth(panel.outcome)}
    values |= {name: characteristic(panel, name) for name in spec.target.characteristics}
    target = Target(
        panel.places,
        {name: each for name, each in values.items() if np.ptp(each[wanted]) > 0},
        panel.weights * wanted,
    )
    longest = len(panel.periods) // 2
    duration = min(max(spec.design.durations, default=longest), longest)
    slopes = moderators_from_change(panel, target, duration, spec.rule.matters)
    return replace(target, moderators=slopes)


def characteristic(panel: Panel, name: str) -> Array:
    """(N,) a covariate in the last period in which every place has it.

    Raises:
        SpecError: it is no covariate of the panel, or never known of every place.
    """
    if name not in panel.covariates:
        raise SpecError(
            f"characteristic {name!r} is no covariate of the outcome",
            where="[target]",
            advice=f"It has {', '.join(panel.covariates) or 'none'}: name it under covariates in [outcome]",
        )
    values = panel.covariates[name]
    complete = np.flatnonzero(np.isfinite(values).all(axis=0))
    if not complete.size:
        lacking = panel.places[int(np.argmin(np.isfinite(values).sum(axis=1)))]
        raise SpecError(
            f"characteristic {name!r} is in no period known of every place",
            where=f"[target], {lacking} lacks it most often",
            advice="Exclude the place, or leave the characteristic out",
        )
    found: Array = values[:, complete[-1]]
    return found


def _growth(outcome: Array) -> Array:
    growth: Array = (outcome[:, -1] - outcome[:, 0]) / max(outcome.shape[1] - 1, 1)
    return growth
