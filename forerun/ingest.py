"""Ingest: documents into the ledger, planned as a whole before anything is written.

``IngestRequest -> plan_ingest -> IngestPlan -> run_ingest -> IngestResult``.  A plan reads and judges every
document; one that cannot be used stops them all.  A run keeps the documents and then adds their figures
in one commit, so a process that is killed leaves all of the ingest in the ledger or none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path

from forerun.admission import Outcome, Refusal, Terms, Window, admit, by_page, on_day, publisher_called
from forerun.catalog.model import Catalog, Publisher
from forerun.documents.document import Document, open_document
from forerun.documents.port import RULES, PortRules, fetch, is_url
from forerun.documents.reader import read
from forerun.documents.stated import publisher_of_host
from forerun.documents.statement import Reading, Statement
from forerun.documents.tidy import RowStatement
from forerun.errors import DocumentError, InputError, UnknownNameError
from forerun.ledger.ledger import Commit, Ledger
from forerun.ledger.publication import ReleaseCalendar
from forerun.types import Basis, Observation, Status
from forerun.workspace import Workspace

_LEAST_FIRST_HAND = 0.1
"""Share of a document's figures that must be its publisher's own; below it the publisher named is wrong."""


@dataclass(frozen=True, slots=True)
class IngestRequest:
    """What to ingest.

    ``sources`` are file names and addresses; ``publisher`` an id or name of the catalog and ``published``
    the day of publication, for documents that do not say so themselves; ``allow_hosts`` further hosts
    that may be asked; ``today`` the day after which nothing can have been published.
    """

    sources: tuple[str, ...]
    publisher: str = ""
    published: date | None = None
    allow_hosts: tuple[str, ...] = ()
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """One document with the outcome of each catalogued statement, in order.

    ``publisher`` is None when nobody known published it; ``advice`` then says what to do.
    """

    reading: Reading
    publisher: Publisher | None
    outcomes: tuple[Outcome, ...]
    advice: str = ""

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The figures that it adds to a ledger."""
        return tuple(each.observation for each in self.outcomes if each.observation is not None)


@dataclass(frozen=True, slots=True)
class IngestPlan:
    """Every document of a request, read and judged; nothing is written yet."""

    request: IngestRequest
    documents: tuple[PlannedDocument, ...]

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The figures of all documents."""
        return tuple(row for document in self.documents for row in document.observations)


@dataclass(frozen=True, slots=True)
class IngestResult:
    """A plan that was carried out, and what that did to the ledger."""

    plan: IngestPlan
    commit: Commit


def plan_ingest(
    request: IngestRequest,
    catalog: Catalog,
    *,
    rules: PortRules = RULES,
    progress: Callable[[int], None] = lambda _: None,
) -> IngestPlan:
    """Read every document and decide what each of its statements becomes.

    Args:
        request: what to ingest.
        catalog: names, units, publishers and release days.
        rules: limits of the network port.
        progress: called with the number of documents done so far.

    Raises:
        DocumentError: a document cannot be used, or the publisher given is not the one it is by.
        UnknownNameError: the publisher given, or a unit in a table, is not in the catalog.
        InputError: the day given has not come.
    """
    given = _given_publisher(request.publisher, catalog)
    if request.published is not None and request.published > request.today:
        raise InputError(
            f"nothing can have been published on {request.published}, which has not come",
            advice=f"Give a day up to {request.today} with --published",
        )
    calendar, recorded = ReleaseCalendar.of(catalog), datetime.now(UTC).replace(tzinfo=None)
    planned: list[PlannedDocument] = []
    for done, source in enumerate(request.sources, start=1):
        document = _document(source, catalog, request, rules)
        if given is not None:
            document = replace(document, publisher=given.id)
        reading = read(replace(document, published=request.published), catalog)
        planned.append(_plan(reading, request, catalog, calendar, recorded))
        progress(done)
    return IngestPlan(request, tuple(planned))


def run_ingest(plan: IngestPlan, workspace: Workspace) -> IngestResult:
    """Keep the plan's documents and add its figures, all or none.

    Raises:
        InputError: the workspace is only the shipped figures.
        LedgerError: the workspace cannot be written; the ledger is unchanged.
    """
    if not workspace.is_own:
        raise InputError("there is no workspace to add to", advice="Make one with `forerun init`")
    documents = [each.reading.document for each in plan.documents if each.observations]
    for document in documents:
        workspace.archive.keep(document)
    rows = _with_status(plan, workspace.ledger)
    only = documents[0].sha256 if len(documents) == 1 else ""
    return IngestResult(plan, workspace.ledger.append(rows, document=only))


def _given_publisher(name: str, catalog: Catalog) -> Publisher | None:
    if not name:
        return None
    try:
        return catalog.publisher(name)
    except UnknownNameError:
        spoken = [
            each
            for publisher in catalog.publishers.values()
            for each in (publisher.id, publisher.names.en, publisher.names.zh, *publisher.aliases_en)
        ]
        raise UnknownNameError("publisher", name, dict.fromkeys(spoken), where="--publisher") from None


def _document(source: str, catalog: Catalog, request: IngestRequest, rules: PortRules) -> Document:
    if is_url(source):
        return fetch(source, catalog, allow=request.allow_hosts, rules=rules)
    return open_document(Path(source), rules.limits)


def _plan(
    reading: Reading,
    request: IngestRequest,
    catalog: Catalog,
    calendar: ReleaseCalendar,
    recorded: datetime,
) -> PlannedDocument:
    document = reading.document
    publisher = catalog.publishers.get(document.publisher)
    terms = Terms(
        catalog=catalog,
        calendar=calendar,
        publisher=publisher,
        window=_window(document, request, catalog),
        today=request.today,
        recorded=recorded,
        find=cache(partial(publisher_called, catalog)),
    )
    outcomes = admit(reading, terms)
    planned = PlannedDocument(reading, publisher, outcomes, _advice(publisher, outcomes))
    _refuse_impossible(planned)
    if request.publisher and publisher is not None:
        _refuse_wrong_publisher(planned, publisher, terms)
    return planned


def _window(document: Document, request: IngestRequest, catalog: Catalog) -> Window | None:
    """When a document was published: sure by the option or on its publisher's site, else by its own date."""
    day = document.published
    if day is None:
        return None
    if day > request.today:
        raise DocumentError(
            f"it was published on {day}, it says, and that day has not come",
            where=document.name,
            advice="Give the right day with --published",
        )
    if request.published is not None or publisher_of_host(document.address, catalog) == document.publisher:
        return on_day(day)
    return by_page(day, Basis.BOUND if request.publisher else Basis.STATED)


