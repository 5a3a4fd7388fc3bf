"""Group-time effects from cells: one pass over data of any size, errors included.

The change of the outcome of a cohort since a base period, less what outcome regression among the controls
predicts for it (Callaway and Sant'Anna 2021, equation 2.9; without covariates, the mean change of controls).
Influence functions are those of equation 4.3 there; being linear in z v', their covariance needs nothing but
the second moments of the cells.
"""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError
from forerun.trials.did.cells import Cells, LeftOut
from forerun.trials.did.convention import analytic
from forerun.trials.did.result import GroupTime
from forerun.trials.did.rule import Comparison, Rule, comparisons, observed_alone


def group_time_of_cells(cells: Cells, rule: Rule | None = None) -> GroupTime:
    """ATT(g, t) of every cohort and period, with covariates by outcome regression.

    Units that lack the outcome in one of the two periods of a comparison take no part in it.

    Args:
        cells: as counted by :func:`forerun.trials.did.query.cells_from`.
        rule: controls, base period and anticipation; never-treated controls and a varying base by default.

    Raises:
        InputError: nothing can be compared.
        ConventionError: covariates of the controls are collinear.
    """
    wanted, left_out = comparisons(cells.cohort, cells.periods, rule or Rule())
    wanted, unseen = observed_alone(wanted, cells.periods, lambda of: _is_observed(cells, of))
    cohorts = np.unique([each.cohort for each in wanted])
    total = cells.weight.sum()
    belongs = cells.cohort == cohorts[:, None]
    shares, counts = belongs @ cells.weight / total, (belongs @ cells.units).astype(int)
    units = int(cells.units.sum())
    width = cells.first.shape[1]
    rows = len(wanted) + len(cohorts)
    influence = np.zeros((len(cells.units), rows, width, cells.first.shape[2]))
    att = np.array([_effect(cells, each, influence[:, i]) for i, each in enumerate(wanted)])
    missing = tuple(each for of in wanted for each in _missing(cells, of))
    for i in range(len(cohorts)):
        influence[:, len(wanted) + i, 0, 0] = (belongs[i] - shares[i]) / total
    return GroupTime(
        periods=cells.periods,
        cohort=np.array([each.cohort for each in wanted]),
        period=np.array([each.period for each in wanted]),
        att=att,
        cohorts=cohorts,
        shares=shares,
        covariance=_covariance(influence, cells.second),
        units=units,
        convention=analytic(
            {cells.periods[g]: int(n) for g, n in zip(cohorts, counts, strict=True)}, units, units
        ),
        left_out=cells.left_out + left_out + unseen + missing,
    )


def _is_observed(cells: Cells, of: Comparison) -> bool:
    """Whether both a treated unit and a control were observed in both periods."""
    both = cells.observed[:, of.period] & cells.observed[:, of.base]
    return bool((both & (cells.cohort == of.cohort)).any() and (both & of.controls(cells.cohort)).any())


def _effect(cells: Cells, of: Comparison, influence: Array) -> float:
    """One effect; its influence function goes to ``influence``, (K, q, q + T), coefficients of w z v'."""
    both = cells.observed[:, of.period] & cells.observed[:, of.base]
    treated = both & (cells.cohort == of.cohort)
    controls = both & of.controls(cells.cohort)
    width = cells.first.shape[1]
    change = np.zeros(cells.first.shape[2])
    change[width + of.period] += 1.0
    change[width + of.base] -= 1.0
    own, other = cells.first[treated].sum(axis=0), cells.first[controls].sum(axis=0)
    gram = other[:, :width]
    if width > 1 and np.linalg.cond(gram) > 1e12:
        where = of.where(cells.periods)
        raise ConventionError("covariates of the controls are collinear", where=where, advice="Leave one out")
    residual = change.copy()
    residual[:width] -= np.linalg.solve(gram, other @ change)
    weight = own[0, 0]
    att = float(own[0] @ residual / weight)
    influence[controls] = -np.outer(np.linalg.solve(gram, own[0, :width]) / weight, residual)
    residual[0] -= att
    influence[treated, 0] = residual / weight
    return att


def _missing(cells: Cells, of: Comparison) -> tuple[LeftOut, ...]:
    """The units that belong to a comparison but were not observed in both of its periods."""
    both = cells.observed[:, of.period] & cells.observed[:, of.base]
    absent = ~both & ((cells.cohort == of.cohort) | of.controls(cells.cohort))
    return of.without(cells.periods, int(cells.units[absent].sum()))


def _covariance(influence: Array, second: Array) -> Array:
    """Sum over cells of the influence coefficients around the second moments."""
    cells, rows = influence.shape[:2]
    flat = influence.reshape(cells, rows, -1)
    moments = second.transpose(0, 1, 3, 2, 4).reshape(cells, flat.shape[2], flat.shape[2])
    covariance: Array = np.einsum("kia,kja->ij", flat @ moments, flat, optimize=True)
    return covariance
