"""Relations between series that the catalog states: parts and totals, shares, stocks and additions.

Each check compares the preferred exact figures of one period and allows for the rounding of each, plus
the tolerance of the identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from forerun.catalog.model import Identity, IdentityKind
from forerun.ledger.findings import Column, Finding, Kind, SeriesRows
from forerun.ledger.precision import half_unit
from forerun.ledger.wording import finding
from forerun.types import Measure, Observation

Books = Callable[[str], SeriesRows]
"""The rows of a series by id or code."""

SUDDEN = 0.03  # growth per month of a whole that a falling share and its rising part imply


def check_identity(identity: Identity, books: Books) -> Iterator[Finding]:
    """Findings where published figures contradict an identity of the catalog."""
    for measure in identity.measures:
        yield from _CHECKS[identity.kind](identity, measure, books)


def _columns(identity: Identity, measure: Measure, books: Books) -> tuple[Column, list[Column]]:
    return books(identity.whole).column(measure), [books(part).column(measure) for part in identity.parts]


def _complete(
    identity: Identity, measure: Measure, books: Books
) -> Iterator[tuple[Observation, list[Observation]]]:
    """The whole and all of its parts, period by period."""
    whole, parts = _columns(identity, measure, books)
    for period, total in whole.items():
        if all(period in part for part in parts):
            yield total, [part[period] for part in parts]


def _sum(identity: Identity, measure: Measure, books: Books) -> Iterator[Finding]:
    for total, rows in _complete(identity, measure, books):
        added = sum(row.value for row in rows)
        if abs(added - total.value) > _slack(identity, total, *rows):
            told = {"sum": added, "gap": added - total.value}
            yield finding(Kind.PARTS_AGAINST_TOTAL, (total, *rows), told, because=identity.note)


def _part(identity: Identity, measure: Measure, books: Books) -> Iterator[Finding]:
    whole, parts = _columns(identity, measure, books)
    for part in parts:
        for period in sorted(part.keys() & whole.keys()):
            rows = whole[period], part[period]
            if rows[1].value - rows[0].value > _slack(identity, *rows):
                yield finding(Kind.PART_EXCEEDS_WHOLE, rows, because=identity.note)


def _between(identity: Identity, measure: Measure, books: Books) -> Iterator[Finding]:
    for total, rows in _complete(identity, measure, books):
        low, high = min(row.value for row in rows), max(row.value for row in rows)
        slack = identity.tolerance + 2 * half_unit(total)
        if not low - slack <= total.value <= high + slack:
            told = {"low": low, "high": high}
            yield finding(Kind.GROWTH_OUTSIDE_PARTS, (total, *rows), told, because=identity.note)


def _share(identity: Identity, measure: Measure, books: Books) -> Iterator[Finding]:
    shares = books(identity.whole).column(Measure.SHARE)
    part, whole = (books(name).column(measure) for name in identity.parts)
    for period in sorted(shares.keys() & part.keys() & whole.keys()):
        share, some, total = rows = shares[period], part[period], whole[period]
        implied = 100 * some.value / total.value
        rounding = implied * (half_unit(some) / some.value + half_unit(total) / total.value)
        if abs(implied - share.value) > half_unit(share) + rounding + identity.tolerance:
            yield finding(Kind.SHARE_AGAINST_LEVELS, rows, {"implied": implied}, because=identity.note)
    yield from _share_against_part(shares, part)


def _share_against_part(shares: Column, part: Column) -> Iterator[Finding]:
    """A share that falls while its part rises says that the whole jumped."""
    for before, period in pairwise(sorted(shares.keys() & part.keys())):
        rows = shares[before], shares[period], part[before], part[period]
        months = period.last_month.ordinal - before.last_month.ordinal
        falls = rows[0].value - rows[1].value > 2 * half_unit(rows[1])
        implied = rows[3].value / rows[2].value * rows[0].value / rows[1].value - 1
        if falls and rows[3].value > rows[2].value and implied > SUDDEN * months:
            yield finding(Kind.SHARE_AGAINST_PART, rows, {"implied": 100 * implied})


def _net(identity: Identity, measure: Measure, books: Books) -> Iterator[Finding]:
    added, stock = books(identity.whole).column(Measure.YTD_LEVEL), books(identity.parts[0]).column(measure)
    for period, row in added.items():
        start = period.year_before().year_end
        if period in stock and start in stock:
            rows = row, stock[period], stock[start]
            change = rows[1].value - rows[2].value
            if abs(change - row.value) > _slack(identity, *rows):
                told = {"change": change}
                yield finding(Kind.NET_ADDITION_AGAINST_LEVELS, rows, told, because=identity.note)


def _slack(identity: Identity, total: Observation, *rows: Observation) -> float:
    rounding = sum(half_unit(row, (total, *rows)) for row in (total, *rows))
    return rounding * (1 + 1e-9) + abs(total.value) * identity.tolerance / 100


_CHECKS: dict[IdentityKind, Callable[[Identity, Measure, Books], Iterator[Finding]]] = {
    IdentityKind.SUM: _sum,
    IdentityKind.PART: _part,
    IdentityKind.BETWEEN: _between,
    IdentityKind.SHARE: _share,
    IdentityKind.NET: _net,
}
