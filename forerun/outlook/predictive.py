"""One joint normal distribution of all figures to come, from which every forecast follows.

The year-end figure, a quarter, the chance of a target: each is a weighted sum of months, and a weighted sum
of jointly normal values is normal with mean ``w'm`` and variance ``w'V w``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from forerun.errors import InputError
from forerun.outlook.vintage import Floats
from forerun.periods import Period

_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal distribution; ``mean`` and ``sd`` in the unit of the figure.  A known figure has ``sd`` 0."""

    mean: float
    sd: float

    def interval(self, level: float) -> tuple[float, float]:
        """The central interval that holds the figure with probability ``level``."""
        reach = NormalDist().inv_cdf((1 + level) / 2) * self.sd
        return self.mean - reach, self.mean + reach

    def at_least(self, value: float) -> float:
        """Probability that the figure is not below ``value``.

        Raises:
            InputError: the value is not a number.
        """
        if math.isnan(value):
            raise InputError("a goal is not a number", advice="Give percent, such as 4.6")
        if self.sd < _SMALLEST:
            return float(self.mean >= value)
        return 1 - NormalDist(self.mean, self.sd).cdf(value)

    def spread_by(self, factor: float) -> Normal:
        """The same mean with the standard deviation times ``factor``."""
        return Normal(self.mean, self.sd * factor)


@dataclass(frozen=True, slots=True)
class Predictive:
    """Joint normal distribution of the target's growth in months whose figure is still to come.

    ``months`` are H months with a figure of their own (joint ones at the last of them), ascending without a
    gap; ``mean`` (H,) in percent, ``covariance`` (H, H) in squared percent.
    """

    months: tuple[Period, ...]
    mean: Floats
    covariance: Floats

    def __post_init__(self) -> None:
        """Check the shapes.

        Raises:
            InputError: the shapes differ, a number is not finite or a variance is negative.
        """
        size = len(self.months)
        if self.mean.shape != (size,) or self.covariance.shape != (size, size):
            raise InputError(f"{size} months, mean {self.mean.shape}, covariance {self.covariance.shape}")
        if not np.isfinite(self.mean).all() or not np.isfinite(self.covariance).all():
            raise InputError("a forecast is not finite", advice="The sample is too short for the model")
        if size and self.covariance.diagonal().min() < 0:
            raise InputError("a forecast has a negative variance")

    def month(self, number: int) -> Normal:
        """The figure of the month ``number`` (0: the next one to come out)."""
        return Normal(float(self.mean[number]), math.sqrt(self.covariance[number, number]))

    def linear(self, weights: Sequence[float] | Floats) -> Normal:
        """The weighted sum of the months; ``weights`` (H,)."""
        w = np.asarray(weights, float)
        return Normal(float(w @ self.mean), math.sqrt(max(float(w @ self.covariance @ w), 0.0)))

    def weights(self, of: dict[Period, float]) -> Floats:
        """Weights by month as an array (H,).

        Raises:
            InputError: a month that is not among those to come.
        """
        beyond = [str(month) for month in of if month not in self.months]
        if beyond:
            raise InputError(f"no forecast of {', '.join(beyond)}")
        return np.array([of.get(month, 0.0) for month in self.months])
