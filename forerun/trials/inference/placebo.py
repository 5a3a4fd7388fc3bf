"""Placebos: places that were never treated in the place of the treated, all of them where they are few."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError
from forerun.trials.inference.asked import Asked, normal_intervals
from forerun.trials.inference.assignments import found_under, standing_in
from forerun.trials.panel import Panel
from forerun.trials.result import Effect, Estimator, Inference
from forerun.trials.synthetic.method import Method
from forerun.trials.synthetic.problem import Problem, problem_of
from forerun.types import Interval

ENUMERATED = 5_000
"""Assignments that are all looked at; of more, so many as asked for are drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Placebos:
    """The effect beside those of placebos.

    Attributes:
        estimator: how they were estimated.
        att: the effect.
        ratio: root mean squared gap after treatment over that before it.
        places: names of the places of each of the P placebos.
        effects: (P,) the effect found under each.
        pre_rmspe: (P,) root mean squared gap before treatment.
        ratios: (P,) the same ratio.
        draws: 0 when every placebo there is was looked at.
    """

    estimator: Estimator
    att: float
    ratio: float
    places: tuple[tuple[str, ...], ...]
    effects: Array
    pre_rmspe: Array
    ratios: Array
    draws: int

    @property
    def error(self) -> float:
        """Standard deviation of the placebo effects, over their number (Arkhangelsky et al. 2021, alg. 4)."""
        return float(self.effects.std())

    @property
    def least_p(self) -> float:
        """The smallest p-value there can be."""
        return 1.0 / (1 + len(self.effects))

    @property
    def p_value(self) -> float:
        """Share of effects, the own one among them, at least as large in size."""
        return _rank(abs(self.att), np.abs(self.effects))

    @property
    def p_of_ratio(self) -> float:
        """Share of ratios at least as large (Abadie, Diamond, Hainmueller 2010, section 3.4)."""
        return _rank(self.ratio, self.ratios)

    def normal(self, levels: tuple[float, ...]) -> tuple[Interval, ...]:
        """Intervals from the standard error."""
        return normal_intervals(self.att, self.error, levels)

    def inverted(self, levels: tuple[float, ...]) -> tuple[Interval, ...]:
        """Effects that the rank test does not refuse; without end where no p-value could be small enough."""
        sizes = np.sort(np.abs(self.effects))[::-1]
        return tuple(_inverted(self.att, sizes, level) for level in levels)


def placebos(panel: Panel, method: Method, asked: Asked | None = None) -> Placebos:
    """What is found when places that were never treated stand in for the treated.

    Placebos take the starts and the weights of the treated; the treated are no donors.  Subsets are all
    enumerated when there are at most ``ENUMERATED``; else different ones are drawn.

    Args:
        panel: with k treated places and at least k + 1 that were never treated.
        method: the estimator.
        asked: draws and seed.

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: too few places for placebos.
    """
    problem, asked = problem_of(panel, method), asked or Asked()
    chosen, draws = _stand_ins(problem, asked)
    found = found_under(problem, problem.donors[chosen], _others(problem, chosen))
    own = found_under(problem, problem.treated[None, :], problem.donors[None, :])[0]
    names = problem.panel.places
    return Placebos(
        method.estimator,
        float(own[0]),
        float(_ratio(own[None, :])[0]),
        tuple(tuple(names[i] for i in problem.donors[row]) for row in chosen),
        found[:, 0],
        found[:, 1],
        _ratio(found),
        draws,
    )


def placebo_gaps(panel: Panel, method: Method, most: int, asked: Asked | None = None) -> Array:
    """(P, T) paths of observed less synthetic of the first placebos of :func:`placebos`, at most so many.

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: too few places for placebos, or treatment that begins at different times.
    """
    problem = problem_of(panel, method)
    if len(problem.panel.cohorts) > 1:
        raise ConventionError(
            "gaps of placebos are paths from one start, and treatment begins at several",
            advice="Look at the effects by time since the start",
        )
    chosen = _stand_ins(problem, asked or Asked())[0][:most]
    fits = (
        standing_in(problem, problem.donors[row], others)
        for row, others in zip(chosen, _others(problem, chosen), strict=True)
    )
    return np.array([each.cohorts[0].gap for each in fits])


def placebo(panel: Panel, method: Method, asked: Asked | None = None) -> Effect:
    """The effect with the error, p-value and intervals of :func:`placebos`.

    Intervals invert the rank test, whose p-value is given, so that one without zero means a p-value below
    alpha; a level that too few placebos can reach has an interval without end.

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: too few places for placebos.
    """
    asked = asked or Asked()
    found = placebos(panel, method, asked)
    how = f"{len(found.effects)} placebos {'drawn' if found.draws else 'enumerated'}"
    return Effect(
        found.estimator,
        Inference.PLACEBO,
        found.att,
        found.error,
        f"population standard deviation of {how}; intervals invert the rank test",
        found.inverted(asked.levels),
        found.p_value,
        found.least_p,
        found.draws,
    )


def _stand_ins(problem: Problem, asked: Asked) -> tuple[Array, int]:
    """(P, k) positions among donors of those that stand in for the treated, and how many were drawn."""
    count, size = len(problem.treated), len(problem.donors)
    if size <= count:
        raise ConventionError(
            f"placebos need more never treated places than the {count} treated ones, there are {size}",
            advice="Use more donors",
        )
    alike = len({*zip(problem.cohorts, problem.panel.weights[problem.treated], strict=True)}) == 1
    return _subsets(size, count, alike, asked)


def _subsets(size: int, count: int, alike: bool, asked: Asked) -> tuple[Array, int]:
    """(P, count) positions among donors, and how many were drawn."""
    ways = math.comb(size, count) if alike else math.perm(size, count)
    if ways <= ENUMERATED:
        every = combinations(range(size), count) if alike else permutations(range(size), count)
        return np.array(list(every)), 0
    random, seen = np.random.default_rng(asked.seed), dict[tuple[int, ...], None]()
    while len(seen) < min(asked.draws, ways):
        drawn = random.permutation(size)[:count]
        seen[tuple(sorted(drawn) if alike else drawn)] = None
    return np.array(list(seen)), len(seen)


def _others(problem: Problem, chosen: Array) -> Array:
    """(P, m - k) positions of the donors that remain."""
    kept = np.ones((len(chosen), len(problem.donors)), bool)
    np.put_along_axis(kept, chosen, False, axis=1)
    return problem.donors[np.nonzero(kept)[1].reshape(len(chosen), -1)]


def _ratio(found: Array) -> Array:
    safe = np.where(found[:, 1] > 0, found[:, 1], 1.0)
    return np.where(found[:, 1] > 0, found[:, 2] / safe, np.inf)


def _rank(own: float, others: Array) -> float:
    return float(1 + (others >= own * (1 - 1e-12)).sum()) / (1 + len(others))


def _inverted(att: float, sizes: Array, level: float) -> Interval:
    needed = math.floor((1.0 - level) * (1 + len(sizes)) + 1e-9)
    reach = float(sizes[needed - 1]) if needed > 0 else np.inf
    return Interval(level, att - reach, att + reach)
