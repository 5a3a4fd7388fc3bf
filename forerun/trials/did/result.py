"""What Callaway and Sant'Anna's estimator says: effects by cohort and period, and profiles of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.trials.did.cells import LeftOut
from forerun.trials.result import Effect


@dataclass(frozen=True, slots=True, eq=False)
class GroupTime:
    """ATT(g, t): the average effect on each cohort in each period, in the outcome's unit.

    Attributes:
        periods: labels of the T periods.
        cohort: (M,) position of the cohort's first treated period.
        period: (M,) position of the period.
        att: (M,) estimates; before treatment they should be zero.
        cohorts: (G,) the cohorts, ascending.
        shares: (G,) share of each cohort in the weight of all units.
        covariance: (M + G, M + G) of the estimates and the shares together.
        units: how many units stand behind them.
        convention: in words what the errors are.
        left_out: what could not be compared, and why.
    """

    periods: tuple[str, ...]
    cohort: Array
    period: Array
    att: Array
    cohorts: Array
    shares: Array
    covariance: Array
    units: int
    convention: str
    left_out: tuple[LeftOut, ...]

    @property
    def error(self) -> Array:
        """(M,) standard errors."""
        error: Array = np.sqrt(np.maximum(np.diag(self.covariance)[: len(self.att)], 0.0))
        return error

    @property
    def relative(self) -> Array:
        """(M,) periods since the first treated one."""
        relative: Array = self.period - self.cohort
        return relative


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Where several effects lie: one by one, and all at once.

    Attributes:
        level: confidence, such as 0.9.
        low: (M,) lower ends of pointwise intervals.
        high: (M,) upper ends.
        uniform_low: (M,) lower ends of the band that covers all M at once.
        uniform_high: (M,) upper ends.
        critical: how many errors wide the band is on either side.
        draws: random draws behind ``critical``.
    """

    level: float
    low: Array
    high: Array
    uniform_low: Array
    uniform_high: Array
    critical: float
    draws: int


class By(StrEnum):
    """Along what a profile runs."""

    RELATIVE = "relative_period"  # an event study
    COHORT = "cohort"
    PERIOD = "period"


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Effects along relative periods (an event study), cohorts or calendar periods.

    Attributes:
        by: along what.
        at: (M,) periods since the first treated one, or positions of cohorts or periods.
        att: (M,) estimates in the outcome's unit.
        covariance: (M, M).
        bands: their intervals.
        overall: their average over the treated part, as the aggregation defines it.
    """

    by: By
    at: Array
    att: Array
    covariance: Array
    bands: Bands
    overall: Effect

    @property
    def error(self) -> Array:
        """(M,) standard errors."""
        error: Array = np.sqrt(np.maximum(np.diag(self.covariance), 0.0))
        return error


@dataclass(frozen=True, slots=True)
class PreTest:
    """Whether all effects before treatment are zero (Wald).

    Attributes:
        statistic: chi-squared under parallel trends.
        freedom: its degrees of freedom.
        p_value: of parallel trends before treatment.
    """

    statistic: float
    freedom: int
    p_value: float
