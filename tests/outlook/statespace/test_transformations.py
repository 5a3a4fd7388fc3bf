"""Each code against a figure that can be checked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from forerun.errors import SpecError
from forerun.outlook.statespace.transformations import TRANSFORMATIONS, transform, transform_all

NAN = math.nan
MONTHLY = np.array([100.0, 110.0, NAN, 121.0, 120.0, 130.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 105.0])
QUARTERLY = np.array([NAN, NAN, 100.0, NAN, NAN, 101.0])


@pytest.mark.parametrize(
    ("code", "second", "last"),
    [
        ("lin", 110.0, 105.0),
        ("chg", 10.0, 104.0),
        ("pch", 10.0, 10400.0),
        ("pca", 100 * (1.1**12 - 1), None),
        ("cch", 100 * math.log(1.1), 100 * math.log(105)),
        ("cca", 1200 * math.log(1.1), None),
        ("log", math.log(110), math.log(105)),
        ("ch1", NAN, 5.0),
        ("pc1", NAN, 5.0),
    ],
)
def test_months(code: str, second: float, last: float | None) -> None:
    found = transform(MONTHLY, code, "m")
    assert found[1] == pytest.approx(second, nan_ok=True)
    assert last is None or found[-1] == pytest.approx(last)


def test_no_code_is_left_out() -> None:
    assert set(TRANSFORMATIONS) == {"lin", "chg", "ch1", "pch", "pc1", "pca", "cch", "cca", "log"}


@pytest.mark.parametrize(("code", "last"), [("chg", 1.0), ("pch", 1.0), ("pca", 100 * (1.01**4 - 1))])
def test_a_quarter_is_compared_with_the_quarter_before(code: str, last: float) -> None:
    found = transform(QUARTERLY, code, "q")
    assert found[-1] == pytest.approx(last)
    assert np.isnan(found[:-1]).all()


def test_a_missing_month_leaves_two_changes_missing() -> None:
    assert np.flatnonzero(np.isnan(transform(MONTHLY, "chg", "m"))).tolist() == [0, 2, 3]


def test_there_is_no_logarithm_of_what_is_not_positive() -> None:
    assert np.isnan(transform(np.array([1.0, -1.0, 0.0]), "log", "m")).tolist() == [False, True, True]


def test_a_short_series_has_no_change_over_a_year() -> None:
    assert np.isnan(transform(np.ones(3), "pc1", "m")).all()


def test_columns_have_codes_of_their_own() -> None:
    both = transform_all(np.column_stack([MONTHLY[:6], QUARTERLY]), ("chg", "pch"), ("m", "q"))
    assert both[-1] == pytest.approx([10.0, 1.0])


@pytest.mark.parametrize(("code", "frequency"), [("diff", "m"), ("chg", "w")])
def test_an_unknown_code_is_refused(code: str, frequency: str) -> None:
    with pytest.raises(SpecError, match="unknown transformation"):
        transform(MONTHLY, code, frequency)
