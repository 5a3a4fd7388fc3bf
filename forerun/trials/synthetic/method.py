"""Which estimator is used, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forerun.errors import SpecError
from forerun.trials.result import Estimator


class Adjustment(StrEnum):
    """How covariates are used."""

    BALANCE = "balance"  # their means before treatment are fitted together with the outcomes
    RESIDUALISE = "residualise"  # what their means before treatment explain is taken out of every period
    PROJECT = "project"  # coefficients from the never treated, with effects of place and period
    OPTIMISE = "optimise"  # coefficients together with the weights


_OF_MEANS = frozenset({Adjustment.BALANCE, Adjustment.RESIDUALISE})
_OF_PERIODS = frozenset({Adjustment.PROJECT, Adjustment.OPTIMISE})
ADJUSTMENTS = {
    Estimator.SYNTHETIC: _OF_MEANS,
    Estimator.DEMEANED: _OF_MEANS,
    Estimator.RIDGE: _OF_MEANS,
    Estimator.SDID: _OF_PERIODS,
    Estimator.DID: frozenset({Adjustment.PROJECT}),
}
"""Estimators of this package, and the ways in which each takes covariates."""


@dataclass(frozen=True, slots=True)
class Predictor:
    """One number per place that classical synthetic control fits.

    Attributes:
        name: of a covariate; ``outcome`` for the outcome itself.
        periods: labels of the periods that it is taken over.
        operator: ``mean``, ``median`` or ``sum`` over those that were observed.
    """

    name: str
    periods: tuple[str, ...]
    operator: str = "mean"


@dataclass(frozen=True, slots=True)
class Method:
    """An estimator with its options.

    Attributes:
        estimator: one of ``ADJUSTMENTS``.
        fixed_effects: for the ridge, whether places may differ in level.
        penalty: of the ridge; None lets cross-validation choose it.
        covariates: names of the panel's covariates to use.
        adjustment: how they are used; None is BALANCE for synthetic controls, PROJECT otherwise.
        predictors: make a synthetic control the classical one (Abadie, Diamond, Hainmueller 2010).
        importance: of the predictors, their V; None lets the fit of the outcome choose it.
        fitted: labels of the periods whose outcome chooses it; none is every period before treatment.

    Raises:
        SpecError: options that do not go together.
    """

    estimator: Estimator = Estimator.SDID
    fixed_effects: bool = False
    penalty: float | None = None
    covariates: tuple[str, ...] = ()
    adjustment: Adjustment | None = None
    predictors: tuple[Predictor, ...] = ()
    importance: tuple[float, ...] | None = None
    fitted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if problem := _problem(self):
            raise SpecError(problem[0], where=str(self.estimator), advice=problem[1])
        if self.adjustment is None and self.covariates:
            synthetic = Adjustment.BALANCE in ADJUSTMENTS[self.estimator]
            usual = Adjustment.BALANCE if synthetic else Adjustment.PROJECT
            object.__setattr__(self, "adjustment", usual)

    @property
    def is_classical(self) -> bool:
        """Whether it fits predictors and not the whole outcome before treatment."""
        return bool(self.predictors)


def _problem(method: Method) -> tuple[str, str] | None:
    """What does not go together, and what to do."""
    if method.estimator not in ADJUSTMENTS:
        return "is not a synthetic estimator", f"Use one of {', '.join(ADJUSTMENTS)}"
    ridge = method.estimator is Estimator.RIDGE
    if not ridge and (method.fixed_effects or method.penalty is not None):
        return "takes neither fixed effects nor a penalty", "Leave them out, or use the ridge"
    if method.penalty is not None and not method.penalty > 0:
        return f"its penalty is {method.penalty:g}", "Give one above zero, or none to have it chosen"
    return _problem_of_adjustment(method) or _problem_of_predictors(method)


def _problem_of_adjustment(method: Method) -> tuple[str, str] | None:
    possible = ADJUSTMENTS[method.estimator]
    if method.adjustment is not None and method.adjustment not in possible:
        return f"cannot {method.adjustment} covariates", f"Use one of {', '.join(sorted(possible))}"
    if method.adjustment is not None and not method.covariates:
        return f"is to {method.adjustment} covariates and none are named", "Name them, or leave it out"
    return None


def _problem_of_predictors(method: Method) -> tuple[str, str] | None:
    if not method.predictors:
        spare = method.importance is not None or method.fitted
        return ("has an importance for no predictors", "Name the predictors") if spare else None
    if method.estimator is not Estimator.SYNTHETIC or method.covariates:
        return "takes no predictors", "Use the synthetic control without covariates"
    if any(each.operator not in ("mean", "median", "sum") for each in method.predictors):
        return "has a predictor of an unknown operator", "Use mean, median or sum"
    given = method.importance
    if given is None:
        return None
    if len(given) != len(method.predictors) or not sum(given) > 0 or not all(each >= 0 for each in given):
        return (
            "its importance does not fit its predictors",
            "Give one number for each, none negative, not all zero",
        )
    return None
