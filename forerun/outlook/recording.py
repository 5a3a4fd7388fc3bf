"""Forecasts as observations: of source ``forerun:<model>@<version>``, published on the day they were made.

They have vintages like any statistic and can be scored like one; their status keeps them out of every
figure, history and forecast.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from forerun import __version__
from forerun.outlook.result import Estimate, Forecast, Outlook
from forerun.periods import Period
from forerun.types import Basis, Comparator, Figure, Measure, Observation, Series, Status

PUBLISHER = "forerun"
DIGITS = 6
"""Decimals of a recorded value: what the same knowledge gives again is the same row."""


def source_of(model: str) -> str:
    """The source of a model's forecasts."""
    return f"{PUBLISHER}:{model}@{__version__}"


def recipe_of(forecast: Forecast, target: Series, as_of: date) -> str:
    """How a forecast is made again: the command, and how far ahead it looks."""
    return f"forerun outlook --as-of {as_of} --target {target.code}; {forecast.aim} +{forecast.horizon}"


def observed(forecast: Forecast, estimate: Estimate, target: Series, as_of: date) -> Observation:
    """One forecaster's estimate as a row of the ledger; its intervals stand in the note, in percent."""
    spread = "; ".join(f"{each.level:.0%} {each.low:.2f} to {each.high:.2f}" for each in estimate.intervals)
    told = Told(forecast.period, forecast.measure, estimate.value, estimate.model)
    return told.row(target, as_of, recipe_of(forecast, target, as_of), f"sd {estimate.sd:.3f}; {spread}")


@dataclass(frozen=True, slots=True)
class Told:
    """What a model says of a period: a value in percent."""

    period: Period
    measure: Measure
    value: float
    model: str

    def row(self, target: Series, as_of: date, locator: str, note: str = "") -> Observation:
        """As a row of the ledger; growth of a whole year stands at its December, as published."""
        return Observation(
            series=target.id,
            period=self.period.last_month if self.measure.cumulative else self.period,
            measure=self.measure,
            value=round(self.value, DIGITS),
            unit=target.units.get(self.measure, "percent"),
            comparator=Comparator.EQUAL,
            status=Status.FORECAST,
            published=as_of,
            basis=Basis.STATED,
            recorded=datetime.combine(as_of, time()),
            publisher=PUBLISHER,
            source=source_of(self.model),
            locator=locator,
            note=note,
        )

    def figure(self, target: Series, as_of: date, locator: str) -> Figure:
        """As a figure."""
        return Figure.of(target, self.row(target, as_of, locator))


def figure_of(forecast: Forecast, estimate: Estimate, target: Series, as_of: date) -> Figure:
    """One forecaster's estimate as a figure."""
    return Figure.of(target, observed(forecast, estimate, target, as_of))


def chosen_rows(found: Outlook) -> Iterator[Observation]:
    """The chosen forecasts of an outlook: months, quarters and ends of years."""
    for each in (*found.months, *found.quarters, *found.years):
        yield observed(each, each.chosen, found.target, found.as_of)
