"""Forecasts and crossings as claims, which carry their score and can be kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forerun.catalog.forward import Forward, forward_id
from forerun.catalog.model import Catalog
from forerun.foresight.costs.crossing import Crossing
from forerun.foresight.costs.forecast import CostForecast
from forerun.foresight.costs.hindcast import Method
from forerun.foresight.costs.study import CostStudy
from forerun.foresight.scores import Claim
from forerun.periods import Frequency, Period
from forerun.types import Interval, Measure, Series

METHOD = f"costs.{Method.DAMPED.value}"
CROSSING = "costs.crossing"


def cost_claims(found: CostForecast, vintage: date, series: Series | None = None) -> Iterator[Claim]:
    """One claim for each year ahead.

    A catalogued series of years is claimed itself, in its unit; any other cost in percent of that at the
    origin, on a series of forward claims.

    Args:
        found: the forecast.
        vintage: the day whose knowledge it is.
        series: the catalogued one; None for a person's own table.
    """
    curve = found.curve
    itself = series is not None and series.frequency is Frequency.YEAR
    scale = 1.0 if itself else 100 / float(curve.costs[-1])
    for each in found.ahead:
        yield Claim(
            subject=curve.technology,
            series=series.id if series is not None and itself else forward_id(Forward.COST, curve.technology),
            period=_year(each.year),
            measure=Measure.LEVEL,
            value=each.value * scale,
            unit=curve.unit if itself else "percent",
            intervals=tuple(Interval(one.level, one.low * scale, one.high * scale) for one in each.intervals),
            method=METHOD,
            origin=_year(curve.last_year),
            vintage=vintage,
            data=curve.data,
            score=each.score,
        )


def study_claims(study: CostStudy, catalog: Catalog) -> Iterator[Claim]:
    """Every claim of a study: its forecasts, then its crossings."""
    own = {each.curve.technology: each for each in study.forecasts}
    for each in study.forecasts:
        series = catalog.series_named(each.curve.series) if each.curve.series else None
        yield from cost_claims(each, study.as_of, series)
    for one in study.crossings:
        yield from crossing_claims(one, own[one.technology], study.as_of)


def crossing_claims(found: Crossing, own: CostForecast, vintage: date) -> Iterator[Claim]:
    """One claim for each year: the probability in percent that it is cheaper then.

    Below a price they carry the score of such falls on the past; that of two technologies was not scored.
    """
    for each in found.years:
        yield Claim(
            subject=f"{found.technology} < {found.rival}",
            series=forward_id(Forward.CROSSING, f"{found.technology} < {found.rival}"),
            period=_year(each.year),
            measure=Measure.PROBABILITY,
            value=100 * each.probability,
            unit="percent",
            intervals=(),
            method=CROSSING,
            origin=_year(found.year),
            vintage=vintage,
            data=own.curve.data,
            score=each.score,
        )


def _year(year: int) -> Period:
    return Period.parse(str(year))
