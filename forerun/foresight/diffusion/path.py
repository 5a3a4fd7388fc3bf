"""A path of diffusion: how much there was of something at each date."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.industries import Kind
from forerun.foresight.left_out import LeftOut
from forerun.periods import Frequency, Period
from forerun.types import Measure, Names

STEP_TOLERANCE = 1e-6
"""Years by which a step may differ from a period."""
MIDDLE = (Kind.FLOW, Kind.SHARE)
"""Kinds whose figure stands for the whole of its period; a stock is counted at its end."""


NOTHING_SAID = Names("", "")


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """How much there was of one thing.

    Attributes:
        subject: its name; the id of the series where it is catalogued.
        unit: of the values, as its source writes it.
        dates: (T,) decimal years, ascending, no two alike: a stock at the end of its period, a share or flow
            in the middle of it.
        values: (T,) above zero, in ``unit``.
        kind: stock, share or flow.
        frequency: of the periods; YEAR where a table gives decimal years.
        last: the last period.
        ceilings: lowest and highest that somebody thinks possible; None when nothing is known.
        why: why these ceilings.
        series: id of the catalogued series; empty for a person's own table.
        measure: of that series.
        source: name of the file, or the ledger.
        data: sha256 of the file, or hash of the ledger as known that day.
        left_out: rows that were not used.
        names: in both languages, of a catalogued series; None for a person's own table.
    """

    subject: str
    unit: str
    dates: Array
    values: Array
    kind: Kind
    frequency: Frequency
    last: Period
    ceilings: tuple[float, float] | None = None
    why: Names = NOTHING_SAID
    series: str = ""
    measure: Measure = Measure.LEVEL
    source: str = ""
    data: str = ""
    left_out: tuple[LeftOut, ...] = ()
    names: Names | None = None

    @property
    def called(self) -> Names:
        """Its name in both languages."""
        return self.names or Names(self.subject, self.subject)

    @property
    def latest(self) -> float:
        """The last value."""
        return float(self.values[-1])

    @property
    def now(self) -> float:
        """The last date."""
        return float(self.dates[-1])


def date_of(period: Period, kind: Kind) -> float:
    """Where the figure of a period stands on the axis of years: in its middle or, for a stock, at its end."""
    per_year = period.frequency.per_year
    inside = period.index - 0.5 if kind in MIDDLE else float(period.index)
    return period.year + inside / per_year


def period_at(when: float, frequency: Frequency) -> Period:
    """The period of a frequency that a date in decimal years falls in; the end of a period belongs to it."""
    ordinal = math.ceil(when * frequency.per_year - 1e-6) - 1
    year, index = divmod(ordinal, frequency.per_year)
    return Period(frequency, year, index + 1)


def day_at(when: float) -> date:
    """The day of a date in decimal years."""
    year = math.floor(when)
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return date(year, 1, 1) + timedelta(days=min(length - 1, int((when - year) * length)))


def ahead_of(path: Path, horizon: int) -> tuple[tuple[Period, float], ...]:
    """The periods that are forecast, with their dates: the years after the last one, or Decembers.

    Paths of quarters, months or halves are forecast at the last period of each year.
    """
    first = path.last.year + 1 if path.last.is_year_end else path.last.year
    count = path.frequency.per_year
    periods = [Period(path.frequency, year, count) for year in range(first, path.last.year + horizon + 1)]
    return tuple((each, date_of(each, path.kind)) for each in periods)


def cumulated(path: Path) -> Path:
    """A flow added up to a stock, from the first figure on; what came before it is taken as nothing.

    Raises:
        InputError: it is no flow, or a period is missing.
    """
    if path.kind is not Kind.FLOW:
        raise InputError("only a flow can be added up", where=path.subject, advice="Leave --cumulate away")
    step = 1.0 / path.frequency.per_year
    gaps = np.flatnonzero(np.abs(np.diff(path.dates) - step) > STEP_TOLERANCE)
    if gaps.size:
        raise InputError(
            f"figures are missing after {day_at(float(path.dates[gaps[0]])).isoformat()}",
            where=path.subject,
            advice="A flow with gaps cannot be added up; leave --cumulate away or fill the gaps",
        )
    return replace(
        path,
        dates=path.dates + step / 2,
        values=np.cumsum(path.values),
        kind=Kind.STOCK,
        series="",
        measure=Measure.LEVEL,
    )
