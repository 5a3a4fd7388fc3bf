"""Put the monitor of one day together."""

from __future__ import annotations

from dataclasses import replace

from forerun.ledger.snapshot import Snapshot
from forerun.monitor.breadth import breadth
from forerun.monitor.gaps import gaps
from forerun.monitor.headline import headline
from forerun.monitor.industries import industry_row
from forerun.monitor.parts import part
from forerun.monitor.places import place_map
from forerun.monitor.result import Monitor, TargetRow
from forerun.monitor.spec import monitor_spec
from forerun.monitor.targets import target_row, targets_in_force


def monitor(snapshot: Snapshot) -> Monitor:
    """How the industrial economy is doing, as known on the snapshot's day.

    Raises:
        SpecError: the profile's ``monitor.toml`` does not say what it must.
    """
    spec, industries = monitor_spec(snapshot.catalog), snapshot.catalog.industries
    parts = {each.id: part(snapshot, each) for each in spec.parts}
    top = headline(snapshot, spec.headline)
    targets = [target_row(snapshot, each, spec.targets) for each in targets_in_force(snapshot)]
    key = {each.id for each in industries}
    found = Monitor(
        as_of=snapshot.as_of,
        ledger=snapshot.hash,
        place=snapshot.catalog.home,
        headline=top,
        sectors=parts["sectors"],
        breadth=breadth(snapshot, spec.breadth, top),
        industries=tuple(
            industry_row(snapshot, each, [row for row in targets if each.id in _industries_of(row)])
            for each in industries
        ),
        national_targets=tuple(row for row in targets if not key & _industries_of(row)),
        new_three=parts["new_three"],
        network=parts["network"],
        demand=parts["demand"],
        prices=parts["prices"],
        profits=parts["profits"],
        capacity=parts["capacity"],
        survey=parts["survey"],
        maps=tuple(place_map(snapshot, each) for each in spec.maps),
        gaps=(),
    )
    lasting = {row.series.id for each in spec.parts for row in each.rows if row.lasting}
    return replace(found, gaps=gaps(snapshot, found, lasting))


def _industries_of(row: TargetRow) -> set[str]:
    """The industries of a target's plan; one plan may cover several."""
    return set(row.target.industry.split("|"))
