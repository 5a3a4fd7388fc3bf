"""The trace of a number as a few lines: what it is, who released it when, which vintage, how to see all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from forerun.catalog.model import Catalog
from forerun.ledger.recipes import RECIPES
from forerun.settings import DEFAULT_PROFILE
from forerun.types import Figure, Observation
from forerun.views.objects import latest
from forerun.views.reasons import reason
from forerun.views.text import measure_name, period_name, prose, published_day, publisher_name
from forerun.views.words import words

FEW = 4
"""Inputs of a derived number that a card lists; more are only counted."""


@dataclass(frozen=True, slots=True)
class Card:
    """``title`` and ``subtitle`` name the number, ``command`` prints its chain.

    ``lines`` are pairs of a key and a text; the label of a key is ``card.<key>`` in the words.
    """

    title: str
    subtitle: str
    lines: tuple[tuple[str, str], ...]
    command: str


def card(figure: Figure, catalog: Catalog, as_of: date, lang: str) -> Card:
    """The card of a figure that has a value or says why it has none."""
    subtitle = f"{period_name(figure.period, figure.measure, lang)} · {measure_name(figure.measure, lang)}"
    lines = tuple((key, text) for key, text in _lines(figure, catalog, lang) if text)
    return Card(figure.series.names.get(lang), subtitle, lines, command(figure, catalog, as_of))


def command(figure: Figure, catalog: Catalog, as_of: date) -> str:
    """The command line that prints the whole chain of the figure, or the plan that a target stands in."""
    row = figure.observation
    if figure.kind == "forecast" and row is not None:
        return f"{row.locator.partition(';')[0]}{profile_option(catalog)}"
    if figure.series.id not in catalog.series:
        return f"forerun catalog plans {figure.series.code}{profile_option(catalog)}"
    period = f" {figure.period}" if figure.period else ""
    return f"forerun trace {figure.series.code}{period} --as-of {as_of}{profile_option(catalog)}"


def profile_option(catalog: Catalog) -> str:
    """What a command line about the catalog needs beside the rest: nothing for the usual profile."""
    return "" if catalog.profile == DEFAULT_PROFILE else f" --profile {catalog.profile}"


def _lines(figure: Figure, catalog: Catalog, lang: str) -> Iterator[tuple[str, str]]:
    if figure.value is None:
        yield "missing", reason(figure.missing, lang)
        return
    yield "value", prose(figure, catalog, lang).text
    if figure.kind == "derived":
        yield from _derived(figure, catalog, lang)
    elif figure.kind == "forecast":
        yield from _forecast(figure, lang)
    else:
        yield from _published(figure, catalog, lang)
    yield "earlier", _others(figure, figure.previous, catalog, lang)
    yield "elsewhere", _others(figure, figure.conflicts, catalog, lang)


def _published(figure: Figure, catalog: Catalog, lang: str) -> Iterator[tuple[str, str]]:
    row = figure.observation
    if row is None:
        return
    release = catalog.releases.get(figure.series.release)
    yield "release", release.names.get(lang) if release else ""
    yield "published", published_day(row, lang)
    yield "vintage", words(lang)[f"status.{row.status.value}"]
    yield "publisher", publisher_name(row.publisher, catalog, lang)
    source = catalog.sources.get(row.source)
    yield "source", source.title if source else row.source


def _forecast(figure: Figure, lang: str) -> Iterator[tuple[str, str]]:
    row = figure.observation
    if row is not None:
        yield "made", published_day(row, lang)
        yield "model", row.source
        yield "spread", row.note


def _derived(figure: Figure, catalog: Catalog, lang: str) -> Iterator[tuple[str, str]]:
    recipe = RECIPES.get(figure.trace.recipe)
    yield "recipe", recipe.formula.get(lang) if recipe else figure.trace.recipe
    rows = figure.trace.observations
    shown = [_input(figure, row, catalog, lang) for row in rows] if len(rows) <= FEW else [str(len(rows))]
    yield "inputs", words(lang)["say.semicolon"].join(shown)
    last = latest(figure)
    yield "published", published_day(last, lang) if last else ""


def _input(figure: Figure, row: Observation, catalog: Catalog, lang: str) -> str:
    said = Figure.of(figure.series, row)
    return f"{prose(said, catalog, lang).text} ({period_name(row.period, row.measure, lang, short=True)})"


def _others(figure: Figure, rows: tuple[Observation, ...], catalog: Catalog, lang: str) -> str:
    return words(lang)["say.semicolon"].join(_other(figure, row, catalog, lang) for row in rows)


def _other(figure: Figure, row: Observation, catalog: Catalog, lang: str) -> str:
    own = figure.observation is not None and figure.observation.publisher == row.publisher
    values = {
        "amount": prose(Figure.of(figure.series, row), catalog, lang).text,
        "day": published_day(row, lang),
        "publisher": publisher_name(row.publisher, catalog, lang),
    }
    return words(lang).fill("card.same_publisher" if own else "card.other_publisher", values)
