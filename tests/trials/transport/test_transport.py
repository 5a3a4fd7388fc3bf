from __future__ import annotations

import numpy as np
import pytest

from forerun.trials.transport.balance import entropy_weights
from forerun.trials.transport.effort import EffortBasis, is_identified
from forerun.trials.transport.overlap import Verdict
from forerun.trials.transport.question import (
    AssumptionKind,
    Effort,
    EffortAssumption,
    PlaceEffects,
    Population,
    TransportQuestion,
)
from forerun.trials.transport.transport import National, Transport, transport

from .conftest import Ask


def answer(question: TransportQuestion) -> tuple[Transport, National]:
    found = transport(question)
    assert found.national is not None
    return found, found.national


def true_mean(question: TransportQuestion) -> float:
    return float(1.0 + question.target.values.mean(axis=0) @ [0.5, 0.3])


def with_effort(question: TransportQuestion, response: float, seed: int = 9) -> TransportQuestion:
    """The question with effort of about one in trial places, which raised their effects."""
    size = len(question.effects.places)
    during = 3.0 + np.random.default_rng(seed).uniform(0.0, 1.0, size)
    effort = Effort("spending", during, np.full(size, 2.5))
    effect = question.effects.effect + response * effort.excess
    effects = PlaceEffects(question.effects.places, effect, question.effects.covariance)
    return TransportQuestion(effects, question.characteristics, question.values, question.target, effort)


def test_effects_that_follow_the_characteristics_are_transported_exactly(ask: Ask) -> None:
    question = ask()
    found, national = answer(question)
    for way in (national.weighted, national.modelled, national.doubly, national.effect):
        assert way.value == pytest.approx(true_mean(question), abs=1e-8)
    assert found.naive.value == pytest.approx(question.effects.effect.mean())
    assert found.naive.value - national.effect.value > 0.2


def test_target_weights_count(ask: Ask) -> None:
    question = ask()
    weights = np.random.default_rng(0).uniform(0.5, 2.0, 60)
    weights[-1] = 0.0
    target = Population(question.target.places, question.target.values, weights)
    _, national = answer(ask(target=target))
    expected = 1.0 + weights @ question.target.values @ [0.5, 0.3] / weights.sum()
    assert national.effect.value == pytest.approx(expected, abs=1e-8)


def test_balanced_weights_leave_nothing_for_the_model_to_add(ask: Ask) -> None:
    """Zhao and Percival (2017); the outcome model alone differs once there is noise."""
    _, national = answer(ask(noise=0.5))
    assert national.doubly.value == pytest.approx(national.weighted.value, abs=1e-7)
    assert abs(national.modelled.value - national.doubly.value) > 1e-3


def test_the_jackknife_is_that_of_fitting_again_without_each_place(ask: Ask) -> None:
    question = ask(12, noise=0.3)
    found, national = answer(question)
    mean, scale = question.target.values.mean(axis=0), question.target.values.std(axis=0)
    z = (question.values - mean) / scale
    again = []
    for i in range(12):
        rest = np.delete(np.arange(12), i)
        weights = entropy_weights(z[rest], np.full(11, 1 / 11))
        assert weights is not None
        again.append(weights @ question.effects.effect[rest])
    expected = np.sqrt(11 / 12 * np.sum((again - np.mean(again)) ** 2))
    assert national.jackknife == pytest.approx(expected, rel=1e-6)
    assert found.verdict != Verdict.CANNOT_TELL


def test_measured_effort_is_taken_off(ask: Ask) -> None:
    question = with_effort(ask(), response=0.4)
    found, national = answer(question)
    assert found.effort.basis == EffortBasis.MEASURED
    assert found.effort.response is not None
    assert found.effort.discount is not None
    assert found.effort.response.value == pytest.approx(0.4)
    assert national.effect.value == pytest.approx(true_mean(question), abs=1e-8)
    assert national.modelled.value == pytest.approx(true_mean(question), abs=1e-8)
    assert national.doubly.value - national.effect.value == pytest.approx(found.effort.discount.value)
    assert question.effort is not None
    assert found.effort.excess == pytest.approx(question.effort.excess.mean())


def test_the_jackknife_with_effort_refits_its_response(ask: Ask) -> None:
    question = with_effort(ask(12, noise=0.3), response=0.4)
    found, national = answer(question)
    assert question.effort is not None
    mean, scale = question.target.values.mean(axis=0), question.target.values.std(axis=0)
    z, effect = (question.values - mean) / scale, question.effects.effect
    features = np.column_stack([np.ones(12), z, question.effort.excess])
    again = []
    for i in range(12):
        rest = np.delete(np.arange(12), i)
        weights = entropy_weights(z[rest], np.full(11, 1 / 11))
        assert weights is not None
        response = np.linalg.lstsq(features[rest], effect[rest], rcond=None)[0][-1]  # all errors alike
        again.append(weights @ (effect - response * question.effort.excess)[rest])
    expected = np.sqrt(11 / 12 * np.sum((again - np.mean(again)) ** 2))
    assert national.jackknife == pytest.approx(expected, rel=1e-5)
    assert found.outcome.names == ("constant", "wealth", "openness", "spending")


