from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.trials.transport.question import (
    AssumptionKind,
    Effort,
    EffortAssumption,
    Population,
)
from forerun.trials.transport.transport import transport

from .conftest import Ask


def changed(values: np.ndarray, at: tuple[int, ...], to: float) -> np.ndarray:
    made = values.copy()
    made[at] = to
    return made


def test_a_characteristic_that_is_missing_names_place_and_characteristic(ask: Ask) -> None:
    values = ask().values
    with pytest.raises(InputError, match=r"p3: openness is missing"):
        transport(ask(values=changed(values, (3, 1), np.nan)))
    with pytest.raises(InputError, match=r"p2: wealth is infinite"):
        transport(ask(values=changed(values, (2, 0), np.inf)))
    target = ask().target
    with pytest.raises(InputError, match=r"p41: wealth is missing"):
        transport(ask(target=replace(target, values=changed(target.values, (41, 0), np.nan))))


def test_an_effect_or_error_that_is_no_number(ask: Ask) -> None:
    effects = ask().effects
    with pytest.raises(InputError, match="p5: effect is missing"):
        transport(ask(effects=replace(effects, effect=changed(effects.effect, (5,), np.nan))))
    with pytest.raises(InputError, match="p1: error shared with p1 is infinite"):
        transport(ask(effects=replace(effects, covariance=changed(effects.covariance, (1, 1), np.inf))))


@pytest.mark.parametrize(
    ("at", "to", "message"),
    [((2, 2), -0.1, "p2: the variance"), ((0, 1), 0.005, "not symmetric")],
)
def test_errors_that_are_no_covariance(ask: Ask, at: tuple[int, int], to: float, message: str) -> None:
    effects = ask().effects
    with pytest.raises(InputError, match=message):
        transport(ask(effects=replace(effects, covariance=changed(effects.covariance, at, to))))


def test_errors_more_than_perfectly_correlated(ask: Ask) -> None:
    effects = ask().effects
    covariance = changed(changed(effects.covariance, (0, 1), 0.02), (1, 0), 0.02)
    with pytest.raises(InputError, match="positive semidefinite"):
        transport(ask(effects=replace(effects, covariance=covariance)))


def test_one_trial_place_cannot_speak_for_a_country(ask: Ask) -> None:
    with pytest.raises(InputError, match="p0: one trial place cannot speak"):
        transport(ask(1))
    with pytest.raises(InputError, match="there is no trial place"):
        transport(ask(0))


def test_too_many_characteristics_for_the_places(ask: Ask) -> None:
    with pytest.raises(
        InputError, match=r"3 trial places .* 2 characteristics \(wealth, openness\).*at most 1"
    ):
        transport(ask(3))


def test_a_characteristic_that_is_the_same_everywhere(ask: Ask) -> None:
    values = ask().values
    values[:, 1] = 4.0
    with pytest.raises(InputError, match="openness is the same in all trial places"):
        transport(ask(values=values))
    target = ask().target
    target.values[:, 0] = 1e6
    with pytest.raises(InputError, match="wealth is the same in all target places"):
        transport(ask(target=target))


def test_characteristics_that_determine_one_another(ask: Ask) -> None:
    values = ask().values
    values[:, 1] = 5.0 - 2.0 * values[:, 0]
    with pytest.raises(InputError, match="openness is determined by wealth"):
        transport(ask(values=values))


def test_weights_that_are_negative_or_nothing(ask: Ask) -> None:
    target, effects = ask().target, ask().effects
    with pytest.raises(InputError, match="p7: the weight -1 is negative"):
        transport(ask(target=replace(target, weights=changed(target.weights, (7,), -1.0))))
    with pytest.raises(InputError, match="weights of every target place are zero"):
        transport(ask(target=replace(target, weights=np.zeros(60))))
    with pytest.raises(InputError, match="p0: the weight -2 is negative"):
        transport(ask(effects=replace(effects, weights=changed(effects.weights, (0,), -2.0))))


def test_an_empty_target(ask: Ask) -> None:
    with pytest.raises(InputError, match="the target population is empty"):
        transport(ask(target=Population((), np.zeros((0, 2)))))


def test_names_that_stand_twice(ask: Ask) -> None:
    effects, target = ask().effects, ask().target
    with pytest.raises(InputError, match="p0: the trial place stands there more than once"):
        transport(ask(effects=replace(effects, places=("p0", *effects.places[:-1]))))
    with pytest.raises(InputError, match="p9: the target place stands"):
        transport(ask(target=replace(target, places=(*target.places[:-1], "p9"))))
    with pytest.raises(InputError, match="wealth: the characteristic stands"):
        transport(ask(characteristics=("wealth", "wealth")))


def test_shapes_that_do_not_fit(ask: Ask) -> None:
    with pytest.raises(InputError, match=r"characteristics of the trial places: expected .*\(20, 2\)"):
        transport(ask(values=np.ones((20, 3))))
    with pytest.raises(InputError, match="no characteristic is named"):
        transport(ask(characteristics=(), values=np.ones((20, 0))))
    with pytest.raises(InputError, match="confidence level"):
        transport(ask(level=90.0))
    with pytest.raises(InputError, match="effect that matters"):
        transport(ask(matters=float("nan")))


def test_effort_that_is_missing_names_the_place(ask: Ask) -> None:
    during = changed(np.ones(20), (4,), np.nan)
    with pytest.raises(InputError, match="p4: spending during the trial is missing"):
        transport(ask(effort=Effort("spending", during, np.ones(20))))


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        (AssumptionKind.SHARE, (0.3, 0.2, 0.4), "low <= central <= high"),
        (AssumptionKind.SHARE, (0.1, 0.2, 1.0), "less than 1"),
        (AssumptionKind.SLOPE, (0.1, float("nan"), 1.0), "low <= central <= high"),
    ],
)
def test_impossible_assumptions(
    ask: Ask, kind: AssumptionKind, values: tuple[float, float, float], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        transport(ask(assumption=EffortAssumption(kind, *values)))
