"""What was forecast, what came, and when that was known: the track record of forecasters.

Anything that learns from it, the width of intervals and the choice of a forecaster, only sees outcomes that
were published by the day of the forecast that it serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from forerun.outlook.benchmarks import quantile_spread
from forerun.outlook.scores import crps
from forerun.outlook.vintage import Floats
from forerun.periods import Period


class Aim(StrEnum):
    """Which figure a forecast is of."""

    MONTH = "month"
    """A month; the horizon counts figures not yet published, from 1."""
    QUARTER = "quarter"
    """The average of a quarter's months, which nobody publishes; the horizon is that of its last month."""
    YEAR = "year"
    """The year to date in December; the horizon counts months from the forecast to December, from 0."""


@dataclass(frozen=True, slots=True)
class Record:
    """One forecast of one figure.

    Attributes:
        origin: the day of the forecast.
        aim: which figure.
        horizon: how far ahead, see :class:`Aim`.
        period: the month or quarter, or December for a year.
        forecaster: its name.
        mean: percent.
        sd: percentage points, after calibration.
        own_sd: percentage points, as the forecaster gave it.
        actual: the outcome in percent; None while it has not come.
        known: the day the outcome was first published.
    """

    origin: date
    aim: Aim
    horizon: int
    period: Period
    forecaster: str
    mean: float
    sd: float
    own_sd: float
    actual: float | None = None
    known: date | None = None

    @property
    def error(self) -> float:
        """Outcome less mean; NaN while there is no outcome."""
        return float("nan") if self.actual is None else self.actual - self.mean


@dataclass(frozen=True, slots=True)
class Failure:
    """A forecast that was not made, and why."""

    origin: date
    forecaster: str
    reason: str


LEAST_TO_CALIBRATE = 20
"""Fewer past forecasts than these leave a forecaster's own spread as it is."""
NARROWEST, WIDEST = 0.5, 2.0
"""Bounds of the factor: a short record may be lucky or unlucky."""
LEAST_TO_CHOOSE = 8
"""Fewer past forecasts than these choose nobody."""
NEIGHBOURS = 2
"""Scores of horizons this near count too: a year's horizon comes once a year, and the next three months are
to come from one forecaster, not from whoever was luckiest at each."""


def calibrate(records: Sequence[Record]) -> tuple[Record, ...]:
    """Records with the spread that past outcomes ask for.

    A forecaster's spread is multiplied by the factor with which its 80 % band would have held 80 % of the
    outcomes known on the day, of the same figure at the same horizon; those of the quarter and of the year
    are pooled over horizons.  The factor is 1 before :data:`LEAST_TO_CALIBRATE` outcomes and stays within
    :data:`NARROWEST` and :data:`WIDEST`.
    """
    groups: dict[tuple[str, Aim, int], list[Record]] = {}
    for record in records:
        groups.setdefault(_pool(record), []).append(record)
    factors = {key: _Factors.of(group) for key, group in groups.items()}
    return tuple(
        replace(record, sd=record.own_sd * factors[_pool(record)].on(record.origin)) for record in records
    )


def factor(records: Iterable[Record], forecaster: str, aim: Aim, horizon: int, as_of: date) -> float:
    """What multiplies a forecaster's spread for a forecast made on a day; see :func:`calibrate`."""
    wanted = (forecaster, aim, horizon if aim is Aim.MONTH else 0)
    return _Factors.of([record for record in records if _pool(record) == wanted]).on(as_of)


def _pool(record: Record) -> tuple[str, Aim, int]:
    return record.forecaster, record.aim, record.horizon if record.aim is Aim.MONTH else 0


@dataclass(frozen=True, slots=True)
class _Factors:
    """Errors in units of the forecaster's spread and the days (ordinals) on which they were known."""

    days: NDArray[np.int64]
    units: Floats

    @classmethod
    def of(cls, records: Iterable[Record]) -> _Factors:
        known = [(each.known.toordinal(), each.error / each.own_sd) for each in records if each.known]
        days, units = zip(*known, strict=True) if known else ((), ())
        return cls(np.array(days, np.int64), np.array(units, float))

    def on(self, day: date) -> float:
        known = self.units[self.days <= day.toordinal()]
        if len(known) < LEAST_TO_CALIBRATE:
            return 1.0
        return float(np.clip(quantile_spread(known), NARROWEST, WIDEST))


@dataclass(frozen=True, slots=True)
class Choice:
    """Who forecasts a figure at a horizon on a day, and by which scores.

    ``scores`` is the mean CRPS of every candidate over ``count`` forecasts whose outcome was known;
    ``chosen`` is the best, or the fallback where ``count`` is below :data:`LEAST_TO_CHOOSE`.
    """

    aim: Aim
    horizon: int
    chosen: str
    count: int
    scores: Mapping[str, float]


def choose(records: Iterable[Record], aim: Aim, horizon: int, as_of: date, *, fallback: str) -> Choice:
    """The forecaster with the lowest mean CRPS among forecasts whose outcomes were published by a day.

    Only origins that every candidate has count, so that all are held against the same outcomes.  Horizons
    up to :data:`NEIGHBOURS` away count too.  Likelihoods play no part.

    Args:
        records: the track record.
        aim: the figure.
        horizon: how far ahead.
        as_of: the day of the forecast that the choice is for.
        fallback: who forecasts while too few outcomes are known.
    """
    known = [
        each
        for each in records
        if each.aim is aim
        and abs(each.horizon - horizon) <= NEIGHBOURS
        and each.known
        and each.known <= as_of
    ]
    shared = common(known)
    names = sorted({each.forecaster for each in shared})
    if not names:
        return Choice(aim, horizon, fallback, 0, {})
    scores = {name: _mean_crps([each for each in shared if each.forecaster == name]) for name in names}
    count = len(shared) // len(names)
    enough = count >= LEAST_TO_CHOOSE
    return Choice(aim, horizon, min(scores, key=scores.__getitem__) if enough else fallback, count, scores)


def common(records: Sequence[Record]) -> tuple[Record, ...]:
    """Records of the forecasts that every forecaster among them made."""
    names = {each.forecaster for each in records}
    made: dict[tuple[date, Aim, int, Period], int] = {}
    for each in records:
        made[_made(each)] = made.get(_made(each), 0) + 1
    return tuple(each for each in records if made[_made(each)] == len(names))


def _made(record: Record) -> tuple[date, Aim, int, Period]:
    return record.origin, record.aim, record.horizon, record.period


def _mean_crps(records: Sequence[Record]) -> float:
    errors = np.array([each.error for each in records])
    return float(np.mean(crps(errors, np.array([each.sd for each in records]))))
