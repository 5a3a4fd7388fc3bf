"""``forerun monitor``: how the industrial economy is doing, as known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from forerun.cli.common import (
    AsJson,
    AsOf,
    Lang,
    Language,
    Profile,
    Workspace,
    emit_json,
    emit_rich,
    snapshot_for,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.monitor.result import Monitor, PlaceMap
    from forerun.views.items import Line, Table

EXAMPLE = "forerun monitor --as-of 2023-11-04"
SCHEMA = "forerun.monitor/1"

_PLACES_NAMED = 3
WHEN_PIPED = 120  # columns


def monitor(
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Show how the industrial economy is doing, as known on a day.

    Headline and direction, breadth, key industries against their plans, the new three, networks, demand,
    prices, profits, capacity and places; what is missing is shown as missing.

    Raises:
        InputError: the workspace or the profile cannot be used.
    """
    from forerun.monitor import monitor as look
    from forerun.views.objects import as_object, envelope

    snapshot = snapshot_for(workspace, profile, as_of)
    found = look(snapshot)
    if as_json:
        emit_json({**envelope(SCHEMA, found.as_of, found.ledger), **as_object(found, lang)})
    else:
        spaced = (part for block in _blocks(found, snapshot.catalog, lang) for part in (block, ""))
        emit_rich(spaced, piped=WHEN_PIPED)


def _blocks(found: Monitor, catalog: Catalog, lang: str) -> Iterator[RenderableType]:
    from forerun.views.terminal import rich_line, rich_table
    from forerun.views.words import words

    say = words(lang)
    for line in _opening(found, catalog, lang):
        yield rich_line(line)
    for table in _tables(found, catalog, lang):
        yield rich_table(table)
    for each in found.maps:
        if any(value.figure.value is not None for value in each.values):
            yield rich_line(_extremes(each, catalog, lang))
    yield say.fill("monitor.gaps", {"count": str(len(found.gaps))})


def _opening(found: Monitor, catalog: Catalog, lang: str) -> Iterator[Line]:
    from forerun.views.items import Aside
    from forerun.views.text import day
    from forerun.views.words import words

    say, place = words(lang), catalog.places[found.place].names.get(lang)
    yield (
        say.fill("brief.title", {"place": place}),
        " ",
        Aside(say.fill("print.as_of", {"day": day(found.as_of, lang)})),
    )
    yield (say[f"direction.{found.headline.direction.value}"], " ", Aside(found.headline.rule.get(lang)))


def _tables(found: Monitor, catalog: Catalog, lang: str) -> Iterator[Table]:
    from forerun.views.tables import industries_table, rates_table, rows_table, shares_table, targets_table
    from forerun.views.words import words

    say = words(lang)
    yield rates_table(found.headline.month.series.names.get(lang), found.headline, lang)
    sectors, *parts = found.parts
    yield rows_table(sectors.names.get(lang), sectors.rows, catalog, lang)
    yield shares_table(say["breadth.shares"], found.breadth, lang)
    yield industries_table(say["industries.states"], found.industries, catalog, lang)
    aims = [(each.industry.names.get(lang), row) for each in found.industries for row in each.targets]
    yield targets_table(say["industries.targets"], aims, catalog, lang)
    national = [(say["industries.nation"], row) for row in found.national_targets]
    yield targets_table(say["industries.national"], national, catalog, lang)
    for part in parts:
        yield rows_table(part.names.get(lang), part.rows, catalog, lang)


def _extremes(found: PlaceMap, catalog: Catalog, lang: str) -> Line:
    """The highest and the lowest places of a map in one line."""
    from forerun.views.items import Aside
    from forerun.views.text import cell, measured, period_name

    known = [each for each in found.values if each.figure.value is not None]
    ordered = sorted(known, key=lambda each: -(each.figure.value or 0.0))
    shown = {each.place: each for each in (*ordered[:_PLACES_NAMED], *ordered[-_PLACES_NAMED:])}
    one = known[0].figure
    unit, period = measured(one, catalog, lang), period_name(one.period, one.measure, lang)
    named = [
        item
        for each in shown.values()
        for item in (Aside(catalog.places[each.place].short.get(lang)), " ", cell(each.figure), "  ")
    ]
    return (found.names.get(lang), " ", Aside(f"{unit} {period}"), "  ", *named)
