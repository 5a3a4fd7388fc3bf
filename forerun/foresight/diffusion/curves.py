"""S-curves in closed form: logistic, Gompertz and Bass, with derivatives and inverses.

All three are written as a share F of the ceiling at x = K (t - TMax), so that x = 0 is the inflection::

    logistic   F = 1 / (1 + e^-x)                             Verhulst 1838; 1/2 at the inflection
    Gompertz   F = e^(-e^-x)                                  Gompertz 1825; 1/e
    Bass       F = (1 - e^-x / a) / (1 + e^-x),  a = q / p    Bass 1969, moved; (1 - 1/a) / 2

Bass's own form, F = (1 - e^-(p+q)s) / (1 + (q/p) e^-(p+q)s) at s years since launch, follows with K = p + q
and TMax = launch + ln(q/p) / (p + q).  As a grows without end it becomes the logistic.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array

FLOOR = -30.0
"""Logarithm of the smallest share that is told from none, such as that of a Bass curve before launch."""
_STEEPEST = 600.0
_TENTH, _NINE_TENTHS = 0.1, 0.9


class Model(StrEnum):
    """S-curves that are fitted."""

    LOGISTIC = "logistic"
    GOMPERTZ = "gompertz"
    BASS = "bass"


@dataclass(frozen=True, slots=True)
class Shape:
    """A curve but for its time and height.

    Attributes:
        model: its formula.
        ratio: a = q / p of Bass, above 1; infinite for the others, which have none.
    """

    model: Model
    ratio: float = math.inf

    @property
    def imitation(self) -> float:
        """1 / a, which is 0 for the logistic."""
        return 0.0 if math.isinf(self.ratio) else 1.0 / self.ratio

    @property
    def at_inflection(self) -> float:
        """Share of the ceiling at the inflection."""
        return math.exp(-1) if self.model is Model.GOMPERTZ else (1 - self.imitation) / 2

    @property
    def steepness(self) -> float:
        """The slope dF / dx at the inflection, where it is greatest."""
        return math.exp(-1) if self.model is Model.GOMPERTZ else (1 + self.imitation) / 4

    @property
    def tenth_to_nine_tenths(self) -> float:
        """How far x goes from 10 to 90 percent of the ceiling; over K it is the dT of Cherp et al. 2021."""
        ends: Array = inverse(self, np.array([_TENTH, _NINE_TENTHS]))
        return float(ends[1] - ends[0])


def share(shape: Shape, x: Array) -> Array:
    """Share of the ceiling at x, any shape; 0 before the launch of a Bass curve."""
    if shape.model is Model.GOMPERTZ:
        with np.errstate(over="ignore"):
            grown: Array = np.exp(-np.exp(-x))
        return grown
    u = np.exp(-np.maximum(x, -_STEEPEST))
    spread: Array = np.maximum((1 - u * shape.imitation) / (1 + u), 0.0)
    return spread


def slope(shape: Shape, x: Array) -> Array:
    """The slope dF / dx, any shape; times K and the ceiling it is what is added in a year."""
    u = np.exp(-np.maximum(x, -_STEEPEST))
    if shape.model is Model.GOMPERTZ:
        steep: Array = np.exp(-np.minimum(u, _STEEPEST)) * u * (u < _STEEPEST)
        return steep
    rising = u * (1 + shape.imitation) / (1 + u) / (1 + u)
    launched: Array = np.where(u * shape.imitation < 1, rising, 0.0)
    return launched


def inverse(shape: Shape, reached: Array) -> Array:
    """Where on x a share is reached, any shape, for shares above 0 and below 1."""
    if shape.model is Model.GOMPERTZ:
        at: Array = -np.log(-np.log(reached))
    else:
        at = -np.log((1 - reached) / (reached + shape.imitation))
    return at


def log_shares(gompertz: Array, imitation: Array, x: Array) -> tuple[Array, Array, Array]:
    """Return ln F, its derivative by x, and by ln a, of many curves at once; F is not told below e^FLOOR.

    Args:
        gompertz: (C, 1) which curves are Gompertz's; the others are Bass's, or logistic.
        imitation: (C, 1) 1 / a, 0 for a logistic.
        x: (C, T).
    """
    x = np.maximum(x, -_STEEPEST)
    u = np.exp(-x)
    part = u * imitation
    begun = part < 1 - 1e-12
    by_ratio = np.where(begun, part, 0.0)
    logs = np.log1p(-by_ratio) - np.log1p(u)
    by_ratio /= 1 - by_ratio
    logs = np.where(gompertz, -u, logs)
    by_x = np.where(gompertz, u, by_ratio + u / (1 + u))
    told = (begun | gompertz) & (logs > FLOOR)
    return np.where(told, logs, FLOOR), np.where(told, by_x, 0.0), np.where(told, by_ratio, 0.0)


def bass(p: float, q: float, years: Array) -> Array:
    """Cumulative share of adopters years after launch (Bass 1969): years not negative, any shape.

    Args:
        p: coefficient of innovation, above 0.
        q: coefficient of imitation, not negative.
        years: since launch.
    """
    gone = np.exp(-(p + q) * years)
    adopted: Array = (1 - gone) / (1 + q / p * gone)
    return adopted


def bass_peak(p: float, q: float) -> float:
    """Years from launch to the peak of adoption, (ln q - ln p) / (p + q) (Bass 1969); 0 when q <= p."""
    return max(0.0, (math.log(q) - math.log(p)) / (p + q)) if q > 0 else 0.0
