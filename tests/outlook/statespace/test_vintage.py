"""Grids of months, and standardising on them."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import InputError, UnknownNameError
from forerun.outlook.statespace.vintage import Vintage, extend, scale_of

KNOWN = Vintage(("PMI", "GDP"), ("2023-11", "2023-12"), np.array([[49.4, np.nan], [49.0, 5.2]]))


def test_places_are_found_by_name() -> None:
    assert (KNOWN.column("GDP"), KNOWN.row("2023-12")) == (1, 1)
    with pytest.raises(UnknownNameError, match="GPD"):
        KNOWN.column("GPD")
    with pytest.raises(InputError, match="2024-01"):
        KNOWN.row("2024-01")


def test_a_grid_reaches_as_far_as_it_is_asked_to() -> None:
    further = extend(KNOWN, "2024-02")
    assert further.periods == ("2023-11", "2023-12", "2024-01", "2024-02")
    assert np.isnan(further.values[2:]).all()
    assert further.values[:2] == pytest.approx(KNOWN.values, nan_ok=True)
    assert extend(KNOWN, "2023-01").periods == KNOWN.periods


@pytest.mark.parametrize(
    ("series", "periods", "shape", "message"),
    [
        (("A", "A"), ("2023-01",), (1, 2), "occurs twice"),
        (("A", "B"), ("2023-01", "2023-03"), (2, 2), "one month after another"),
        (("A", "B"), ("2023-01", "2023-01"), (2, 2), "one month after another"),
        (("A",), ("2023-01",), (1, 2), "shape"),
    ],
)
def test_what_is_no_grid_is_refused(
    series: tuple[str, ...], periods: tuple[str, ...], shape: tuple[int, int], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        Vintage(series, periods, np.zeros(shape))


def test_standardised_data_have_mean_zero_and_deviation_one_over_what_is_observed() -> None:
    values = np.array([[1.0, np.nan], [3.0, 10.0], [8.0, 20.0]])
    scale = scale_of(values)
    assert scale.mean == pytest.approx([4.0, 15.0])
    assert scale.deviation == pytest.approx([13**0.5, 50**0.5])
    assert scale.restore(scale.standardise(values)) == pytest.approx(values, nan_ok=True)


@pytest.mark.parametrize(
    "column", [[1.0, 1.0, 1.0], [np.nan, 2.0, np.nan], [np.nan] * 3, [0.1 + 0.2, 0.3, 0.3]]
)
def test_a_series_that_does_not_vary_is_refused(column: list[float]) -> None:
    with pytest.raises(InputError, match="series 2 of the data"):
        scale_of(np.column_stack([[1.0, 2.0, 4.0], column]))
