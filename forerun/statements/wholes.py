"""Parts that are larger than their wholes: numbers of one text that cannot both be true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from forerun.catalog.model import Catalog, IdentityKind
from forerun.statements.result import Judged, Verdict
from forerun.types import Names


def with_wholes(judged: Sequence[Judged], catalog: Catalog) -> tuple[Judged, ...]:
    """The claims, those contradicted that the ledger could not decide and that exceed their whole."""
    settled = list(judged)
    for whole, part in _impossible(judged, catalog):
        for index in (whole, part):
            if settled[index].verdict is Verdict.NOT_CHECKABLE:
                reason = _words(judged[part], judged[whole], catalog)
                settled[index] = replace(judged[index], verdict=Verdict.CONTRADICTED, reason=reason)
    return tuple(settled)


def _impossible(judged: Sequence[Judged], catalog: Catalog) -> Iterator[tuple[int, int]]:
    """Places of a whole and of a part of it that was said to be larger at the same time."""
    for identity in catalog.identities:
        if identity.kind is not IdentityKind.PART:
            continue
        whole = catalog.series_named(identity.whole).id
        parts = {catalog.series_named(name).id for name in identity.parts}
        for at, one in enumerate(judged):
            for place, other in enumerate(judged):
                of_one, of_other = one.claim.statement.series, other.claim.statement.series
                if of_one == whole and of_other in parts and _exceeds(other, one):
                    yield at, place


def _exceeds(part: Judged, whole: Judged) -> bool:
    a, b = part.claim.statement, whole.claim.statement
    comparable = (a.period, a.measure, a.unit, a.modality) == (b.period, b.measure, b.unit, b.modality)
    exact = not a.comparator.is_ceiling and not b.comparator.is_floor
    return comparable and exact and a.value is not None and b.value is not None and a.value > b.value


def _words(part: Judged, whole: Judged, catalog: Catalog) -> Names:
    a, b = (catalog.series_named(each.claim.statement.series).names for each in (part, whole))
    return Names(
        f"The text contradicts itself: a part ({a.en}) is larger than its whole ({b.en}).",
        f"文本自相矛盾：部分（{a.zh}）大于整体（{b.zh}）。",
    )
