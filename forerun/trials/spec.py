"""What a trial is: the question, where and when, how it is judged, and who decides.

Everything that could be chosen after the fact is chosen here, before; ``forerun trial register`` puts it
on record.  :mod:`forerun.trials.spec_file` reads it from TOML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from forerun.periods import Period
from forerun.trials.design.question import Sampling
from forerun.trials.did.adjust import Adjustment
from forerun.trials.did.rule import Controls
from forerun.trials.result import Estimator, Inference
from forerun.types import Measure, Names


class Transform(StrEnum):
    """What is done to the outcome before anything is estimated."""

    NONE = "none"
    LOG = "log"  # effects are log points, near to percent
    LOGGED = "logged"  # nothing, the figures are logarithms already

    @property
    def in_log(self) -> bool:
        """Whether effects are differences of logarithms."""
        return self is not Transform.NONE


class Begins(StrEnum):
    """In which period treatment counts as begun."""

    SAME = "same"  # the period in which its first day lies
    NEXT = "next"  # the first period that is treated from its first day on


class Others(StrEnum):
    """What becomes of places that the programme reached in another way, as through a city in them."""

    EXCLUDE = "exclude"
    CONTROL = "control"


class SpilloverRule(StrEnum):
    """How effects on neighbours are handled."""

    IGNORE = "ignore"
    EXCLUDE = "exclude"  # neighbours of treated places are no controls
    MODEL = "model"  # the effect on them is estimated and reported


class Planned(StrEnum):
    """Checks that a trial can plan."""

    IN_TIME = "in_time"
    IN_SPACE = "in_space"
    LEAVE_ONE_OUT = "leave_one_out"
    PRETRENDS = "pretrends"
    HONEST = "honest"
    ANTICIPATION = "anticipation"
    SPILLOVER = "spillover"
    FADEOUT = "fadeout"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class LedgerOutcome:
    """An indicator of the ledger, one series a place.

    ``first`` and ``last`` bound the periods that are looked at.  ``covariates`` are further indicators of the
    same places and periods, or one divided by another (``gdp/population``).
    """

    indicator: str
    activity: str
    measure: Measure
    first: Period | None
    last: Period | None
    covariates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """A person's own table, CSV or Parquet, a row for each place and period; fields name its columns.

    ``start`` holds the first treated period of the row's place (empty for never), ``treated`` 0 or 1; at most
    one of the two is named.  ``weight``, ``cluster`` and ``group``, by which designs are stratified, may be
    empty.  ``series`` is the ledger's series for
    the whole country that the value is about, under which the effect is recorded; it may be empty too.
    ``large`` says that the table is not to be held in memory: a Parquet file or a folder of them, of which
    only cohort-by-period cells are counted.
    """

    path: Path
    place: str
    period: str
    value: str
    start: str = ""
    treated: str = ""
    covariates: tuple[str, ...] = ()
    weight: str = ""
    cluster: str = ""
    group: str = ""
    series: str = ""
    large: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Who can take part: ``eligible`` empty means every place that has the outcome."""

    eligible: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """Treatment as the profile's ``treatments.csv`` records it."""

    programme: str
    levels: tuple[str, ...]
    batches: tuple[str, ...]
    others: Others = Others.EXCLUDE


@dataclass(frozen=True, slots=True)
class Treatment:
    """Where treatment began and when: by a programme, or place by place; by neither, the file says it.

    ``attention_ended`` is the first period in which officials no longer attended to the trial, where known.
    """

    programme: Programme | None = None
    starts: Mapping[str, str] = field(default_factory=dict)
    begins: Begins = Begins.NEXT
    attention_ended: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """How the effect is estimated.

    ``beside`` are further estimators, for comparison.  ``anticipation`` counts periods before the start in
    which an effect may show already.  ``alpha`` is one less the level of the interval.  ``adjustment`` is how
    Callaway and Sant'Anna's estimator uses covariates; ``levels`` makes the ridge fit levels, where otherwise
    places may differ in level.
    """

    estimator: Estimator
    inference: Inference
    alpha: float
    beside: tuple[Estimator, ...] = ()
    covariates: tuple[str, ...] = ()
    control: Controls = Controls.NEVER
    anticipation: int = 0
    seed: int = 1
    adjustment: Adjustment = Adjustment.DOUBLY_ROBUST
    levels: bool = False


@dataclass(frozen=True, slots=True)
class DesignPlan:
    """What a search for places may consider; amounts in the currency of ``budget``.

    ``among`` are the only places that may be chosen, all when empty; the others still serve as donors.
    ``given`` are sets to be scored as they stand; ``lookback`` counts past windows in which a trial is
    played; ``effects`` are shares of the outcome (0.05 is five percent).  Places begin in ``waves``, one
    ``every`` so many periods.
    """

    sizes: tuple[int, ...] = (2, 3, 4, 5)
    durations: tuple[int, ...] = ()
    effects: tuple[float, ...] = (0.0, 0.05, 0.1, 0.15, 0.2)
    lookback: int = 1
    candidates: int = 1000
    sampling: Sampling = Sampling.ANY
    include: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    given: tuple[tuple[str, ...], ...] = ()
    budget: float | None = None
    costs: Mapping[str, float] = field(default_factory=dict)
    cost_per_place: float = 0.0
    cost_per_unit: float = 0.0
    power: float = 0.8
    waves: int = 1
    every: int = 1
    seed: int = 1


@dataclass(frozen=True, slots=True)
class TargetPopulation:
    """Where else the policy would be introduced, and what the effect may depend on.

    ``places`` empty means all eligible ones; ``characteristics`` are covariates of the panel, taken at the
    last period before the first treatment.  ``effort`` names one that measures effort, taken under treatment,
    ``normal_effort`` what it would be everywhere else; ``effort_share`` is the share of the effect that is
    due to effort which will not repeat, as (low, central, high), an assumption.
    """

    places: tuple[str, ...] = ()
    characteristics: tuple[str, ...] = ()
    effort: str = ""
    normal_effort: float | None = None
    effort_share: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """What follows from the interval, with effects counted in the good direction.

    Scale when the interval's lower end is at least ``scale_at``; stop when its upper end is below
    ``stop_at``; else extend when its lower end is at least ``extend_at``; else it cannot be told.
    ``requires`` are checks that must be passed for scaling.  ``transported`` says that the interval for the
    target population decides.
    """

    direction: Direction
    matters: float
    scale_at: float
    stop_at: float
    extend_at: float
    requires: tuple[Planned, ...] = ()
    transported: bool = False


@dataclass(frozen=True, slots=True)
class TrialSpec:
    """A trial.

    Attributes:
        id: its name in file names, lower-case letters, digits and hyphens.
        names: its title.
        question: what is asked, in a sentence.
        decides: who decides.
        outcome: what is looked at.
        transform: what is done to it first.
        text: the file as it was read, which registration puts on record.
    """

    id: str
    names: Names
    question: str
    decides: str
    outcome: LedgerOutcome | FileOutcome
    transform: Transform
    places: Places
    treatment: Treatment
    analysis: Analysis
    design: DesignPlan
    checks: tuple[Planned, ...]
    spillover: SpilloverRule
    links: tuple[str, ...]
    target: TargetPopulation
    rule: DecisionRule
    text: str = field(repr=False, default="")