def _advice(publisher: Publisher | None, outcomes: tuple[Outcome, ...]) -> str:
    """What to do when nobody official stands behind the statements."""
    if not any(each.refusal in (Refusal.NO_PUBLISHER, Refusal.UNOFFICIAL) for each in outcomes):
        return ""
    if publisher is not None:
        return f"{publisher.id} is not an official publisher, so its figures stay statements"
    return (
        "No known publisher is named, so the figures stay statements; if an official body published them, "
        "say which with --publisher"
    )


def _refuse_impossible(planned: PlannedDocument) -> None:
    early = [each for each in planned.outcomes if each.refusal is Refusal.TOO_EARLY]
    if early and not planned.observations:
        raise DocumentError(
            f"all {len(early)} figures are about a time that was not over; {early[0].reason}",
            where=f"{planned.reading.document.name}, {early[0].statement.locator}",
            advice="Give the day of publication with --published, or correct the periods",
        )


def _refuse_wrong_publisher(planned: PlannedDocument, given: Publisher, terms: Terms) -> None:
    name = planned.reading.document.name
    for each in planned.reading.statements:
        named = terms.find(each.publisher) if isinstance(each, RowStatement) and each.publisher else None
        if named is not None and named.id != given.id:
            raise DocumentError(
                f"the row says that {named.id} published it, not {given.id}",
                where=f"{name}, {each.locator}",
                advice="Leave --publisher out, or correct the row",
            )
    rows = planned.observations
    second_hand = [row for row in rows if terms.catalog.series[row.series].publisher != given.id]
    if rows and len(second_hand) > (1 - _LEAST_FIRST_HAND) * len(rows):
        own = terms.catalog.series[second_hand[0].series].publisher
        raise DocumentError(
            f"{given.id} is not the publisher: {len(second_hand)} of the {len(rows)} figures are of series "
            f"that others publish, such as {second_hand[0].series} by {own}",
            where=name,
            advice=f"Give --publisher {own}; to record what {given.id} quotes, name it in a tidy table",
        )


def _with_status(plan: IngestPlan, ledger: Ledger) -> list[Observation]:
    """The plan's figures; one that differs from what its publisher said earlier is revised."""
    rows = plan.observations
    known: dict[tuple[object, ...], list[Observation]] = {}
    for series in sorted({row.series for row in rows}):
        for row in ledger.vintages(series):
            known.setdefault(_key(row), []).append(row)
    for row in rows:
        known.setdefault(_key(row), []).append(row)
    pairs = ((each.statement, each.observation) for document in plan.documents for each in document.outcomes)
    return [_revised(row, statement, known[_key(row)]) for statement, row in pairs if row is not None]


def _revised(row: Observation, statement: Statement, known: list[Observation]) -> Observation:
    changes = any(old.published < row.published and old.value != row.value for old in known)
    settled = isinstance(statement, RowStatement) and statement.status is not None
    return replace(row, status=Status.REVISED) if changes and not settled else row


def _key(row: Observation) -> tuple[object, ...]:
    return row.series, row.period, row.measure, row.publisher
