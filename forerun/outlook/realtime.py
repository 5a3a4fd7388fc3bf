"""The panel as it stood on any day, without asking the ledger again.

All rows of the series needed are read once.  On a day the first visible row of each figure, in the ledger's
order of preference, is its value: what :meth:`~forerun.ledger.snapshot.Snapshot.history` of that day shows.

Months published as one figure (January and February) stand at the last of them: a cell takes the growth of
the year to date where January has no figure of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from forerun.errors import InputError
from forerun.ledger.derivation import LEVELS
from forerun.ledger.precision import half_unit
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.spec import DIFFERENCE, GROWTH_FROM_LEVELS, LEVEL, OutlookSpec, PanelSeries
from forerun.outlook.vintage import Flags, Floats, Vintage
from forerun.periods import Frequency, Period
from forerun.types import Measure, Observation, Series, Status

_TO_DATE = {Measure.YOY: Measure.YTD_YOY, Measure.LEVEL: Measure.YTD_LEVEL}
_COARSEST = 1.0  # percentage points; as in forerun.ledger.recipes.GROWTH_FROM_LEVELS
Days = NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """The R rows of one series and measure, by month and within it preferred first.

    ``cells`` (R,) are numbers of months, ``days`` (R,) ordinals of publication, ``values`` (R,);
    ``size`` is the number of months.
    """

    cells: Days
    days: Days
    values: Floats
    size: int

    def on(self, day: int) -> Floats:
        """Value of every month as seen on a day (an ordinal), shape (T,); NaN where there is none."""
        visible = np.flatnonzero(self.days <= day)
        cells, first = np.unique(self.cells[visible], return_index=True)
        seen = np.full(self.size, np.nan)
        seen[cells] = self.values[visible[first]]
        return seen

    @cached_property
    def first(self) -> tuple[Floats, Days]:
        """Each month's figure as seen on the day it first came out, and that day; 0 is no day.  Both (T,)."""
        days = np.zeros(self.size, np.int64)
        values = np.full(self.size, np.nan)
        for cell in np.unique(self.cells):
            own = self.cells == cell
            days[cell] = self.days[own].min()
            values[cell] = self.values[own & (self.days == days[cell])][0]
        return values, days


@dataclass(frozen=True, slots=True)
class Outcomes:
    """First published figure of every month and the day (an ordinal, 0 is none) it came out; all (T,)."""

    months: tuple[Period, ...]
    values: Floats
    days: Days

    def of(self, month: Period) -> tuple[float, date] | None:
        """First figure of a month and its day; None while there is none."""
        row = month.ordinal - self.months[0].ordinal
        if not 0 <= row < len(self.months) or not self.days[row]:
            return None
        return float(self.values[row]), date.fromordinal(int(self.days[row]))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a column of the panel comes from: its measure, the year to date, levels for the recipe.

    ``refused`` (T,) are months whose growth the recipe refuses, ``half_unit`` the rounding of the levels.
    """

    own: Column
    to_date: Column | None
    level: Column | None
    transform: str
    refused: Flags
    half_unit: float


@dataclass(frozen=True)
class RealTime:
    """Every row of the series needed that was public by ``until``, ready for any day up to it.

    ``months`` run from the start of the sample to the month of ``until``; ``names`` are ids, target first.
    """

    until: date
    months: tuple[Period, ...]
    names: tuple[str, ...]
    joint_months: int
    origins: tuple[Origin, ...]

    def vintage(self, day: date) -> Vintage:
        """The panel as known at the end of a day.

        Raises:
            InputError: the day lies after ``until`` or before the sample.
        """
        if not self.months[0].start <= day <= self.until:
            raise InputError(
                f"{day} is not between {self.months[0].start} and {self.until}",
                advice="Choose a day within the sample, or take a later snapshot",
            )
        count = _month_number(day, self.months[0]) + 1
        columns = [_seen(origin, day.toordinal(), self.joined) for origin in self.origins]
        return Vintage(
            as_of=day,
            months=self.months[:count],
            names=self.names,
            values=np.column_stack([values[:count] for values, _ in columns]),
            joint=np.column_stack([joint[:count] for _, joint in columns]),
            to_date=_to_date(self.origins[0], day)[:count],
            joint_months=self.joint_months,
        )

    @cached_property
    def joined(self) -> tuple[tuple[int, int], ...]:
        """Row of January and of the last joint month, for every year of the sample that has both."""
        if self.joint_months == 1:
            return ()
        ends = [row for row, month in enumerate(self.months) if month.index == self.joint_months]
        return tuple((end - self.joint_months + 1, end) for end in ends if end >= self.joint_months - 1)

    def outcomes(self, *, latest: bool = False) -> tuple[Outcomes, Outcomes]:
        """Figures that forecasts are held against, of months and of the year to date.

        They are the first published ones; ``latest`` takes what is known by ``until`` instead.  The days are
        those of the first publication either way.
        """
        if not latest:
            return self.first_months, self.first_to_date
        now = self.vintage(self.until)
        return (
            Outcomes(self.months, now.values[:, 0], self.first_months.days),
            Outcomes(self.months, now.to_date, self.first_to_date.days),
        )

    @cached_property
    def first_months(self) -> Outcomes:
        """First published figures of the target's months, joint ones at the last joint month."""
        own = self.origins[0].own.first
        values, days = own[0].copy(), own[1].copy()
        to_date = self.first_to_date
        for january, end in self.joined:
            if not days[january]:
                values[end], days[end] = to_date.values[end], to_date.days[end]
        return Outcomes(self.months, values, days)

    @cached_property
    def first_to_date(self) -> Outcomes:
        """First published figures of the target's year to date."""
        column = self.origins[0].to_date or _column((), Measure.YTD_YOY, self.months)
        values, days = column.first
        return Outcomes(self.months, values, days)