def test_the_premium_is_placement_and_effort(ask: Ask) -> None:
    question = with_effort(ask(), response=0.4)
    found, national = answer(question)
    assert found.premium is not None
    assert question.effort is not None
    effort = 0.4 * question.effort.excess.mean()
    placement = (question.values.mean(axis=0) - question.target.values.mean(axis=0)) @ [0.5, 0.3]
    assert found.premium.effort.value == pytest.approx(effort)
    assert found.premium.placement.value == pytest.approx(placement)
    assert found.premium.total.value == pytest.approx(effort + placement)
    assert found.premium.total.value == pytest.approx(found.naive.value - national.effect.value)


def test_the_premium_knows_that_both_sides_come_from_the_same_places(ask: Ask) -> None:
    """Errors that all places share, as through their controls, are in both and cancel."""
    plain = ask(noise=0.2)
    shared = PlaceEffects(plain.effects.places, plain.effects.effect, plain.effects.covariance + 4.0)
    found, national = answer(ask(noise=0.2, effects=shared))
    assert found.premium is not None
    assert found.naive.error > 2.0
    assert national.effect.error > 2.0
    assert found.premium.total.error < 0.3


def test_an_assumed_share_gives_a_range(ask: Ask) -> None:
    assumption = EffortAssumption(AssumptionKind.SHARE, 0.1, 0.2, 0.4, "panel of experts")
    plain, without = answer(ask(noise=0.2))
    found, national = answer(ask(noise=0.2, assumption=assumption))
    assert found.effort.basis == EffortBasis.ASSUMED
    assert found.effort.assumption == assumption
    assert found.effort.discount is not None
    assert found.premium is not None
    assert national.effect.value == pytest.approx(0.8 * without.effect.value)
    assert national.effect.interval.low == pytest.approx(0.6 * without.effect.interval.low)
    assert national.effect.interval.high == pytest.approx(0.9 * without.effect.interval.high)
    assert found.effort.discount.value == pytest.approx(0.2 * without.effect.value)
    assert found.premium.effort.value == pytest.approx(0.2 * plain.naive.value)
    parts = found.premium.placement.value + found.premium.effort.value
    assert parts == pytest.approx(found.premium.total.value)
    assert national.jackknife is None


def test_effort_that_did_not_vary_needs_an_assumption(ask: Ask) -> None:
    effort = Effort("spending", np.full(20, 3.0), np.full(20, 2.0))
    found, national = answer(ask(effort=effort))
    assert found.effort.basis == EffortBasis.NOT_CORRECTED
    assert found.effort.discount is None
    assert found.effort.excess == pytest.approx(1.0)
    assumption = EffortAssumption(AssumptionKind.SLOPE, 0.05, 0.1, 0.3)
    assumed, lower = answer(ask(effort=effort, assumption=assumption))
    assert assumed.effort.basis == EffortBasis.ASSUMED
    assert lower.effect.value == pytest.approx(national.effect.value - 0.1)
    assert lower.effect.interval.low == pytest.approx(national.effect.interval.low - 0.3)
    assert lower.effect.interval.high == pytest.approx(national.effect.interval.high - 0.05)


def test_effort_that_wealth_explains_cannot_be_told_from_it(ask: Ask) -> None:
    question = ask()
    random = np.random.default_rng(0)
    assert not is_identified(question.values, 2.0 + 3.0 * question.values[:, 0])
    assert not is_identified(question.values[:4], random.standard_normal(4))  # no place is left over
    assert is_identified(question.values, random.standard_normal(20))


def test_an_assumed_slope_without_measured_effort_is_of_no_use(ask: Ask) -> None:
    assumption = EffortAssumption(AssumptionKind.SLOPE, 0.1, 0.2, 0.3)
    assert transport(ask(assumption=assumption)).effort.basis == EffortBasis.NOT_CORRECTED


def test_where_it_cannot_tell_there_is_no_national_number(ask: Ask) -> None:
    question = ask()
    far = question.values + np.array([3.0, 0.0])
    found = transport(ask(values=far))
    assert found.verdict == Verdict.CANNOT_TELL
    assert (found.national, found.premium, found.sensitivity, found.effort.discount) == (None,) * 4
    assert found.naive.value == pytest.approx(question.effects.effect.mean())


def test_the_order_of_places_changes_nothing(ask: Ask) -> None:
    question = with_effort(ask(noise=0.3), response=0.4)
    assert question.effort is not None
    turned = np.random.default_rng(0).permutation(20)
    effort = Effort("spending", question.effort.during[turned], question.effort.normal[turned])
    effects = PlaceEffects(
        tuple(question.effects.places[i] for i in turned),
        question.effects.effect[turned],
        question.effects.covariance[np.ix_(turned, turned)],
    )
    again = TransportQuestion(
        effects, question.characteristics, question.values[turned], question.target, effort
    )
    (_, one), (_, other) = answer(question), answer(again)
    assert one.effect.value == pytest.approx(other.effect.value, abs=1e-9)
    assert one.effect.error == pytest.approx(other.effect.error, rel=1e-7)


def test_units_of_characteristics_do_not_matter(ask: Ask) -> None:
    question = ask(noise=0.3)
    scale = np.array([1e4, 1e-3])
    target = Population(question.target.places, 7.0 + question.target.values * scale)
    (_, one), (_, other) = (
        answer(question),
        answer(ask(noise=0.3, values=7.0 + question.values * scale, target=target)),
    )
    assert one.effect.value == pytest.approx(other.effect.value, rel=1e-7)
    assert one.effect.error == pytest.approx(other.effect.error, rel=1e-6)
