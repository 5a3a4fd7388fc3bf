"""What a seasonal adjustment is asked to do."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forerun.catalog.model import Holiday
from forerun.errors import SpecError
from forerun.outlook.seasonal.windows import Windows

_MODEL = re.compile(r"\([0-9 ,()\[\]]{4,80}")
"""Orders in brackets, ``(p d q)(P D Q)``, and nothing else: X-13's specification takes them as they stand."""
FILTERS = ("auto", "msr", "s3x1", "s3x3", "s3x5", "s3x9", "s3x15")


class Transform(StrEnum):
    """How the components combine: chosen by AICC, multiplied (logarithms) or added."""

    AUTO = "auto"
    LOG = "log"
    NONE = "none"


class TradingDays(StrEnum):
    """Regressors for days of the week: kept when AICC prefers them, seven days, weekdays, or none."""

    AUTO = "auto"
    ALL = "td"
    WEEKDAYS = "td1coef"
    NONE = "none"


class Method(StrEnum):
    """How X-13 takes the components apart: moving averages (X-11) or the model's own filters (SEATS)."""

    X11 = "x11"
    SEATS = "seats"


class Gaps(StrEnum):
    """How months without a figure of their own are completed; see :mod:`forerun.outlook.seasonal.complete`.

    ``auto`` takes the model where enough years have the months apart, else the days.
    """

    AUTO = "auto"
    MODEL = "model"
    DAYS = "days"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True)
class HolidayEffect:
    """A moving holiday, the windows to choose among by AICC, and whether having none is a choice too.

    ``dates`` ascend and cover the span and the forecast; several or none may fall in a year.

    Raises:
        SpecError: dates that do not ascend.
    """

    name: str
    dates: tuple[date, ...]
    candidates: tuple[Windows, ...]
    optional: bool = True

    def __post_init__(self) -> None:
        if list(self.dates) != sorted(self.dates):
            raise SpecError("dates of a holiday ascend", where=self.name, advice="Sort them")

    @classmethod
    def of(cls, holiday: Holiday, *candidates: Windows, optional: bool = True) -> HolidayEffect:
        """The effect of a profile's holiday; without ``candidates`` with the windows of the profile."""
        chosen = candidates or tuple(Windows(*lengths) for lengths in holiday.windows)
        return cls(holiday.id, holiday.dates, chosen, optional)


@dataclass(frozen=True, slots=True)
class Spec:
    """Options of an adjustment.

    Args:
        transform: how components combine.
        trading_days: regressors for days of the week.
        outliers: kinds that are looked for (``ao`` a single value, ``ls`` a level shift, ``tc`` a change that
            decays); empty for none.
        method: X-11 or SEATS.
        model: an ARIMA model as X-13 writes it, ``(0 1 1)(0 1 1)``; empty lets X-13 choose.
        seasonal_filter: moving average of X-11 for the season, ``s3x1`` to ``s3x15``; ``auto`` takes X-13's
            choice (MSR) and, where a test finds a season left, shorter ones, then SEATS.
        horizon: periods of forecast, 1 to 60.
        gaps: how months without a figure of their own are completed.
        stability: also sliding spans and the history of revisions, at half the time again.
        seconds: time limit of one run of X-13.

    Raises:
        SpecError: an option is out of range.
    """

    transform: Transform = Transform.AUTO
    trading_days: TradingDays = TradingDays.AUTO
    outliers: tuple[str, ...] = ("ao", "ls")
    method: Method = Method.X11
    model: str = ""
    seasonal_filter: str = "auto"
    horizon: int = 12
    gaps: Gaps = Gaps.AUTO
    stability: bool = False
    seconds: float = 60.0

    def __post_init__(self) -> None:
        if self.horizon not in range(1, 61):
            raise SpecError("a forecast reaches 1 to 60 periods", where="horizon")
        if self.model and not _MODEL.fullmatch(self.model):
            raise SpecError(
                f"{self.model!r} is no ARIMA model", where="model", advice="Write it like (0 1 1)(0 1 1)"
            )
        if unknown := set(self.outliers) - {"ao", "ls", "tc"}:
            raise SpecError(
                f"unknown kinds {', '.join(sorted(unknown))}", where="outliers", advice="Use ao, ls, tc"
            )
        if self.seasonal_filter not in FILTERS:
            raise SpecError(
                f"{self.seasonal_filter!r} is no seasonal filter",
                where="seasonal_filter",
                advice=f"Use {', '.join(FILTERS)}",
            )
        if not 0 < self.seconds < math.inf:
            raise SpecError("a time limit is positive", where="seconds")


def holiday_effects(holidays: Iterable[Holiday]) -> tuple[HolidayEffect, ...]:
    """The effects of the holidays for which a profile names windows."""
    return tuple(HolidayEffect.of(holiday) for holiday in holidays if holiday.windows)
