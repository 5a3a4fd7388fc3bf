"""The dense model against statsmodels, at parameters stored with its answers."""

from __future__ import annotations

import pytest

from forerun.errors import InputError
from forerun.outlook.statespace.dynamic_factor import as_state_space
from tests.outlook.statespace.stored import CASES, assert_equals_statsmodels, numbers, parameters, read


def test_there_are_cases() -> None:
    assert len(CASES) == 8


@pytest.mark.parametrize("name", CASES)
def test_likelihood_factors_and_forecasts_equal_those_of_statsmodels(name: str) -> None:
    content = read(name)
    assert_equals_statsmodels(content, numbers(content["panel"]))


def test_another_parameter_gives_another_answer() -> None:
    content = read("two_factors")
    content["parameters"]["loadings"][3][1] += 0.01
    with pytest.raises(AssertionError):
        assert_equals_statsmodels(content, numbers(content["panel"]))


def test_a_factor_with_a_unit_root_is_refused() -> None:
    content = read("one_factor")
    content["parameters"]["factor_var"] = [[[1.0]]]
    with pytest.raises(InputError, match="stationary start"):
        as_state_space(parameters(content))
