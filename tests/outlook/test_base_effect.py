"""Bases out of the ordinary: what is adjusted, and that a forecast comes back to growth exactly."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.outlook.base_effect import as_growth, base_of, out_of_the_ordinary, without_base
from tests.outlook.conftest import real_time_of


def test_growth_against_a_low_base_is_growth_over_two_years_less_one_usual_year() -> None:
    growth = np.full(49, 5.0)
    growth[36], growth[48] = -15.0, 30.0
    base = base_of(growth)
    assert base.ratio[48] == pytest.approx(0.85 / 1.05)
    assert base.adjusted(growth)[48] == pytest.approx(100 * (1.30 * 0.85 / 1.05 - 1))
    assert np.flatnonzero(base.ratio != 1.0).tolist() == [48]


def test_what_is_high_only_against_a_low_base_is_no_high_base() -> None:
    growth = np.full(61, 5.0)
    growth[36] = -15.0
    growth[48] = 100 * (1.05 * 1.05 / 0.85 - 1)
    assert base_of(growth).ratio[60] == 1.0


def test_the_base_of_the_coming_year_is_known() -> None:
    growth = np.full(40, 5.0)
    growth[38] = -20.0
    ratio = base_of(growth, ahead=14).ratio
    assert len(ratio) == 54
    assert ratio[50] == pytest.approx(0.80 / 1.05)
    assert (np.delete(ratio, 50) == 1.0).all()


def test_a_figure_is_treated_alike_ever_after() -> None:
    growth = np.random.default_rng(4).normal(5.0, 1.0, 120)
    growth[[60, 61, 90]] = -20.0, -8.0, 25.0
    for end in (62, 75, 91, 119):
        assert base_of(growth[:end], 0).ratio == pytest.approx(base_of(growth, 0).ratio[:end])
        assert (out_of_the_ordinary(growth[:end]) == out_of_the_ordinary(growth)[:end]).all()


def test_a_short_or_empty_series_has_no_usual_growth() -> None:
    assert (base_of(np.array([5.0] * 11 + [-50.0]), 12).ratio == 1.0).all()
    assert (base_of(np.full(30, np.nan)).ratio == 1.0).all()
    assert not out_of_the_ordinary(np.array([1.0, 100.0])).any()


def test_there_and_back() -> None:
    growth, ratio = np.array([-13.5, 35.1]), np.array([0.8, 1.3])
    assert as_growth(without_base(growth, ratio), ratio) == pytest.approx(growth)


def test_china_moves_the_bases_of_2021_alone() -> None:
    real_time = real_time_of("china")
    vintage = real_time.vintage(real_time.until)
    growth, months = vintage.values[:, 0], vintage.months
    moved = {str(months[row]) for row in np.flatnonzero(base_of(growth, 0).ratio != 1.0)}
    assert {"2021-02", "2021-03"} <= moved <= {"2021-02", "2021-03", "2021-04"}
