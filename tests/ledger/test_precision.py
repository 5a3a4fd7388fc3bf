"""Digits that a publisher vouches for and that a derived number keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.ledger.precision import half_unit, justified
from forerun.types import Comparator, Observation

from .conftest import published


def row(value: float, unit: str = "10000 units") -> Observation:
    return published("X", "2023-09", "level", value, unit)


@pytest.mark.parametrize(
    ("value", "unit", "half"),
    [
        (5.0, "percent", 0.05),
        (4.53, "percent", 0.005),
        (150, "percent", 5.0),
        (50, "index 50=no change", 0.05),
        (17.27, "100 million users", 0.005),
        (318.9, "10000 stations", 0.05),
        (6650, "CNY 100 million", 0.5),
        (13600, "CNY 100 million", 0.5),
        (151000, "CNY 100 million", 500),
        (0.0, "10000 units", 0.5),
        (33.0, "10000 units", 0.5),
    ],
)
def test_half_unit_of_the_last_digit(value: float, unit: str, half: float) -> None:
    assert half_unit(row(value, unit)) == pytest.approx(half)


def test_zeros_of_a_figure_said_to_be_round_are_no_digits() -> None:
    assert half_unit(replace(row(13600), note="rounded; 1.36 trillion yuan")) == 50
    assert half_unit(replace(row(2700), comparator=Comparator.ABOUT)) == 50


def test_a_level_has_the_decimals_of_those_beside_it() -> None:
    assert half_unit(row(33.0), [row(58.6)]) == 0.05
    assert half_unit(row(33.0), [row(58.6, "percent")]) == 0.5


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e5))
def test_rounding_never_moves_a_value_further_than_the_error_allows(value: float, error: float) -> None:
    assert abs(justified(value, error) - value) <= 1.05 * error * (1 + 1e-9) + 1e-9
