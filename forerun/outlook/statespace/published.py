"""The news table as the New York Fed's program prints it: one line a series.

When several figures of a series came out between the vintages, the program keeps the forecast, weight and
impact of the latest month only (Bok and others 2018, function ``update_nowcast``).  The impacts of such a
table do not add up to the change of the nowcast; those of :class:`~forerun.outlook.news.News` do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from forerun.outlook.news import Change, ChangeKind, News


@dataclass(frozen=True, slots=True)
class PublishedNews:
    """The nowcast before, after revisions, and after releases, with the latest release of each series.

    Everything is in the unit of the target; ``lines`` are in the order of the news.
    """

    old: float
    revised: float
    new: float
    lines: tuple[Change, ...]

    @property
    def release_impact(self) -> float:
        """Sum of the impacts that the table shows."""
        return math.fsum(line.impact for line in self.lines)


def published_news(news: News) -> PublishedNews:
    """The table that the New York Fed's program prints for these news."""
    latest: dict[str, Change] = {}
    for change in news.changes:
        held = latest.get(change.series)
        if change.kind is ChangeKind.RELEASE and (held is None or change.period > held.period):
            latest[change.series] = change
    return PublishedNews(news.old, news.old + news.revision_impact, news.new, tuple(latest.values()))
