"""``forerun ingest``: documents into statements, and from official publishers into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.common import (
    AsJson,
    Lang,
    Language,
    Profile,
    Workspace,
    emit,
    emit_json,
    emit_table,
    parse_day,
    progress,
)
from forerun.settings import Settings
from forerun.types import Basis, Comparator, Json

if TYPE_CHECKING:
    from forerun.admission import Outcome
    from forerun.catalog.model import Catalog
    from forerun.documents.statement import Reading, Statement, Unread
    from forerun.ingest import IngestPlan, PlannedDocument
    from forerun.ledger.ledger import Commit
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun ingest release.html more.xlsx --publisher NBS --published 2024-05-17 --dry-run"
SHOWN = 100

Publisher = Annotated[
    str, typer.Option("--publisher", metavar="NAME", help="Who published it, where it does not say so.")
]
Published = Annotated[
    date | None,
    typer.Option(
        "--published",
        parser=parse_day,
        metavar="DAY",
        help="When it was published, where it does not say so.",
    ),
]


def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="FILE|URL...", help="Documents to read.")],
    publisher: Publisher = "",
    published: Published = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Fetch from this host too; may be repeated."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and judge, but write nothing.")] = False,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Read releases, tables and bulletins; what an official publisher says enters the ledger.

    Prints every figure read, what the catalog does not hold, and which sentences could not be read.

    Raises:
        InputError: a document cannot be used; then none of them is.
    """
    from forerun.ingest import IngestRequest, plan_ingest, run_ingest
    from forerun.ledger.ledger import Commit
    from forerun.workspace import Workspace as OpenWorkspace

    asked = Settings(workspace, profile)
    found = OpenWorkspace.open(asked)
    request = IngestRequest(tuple(sources), publisher, published, tuple(allow_host or ()))
    with progress("Reading", total=len(sources)) as done:
        plan = plan_ingest(request, found.catalog, progress=done)
    commit = Commit(0, 0, "")
    if plan.observations and not dry_run:
        found = OpenWorkspace.open_for_writing(asked)
        commit = run_ingest(plan, found).commit
    if as_json:
        emit_json(_json(plan, found, commit, dry_run=dry_run, lang=lang))
    else:
        _print(plan, found, commit, dry_run=dry_run)


def _json(plan: IngestPlan, found: OpenWorkspace, commit: Commit, *, dry_run: bool, lang: str) -> Json:
    from forerun.views.objects import envelope

    today = plan.request.today
    return {
        **envelope("forerun.ingest/1", today, found.ledger.snapshot(today).hash),
        "dry_run": dry_run,
        "workspace": str(found.root) if found.is_own else None,
        "figures": len(plan.observations),
        "added": commit.added,
        "already_known": commit.already_known,
        "commit": commit.id or None,
        "documents": [_document_object(each, found.catalog, lang) for each in plan.documents],
    }


def _document_object(planned: PlannedDocument, catalog: Catalog, lang: str) -> Json:
    reading = planned.reading
    document = reading.document
    return {
        "name": document.name,
        "address": document.address,
        "sha256": document.sha256,
        "media": document.media.value,
        "publisher": document.publisher or None,
        "published": document.published.isoformat() if document.published else None,
        "advice": planned.advice or None,
        "statements": [_outcome_object(each, catalog, lang) for each in planned.outcomes],
        "uncatalogued": [_statement_object(each) for each in reading.uncatalogued],
        "unread": [_unread_object(each) for each in reading.unread],
    }


def _outcome_object(outcome: Outcome, catalog: Catalog, lang: str) -> Json:
    from forerun.types import Figure
    from forerun.views.objects import figure_object

    row = outcome.observation
    return {
        **_statement_object(outcome.statement),
        "figure": figure_object(Figure.of(catalog.series[row.series], row), lang) if row else None,
        "refusal": outcome.refusal.value if outcome.refusal else None,
        "reason": outcome.reason or None,
        "warning": outcome.warning or None,
    }


