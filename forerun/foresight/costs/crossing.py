"""When one thing is cheaper than another, as a distribution of dates, summed over a grid without drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.costs.falls import fall_score
from forerun.foresight.costs.forecast import CostForecast
from forerun.foresight.scores import Score
from forerun.types import Names

POINTS = 201
"""Points of the grid in each direction."""
EDGES = (0.1, 0.5, 0.9)
"""Probabilities at which dates are read off: an 80 percent interval, and the median between."""


@dataclass(frozen=True, slots=True)
class ByYear:
    """The probability, 0 to 1, that one lies below the other in a year, so many years after it is known.

    ``score`` is the hindcast of such a fall below a price; None against another technology, of which nothing
    was scored, and where the forecast itself has no score.
    """

    horizon: int
    year: int
    probability: float
    score: Score | None = None


@dataclass(frozen=True, slots=True)
class Crossing:
    """When a technology is cheaper than another, or than a price.

    Attributes:
        technology: that may become cheaper; the id of its series where it is catalogued.
        rival: the other one likewise, or the price as text.
        names: of both, in both languages.
        unit: of both.
        now: cost of the technology at its last year.
        now_rival: cost of the other, at its last year.
        year: the later of their last years, from which on the years are counted.
        rival_is_price: whether the other is a price that stays.
        already: whether it is cheaper already by what is known.
        correlation: of the two errors, in normal scores.
        years: year by year.
        dates: first years in which the probability reaches 10, 50 and 90 percent; None beyond the horizon.
    """

    technology: str
    rival: str
    names: tuple[Names, Names]
    unit: str
    now: float
    now_rival: float
    year: int
    rival_is_price: bool
    already: bool
    correlation: float
    years: tuple[ByYear, ...]
    dates: tuple[int | None, ...]

    @property
    def beyond(self) -> float:
        """Probability that it is not cheaper in the last year of the horizon."""
        return 1 - self.years[-1].probability if self.years else math.nan


def crossing_below(own: CostForecast, price: float, horizon: int) -> Crossing:
    """When a technology is cheaper than a price in its own unit.

    Raises:
        InputError: the price is not above zero.
    """
    if not (math.isfinite(price) and price > 0):
        raise InputError(f"{price:g} is no price above zero", advice="Give one in the unit of the cost")
    probabilities, share = _middles(), price / float(own.curve.costs[-1])
    first = own.curve.last_year
    years = tuple(
        ByYear(
            at,
            first + at,
            float(np.mean(own.quantiles(at, probabilities) < math.log(price))),
            fall_score(own.calibration.falls, at, share) if own.scored else None,
        )
        for at in range(1, horizon + 1)
    )
    text = f"{price:g}"
    return _crossing(own, (text, Names(text, text), price), 0.0, years)


def crossing(own: CostForecast, rival: CostForecast, horizon: int, correlation: float = 0.0) -> Crossing:
    """When a technology is cheaper than another.

    Errors of the two are joined by a normal copula; their correlation was not measured, 0 unless asked.

    Args:
        own: the technology that may become cheaper.
        rival: the other one, in the same unit.
        horizon: years after the later of their last years; fewer where one of them was not scored so far.
        correlation: of the errors in normal scores, from -1 to 1.

    Raises:
        InputError: the units differ, the correlation is none, or their last years are too far apart.
    """
    _check(own, rival, correlation)
    first = max(own.curve.last_year, rival.curve.last_year)
    lag, rival_lag = first - own.curve.last_year, first - rival.curve.last_year
    reach = min(horizon, own.calibration.horizon - lag, rival.calibration.horizon - rival_lag)
    if reach < 1:
        raise InputError(
            f"the last costs of {own.curve.technology!r} and {rival.curve.technology!r} are"
            f" {max(lag, rival_lag)} years apart, further than forecasts were scored",
            advice="Add later years of the older one",
        )
    years = tuple(
        ByYear(at, first + at, _probability(own, rival, (at + lag, at + rival_lag), correlation))
        for at in range(1, reach + 1)
    )
    other = rival.curve
    return _crossing(own, (other.technology, other.called, float(other.costs[-1])), correlation, years)


def _check(own: CostForecast, rival: CostForecast, correlation: float) -> None:
    mine, other = own.curve.unit.strip().casefold(), rival.curve.unit.strip().casefold()
    if mine != other:
        raise InputError(
            f"{own.curve.technology!r} costs {own.curve.unit or 'an unnamed unit'} and"
            f" {rival.curve.technology!r} costs {rival.curve.unit or 'an unnamed unit'}",
            advice="Compare costs in one unit; forerun converts none",
        )
    if not -1 <= correlation <= 1:
        raise InputError(f"{correlation:g} is no correlation", advice="Give one from -1 to 1")


def _probability(own: CostForecast, rival: CostForecast, at: tuple[int, int], correlation: float) -> float:
    """P(own < rival), both in the same year, ``at`` years after what is known of each."""
    from scipy.special import ndtr, ndtri

    scores = ndtri(_middles())
    mine = own.quantiles(at[0], ndtr(scores))
    if correlation == 0:
        theirs = rival.quantiles(at[1], ndtr(scores))
        return float(np.mean(np.searchsorted(np.sort(mine), theirs) / mine.size))
    joined = correlation * scores[:, None] + math.sqrt(1 - correlation**2) * scores[None, :]
    theirs = rival.quantiles(at[1], np.clip(ndtr(joined), 1e-9, 1 - 1e-9))
    return float(np.mean(mine[:, None] < theirs))


def _middles() -> Array:
    """(P,) probabilities in the middle of P equal shares."""
    found: Array = (np.arange(POINTS) + 0.5) / POINTS
    return found


def _crossing(
    own: CostForecast, rival: tuple[str, Names, float], correlation: float, years: tuple[ByYear, ...]
) -> Crossing:
    name, called, cost = rival
    now = float(own.curve.costs[-1])
    return Crossing(
        technology=own.curve.technology,
        rival=name,
        names=(own.curve.called, called),
        unit=own.curve.unit,
        now=now,
        now_rival=cost,
        year=years[0].year - 1,
        rival_is_price=name == f"{cost:g}",
        already=now < cost,
        correlation=correlation,
        years=years,
        dates=tuple(next((each.year for each in years if each.probability >= edge), None) for edge in EDGES),
    )
