"""Location quotients of products by place, from the figures of the ledger.

The quotient is the share of a place in the output of all reporting places over its share in their gross
domestic product (Florence, Investment, Location and Size of Plant, 1948; Isard, Methods of Regional Analysis,
1960): above one, a place makes more of the product than its economy is large.  Products are counted in
physical units, which cannot be added over products: this is a share over a share, not the quotient of output
values that complexity needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forerun.catalog.model import Catalog, series_id
from forerun.foresight.left_out import LeftOut, Why
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Period
from forerun.types import Figure, Measure

OUTPUT, WHOLE = "output", "gdp"
FEWEST = 10
"""Reporting places below which a share of all of them says nothing."""
FULL = 0.75
"""A year in which fewer than this share of the usual places report is passed over for an earlier one."""
SLACK = 1.1
"""How much a part may exceed its whole where the two were read in different yearbooks."""
ENOUGH = 20
"""Products below which complexity would be an index of a handful of goods."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """One place and product.

    Attributes:
        place: id of the catalog.
        value: the quotient, not negative.
        share: of the place in the output of the reporting places, 0 to 1.
        whole: its share in their gross domestic product, 0 to 1.
        output, gdp: the figures it was made of.
    """

    place: str
    value: float
    share: float
    whole: float
    output: Figure
    gdp: Figure


@dataclass(frozen=True, slots=True)
class Product:
    """The quotients of one product.

    Attributes:
        activity: id of the catalog.
        period: of output and gross domestic product.
        reporting: places with both figures.
        places: places that there are.
        quotients: from the highest to the lowest.
    """

    activity: str
    period: Period
    reporting: int
    places: int
    quotients: tuple[Quotient, ...]


@dataclass(frozen=True, slots=True)
class Location:
    """Location quotients as known on a day.

    Attributes:
        products: by the order asked for, or by id.
        known: products of which any place reports, however few.
        left_out: products and places without a quotient, and why.
    """

    products: tuple[Product, ...]
    known: int
    left_out: tuple[LeftOut, ...]


def location(snapshot: Snapshot, products: Sequence[str] = ()) -> Location:
    """Location quotients of products by first-level place.

    Args:
        snapshot: the ledger as known on a day.
        products: ids of activities; all of which output by place is known when empty.
    """
    catalog = snapshot.catalog
    figures = _figures(snapshot)
    asked = list(products) or sorted(figures)
    left_out = [LeftOut(each, Why.EMPTY) for each in asked if each not in figures]
    if not products:
        parts = _parts(figures, catalog)
        left_out += [LeftOut(part, Why.OVERLAPPING, whole) for part, whole in parts.items()]
        asked = [each for each in asked if each not in parts]
    found = []
    for activity in asked:
        if activity in figures:
            one, without = _product(activity, figures[activity], snapshot)
            found += [one] if one is not None else []
            left_out += without
    return Location(tuple(found), len(figures), tuple(left_out))


Known = Mapping[str, Mapping[Period, Figure]]
"""Figures with a value, by place and period."""


def _figures(snapshot: Snapshot) -> dict[str, Known]:
    """Output by product, place and period."""
    catalog = snapshot.catalog
    found: dict[str, dict[str, Mapping[Period, Figure]]] = {}
    for each in catalog.series.values():
        if each.indicator == OUTPUT and each.activity and each.place in _places(catalog):
            history = _valued(snapshot.history(each.id, Measure.LEVEL))
            if history:
                found.setdefault(each.activity, {})[each.place] = history
    return dict(found)


def _valued(history: Iterable[Figure]) -> dict[Period, Figure]:
    return {
        each.period: each
        for each in history
        if each.period is not None and each.value is not None and each.kind != "forecast"
    }


def _places(catalog: Catalog) -> frozenset[str]:
    """First-level places: those of which the catalog has the whole, not the country and not its regions."""
    return frozenset(
        place
        for place in catalog.places
        if place != catalog.home and series_id(place, WHOLE) in catalog.series
    )


def _parts(figures: Mapping[str, Known], catalog: Catalog) -> dict[str, str]:
    """Products that are part of another: of one division and unit, and nowhere ever much more than it."""
    found = {}
    for part in figures:
        for whole in figures:
            if part != whole and _alike(part, whole, catalog) and _within(figures[part], figures[whole]):
                found[part] = whole
    return found


def _alike(one: str, other: str, catalog: Catalog) -> bool:
    first, second = catalog.activities.get(one), catalog.activities.get(other)
    return first is not None and second is not None and first.section == second.section != ""


def _within(part: Known, whole: Known) -> bool:
    pairs = [
        (figure, whole[place][period])
        for place, history in part.items()
        for period, figure in history.items()
        if place in whole and period in whole[place]
    ]
    return len(pairs) >= FEWEST and all(
        own.unit == all_of.unit and (own.value or 0.0) <= SLACK * (all_of.value or 0.0)
        for own, all_of in pairs
    )


def _product(activity: str, known: Known, snapshot: Snapshot) -> tuple[Product | None, list[LeftOut]]:
    reports: dict[Period, list[str]] = {}
    for place, history in known.items():
        for period in history:
            reports.setdefault(period, []).append(place)
    most = max(len(each) for each in reports.values())
    period = max(each for each, places in reports.items() if len(places) >= FULL * most)
    if most < FEWEST:
        return None, [LeftOut(activity, Why.TOO_FEW, str(period), most)]
    quotients, without = _quotients(activity, known, period, snapshot)
    if len(quotients) < FEWEST:
        return None, [*without, LeftOut(activity, Why.TOO_FEW, str(period), len(quotients))]
    places = len(_places(snapshot.catalog))
    return Product(activity, period, len(quotients), places, quotients), without


def _quotients(
    activity: str, known: Known, period: Period, snapshot: Snapshot
) -> tuple[tuple[Quotient, ...], list[LeftOut]]:
    pairs, left_out = [], []
    for place in sorted(_places(snapshot.catalog)):
        output = known.get(place, {}).get(period)
        gdp = snapshot.figure(series_id(place, WHOLE), period, Measure.LEVEL)
        if output is None or gdp.value is None or gdp.value <= 0:
            left_out.append(LeftOut(f"{place}/{activity}", Why.EMPTY, str(period)))
        elif (output.value or 0.0) < 0:
            left_out.append(LeftOut(f"{place}/{activity}", Why.NEGATIVE, str(period)))
        else:
            pairs.append((place, output, gdp))
    total = sum(output.value or 0.0 for _, output, _ in pairs)
    economy = sum(gdp.value or 0.0 for _, _, gdp in pairs)
    if total <= 0:
        return (), left_out
    found = []
    for place, output, gdp in pairs:
        share, whole = (output.value or 0.0) / total, (gdp.value or 0.0) / economy
        found.append(Quotient(place, share / whole, share, whole, output, gdp))
    return tuple(sorted(found, key=lambda each: (-each.value, each.place))), left_out
