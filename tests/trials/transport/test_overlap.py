from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from forerun.trials.transport.balance import Balance, balance
from forerun.trials.transport.hull import gaps_to_hull
from forerun.trials.transport.overlap import Doubt, Overlap, Verdict, overlap
from forerun.trials.transport.propensity import firth, propensity
from forerun.trials.transport.question import Population
from forerun.trials.transport.standard import standardise

from .conftest import Ask


def diagnose(ask: Ask, trial: list[float], target: list[float]) -> Overlap:
    """Of one characteristic; the second varies without any difference."""
    flat = np.tile([-1.0, 1.0], len(trial))[: len(trial)]
    question = ask(
        len(trial),
        values=np.column_stack([trial, flat]),
        target=Population(
            tuple(f"t{i}" for i in range(len(target))),
            np.column_stack([target, np.tile([-1.0, 1.0], len(target))[: len(target)]]),
        ),
    )
    standard = standardise(question)
    return overlap(standard, balance(standard))


def test_distance_from_a_square() -> None:
    square = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    gaps = gaps_to_hull(square, np.array([[2.0, 2.0], [0.5, 0.3], [0.5, -3.0], [1.0, 1.0]]))
    assert gaps == pytest.approx(np.array([[1.0, 1.0], [0.0, 0.0], [0.0, -3.0], [0.0, 0.0]]), abs=1e-5)


def test_firth_of_a_constant_adds_half_a_case_to_each_side() -> None:
    taken = np.r_[np.ones(3), np.zeros(7)]
    found = firth(np.ones((10, 1)), taken)
    assert 1.0 / (1.0 + np.exp(-found[0])) == pytest.approx(3.5 / 11, abs=1e-8)


def test_firth_of_two_groups_adds_half_a_case_to_each_cell() -> None:
    """A saturated model of a two by two table: the log odds ratio of the cells plus one half (Firth 1993)."""
    group = np.r_[np.zeros(8), np.ones(6)]
    taken = np.r_[np.ones(2), np.zeros(6), np.ones(6)]  # the second group separates
    found = firth(np.column_stack([np.ones(14), group]), taken)
    assert found[0] == pytest.approx(np.log(2.5 / 6.5), abs=1e-7)
    assert found.sum() == pytest.approx(np.log(6.5 / 0.5), abs=1e-7)


def test_firth_is_the_maximum_of_the_penalised_likelihood() -> None:
    random = np.random.default_rng(6)
    features = np.column_stack([np.ones(40), random.standard_normal((40, 2))])
    taken = (features @ [-1.0, 2.0, 0.5] + random.logistic(size=40) > 0).astype(float)

    def loss(b: np.ndarray) -> float:
        mean = 1.0 / (1.0 + np.exp(-features @ b))
        information = features.T @ (features * (mean * (1 - mean))[:, None])
        likelihood = np.log(np.where(taken == 1.0, mean, 1 - mean)).sum()
        return -float(likelihood + 0.5 * np.linalg.slogdet(information)[1])

    general = minimize(loss, np.zeros(3), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    assert firth(features, taken) == pytest.approx(general.x, abs=1e-5)


def test_propensities_count_a_place_of_the_target_once(ask: Ask) -> None:
    """Fitted means of a logistic regression add up to its cases, but for Firth's pull to the middle."""
    of_trial, of_target = propensity(standardise(ask(20, 60)))
    assert of_target[:20] == pytest.approx(of_trial)
    assert of_target.sum() == pytest.approx(20.0, abs=0.6)
    assert of_trial.mean() > of_target[20:].mean()


def test_trial_places_like_the_country_are_supported(ask: Ask) -> None:
    found = diagnose(ask, [-2.0, -1.5, -1.0, 0.0, 0.3, 1.0, 1.5, 2.0], list(np.linspace(-2, 2, 30)))
    assert found.verdict == Verdict.SUPPORTED
    assert found.reasons == ()
    assert found.covered > 0.9
    assert found.within_range == pytest.approx([1.0, 1.0])


def test_only_rich_places_cannot_tell(ask: Ask) -> None:
    found = diagnose(ask, [1.2, 1.4, 1.5, 1.7, 1.9, 2.0], list(np.linspace(-2, 2, 30)))
    first = found.reasons[0]
    assert found.verdict == Verdict.CANNOT_TELL
    assert first.doubt == Doubt.OUTSIDE
    assert first.characteristics == ("wealth",)
    assert "p0" in first.places
    assert first.value == pytest.approx(0.5 * (1.2 + 1.4) / np.std(np.linspace(-2, 2, 30)))
    assert found.farthest in ("t0", "t1")


def test_a_country_half_beyond_the_trial_cannot_be_told(ask: Ask) -> None:
    """The mean lies within reach, but less than half of the places are near any mixture."""
    found = diagnose(ask, [-0.2, -0.1, 0.0, 0.1, 0.2, 0.3], [-3.0, -2.0, -1.5, 0.0, 0.1, 1.5, 2.0, 3.0])
    (reason,) = [each for each in found.reasons if each.doubt == Doubt.UNCOVERED]
    assert found.verdict == Verdict.CANNOT_TELL
    assert reason.characteristics == ("wealth",)
    assert set(reason.places[:2]) == {"t0", "t7"}
    assert found.covered == pytest.approx(2 / 8)


def test_a_fifth_of_the_country_beyond_the_trial_is_extrapolation(ask: Ask) -> None:
    target = [-2.5, -2.2, 2.3, *np.linspace(-1, 1, 7).tolist()]
    found = diagnose(ask, [-1.0, -0.9, -0.4, 0.0, 0.1, 0.4, 0.9, 1.0], target)
    assert found.verdict == Verdict.EXTRAPOLATES
    assert [each.doubt for each in found.reasons] == [Doubt.UNCOVERED]
    assert found.covered == pytest.approx(0.7)


def test_one_poor_place_among_rich_ones_cannot_carry_the_country(ask: Ask) -> None:
    """Its weight is about 2 / (2 + 1.5), by wealth alone."""
    values = np.array([[-1.5, 0.0], [1.9, -1.0], [2.0, 1.0], [2.1, -1.0], [2.0, 0.5], [2.0, 0.5]])
    target = Population(("a", "b", "c", "d"), np.array([[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]]))
    standard = standardise(ask(6, values=values, target=target))
    found = overlap(standard, balance(standard))
    doubts = {each.doubt: each for each in found.reasons}
    assert found.verdict == Verdict.CANNOT_TELL
    assert doubts[Doubt.ONE_PLACE].places == ("p0",)
    assert doubts[Doubt.ONE_PLACE].value == pytest.approx(4 / 7, abs=0.01)
    assert doubts[Doubt.TOO_FEW].value < 3.0


def test_weights_that_hang_on_one_place_are_told(ask: Ask) -> None:
    question = ask(
        6, values=np.array([[-1.0, 0.0], [0.5, 1.0], [0.6, -1.0], [0.4, 0.5], [0.7, 0.0], [0.5, -0.5]])
    )
    standard = standardise(question)
    balanced = balance(standard)
    assert isinstance(balanced, Balance)
    found = {each.doubt: each for each in overlap(standard, balanced).reasons}
    assert found[Doubt.HINGES].places == ("p0",)
