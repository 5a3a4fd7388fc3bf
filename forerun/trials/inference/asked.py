"""What every inference is asked for, and what it says in common."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

from forerun.errors import ConventionError, SpecError
from forerun.trials.synthetic.problem import Problem
from forerun.types import Interval


@dataclass(frozen=True, slots=True)
class Asked:
    """What an inference is to give.

    Attributes:
        levels: of the intervals, between zero and one.
        draws: random draws where enumeration is out of reach.
        seed: of these draws.

    Raises:
        SpecError: a level that is none, or fewer than two draws.
    """

    levels: tuple[float, ...] = (0.9,)
    draws: int = 1_000
    seed: int = 0

    def __post_init__(self) -> None:
        if wrong := [level for level in self.levels if not 0.0 < level < 1.0]:
            raise SpecError(f"{wrong[0]:g} is no level of an interval", advice="Use one such as 0.9")
        if self.draws < 2:
            raise SpecError(f"{self.draws} draws are too few", advice="Use a thousand")


def normal_intervals(att: float, error: float, levels: tuple[float, ...]) -> tuple[Interval, ...]:
    """Estimate plus and minus normal quantiles of its error."""
    reach = [NormalDist().inv_cdf(0.5 + level / 2) * error for level in levels]
    return tuple(Interval(level, att - each, att + each) for level, each in zip(levels, reach, strict=True))


def normal_p(att: float, error: float) -> float | None:
    """Two-sided p-value of no effect; None without an error."""
    return 2.0 * NormalDist().cdf(-abs(att) / error) if error > 0.0 else None


def one_cohort(problem: Problem, inference: str) -> None:
    """Refuse an inference over time where treatment is staggered.

    Raises:
        ConventionError: more than one start.
    """
    if len(problem.panel.cohorts) > 1:
        begins = ", ".join(problem.panel.periods[start] for start in problem.panel.cohorts)
        raise ConventionError(
            f"{inference} is defined for one start, treatment begins in {begins}",
            advice="Use placebos or the cluster bootstrap, or each cohort by itself",
        )
