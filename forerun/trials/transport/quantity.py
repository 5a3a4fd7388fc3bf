"""Numbers that are linear in the effects of the trial places, with errors that know what they share.

With weights and outcome model given, every number of the transport (trial mean, national effect, discount,
premium) is  a'y  for some a, and stands for  sum_i b_i tau_i + c sum_j p_j tau_j : effects of the trial
places, and c times those of the target with its shares p.  Its error is therefore

    sum_i a_i e_i + sum_i (a_i - b_i - c p_i) u_i - c sum_(j not in trial) p_j u_j

where u is what the outcome model leaves between places and e is sampling error.  The influence of place i,
a_i times its residual, is squared and summed (White 1980), each residual scaled so that the sum is unbiased
when the outcome model holds, with the degrees of freedom of Satterthwaite (Bell and McCaffrey 2002); the
terms in b and c and the covariances between places use t2 and S.  Sampling error is known, so a variance is
never below a'Sa.  A difference of two numbers is the number of the differences of their a, b and c.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forerun.compiled import Array
from forerun.trials.transport.outcome import OutcomeModel
from forerun.types import Interval


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its uncertainty, in the outcome's unit.

    Attributes:
        value: the estimate.
        error: its standard error.
        degrees: of freedom of the t quantiles behind the interval.
        interval: at the level asked for; over a range of assumptions it covers the intervals of all of them.
    """

    value: float
    error: float
    degrees: float
    interval: Interval


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """``a``, ``b`` and ``c`` of a number, and what is added to it without being estimated.

    Attributes:
        coefficients: (n,), a.
        trial: (n,), b, the trial places whose effects are meant.
        national: c, how often the target's effect is meant.
        constant: added.
    """

    coefficients: Array
    trial: Array
    national: float
    constant: float = 0.0

    def __sub__(self, other: Linear) -> Linear:
        return Linear(
            self.coefficients - other.coefficients,
            self.trial - other.trial,
            self.national - other.national,
            self.constant - other.constant,
        )

    def plus(self, constant: float) -> Linear:
        """The number with a constant added."""
        return replace(self, constant=self.constant + constant)

    def times(self, factor: float) -> Linear:
        """The number multiplied by what is not estimated."""
        return Linear(
            factor * self.coefficients, factor * self.trial, factor * self.national, factor * self.constant
        )


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """What every error is computed from.

    Attributes:
        effect: (n,).
        sampling: (n, n), S.
        between: t2.
        model: (n,) diagonal of t2 I + S.
        left: (n, n) covariance of the outcome model's residuals when it holds.
        squares: (n,) squared residuals, scaled to be unbiased for ``model``.
        own: (n,) the trial places' shares of the target.
        elsewhere: sum of the squared shares of all target places outside the trial.
    """

    effect: Array
    sampling: Array
    between: float
    model: Array
    left: Array
    squares: Array
    own: Array
    elsewhere: float


def uncertainty(
    outcome: OutcomeModel, effect: Array, sampling: Array, own: Array, every: float
) -> Uncertainty:
    """What errors are computed from; ``every`` is the sum of the squared shares of all target places."""
    keep = np.eye(len(effect)) - outcome.features @ outcome.slopes
    left = keep @ outcome.covariance @ keep.T
    model = np.diag(outcome.covariance)
    expected = np.maximum(np.diag(left), 1e-9 * model)
    return Uncertainty(
        effect=effect,
        sampling=sampling,
        between=outcome.between,
        model=model,
        left=left,
        squares=outcome.residuals**2 * model / expected,
        own=own,
        elsewhere=max(every - float(own @ own), 0.0),
    )


def quantity(linear: Linear, known: Uncertainty, level: float) -> Quantity:
    """A number with error and interval."""
    value = float(linear.coefficients @ known.effect) + linear.constant
    error = float(np.sqrt(variance(linear, known)))
    degrees = satterthwaite(linear.coefficients, known)
    reach = t_quantile(level, degrees) * error
    return Quantity(value, error, degrees, Interval(level, value - reach, value + reach))


def variance(linear: Linear, known: Uncertainty) -> float:
    """Of a number about what it stands for."""
    a, s = linear.coefficients, known.sampling
    seen = a - linear.trial - linear.national * known.own
    sampling = float(a @ s @ a)
    shared = sampling - float(a**2 @ np.diag(s))
    target = float(seen @ seen) - float(a @ a) + linear.national**2 * known.elsewhere
    return max(float(a**2 @ known.squares) + shared + known.between * target, sampling, 0.0)


def satterthwaite(coefficients: Array, known: Uncertainty) -> float:
    """Degrees of freedom of the squared influences (Bell and McCaffrey 2002); at least one."""
    d = coefficients**2 * known.model / np.maximum(np.diag(known.left), 1e-9 * known.model)
    spread = float(d @ known.left**2 @ d)
    mean = float(d @ np.diag(known.left))
    return max(mean**2 / spread, 1.0) if spread > 0.0 else float(len(coefficients))


def t_quantile(level: float, degrees: float) -> float:
    """Half the width of a two-sided interval in standard errors."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + level / 2.0))


def envelope(central: Quantity, others: tuple[Quantity, ...]) -> Quantity:
    """The central number with an interval that covers those of all others."""
    every = [each.interval for each in (central, *others)]
    low, high = min(each.low for each in every), max(each.high for each in every)
    return Quantity(central.value, central.error, central.degrees, Interval(every[0].level, low, high))
