"""A trial as JSON: what it found, which is also the file that a policy can name as its evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from forerun.compiled import Array
from forerun.trials.did.bacon import Decomposition
from forerun.trials.did.result import Profile
from forerun.trials.evaluate import Beside, Evaluation, Standing
from forerun.trials.result import Effect
from forerun.trials.synthetic.fitted import StaggeredFit
from forerun.trials.transport.balance import Balance
from forerun.trials.transport.transport import Transport
from forerun.trials.transport.wording import sentences
from forerun.types import Json
from forerun.views.objects import as_estimated, as_object, envelope

SCHEMA, TRANSPORT_SCHEMA = "forerun.trial/1", "forerun.trial-transport/1"
DECIMALS = 6


def evaluation_object(found: Evaluation, lang: str) -> Json:
    """The JSON object of ``forerun trial evaluate --json``.

    Effects are in the outcome's unit after ``transform`` (differences of logarithms for ``log``); an end of
    an interval that lies at infinity is null.
    """
    content = {
        **_head(found, lang),
        "panel": _panel(found, lang),
        "effect": effect_object(found.main.effect),
        "by_lot": as_object(found.by_lot),
        "beside": [_beside(each) for each in found.beside],
        "event_study": list(_profile(profile_of(found))),
        "cohorts": list(_cohorts(found.main.fit)),
        "bacon": _bacon(found),
        "checks": [as_object(each, lang) for each in found.checks],
        "transport": transport_object(found.transport, lang) if found.transport else None,
        "registration": _standing(found.standing, lang),
        "decision": as_object(found.decision, lang),
    }
    return as_estimated(_finite(content), DECIMALS)


def transport_result(found: Evaluation, lang: str) -> Json:
    """The JSON object of ``forerun trial transport --json``."""
    moved = transport_object(found.transport, lang) if found.transport else None
    content = {**_head(found, lang), "schema": TRANSPORT_SCHEMA, "transport": moved}
    return as_estimated(_finite(content), DECIMALS)


def effect_object(effect: Effect) -> Json:
    """An effect with its uncertainty and the convention of its standard error."""
    return dict(as_object(effect))


def transport_object(found: Transport, lang: str) -> Json:
    """What the trial says of the target population; ``national`` is null when it cannot tell."""
    return {
        "verdict": found.verdict.value,
        "sentences": [each.get(lang) for each in sentences(found)],
        "naive": as_object(found.naive),
        "national": as_object(found.national),
        "premium": as_object(found.premium),
        "effort": as_object(found.effort, lang),
        "covered": found.overlap.covered,
        "balance": _balance(found),
        "sensitivity": _sensitivity(found),
        "characteristics": list(found.characteristics),
        "places": list(found.places),
        "target_places": list(found.target_places),
    }


def _balance(found: Transport) -> Json | None:
    """Effective number of places, weights, and differences by characteristic in standard deviations."""
    if not isinstance(found.balance, Balance):
        return None
    each = found.balance
    rows = zip(found.characteristics, each.before, each.after, strict=True)
    return {
        "size": each.size,
        "largest": each.largest,
        "heaviest": each.heaviest,
        "weights": [
            {"place": place, "weight": float(weight)}
            for place, weight in zip(found.places, each.weights, strict=True)
        ],
        "differences": [
            {"characteristic": name, "before": float(before), "after": float(after)}
            for name, before, after in rows
        ],
    }


def _sensitivity(found: Transport) -> Json | None:
    """How strong a moderator that was not measured would have to be."""
    if found.sensitivity is None:
        return None
    return {
        "robustness": [as_object(each) for each in found.sensitivity.robustness],
        "benchmarks": [as_object(each) for each in found.sensitivity.benchmarks],
    }


def _head(found: Evaluation, lang: str) -> Json:
    spec = found.spec
    return {
        **envelope(SCHEMA, found.as_of, found.ledger),
        "trial": spec.id,
        "name": spec.names.get(lang),
        "question": spec.question,
        "decides": spec.decides,
        "transform": spec.transform.value,
        "unit": found.reading.unit,
        "data": found.reading.source,
    }


def _panel(found: Evaluation, lang: str) -> Json:
    panel, groups = found.panel, found.main.groups
    treated = np.flatnonzero(panel.treated)
    return {
        "periods": list(panel.periods),
        "treated": [{"place": panel.places[i], "from": panel.periods[panel.start[i]]} for i in treated],
        "others": [panel.places[i] for i in np.flatnonzero(~panel.treated)],
        "left_out": [as_object(each, lang) for each in found.reading.left_out],
        "comparisons_left_out": [as_object(each) for each in groups.left_out] if groups else [],
    }


def _beside(each: Beside) -> Json:
    effect = effect_object(each.found.effect) if each.found else None
    return {"estimator": each.estimator.value, "effect": effect, "refused": each.refused or None}


def _bacon(found: Evaluation) -> Json | None:
    """What two-way fixed effects average, where they are among the estimators and it can be told."""
    parts = bacon_of(found)
    if parts is None:
        return None
    periods = found.panel.periods
    named = [
        {
            "versus": each.versus.value,
            "cohort": periods[each.cohort],
            "control": periods[each.control] if each.control < len(periods) else None,
            "att": each.att,
            "weight": each.weight,
        }
        for each in parts.parts
    ]
    return {"forbidden": parts.forbidden, "comparisons": named}


def profile_of(found: Evaluation) -> Profile | None:
    """The event study of the trial's estimator, else of the first beside it that has one."""
    known = (found.main, *(each.found for each in found.beside if each.found is not None))
    return next((each.profile for each in known if each.profile is not None), None)


