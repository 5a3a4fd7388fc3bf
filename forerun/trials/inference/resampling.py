"""Places left out, or drawn with replacement."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError
from forerun.trials.inference.asked import Asked, normal_intervals, normal_p
from forerun.trials.panel import Panel
from forerun.trials.result import Effect, Inference
from forerun.trials.synthetic import kernels
from forerun.trials.synthetic.method import Method
from forerun.trials.synthetic.problem import Problem, problem_of

_TRIES = 1_000


def jackknife(panel: Panel, method: Method, asked: Asked | None = None) -> Effect:
    """Leave out each cluster of places in turn, weights fixed (Arkhangelsky et al. 2021, algorithm 3).

    Weights of the donors that remain are scaled to one, those of periods stay.

    Args:
        panel: with at least two clusters of treated places in every cohort.
        method: any but the classical synthetic control.
        asked: levels of the intervals.

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: the error is not defined: one treated cluster, or one that holds every weight.
    """
    problem, asked = _ready(panel, method, "the jackknife"), asked or Asked()
    labels = _clusters(problem)
    count = int(labels.max()) + 1
    parts = [_Weighted.of(problem, cohort) for cohort in range(len(problem.panel.cohorts))]
    for part in parts:
        if len(np.unique(labels[part.rows])) < 2:
            where = problem.panel.places[int(part.rows[0])]
            what = "its cluster is all that was treated at its start, so it cannot be left out"
            raise ConventionError(what, where=where, advice="Use placebos, or conformal inference")
    effects = np.array([_without(parts, labels == left_out) for left_out in range(count)])
    error = float(np.sqrt((count - 1) / count * ((effects - effects.mean()) ** 2).sum()))
    return Effect(
        method.estimator,
        Inference.JACKKNIFE,
        problem.att,
        error,
        f"jackknife over {count} clusters of places with fixed weights, factor (n-1)/n; normal intervals",
        normal_intervals(problem.att, error, asked.levels),
        normal_p(problem.att, error),
    )


def cluster_bootstrap(panel: Panel, method: Method, asked: Asked | None = None) -> Effect:
    """Draw clusters of places with replacement, weights anew (Arkhangelsky et al. 2021, algorithm 2).

    A draw without a treated or without a never treated place is drawn again.  Coefficients of covariates
    and the penalty of a ridge stay those of the panel.

    Args:
        panel: with at least two clusters of treated places.
        method: any but the classical synthetic control.
        asked: draws, seed and levels.

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: one treated cluster, which leaves the error undefined.
    """
    problem, asked = _ready(panel, method, "the bootstrap"), asked or Asked()
    treated, donors = _drawn(problem, asked)
    cohorts = np.full(len(problem.panel.places), -1)
    cohorts[problem.treated] = problem.cohorts
    effects = problem.assigned(treated, cohorts[treated], donors)[:, 0]
    error = float(effects.std())
    return Effect(
        method.estimator,
        Inference.CLUSTER_BOOTSTRAP,
        problem.att,
        error,
        f"population standard deviation of {asked.draws} draws of clusters; normal intervals",
        normal_intervals(problem.att, error, asked.levels),
        normal_p(problem.att, error),
        draws=asked.draws,
    )


class _Weighted:
    """The gap of a cohort as sums over its places."""

    __slots__ = ("cells", "donors", "effects", "rows", "weights")

    def __init__(self, rows: Array, donors: Array, effects: Array, weights: Array, cells: int) -> None:
        self.rows, self.donors, self.effects, self.weights, self.cells = rows, donors, effects, weights, cells

    @staticmethod
    def of(problem: Problem, cohort: int) -> _Weighted:
        """Change of every place from its weighted periods before to its mean after, with its weight."""
        rows, _, donors = group = problem.group(cohort)
        periods = kernels.period_kernel(problem.data, cohort, donors, problem.kind)
        outcome, start = problem.data[0][cohort], len(periods)
        weights = problem.panel.weights.copy()
        weights[donors] = kernels.unit_kernel(problem.data, cohort, group, problem.kind)
        changes = outcome[:, start:].mean(axis=1) - outcome[:, :start] @ periods
        return _Weighted(rows, donors, changes, weights, outcome.shape[1] - start)

    def without(self, left_out: Array) -> tuple[float, float]:
        """The effect without some places, and how much the cohort counts then."""
        rows, donors = self.rows[~left_out[self.rows]], self.donors[~left_out[self.donors]]
        weights = self.weights[donors]
        if not abs(weights.sum()) > 1e-12:
            raise ConventionError(
                "one cluster of donors holds every weight, so it cannot be left out", advice="Use placebos"
            )
        effect = np.average(self.effects[rows], weights=self.weights[rows])
        effect -= np.average(self.effects[donors], weights=weights)
        return float(effect), float(self.weights[rows].sum()) * self.cells


def _without(parts: list[_Weighted], left_out: Array) -> float:
    effects, cells = zip(*(part.without(left_out) for part in parts), strict=True)
    return float(np.average(effects, weights=cells))


def _ready(panel: Panel, method: Method, inference: str) -> Problem:
    problem = problem_of(panel, method)
    if method.is_classical:
        what = f"{inference} is not defined for a classical synthetic control"
        raise ConventionError(what, advice="Use placebos")
    if len({problem.panel.clusters[i] for i in problem.treated}) < 2:
        where = problem.panel.places[int(problem.treated[0])]
        what = f"{inference} is not defined with one treated cluster"
        raise ConventionError(what, where=where, advice="Use placebos, or conformal inference")
    return problem


def _clusters(problem: Problem) -> Array:
    """(N,) whole numbers."""
    return np.unique(problem.panel.clusters, return_inverse=True)[1]


def _drawn(problem: Problem, asked: Asked) -> tuple[Array, Array]:
    """Positions of treated places and of donors in each draw, filled up with -1."""
    labels, random = _clusters(problem), np.random.default_rng(asked.seed)
    members = [np.flatnonzero(labels == label) for label in range(int(labels.max()) + 1)]
    is_treated, rows = problem.panel.treated, list[tuple[Array, Array]]()
    for _ in range(asked.draws * _TRIES):
        drawn = np.concatenate([members[i] for i in random.integers(len(members), size=len(members))])
        chosen = is_treated[drawn]
        if chosen.any() and not chosen.all():
            rows.append((drawn[chosen], drawn[~chosen]))
        if len(rows) == asked.draws:
            break
    else:
        what = "draws hardly ever hold both treated and never treated clusters"
        raise ConventionError(what, advice="Use placebos")
    return _padded([row[0] for row in rows]), _padded([row[1] for row in rows])


def _padded(rows: list[Array]) -> Array:
    filled = np.full((len(rows), max(map(len, rows))), -1)
    for whole, row in zip(filled, rows, strict=True):
        whole[: len(row)] = row
    return filled
