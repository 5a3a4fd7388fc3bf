"""Known curves are found again; averages and weights do what they say."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.foresight.diffusion.best import best_curves
from forerun.foresight.diffusion.ceilings import FARTHEST, ceilings_of
from forerun.foresight.diffusion.curves import Model, Shape
from forerun.foresight.diffusion.fitting import Data, best, profile
from forerun.foresight.diffusion.members import members_of, quantile
from forerun.foresight.industries import Kind
from tests.foresight.diffusion.conftest import SHAPES, path, until


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("maturity", [0.7, 0.95])
def test_parameters_of_a_curve_without_noise_are_found_again(shape: Shape, maturity: float) -> None:
    dates, values = until(shape, maturity, 30)
    found = best(Data.of(dates, values), [shape], (values.max() * 1.001, values.max() * 100))
    assert found.ceilings[0] == pytest.approx(80, rel=1e-6)
    assert found.speeds[0] == pytest.approx(0.4, rel=1e-6)
    from forerun.foresight.diffusion.curves import inverse

    turned = dates[-1] - float(inverse(shape, np.array([maturity]))[0]) / 0.4
    assert found.inflections[0] == pytest.approx(turned, abs=1e-5)
    if shape.model is Model.BASS:
        assert found.shapes[0].ratio == pytest.approx(shape.ratio, rel=1e-5)


def test_a_path_begun_at_a_known_launch_gives_back_innovation_and_imitation() -> None:
    dates, values = until(Shape(Model.BASS, 0.38 / 0.03), 0.9, 30, speed=0.41)
    curves = best_curves(path(dates, values), _tried(values), (2031.0,))
    bass = next(each for each in curves if each.model is Model.BASS)
    assert bass.innovation == pytest.approx(0.03, rel=1e-4)
    assert bass.imitation == pytest.approx(0.38, rel=1e-4)


def test_measures_of_a_logistic_are_those_of_its_definition() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.8, 30)
    curves = best_curves(path(dates, values), _tried(values), (2030.0, 2200.0))
    logistic = next(each for each in curves if each.model is Model.LOGISTIC)
    assert logistic.spread == pytest.approx(np.log(81) / 0.4, rel=1e-5)
    assert logistic.growth == pytest.approx(100 * 0.4 / 4, rel=1e-5)
    assert logistic.maturity == pytest.approx(0.8, rel=1e-5)
    assert not logistic.at_edge
    assert logistic.ahead[1] == pytest.approx(80, rel=1e-5)


def _tried(values: np.ndarray) -> object:
    return ceilings_of(float(values.max()), Kind.STOCK, None)


def test_a_profile_is_lowest_at_the_true_ceiling() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.6, 25)
    ceilings = np.array([50.0, 60.0, 80.0, 120.0, 400.0])
    found = profile(Data.of(dates, values), [Shape(Model.LOGISTIC)], ceilings)
    assert int(np.argmin(found.loss)) == 2
    assert found.loss[2] < 1e-8


def test_every_model_counts_a_third_beforehand_and_the_weights_sum_to_one() -> None:
    dates, values = until(Shape(Model.LOGISTIC), 0.02, 12, speed=0.5)
    tried = ceilings_of(float(values.max()), Kind.STOCK, None)
    assert tried is not None
    members = members_of(dates, values, tried)
    assert members.weights.sum() == pytest.approx(1)
    assert np.all(members.weights >= 0)
    models = {shape.model for shape in members.shapes}
    assert models == set(Model)


def test_all_members_pass_through_the_last_value_and_none_beyond_its_ceiling() -> None:
    dates, values = until(Shape(Model.GOMPERTZ), 0.5, 20)
    tried = ceilings_of(float(values.max()), Kind.STOCK, (60.0, 120.0))
    assert tried is not None
    members = members_of(dates, values, tried)
    ahead = members.ahead(np.array([dates[-1], dates[-1] + 5, dates[-1] + 500]))
    assert ahead[:, 0] == pytest.approx(values[-1])
    assert np.all(np.diff(ahead, axis=1) >= -1e-9)
    assert np.all(ahead <= members.ceilings[:, None] * (1 + 1e-9))


def test_ceilings_are_those_stated_those_of_a_share_or_as_far_as_is_looked() -> None:
    stated = ceilings_of(30.0, Kind.STOCK, (50.0, 90.0))
    share = ceilings_of(30.0, Kind.SHARE, None)
    open_ended = ceilings_of(30.0, Kind.STOCK, None)
    assert stated is not None
    assert share is not None
    assert open_ended is not None
    assert (stated.low, stated.high, stated.stated) == (50.0, 90.0, True)
    assert (share.high, share.stated) == (100.0, True)
    assert (open_ended.high, open_ended.stated) == (30 * FARTHEST, False)
    assert ceilings_of(30.0, Kind.SHARE, (50.0, 900.0)).high == 100.0  # type: ignore[union-attr]
    assert ceilings_of(30.0, Kind.STOCK, (10.0, 20.0)) is None


@pytest.mark.parametrize("largest", [99.9, 100.0])
def test_a_share_at_its_ceiling_still_has_one(largest: float) -> None:
    tried = ceilings_of(largest, Kind.SHARE, None)
    assert tried is not None
    nodes, weights = tried.nodes(largest)
    assert np.all(nodes > largest)
    assert np.all(np.isfinite(nodes))
    assert weights.sum() == pytest.approx(1)


def test_a_weighted_quantile_counts_weight_not_members() -> None:
    values = np.array([[1.0], [2.0], [3.0]])
    assert quantile(values, np.array([0.6, 0.2, 0.2]), 0.5)[0] == 1
    assert quantile(values, np.array([0.2, 0.2, 0.6]), 0.5)[0] == 3
    assert quantile(values, np.array([0.2, 0.6, 0.2]), 1.0)[0] == 3
