"""The weight of an observation is the slope of the expectation in it."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.outlook.statespace.model import Start
from forerun.outlook.statespace.projection import project
from tests.outlook.statespace.dense import given, random_data, random_model


@pytest.mark.parametrize("start", Start)
@pytest.mark.parametrize("target", [(0, 2), (2, 1), (3, 0), (6, 0)])
def test_weights_are_slopes(start: Start, target: tuple[int, int]) -> None:
    model, data = random_model(11, start), random_data(11)
    data[target] = np.nan
    found = project(model, data, target)
    slopes = np.zeros(data.shape)
    for cell in zip(*np.nonzero(np.isfinite(data)), strict=True):
        moved = data.copy()
        moved[cell] += 1
        slopes[cell] = given(model, moved)[2][target] - given(model, data)[2][target]
    assert found.weights == pytest.approx(slopes, abs=1e-10)
    assert np.abs(found.weights).max() > 0.01
    assert found.expected == pytest.approx(given(model, data)[2], abs=1e-11)


def test_a_known_figure_depends_on_itself_alone() -> None:
    model, data = random_model(12, Start.BEFORE), random_data(12)
    data[2, 1] = 5.0
    found = project(model, data, (2, 1))
    assert found.expected[2, 1] == 5
    assert np.argwhere(found.weights).tolist() == [[2, 1]]
    assert found.weights[2, 1] == 1
