"""The whole chain behind the figures of a series and period: every vintage, source, quotation and recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from forerun.catalog.model import Catalog, Release, ReleaseDay
from forerun.documents.archive import Archive
from forerun.documents.statement import Statement
from forerun.ledger.applicable import Derivation, derivations
from forerun.ledger.ledger import Ledger
from forerun.ledger.revisions import RevisionSummary, revisions, summarise
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Period, span
from forerun.types import Figure, Measure, Observation, Series, Source


@dataclass(frozen=True, slots=True)
class Link:
    """One vintage of a figure.

    ``shown`` says that it is the value preferred on the day; ``superseded_by`` is the later row with which
    its publisher replaced it; ``conflicts`` that it contradicts the value shown.  ``quote`` are the words
    of the kept document that it was read from, empty without one.
    """

    observation: Observation
    source: Source | None
    shown: bool
    superseded_by: Observation | None
    conflicts: bool
    quote: str


@dataclass(frozen=True, slots=True)
class FigureTrace:
    """A figure as shown on the day, its vintages in order of publication, and how its series is revised."""

    figure: Figure
    links: tuple[Link, ...]
    revised: RevisionSummary


@dataclass(frozen=True, slots=True)
class TraceChain:
    """Everything that the ledger knows about a series in a period on a day.

    ``day`` is the release's entry in the calendar, None when there is none that could be known.  ``absent``
    are the measures of the series without a figure for the period, each with the reason.
    """

    series: Series
    period: Period
    as_of: date
    release: Release | None
    day: ReleaseDay | None
    figures: tuple[FigureTrace, ...]
    absent: tuple[Figure, ...]
    derivations: tuple[Derivation, ...]


def trace(
    ledger: Ledger,
    series: str,
    period: Period,
    *,
    as_of: date | None = None,
    archive: Archive | None = None,
) -> TraceChain:
    """The chain behind a series in a period.

    A year-to-date figure stands at its month, and the cumulative figure that covers the same days as
    ``period`` belongs to it: ``2023`` finds January to December.

    Args:
        ledger: where to look.
        series: id or code.
        period: the period asked for.
        as_of: the day whose knowledge is shown; today when None.
        archive: kept documents, for quotations.

    Raises:
        UnknownNameError: the catalog does not hold the series.
        LedgerError: a kept document is not what it was.
    """
    snapshot = ledger.snapshot(as_of or date.today())
    catalog = ledger.catalog
    owner = catalog.series_named(series)
    rows = [row for row in snapshot.rows(owner.id) if _covers(row, period)]
    quote = _quotation(catalog, archive)
    keys = sorted(dict.fromkeys((row.period, row.measure) for row in rows), key=_order)
    return TraceChain(
        series=owner,
        period=period,
        as_of=snapshot.as_of,
        release=catalog.releases.get(owner.release),
        day=_known_day(snapshot, owner, period),
        figures=tuple(
            _figure_trace(snapshot, snapshot.figure(owner.id, *key), snapshot.vintages(owner.id, *key), quote)
            for key in keys
        ),
        absent=tuple(
            snapshot.figure(owner.id, period, measure)
            for measure in owner.units
            if measure not in {known for _, known in keys}
        ),
        derivations=derivations(snapshot, owner, period),
    )


def _order(key: tuple[Period, Measure]) -> tuple[object, ...]:
    period, measure = key
    return period, list(Measure).index(measure)


def _covers(row: Observation, period: Period) -> bool:
    same_days = span(row.period, cumulative=row.measure.cumulative) == span(period, cumulative=False)
    return row.period == period or same_days


def _known_day(snapshot: Snapshot, series: Series, period: Period) -> ReleaseDay | None:
    """The calendar's day for the period, unless it lies ahead and was not announced."""
    day = snapshot.calendar.day(series.release, period)
    return day if day and (day.scheduled or day.published <= snapshot.as_of) else None


def _figure_trace(
    snapshot: Snapshot, figure: Figure, rows: tuple[Observation, ...], quote: Callable[[Observation], str]
) -> FigureTrace:
    links = (
        Link(
            observation=row,
            source=snapshot.catalog.sources.get(row.source),
            shown=row == figure.observation,
            superseded_by=_successor(row, rows),
            conflicts=row in figure.conflicts,
            quote=quote(row),
        )
        for row in rows
    )
    usual = summarise(revisions(snapshot, figure.series.id, figure.measure))
    return FigureTrace(figure, tuple(links), usual)


def _successor(row: Observation, rows: tuple[Observation, ...]) -> Observation | None:
    """The next row of the same publisher that says something else."""
    later = (
        each
        for each in rows
        if each.publisher == row.publisher and each.published > row.published and each.value != row.value
    )
    return next(later, None)


def _quotation(catalog: Catalog, archive: Archive | None) -> Callable[[Observation], str]:
    """Finds the words that a row was read from, reading each kept document once."""

    @cache
    def statements(document: str) -> tuple[Statement, ...]:
        if archive is None or document not in archive:
            return ()
        from forerun.documents.reader import read

        return read(archive.get(document), catalog).statements

    def quote(row: Observation) -> str:
        said = statements(row.document) if row.document else ()
        return next((each.quote for each in said if _states(each, row)), "")

    return quote


def _states(statement: Statement, row: Observation) -> bool:
    said = statement.series, statement.period, statement.measure, statement.locator
    return said == (row.series, row.period, row.measure, row.locator)
