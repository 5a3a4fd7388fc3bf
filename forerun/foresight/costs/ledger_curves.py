"""Curves of catalogued series, from the figures that a snapshot knows."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.costs.curve import Convention, Curve, Volume
from forerun.foresight.left_out import LeftOut, Why
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Frequency, Period
from forerun.types import Figure, Measure


def curve_of(
    snapshot: Snapshot, series_id: str, measure: Measure = Measure.LEVEL, production: str | None = None
) -> Curve:
    """The cost curve of a series as known on the day of the snapshot.

    Args:
        snapshot: the ledger on a day.
        series_id: id or code of the series of costs.
        measure: of the series.
        production: id or code of a series of cumulative production; None without.

    Raises:
        UnknownNameError: the catalog does not hold a series.
        InputError: nothing above zero was known of it on that day.
    """
    series = snapshot.catalog.series_named(series_id)
    points, left_out = _positive(snapshot.history(series.id, measure))
    if not points:
        raise InputError(
            f"no cost above zero of {series.id!r} was known on {snapshot.as_of}",
            where=series.code,
            advice="Take a later day, or look with `forerun trace` at what the ledger holds of it",
        )
    years = np.array([each[0] for each in points])
    volumes = () if production is None else (_volume(snapshot, production, years),)
    return Curve(
        technology=series.id,
        unit=series.units.get(measure, ""),
        years=years,
        costs=np.array([each[1] for each in points]),
        volumes=tuple(each for each in volumes if np.isfinite(each.values).any()),
        series=series.id,
        source="ledger",
        data=snapshot.hash,
        left_out=tuple(left_out),
        names=series.names,
    )


def year_of(period: Period) -> float:
    """Where a period stands on the axis of years: a year at its number, other periods at their beginning."""
    if period.frequency is Frequency.YEAR:
        return float(period.year)
    return period.year + (period.index - 1) / period.frequency.per_year


def _positive(history: tuple[Figure, ...]) -> tuple[list[tuple[float, float]], list[LeftOut]]:
    points: list[tuple[float, float]] = []
    left_out: list[LeftOut] = []
    for each in history:
        if each.period is None or each.value is None:
            continue
        if each.value > 0:
            points.append((year_of(each.period), each.value))
        else:
            why = Why.ZERO if each.value == 0 else Why.NEGATIVE
            left_out.append(LeftOut(f"{each.series.id}, {each.value:g}", why, str(each.period)))
    return points, left_out


def _volume(snapshot: Snapshot, name: str, years: Array) -> Volume:
    series = snapshot.catalog.series_named(name)
    measure = next(iter(series.units))
    points = dict(_positive(snapshot.history(series.id, measure))[0])
    return Volume(Convention.STATED, series.id, np.array([points.get(float(year), np.nan) for year in years]))
