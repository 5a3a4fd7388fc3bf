"""How well a way of looking ahead did on the past: a claim never goes without its score."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.periods import Period
from forerun.types import Interval, Measure


class Metric(StrEnum):
    """What a hindcast is scored by."""

    LOG_ERROR = "median_absolute_log_error"
    SQUARED_ERROR = "mean_squared_error"
    BRIER = "brier_score"
    AUC = "auc"


@dataclass(frozen=True, slots=True)
class Score:
    """The hindcast of a method beside its baseline, on the same forecasts.

    Attributes:
        metric: what is measured.
        value: of the method, in the metric's unit.
        baseline: name of what it is held against, such as ``no_change`` or ``base_rate``.
        baseline_value: the same metric of the baseline.
        skill: 1 - value / baseline_value for errors, 2 (AUC - baseline) for an AUC; 0 is no better.
        n: forecasts that were scored.
        origins: first and last origin of the hindcast, as years, and how many there are.
        interval: bootstrap interval of the skill; None where none was drawn.
    """

    metric: Metric
    value: float
    baseline: str
    baseline_value: float
    skill: float
    n: int
    origins: tuple[int, int, int]
    interval: Interval | None = None

    @property
    def demonstrated(self) -> bool:
        """Whether the method did better than its baseline on the past; an interval must lie above zero."""
        above = self.interval is None or self.interval.low > 0
        return self.n > 0 and math.isfinite(self.skill) and self.skill > 0 and above

    @classmethod
    def of_errors(
        cls,
        metric: Metric,
        value: float,
        baseline: tuple[str, float],
        scored: tuple[int, tuple[int, int, int]],
        interval: Interval | None = None,
    ) -> Score:
        """A score by an error, of which less is better.

        Args:
            metric: what is measured.
            value: of the method.
            baseline: its name and its value.
            scored: forecasts, and origins as in :attr:`origins`.
            interval: of the skill.
        """
        name, reference = baseline
        skill = 1 - value / reference if reference > 0 else (0.0 if value == reference else -math.inf)
        return cls(metric, value, name, reference, skill, *scored, interval)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of the future, with everything that is needed to judge it later.

    Attributes:
        subject: the technology, field, or future industry that it is about.
        series: id of the series that it will be held against, catalogued or a forward one.
        period: when.
        measure: of the series.
        value: the point said, in ``unit``.
        unit: of value and intervals.
        intervals: by level, ascending.
        method: name of the method.
        origin: the last period whose data were used.
        vintage: the day whose knowledge it is.
        data: hash of the data, of the ledger or of a person's own table.
        score: hindcast of the method; None where none could be made.
        range_only: whether its intervals alone are claimed; the value is only their middle.
    """

    subject: str
    series: str
    period: Period
    measure: Measure
    value: float
    unit: str
    intervals: tuple[Interval, ...]
    method: str
    origin: Period
    vintage: date
    data: str
    score: Score | None
    range_only: bool = False

    @property
    def may_lead(self) -> bool:
        """Whether it may stand in a headline: a claim without demonstrated skill may not."""
        return self.score is not None and self.score.demonstrated


def auc(said: Array, came: Array) -> float:
    """Area under the ROC curve, ties counted half (Mann and Whitney 1947); NaN without both outcomes.

    Args:
        said: (n,) the higher, the more likely.
        came: (n,) whether it came.
    """
    return auc_within(said, came, np.zeros(np.size(said), int))


def auc_within(said: Array, came: Array, group: Array) -> float:
    """Mean AUC within groups that have both outcomes, each counted alike; NaN when no group has.

    Args:
        said: (n,) the higher, the more likely.
        came: (n,) whether it came.
        group: (n,) labels.
    """
    order = np.lexsort((said, group))
    said, positive, group = (
        np.asarray(said)[order],
        np.asarray(came, bool)[order],
        np.asarray(group)[order],
    )
    if not said.size:
        return math.nan
    opens = np.r_[True, group[1:] != group[:-1]]
    ties = np.flatnonzero(opens | np.r_[True, said[1:] != said[:-1]])
    groups = np.flatnonzero(opens)
    others = np.cumsum(~positive) - ~positive  # before each, over all groups
    equal = np.repeat(np.add.reduceat(~positive, ties, dtype=np.int64), np.diff(np.r_[ties, said.size]))
    below = np.repeat(others[ties], np.diff(np.r_[ties, said.size])) + 0.5 * equal
    below = below - np.repeat(others[groups], np.diff(np.r_[groups, said.size]))
    ones = np.add.reduceat(positive, groups, dtype=np.int64)
    zeros = np.add.reduceat(~positive, groups, dtype=np.int64)
    won = np.add.reduceat(np.where(positive, below, 0.0), groups)
    both = (ones > 0) & (zeros > 0)
    return float(np.mean(won[both] / (ones[both] * zeros[both]))) if both.any() else math.nan


def brier(probability: Array, came: Array) -> float:
    """Mean squared difference of probability and outcome (Brier 1950)."""
    return float(np.mean((np.asarray(probability, float) - np.asarray(came, float)) ** 2))
