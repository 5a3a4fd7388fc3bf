"""Whether a question can be answered at all; each refusal names the place and the characteristic."""

from __future__ import annotations

from collections import Counter

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.transport.question import EffortAssumption, PlaceEffects, Population, TransportQuestion

_SHOWN = 5  # names listed in a message
_CONSTANT = 1e-9  # a spread relative to the size of the values
_COLLINEAR = 1e-8  # what is left of a standardised characteristic once the others explained it


def check_question(question: TransportQuestion) -> None:
    """Raise when the question is not well formed.

    Raises:
        InputError: shapes that do not fit, names twice, values missing or infinite, weights that are
            negative or all zero, one trial place, fewer places than an outcome model needs, a characteristic
            that does not vary or repeats others, errors that are no covariance, an impossible assumption.
    """
    _check_effects(question.effects)
    _check_target(question.target)
    _check_characteristics(question)
    _check_effort(question)
    if not 0.0 < question.level < 1.0:
        raise InputError(f"the confidence level {question.level} is not between 0 and 1")
    if not np.isfinite(question.matters):
        raise InputError("the effect that matters is not a number", advice="Give it in the outcome's unit")


def _check_effects(effects: PlaceEffects) -> None:
    """Raise when effects, errors or weights of trial places cannot be used."""
    places, size = effects.places, len(effects.places)
    _once(places, "trial place")
    if size < 2:
        raise InputError(
            "one trial place cannot speak for a country" if size else "there is no trial place",
            where=", ".join(places),
            advice="Transport needs several places, more than there are characteristics by at least two",
        )
    _shape(effects.effect, (size,), "effects of the trial places")
    _shape(effects.covariance, (size, size), "covariance of the effects' errors")
    _finite(effects.effect[:, None], places, ("effect",))
    _finite(effects.covariance, places, tuple(f"error shared with {place}" for place in places))
    if not np.allclose(effects.covariance, effects.covariance.T, rtol=1e-8, atol=0.0):
        raise InputError("the covariance of the effects' errors is not symmetric")
    for i in np.flatnonzero(np.diag(effects.covariance) < 0.0)[:1]:
        raise InputError("the variance of the effect's error is negative", where=places[i])
    if np.linalg.eigvalsh(effects.covariance)[0] < -1e-8 * max(np.trace(effects.covariance), 1e-300):
        raise InputError("the covariance of the effects' errors is not positive semidefinite")
    _weights(effects.weights, places, "trial place")


def _check_target(target: Population) -> None:
    """Raise when the target population is empty, named twice or weighted impossibly."""
    if not target.places:
        raise InputError("the target population is empty", advice="Name the places that the answer is for")
    _once(target.places, "target place")
    _weights(target.weights, target.places, "target place")


def _check_characteristics(question: TransportQuestion) -> None:
    """Raise when characteristics are missing, constant, collinear, or too many."""
    names, size = question.characteristics, len(question.effects.places)
    if not names:
        raise InputError("no characteristic is named", advice="Name what the effect may depend on")
    _once(names, "characteristic")
    _shape(question.values, (size, len(names)), "characteristics of the trial places")
    _shape(question.target.values, (len(question.target.places), len(names)), "characteristics of the target")
    _finite(question.values, question.effects.places, names)
    _finite(question.target.values, question.target.places, names)
    if size < len(names) + 2:
        raise InputError(
            f"{size} trial places cannot tell the part of {len(names)} characteristics ({_some(names)})",
            advice=f"Leave at most {max(size - 2, 0)} of them, or use more places",
        )
    counted = question.target.weights > 0.0
    _varies(question.target.values[counted], names, "target places")
    _varies(question.values, names, "trial places")
    _not_collinear(question.values, names)


def _check_effort(question: TransportQuestion) -> None:
    """Raise when effort or what is assumed of it cannot be used."""
    effort, places = question.effort, question.effects.places
    if effort is not None:
        for values, what in ((effort.during, "during the trial"), (effort.normal, "at normal times")):
            _shape(values, (len(places),), f"{effort.name} {what}")
            _finite(values[:, None], places, (f"{effort.name} {what}",))
    if question.assumption is not None:
        _check_assumption(question.assumption)


def _check_assumption(assumption: EffortAssumption) -> None:
    low, central, high = assumption.low, assumption.central, assumption.high
    said = f"effort is assumed at {low}, {central}, {high}"
    if not np.isfinite([low, central, high]).all() or not low <= central <= high:
        raise InputError(said, advice="Give numbers with low <= central <= high")
    if assumption.kind == "share" and not (low >= 0.0 and high < 1.0):
        raise InputError(f"{said}, a share of the effect", advice="Give shares from 0 to less than 1")


def _once(names: tuple[str, ...], what: str) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise InputError(f"the {what} stands there more than once", where=_some(twice))


def _shape(values: Array, shape: tuple[int, ...], what: str) -> None:
    if np.shape(values) != shape:
        raise InputError(f"{what}: expected the shape {shape}, got {np.shape(values)}")


def _finite(values: Array, places: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Raise at the first place where a value is missing or infinite."""
    for i, j in np.argwhere(~np.isfinite(values))[:1]:
        how = "missing" if np.isnan(values[i, j]) else "infinite"
        advice = "Fill it in from its source, or leave the place or the characteristic out"
        raise InputError(f"{names[j]} is {how}", where=places[i], advice=advice)


def _weights(weights: Array, places: tuple[str, ...], what: str) -> None:
    _shape(weights, (len(places),), f"weights of each {what}")
    _finite(weights[:, None], places, ("the weight",))
    for i in np.flatnonzero(weights < 0.0)[:1]:
        raise InputError(f"the weight {weights[i]:g} is negative", where=places[i])
    if not weights.sum() > 0.0:
        raise InputError(f"the weights of every {what} are zero")


def _varies(values: Array, names: tuple[str, ...], where: str) -> None:
    """Raise at a characteristic that is the same everywhere."""
    spread = values.std(axis=0)
    for j in np.flatnonzero(spread <= _CONSTANT * np.maximum(np.abs(values).max(axis=0), 1e-300))[:1]:
        raise InputError(
            f"{names[j]} is the same in all {where}, so nothing can be learned from it",
            where=where,
            advice="Leave it out, and say in words why it should not matter",
        )


def _not_collinear(values: Array, names: tuple[str, ...]) -> None:
    """Raise at the first characteristic that those before it determine in the trial places."""
    scaled = (values - values.mean(axis=0)) / values.std(axis=0)
    for j in range(1, len(names)):
        slopes, *_ = np.linalg.lstsq(scaled[:, :j], scaled[:, j], rcond=None)
        left = scaled[:, j] - scaled[:, :j] @ slopes
        if left @ left <= _COLLINEAR * len(scaled):
            others = [names[i] for i in np.flatnonzero(np.abs(slopes) > 1e-6)]
            raise InputError(
                f"{names[j]} is determined by {_some(others)} in the trial places",
                advice="Leave one of them out",
            )


def _some(names: list[str] | tuple[str, ...]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
