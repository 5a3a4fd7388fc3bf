"""How widely growth is shared: divisions, products and places that grow, of how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forerun.ledger.recipes import GROWING_MEMBERS, MEMBERS, SHARE_GROWING, Recipe
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import wording
from forerun.monitor.figures import at, latest, missing, newest
from forerun.monitor.places import place_values
from forerun.monitor.result import Headline, Share
from forerun.monitor.spec import BreadthSpec
from forerun.periods import Period
from forerun.types import Figure, Measure, Names, Observation, Series, Trace


def breadth(snapshot: Snapshot, spec: BreadthSpec, headline: Headline) -> tuple[Share, ...]:
    """Shares of growing divisions, products and places; what the profile does not name is left out.

    Divisions are those of the headline's latest period, or of the last one for which anything is known.
    The publisher's own count comes first; without it the divisions that have a figure are counted, and the
    names say how many those are.
    """
    return tuple(_shares(snapshot, spec, headline))


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the members belong to: the series and period that a count is shown under."""

    series: Series
    period: Period | None

    def count(self, recipe: Recipe, value: float, rows: tuple[Observation, ...]) -> Figure:
        return Figure(self.series, self.period, Measure.COUNT, value, "count", Trace(rows, recipe.id))

    def share(self, growing: Figure, total: Figure) -> Figure:
        if growing.value is None or not total.value:
            return missing(self.series, Measure.SHARE, growing.missing or total.missing, self.period)
        trace = Trace(growing.trace.observations, SHARE_GROWING.id)
        percent = round(100 * growing.value / total.value, 1)
        return Figure(self.series, self.period, Measure.SHARE, percent, "percent", trace)


def _shares(snapshot: Snapshot, spec: BreadthSpec, headline: Headline) -> Iterator[Share]:
    if spec.divisions or spec.published:
        yield _latest_divisions(snapshot, spec, headline)
    if spec.products_growing and spec.products_total:
        growing = _published_count(snapshot, spec.products_growing)
        total = at(snapshot, spec.products_total, growing.period, _measure(spec.products_total))
        whole = _Whole(spec.products_growing, growing.period)
        yield Share(wording.PRODUCTS, growing, total, whole.share(growing, total))
    if spec.places_indicator:
        yield _places(snapshot, spec.places_indicator, headline.month.series)


def _latest_divisions(snapshot: Snapshot, spec: BreadthSpec, headline: Headline) -> Share:
    period = headline.year_to_date.period
    found = _divisions(snapshot, spec, headline, period)
    if found.growing.value is not None:
        return found
    return _divisions(snapshot, spec, headline, _last_known(snapshot, spec) or period)


def _last_known(snapshot: Snapshot, spec: BreadthSpec) -> Period | None:
    """The last period for which the publisher's count or the growth of any division is known."""
    counts = [_published_count(snapshot, spec.published)] if spec.published else []
    return newest([*counts, *(latest(snapshot, each, spec.measure) for each in spec.divisions)])


def _divisions(snapshot: Snapshot, spec: BreadthSpec, headline: Headline, period: Period | None) -> Share:
    whole = _Whole(headline.month.series, period)
    members = _members(snapshot, spec.divisions, period, (spec.measure, headline.year_to_date.measure))
    if spec.published is not None:
        growing = at(snapshot, spec.published, period, _measure(spec.published))
        if growing.value is not None:
            total = whole.count(MEMBERS, spec.divisions_total, ())
            return Share(wording.DIVISIONS, growing, total, whole.share(growing, total), members)
    return _counted(wording.counted_divisions(len(members), spec.divisions_total), members, whole)


def _members(
    snapshot: Snapshot, series: Sequence[Series], period: Period | None, measures: Sequence[Measure]
) -> tuple[Figure, ...]:
    """The figures of a period in the first of the measures that has any: January and February jointly."""
    for measure in measures:
        found = [at(snapshot, each, period, measure) for each in series]
        known = tuple(each for each in found if each.value is not None)
        if known:
            return known
    return ()


def _places(snapshot: Snapshot, indicator: str, otherwise: Series) -> Share:
    catalog = snapshot.catalog
    values = [each.figure for each in place_values(snapshot, indicator, growth=True)]
    members = tuple(each for each in values if each.value is not None)
    series = catalog.series_at(catalog.home, indicator) or otherwise
    names = wording.PLACES_NOMINAL if any(each.kind == "derived" for each in members) else wording.PLACES
    return _counted(names, members, _Whole(series, members[0].period if members else None))


def _published_count(snapshot: Snapshot, series: Series) -> Figure:
    return latest(snapshot, series, _measure(series))


def _measure(count: Series) -> Measure:
    return next(iter(count.units))


def _counted(names: Names, members: Sequence[Figure], whole: _Whole) -> Share:
    if not members:
        absent = missing(whole.series, Measure.COUNT, "no member has a figure of the period", whole.period)
        return Share(names, absent, absent, whole.share(absent, absent))
    rows = tuple(row for each in members for row in each.trace.observations)
    growing = whole.count(GROWING_MEMBERS, sum((each.value or 0.0) > 0 for each in members), rows)
    total = whole.count(MEMBERS, len(members), rows)
    return Share(names, growing, total, whole.share(growing, total), tuple(members))
