"""Transformations of levels before a model sees them, by the codes of the New York Fed's specification.

The codes are those of Bok, Caratelli, Giannone, Sbordone and Tambalotti (2018), Annual Review of Economics
10, as its example program spells them.  A quarterly series stands in the third month of its quarter, so its
neighbour is three months away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from forerun.errors import SpecError
from forerun.outlook.statespace.model import Array

MONTHS = {"m": 1, "q": 3, "a": 12}
"""Months between neighbouring observations of a frequency."""


def level(values: Array, step: int) -> Array:  # noqa: ARG001
    """``lin``: the level itself."""
    return values


def change(values: Array, step: int) -> Array:
    """``chg``: difference to the observation ``step`` months before, in the unit of the series."""
    return values - lag(values, step)


def percent_change(values: Array, step: int) -> Array:
    """``pch``: percent over the observation ``step`` months before."""
    return 100 * (values / lag(values, step) - 1)


def annualised_percent_change(values: Array, step: int) -> Array:
    """``pca``: percent over the observation ``step`` months before, compounded to a year."""
    return np.asarray(100 * ((values / lag(values, step)) ** (12 / step) - 1))


def log_change(values: Array, step: int) -> Array:
    """``cch``: 100 times the difference of logarithms."""
    return 100 * change(logarithm(values, step), step)


def annualised_log_change(values: Array, step: int) -> Array:
    """``cca``: 100 times the difference of logarithms, at the rate of a year."""
    return log_change(values, step) * (12 / step)


def logarithm(values: Array, step: int) -> Array:  # noqa: ARG001
    """``log``: the natural logarithm, NaN where there is none."""
    positive = np.where(values > 0, values, np.nan)
    return np.asarray(np.log(positive))


def change_over_a_year(values: Array, step: int) -> Array:  # noqa: ARG001
    """``ch1``: difference to the same period a year before."""
    return change(values, 12)


def percent_change_over_a_year(values: Array, step: int) -> Array:  # noqa: ARG001
    """``pc1``: percent over the same period a year before."""
    return percent_change(values, 12)


TRANSFORMATIONS: dict[str, Callable[[Array, int], Array]] = {
    "lin": level,
    "chg": change,
    "ch1": change_over_a_year,
    "pch": percent_change,
    "pc1": percent_change_over_a_year,
    "pca": annualised_percent_change,
    "cch": log_change,
    "cca": annualised_log_change,
    "log": logarithm,
}
"""Each code with its formula of the levels (T,) on a monthly grid and the months between observations."""


def transform(values: Array, code: str, frequency: str) -> Array:
    """A series of levels, transformed.

    Args:
        values: (T,) by month, NaN where nothing is observed.
        code: of :data:`TRANSFORMATIONS`.
        frequency: ``m``, ``q`` or ``a``.

    Returns:
        (T,), NaN where the formula needs something that is not observed.

    Raises:
        SpecError: a code or frequency that is not known.
    """
    if code not in TRANSFORMATIONS or frequency not in MONTHS:
        raise SpecError(
            f"unknown transformation {code!r} at frequency {frequency!r}",
            advice=f"Use one of {', '.join(TRANSFORMATIONS)} with one of {', '.join(MONTHS)}",
        )
    return TRANSFORMATIONS[code](np.asarray(values, dtype=np.float64), MONTHS[frequency])


def transform_all(values: Array, codes: Sequence[str], frequencies: Sequence[str]) -> Array:
    """Every column of (T, n), transformed by the code and frequency of its place.

    Raises:
        SpecError: as :func:`transform`.
    """
    columns = zip(np.asarray(values).T, codes, frequencies, strict=True)
    return np.column_stack([transform(*each) for each in columns])


def lag(values: Array, step: int) -> Array:
    """The value ``step`` months before, (T,), NaN for the first ones."""
    return np.concatenate([np.full(min(step, len(values)), np.nan), values[: max(0, len(values) - step)]])
