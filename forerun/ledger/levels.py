"""Recipes for levels: months and cumulative figures, chained levels, growth and change of levels.

Each function takes published figures and the catalog's measured breaks and returns one figure of kind
``derived``, or raises :class:`~forerun.errors.ConventionError` with the reason why statistics do not
allow it.  The registered words are in :mod:`forerun.ledger.recipes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forerun.catalog.model import Break
from forerun.ledger.derivation import (
    CHAIN,
    GROWTH_OF_LEVEL,
    LEVEL_OF_GROWTH,
    LEVELS,
    Shape,
    derive,
    period_of,
    refusal,
    refuse_break,
    refuse_coarse,
    refuse_published,
    require,
    require_alike,
    require_from_january,
    require_year_apart,
)
from forerun.ledger.precision import IN_TENTHS
from forerun.ledger.recipes import (
    CHAINED_LEVEL,
    CUMULATIVE_FROM_MONTHS,
    GROWTH_FROM_LEVELS,
    MONTH_FROM_CUMULATIVE,
    NET_ADDITION,
    Recipe,
)
from forerun.periods import Frequency
from forerun.types import Figure, Measure

COARSEST_MONTH = 0.1  # largest rounding error of a month, as a share of it
COARSEST_GROWTH = 1.0  # percentage points


def month_from_cumulative(later: Figure, earlier: Figure, breaks: Iterable[Break]) -> Figure:
    """The level of one month (or quarter) from two consecutive year-to-date levels.

    Args:
        later: ``ytd_level`` up to the period wanted.
        earlier: ``ytd_level`` up to the period before, same year.
        breaks: the catalog's measured breaks.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.MONTH_FROM_CUMULATIVE`.
    """
    recipe = MONTH_FROM_CUMULATIVE
    _refuse_january_alone(recipe, later, earlier)
    for each in (later, earlier):
        require(recipe, each, Measure.YTD_LEVEL)
    period, before = period_of(recipe, later), period_of(recipe, earlier)
    if before.year != period.year or before != period.shift(-1):
        raise refusal(recipe, later, f"{before} is not the period before {period} in the same year")
    require_alike(recipe, (earlier, later))
    refuse_break(recipe, LEVELS, later, before, breaks)
    shape = Shape(later.series, period, Measure.LEVEL, later.unit)
    month = derive(recipe, shape, (later, earlier), lambda total, less: total - less)
    return refuse_coarse(recipe, month, COARSEST_MONTH * abs(month.value or 0.0))


def _refuse_january_alone(recipe: Recipe, later: Figure, earlier: Figure) -> None:
    if later.value is None or later.period is None or earlier.value is not None:
        return
    if later.period.frequency is Frequency.MONTH and later.period.index == 2:
        raise refusal(
            recipe,
            later,
            "January and February are published together and cannot be told apart",
            f"Use ytd_level of {later.period}, their sum",
        )


def cumulative_from_months(months: Sequence[Figure], breaks: Iterable[Break]) -> Figure:
    """The year-to-date level from the months (or quarters) of one year.

    Args:
        months: ascending levels from January on; January and February enter as one ``ytd_level`` of
            February where they are published together.
        breaks: the catalog's measured breaks.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.CUMULATIVE_FROM_MONTHS`.
    """
    recipe = CUMULATIVE_FROM_MONTHS
    require_from_january(recipe, months, Measure.LEVEL)
    require_alike(recipe, months)
    last = months[-1]
    period = period_of(recipe, last)
    refuse_break(recipe, LEVELS, last, period_of(recipe, months[0]), breaks)
    shape = Shape(last.series, period, Measure.YTD_LEVEL, last.unit)
    return derive(recipe, shape, months, lambda *values: sum(values))


def chained_level(growth: Figure, base: Figure, published: Figure, breaks: Iterable[Break]) -> Figure:
    """The level that published growth implies, on the comparable basis of that growth.

    Args:
        growth: ``yoy`` (or ``ytd_yoy``) of the period.
        base: ``level`` (or ``ytd_level``) of the same period a year before.
        published: what is known of the level of the period itself; must be missing.
        breaks: the catalog's measured breaks.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.CHAINED_LEVEL`.
    """
    recipe = CHAINED_LEVEL
    require(recipe, growth, *LEVEL_OF_GROWTH)
    measure = LEVEL_OF_GROWTH[growth.measure]
    require(recipe, base, measure)
    require_year_apart(recipe, growth, base)
    refuse_published(recipe, published)
    refuse_break(recipe, LEVELS | CHAIN, growth, period_of(recipe, base), breaks)
    shape = Shape(growth.series, period_of(recipe, growth), measure, base.unit)
    return derive(recipe, shape, (base, growth), lambda level, rate: level * (1 + rate / 100))


def growth_from_levels(later: Figure, earlier: Figure, published: Figure, breaks: Iterable[Break]) -> Figure:
    """Growth over a year as the ratio of two levels, where no growth rate is published.

    Args:
        later: ``level`` or ``ytd_level`` of the period.
        earlier: the same a year before.
        published: what is known of the growth rate of the period; must be missing.
        breaks: the catalog's measured breaks.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.GROWTH_FROM_LEVELS`.
    """
    recipe = GROWTH_FROM_LEVELS
    require(recipe, later, *GROWTH_OF_LEVEL)
    require(recipe, earlier, later.measure)
    require_year_apart(recipe, later, earlier)
    refuse_published(recipe, published)
    require_alike(recipe, (earlier, later))
    if later.unit in IN_TENTHS:
        raise refusal(recipe, later, "a ratio of percentages or indices is not growth")
    if not (earlier.value and earlier.value > 0):
        raise refusal(recipe, earlier, "the base is not positive")
    refuse_break(recipe, LEVELS, later, period_of(recipe, earlier), breaks)
    shape = Shape(later.series, period_of(recipe, later), GROWTH_OF_LEVEL[later.measure], "percent")
    growth = derive(recipe, shape, (later, earlier), lambda now, then: 100 * (now / then - 1))
    return refuse_coarse(recipe, growth, COARSEST_GROWTH)


def net_addition(later: Figure, year_end: Figure, breaks: Iterable[Break]) -> Figure:
    """How much a stock (users, base stations) grew since the end of the year before.

    Args:
        later: ``level`` of the stock.
        year_end: ``level`` of the stock at the last period of the year before.
        breaks: the catalog's measured breaks.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.NET_ADDITION`.
    """
    recipe = NET_ADDITION
    for each in (later, year_end):
        require(recipe, each, Measure.LEVEL)
    if later.series.flow or later.unit in IN_TENTHS:
        raise refusal(recipe, later, "the series is not a stock")
    period, start = period_of(recipe, later), period_of(recipe, year_end)
    if not start.is_year_end or start.year != period.year - 1:
        raise refusal(recipe, year_end, f"not the end of {period.year - 1}")
    require_alike(recipe, (year_end, later))
    refuse_break(recipe, LEVELS, later, start, breaks)
    shape = Shape(later.series, period, Measure.YTD_LEVEL, later.unit)
    return derive(recipe, shape, (later, year_end), lambda now, then: now - then)
