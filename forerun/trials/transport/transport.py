"""From a question to an answer: what the trial says about the country, or that it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.trials.transport.balance import Balance, Outside, balance, leave_one_out, moment_deviations
from forerun.trials.transport.doubly import jackknife_error, naive, parts, target_features
from forerun.trials.transport.effort import (
    Corrected,
    EffortBasis,
    EffortDiscount,
    corrected,
    effort_basis,
    over_range,
    response_of,
)
from forerun.trials.transport.outcome import OutcomeModel, between_variance, fit_outcome
from forerun.trials.transport.overlap import Overlap, Verdict, overlap
from forerun.trials.transport.premium import Premium, premium
from forerun.trials.transport.quantity import Quantity, Uncertainty, quantity, uncertainty
from forerun.trials.transport.question import TransportQuestion
from forerun.trials.transport.sensitivity import Sensitivity, sensitivity
from forerun.trials.transport.standard import Standard, standardise
from forerun.trials.transport.validate import check_question


@dataclass(frozen=True, slots=True)
class National:
    """The effect for the target population, by each way to it, in the outcome's unit.

    Attributes:
        weighted: by the weights alone, at the effort of the trial.
        modelled: by the outcome model alone, at normal effort where effort is in the model.
        doubly: by both, at the effort of the trial.
        effect: by both, at normal effort: the answer.
        jackknife: standard error of the answer from leaving out each trial place in turn; None where some
            place cannot be left out or effort is assumed.
    """

    weighted: Quantity
    modelled: Quantity
    doubly: Quantity
    effect: Quantity
    jackknife: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Transport:
    """What a trial says about the target population.

    Attributes:
        naive: the trial places' own average effect, which is no national effect.
        national: the effect for the target; None when the trial cannot tell.
        premium: trial effect minus national effect; None when the trial cannot tell.
        effort: what was taken off for effort that does not repeat.
        overlap: verdict and diagnostics.
        balance: weights, or what lies outside.
        outcome: the fitted outcome model.
        sensitivity: to an unmeasured moderator; None when the trial cannot tell.
        characteristics: names of the k characteristics.
        places: the n trial places.
        target_places: the N places of the target that count.
    """

    naive: Quantity
    national: National | None
    premium: Premium | None
    effort: EffortDiscount
    overlap: Overlap
    balance: Balance | Outside
    outcome: OutcomeModel
    sensitivity: Sensitivity | None
    characteristics: tuple[str, ...]
    places: tuple[str, ...]
    target_places: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether the trial speaks for the target population."""
        return self.overlap.verdict


def transport(question: TransportQuestion) -> Transport:
    """What a trial says about a population that is not like its places.

    Raises:
        InputError: the question is not well formed; see :func:`check_question`.
    """
    check_question(question)
    standard = standardise(question)
    balanced = balance(standard, question.moments)
    basis = effort_basis(question)
    outcome = _outcome(question, standard, basis)
    effects = question.effects
    every = float(standard.shares @ standard.shares)
    known = uncertainty(outcome, effects.effect, effects.covariance, standard.own, every)
    diagnosed = overlap(standard, balanced)
    national, gained, taken, moved = None, None, None, None
    if isinstance(balanced, Balance) and diagnosed.verdict != Verdict.CANNOT_TELL:
        versions, national = _national(question, standard, balanced, outcome, known)
        gained = premium(naive(standard), versions, known, question.level)
        taken = over_range(tuple(each.discount for each in versions), known, question.level)
        spread = between_variance(effects.effect, effects.covariance, np.ones((len(effects.places), 1)))
        moved = sensitivity(national.effect, balanced, outcome, spread, question.matters)
    return Transport(
        naive=quantity(naive(standard), known, question.level),
        national=national,
        premium=gained,
        effort=_discount(question, basis, outcome, known, taken),
        overlap=diagnosed,
        balance=balanced,
        outcome=outcome,
        sensitivity=moved,
        characteristics=question.characteristics,
        places=effects.places,
        target_places=standard.target_places,
    )


def _outcome(question: TransportQuestion, standard: Standard, basis: EffortBasis) -> OutcomeModel:
    """The outcome model over characteristics, with excess effort as its last feature where it can be told."""
    features = np.column_stack([np.ones(len(standard.trial)), standard.trial])
    names = ("constant", *question.characteristics)
    if basis == EffortBasis.MEASURED and question.effort is not None:
        features, names = np.column_stack([features, question.effort.excess]), (*names, question.effort.name)
    return fit_outcome(question.effects.effect, question.effects.covariance, features, names)


def _national(
    question: TransportQuestion,
    standard: Standard,
    balanced: Balance,
    outcome: OutcomeModel,
    known: Uncertainty,
) -> tuple[tuple[Corrected, ...], National]:
    """The national effect and the versions of it that assumptions about effort allow."""
    basis, level = effort_basis(question), question.level
    ways = parts(standard, balanced.weights, outcome)
    versions = corrected(question, basis, (ways.naive, ways.doubly), outcome, balanced.weights)
    without = leave_one_out(moment_deviations(standard, question.moments), standard.base)
    meant = target_features(standard, outcome)
    assumed = basis == EffortBasis.ASSUMED
    return versions, National(
        weighted=quantity(ways.weighted, known, level),
        modelled=quantity(ways.modelled, known, level),
        doubly=quantity(ways.doubly, known, level),
        effect=over_range(tuple(each.national for each in versions), known, level),
        jackknife=None if assumed else jackknife_error(question.effects.effect, outcome, without, meant),
    )


def _discount(
    question: TransportQuestion,
    basis: EffortBasis,
    outcome: OutcomeModel,
    known: Uncertainty,
    taken: Quantity | None,
) -> EffortDiscount:
    """What is said about effort."""
    measured = basis == EffortBasis.MEASURED
    weights = question.effects.weights / question.effects.weights.sum()
    return EffortDiscount(
        basis=basis,
        discount=None if basis == EffortBasis.NOT_CORRECTED else taken,
        response=quantity(response_of(outcome), known, question.level) if measured else None,
        excess=None if question.effort is None else float(weights @ question.effort.excess),
        assumption=question.assumption if basis == EffortBasis.ASSUMED else None,
    )
