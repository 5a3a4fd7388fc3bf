"""What moved a forecast: the values that every model's news consists of.

A forecast changes between two states of knowledge because figures were published (releases), because
published figures were changed (revisions) or taken back (withdrawals), and because the model was estimated
again (parameters).  For a linear Gaussian model each part is a weight times a difference, and they add up
(Banbura and Modugno 2014, Journal of Applied Econometrics 29, there for releases).

This module only holds the values; the models make them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """Why a forecast moved."""

    RELEASE = "release"
    """A figure that was not known before; ``before`` is what the model expected of it."""
    REVISION = "revision"
    """A figure whose value changed; ``before`` is the old value."""
    WITHDRAWAL = "withdrawal"
    """A figure no longer there; ``before`` is its value, ``after`` what the model expects without it."""
    PARAMETERS = "parameters"
    """A new estimate of the model; ``before`` and ``after`` are the forecasts, the weight is one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cause of a change of the forecast; ``impact`` is ``weight * (after - before)``.

    ``before`` and ``after`` are in the unit of ``series``, ``impact`` in that of the target and ``weight`` in
    units of the target per unit of the series.  ``series`` and ``period`` are empty for new parameters.
    """

    kind: ChangeKind
    series: str
    period: str
    before: float
    after: float
    weight: float

    @property
    def surprise(self) -> float:
        """What came out minus what was held before, in the unit of the series."""
        return self.after - self.before

    @property
    def impact(self) -> float:
        """Effect on the forecast, in the unit of the target."""
        return self.weight * self.surprise

    def to_dict(self) -> dict[str, object]:
        """As plain values; a number that is not finite becomes None."""
        return {
            "kind": self.kind.value,
            "series": self.series,
            "period": self.period,
            "before": _number(self.before),
            "after": _number(self.after),
            "surprise": _number(self.surprise),
            "weight": _number(self.weight),
            "impact": _number(self.impact),
        }


@dataclass(frozen=True, slots=True)
class News:
    """The forecast of ``target`` in ``period`` before and after, and each change between them."""

    target: str
    period: str
    old: float
    new: float
    changes: tuple[Change, ...]

    @property
    def revision_impact(self) -> float:
        """Sum over revised and withdrawn figures, in the unit of the target."""
        return impact_of(self.changes, ChangeKind.REVISION, ChangeKind.WITHDRAWAL)

    @property
    def release_impact(self) -> float:
        """Sum over newly published figures, in the unit of the target."""
        return impact_of(self.changes, ChangeKind.RELEASE)

    @property
    def parameter_impact(self) -> float:
        """Effect of new parameters, in the unit of the target; zero when they were kept."""
        return impact_of(self.changes, ChangeKind.PARAMETERS)

    @property
    def residual(self) -> float:
        """What the changes do not explain; rounding only, when the decomposition is exact."""
        return self.new - self.old - math.fsum(change.impact for change in self.changes)

    def to_dict(self) -> dict[str, object]:
        """As plain values, the changes in the order in which they are held."""
        return {
            "target": self.target,
            "period": self.period,
            "old": _number(self.old),
            "new": _number(self.new),
            "revision_impact": _number(self.revision_impact),
            "release_impact": _number(self.release_impact),
            "parameter_impact": _number(self.parameter_impact),
            "residual": _number(self.residual),
            "changes": [change.to_dict() for change in self.changes],
        }


def impact_of(changes: Iterable[Change], *kinds: ChangeKind) -> float:
    """Sum of the impacts of the changes of these kinds."""
    return math.fsum(change.impact for change in changes if change.kind in kinds)


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
