"""The population that a trial is to speak for, and what is known of where effects are larger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError, SpecError, UnknownNameError


@dataclass(frozen=True, slots=True, eq=False)
class Moderators:
    """How an effect changes with characteristics.

    Attributes:
        names: q characteristics.
        slopes: (q,) change of the effect per standard deviation of each in the target population.
        covariance: (q, q) of the slopes; zeros when they are taken as known.
        basis: in words, where they come from.
    """

    names: tuple[str, ...]
    slopes: Array
    covariance: Array
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """The target population.

    Attributes:
        places: ids of its P places, among them all that may be chosen.
        characteristics: by name, (P,) each.
        weights: (P,) how much a place counts, as by its population; all alike when not given.  A place that
            may be chosen but is not meant stands here with a weight of zero.
        moderators: for the predicted selection bias; None for none.
    """

    places: tuple[str, ...]
    characteristics: Mapping[str, Array]
    weights: Array = field(default_factory=lambda: np.ones(0))
    moderators: Moderators | None = None

    def __post_init__(self) -> None:
        if not self.weights.size:
            object.__setattr__(self, "weights", np.ones(len(self.places)))


def standardised(target: Target) -> tuple[Array, Array, Array]:
    """Characteristics in standard deviations from the target's weighted mean.

    Returns:
        Values (P, q), means (q,) and standard deviations (q,), weighted, dividing by the sum of weights.

    Raises:
        SpecError: no characteristic, or one of a length that is not P.
        InputError: a value that is no number, or a characteristic that is the same everywhere.
    """
    checked(target)
    raw = np.column_stack([np.asarray(each, float) for each in target.characteristics.values()])
    share = target.weights / target.weights.sum()
    means = share @ raw
    spread = np.sqrt(share @ (raw - means) ** 2)
    for name, sd, mean in zip(target.characteristics, spread, means, strict=True):
        if not sd > 1e-12 * max(abs(mean), 1e-300):
            raise InputError(f"{name} is the same in every place", where="target", advice="Leave it out")
    return (raw - means) / spread, means, spread


def checked(target: Target) -> None:
    """Refuse a target that cannot be used; errors as in :func:`standardised`."""
    if not target.characteristics:
        raise SpecError("no characteristic", where="target", advice="Name at least one, or no target")
    if len(set(target.places)) < len(target.places):
        raise InputError("a place stands twice", where="target", advice="Keep one row for each place")
    _measured(target, "weights", target.weights)
    if target.weights.min() < 0 or not target.weights.any():
        place = target.places[int(np.argmin(target.weights))]
        what = "a weight is below zero" if target.weights.min() < 0 else "no place has a weight"
        raise InputError(what, where=f"target, {place}", advice="Say how much each place counts")
    for name, values in target.characteristics.items():
        _measured(target, name, values)


def positions(target: Target, places: Iterable[str]) -> Array:
    """Where places stand in the target.

    Raises:
        UnknownNameError: a place that is not in it.
    """
    known = {place: i for i, place in enumerate(target.places)}
    named = list(places)
    for place in named:
        if place not in known:
            raise UnknownNameError("place", place, known, where="target")
    return np.array([known[place] for place in named], np.int64)


def _measured(target: Target, name: str, values: Array) -> None:
    if np.shape(values) != (len(target.places),):
        what = f"{name} has {np.size(values)} values for {len(target.places)} places"
        raise SpecError(what, where="target", advice="Give one value for each place")
    broken = ~np.isfinite(np.asarray(values, float))
    if broken.any():
        place = target.places[int(np.argmax(broken))]
        raise InputError(f"{name} is no number", where=f"target, {place}", advice="Fill it or leave it out")
