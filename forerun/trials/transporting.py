"""From a trial to the question what it says about the target population."""

from __future__ import annotations

import numpy as np

from forerun.catalog.model import Catalog
from forerun.compiled import Array
from forerun.errors import InputError, SpecError
from forerun.trials.panel import Panel
from forerun.trials.planning import characteristic
from forerun.trials.reading import place_in
from forerun.trials.spec import TargetPopulation, TrialSpec
from forerun.trials.transport.places import effects_by_place
from forerun.trials.transport.question import (
    AssumptionKind,
    Effort,
    EffortAssumption,
    PlaceEffects,
    Population,
    TransportQuestion,
)
from forerun.trials.transport.transport import Transport, transport


def transported(spec: TrialSpec, panel: Panel, catalog: Catalog) -> Transport:
    """What the trial says about the population that it names.

    Effects are those of each treated place against the never treated (difference in differences), since
    transport needs them place by place with their joint errors.

    Raises:
        SpecError: the trial names no characteristic, or one that the outcome does not have.
        InputError: effects by place cannot be told; names place and period.
    """
    return transport(question_of(spec, panel, catalog))


def question_of(spec: TrialSpec, panel: Panel, catalog: Catalog) -> TransportQuestion:
    """The question that :func:`transported` answers; same errors."""
    if not spec.target.characteristics:
        raise SpecError(
            "there is no characteristic on which the effect may depend",
            where=f"{spec.id} [target]",
            advice='Write characteristics = ["..."], covariates of the outcome',
        )
    complete = panel.of(np.flatnonzero(np.isfinite(panel.outcome).all(axis=1)))
    effects = effects_by_place(complete)
    before = panel.until(min(panel.cohorts))
    values = np.column_stack([characteristic(before, name) for name in spec.target.characteristics])
    trial = np.array([panel.places.index(place) for place in effects.places])
    target = [panel.places.index(place) for place in _target(spec.target, panel, catalog)]
    return TransportQuestion(
        effects=effects,
        characteristics=spec.target.characteristics,
        values=values[trial],
        target=Population(tuple(panel.places[row] for row in target), values[target], panel.weights[target]),
        effort=_effort(spec.target, panel, effects, trial),
        assumption=_assumption(spec),
        matters=spec.rule.matters,
        level=1 - spec.analysis.alpha,
    )


def _target(said: TargetPopulation, panel: Panel, catalog: Catalog) -> tuple[str, ...]:
    named = tuple(place_in(name, panel, catalog, "target.places") for name in said.places)
    return named or panel.places


def _effort(said: TargetPopulation, panel: Panel, effects: PlaceEffects, trial: Array) -> Effort | None:
    """Measured effort under treatment beside what is normal: as stated, else that of the periods before."""
    if not said.effort:
        return None
    if said.effort not in panel.covariates:
        raise SpecError(f"effort {said.effort!r} is no covariate of the outcome", where="[target]")
    measured, under = panel.covariates[said.effort][trial], panel.under_treatment[trial]
    during = _mean(measured, under, effects.places, said.effort)
    if said.normal_effort is not None:
        normal = np.full(len(trial), said.normal_effort)
    else:
        normal = _mean(measured, ~under, effects.places, said.effort)
    return Effort(said.effort, during, normal)


def _mean(values: Array, cells: Array, places: tuple[str, ...], name: str) -> Array:
    known = cells & np.isfinite(values)
    count = known.sum(axis=1)
    if not count.all():
        raise InputError(
            f"{name} is nowhere known on one side of the start", where=places[int(np.argmin(count))]
        )
    mean: Array = np.where(known, values, 0.0).sum(axis=1) / count
    return mean


def _assumption(spec: TrialSpec) -> EffortAssumption | None:
    if not spec.target.effort_share:
        return None
    low, central, high = spec.target.effort_share
    return EffortAssumption(AssumptionKind.SHARE, low, central, high, source=f"{spec.id} [target]")
