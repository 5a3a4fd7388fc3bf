"""What a seasonal adjustment found, as frozen values."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, is_dataclass

from forerun.periods import Period
from forerun.types import Json

Column = tuple[float | None, ...]
SIGNIFICANCE = 0.01


@dataclass(frozen=True, slots=True)
class Effect:
    """A coefficient of the regression model; with logarithms ``estimate`` times 100 is about percent.

    ``kind`` is holiday, trading-day, leap-year, outlier, missing or other.
    """

    kind: str
    name: str
    estimate: float
    standard_error: float

    @property
    def t_value(self) -> float:
        """Estimate over standard error; NaN for a coefficient that is fixed."""
        return self.estimate / self.standard_error if self.standard_error else math.nan


@dataclass(frozen=True, slots=True)
class Test:
    """A test statistic and its p-value."""

    name: str
    statistic: float
    p_value: float

    __test__ = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Windows that were compared by AICC; ``windows`` is ``none`` for a model without the holiday."""

    windows: str
    aicc: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The windows of a holiday that had the lowest AICC, and what they were compared with."""

    holiday: str
    chosen: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """The regARIMA model: ``arima`` as X-13 writes it, ``combination`` multiplicative or additive.

    ``log`` says whether logarithms were modelled; ``aicc`` compares models of the same data only.
    """

    arima: str
    combination: str
    log: bool
    aicc: float


@dataclass(frozen=True, slots=True)
class Stability:
    """Sliding spans and revisions.

    ``unstable_factors`` and ``unstable_changes`` are percentages of months whose seasonal factor, and whose
    month-on-month change, moves by more than three percent between spans (None when components add up);
    ``revision`` and ``revision_of_change`` the mean absolute revision, in percent, from the first adjustment
    of a month to the last (None for values around zero).
    """

    unstable_factors: float | None
    unstable_changes: float | None
    revision: float | None
    revision_of_change: float | None


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How good the adjustment is.

    ``m`` are M1 to M11 and ``q``, ``q_without_m2`` their weighted means, acceptable below 1 (X-11 only,
    else empty and None).  ``seasonality`` tests the original for a season, ``residual`` the adjusted series
    and the irregular for one that is left, ``residuals`` the residuals of the model.  ``identifiable`` is
    X-13's judgement whether there is a season to adjust for.  ``peaks`` name spectral peaks that remain.
    """

    m: tuple[float, ...]
    q: float | None
    q_without_m2: float | None
    identifiable: bool | None
    seasonality: tuple[Test, ...]
    residual: tuple[Test, ...]
    residuals: tuple[Test, ...]
    peaks: tuple[str, ...]
    stability: Stability | None = None

    @property
    def no_season_left(self) -> bool:
        """Whether no test of residual seasonality rejects at one percent."""
        return all(test.p_value >= SIGNIFICANCE for test in self.residual)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A forecast of the original series with its 95 percent interval."""

    period: Period
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A seasonally adjusted series; every column has one entry for each of ``periods``.

    ``original`` is as given, None where there was no figure (a joint figure stands at its second month);
    ``used`` is what X-13 worked on, with its estimates of missing months.  ``adjusted`` is None where nothing
    identifies the month.  ``seasonal`` are seasonal factors, ``factors`` these times (or plus) calendar and
    holiday effects.  ``split``, ``estimated`` and ``bridged`` list the months without a figure of their own,
    by what was done about them.  ``notes`` say every fallback taken.
    """

    periods: tuple[Period, ...]
    original: Column
    used: Column
    adjusted: Column
    trend: Column
    seasonal: Column
    factors: Column
    irregular: Column
    forecast: tuple[Ahead, ...]
    model: Model
    effects: tuple[Effect, ...]
    choices: tuple[Choice, ...]
    diagnostics: Diagnostics
    split: tuple[Period, ...]
    estimated: tuple[Period, ...]
    bridged: tuple[Period, ...]
    recipe: str
    notes: tuple[str, ...]

    def effect(self, name: str) -> Effect | None:
        """The effect of this name (``spring_festival before 7``), or None."""
        return next((effect for effect in self.effects if effect.name == name), None)

    def to_dict(self) -> Json:
        """The result as JSON values: periods as text, missing as null."""
        plain = {each.name: _plain(getattr(self, each.name)) for each in fields(self)}
        return {"schema": "forerun.adjusted/1", **plain, "no_season_left": self.diagnostics.no_season_left}


def _plain(value: object) -> object:
    if isinstance(value, Period):
        return str(value)
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
