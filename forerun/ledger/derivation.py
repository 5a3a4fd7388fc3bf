"""How a recipe makes a figure: guards that refuse, one evaluation that carries rounding on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from forerun.catalog.model import Break
from forerun.errors import ConventionError
from forerun.ledger.precision import half_unit, justified
from forerun.ledger.recipes import Recipe
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Figure, Measure, Observation, Series, Status, Trace

LEVEL_OF_GROWTH = {Measure.YOY: Measure.LEVEL, Measure.YTD_YOY: Measure.YTD_LEVEL}
"""The measure of the level to which a rate of growth over a year belongs."""
GROWTH_OF_LEVEL = {level: growth for growth, level in LEVEL_OF_GROWTH.items()}
LEVELS, CHAIN = frozenset({"levels", "all"}), frozenset({"chain", "all"})
"""Recipes of a :class:`~forerun.catalog.model.Break` that forbid differences and ratios of levels, and those
that forbid to chain growth; a recipe that links the two refuses at either."""

_FRAMED = frozenset(LEVEL_OF_GROWTH) | frozenset(GROWTH_OF_LEVEL)
_SETTLED = frozenset({Status.REVISED, Status.FINAL})


@dataclass(frozen=True, slots=True)
class Shape:
    """What a derived figure is a figure of."""

    series: Series
    period: Period
    measure: Measure
    unit: str


def derive(recipe: Recipe, shape: Shape, inputs: Sequence[Figure], formula: Callable[..., float]) -> Figure:
    """Evaluate ``formula`` on the values of ``inputs`` and mark the result derived.

    The error is the sum over the inputs of how far the result moves when that input moves by half a unit
    of its last digit; the value keeps the digits that this error leaves standing.

    Raises:
        ConventionError: an input is missing, itself derived, a bound or a forecast.
    """
    rows = tuple(exact_row(recipe, each) for each in inputs)
    values = [row.value for row in rows]
    value = formula(*values)
    error = sum(
        abs(formula(*_moved(values, at, half_unit(row, rows))) - value) for at, row in enumerate(rows)
    )
    trace = Trace(rows, recipe.id, float(f"{error:.3g}"))
    return Figure(shape.series, shape.period, shape.measure, justified(value, error), shape.unit, trace)


def _moved(values: Sequence[float], position: int, step: float) -> list[float]:
    return [value + step if at == position else value for at, value in enumerate(values)]


def refusal(recipe: Recipe, figure: Figure, why: str, advice: str = "") -> ConventionError:
    """The error with which ``recipe`` refuses to work on ``figure``."""
    where = f"{recipe.id} refused for {figure.series.code} {figure.period} {figure.measure.value}"
    return ConventionError(why, where=where, advice=advice)


def exact_row(recipe: Recipe, figure: Figure) -> Observation:
    """The published row under ``figure``.

    Raises:
        ConventionError: there is none, it is a forecast, or it only bounds the true value.
    """
    row = figure.observation
    if row is None:
        raise refusal(recipe, figure, figure.missing or "the figure is not a published one")
    if row.status is Status.FORECAST:
        raise refusal(recipe, figure, "the figure is a forecast")
    if row.comparator is not Comparator.EQUAL:
        raise refusal(recipe, figure, f"published only as {row.comparator.value} {row.value:g}")
    return row


def require(recipe: Recipe, figure: Figure, *measures: Measure) -> None:
    """Refuse a figure of another measure.

    Raises:
        ConventionError: the measure is none of ``measures``.
    """
    if figure.measure not in measures:
        expected = " or ".join(measure.value for measure in measures)
        raise refusal(recipe, figure, f"needs {expected}")


def require_alike(recipe: Recipe, figures: Sequence[Figure]) -> None:
    """Refuse levels that are not of one series, unit, publisher and vintage.

    Figures are of one vintage when all are first announcements, or all are later ones, or when a later
    one was out by the day of the first announcement that is set against it.

    Raises:
        ConventionError: they differ; the message says in what.
    """
    row = exact_row(recipe, figures[-1])
    for other in figures[:-1]:
        if differs := _difference(row, exact_row(recipe, other)):
            raise refusal(recipe, other, f"{differs} differ from those of {row.series} {row.period}")


def _difference(row: Observation, other: Observation) -> str:
    if row.series != other.series:
        return f"series ({other.series})"
    if row.unit != other.unit:
        return f"units ({other.unit}, {row.unit})"
    if row.publisher != other.publisher:
        return f"publishers ({other.publisher}, {row.publisher})"
    if not _one_vintage(row, other):
        told = (f"{each.status.value} of {each.published}" for each in (other, row))
        return f"vintages ({', '.join(told)})"
    return ""


def _one_vintage(later: Observation, earlier: Observation) -> bool:
    if (later.status in _SETTLED) == (earlier.status in _SETTLED):
        return True
    return earlier.status in _SETTLED and earlier.published <= later.published


def refuse_break(
    recipe: Recipe, kinds: frozenset[str], later: Figure, since: Period, breaks: Iterable[Break]
) -> None:
    """Refuse to go from ``since`` to the period of ``later`` across a measured break of its series.

    Raises:
        ConventionError: a break that forbids one of these ``kinds`` lies between, with its note.
    """
    until = period_of(recipe, later)
    for each in breaks:
        concerns = _kin(later.measure) & set(each.measures) and kinds & set(each.recipes)
        if concerns and each.is_of(later.series) and each.lies_between(since, until):
            raise refusal(recipe, later, f"a break between {each.before} and {each.after}: {each.note.en}")


def _kin(measure: Measure) -> frozenset[Measure]:
    """Measures that a break in one of them reaches: levels and their growth share a frame."""
    return _FRAMED if measure in _FRAMED else frozenset({measure})


def refuse_coarse(recipe: Recipe, figure: Figure, limit: float) -> Figure:
    """``figure`` unless the rounding of its inputs outweighs it.

    Args:
        recipe: the recipe that made it.
        figure: the derived figure.
        limit: largest rounding error to accept, in the figure's unit.

    Raises:
        ConventionError: the error is above the limit.
    """
    if figure.trace.rounding > limit:
        raise refusal(
            recipe,
            figure,
            f"the inputs are rounded so coarsely that the result {figure.value:g} could be off by "
            f"{figure.trace.rounding:g}",
        )
    return figure


def period_of(recipe: Recipe, figure: Figure) -> Period:
    """The period of a figure that has one.

    Raises:
        ConventionError: it has none.
    """
    if figure.period is None:
        raise refusal(recipe, figure, figure.missing or "the figure has no period")
    return figure.period


def require_from_january(recipe: Recipe, months: Sequence[Figure], measure: Measure) -> None:
    """Refuse anything but every period of one year from January on.

    January and February may enter together as February's year-to-date figure.

    Raises:
        ConventionError: the first is not the opening of the year, or one is missing between.
    """
    opening = period_of(recipe, months[0])
    joint = months[0].measure.cumulative
    if opening.index != (2 if joint and opening.frequency is Frequency.MONTH else 1):
        raise refusal(recipe, months[0], f"the year must be complete from its start, not from {opening}")
    for before, each in pairwise(months):
        require(recipe, each, measure)
        period, expected = period_of(recipe, each), period_of(recipe, before).shift(1)
        if period != expected or period.year != opening.year:
            raise refusal(recipe, each, f"{expected} is missing before it")


def require_series(recipe: Recipe, figures: Sequence[Figure]) -> None:
    """Refuse figures of different series.

    Raises:
        ConventionError: they are.
    """
    for each in figures:
        if each.series.id != figures[-1].series.id:
            raise refusal(recipe, each, f"the other figure is of {figures[-1].series.code}")


def require_year_apart(recipe: Recipe, later: Figure, earlier: Figure) -> None:
    """Refuse figures that are not of one series and the same period of consecutive years.

    Raises:
        ConventionError: they are not.
    """
    require_series(recipe, (earlier, later))
    period = period_of(recipe, later)
    if period_of(recipe, earlier) != period.year_before():
        raise refusal(recipe, later, f"needs {period.year_before()}, not {earlier.period}")


def refuse_published(recipe: Recipe, published: Figure) -> None:
    """Refuse to derive what is published.

    Raises:
        ConventionError: ``published`` has a value.
    """
    if published.value is not None:
        raise refusal(
            recipe,
            published,
            f"published as {published.value:g} ({published.unit})",
            "Use the published figure",
        )
