"""What the monitor should show and cannot: every missing figure, once, with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from forerun.ledger.snapshot import Snapshot
from forerun.monitor.figures import overdue
from forerun.monitor.result import Headline, Monitor, Row, Share
from forerun.types import Figure


def gaps(snapshot: Snapshot, found: Monitor, lasting: Collection[str]) -> tuple[Figure, ...]:
    """The missing figures of a monitor, and those that should have followed the ones shown by now.

    Args:
        snapshot: the ledger as known on the day.
        found: the monitor, its own gaps not yet filled.
        lasting: ids of series whose figure holds until something else is said: nothing has to follow.
    """
    absent = (each for each in _shown(snapshot, found, lasting) if each.value is None)
    return tuple({(each.series.id, each.period, each.measure): each for each in absent}.values())


def _shown(snapshot: Snapshot, found: Monitor, lasting: Collection[str]) -> Iterator[Figure]:
    yield from _of_headline(snapshot, found.headline)
    for row in _rows(found):
        yield row.figure
        yield from row.companions if row.figure.value is not None else ()
        if row.figure.series.id not in lasting:
            yield from _late(snapshot, row.figure)
    for share in found.breadth:
        yield from _of_share(snapshot, share)
    for aim in found.targets:
        if aim.target.value is not None and aim.target.first.start <= snapshot.as_of:
            yield aim.actual


def _of_headline(snapshot: Snapshot, top: Headline) -> Iterator[Figure]:
    yield from (top.month, top.year_to_date, top.month_on_month)
    yield from (top.acceleration, top.momentum, top.two_year)
    for figure in (top.month, top.year_to_date):
        yield from _late(snapshot, figure)


def _rows(found: Monitor) -> Iterator[Row]:
    for part in found.parts:
        yield from part.rows
    for industry in found.industries:
        yield from (*industry.growth, *industry.output)


def _of_share(snapshot: Snapshot, share: Share) -> Iterator[Figure]:
    yield share.growing
    yield share.total
    if share.growing.kind == "published":
        yield from _late(snapshot, share.growing)


def _late(snapshot: Snapshot, figure: Figure) -> Iterator[Figure]:
    found = overdue(snapshot, figure)
    if found is not None:
        yield found
