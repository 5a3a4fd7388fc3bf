"""Plan targets as figures, so that an intended number carries its trace like a measured one."""

from __future__ import annotations

from datetime import UTC, datetime, time

from forerun.catalog.model import Catalog
from forerun.monitor.targets import plan_series
from forerun.types import Basis, Comparator, Figure, Measure, Observation, Status, Target


def target_figure(target: Target, catalog: Catalog) -> Figure:
    """What the plan intends, as a figure of a series that only the plan has.

    A target without a number (a direction) is a missing figure that says so.
    """
    series = plan_series(target, catalog)
    measure = next(iter(series.units))
    if target.value is None:
        missing = "the plan gives a direction, not a number"
        return Figure(series, target.last, measure, None, target.unit, missing=missing)
    return Figure.of(series, _row(target, series.id, measure, target.value))


def _row(target: Target, series: str, measure: Measure, value: float) -> Observation:
    return Observation(
        series=series,
        period=target.last,
        measure=measure,
        value=value,
        unit=target.unit,
        comparator=_comparator(target.comparator),
        status=Status.PRELIMINARY,
        published=target.known_from,
        basis=Basis.BOUND if target.known_is_estimated else Basis.STATED,
        recorded=datetime.combine(target.known_from, time(), UTC),
        publisher=target.issuers,
        source=target.source,
        locator=target.title,
        note=target.note,
    )


def _comparator(word: str) -> Comparator:
    """The bound that the plan sets; a word that is none of them, such as ``decline>=``, sets no bound."""
    return Comparator(word) if word in set(Comparator) else Comparator.EQUAL
