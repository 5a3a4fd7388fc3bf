"""What a search for a trial design is asked: frozen settings, checked where they are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forerun.trials.design.target import Target


class Method(StrEnum):
    """How a simulated trial is tested."""

    CONFORMAL = "conformal"  # cyclic shifts of the residuals of a synthetic control; needs many periods
    PLACEBO = "placebo_in_space"  # difference-in-differences against other sets; needs many places


class Sampling(StrEnum):
    """Where candidate sets come from, unless they are given."""

    ANY = "any"  # all of them, or a random sample where they are too many
    STRATIFIED = "stratified"  # as evenly over the strata as the size allows
    SIMILAR = "similar"  # each place with those that move most like it


@dataclass(frozen=True, slots=True)
class Pool:
    """Which sets of places are candidates.

    Attributes:
        sizes: numbers of places in a set.
        sampling: where sets come from.
        most: candidates at most; beyond it they are drawn.
        include: places in every set.
        exclude: places in no set; they still serve as donors.
        withheld: places in no set that serve as no donor either.
        strata: by place, for stratified sampling.
        given: sets that are scored as they stand; the other rules do not filter them.
    """

    sizes: tuple[int, ...] = (2, 3, 4, 5)
    sampling: Sampling = Sampling.ANY
    most: int = 1000
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    strata: Mapping[str, str] = field(default_factory=dict)
    given: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Simulation:
    """What is simulated.

    Attributes:
        durations: periods under treatment.
        effects: of either sign; the smallest of them that is detected is the answer.
        additive: effects are in the outcome's unit, as for growth rates and logarithms; else shares of it.
        alpha: a trial detects when its p-value is below it.
        power: share of windows in which it must.
        lookback: windows, the last one ending with the panel.
        stride: periods from one window to the one before.
        method: how a trial is tested; None for conformal where the panel is long enough for it.
    """

    durations: tuple[int, ...]
    effects: tuple[float, ...] = (0.0, 0.05, 0.10, 0.15, 0.20)
    additive: bool = False
    alpha: float = 0.1
    power: float = 0.8
    lookback: int = 1
    stride: int = 1
    method: Method | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """What designs cost.

    Attributes:
        budget: places and effect together may cost this at most; None for no bound.
        places: cost of a trial in each place; places that are not named cost nothing.
        per_unit: cost of one unit of the outcome gained; the investment of a design is this times what its
            minimum detectable effect adds over the window (GeoLift's cost per incremental conversion).
    """

    budget: float | None = None
    places: Mapping[str, float] = field(default_factory=dict)
    per_unit: float | None = None


@dataclass(frozen=True, slots=True)
class Spillover:
    """What neighbours mean.

    Attributes:
        neighbours: by place, those that an effect may reach; read in both directions.
        drop_neighbours: neighbours of the chosen are no donors.
        keep_apart: chosen places are not neighbours of one another.
    """

    neighbours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drop_neighbours: bool = False
    keep_apart: bool = False


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much worse than the best a design may be and still be as good for the purpose.

    Attributes:
        effect: of the minimum detectable effect, as a share of the outcome.
        likeness: of the generalisability index.
        cost: as a share of the lowest cost.
    """

    effect: float = 0.0
    likeness: float = 0.1
    cost: float = 0.25


@dataclass(frozen=True, slots=True)
class Question:
    """All settings of a search; ``seed`` is used only where something is drawn."""

    simulation: Simulation
    pool: Pool = field(default_factory=Pool)
    money: Money = field(default_factory=Money)
    spillover: Spillover = field(default_factory=Spillover)
    target: Target | None = None
    tolerance: Tolerance = field(default_factory=Tolerance)
    seed: int = 0
