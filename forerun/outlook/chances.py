"""How likely a plan's number is, from the same joint distribution as every other forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forerun.errors import ConventionError, InputError
from forerun.ledger.pace import GROWTH_BASES, needed_growth
from forerun.ledger.snapshot import Snapshot
from forerun.outlook import wording
from forerun.outlook.predictive import Normal, Predictive
from forerun.outlook.result import Chance
from forerun.outlook.target import Aggregate, chance, distribution, several_years, year_end
from forerun.outlook.vintage import Vintage
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Figure, Measure, Names, Series, Target

HALF_UNIT = 0.05
"""Half a unit of the last digit in which growth is published: 4.55 percent counts as 4.6."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a chance is taken from: vintage, chosen predictive, its name and what widens its spread."""

    vintage: Vintage
    predictive: Predictive
    model: str
    factor: float


def goal(series: Series, year: int, value: float, as_of: date) -> Target:
    """A number that somebody asks about: growth of at least ``value`` percent in a year."""
    whole = Period(Frequency.YEAR, year)
    return Target(
        plan="",
        round="",
        industry="",
        title="",
        issuers="",
        indicator=series.indicator,
        series=series.id,
        first=whole,
        last=whole,
        comparator=Comparator.AT_LEAST,
        value=value,
        unit=series.units.get(Measure.YTD_YOY, "percent"),
        basis="annual_growth",
        scope="",
        known_from=as_of,
        known_is_estimated=False,
        source="",
    )


def targets_of(snapshot: Snapshot, series: Series) -> tuple[Target, ...]:
    """Targets of growth on a series that were public by the day and whose period is not over."""
    return tuple(
        each
        for each in snapshot.targets()
        if _is_of(each, series, snapshot) and each.basis in GROWTH_BASES and each.last.end >= snapshot.as_of
    )


def _is_of(target: Target, series: Series, snapshot: Snapshot) -> bool:
    return bool(target.series) and snapshot.catalog.series_named(target.series).id == series.id


def chance_of(snapshot: Snapshot, target: Target, basis: Basis) -> Chance:
    """The chance of one target and the growth that the rest of its period needs.

    "About" counts as at least.  A target of average growth is held against the average of its years.
    """
    needed = _needed(snapshot, target)
    if target.value is None:
        return Chance(target, None, needed, wording.NO_NUMBER)
    found = _figure(target, basis)
    if isinstance(found, Names):
        return Chance(target, None, needed, found)
    figure = found.spread_by(basis.factor)
    reached = chance(figure, target.value, HALF_UNIT)
    if Comparator(target.comparator).is_ceiling:
        reached = 1 - chance(figure, target.value, -HALF_UNIT)
    return Chance(target, reached, needed, wording.by_forecast(basis.model))


def _figure(target: Target, basis: Basis) -> Normal | Names:
    """Distribution of the target's figure, or why there is none."""
    vintage, years = basis.vintage, range(target.first.year, target.last.year + 1)
    if years[-1] > basis.predictive.months[-1].year:
        return wording.BEYOND
    try:
        parts: Sequence[Aggregate] = [year_end(vintage, year) for year in years]
        whole = parts[0] if len(parts) == 1 else several_years(tuple(parts))
        return distribution(whole, basis.predictive)
    except InputError:
        return wording.INCOMPLETE


def _needed(snapshot: Snapshot, target: Target) -> Figure:
    """The pace of the ledger's recipe, or why it cannot be taken."""
    series = snapshot.catalog.series_named(target.series)
    to_date = snapshot.latest(series.id, Measure.YTD_YOY)
    if to_date.period is None or to_date.value is None or to_date.period.end < target.first.start:
        return _none(series, target, f"{target.first} has no figure yet")
    december = [Period(Frequency.MONTH, year, 12) for year in range(target.first.year, to_date.period.year)]
    complete = [snapshot.figure(series.id, month, Measure.YTD_YOY) for month in december]
    try:
        return needed_growth(target, to_date, complete=complete)
    except ConventionError as refused:
        return _none(series, target, refused.what)


def _none(series: Series, target: Target, why: str) -> Figure:
    return Figure(series, target.last, Measure.YOY, None, target.unit, missing=why)
