"""Tables from results: every number keeps its figure, names and heads are in one language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from forerun.catalog.model import Catalog
from forerun.ledger.revisions import RevisionKind
from forerun.ledger.schedule import Event
from forerun.monitor.result import Headline, IndustryRow, Row, Share, TargetRow
from forerun.types import Figure, Measure
from forerun.views.items import Aside, Column, Item, Line, Spark, State, Table
from forerun.views.objects import latest
from forerun.views.reasons import reason
from forerun.views.targets import target_figure
from forerun.views.text import (
    Number,
    cell,
    event_day,
    measure_name,
    measured,
    parted,
    period_name,
    prose,
    published_day,
    publisher_name,
    span_name,
)
from forerun.views.words import words

COURSE, LEAST = 36, 3
"""Periods that a sparkline shows at most and at least."""


_NUMBER, _TIGHT = "#", "="
_WEIGHTS = {
    "indicator": 2.6,
    "output": 1.6,
    "why": 2.0,
    "target_of": 2.6,
    "title": 2.4,
    "address": 2.4,
    "release": 2.0,
}


def columns(lang: str, *keys: str) -> tuple[Column, ...]:
    """Columns headed by the words of the language; ``#`` marks a numeric key, ``=`` one kept on one line."""
    return tuple(_column(words(lang)[f"table.{key.lstrip(_NUMBER + _TIGHT)}"], key) for key in keys)


def _column(title: str, key: str) -> Column:
    kind = {_NUMBER: "number", _TIGHT: "tight"}.get(key[0], "text")
    return Column(title, kind, _WEIGHTS.get(key, 1.0))


def rows_table(caption: str, rows: Iterable[Row], catalog: Catalog, lang: str) -> Table:
    """One line for each row: latest figure, the one before, companions, course and publication day."""
    head = columns(lang, "indicator", "#latest", "=period", "#before", "beside", "=course", "=published")
    return _without_empty(Table(caption, head, tuple(_row(each, catalog, lang) for each in rows)))


