"""Adjust a series of the ledger as it was known on a day, with its trace and momentum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forerun.catalog.model import Break
from forerun.errors import ConventionError
from forerun.ledger.derivation import CHAIN, LEVELS
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.seasonal.adjust import DEFAULT, adjust
from forerun.outlook.seasonal.implied import implied_index, month_on_month, three_months_annualised
from forerun.outlook.seasonal.recipes import ADJUSTED, IMPLIED_INDEX, MONTH_ON_MONTH, THREE_MONTHS_ANNUALISED
from forerun.outlook.seasonal.result import Adjusted, Column
from forerun.outlook.seasonal.spec import HolidayEffect, Spec, holiday_effects
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Json, Measure, Observation, Series, Trace

JOINT_INDEX = 2
CUMULATIVE = {Measure.LEVEL: Measure.YTD_LEVEL, Measure.YOY: Measure.YTD_YOY}
"""The measure in which January and February come together, by the measure of the other months."""


@dataclass(frozen=True, slots=True)
class Momentum:
    """Growth of the adjusted series by period, percent; None where a month is missing.

    ``three_months`` is empty for a series that is not monthly.
    """

    month_on_month: Column
    three_months: Column


@dataclass(frozen=True, slots=True)
class AdjustedSeries:
    """An adjusted series of the ledger: every number is derived, ``recipes`` say how in order.

    ``trace`` holds the published rows that it rests on; ``derived_from`` is ``level`` or ``yoy``, in which
    case ``adjusted`` is an implied index.
    """

    series: Series
    derived_from: Measure
    unit: str
    as_of: date
    adjusted: Adjusted
    momentum: Momentum
    recipes: tuple[str, ...]
    trace: Trace
    notes: tuple[str, ...]

    def to_dict(self) -> Json:
        """The result as JSON values; the trace as the sources and the number of rows."""
        return {
            "series": self.series.id,
            "derived_from": self.derived_from.value,
            "unit": self.unit,
            "as_of": self.as_of.isoformat(),
            "kind": "derived",
            "recipes": list(self.recipes),
            "rows": len(self.trace.observations),
            "sources": sorted({row.source for row in self.trace.observations}),
            "notes": list(self.notes),
            "month_on_month": list(self.momentum.month_on_month),
            "three_months_annualised": list(self.momentum.three_months),
            "adjusted": self.adjusted.to_dict(),
        }


def adjust_series(
    snapshot: Snapshot,
    series_id: str,
    measure: Measure = Measure.LEVEL,
    spec: Spec = DEFAULT,
    holidays: Sequence[HolidayEffect] | None = None,
) -> AdjustedSeries:
    """Adjust the levels of a series, or the index that its growth implies.

    Args:
        snapshot: the ledger as known on a day.
        series_id: id, code or alias.
        measure: ``level`` or ``yoy``; the joint January-February figure is taken from the year-to-date
            measure at February.
        spec: options.
        holidays: moving holidays; those for which the profile names windows when not given.

    Raises:
        UnknownNameError: the catalog does not hold the series.
        ConventionError: another measure, or a series that cannot be adjusted, with the reason.
        InputError: no figures.
        MissingToolError: X-13 is not on this machine.
    """
    series = snapshot.catalog.series_named(series_id)
    if measure not in CUMULATIVE:
        raise ConventionError(
            f"{measure.value} is not adjusted for season", where=series.code, advice="Use level or yoy"
        )
    effects = holiday_effects(snapshot.catalog.holidays.values()) if holidays is None else holidays
    rows, notes = _rows(snapshot, series, measure)
    own = {row.period: row.value for row in rows if row.measure is measure}
    both = {row.period: row.value for row in rows if row.measure is not measure}
    if measure is Measure.LEVEL:
        recipes: tuple[str, ...] = ()
        found = adjust([*own, *both], [*own.values(), *both.values()], spec, effects, joint=tuple(both))
    else:
        recipes = (IMPLIED_INDEX.id,)
        index = implied_index(own, both)
        found = adjust(index.periods, index.values.tolist(), spec, effects, joint=index.joint)
        notes = (*notes, *_index_notes(index.joint, index.bridged))
    return _result(snapshot, series, rows, found, recipes, notes)


def _rows(
    snapshot: Snapshot, series: Series, measure: Measure
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """Exact rows after the last break, with joint ones of January and February where both are missing."""
    broken = _last_break(snapshot.catalog.breaks, series, measure, snapshot.as_of)
    own = [row for row in _published(snapshot, series, measure) if _usable(row, series, broken)]
    taken = {row.period for row in own}
    both = [
        row
        for row in _published(snapshot, series, CUMULATIVE[measure])
        if _usable(row, series, broken) and _is_joint(row, taken) and row.unit == series.units.get(measure)
    ]
    since = f"figures before {broken.after} are left out: {broken.note.en}" if broken else ""
    return (*own, *both), ((since,) if since else ())


def _published(snapshot: Snapshot, series: Series, measure: Measure) -> list[Observation]:
    rows = (figure.observation for figure in snapshot.history(series.id, measure))
    return [row for row in rows if row is not None]


def _usable(row: Observation, series: Series, broken: Break | None) -> bool:
    return (
        row.comparator is Comparator.EQUAL
        and row.period.frequency is series.frequency
        and (broken is None or row.period.start >= broken.after.start)
    )


def _is_joint(row: Observation, taken: set[Period]) -> bool:
    """Whether the row is of January and February together and neither has a figure of its own."""
    period = row.period
    monthly = period.frequency is Frequency.MONTH and period.index == JOINT_INDEX
    return monthly and not taken & {period, period.shift(-1)}


def _last_break(breaks: Sequence[Break], series: Series, measure: Measure, day: date) -> Break | None:
    kinds = LEVELS if measure is Measure.LEVEL else CHAIN
    concerned = [
        each
        for each in breaks
        if each.is_of(series)
        and kinds & set(each.recipes)
        and {measure, CUMULATIVE[measure]} & set(each.measures)
        and each.after.end <= day
    ]
    return max(concerned, key=lambda each: each.after, default=None)


def _index_notes(joint: Sequence[Period], bridged: Sequence[Period]) -> tuple[str, ...]:
    notes = ["only growth is used: the index is implied, its base year is flat and its level has no meaning"]
    if joint:
        notes.append(f"January and February of {len(joint)} years take their joint growth")
    if bridged:
        first = ", ".join(map(str, bridged[:6]))
        notes.append(
            f"{len(bridged)} months without any rate ({first}): the chain goes on at the rates around them"
        )
    return tuple(notes)


def _result(
    snapshot: Snapshot,
    series: Series,
    rows: tuple[Observation, ...],
    found: Adjusted,
    before: tuple[str, ...],
    notes: tuple[str, ...],
) -> AdjustedSeries:
    monthly = series.frequency is Frequency.MONTH and found.periods[1] == found.periods[0].shift(1)
    momentum = Momentum(
        month_on_month(found.adjusted), three_months_annualised(found.adjusted) if monthly else ()
    )
    split = (found.recipe,) if found.recipe else ()
    recipes = (
        *before,
        *split,
        ADJUSTED.id,
        MONTH_ON_MONTH.id,
        *([THREE_MONTHS_ANNUALISED.id] if monthly else []),
    )
    measure = Measure.YOY if before else Measure.LEVEL
    unit = "index" if before else series.units.get(measure, "")
    return AdjustedSeries(
        series, measure, unit, snapshot.as_of, found, momentum, recipes, Trace(rows, ADJUSTED.id), notes
    )
