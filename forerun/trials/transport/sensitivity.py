"""How strong a moderator that nobody measured must be to change the answer.

A moderator U of the effect, by which the weighted trial places differ from the target by d of its standard
deviations and which changes the effect by g a standard deviation, biases the transported effect by  d g
(Nguyen et al. 2017).  If U explains the share R2 of what the outcome model leaves between
places, g = sqrt(R2 t2).  The robustness value is that of Huang (2024): the share, the same of the variation
of the right weights and of the effects, that U would have to explain,

    RV = (sqrt(a^2 + 4a) - a) / 2,      a = gap^2 / (var(n w) var(tau))

gap being the distance from the estimate, or from the nearer end of its interval, to the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.trials.transport.balance import Balance
from forerun.trials.transport.outcome import OutcomeModel
from forerun.trials.transport.quantity import Quantity

SHIFTS = (0.1, 0.25, 0.5, 1.0, 1.5, 2.0)
SHARES = (0.05, 0.1, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Robustness:
    """What an unmeasured moderator must be like to carry the answer to a threshold.

    Attributes:
        threshold: zero, or the effect that matters, in the outcome's unit.
        estimate_gap: distance from the estimate to it.
        interval_gap: distance from the interval to it, zero when the interval holds it.
        estimate_value: robustness value of the estimate, 0 to 1.
        interval_value: robustness value of the interval.
        estimate_shift: difference in the moderator's mean, in standard deviations, that carries the estimate
            to the threshold if it explains all that is left between places; None when nothing is left.
        interval_shift: the same for the interval.
    """

    threshold: float
    estimate_gap: float
    interval_gap: float
    estimate_value: float
    interval_value: float
    estimate_shift: float | None
    interval_shift: float | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A measured characteristic as a yardstick: what leaving it unbalanced would have done.

    Attributes:
        characteristic: its name.
        shift: mean of the trial places less the target's, in standard deviations.
        slope: effect per standard deviation.
        bias: their product, in the outcome's unit.
    """

    characteristic: str
    shift: float
    slope: float
    bias: float


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """Sensitivity to a moderator that was not measured.

    Attributes:
        robustness: at zero and at the effect that matters.
        benchmarks: measured characteristics, most harmful first.
        shifts: (s,) differences of the moderator's mean, in its standard deviations.
        shares: (r,) of the variance left between places that it explains.
        contour: (s, r) the national effect after the bias has been taken off towards zero.
    """

    robustness: tuple[Robustness, ...]
    benchmarks: tuple[Benchmark, ...]
    shifts: tuple[float, ...]
    shares: tuple[float, ...]
    contour: Array


def sensitivity(
    national: Quantity, balanced: Balance, outcome: OutcomeModel, heterogeneity: float, matters: float
) -> Sensitivity:
    """How strong an unmeasured moderator must be.

    Args:
        national: the national effect.
        balanced: weights and differences before them.
        outcome: the fitted outcome model.
        heterogeneity: variance of the true effects between trial places, characteristics not taken off.
        matters: the effect that matters.
    """
    left = float(np.sqrt(outcome.between))
    spread = max(len(balanced.weights) / balanced.size - 1.0, 0.0) * heterogeneity
    thresholds = (0.0,) if matters == 0.0 else (0.0, matters)
    slopes = outcome.coefficients[1 : 1 + len(balanced.before)]
    yard = [
        Benchmark(name, float(shift), float(slope), float(shift * slope))
        for name, shift, slope in zip(outcome.names[1:], balanced.before, slopes, strict=False)
    ]
    biases = left * np.outer(SHIFTS, np.sqrt(SHARES))
    return Sensitivity(
        robustness=tuple(_robustness(national, each, spread, left) for each in thresholds),
        benchmarks=tuple(sorted(yard, key=lambda each: -abs(each.bias))),
        shifts=SHIFTS,
        shares=SHARES,
        contour=national.value - np.sign(national.value) * biases,
    )


def robustness_value(gap: float, spread: float) -> float:
    """Huang's (2024) robustness value of a distance; ``spread`` is var(n w) var(tau)."""
    if gap <= 0.0:
        return 0.0
    if spread <= 0.0:
        return 1.0
    a = gap**2 / spread
    return float(2.0 / (1.0 + np.sqrt(1.0 + 4.0 / a)))


def _robustness(national: Quantity, threshold: float, spread: float, left: float) -> Robustness:
    near = max(national.interval.low - threshold, threshold - national.interval.high, 0.0)
    gap = abs(national.value - threshold)
    return Robustness(
        threshold=threshold,
        estimate_gap=gap,
        interval_gap=near,
        estimate_value=robustness_value(gap, spread),
        interval_value=robustness_value(near, spread),
        estimate_shift=gap / left if left > 0.0 else None,
        interval_shift=near / left if left > 0.0 else None,
    )
