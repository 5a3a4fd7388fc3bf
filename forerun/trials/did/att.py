"""Group-time effects of a panel in memory, with covariates that may change and errors in clusters.

Callaway and Sant'Anna (2021): every effect is one comparison of two groups in two periods; the influence of
each unit on all effects and on the cohort shares, summed within clusters, gives their joint covariance.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.did.adjust import Adjustment, Sample, adjusted
from forerun.trials.did.cells import LeftOut
from forerun.trials.did.convention import analytic
from forerun.trials.did.result import GroupTime
from forerun.trials.did.rule import Comparison, Rule, comparisons, observed_alone
from forerun.trials.panel import NEVER, Panel


def group_time(
    panel: Panel,
    rule: Rule | None = None,
    covariates: tuple[str, ...] = (),
    adjustment: Adjustment = Adjustment.DOUBLY_ROBUST,
) -> GroupTime:
    """ATT(g, t) of every cohort and period.

    A unit that lacks the outcome in one of the two periods of a comparison, or a covariate in the earlier of
    them, takes no part in that comparison; how many do is told in ``left_out``, as is a comparison in which
    nobody is left on one side.

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
    wanted, unseen = observed_alone(
        wanted, panel.periods, lambda of: _is_observed(start, of, _usable(panel, start, of, covariates))
    )
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
        left_out=(*left_out, *unseen, *missing),
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
    earlier = min(of.period, of.base)
    change = panel.outcome[:, of.period] - panel.outcome[:, of.base]
    treated = start == of.cohort
    usable = _usable(panel, start, of, covariates)
    rows = np.flatnonzero(usable)
    known = (_standard(_covariate(panel, name)[rows, earlier]) for name in covariates)
    design = np.column_stack([np.ones(len(rows)), *known])
    sample = Sample(change[rows], treated[rows], design, panel.weights[rows])
    return rows, sample, int(((treated | of.controls(start)) & ~usable).sum())


def _usable(panel: Panel, start: Array, of: Comparison, covariates: tuple[str, ...]) -> Array:
    """(N,) the units of a comparison with outcome and covariates in its periods."""
    earlier = min(of.period, of.base)
    change = panel.outcome[:, of.period] - panel.outcome[:, of.base]
    known = [_covariate(panel, name)[:, earlier] for name in covariates]
    concerned = (start == of.cohort) | of.controls(start)
    usable: Array = concerned & np.isfinite(np.array([change, *known])).all(axis=0)
    return usable


def _is_observed(start: Array, of: Comparison, usable: Array) -> bool:
    """Whether both a treated unit and a control can be used."""
    return bool((usable & (start == of.cohort)).any() and (usable & (start != of.cohort)).any())


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