def series_table(caption: str, names: Sequence[str], series: Sequence[Sequence[Figure]], lang: str) -> Table:
    """Figures by period, newest first, one numeric column for each list: the table beside a chart."""
    found = [{each.period: each for each in figures if each.period} for figures in series]
    periods = sorted({period for each in found for period in each}, reverse=True)
    head = (*columns(lang, "=period"), *(Column(name, "number") for name in names))
    rows = (
        (
            (period_name(period, Measure.LEVEL, lang, short=True),),
            *((cell(each[period]),) if period in each else () for each in found),
        )
        for period in periods
    )
    return Table(caption, head, tuple(rows))


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure that was published anew: as first said, and as known now."""

    name: str
    first: Figure
    latest: Figure
    kind: RevisionKind


def revisions_table(caption: str, revised: Iterable[Revised], catalog: Catalog, lang: str) -> Table:
    """What was said first and when, what is said now and since when, and whether it was an error."""
    head = columns(lang, "indicator", "=period", "#first", "=first_day", "#latest", "=published", "=kind")
    return Table(caption, head, tuple(_revised(each, catalog, lang) for each in revised))


def rates_table(caption: str, headline: Headline, lang: str) -> Table:
    """The rates of the headline series, published and derived."""
    rates = {
        "month": headline.month,
        "to_date": headline.year_to_date,
        "month_on_month": headline.month_on_month,
        "acceleration": headline.acceleration,
        "momentum": headline.momentum,
        "two_year": headline.two_year,
    }
    named = ((words(lang)[f"headline.{key}"], each) for key, each in rates.items())
    return _named_table(caption, named, lang)


def members_table(caption: str, named: Iterable[tuple[str, Figure]], lang: str) -> Table:
    """Names and their figures, the highest first, missing ones last."""
    ordered = sorted(named, key=lambda pair: (pair[1].value is None, -(pair[1].value or 0.0)))
    return _named_table(caption, ordered, lang)


def _named_table(caption: str, named: Iterable[tuple[str, Figure]], lang: str) -> Table:
    head = columns(lang, "indicator", "#latest", "=period")
    rows = (
        ((name,), (cell(each),), (period_name(each.period, each.measure, lang, short=True),))
        for name, each in named
    )
    return Table(caption, head, tuple(rows), half=True)


def shares_table(caption: str, shares: Iterable[Share], lang: str) -> Table:
    """How many members grow, of how many."""
    head = columns(lang, "indicator", "#growing", "#total", "#share", "=period")
    rows = (
        (
            (each.names.get(lang),),
            (cell(each.growing),),
            (cell(each.total),),
            (cell(each.share),),
            (period_name(each.growing.period, each.growing.measure, lang, short=True),),
        )
        for each in shares
    )
    return Table(caption, head, tuple(rows))


def targets_table(caption: str, rows: Iterable[tuple[str, TargetRow]], catalog: Catalog, lang: str) -> Table:
    """Target, actual, gap, pace needed and state; each row is led by the name given with it and says why."""
    head = columns(lang, "target_of", "target", "actual", "#gap", "#needed", "=state")
    return _without_empty(
        Table(caption, head, tuple(_target(name, row, catalog, lang) for name, row in rows))
    )


def bullets_table(caption: str, rows: Iterable[tuple[str, TargetRow]], catalog: Catalog, lang: str) -> Table:
    """Target and actual alone: the table beside a chart of them."""
    head = columns(lang, "industry", "target", "actual")
    kept = ((name, row, _target(name, row, catalog, lang)) for name, row in rows)
    shown = (
        ((name, " ", Aside(catalog.aim(row.target).get(lang))), cells[1], cells[2])
        for name, row, cells in kept
    )
    return Table(caption, head, tuple(shown))


def industries_table(caption: str, rows: Iterable[IndustryRow], catalog: Catalog, lang: str) -> Table:
    """One line for each industry: state, growth of what stands for it, output that illustrates it."""
    head = columns(lang, "industry", "=state", "growth", "output")
    shown = (
        (
            (each.industry.names.get(lang), " ", Aside(each.industry.stand_in.get(lang))),
            (state(each, lang),),
            _told(each.growth, catalog, lang),
            _told(each.output, catalog, lang),
        )
        for each in rows
    )
    return Table(caption, head, tuple(shown))


def gaps_table(caption: str, gaps: Iterable[Figure], lang: str) -> Table:
    """What is missing and why."""
    head = columns(lang, "indicator", "=period", "measure", "why")
    rows = (
        (
            (each.series.names.get(lang),),
            (period_name(each.period, each.measure, lang, short=True),),
            (measure_name(each.measure, lang),),
            (reason(each.missing, lang),),
        )
        for each in gaps
    )
    return Table(caption, head, tuple(rows), folded=True)


def events_table(caption: str, events: Iterable[Event], lang: str) -> Table:
    """Releases with the period that they tell and their day."""
    head = columns(lang, "release", "=period", "=day")
    rows = (
        (
            (each.release.names.get(lang),),
            (period_name(each.period, Measure.LEVEL, lang, short=True),),
            (event_day(each, lang),),
        )
        for each in events
    )
    return Table(caption, head, tuple(rows), half=True)


def sources_table(caption: str, used: Iterable[str], catalog: Catalog, lang: str) -> Table:
    """The sources with these ids: who published what where, and of which kind the page is."""
    head = columns(lang, "=source", "publisher", "title", "address", "=tier")
    found = ((each, catalog.sources.get(each)) for each in used)
    rows = (
        (
            (name,),
            (publisher_name(source.publisher, catalog, lang) if source else "",),
            (source.title if source else _own_title(name, lang),),
            (source.address if source else "",),
            (words(lang).get(f"tier.{source.tier}", source.tier) if source else "",),
        )
        for name, source in found
    )
    return Table(caption, head, tuple(rows), folded=True)


def _own_title(source: str, lang: str) -> str:
    """What stands behind a source that no catalog holds: a forecast of forerun's own, or nothing known."""
    return words(lang)["sources.forecast"] if source.startswith("forerun:") else ""


