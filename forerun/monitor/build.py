"""Put the monitor of one day together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from forerun.ledger.snapshot import Snapshot
from forerun.monitor.breadth import breadth
from forerun.monitor.figures import overdue
from forerun.monitor.headline import headline
from forerun.monitor.industries import industry_row
from forerun.monitor.parts import part
from forerun.monitor.places import place_map
from forerun.monitor.result import Headline, Monitor, Row, Share, TargetRow
from forerun.monitor.spec import monitor_spec
from forerun.monitor.targets import target_row, targets_in_force
from forerun.types import Figure


def monitor(snapshot: Snapshot) -> Monitor:
    """How the industrial economy is doing, as known on the snapshot's day.

    Raises:
        SpecError: the profile's ``monitor.toml`` does not say what it must.
    """
    spec = monitor_spec(snapshot.catalog)
    parts = {each.id: part(snapshot, each) for each in spec.parts}
    top = headline(snapshot, spec.headline)
    shares = breadth(snapshot, spec.breadth, top)
    targets = [target_row(snapshot, each, spec.targets) for each in targets_in_force(snapshot)]
    industries = tuple(
        industry_row(snapshot, each, [row for row in targets if each.id in _industries_of(row)])
        for each in snapshot.catalog.industries
    )
    lasting = {row.series.id for each in spec.parts for row in each.rows if row.lasting}
    key_industries = {each.id for each in snapshot.catalog.industries}
    return Monitor(
        as_of=snapshot.as_of,
        ledger=snapshot.hash,
        place=snapshot.catalog.home,
        headline=top,
        sectors=parts["sectors"],
        breadth=shares,
        industries=industries,
        national_targets=tuple(each for each in targets if not key_industries & _industries_of(each)),
        new_three=parts["new_three"],
        network=parts["network"],
        demand=parts["demand"],
        prices=parts["prices"],
        profits=parts["profits"],
        capacity=parts["capacity"],
        survey=parts["survey"],
        maps=tuple(place_map(snapshot, each) for each in spec.maps),
        gaps=_distinct(
            (
                *_of_headline(top),
                *_of_rows(snapshot, [row for each in parts.values() for row in each.rows], lasting),
                *_of_rows(snapshot, [row for each in industries for row in (*each.growth, *each.output)], ()),
                *_of_shares(snapshot, shares),
                *(each.actual for each in targets if _has_begun(each, snapshot)),
            )
        ),
    )


def _industries_of(row: TargetRow) -> set[str]:
    return set(row.target.industry.split("|"))


def _has_begun(row: TargetRow, snapshot: Snapshot) -> bool:
    return row.target.value is not None and row.target.first.start <= snapshot.as_of


def _of_headline(top: Headline) -> tuple[Figure, ...]:
    return (
        top.month,
        top.year_to_date,
        top.month_on_month,
        top.acceleration,
        top.momentum,
        top.two_year,
    )


def _of_rows(snapshot: Snapshot, rows: Iterable[Row], lasting: Collection[str]) -> Iterator[Figure]:
    """What each row shows, and the figure that should have followed it by now.

    Nothing has to follow the figure of a ``lasting`` series.
    """
    for row in rows:
        yield row.figure
        yield from row.companions if row.figure.value is not None else ()
        late = overdue(snapshot, row.figure) if row.figure.series.id not in lasting else None
        if late is not None:
            yield late


def _of_shares(snapshot: Snapshot, shares: Iterable[Share]) -> Iterator[Figure]:
    for share in shares:
        yield share.growing
        yield share.total
        late = overdue(snapshot, share.growing) if share.growing.kind == "published" else None
        if late is not None:
            yield late


def _distinct(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The missing ones among the figures, each key once, in the order of their first appearance."""
    absent = (each for each in figures if each.value is None)
    return tuple({(each.series.id, each.period, each.measure): each for each in absent}.values())
