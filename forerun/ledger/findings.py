"""What an audit finds: values that a person can act on, and the rows of a series as the checks read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from forerun.periods import Frequency, Period
from forerun.types import Measure, Names, Observation, Series, Status


class Kind(StrEnum):
    """What kind of oddity a finding is."""

    PARTS_AGAINST_TOTAL = "parts_against_total"
    PART_EXCEEDS_WHOLE = "part_exceeds_whole"
    GROWTH_OUTSIDE_PARTS = "growth_outside_parts"
    SHARE_AGAINST_LEVELS = "share_against_levels"
    SHARE_AGAINST_PART = "share_against_part"
    NET_ADDITION_AGAINST_LEVELS = "net_addition_against_levels"
    MONTHS_AGAINST_CUMULATIVE = "months_against_cumulative"
    FALLING_CUMULATIVE = "falling_cumulative"
    GROWTH_AGAINST_LEVELS = "growth_against_levels"
    OUT_OF_RANGE = "out_of_range"
    UNIT_OFF = "unit_off"
    SIGN_FLIP = "sign_flip"
    LEVEL_JUMP = "level_jump"
    OUTLIER = "outlier"
    PERIOD_NOT_OVER = "period_not_over"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REVISED_WITHOUT_PREDECESSOR = "revised_without_predecessor"
    OFF_CALENDAR = "off_calendar"


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"  # the figures cannot all be right
    WARNING = "warning"  # a figure is hard to believe
    NOTE = "note"  # true as published, but a trap for who computes with it


@dataclass(frozen=True, slots=True)
class Finding:
    """An oddity: where, what was found, what to check, and the rows that show it."""

    kind: Kind
    severity: Severity
    series: tuple[str, ...]
    periods: tuple[Period, ...]
    message: Names
    check: Names
    observations: tuple[Observation, ...]


Column = Mapping[Period, Observation]
"""One measure of a series: the preferred row of each period."""


@dataclass(frozen=True, slots=True)
class SeriesRows:
    """The rows of one series as the checks read them.

    ``keys`` holds all rows of each (measure, period), preferred first, without forecasts.
    """

    series: Series
    keys: Mapping[tuple[Measure, Period], tuple[Observation, ...]]

    @classmethod
    def of(cls, series: Series, rows: Iterable[Observation]) -> SeriesRows:
        """Group rows that come by measure and period, preferred first."""
        told = (row for row in rows if row.status is not Status.FORECAST)
        grouped = groupby(told, key=lambda row: (row.measure, row.period))
        return cls(series, {key: tuple(group) for key, group in grouped})

    def column(self, measure: Measure, *, bounds: bool = False) -> Column:
        """The preferred rows of a measure in the order of their periods, with or without mere bounds."""
        found = {period: rows[0] for (of, period), rows in self.keys.items() if of is measure}
        wanted = (period for period, row in found.items() if bounds or not row.comparator.is_bound)
        return {period: found[period] for period in sorted(wanted)}

    def columns(self) -> Iterator[tuple[Measure, Frequency, list[Observation]]]:
        """Every measure at every frequency with its exact preferred rows in order."""
        for measure in dict.fromkeys(measure for measure, _ in self.keys):
            rows = self.column(measure).values()
            for frequency in Frequency:
                of_it = [row for row in rows if row.period.frequency is frequency]
                if of_it:
                    yield measure, frequency, of_it
