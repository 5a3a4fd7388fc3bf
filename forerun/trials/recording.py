"""The effect of a trial as an observation, of source ``forerun:trial-<id>@<version>``.

It has vintages and can be scored like any statistic; its status keeps it out of every figure and forecast.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time

from forerun import __version__
from forerun.catalog.model import Catalog
from forerun.errors import InputError
from forerun.periods import Period
from forerun.trials.panel import Panel
from forerun.trials.result import Effect
from forerun.trials.spec import FileOutcome, TrialSpec
from forerun.types import Basis, Comparator, Interval, Measure, Observation, Series, Status

PUBLISHER = "forerun"
DIGITS = 6


def series_of(spec: TrialSpec, catalog: Catalog) -> Series | None:
    """The country's series that an effect of the trial is about; None when the catalog has none."""
    if isinstance(spec.outcome, FileOutcome):
        return catalog.series.get(spec.outcome.series)
    return catalog.series_at(catalog.home, spec.outcome.indicator, spec.outcome.activity)


def observed(
    spec: TrialSpec, effect: Effect, panel: Panel, catalog: Catalog, as_of: date
) -> Observation | None:
    """The effect on the treated as a row of the ledger; in percent when the outcome was a logarithm.

    Args:
        spec: the trial.
        effect: in the outcome's unit after its transform.
        panel: whose last period the effect is dated by.
        catalog: names the series.
        as_of: the day whose knowledge it is.

    Returns:
        None when there is no series to record it under, or the panel's periods are no calendar periods.
    """
    series = series_of(spec, catalog)
    period = _period(panel.periods[-1])
    if series is None or period is None:
        return None
    in_log = spec.transform.in_log
    level = series.units.get(Measure.LEVEL, "percent")
    return Observation(
        series=series.id,
        period=period,
        measure=Measure.EFFECT,
        value=round(in_percent(effect.att) if in_log else effect.att, DIGITS),
        unit="percent" if in_log else level,
        comparator=Comparator.EQUAL,
        status=Status.FORECAST,
        published=as_of,
        basis=Basis.STATED,
        recorded=datetime.combine(as_of, time()),
        publisher=PUBLISHER,
        source=f"{PUBLISHER}:trial-{spec.id}@{__version__}",
        locator=f"forerun trial evaluate; {effect.estimator}, {effect.inference}",
        note="; ".join(_interval(each, in_log) for each in effect.intervals),
    )


def in_percent(log_points: float) -> float:
    """What a difference of logarithms is in percent."""
    return 100 * math.expm1(log_points)


def _interval(each: Interval, in_log: bool) -> str:
    low, high = (in_percent(end) if in_log and math.isfinite(end) else end for end in (each.low, each.high))
    return f"{each.level:.0%} {low:.4g} to {high:.4g}"


def _period(label: str) -> Period | None:
    try:
        return Period.parse(label)
    except InputError:
        return None
