"""Which forward claims may stand in a headline: scored ones with skill, in time, few of one method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from forerun.foresight.scores import Claim

YEARS_AHEAD = 5
"""How far ahead a claim is told first."""
MOST = 6
"""Claims of one method; they come in their own order, the strongest first."""


def leading_claims(claims: Iterable[Claim], year: int) -> Iterator[Claim]:
    """Of each series the claim nearest to :data:`YEARS_AHEAD`, at most :data:`MOST` of one method.

    Args:
        claims: in the order in which they are to be told.
        year: the running one; claims for it and for years before come too late, since their data are old.
    """
    best: dict[tuple[str, str], Claim] = {}
    for each in claims:
        key = each.series, each.method
        in_time = each.may_lead and each.period.year > year
        if in_time and (key not in best or _distance(each, year) < _distance(best[key], year)):
            best[key] = each
    told = Counter[str]()
    for each in best.values():
        told[each.method] += 1
        if told[each.method] <= MOST:
            yield each


def _distance(claim: Claim, year: int) -> int:
    return abs(claim.period.year - max(claim.origin.year + YEARS_AHEAD, year + 1))