def bacon_of(found: Evaluation) -> Decomposition | None:
    """The comparisons that two-way fixed effects average; None when they are not among the estimators."""
    known = (found.main, *(each.found for each in found.beside if each.found is not None))
    return next((each.bacon for each in known if each.bacon is not None), None)


def _profile(profile: Profile | None) -> Iterator[Json]:
    """Effects by period since the start, with pointwise and uniform bands."""
    if profile is None:
        return
    bands, level = profile.bands, profile.bands.level
    for row, at in enumerate(profile.at):
        yield {
            "since_start": int(at),
            "att": float(profile.att[row]),
            "error": float(profile.error[row]),
            "level": level,
            "pointwise": [float(bands.low[row]), float(bands.high[row])],
            "uniform": [float(bands.uniform_low[row]), float(bands.uniform_high[row])],
        }


def _cohorts(fit: StaggeredFit | None) -> Iterator[Json]:
    """Each cohort beside its synthetic path."""
    for each in fit.cohorts if fit else ():
        yield {
            "treated": list(each.treated),
            "from": each.periods[each.start],
            "att": each.att,
            "observed": _numbers(each.observed),
            "synthetic": _numbers(each.synthetic),
            "gap": _numbers(each.gap),
            "donors": [{"place": place, "weight": weight} for place, weight in each.weights.items()],
            "period_weights": _numbers(each.period_weights),
            "pre_rmspe": each.pre_rmspe,
            "scaled_l2": each.scaled_l2,
        }


def _standing(standing: Standing, lang: str) -> Json:
    first = standing.entries[0] if standing.entries else None
    return {
        "registered": first.at if first else None,
        "retrospective": standing.is_retrospective,
        "amendments": max(len(standing.entries) - 1, 0),
        "changes": [as_object(each, lang) for each in standing.changes],
        "figures_revised": list(standing.revised),
    }


def _numbers(values: Array) -> list[float]:
    return [float(each) for each in values]


def _finite(value: object) -> Json:
    """The same with null for what is no finite number."""
    cleaned = _clean(value)
    return cleaned if isinstance(cleaned, dict) else {}


def _clean(value: object) -> object:
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
