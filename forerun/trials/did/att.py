"""Group-time effects of a panel in memory, with covariates that may change and errors in clusters.

Callaway and Sant'Anna (2021): every effect is one comparison of two groups in two periods; the influence of
each unit on all effects and on the cohort shares, summed within clusters, gives their joint covariance.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, InputError
from forerun.trials.did.adjust import Adjustment, Sample, adjusted
from forerun.trials.did.cells import LeftOut
from forerun.trials.did.convention import analytic
from forerun.trials.did.result import GroupTime
from forerun.trials.did.rule import Comparison, Rule, comparisons
from forerun.trials.panel import NEVER, Panel


def group_time(
    panel: Panel,
    rule: Rule | None = None,
    covariates: tuple[str, ...] = (),
    adjustment: Adjustment = Adjustment.DOUBLY_ROBUST,
) -> GroupTime:
    """ATT(g, t) of every cohort and period.

    A unit that lacks the outcome in one of the two periods of a comparison, or a covariate in the earlier of
    them, takes no part in that comparison; how many do is told in ``left_out``.

    Args:
        panel: N places in T periods, with weights and clusters.
        rule: controls, base period and anticipation; never-treated controls and a varying base by default.
        covariates: names among the panel's, taken in the earlier period of each comparison.
        adjustment: how covariates are used.

    Raises:
        InputError: nothing can be compared, or a covariate is unknown.
        ConventionError: covariates are collinear or tell treated and controls apart.
    """
    start = np.where(panel.treated, np.maximum(panel.start, 0), NEVER)
    wanted, left_out = comparisons(start, panel.periods, rule or Rule())
    cohorts = np.unique([each.cohort for each in wanted])
    belongs = start[:, None] == cohorts[None, :]
    total = panel.weights.sum()
    shares = panel.weights @ belongs / total
    missing: list[LeftOut] = []
    att, influence = np.zeros(len(wanted)), np.zeros((len(start), len(wanted) + len(cohorts)))
    influence[:, len(wanted) :] = panel.weights[:, None] * (belongs - shares) / total
    for i, each in enumerate(wanted):
        rows, sample, lacking = _sample(panel, start, each, covariates)
        att[i], influence[rows, i] = adjusted(sample, adjustment, each.where(panel.periods))
        missing += each.without(panel.periods, lacking)
    clusters, counted = clustered(influence, panel.clusters)
    return GroupTime(
        periods=panel.periods,
        cohort=np.array([each.cohort for each in wanted]),
        period=np.array([each.period for each in wanted]),
        att=att,
        cohorts=cohorts,
        shares=shares,
        covariance=clusters.T @ clusters,
        units=len(start),
        convention=analytic(_clusters(panel, belongs, cohorts), counted, len(start)),
        left_out=(*left_out, *missing),
    )


def clustered(values: Array, clusters: tuple[str, ...]) -> tuple[Array, int]:
    """Sums of rows within clusters, (C, M), and C."""
    labels, which = np.unique(np.array(clusters), return_inverse=True)
    sums = np.zeros((len(labels), values.shape[1]))
    np.add.at(sums, which, values)
    return sums, len(labels)


def _sample(
    panel: Panel, start: Array, of: Comparison, covariates: tuple[str, ...]
) -> tuple[Array, Sample, int]:
    """Positions of the units of a comparison, what is known of them, and how many had to be left out."""
    change = panel.outcome[:, of.period] - panel.outcome[:, of.base]
    earlier = min(of.period, of.base)
    known = [_covariate(panel, name)[:, earlier] for name in covariates]
    treated = start == of.cohort
    concerned = treated | of.controls(start)
    usable = concerned & np.isfinite(np.array([change, *known])).all(axis=0)
    rows = np.flatnonzero(usable)
    if len({*treated[rows]}) < 2:
        raise ConventionError(
            "no treated unit or no control was observed in both periods of the comparison",
            where=of.where(panel.periods),
            advice="Leave out the period or the cohort",
        )
    design = np.column_stack([np.ones(len(rows)), *(_standard(values[rows]) for values in known)])
    sample = Sample(change[rows], treated[rows], design, panel.weights[rows])
    return rows, sample, int((concerned & ~usable).sum())


def _covariate(panel: Panel, name: str) -> Array:
    if name not in panel.covariates:
        known = ", ".join(panel.covariates) or "none"
        raise InputError(f"the panel has no covariate {name!r}", advice=f"It has {known}")
    return panel.covariates[name]


def _standard(values: Array) -> Array:
    centred: Array = values - values.mean()
    spread = float(np.sqrt((centred**2).mean()))
    return centred / spread if spread > 1e-12 * max(float(np.abs(values).max()), 1e-300) else centred * 0.0


def _clusters(panel: Panel, belongs: Array, cohorts: Array) -> dict[str, int]:
    """How many clusters each cohort has, by its label."""
    labels = np.array(panel.clusters)
    return {panel.periods[cohort]: len(np.unique(labels[belongs[:, i]])) for i, cohort in enumerate(cohorts)}