def state(row: TargetRow | IndustryRow, lang: str) -> State:
    """How an actual stands to its target, as a word with its shape."""
    return State(row.state.value, words(lang)[f"state.{row.state.value}"])


def _without_empty(table: Table) -> Table:
    """The table without the columns in which no row has anything."""
    kept = [at for at in range(len(table.columns)) if any(row[at] for row in table.rows)]
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
    )


def _row(row: Row, catalog: Catalog, lang: str) -> tuple[Line, ...]:
    figure = row.figure
    beside_name = (measured(figure, catalog, lang), row.note.get(lang) if row.note else "")
    return (
        (row.names.get(lang), " ", Aside(words(lang)["number.comma"].join(filter(None, beside_name)))),
        (cell(figure),),
        (period_name(figure.period, figure.measure, lang, short=True),),
        (cell(row.previous),) if row.previous.value is not None else (),
        _beside(row.companions, catalog, lang),
        (Spark(row.history[-COURSE:]),) if len(row.history) >= LEAST else (),
        _published(figure, lang),
    )


def _beside(companions: Iterable[Figure], catalog: Catalog, lang: str) -> Line:
    items: list[Item] = []
    for each in companions:
        if each.value is not None:
            note = words(lang)[f"measure_beside.{each.measure.value}"]
            items += ["\n"] if items else []
            items += [prose(each, catalog, lang), " ", Aside(note)]
    return tuple(items)


def _told(rows: Iterable[Row], catalog: Catalog, lang: str) -> Line:
    """Rows one below the other: what it is, its figure, and when."""
    items: list[Item] = []
    for row in rows:
        items += ["\n"] if items else []
        items += [_short_name(row, catalog, lang), " ", prose(row.figure, catalog, lang)]
        if row.figure.value is not None:
            when = period_name(row.figure.period, row.figure.measure, lang, short=True)
            items += [" ", Aside(when)]
    return tuple(items)


def _short_name(row: Row, catalog: Catalog, lang: str) -> str:
    activity = catalog.activities.get(row.figure.series.activity)
    growth = row.figure.measure.is_growth
    return activity.names.get(lang) if activity and growth else row.names.get(lang)


def _target(name: str, row: TargetRow, catalog: Catalog, lang: str) -> tuple[Line, ...]:
    target, aim = row.target, catalog.aim(row.target).get(lang)
    return (
        (
            words(lang).fill("industries.aim", {"industry": name, "aim": aim}),
            " ",
            Aside(row.reason.get(lang)),
        ),
        (
            prose(target_figure(target, catalog), catalog, lang),
            " ",
            Aside(span_name(target.first, target.last, lang)),
        ),
        _actual(row.actual, catalog, lang),
        _bare(row.gap, catalog, lang),
        _bare(row.needed, catalog, lang),
        (state(row, lang),),
    )


def _bare(figure: Figure, catalog: Catalog, lang: str) -> Line:
    """The number in the words of its neighbours, without repeating their unit."""
    return (Number(parted(figure, catalog, lang)[0], figure),) if figure.value is not None else ()


def _actual(actual: Figure, catalog: Catalog, lang: str) -> Line:
    if actual.value is None:
        return ()
    when = period_name(actual.period, actual.measure, lang, short=True)
    return (prose(actual, catalog, lang), " ", Aside(when))


def _revised(revised: Revised, catalog: Catalog, lang: str) -> tuple[Line, ...]:
    figure = revised.latest
    return (
        (revised.name, " ", Aside(measured(figure, catalog, lang))),
        (period_name(figure.period, figure.measure, lang, short=True),),
        (cell(revised.first),),
        _published(revised.first, lang),
        (cell(figure),),
        _published(figure, lang),
        (words(lang)[f"revision.{revised.kind.value}"],),
    )


def _published(figure: Figure, lang: str) -> Line:
    last = latest(figure)
    return (published_day(last, lang, short=True),) if last else ()
