"""What is asked: effects of trial places, their characteristics, and those of the places they speak for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from forerun.compiled import Array


class Moments(StrEnum):
    """What the weighted trial places must share with the target population."""

    MEANS = "means"
    MEANS_AND_VARIANCES = "means_and_variances"


class AssumptionKind(StrEnum):
    """What an assumption about effort is about."""

    SHARE = "share"  # the part of the effect that the extra effort brought, 0.2 for a fifth
    SLOPE = "slope"  # the effect of one unit of extra effort, in the outcome's unit


@dataclass(frozen=True, slots=True, eq=False)
class PlaceEffects:
    """The estimated effect in each of n trial places.

    Attributes:
        places: their ids.
        effect: (n,) in the outcome's unit.
        covariance: (n, n) of the sampling errors; not diagonal when places share their controls.
        weights: (n,) how much each counts in the average that is reported of the trial; all one when empty.
    """

    places: tuple[str, ...]
    effect: Array
    covariance: Array
    weights: Array = field(default_factory=lambda: np.ones(0))

    def __post_init__(self) -> None:
        if not self.weights.size:
            object.__setattr__(self, "weights", np.ones(len(self.places)))

    @classmethod
    def independent(cls, places: tuple[str, ...], effect: Array, error: Array) -> PlaceEffects:
        """Effects whose errors have nothing in common; ``error`` (n,) are standard errors."""
        return cls(places, np.asarray(effect, float), np.diag(np.asarray(error, float) ** 2))


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """The N places for which an answer is wanted; trial places that belong to them stand here too.

    Attributes:
        places: their ids; a trial place is recognised by its id.
        values: (N, k) characteristics, measured before the trial.
        weights: (N,) how much each counts, as by population or output; all one when empty.
    """

    places: tuple[str, ...]
    values: Array
    weights: Array = field(default_factory=lambda: np.ones(0))

    def __post_init__(self) -> None:
        if not self.weights.size:
            object.__setattr__(self, "weights", np.ones(len(self.places)))


@dataclass(frozen=True, slots=True, eq=False)
class Effort:
    """What officials put into the trial beside the policy itself, such as spending per head.

    Attributes:
        name: of the measure.
        during: (n,) in each trial place, averaged over the periods that the effect is averaged over.
        normal: (n,) what the same places put in at other times; all places are taken to return to it.
    """

    name: str
    during: Array
    normal: Array

    @property
    def excess(self) -> Array:
        """(n,) the effort that does not repeat."""
        return self.during - self.normal


@dataclass(frozen=True, slots=True)
class EffortAssumption:
    """A range for what extra effort brought, used where the data cannot say; always shown as an assumption.

    Attributes:
        kind: a share of the effect, or an effect per unit of extra effort.
        low: the least that is thought possible.
        central: the value used for the estimate.
        high: the most that is thought possible.
        source: who says so.
    """

    kind: AssumptionKind
    low: float
    central: float
    high: float
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class TransportQuestion:
    """What a trial says about places that were not in it.

    Attributes:
        effects: of the n trial places.
        characteristics: names of the k characteristics that the effect may depend on.
        values: (n, k) characteristics of the trial places, measured before the trial.
        target: the places for which an answer is wanted.
        effort: measured effort, where there is a measure.
        assumption: about effort, for where it was not measured or did not vary.
        moments: what the weights must balance.
        matters: the effect that matters, in the outcome's unit.
        level: confidence of every interval.
    """

    effects: PlaceEffects
    characteristics: tuple[str, ...]
    values: Array
    target: Population
    effort: Effort | None = None
    assumption: EffortAssumption | None = None
    moments: Moments = Moments.MEANS
    matters: float = 0.0
    level: float = 0.9
