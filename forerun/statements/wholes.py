"""Parts that are larger than their wholes: numbers of one text that cannot both be true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from forerun.catalog.model import Catalog, IdentityKind
from forerun.statements.result import Judged, Verdict
from forerun.types import Names

Key = tuple[object, ...]


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
    """Places of a whole and of a part of it that was said to be larger at the same time.

    Each whole comes with the largest part, each part with the smallest whole: a text may say thousands.
    """
    told: dict[str, dict[Key, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, each in enumerate(judged):
        said = each.claim.statement
        told[said.series][said.period, said.measure, said.unit, said.modality].append(at)
    for identity in catalog.identities:
        whole = catalog.series_named(identity.whole).id
        if identity.kind is IdentityKind.PART and whole in told:
            parts = {catalog.series_named(name).id for name in identity.parts} & told.keys()
            for part, key in product(sorted(parts), told[whole]):
                yield from _exceeding(judged, told[whole][key], told[part].get(key, ()))


def _exceeding(
    judged: Sequence[Judged], wholes: Sequence[int], parts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    said = {at: judged[at].claim.statement for at in (*wholes, *parts)}
    size = {at: each.value for at, each in said.items() if each.value is not None}
    below = [at for at in wholes if at in size and not said[at].comparator.is_floor]
    above = [at for at in parts if at in size and not said[at].comparator.is_ceiling]
    if below and above:
        smallest, largest = min(below, key=size.__getitem__), max(above, key=size.__getitem__)
        yield from ((at, largest) for at in below if size[largest] > size[at])
        yield from ((smallest, at) for at in above if size[at] > size[smallest])


def _words(part: Judged, whole: Judged, catalog: Catalog) -> Names:
    a, b = (catalog.series_named(each.claim.statement.series).names for each in (part, whole))
    return Names(
        f"The text contradicts itself: a part ({a.en}) is larger than its whole ({b.en}).",
        f"文本自相矛盾：部分（{a.zh}）大于整体（{b.zh}）。",
    )
