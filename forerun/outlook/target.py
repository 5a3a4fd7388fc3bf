"""From months to the figures that people ask for: year to date, quarter, year end.

Growth from January to a month is an average of the growth of its months,

    ytd[m] = (m0 * ytd[m0] + x[m0 + 1] + ... + x[m]) / m + e,

where ``m0`` is the last month with a published year to date and a joint figure of January and February counts
twice.  Published growth weighs months by the levels of the year before and is rounded, so the average is not
exact: ``e`` is measured on published years, by the number of months averaged, and enters the distribution.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forerun.errors import InputError
from forerun.outlook.predictive import Normal, Predictive
from forerun.outlook.vintage import Floats, Vintage, has_figure
from forerun.periods import Frequency, Period
from forerun.periods import month as month_of

LEAST_ERRORS = 5
"""So many past errors of the average are needed to measure it at a number of months."""
ROUNDING_SD = 0.1 / math.sqrt(12)
"""Standard deviation of rounding to a tenth; the error of the average is never taken to be smaller."""
_TO_NORMAL = 1.4826  # median of absolute values to standard deviation of a normal distribution


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure as ``constant + sum of weights * months to come + error``, the latter's standard deviation."""

    constant: float
    weights: dict[Period, float]
    error: float


@dataclass(frozen=True, slots=True)
class Identity:
    """How well published growth of the year to date agrees with the average of its months.

    ``errors`` holds for each number of months ahead (1 to 11) the published figure less the average;
    ``sd`` their spread in percentage points, by that number.
    """

    errors: dict[int, tuple[float, ...]]
    sd: dict[int, float]


def share(month: Period, joint: int) -> int:
    """How many months a month's figure stands for: ``joint`` at the last joint month, else one."""
    return joint if month.index == joint else 1


def distribution(aggregate: Aggregate, predictive: Predictive) -> Normal:
    """The distribution of an aggregate under a joint predictive.

    Raises:
        InputError: the aggregate asks for a month that the predictive does not reach.
    """
    of_months = predictive.linear(predictive.weights(aggregate.weights))
    return Normal(aggregate.constant + of_months.mean, math.hypot(of_months.sd, aggregate.error))


def measure_identity(vintage: Vintage) -> Identity:
    """Hold every published year to date against the average of an earlier one and the months since.

    The spread is a robust one (median of absolute errors, scaled), not below that of rounding, and does not
    fall with the number of months; where fewer than :data:`LEAST_ERRORS` are known that of fewer months is
    taken.  In years that start far from where they go on (2020, 2021) the average is off by more.
    """
    growth, to_date = vintage.values[:, 0], vintage.to_date
    index = np.array([month.index for month in vintage.months])
    errors: dict[int, tuple[float, ...]] = {}
    since_then = np.zeros(len(index))
    for ahead in range(1, min(12, len(index))):
        since_then = since_then + _shifted(growth, ahead - 1)
        average = (_shifted(index * to_date, ahead) + since_then) / index
        found = (to_date - average)[index > ahead]
        errors[ahead] = tuple(found[~np.isnan(found)].tolist())
    return Identity(errors, _spread_by_months(errors))


def _shifted(values: Floats, steps: int) -> Floats:
    """Values of so many months before."""
    return np.concatenate([np.full(steps, np.nan), values])[: len(values)]


def _spread_by_months(errors: Mapping[int, Sequence[float]]) -> dict[int, float]:
    spread, least = {}, ROUNDING_SD
    for ahead in range(1, 12):
        found = errors.get(ahead, ())
        if len(found) >= LEAST_ERRORS:
            least = max(least, _TO_NORMAL * float(np.median(np.abs(found))))
        spread[ahead] = least
    return spread


def _by_month(vintage: Vintage) -> tuple[dict[Period, float], dict[Period, float]]:
    growth = zip(vintage.months, vintage.values[:, 0].tolist(), strict=True)
    to_date = zip(vintage.months, vintage.to_date.tolist(), strict=True)
    return (
        {month: value for month, value in growth if not math.isnan(value)},
        {month: value for month, value in to_date if not math.isnan(value)},
    )


