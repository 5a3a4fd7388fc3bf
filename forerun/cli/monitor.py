"""``forerun monitor``: how the industrial economy is doing, as known on a day."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from forerun.cli.common import AsJson, AsOf, Lang, Language, Profile, Workspace, emit_json, settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.monitor.result import Headline, Monitor, PlaceMap
    from forerun.views.items import Line, Table

EXAMPLE = "forerun monitor --as-of 2023-11-04"
SCHEMA = "forerun.monitor/1"

_RATES = ("month", "to_date", "month_on_month", "acceleration", "momentum", "two_year")
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
    from forerun.workspace import Workspace as OpenWorkspace

    asked = settings(as_of=as_of, profile=profile, workspace=workspace, lang=lang)
    snapshot = OpenWorkspace.open(asked).ledger.snapshot(as_of or date.today())
    found = look(snapshot)
    if as_json:
        emit_json({**envelope(SCHEMA, found.as_of, found.ledger), **as_object(found, lang)})
        return
    _show(_blocks(found, snapshot.catalog, lang))


def _show(blocks: Iterator[RenderableType]) -> None:
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else WHEN_PIPED, highlight=False)
    for block in blocks:
        console.print(block, markup=False)
        console.print()


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
    from forerun.views.tables import industries_table, rows_table, shares_table, targets_table
    from forerun.views.words import words

    say = words(lang)
    yield _rates(found.headline, lang)
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


def _rates(headline: Headline, lang: str) -> Table:
    from forerun.views.items import Table
    from forerun.views.tables import columns
    from forerun.views.text import cell, period_name
    from forerun.views.words import words

    say = words(lang)
    figures = (
        headline.month,
        headline.year_to_date,
        headline.month_on_month,
        headline.acceleration,
        headline.momentum,
        headline.two_year,
    )
    rows = (
        (
            (say[f"headline.{key}"],),
            (cell(each),),
            (period_name(each.period, each.measure, lang, short=True),),
        )
        for key, each in zip(_RATES, figures, strict=True)
    )
    caption = headline.month.series.names.get(lang)
    return Table(caption, columns(lang, "indicator", "#latest", "period"), tuple(rows))


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
