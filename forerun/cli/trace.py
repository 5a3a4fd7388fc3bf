"""``forerun trace``: the whole chain behind a figure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.common import AsJson, AsOf, Lang, Language, Profile, Workspace, emit, emit_json
from forerun.settings import Settings

if TYPE_CHECKING:
    from forerun.catalog.model import Catalog
    from forerun.ledger.applicable import Derivation
    from forerun.ledger.revisions import RevisionSummary
    from forerun.ledger.trace import FigureTrace, Link, TraceChain
    from forerun.types import Observation

EXAMPLE = "forerun trace EXPORTS_USD 2023-09 --as-of 2023-11-04"
INDENT = "  "


def trace(
    series: Annotated[
        str, typer.Argument(metavar="SERIES", help="Id or code, as `forerun catalog series` lists.")
    ],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="2023-09, 2023-Q3, 2023-H1 or 2023.")],
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Show every vintage of a figure, its source, what replaced or contradicts it, what may be derived.

    A year-to-date figure stands at its month.

    Raises:
        InputError: the period cannot be read, or the catalog holds no such series.
    """
    from forerun.ledger.trace import trace as chain_of
    from forerun.periods import Period
    from forerun.views.objects import as_object, envelope
    from forerun.workspace import Workspace as OpenWorkspace

    asked = OpenWorkspace.open(Settings(workspace, profile))
    day = as_of or date.today()
    chain = chain_of(asked.ledger, series, Period.parse(period), as_of=day, archive=asked.archive)
    if as_json:
        head = envelope("forerun.trace/1", day, asked.ledger.snapshot(day).hash)
        emit_json({**head, **as_object(chain, lang)})
    else:
        emit("\n".join(_lines(chain, asked.catalog, lang)))


def _lines(chain: TraceChain, catalog: Catalog, lang: str) -> Iterator[str]:
    from forerun.views.reasons import reason
    from forerun.views.text import day, measure_name
    from forerun.views.words import words

    say = words(lang)
    yield f"{chain.series.code}  {chain.series.id}  {chain.series.names.get(lang)}"
    yield say.fill("trace.as_of", {"period": str(chain.period), "day": day(chain.as_of, lang)})
    if chain.release is not None:
        known = {"release": chain.release.names.get(lang)}
        if chain.day is None:
            yield say.fill("trace.undated", known)
        else:
            yield say.fill("trace.release", {**known, "day": day(chain.day.published, lang)})
    for figure in chain.figures:
        yield ""
        yield from _figure(figure, catalog, lang)
    for absent in chain.absent:
        yield ""
        yield f"{measure_name(absent.measure, lang)}: {say['trace.absent']} ({reason(absent.missing, lang)})"
    if chain.derivations:
        yield ""
        yield say["trace.recipes"]
        for derivation in chain.derivations:
            yield INDENT + _derivation(derivation, catalog, lang)


def _figure(traced: FigureTrace, catalog: Catalog, lang: str) -> Iterator[str]:
    from forerun.views.text import measure_name, prose

    figure = traced.figure
    amount = prose(figure, catalog, lang).text
    yield f"{measure_name(figure.measure, lang)}, {figure.period}: {amount}"
    for link in traced.links:
        yield from (INDENT + line for line in _link(link, catalog, lang))
    if traced.revised.changed:
        yield INDENT + _usual(traced.revised, lang)


def _usual(summary: RevisionSummary, lang: str) -> str:
    from forerun.views.words import words

    told = {
        "changed": str(summary.changed),
        "compared": str(summary.compared),
        "mean": f"{summary.mean:+.3g}",
        "absolute": f"{summary.mean_absolute:.3g}",
    }
    return words(lang).fill("trace.revised", told)


def _link(link: Link, catalog: Catalog, lang: str) -> Iterator[str]:
    from forerun.views.text import published_day, publisher_name
    from forerun.views.words import words

    say, row = words(lang), link.observation
    publisher = publisher_name(row.publisher, catalog, lang)
    told = (published_day(row, lang), _amount(row, catalog, lang), publisher)
    yield ", ".join((*told, say[f"status.{row.status.value}"], *_standing(link, catalog, lang)))
    source = link.source
    about = f"{source.title} ({source.tier}) {source.address}" if source else row.source
    details = {
        "source": f"{row.source}: {about}" if source else about,
        "document": f"{row.document[:12]}, {row.locator}" if row.document else row.locator,
        "quote": link.quote,
        "note": row.note,
        "recorded": row.recorded.isoformat(sep=" ", timespec="seconds"),
    }
    for name, detail in details.items():
        if detail:
            yield f"{INDENT}{say[f'trace.{name}']}: {detail}"


def _standing(link: Link, catalog: Catalog, lang: str) -> Iterator[str]:
    from forerun.views.text import published_day
    from forerun.views.words import words

    say = words(lang)
    if link.shown:
        yield say["trace.shown"]
    if link.superseded_by is not None:
        later = link.superseded_by
        amount = _amount(later, catalog, lang)
        yield say.fill("trace.superseded", {"day": published_day(later, lang), "amount": amount})
    if link.conflicts:
        yield say["trace.conflict"]


def _derivation(derivation: Derivation, catalog: Catalog, lang: str) -> str:
    from forerun.views.text import measure_name, prose
    from forerun.views.words import words

    say, recipe, figure = words(lang), derivation.recipe, derivation.figure
    if figure is None:
        return derivation.refused
    gives = {
        "measure": measure_name(figure.measure, lang),
        "amount": prose(figure, catalog, lang).text,
        "error": f"{figure.trace.rounding:g}",
        "formula": recipe.formula.get(lang),
    }
    return f"{recipe.id}: {say.fill('trace.gives', gives)}"


def _amount(row: Observation, catalog: Catalog, lang: str) -> str:
    from forerun.types import Figure
    from forerun.views.text import prose

    return prose(Figure.of(catalog.series_named(row.series), row), catalog, lang).text
