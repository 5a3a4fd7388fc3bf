"""What a synthetic estimator found: weights, paths, the effect, and how well it fits."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from forerun.compiled import Array
from forerun.trials.result import Estimator
from forerun.trials.synthetic.method import Method


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticFit:
    """One cohort beside its synthetic path.

    Attributes:
        estimator: how it was estimated.
        treated: names of the k treated places.
        donors: names of the m places never treated.
        dropped: names of places that could have been donors but for missing outcomes.
        periods: labels of the T periods.
        start: position of the first treated period, T0.
        donor_weights: (m,) summing to one; below zero only where a ridge extrapolates.
        period_weights: (T0,) summing to one; all zero when levels had to fit.
        intercept: by how much the treated lie above the weighted donors, in the outcome's unit.
        observed: (T,) mean of the treated; covariates that are taken out are taken out of it.
        synthetic: (T,) what it would have been without treatment.
        l2_imbalance: norm of what unit weights leave of the outcome before treatment.
        l2_of_uniform: the same when every donor weighs the same.
        penalty: of the ridge; None without one.
        predictor_weights: by name of predictor, the V of a classical synthetic control.
    """

    estimator: Estimator
    treated: tuple[str, ...]
    donors: tuple[str, ...]
    dropped: tuple[str, ...]
    periods: tuple[str, ...]
    start: int
    donor_weights: Array
    period_weights: Array
    intercept: float
    observed: Array
    synthetic: Array
    l2_imbalance: float
    l2_of_uniform: float
    penalty: float | None = None
    predictor_weights: dict[str, float] = field(default_factory=dict)

    @property
    def gap(self) -> Array:
        """(T,) observed less synthetic."""
        return np.asarray(self.observed - self.synthetic)

    @property
    def att(self) -> float:
        """Mean gap after treatment began: the average effect on the treated."""
        return float(self.gap[self.start :].mean())

    @property
    def cumulative(self) -> float:
        """The effect summed over treated places and periods."""
        return self.att * len(self.treated) * (len(self.periods) - self.start)

    @property
    def lift(self) -> float:
        """The effect as a share of what would have been; NaN where that is zero."""
        without = float(self.synthetic[self.start :].sum())
        return float(self.gap[self.start :].sum()) / without if without else np.nan

    @property
    def pre_rmspe(self) -> float:
        """Root mean squared gap before treatment."""
        return float(np.sqrt(np.mean(self.gap[: self.start] ** 2)))

    @property
    def post_rmspe(self) -> float:
        """Root mean squared gap after treatment began."""
        return float(np.sqrt(np.mean(self.gap[self.start :] ** 2)))

    @property
    def rmspe_ratio(self) -> float:
        """The latter over the former (Abadie, Diamond, Hainmueller 2010); infinite when the fit is exact."""
        return self.post_rmspe / self.pre_rmspe if self.pre_rmspe else np.inf

    @property
    def scaled_l2(self) -> float:
        """Imbalance as a share of that of uniform weights; infinite where those fit exactly."""
        return self.l2_imbalance / self.l2_of_uniform if self.l2_of_uniform else np.inf

    @property
    def weights(self) -> dict[str, float]:
        """Donors that weigh anything, the heaviest first."""
        order = np.argsort(-np.abs(self.donor_weights), kind="stable")
        return {self.donors[i]: float(self.donor_weights[i]) for i in order if self.donor_weights[i] != 0}


@dataclass(frozen=True, slots=True, eq=False)
class StaggeredFit:
    """Cohorts that began at different times, each beside its own synthetic path.

    Attributes:
        cohorts: a fit for each, ascending by start.
        shares: (C,) of the treated cells, weighted as their places count, in each cohort.
        method: the estimator with its options.
    """

    cohorts: tuple[SyntheticFit, ...]
    shares: Array
    method: Method

    @property
    def att(self) -> float:
        """Effects of the cohorts, weighted by treated cells (Clarke et al. 2023, algorithm 2)."""
        return float(self.shares @ np.array([each.att for each in self.cohorts]))

    def by_time_since(self) -> dict[int, float]:
        """Mean effect by periods since the start, 0 being the first treated, weighted as cohorts count."""
        spans = [len(each.periods) - each.start for each in self.cohorts]
        counts = self.shares / spans
        found = {}
        for since in range(max(spans)):
            those = [i for i, span in enumerate(spans) if since < span]
            gaps = [self.cohorts[i].gap[self.cohorts[i].start + since] for i in those]
            found[since] = float(np.average(gaps, weights=counts[those]))
        return found
