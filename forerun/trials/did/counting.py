"""Which parameters a clustered error counts: the small-sample factors of regressions with fixed effects."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forerun.types import Interval


class Counted(StrEnum):
    """Which fixed effects the degrees of freedom count."""

    FULL = "all_fixed_effects"  # Stata's areg and reghdfe with dummies, pyfixest k_fixef="full"
    NESTED = "without_nested_effects"  # unit effects lie within clusters and are not counted


@dataclass(frozen=True, slots=True)
class Freedom:
    """What a clustered variance is multiplied with: G / (G - 1) times (n - 1) / (n - k).

    Attributes:
        rows: n, observed units and periods.
        units: unit effects.
        others: slopes, and period effects beyond the first.
        clusters: G.
        counted: whether the unit effects are among the k parameters.
    """

    rows: int
    units: int
    others: int
    clusters: int
    counted: Counted

    @property
    def parameters(self) -> int:
        """k; one constant remains where the unit effects are not counted."""
        return self.others + (self.units if self.counted is Counted.FULL else 1)

    @property
    def factor(self) -> float:
        """Of the variance; infinite without a degree of freedom."""
        left = self.rows - self.parameters
        if left <= 0 or self.clusters < 2:
            return float("inf")
        return self.clusters / (self.clusters - 1) * (self.rows - 1) / left

    @property
    def sentence(self) -> str:
        """The convention in words."""
        effects = "counted" if self.counted is Counted.FULL else "not counted, being nested in clusters"
        return (
            f"clustered over {self.clusters} clusters, factor G/(G-1) times (n-1)/(n-k) with "
            f"n = {self.rows}, k = {self.parameters} ({self.units} unit effects {effects}), t with G-1"
        )

    def interval(self, att: float, error: float, level: float) -> Interval:
        """Of an estimate, by the t distribution with G - 1 degrees of freedom."""
        from scipy.special import stdtrit

        wide = float(stdtrit(self.clusters - 1, 0.5 + level / 2.0)) * error
        return Interval(level, att - wide, att + wide)

    def p_value(self, att: float, error: float) -> float:
        """Of no effect, two-sided."""
        from scipy.special import stdtr

        return float(2.0 * stdtr(self.clusters - 1, -abs(att) / error)) if error > 0.0 else 0.0