def _months_before(month: Period) -> tuple[Period, ...]:
    return tuple(month.shift(-back) for back in range(1, month.index))


def year_to_date(vintage: Vintage, until: Period, identity: Identity | None = None) -> Aggregate:
    """Growth from January to ``until`` as known constants and months to come.

    It starts from the last published year to date of the year; where there is none, from its months.

    Args:
        vintage: what is known.
        until: the last month, e.g. December.
        identity: the error of the average; measured on the vintage when None.

    Raises:
        InputError: a month of the year before the last published one has no figure, so that the average
            cannot be taken.
    """
    measured = identity or measure_identity(vintage)
    growth, to_date = _by_month(vintage)
    joint = vintage.joint_months
    if until in to_date:
        return Aggregate(to_date[until], {}, 0.0)
    known = [month for month in _months_before(until) if month in to_date and has_figure(month, joint)]
    since = known[0] if known else month_of(until.year, 1).shift(-1)
    passed = since.index if known else 0
    constant, weights = passed * (to_date[since] if known else 0.0), {}
    for step in range(1, until.ordinal - since.ordinal + 1):
        month = since.shift(step)
        if not has_figure(month, joint):
            continue
        if month in growth:
            constant += share(month, joint) * growth[month]
        elif month > vintage.last:
            weights[month] = share(month, joint) / until.index
        else:
            raise InputError(f"{month} has no figure, so {until} cannot be averaged", where=vintage.names[0])
    error = measured.sd[min(max(until.index - passed, 1), 11)]
    return Aggregate(constant / until.index, weights, error)


def of_month(month: Period) -> Aggregate:
    """A month to come as itself."""
    return Aggregate(0.0, {month: 1.0}, 0.0)


def year_end(vintage: Vintage, year: int, identity: Identity | None = None) -> Aggregate:
    """Growth of a whole year; see :func:`year_to_date`."""
    return year_to_date(vintage, month_of(year, 12), identity)


def quarter(vintage: Vintage, period: Period) -> Aggregate:
    """Growth of a quarter as the average of its months, January and February counting twice together.

    Nobody publishes it, so it carries no error of the average.

    Raises:
        InputError: not a quarter, or one of its months has no figure though later ones have.
    """
    if period.frequency is not Frequency.QUARTER:
        raise InputError(f"{period} is not a quarter", advice="Write it like 2023-Q4")
    growth, _ = _by_month(vintage)
    last = period.last_month
    own = [m for m in (last.shift(-2), last.shift(-1), last) if has_figure(m, vintage.joint_months)]
    missing = [month for month in own if month not in growth and month <= vintage.last]
    if missing:
        raise InputError(
            f"{missing[0]} has no figure, so {period} cannot be averaged", where=vintage.names[0]
        )
    part = {month: share(month, vintage.joint_months) / 3 for month in own}
    constant = sum(part[month] * growth[month] for month in own if month in growth)
    return Aggregate(constant, {month: part[month] for month in own if month not in growth}, 0.0)


def several_years(parts: tuple[Aggregate, ...]) -> Aggregate:
    """Average of annual rates, for a target of average growth over several years.

    The arithmetic mean stands for the geometric one; they differ by less than 0.1 point while rates of the
    years lie within nine points of one another.
    """
    count = len(parts)
    weights: dict[Period, float] = {}
    for part in parts:
        for month, weight in part.weights.items():
            weights[month] = weights.get(month, 0.0) + weight / count
    error = math.sqrt(sum(part.error**2 for part in parts)) / count
    return Aggregate(sum(part.constant for part in parts) / count, weights, error)


def chance(figure: Normal, wanted: float, half_unit: float = 0.0) -> float:
    """Probability that the published figure is at least ``wanted``.

    ``half_unit`` is half a unit of the figure's last digit: 4.55 is published as 4.6.
    """
    return figure.at_least(wanted - half_unit)
