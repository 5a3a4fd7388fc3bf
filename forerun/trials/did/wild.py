"""The wild cluster bootstrap with the null imposed, for regressions with few clusters.

Cameron, Gelbach and Miller (2008): residuals under the null keep their place and change sign by cluster.
Roodman, MacKinnon, Nielsen and Webb (2019, section 5): everything needed of the data are sums by cluster, and
the bootstrap statistic is a ratio of polynomials in the null, so that inverting the test costs nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError
from forerun.trials.did.absorb import demeaned
from forerun.trials.did.att import clustered
from forerun.trials.did.counting import Counted
from forerun.trials.did.twfe import Absorbed, absorbed, twfe
from forerun.trials.inference.asked import Asked
from forerun.trials.panel import Panel
from forerun.trials.result import Effect, Estimator, Inference
from forerun.types import Interval

ENUMERATED = 12
"""With so few clusters all sign vectors are gone through; none is drawn."""

_HALVINGS = 60  # of the search for an end of an interval
_DOUBLINGS = 40  # before an end counts as infinite


class Multiplier(StrEnum):
    """What residuals of a cluster are multiplied with."""

    RADEMACHER = "rademacher"  # plus or minus one
    WEBB = "webb"  # six points, for few clusters where signs are drawn (Webb 2014)


@dataclass(frozen=True, slots=True, eq=False)
class _Draws:
    """Squared statistics of B draws by the null b: (top - b slope)² / (flat + b linear + b² square)."""

    top: Array
    slope: Array
    flat: Array
    linear: Array
    square: Array

    def statistic(self, null: float) -> Array:
        """(B,) squared t statistics of the null; zero over zero is zero."""
        below = self.flat + null * self.linear + null**2 * self.square
        above = (self.top - null * self.slope) ** 2
        large: Array = above / np.maximum(below, 1e-300)
        return large


def wild_cluster(
    panel: Panel,
    covariates: tuple[str, ...] = (),
    asked: Asked | None = None,
    multiplier: Multiplier = Multiplier.RADEMACHER,
) -> Effect:
    """Two-way fixed effects with p-value and intervals of the wild cluster bootstrap.

    With at most 12 clusters every vector of signs is used, else ``asked.draws`` are drawn.  An interval holds
    the nulls that are not rejected; an end that no null closes is infinite.

    Args:
        panel: N units in T periods, with weights and clusters.
        covariates: names among the panel's.
        asked: levels, draws and seed.
        multiplier: signs, or Webb's six points, which are always drawn.

    Raises:
        InputError: no row can be used, or a covariate is unknown.
        ConventionError: one treated or one untreated cluster, so that residuals under the null cannot vary.
    """
    asked, of = asked or Asked(), absorbed(panel, covariates)
    regression = twfe(panel, covariates, Counted.NESTED, asked.levels)
    refuse_single(of.panel)
    clusters = regression.freedom.clusters
    enumerated = multiplier is Multiplier.RADEMACHER and clusters <= ENUMERATED
    vectors = _signs(clusters) if enumerated else _drawn(clusters, asked, multiplier)
    draws = _statistics(of, np.vstack([np.ones(clusters), vectors]))
    least = 2.0 / len(vectors) if enumerated else 1.0 / (1 + len(vectors))
    att = regression.effect.att

    def p_value(null: float) -> float:
        squared = draws.statistic(null)
        as_large = float((squared[1:] >= squared[0] * (1.0 - 1e-9)).sum())
        return as_large / len(vectors) if enumerated else (1.0 + as_large) / (1 + len(vectors))

    reach = 2.0 * (regression.effect.error or 1.0)
    how = f"all {len(vectors)} vectors of signs" if enumerated else f"{len(vectors)} draws, {multiplier}"
    return Effect(
        estimator=Estimator.TWFE,
        inference=Inference.WILD_CLUSTER,
        att=att,
        error=regression.effect.error,
        convention=f"wild cluster bootstrap, null imposed, {how}; error {regression.effect.convention}",
        intervals=tuple(
            Interval(level, *(_end(p_value, att, side * reach, 1.0 - level) for side in (-1.0, 1.0)))
            for level in asked.levels
        ),
        p_value=p_value(0.0),
        least_p=least,
        draws=0 if enumerated else len(vectors),
    )


def refuse_single(panel: Panel) -> None:
    """Refuse inference over clusters when one holds all that is treated, or all that is not.

    Raises:
        ConventionError: naming the cluster.
    """
    labels = np.array(panel.clusters)
    for mask, what in ((panel.treated, "treated"), (~panel.treated, "untreated")):
        held = np.unique(labels[mask])
        if len(held) == 1:
            raise ConventionError(
                f"inference over clusters is not defined with one {what} cluster",
                where=str(held[0]),
                advice="Use placebos, or conformal inference",
            )


def _signs(clusters: int) -> Array:
    return np.array(list(product((1.0, -1.0), repeat=clusters)))


def _drawn(clusters: int, asked: Asked, multiplier: Multiplier) -> Array:
    points = np.array([-1.0, 1.0])
    if multiplier is Multiplier.WEBB:
        points = np.sqrt(np.array([0.5, 1.0, 1.5]))
        points = np.concatenate([-points, points])
    return np.random.default_rng(asked.seed).choice(points, size=(asked.draws, clusters))


def _statistics(of: Absorbed, vectors: Array) -> _Draws:
    """The draws' statistics; ``vectors`` is (B, C), the first of ones."""
    slopes = _flat(of, of.regressors)
    outcome = _flat(of, of.outcome[None])[:, 0]
    others = np.linalg.pinv(slopes[:, 1:]) if slopes.shape[1] > 1 else np.zeros((0, len(slopes)))
    outcome, own = (each - slopes[:, 1:] @ (others @ each) for each in (outcome, slopes[:, 0]))
    periods = np.broadcast_to(
        np.eye(of.observed.shape[1])[:, None, :], (of.observed.shape[1], *of.observed.shape)
    )
    design = np.column_stack([slopes, _flat(of, demeaned(periods, of.observed))])
    labels = tuple(np.repeat(of.panel.clusters, of.observed.shape[1]))
    width = design.shape[1]
    values = [design * own[:, None], design * outcome[:, None], own[:, None] ** 2, (own * outcome)[:, None]]
    sums, _ = clustered(np.column_stack(values), labels)
    with_own, with_outcome = sums[:, :width], sums[:, width : 2 * width]
    project = with_own @ np.linalg.pinv(design.T @ design, 1e-10, hermitian=True)
    scores = []
    for alone, shared in ((sums[:, -1], with_outcome), (sums[:, -2], with_own)):
        scores.append(vectors * alone - vectors @ shared @ project.T)
    mine, null = scores
    return _Draws(
        top=vectors @ sums[:, -1],
        slope=vectors @ sums[:, -2],
        flat=(mine**2).sum(axis=1),
        linear=-2.0 * (mine * null).sum(axis=1),
        square=(null**2).sum(axis=1),
    )


def _flat(of: Absorbed, values: Array) -> Array:
    """(N T, p) values with the root of their unit's weight."""
    rooted: Array = (values * np.sqrt(of.panel.weights)[:, None]).reshape(len(values), -1).T
    return rooted


def _end(p_value: Callable[[float], float], att: float, reach: float, alpha: float) -> float:
    """The last null on one side of the estimate that is not rejected at ``alpha``."""
    inside, step = att, reach
    for _ in range(_DOUBLINGS):
        if p_value(inside + step) <= alpha:
            break
        inside, step = inside + step, 2.0 * step
    else:
        return float(np.copysign(np.inf, reach))
    outside = inside + step
    for _ in range(_HALVINGS):
        middle = 0.5 * (inside + outside)
        if p_value(middle) <= alpha:
            outside = middle
        else:
            inside = middle
    return float(inside)
