"""The values that flow through forerun: frozen, slotted, without behaviour beyond small properties."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from forerun.periods import Frequency, Period

Json = dict[str, Any]


class Measure(StrEnum):
    """What about a series a figure states."""

    LEVEL = "level"
    YOY = "yoy"
    YTD_LEVEL = "ytd_level"
    YTD_YOY = "ytd_yoy"
    MOM = "mom"
    MOM_SA = "mom_sa"
    INDEX = "index"
    SHARE = "share"
    COUNT = "count"
    CHANGE_PP = "change_pp"
    YTD_CHANGE_PP = "ytd_change_pp"
    EFFECT = "effect"  # of a trial on the series; an estimate, never published
    PROBABILITY = "probability"  # of a forward claim; an estimate, never published

    @property
    def cumulative(self) -> bool:
        """Whether the figure covers January to the end of its period."""
        return self.value.startswith("ytd_")

    @property
    def is_growth(self) -> bool:
        """Whether the figure is a rate of growth in percent."""
        return self in _GROWTH


_GROWTH = frozenset({Measure.YOY, Measure.YTD_YOY, Measure.MOM, Measure.MOM_SA})


class Status(StrEnum):
    """Where a figure stands between first announcement and final value."""

    PRELIMINARY = "preliminary"
    REVISED = "revised"
    FINAL = "final"
    CORRECTED = "corrected"
    FORECAST = "forecast"


class Comparator(StrEnum):
    """How a stated value bounds the true one."""

    EQUAL = "="
    ABOUT = "about"
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="

    @property
    def is_floor(self) -> bool:
        """Whether the true value lies above the stated one."""
        return self in (Comparator.MORE, Comparator.AT_LEAST)

    @property
    def is_ceiling(self) -> bool:
        """Whether the true value lies below the stated one."""
        return self in (Comparator.LESS, Comparator.AT_MOST)

    @property
    def is_bound(self) -> bool:
        """Whether only a side is stated on which the true value lies."""
        return self.is_floor or self.is_ceiling


class Basis(StrEnum):
    """How the publication date of a figure is known."""

    STATED = "stated"  # the row or its page says the day
    CALENDAR = "calendar"  # the release calendar says the day
    BOUND = "bound"  # was out by that day; the day itself was not seen
    ESTIMATED = "estimated"  # period end plus the usual lag


@dataclass(frozen=True, slots=True)
class Names:
    """A name in both languages of the interface."""

    en: str
    zh: str

    def get(self, lang: str) -> str:
        """The name in ``lang`` (``en`` or ``zh``)."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Series:
    """One statistical series.

    ``id`` is ``place/indicator[/activity]`` (``cn/iva/36``), ``code`` the short name under which analysts
    know it (``IVA_AUTO``); both are accepted wherever a series is named.  ``units`` maps each measure that
    is published to its unit id.  ``publisher`` is the body whose figures count as first-hand.
    """

    id: str
    code: str
    place: str
    indicator: str
    activity: str
    names: Names
    frequency: Frequency
    units: dict[Measure, str]
    publisher: str
    release: str
    group: str
    flow: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was read: a page, file or feed.  ``tier`` as in the profile's ``sources.csv``."""

    id: str
    publisher: str
    title: str
    address: str
    published: date | None
    tier: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One published figure, as one row of the ledger.

    ``published`` is the day it became known to the public, ``recorded`` the moment it entered the ledger.
    ``locator`` says where in the document it stands (page, cell or sentence span); ``document`` is the
    sha256 of its bytes, empty for starter figures.
    """

    series: str
    period: Period
    measure: Measure
    value: float
    unit: str
    comparator: Comparator
    status: Status
    published: date
    basis: Basis
    recorded: datetime
    publisher: str
    source: str
    locator: str = ""
    document: str = ""
    note: str = ""

    @property
    def published_is_estimated(self) -> bool:
        """Whether the publication day was not seen but inferred."""
        return self.basis in (Basis.BOUND, Basis.ESTIMATED)


@dataclass(frozen=True, slots=True)
class Target:
    """A number that a plan intends, an observation of intent.

    ``first`` and ``last`` bound the target period (equal for a single one); ``basis`` is annual_growth,
    average_annual_growth, level, count or direction.  ``known_from`` is the first day on which the target
    was public.
    """

    plan: str
    round: str
    industry: str
    title: str
    issuers: str
    indicator: str
    series: str
    first: Period
    last: Period
    comparator: str
    value: float | None
    unit: str
    basis: str
    scope: str
    known_from: date
    known_is_estimated: bool
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a forecast lies with probability ``level``, or an effect at confidence ``level``."""

    level: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trace:
    """The chain behind a number: the observations it rests on and, when derived, the recipe.

    ``rounding`` is the largest error that the rounding of the observations can cause in a derived number,
    in the number's unit.
    """

    observations: tuple[Observation, ...]
    recipe: str = ""
    rounding: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a person sees it, or the visible absence of one (``value`` is None, ``missing`` says why).

    ``kind`` is published, derived, forecast or missing.  ``previous`` holds earlier vintages of the same key
    that differ, oldest first; ``conflicts`` holds other sources' values visible on the same day.
    """

    series: Series
    period: Period | None
    measure: Measure
    value: float | None
    unit: str
    trace: Trace = field(default=Trace(()))
    missing: str = ""
    previous: tuple[Observation, ...] = ()
    conflicts: tuple[Observation, ...] = ()

    @classmethod
    def of(cls, series: Series, row: Observation) -> Figure:
        """What one row of a series says, without its other vintages."""
        return cls(series, row.period, row.measure, row.value, row.unit, Trace((row,)))

    @property
    def observation(self) -> Observation | None:
        """The row that the number was taken from; None when derived from several or missing."""
        rows = self.trace.observations
        return rows[0] if len(rows) == 1 and not self.trace.recipe else None

    @property
    def kind(self) -> str:
        """``published``, ``derived``, ``forecast`` or ``missing``."""
        if self.value is None:
            return "missing"
        if self.trace.recipe:
            return "derived"
        row = self.observation
        return "forecast" if row is not None and row.status is Status.FORECAST else "published"
