"""Which technologies a hindcast pools, and what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.costs.curve import Curve
from forerun.foresight.costs.formulas import WINDOW, drift_of, falling_p
from forerun.foresight.left_out import LeftOut, Why

SIGNIFICANCE = 0.10
"""Level of the one-sided test at which a cost counts as falling (Farmer and Lafond 2016, section 3.2)."""
FEWEST = WINDOW + 2
"""Yearly costs from which a curve gives one forecast that can be scored."""
_QUIETEST = 1e-9  # volatility below which a curve says nothing of errors


@dataclass(frozen=True, slots=True)
class Pool:
    """What the technologies of a pool have in common.

    ``drift`` is the median of their drifts a year, ``volatility`` the median of their volatilities,
    ``technologies`` how many they are.
    """

    drift: float
    volatility: float
    technologies: int


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """The curves that are pooled, their drifts and volatilities over all years, and who is not among them."""

    curves: tuple[Curve, ...]
    drifts: Array
    volatilities: Array
    left_out: tuple[LeftOut, ...]

    @property
    def whole(self) -> Pool:
        """What all of them have in common."""
        return _pool(self.drifts, self.volatilities)

    def without(self, position: int) -> Pool:
        """What the others have in common; of a single technology, that one's own."""
        if len(self.curves) == 1:
            return self.whole
        return _pool(np.delete(self.drifts, position), np.delete(self.volatilities, position))


def is_falling(curve: Curve) -> bool:
    """Whether the cost falls, by a one-sided t-test at 10 percent."""
    drift = drift_of(curve.years, curve.logs) if curve.years.size > 1 else None
    return drift is not None and falling_p(drift, float(curve.years[-1] - curve.years[0])) < SIGNIFICANCE


def pooled(curves: Sequence[Curve]) -> Pooled:
    """The curves with yearly costs that fall; every other one is listed with its reason."""
    chosen, left_out = [], []
    for each in curves:
        why = _why_not(each)
        if why is None:
            chosen.append(each)
        else:
            left_out.append(LeftOut(each.technology, why, each.source))
    drifts = [drift_of(each.years, each.logs) for each in chosen]
    return Pooled(
        tuple(chosen),
        np.array([each.mu for each in drifts]),
        np.array([each.k for each in drifts]),
        tuple(left_out),
    )


def _why_not(curve: Curve) -> Why | None:
    if not curve.regular:
        return Why.IRREGULAR
    if curve.years.size < FEWEST:
        return Why.SHORT
    if not is_falling(curve):
        return Why.RISING
    return Why.CONSTANT if drift_of(curve.years, curve.logs).k < _QUIETEST else None


def _pool(drifts: Array, volatilities: Array) -> Pool:
    return Pool(float(np.median(drifts)), float(np.exp(np.median(np.log(volatilities)))), drifts.size)
