"""The audit: what in a snapshot contradicts itself, its history, its calendar or its sources.

Nothing is changed or left out because of a finding; it is a question to a person, with the rows that raise
it and what to check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from forerun.catalog.model import Break
from forerun.ledger.consistency import check_consistency
from forerun.ledger.findings import Finding, Kind, SeriesRows, Severity
from forerun.ledger.identities import check_identity
from forerun.ledger.plausibility import check_plausibility
from forerun.ledger.provenance import check_pages, check_provenance
from forerun.ledger.snapshot import Snapshot

_WORST_FIRST = tuple(Severity)


def audit(snapshot: Snapshot, series: str = "") -> tuple[Finding, ...]:
    """Everything odd in a snapshot, worst first, then by series, kind and period.

    Args:
        snapshot: the ledger as known on a day.
        series: id or code of one series to look at; identities count when it takes part in them.

    Raises:
        UnknownNameError: the catalog does not hold the series.
    """
    catalog = snapshot.catalog
    wanted = [catalog.series_named(series)] if series else list(catalog.series.values())
    read: dict[str, SeriesRows] = {}

    def books(name: str) -> SeriesRows:
        one = catalog.series_named(name)
        if one.id not in read:
            read[one.id] = SeriesRows.of(one, snapshot.rows(one.id))
        return read[one.id]

    found = [each for one in wanted for each in _within(books(one.id), catalog.breaks)]
    found += check_pages([books(one.id) for one in wanted], snapshot.calendar)
    ids = {one.id for one in wanted}
    for identity in catalog.identities:
        members = {catalog.series_named(name).id for name in (identity.whole, *identity.parts)}
        if members & ids:
            found += check_identity(identity, books)
    once = {(each.kind, each.series, each.periods): each for each in reversed(found)}
    return tuple(sorted(once.values(), key=_order))


def _within(rows: SeriesRows, breaks: Sequence[Break]) -> Iterator[Finding]:
    yield from check_consistency(rows, breaks)
    yield from check_plausibility(rows)
    yield from check_provenance(rows)


def _order(found: Finding) -> tuple[object, ...]:
    return (
        _WORST_FIRST.index(found.severity),
        found.series,
        found.kind,
        found.periods,
    )


def count_by_kind(findings: Sequence[Finding]) -> dict[Kind, int]:
    """How many findings there are of each kind, in the order of :class:`Kind`."""
    counted = Counter(found.kind for found in findings)
    return {kind: counted[kind] for kind in Kind if counted[kind]}
