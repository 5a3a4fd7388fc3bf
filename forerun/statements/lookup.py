"""Figures that bear on a claim: of its period under every name of it, and of the periods around.

The same stretch has several names (January to December 2023 is the year 2023; the first quarter of a flow
is March year to date), and the ledger holds a figure under that of its release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from forerun.ledger.snapshot import Snapshot
from forerun.periods import Frequency, Period
from forerun.types import Figure, Measure, Observation, Series

YEAR_OF_MONTHS = 13
"""Months back from the latest figure that a claim without a time may mean."""
_TO_DATE = {
    Measure.LEVEL: Measure.YTD_LEVEL,
    Measure.YOY: Measure.YTD_YOY,
    Measure.CHANGE_PP: Measure.YTD_CHANGE_PP,
}
_AT_ONCE = {later: sooner for sooner, later in _TO_DATE.items()}
_AMOUNTS = (Measure.LEVEL, Measure.YTD_LEVEL, Measure.INDEX, Measure.SHARE, Measure.COUNT)
_RATES = (Measure.YOY, Measure.YTD_YOY)
Key = tuple[Period, Measure]


@dataclass(frozen=True, slots=True)
class Lookup:
    """One series in a snapshot."""

    snapshot: Snapshot
    series: Series

    def at(self, period: Period, measure: Measure) -> Figure:
        """The figure of a period and measure under whichever name the ledger has it, or its absence."""
        keys = [key for key in same_stretch(period, measure) if key[1] in self.series.units]
        figures = [self.snapshot.figure(self.series.id, *key) for key in keys or [(period, measure)]]
        return next((figure for figure in figures if figure.value is not None), figures[0])

    def latest(self, kind: Iterable[Measure], *, not_after: date) -> Figure | None:
        """The last figure among some measures whose period ends by a day."""
        found = (f for f in self.history(kind) if f.period and f.period.end <= not_after)
        return max(found, key=_moment, default=None)

    def history(self, kind: Iterable[Measure]) -> Iterator[Figure]:
        """All figures of some measures, each measure in the order of its periods."""
        for measure in kind:
            if measure in self.series.units:
                yield from self.snapshot.history(self.series.id, measure)

    def rows(self, figure: Figure) -> tuple[Observation, ...]:
        """Every published row of a figure's key, the preferred one first."""
        if figure.period is None or figure.observation is None:
            return ()
        rows = self.snapshot.published(self.series.id, figure.period, figure.measure)
        return (figure.observation, *(row for row in rows if row != figure.observation))


def alike(measure: Measure) -> tuple[Measure, ...]:
    """The measures that a number of this measure may be, when its time is not said: itself first."""
    kind = _RATES if measure in _RATES else _AMOUNTS if measure in _AMOUNTS else (measure,)
    return (measure, *(each for each in kind if each is not measure))


def _moment(figure: Figure) -> tuple[date, bool]:
    """The order of figures of several measures: by the end of the period, the year to date last."""
    return (figure.period.end if figure.period else date.min, figure.measure.cumulative)


@lru_cache(maxsize=4096)
def same_stretch(period: Period, measure: Measure) -> tuple[Key, ...]:
    """Every period and measure that means the same time, as named first."""
    keys: list[Key] = [(period, measure)]
    if measure in _AMOUNTS and measure not in _TO_DATE and measure not in _AT_ONCE:
        return tuple(keys)
    cumulative = measure.cumulative or _begins_the_year(period)
    if not cumulative:
        return tuple(keys)
    to_date, at_once = _TO_DATE.get(measure, measure), _AT_ONCE.get(measure, measure)
    for other in _ending_with(period):
        keys.append((other, to_date))
        if _begins_the_year(other):
            keys.append((other, at_once))
    return tuple(dict.fromkeys(keys))


def _begins_the_year(period: Period) -> bool:
    return period.start.month == 1


def _ending_with(period: Period) -> Iterator[Period]:
    month = period.last_month
    for frequency in Frequency:
        length = 12 // frequency.per_year
        if month.index % length == 0:
            yield Period(frequency, month.year, month.index // length)


def recent(figures: Iterable[Figure], back: int = YEAR_OF_MONTHS) -> list[Figure]:
    """The figures of the last ``back`` months before the latest, the latest first."""
    ordered = sorted((f for f in figures if f.period is not None), key=_moment, reverse=True)
    if not ordered:
        return []
    newest = _months(ordered[0])
    return [figure for figure in ordered if newest - _months(figure) < back]


def _months(figure: Figure) -> int:
    return figure.period.last_month.ordinal if figure.period else 0
