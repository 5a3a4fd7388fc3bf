"""Recipes for the way to a target: what the rest of its period needs.

A target's number is taken as stated; "about 5 percent" counts as 5.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from forerun.ledger.derivation import Shape, derive, period_of, refusal, require, require_series
from forerun.ledger.recipes import NEEDED_GROWTH, NEEDED_GROWTH_WEIGHTED, NEEDED_PER_MONTH, Recipe
from forerun.periods import Frequency, Period
from forerun.types import Figure, Measure, Target

GROWTH_BASES = frozenset({"annual_growth", "average_annual_growth"})
AMOUNT_BASES = frozenset({"level", "count"})
_HALVINGS = 60


def needed_growth(
    target: Target,
    year_to_date: Figure,
    *,
    complete: Sequence[Figure] = (),
    base: tuple[Figure, Figure] | None = None,
) -> Figure:
    """Average growth over a year, in percent, that the rest of the target period needs.

    Solves ``product of (1 + growth) over the years = (1 + target) ** years`` for one rate that holds for
    the months left of the running year and for the whole years after it.

    Args:
        target: a target of annual or average annual growth.
        year_to_date: ``ytd_yoy`` (or a year's ``yoy``) of the running year of the target period.
        complete: annual growth of the years of the target period before the running one, ascending.
        base: year-to-date level and whole-year level of the year before the running one; weighs the
            months by them instead of equally.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.NEEDED_GROWTH`.
    """
    recipe = NEEDED_GROWTH_WEIGHTED if base else NEEDED_GROWTH
    wanted = _number(recipe, target, year_to_date, GROWTH_BASES)
    period = _running(recipe, target, year_to_date)
    require(recipe, year_to_date, Measure.YOY if period.frequency is Frequency.YEAR else Measure.YTD_YOY)
    require_series(recipe, (*complete, year_to_date))
    _require_complete_years(recipe, target, year_to_date, complete)
    left = target.last.year - period.year
    years = target.last.year - target.first.year + 1
    goal = (1 + wanted / 100) ** years
    passed = len(complete)

    def rest(*values: float) -> float:
        done = math.prod(1 + value / 100 for value in values[:passed])
        share = values[passed + 1] / values[passed + 2] if base else period.last_month.index / 12
        return _solve(goal / done, values[passed] / 100, share, left)

    shape = Shape(year_to_date.series, target.last, Measure.YOY, year_to_date.unit)
    inputs = (*complete, year_to_date, *_base_of(recipe, period, base))
    return derive(recipe, shape, inputs, rest)


def _solve(goal: float, so_far: float, share: float, years_left: int) -> float:
    """The rate r in percent with ``(1 + share*so_far + (1 - share)*r) * (1 + r)**years_left = goal``."""

    def index(rate: float) -> float:
        return (1 + share * so_far + (1 - share) * rate) * (1 + rate) ** years_left

    if years_left == 0:
        return 100 * (goal - 1 - share * so_far) / (1 - share)
    low, high = -1.0, 10.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if index(middle) < goal else (low, middle)
    return 100 * (low + high) / 2


def _number(recipe: Recipe, target: Target, figure: Figure, bases: frozenset[str]) -> float:
    if target.value is None:
        raise refusal(recipe, figure, f"the target of {target.plan} states no number")
    if target.basis not in bases:
        raise refusal(recipe, figure, f"the target of {target.plan} is of basis {target.basis}")
    if target.unit != figure.unit:
        raise refusal(recipe, figure, f"the target is in {target.unit}, the figure in {figure.unit}")
    return target.value


def _running(recipe: Recipe, target: Target, figure: Figure) -> Period:
    """The period reached, before the end of the target period."""
    period = period_of(recipe, figure)
    if period.end >= target.last.end:
        raise refusal(recipe, figure, f"the target period ends with {target.last}: nothing is left of it")
    return period


def _require_complete_years(
    recipe: Recipe, target: Target, year_to_date: Figure, complete: Sequence[Figure]
) -> None:
    period = period_of(recipe, year_to_date)
    if period.end < target.first.start:
        raise refusal(recipe, year_to_date, f"the target period begins with {target.first}")
    given = [period_of(recipe, each).year for each in complete if period_of(recipe, each).is_year_end]
    needed = list(range(target.first.year, period.year))
    if given != needed:
        raise refusal(recipe, year_to_date, f"needs annual growth of {needed}, has that of {given}")


def _base_of(recipe: Recipe, period: Period, base: tuple[Figure, Figure] | None) -> tuple[Figure, ...]:
    if base is None:
        return ()
    reached = period.year_before()
    for each, wanted in zip(base, (reached, reached.year_end), strict=True):
        require(recipe, each, Measure.YTD_LEVEL)
        if each.period != wanted:
            raise refusal(recipe, each, f"needs the year to date of {wanted}")
    return base


def needed_per_month(target: Target, reached: Figure) -> Figure:
    """Amount per month that the rest of the target period needs, in the target's unit.

    Args:
        target: a target of a level or count.
        reached: ``ytd_level`` of a flow in the year of the target, or ``level`` of a stock.

    Raises:
        ConventionError: see :data:`~forerun.ledger.recipes.NEEDED_PER_MONTH`.
    """
    recipe = NEEDED_PER_MONTH
    wanted = _number(recipe, target, reached, AMOUNT_BASES)
    require(recipe, reached, Measure.YTD_LEVEL if reached.series.flow else Measure.LEVEL)
    period = _running(recipe, target, reached)
    if reached.series.flow and period.year != target.last.year:
        raise refusal(recipe, reached, f"a flow of {period.year} does not count towards {target.last}")
    months = target.last.last_month.ordinal - period.last_month.ordinal
    shape = Shape(reached.series, target.last, Measure.LEVEL, reached.unit)
    return derive(recipe, shape, (reached,), lambda value: max(0.0, (wanted - value) / months))
