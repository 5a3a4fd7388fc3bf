"""Characteristics on the scale of the target population: mean zero, standard deviation one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.trials.transport.question import TransportQuestion


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """The question's characteristics in standard deviations of the target population from its mean.

    Attributes:
        trial: (n, k).
        target: (N, k), of the places that count.
        names: of the k characteristics.
        trial_places: ids of the n.
        target_places: ids of the N.
        shares: (N,) weights of the target places, summing to one.
        base: (n,) weights of the trial places in the average reported of the trial, summing to one.
        own: (n,) the trial places' shares of the target, zero for a place outside it.
    """

    trial: Array
    target: Array
    names: tuple[str, ...]
    trial_places: tuple[str, ...]
    target_places: tuple[str, ...]
    shares: Array
    base: Array
    own: Array


def standardise(question: TransportQuestion) -> Standard:
    """The question on the scale of its target population; places of weight zero are left out of it."""
    target, effects = question.target, question.effects
    counted = target.weights > 0.0
    shares = target.weights[counted] / target.weights.sum()
    values = target.values[counted].astype(float)
    places = tuple(np.asarray(target.places, object)[counted])
    centre = shares @ values
    scale = np.sqrt(shares @ (values - centre) ** 2)
    share_of = dict(zip(places, shares.tolist(), strict=True))
    return Standard(
        trial=(question.values - centre) / scale,
        target=(values - centre) / scale,
        names=question.characteristics,
        trial_places=effects.places,
        target_places=places,
        shares=shares,
        base=effects.weights / effects.weights.sum(),
        own=np.array([share_of.get(place, 0.0) for place in effects.places]),
    )
