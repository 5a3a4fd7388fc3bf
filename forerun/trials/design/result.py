"""What a search says: designs in order, the frontier, the set that was drawn, and what was not possible."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forerun.trials.design.choice import Choice
from forerun.trials.design.question import Method
from forerun.trials.design.representativeness import Representativeness


class Notice(StrEnum):
    """What a reader of a search must know."""

    DRAWN = "candidates_drawn"  # a random sample of the sets allowed; count: of these, 0 when not counted
    TREATED = "already_treated"  # count: places left out because they are treated in the panel
    OVER_BUDGET = "over_budget"  # count: designs dropped because places and investment cost too much
    UNDETECTED = "undetected"  # count: designs that detect no effect offered
    SHORT = "short_panel"  # count: periods before treatment, too few for conformal inference
    ONE_WINDOW = "one_window"  # no window was kept from choosing, so there is no planning effect
    NO_TARGET = "no_target"  # nothing says how like the country the places are
    ONE_SET = "one_set"  # a single set is near the best: nothing is drawn, no randomisation inference
    COARSE = "few_sets"  # count: sets to draw from, too few for randomisation inference to reach alpha


@dataclass(frozen=True, slots=True)
class Note:
    """A notice with the number that belongs to it; 0 where none does."""

    notice: Notice
    count: int = 0


@dataclass(frozen=True, slots=True)
class PowerPoint:
    """Share of trials that detect an effect: in windows for choosing, and in those kept for planning."""

    effect: float
    power: float
    planning: float | None


@dataclass(frozen=True, slots=True)
class Design:
    """A set of places treated for some periods.  Effects are shares of the outcome, or in its unit.

    Attributes:
        places: ids, ascending.
        duration: periods under treatment.
        rank: 1 is best; designs that are as good share it.
        mde: smallest effect detected in the windows for choosing; too hopeful, as the design was chosen by
            it; None when no effect offered is.
        planning_mde: the same in windows that had no say in the choice; None without any, or as above.
        size: share of windows in which an effect is detected where there is none.
        curve: power by effect, ascending.
        bias: mean effect seen where there is none.
        miss: mean effect seen less the true one at the smallest detectable effect, without sign.
        scaled_l2: misfit before treatment over that of equal weights; None for difference-in-differences.
        rmspe: root mean squared gap before treatment, in the outcome's unit.
        correlation: of the treated with the synthetic path before treatment.
        share: of the outcome of all places in the last window.
        donors: places that may have weight.
        place_cost: of the places.
        investment: what the smallest detectable effect costs; None without a price or effect.
        likeness: beside the target population; None without one.
    """

    places: tuple[str, ...]
    duration: int
    rank: int
    mde: float | None
    planning_mde: float | None
    size: float
    curve: tuple[PowerPoint, ...]
    bias: float
    miss: float
    scaled_l2: float | None
    rmspe: float
    correlation: float | None
    share: float
    donors: int
    place_cost: float
    investment: float | None
    likeness: Representativeness | None

    @property
    def cost(self) -> float:
        """Of places and investment together."""
        return self.place_cost + (self.investment or 0.0)


@dataclass(frozen=True, slots=True)
class Stability:
    """Whether the order of designs holds in windows that did not make it.

    Attributes:
        kendall: tau-b between the smallest effects of both halves of the windows; None when one is constant.
        spearman: the same by ranks.
        top: how many designs count as at the top.
        share: of single windows in which the best design is among them.
    """

    kendall: float | None
    spearman: float | None
    top: int
    share: float


@dataclass(frozen=True, slots=True)
class DesignSearch:
    """All designs in order, and one to take.

    Attributes:
        method: how trials were tested.
        least_p: the smallest p-value that a simulated trial could have.
        size: share of all simulated trials without effect that detect one.
        designs: best first.
        frontier: positions of designs that no other beats in effect, likeness and cost at once.
        near_optimal: positions of designs as good as the best within the tolerance, at its duration.
        choice: the set that was drawn from these; None when no design detects anything.
        stability: None with a single window.
        seed: with which candidates and choice were drawn.
        notes: what was not possible or must be known.
    """

    method: Method
    least_p: float
    size: float
    designs: tuple[Design, ...]
    frontier: tuple[int, ...]
    near_optimal: tuple[int, ...]
    choice: Choice | None
    stability: Stability | None
    seed: int
    notes: tuple[Note, ...]

    @property
    def chosen(self) -> Design | None:
        """The design that was drawn."""
        if self.choice is None:
            return None
        near = [self.designs[i] for i in self.near_optimal]
        return next(each for each in near if each.places == self.choice.places)