def _statement_object(statement: Statement) -> Json:
    return {
        "quote": statement.quote,
        "span": list(statement.span),
        "locator": statement.locator,
        "reading": {
            "indicator": statement.indicator or None,
            "place": statement.place or None,
            "activity": statement.activity or None,
            "series": statement.series or None,
            "period": str(statement.period) if statement.period else None,
            "measure": statement.measure.value,
            "comparator": statement.comparator.value,
            "value": statement.value,
            "unit": statement.unit or None,
            "direction": statement.direction or None,
            "modality": statement.modality,
        },
    }


def _unread_object(unread: Unread) -> Json:
    return {"text": unread.text, "locator": unread.locator, "reason": unread.reason}


def _print(plan: IngestPlan, found: OpenWorkspace, commit: Commit, *, dry_run: bool) -> None:
    for planned in plan.documents:
        _print_document(planned, found.catalog)
    if dry_run:
        number = _count(len(plan.observations), "figure", "figures")
        emit(f"Dry run: {number} would be offered to the ledger.")
    elif plan.observations:
        known = (
            f"; {_count(commit.already_known, 'was', 'were')} there already" if commit.already_known else ""
        )
        emit(f"{_count(commit.added, 'figure', 'figures')} added to {found.root}{known}.")
    else:
        emit("Nothing was added to a ledger.")


def _print_document(planned: PlannedDocument, catalog: Catalog) -> None:
    reading = planned.reading
    emit(_headline(reading))
    entered = [each for each in planned.outcomes if each.observation is not None]
    refused = [each for each in planned.outcomes if each.observation is None]
    _section(
        ("figure", "figures"),
        ("series", "period", "measure", "value", "unit", "published", "where", "remark"),
        [_figure_row(each, catalog) for each in entered],
    )
    _section(
        ("statement that does not enter the ledger", "statements that do not enter the ledger"),
        ("what", "period", "measure", "value", "unit", "where", "why"),
        [(*_statement_row(each.statement, catalog), each.reason) for each in refused],
    )
    _section(
        ("statement that the catalog has no series for", "statements that the catalog has no series for"),
        ("what", "period", "measure", "value", "unit", "where"),
        [_statement_row(each, catalog) for each in reading.uncatalogued],
    )
    _section(
        ("passage not read", "passages not read"),
        ("where", "why", "text"),
        [(each.locator, each.reason, _short(each.text)) for each in reading.unread],
    )
    if not (planned.outcomes or reading.uncatalogued or reading.unread):
        emit("It holds no figures.")
    if planned.advice:
        emit(f"{planned.advice}.")
    emit("")


def _headline(reading: Reading) -> str:
    document = reading.document
    by = f"by {document.publisher}" if document.publisher else "publisher not known"
    when = f"published {document.published}" if document.published else "publication day not stated"
    return f"{document.name} ({document.media.value}), {by}, {when}"


def _section(title: tuple[str, str], columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    listed = list(rows)
    if not listed:
        return
    emit(f"\n{_count(len(listed), *title)}")
    emit_table(columns, listed[:SHOWN])
    if len(listed) > SHOWN:
        emit(f"... and {len(listed) - SHOWN} more; --json lists them all")


def _figure_row(outcome: Outcome, catalog: Catalog) -> tuple[str, ...]:
    row = outcome.observation
    if row is None:
        return ()
    inferred = "" if row.basis is Basis.STATED else f" ({row.basis.value})"
    return (
        catalog.series[row.series].code,
        str(row.period),
        row.measure.value,
        _amount(row.comparator, row.value),
        row.unit,
        f"{row.published}{inferred}",
        row.locator,
        outcome.warning,
    )


def _statement_row(statement: Statement, catalog: Catalog) -> tuple[str, ...]:
    known = catalog.series.get(statement.series)
    what = known.code if known else "/".join(filter(None, (statement.indicator, statement.activity)))
    told = statement.direction if statement.value is None else _amount(statement.comparator, statement.value)
    period = str(statement.period) if statement.period else "?"
    return (
        what or _short(statement.quote),
        period,
        statement.measure.value,
        told,
        statement.unit,
        statement.locator,
    )


def _amount(comparator: Comparator, value: float) -> str:
    sign = "" if comparator is Comparator.EQUAL else f"{comparator.value} "
    return f"{sign}{value:.12g}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
