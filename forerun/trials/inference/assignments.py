"""Effects under other assignments of treatment, whichever the estimator."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forerun.compiled import Array
from forerun.trials.panel import NEVER
from forerun.trials.synthetic.estimate import fit_staggered
from forerun.trials.synthetic.fitted import StaggeredFit
from forerun.trials.synthetic.problem import Problem


def found_under(problem: Problem, treated: Array, donors: Array) -> Array:
    """What is found when other places stand in for the treated, in their order.

    Args:
        problem: of the panel.
        treated: (R, k) positions of the places that stand in.
        donors: (R, m) positions of the donors.

    Returns:
        (R, 3) effect, and root mean squared gap before and after the start.
    """
    if problem.method.is_classical:
        return np.array([_refitted(problem, *rows) for rows in zip(treated, donors, strict=True)])
    cohorts = np.broadcast_to(problem.cohorts, treated.shape)
    shares = np.broadcast_to(problem.panel.weights[problem.treated], treated.shape)
    return problem.assigned(treated, cohorts, donors, shares=shares)


def standing_in(problem: Problem, treated: Array, donors: Array) -> StaggeredFit:
    """The whole fit when other places (k,) stand in for the treated, in their order, beside donors (m,)."""
    panel = problem.panel
    start, weights = np.full(len(panel.places), NEVER), panel.weights.copy()
    start[treated], weights[treated] = panel.start[problem.treated], panel.weights[problem.treated]
    moved = replace(panel, start=start, weights=weights)
    return fit_staggered(moved.of([*treated, *donors]), problem.method)


def _refitted(problem: Problem, treated: Array, donors: Array) -> tuple[float, float, float]:
    """A classical synthetic control chooses the importance of its predictors anew."""
    found = standing_in(problem, treated, donors)
    before = found.shares @ [each.pre_rmspe**2 for each in found.cohorts]
    after = found.shares @ [each.post_rmspe**2 for each in found.cohorts]
    return found.att, float(np.sqrt(before)), float(np.sqrt(after))
