"""What a section is written from: the monitor, the ledger as of the day, the outlook, the language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forerun.brief.ahead import Ahead
from forerun.catalog.model import Catalog
from forerun.foresight.survey import Survey
from forerun.ledger.snapshot import Snapshot
from forerun.monitor.result import Monitor
from forerun.types import Figure, Names, Series
from forerun.views.words import Words, words

RECENT = 24
"""Months that a chart shows."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything at hand when a section is written.

    ``ahead`` is None where nobody looked ahead, ``forward`` where nobody looked at future industries.
    """

    monitor: Monitor
    snapshot: Snapshot
    lang: str
    ahead: Ahead | None = None
    forward: Survey | None = None

    @property
    def catalog(self) -> Catalog:
        """The catalog that the snapshot speaks of."""
        return self.snapshot.catalog

    @property
    def say(self) -> Words:
        """The words of the language."""
        return words(self.lang)

    def name(self, names: Names) -> str:
        """The name in the language of the brief."""
        return names.get(self.lang)

    def subject(self, series: Series) -> str:
        """What the series is about: its indicator when it is the total of its activities, else its name."""
        indicator = self.catalog.indicators.get(series.indicator)
        return self.name(series.names if series.activity or indicator is None else indicator.names)


def recent(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of the last two years, counted back from the latest period."""
    dated = [(each.period.last_month.ordinal, each) for each in figures if each.period]
    last = max((month for month, _ in dated), default=0)
    return tuple(each for month, each in dated if month > last - RECENT)
