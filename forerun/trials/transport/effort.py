"""The effect of effort that does not repeat, taken off the effect of the trial.

Officials put more into a trial than they would into a policy of the whole country (Wang and Yang 2025).
With excess effort x_i the effect of a place is  tau_i + g x_i ; at normal effort g x_i is gone.  g is a
coefficient of the outcome model where effort was measured and varied between trial places by more than
their characteristics explain. Otherwise it, or the share of the effect that effort brought, is an
assumption, with a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.trials.transport.outcome import OutcomeModel
from forerun.trials.transport.quantity import Linear, Quantity, Uncertainty, envelope, quantity
from forerun.trials.transport.question import AssumptionKind, EffortAssumption, TransportQuestion

_LEFT = 1e-6  # share of effort's variation that characteristics must leave


class EffortBasis(StrEnum):
    """Where the correction for effort comes from."""

    MEASURED = "measured"
    ASSUMED = "assumed"
    NOT_CORRECTED = "not_corrected"


@dataclass(frozen=True, slots=True)
class EffortDiscount:
    """What is taken off a transported effect because the effort of the trial does not repeat.

    Attributes:
        basis: estimated, an assumption, or nothing known.
        discount: the number taken off, in the outcome's unit; None without a basis or a national effect.
        response: effect of one unit of excess effort, where it was estimated.
        excess: mean excess effort of the trial places, where it was measured.
        assumption: the one used, where one was.
    """

    basis: EffortBasis
    discount: Quantity | None
    response: Quantity | None
    excess: float | None
    assumption: EffortAssumption | None


@dataclass(frozen=True, slots=True, eq=False)
class Corrected:
    """One version of the numbers at normal effort; there are three where effort is assumed.

    Attributes:
        national: effect for the target population.
        discount: what was taken off for it.
        placement: part of the selection premium that comes from where the trial was.
        effort: part of it that comes from the effort in the trial places.
    """

    national: Linear
    discount: Linear
    placement: Linear
    effort: Linear


def effort_basis(question: TransportQuestion) -> EffortBasis:
    """Whether effort can be estimated, else whether something is assumed of it."""
    if question.effort is not None and is_identified(question.values, question.effort.excess):
        return EffortBasis.MEASURED
    usable = question.assumption is not None and (
        question.assumption.kind == AssumptionKind.SHARE or question.effort is not None
    )
    return EffortBasis.ASSUMED if usable else EffortBasis.NOT_CORRECTED


def is_identified(values: Array, excess: Array) -> bool:
    """Whether excess effort (n,) varies beyond the characteristics (n, k), and places are left to tell."""
    size, count = values.shape
    if size < count + 3:
        return False
    centred = np.column_stack([values - values.mean(axis=0), excess - excess.mean()])
    scaled = centred / np.maximum(centred.std(axis=0), 1e-300)
    slopes, *_ = np.linalg.lstsq(scaled[:, :-1], scaled[:, -1], rcond=None)
    left = scaled[:, -1] - scaled[:, :-1] @ slopes
    varies = centred[:, -1].std() > 1e-9 * max(float(np.abs(excess).max()), 1e-300)
    return bool(varies and left @ left > _LEFT * size)


def by_response(naive: Linear, doubly: Linear, response: Linear, excess: tuple[float, float]) -> Corrected:
    """Corrected by an effect per unit; ``excess`` is that of the trial places, plain and weighted."""
    discount, effort = response.times(excess[1]), response.times(excess[0])
    national = doubly - discount
    return Corrected(national, discount, naive - effort - national, effort)


def by_share(naive: Linear, doubly: Linear, share: float) -> Corrected:
    """Corrected by the share of the effect that effort brought."""
    rest = 1.0 - share
    return Corrected(
        doubly.times(rest), doubly.times(share), (naive - doubly).times(rest), naive.times(share)
    )


def corrected(
    question: TransportQuestion,
    basis: EffortBasis,
    numbers: tuple[Linear, Linear],
    outcome: OutcomeModel,
    weights: Array,
) -> tuple[Corrected, ...]:
    """The numbers at normal effort: one version, or central, low and high where effort is assumed.

    Args:
        question: with measured effort or an assumption.
        basis: which of them is used.
        numbers: the naive and the doubly robust effect, at the effort of the trial.
        outcome: with effort as its last feature when effort is estimated.
        weights: (n,) of the trial places.
    """
    naive, doubly = numbers
    none = Linear(np.zeros(len(weights)), np.zeros(len(weights)), 0.0)
    base = question.effects.weights / question.effects.weights.sum()
    effort, assumption = question.effort, question.assumption
    excess = (0.0, 0.0) if effort is None else (float(base @ effort.excess), float(weights @ effort.excess))
    if basis == EffortBasis.MEASURED:
        return (by_response(naive, doubly, response_of(outcome), excess),)
    if basis == EffortBasis.NOT_CORRECTED or assumption is None:
        return (by_share(naive, doubly, 0.0),)
    values = (assumption.central, assumption.low, assumption.high)
    if assumption.kind == AssumptionKind.SHARE:
        return tuple(by_share(naive, doubly, each) for each in values)
    return tuple(by_response(naive, doubly, none.plus(each), excess) for each in values)


def response_of(outcome: OutcomeModel) -> Linear:
    """The effect of a unit of excess effort, the last feature of the outcome model."""
    return Linear(outcome.slopes[-1], np.zeros(outcome.slopes.shape[1]), 0.0)


def over_range(numbers: tuple[Linear, ...], known: Uncertainty, level: float) -> Quantity:
    """The first number, with an interval that covers all."""
    first, *others = (quantity(each, known, level) for each in numbers)
    return envelope(first, tuple(others))