def read(snapshot: Snapshot, spec: OutlookSpec) -> RealTime:
    """Read the rows of the target and the panel from a snapshot.

    Raises:
        InputError: the target has no monthly figure, or its sample starts after the snapshot's day.
    """
    start, day = spec.target.start, snapshot.as_of
    count = _month_number(day, start) + 1
    if count < 1:
        raise InputError(f"the sample starts with {start}, after {day}", advice="Choose a later day")
    months = tuple(start.shift(step) for step in range(count))
    every = (PanelSeries(spec.target.series, spec.target.month, LEVEL), *spec.panel)
    origins = tuple(_origin(snapshot, each, months) for each in every)
    if not origins[0].own.values.size:
        raise InputError(
            f"no monthly figure of {spec.target.series.code} by {day}", advice="Ingest its releases first"
        )
    names = tuple(each.series.id for each in every)
    return RealTime(day, months, names, spec.target.joint, origins)


def _month_number(day: date, start: Period) -> int:
    return (day.year - start.year) * 12 + day.month - start.index


def _origin(snapshot: Snapshot, panel: PanelSeries, months: tuple[Period, ...]) -> Origin:
    rows = [row for row in snapshot.rows(panel.series.id) if row.status is not Status.FORECAST]
    to_date = _TO_DATE.get(panel.measure)
    if panel.transform != GROWTH_FROM_LEVELS:
        none_refused = np.zeros(len(months), bool)
        level, refused, half = None, none_refused, 0.0
    else:
        exact = [row for row in rows if row.measure is Measure.LEVEL and not row.comparator.is_bound]
        level, refused = _column(exact, Measure.LEVEL, months), _refused(snapshot, panel.series, months)
        half = max((half_unit(row, exact) for row in exact[:1]), default=0.0)
    own = _column(rows, panel.measure, months)
    known = _column(rows, to_date, months) if to_date and to_date in panel.series.units else None
    return Origin(own, known, level, panel.transform, refused, half)


def _column(rows: Iterable[Observation], measure: Measure, months: Sequence[Period]) -> Column:
    own = [
        (row.period.ordinal - months[0].ordinal, row.published.toordinal(), row.value)
        for row in rows
        if row.measure is measure and row.period.frequency is Frequency.MONTH
    ]
    inside = [row for row in own if 0 <= row[0] < len(months)]
    cells, days, values = zip(*inside, strict=True) if inside else ((), (), ())
    return Column(np.array(cells, np.int64), np.array(days, np.int64), np.array(values, float), len(months))


def _refused(snapshot: Snapshot, series: Series, months: Sequence[Period]) -> Flags:
    """Months whose growth the recipe refuses: a break of levels lies within the year before them."""
    framed = {Measure.LEVEL, Measure.YOY}
    breaks = [
        each
        for each in snapshot.catalog.breaks
        if each.is_of(series) and LEVELS & set(each.recipes) and framed & set(each.measures)
    ]
    return np.array([any(each.lies_between(m.year_before(), m) for each in breaks) for m in months], bool)


def _to_date(origin: Origin, day: date) -> Floats:
    if origin.to_date is None:
        return np.full(origin.own.size, np.nan)
    return origin.to_date.on(day.toordinal())


def _seen(origin: Origin, day: int, joined: Iterable[tuple[int, int]]) -> tuple[Floats, Flags]:
    """One column of a vintage, transformed, and where its values are joint ones; both (T,)."""
    values, joint = origin.own.on(day), np.zeros(origin.own.size, bool)
    if origin.level is not None:
        values = _or_from_levels(values, origin.level.on(day), origin)
    if origin.to_date is not None:
        to_date = origin.to_date.on(day)
        for january, end in joined:
            if np.isnan(values[january]) and not np.isnan(to_date[end]):
                values[end], joint[end] = to_date[end], True
    if origin.transform == DIFFERENCE:
        values = np.concatenate(([np.nan], np.diff(values)))
    return values, joint


def _or_from_levels(published: Floats, level: Floats, origin: Origin) -> Floats:
    """Published growth in percent, and where there is none that of the recipe ``growth-from-levels``."""
    if len(level) <= 12:
        return published
    growth = np.full(len(level), np.nan)
    base = np.where(level[:-12] > 0, level[:-12], np.nan)
    ratio = level[12:] / base
    exact = 100 * origin.half_unit * (1 + ratio) / base <= _COARSEST
    growth[12:] = np.where(exact & ~origin.refused[12:], 100 * (ratio - 1), np.nan)
    return np.where(np.isnan(published), growth, published)
