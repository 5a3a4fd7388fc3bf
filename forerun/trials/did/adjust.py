"""One comparison of two groups in two periods, adjusted for covariates, with its influence function.

The three estimators of Sant'Anna and Zhao (2020) for panels: outcome regression (their equation 2.2),
normalised inverse probability weighting (2.4 with Hajek weights) and the doubly robust combination of both
(2.6), whose influence functions they give in section 3.1 and appendix A.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError

LARGEST_SCORE = 0.995
"""Controls more alike to the treated than this carry no weight."""

_STEPS = 40  # of Newton's method for the propensity score
_APART = "covariates are collinear, or tell treated and controls apart so that nobody is comparable"


class Adjustment(StrEnum):
    """How a comparison uses covariates."""

    REGRESSION = "outcome_regression"
    WEIGHTING = "inverse_probability_weighting"
    DOUBLY_ROBUST = "doubly_robust"


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The n units of one comparison.

    Attributes:
        change: (n,) of the outcome since the base period, in its unit.
        treated: (n,) whether a unit is of the cohort.
        design: (n, q) one and the covariates, each of mean zero and variance one.
        weights: (n,) positive.
    """

    change: Array
    treated: Array
    design: Array
    weights: Array


def adjusted(sample: Sample, adjustment: Adjustment, where: str) -> tuple[float, Array]:
    """The ATT of one comparison and the (n,) influence of each unit; their squares sum to its variance.

    Args:
        sample: both groups present.
        adjustment: the estimator; without covariates all three are the difference of mean changes.
        where: cohort and period, for messages.

    Raises:
        ConventionError: covariates are collinear among controls, or tell treated and controls apart.
    """
    if adjustment is Adjustment.REGRESSION or sample.design.shape[1] == 1:
        return _regression(sample, where)
    if adjustment is Adjustment.WEIGHTING:
        return _weighting(sample, where)
    return _doubly_robust(sample, where)


def _regression(sample: Sample, where: str) -> tuple[float, Array]:
    own = sample.weights * sample.treated
    residual, response = _outcome_model(sample, where)
    att = float(own @ residual / own.sum())
    influence = own * (residual - att) - response @ (own @ sample.design)
    return att, influence / own.sum()


def _weighting(sample: Sample, where: str) -> tuple[float, Array]:
    own = sample.weights * sample.treated
    odds, response = _score_model(sample, where)
    mine, theirs = own @ sample.change / own.sum(), odds @ sample.change / odds.sum()
    spread = odds * (sample.change - theirs)
    control = spread + response @ (spread @ sample.design)
    return float(mine - theirs), own * (sample.change - mine) / own.sum() - control / odds.sum()


def _doubly_robust(sample: Sample, where: str) -> tuple[float, Array]:
    own = sample.weights * sample.treated
    residual, outcome = _outcome_model(sample, where)
    odds, score = _score_model(sample, where)
    mine, theirs = own @ residual / own.sum(), odds @ residual / odds.sum()
    treated = own * (residual - mine) - outcome @ (own @ sample.design)
    spread = odds * (residual - theirs)
    control = spread + score @ (spread @ sample.design) - outcome @ (odds @ sample.design)
    return float(mine - theirs), treated / own.sum() - control / odds.sum()


def _outcome_model(sample: Sample, where: str) -> tuple[Array, Array]:
    """Residuals from the controls' regression, (n,), and what units add to its coefficients, (n, q)."""
    weights = sample.weights * ~sample.treated
    gram = sample.design.T @ (weights[:, None] * sample.design)
    inverse = _inverse(gram, "covariates are collinear among the controls", where)
    residual = sample.change - sample.design @ (inverse @ (sample.design.T @ (weights * sample.change)))
    return residual, (weights * residual)[:, None] * sample.design @ inverse


def _score_model(sample: Sample, where: str) -> tuple[Array, Array]:
    """Weights of controls by their odds of treatment, (n,), and what units add to the score, (n, q)."""
    design, weights = sample.design, sample.weights
    coefficients = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        score = 1.0 / (1.0 + np.exp(-np.clip(design @ coefficients, -500, 500)))
        slope = design.T @ (weights * (sample.treated - score))
        gram = design.T @ ((weights * score * (1.0 - score))[:, None] * design)
        inverse = _inverse(gram, _APART, where)
        step = inverse @ slope
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-10 * max(1.0, float(np.abs(coefficients).max())):
            break
    else:
        raise ConventionError(_APART, where=where, advice="Leave a covariate out")
    odds = np.where(sample.treated | (score > LARGEST_SCORE), 0.0, weights * score / (1.0 - score))
    return odds, (weights * (sample.treated - score))[:, None] * design @ inverse


def _inverse(gram: Array, problem: str, where: str) -> Array:
    if not np.isfinite(gram).all() or np.linalg.cond(gram) > 1e12:
        raise ConventionError(problem, where=where, advice="Leave a covariate out")
    inverse: Array = np.linalg.inv(gram)
    return inverse
