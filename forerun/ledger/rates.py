"""Recipes for growth rates: two-year average, momentum, acceleration, contribution, month and year to date.

Rates are percent over the same period a year before, on the comparable basis of their publisher.  Each
function returns a figure of kind ``derived`` or raises :class:`~forerun.errors.ConventionError`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from forerun.catalog.model import Break
from forerun.ledger.derivation import (
    CHAIN,
    LEVEL_OF_GROWTH,
    LEVELS,
    Shape,
    derive,
    exact_row,
    period_of,
    refusal,
    refuse_break,
    refuse_coarse,
    refuse_published,
    require,
    require_from_january,
    require_series,
    require_year_apart,
)
from forerun.ledger.precision import POINTS
from forerun.ledger.recipes import (
    ACCELERATION,
    CONTRIBUTION,
    CUMULATIVE_GROWTH,
    MOMENTUM,
    MONTH_GROWTH,
    TWO_YEAR_AVERAGE,
    Recipe,
)
from forerun.periods import Frequency, Period
from forerun.types import Figure, Measure

COARSEST_RATE = 1.0  # percentage points
MOMENTUM_MONTHS = 3


def two_year_average(later: Figure, earlier: Figure, breaks: Iterable[Break]) -> Figure:
    """Average growth over two years, as the NBS printed it through 2021 to look past 2020.

    Args:
        later: ``yoy`` or ``ytd_yoy`` of the period.
        earlier: the same measure of the same period a year before.
        breaks: the catalog's measured breaks.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.TWO_YEAR_AVERAGE`.
    """
    recipe = TWO_YEAR_AVERAGE
    require(recipe, later, Measure.YOY, Measure.YTD_YOY)
    require(recipe, earlier, later.measure)
    require_year_apart(recipe, later, earlier)
    period = period_of(recipe, later)
    refuse_break(recipe, CHAIN, later, period.year_before(), breaks)
    shape = Shape(later.series, period, later.measure, later.unit)
    return derive(recipe, shape, (later, earlier), _geometric_mean)


def _geometric_mean(*rates: float) -> float:
    return 100 * (math.prod(1 + rate / 100 for rate in rates) ** (1 / len(rates)) - 1)


def momentum(rates: Sequence[Figure]) -> Figure:
    """Mean of the growth rates of the last three months.

    Args:
        rates: ascending monthly ``yoy`` that end with the month wanted; the joint ``ytd_yoy`` of February
            stands for January and for February.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.MOMENTUM`.
    """
    recipe = MOMENTUM
    require_series(recipe, rates)
    last = rates[-1]
    period = period_of(recipe, last)
    wanted = {period.shift(-back) for back in range(MOMENTUM_MONTHS)}
    weights = [len(wanted & _months_of(recipe, rate)) for rate in rates]
    if sum(weights) != MOMENTUM_MONTHS:
        raise refusal(recipe, last, f"needs each month from {min(wanted)} to {period} exactly once")
    used = [rate for rate, weight in zip(rates, weights, strict=True) if weight]
    shape = Shape(last.series, period, Measure.YOY, last.unit)
    return derive(recipe, shape, used, _weighted_mean([weight for weight in weights if weight]))


def _months_of(recipe: Recipe, rate: Figure) -> set[Period]:
    period = period_of(recipe, rate)
    if rate.measure is Measure.YOY:
        return {period}
    if _is_joint(rate):
        return {period.shift(-1), period}
    raise refusal(recipe, rate, "not the rate of a month")


def _is_joint(figure: Figure) -> bool:
    """Whether this is the joint figure of January and February."""
    period = figure.period
    return (
        figure.measure.cumulative
        and period is not None
        and period.frequency is Frequency.MONTH
        and period.index == 2
    )


def _weighted_mean(weights: Sequence[int]) -> Callable[..., float]:
    def mean(*values: float) -> float:
        return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)

    return mean


def acceleration(later: Figure, earlier: Figure) -> Figure:
    """Change of a growth rate against the one before it, in percentage points.

    Args:
        later: ``yoy``, or ``ytd_yoy`` with ``earlier`` of the same year.  The joint rate of January and
            February may stand against the month of December, as the NBS compares them.
        earlier: the rate of the period before.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.ACCELERATION`.
    """
    recipe = ACCELERATION
    require_series(recipe, (earlier, later))
    for each in (later, earlier):
        require(recipe, each, Measure.YOY, Measure.YTD_YOY)
    period, before = period_of(recipe, later), period_of(recipe, earlier)
    opening = _is_joint(later) and earlier.measure is Measure.YOY
    closing = _is_joint(earlier) and later.measure is Measure.YOY
    if later.measure is not earlier.measure and not (opening or closing):
        raise refusal(recipe, later, f"{earlier.measure.value} is another measure")
    if before != period.shift(-2 if opening else -1):
        raise refusal(recipe, later, f"{before} is not the period before {period}")
    cumulative = later.measure.cumulative and not opening
    if cumulative and before.year != period.year:
        raise refusal(recipe, later, "year-to-date rates of different years cover different months")
    measure = Measure.YTD_CHANGE_PP if cumulative else Measure.CHANGE_PP
    shape = Shape(later.series, period, measure, POINTS)
    return derive(recipe, shape, (later, earlier), lambda now, then: now - then)


def contribution(growth: Figure, part: Figure, whole: Figure, breaks: Iterable[Break]) -> Figure:
    """Percentage points that a part adds to the growth of its whole.

    Args:
        growth: ``yoy`` or ``ytd_yoy`` of the part.
        part: level of the part in the same period a year before (``level`` or ``ytd_level``).
        whole: level of the whole in that same period.
        breaks: the catalog's measured breaks.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.CONTRIBUTION`.
    """
    recipe = CONTRIBUTION
    require(recipe, growth, *LEVEL_OF_GROWTH)
    for each in (part, whole):
        require(recipe, each, LEVEL_OF_GROWTH[growth.measure])
    require_year_apart(recipe, growth, part)
    if whole.period != part.period or whole.unit != part.unit:
        raise refusal(recipe, whole, f"needs {part.period} in {part.unit}")
    if not 0 < exact_row(recipe, part).value <= exact_row(recipe, whole).value:
        raise refusal(recipe, part, "the part is not between zero and its whole")
    refuse_break(recipe, CHAIN, growth, period_of(recipe, part), breaks)
    measure = Measure.YTD_CHANGE_PP if growth.measure.cumulative else Measure.CHANGE_PP
    shape = Shape(growth.series, period_of(recipe, growth), measure, POINTS)
    return derive(recipe, shape, (growth, part, whole), lambda rate, some, all_: rate * some / all_)


def month_growth_from_cumulative(
    later: Figure, earlier: Figure, published: Figure, breaks: Iterable[Break]
) -> Figure:
    """Growth of one month from two consecutive year-to-date rates.

    Args:
        later: ``ytd_yoy`` up to the month wanted.
        earlier: ``ytd_yoy`` up to the month before, same year.
        published: what is known of the month's own rate; must be missing.
        breaks: the catalog's measured breaks.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.MONTH_GROWTH`.
    """
    recipe = MONTH_GROWTH
    require_series(recipe, (earlier, later))
    for each in (later, earlier):
        require(recipe, each, Measure.YTD_YOY)
    refuse_published(recipe, published)
    period, before = period_of(recipe, later), period_of(recipe, earlier)
    if before.year != period.year or before != period.shift(-1):
        raise refusal(recipe, later, f"{before} is not the period before {period} in the same year")
    refuse_break(recipe, LEVELS | CHAIN, later, before, breaks)
    count = period.index
    shape = Shape(later.series, period, Measure.YOY, later.unit)
    growth = derive(recipe, shape, (later, earlier), lambda now, then: count * now - (count - 1) * then)
    return refuse_coarse(recipe, growth, COARSEST_RATE)


def cumulative_growth_from_months(
    months: Sequence[Figure], published: Figure, breaks: Iterable[Break]
) -> Figure:
    """Growth of the year to date from the rates of its months.

    Args:
        months: ascending ``yoy`` of one year from January on; January and February enter as one
            ``ytd_yoy`` of February where they are published together.
        published: what is known of the year-to-date rate; must be missing.
        breaks: the catalog's measured breaks.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.CUMULATIVE_GROWTH`.
    """
    recipe = CUMULATIVE_GROWTH
    require_series(recipe, months)
    require_from_january(recipe, months, Measure.YOY)
    refuse_published(recipe, published)
    last = months[-1]
    refuse_break(recipe, LEVELS | CHAIN, last, period_of(recipe, months[0]), breaks)
    shape = Shape(last.series, period_of(recipe, last), Measure.YTD_YOY, last.unit)
    weights = [2 if _is_joint(month) else 1 for month in months]
    return derive(recipe, shape, months, _weighted_mean(weights))
