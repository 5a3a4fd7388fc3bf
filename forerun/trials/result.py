"""What estimators say: effects with their uncertainty, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forerun.types import Interval


class Estimator(StrEnum):
    """Estimators of the effect on the treated."""

    SDID = "sdid"  # synthetic difference-in-differences
    SYNTHETIC = "synthetic_control"
    DEMEANED = "demeaned_synthetic_control"
    RIDGE = "ridge_augmented_synthetic_control"
    DID = "difference_in_differences"
    CALLAWAY_SANTANNA = "callaway_santanna"
    TWFE = "two_way_fixed_effects"  # for comparison only


class Inference(StrEnum):
    """Where the uncertainty of an effect comes from."""

    PLACEBO = "placebo"  # every control in the place of the treated
    CONFORMAL = "conformal"  # all cyclic shifts of the residuals (moving block)
    CONFORMAL_IID = "conformal_iid"  # residuals in any order, drawn
    CONFORMAL_BLOCK = "conformal_block"  # all blocks of residuals as long as the treated window
    JACKKNIFE = "jackknife"
    JACKKNIFE_PLUS = "jackknife_plus"
    CLUSTER_BOOTSTRAP = "cluster_bootstrap"
    WILD_CLUSTER = "wild_cluster"
    ANALYTIC = "analytic"


_OF_WEIGHTS = (
    Inference.PLACEBO,
    Inference.CONFORMAL,
    Inference.CONFORMAL_BLOCK,
    Inference.CONFORMAL_IID,
    Inference.JACKKNIFE,
    Inference.JACKKNIFE_PLUS,
    Inference.CLUSTER_BOOTSTRAP,
)
_OF_REGRESSION = (Inference.ANALYTIC, Inference.CLUSTER_BOOTSTRAP, Inference.WILD_CLUSTER)
POSSIBLE = {
    Estimator.SDID: _OF_WEIGHTS,
    Estimator.SYNTHETIC: _OF_WEIGHTS,
    Estimator.DEMEANED: _OF_WEIGHTS,
    Estimator.RIDGE: _OF_WEIGHTS,
    Estimator.DID: _OF_WEIGHTS,
    Estimator.CALLAWAY_SANTANNA: (Inference.ANALYTIC,),
    Estimator.TWFE: _OF_REGRESSION,
}
"""The inferences that are defined for each estimator, the usual one first."""

OF_CELLS = (Estimator.CALLAWAY_SANTANNA, Estimator.TWFE)
"""Estimators that need no more than sums over cohorts and periods."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The average effect on the treated (ATT), in the outcome's unit.

    Attributes:
        estimator: how it was estimated.
        inference: where its uncertainty comes from.
        att: the estimate.
        error: its standard error; None where the inference gives none.
        convention: in words what the standard error is, with the degrees of freedom that it counts.
        intervals: at the levels asked for.
        p_value: of no effect, two-sided; None where the inference gives none.
        least_p: the smallest p-value that the inference could give, such as 1/39; 0 where there is none.
        draws: random draws behind it; 0 when it was enumerated or computed.
    """

    estimator: Estimator
    inference: Inference
    att: float
    error: float | None
    convention: str
    intervals: tuple[Interval, ...]
    p_value: float | None
    least_p: float = 0.0
    draws: int = 0
