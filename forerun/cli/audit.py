"""``forerun audit``: what in the ledger contradicts itself, its history, its calendar or its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.common import (
    AsJson,
    AsOf,
    Lang,
    Language,
    Profile,
    Workspace,
    emit,
    emit_json,
    emit_table,
    snapshot_for,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from forerun.catalog.model import Catalog
    from forerun.ledger.findings import Finding

EXAMPLE = "forerun audit --series MOBILE_USERS --as-of 2024-09-30"


def audit(
    series: Annotated[
        str, typer.Option("--series", metavar="SERIES", help="Look at one series, by id or code.")
    ] = "",
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """List figures that contradict one another or are hard to believe, worst first, with what to check.

    Findings are questions to a person: nothing is changed, and the exit code is 0.

    Raises:
        InputError: the catalog holds no such series.
    """
    from forerun.ledger.audit import audit as find
    from forerun.ledger.audit import count_by_kind
    from forerun.views.objects import as_object, envelope

    snapshot = snapshot_for(workspace, profile, as_of)
    findings = find(snapshot, series)
    if as_json:
        counts = {kind.value: count for kind, count in count_by_kind(findings).items()}
        found = {"counts": counts, "findings": as_object(findings, lang)}
        emit_json({**envelope("forerun.audit/1", snapshot.as_of, snapshot.hash), **found})
    else:
        _print(findings, snapshot.catalog, snapshot.as_of, lang)


def _print(findings: Sequence[Finding], catalog: Catalog, as_of: date, lang: str) -> None:
    from forerun.ledger.audit import count_by_kind
    from forerun.views.text import day
    from forerun.views.words import words

    say, shown = words(lang), day(as_of, lang)
    if not findings:
        emit(say.fill("audit.none", {"day": shown}))
        return
    counts = count_by_kind(findings)
    kinds = say["number.comma"].join(f"{say[f'finding.{kind.value}']} {n}" for kind, n in counts.items())
    emit(say.fill("audit.title", {"count": str(len(findings)), "day": shown, "kinds": kinds}))
    emit("")
    columns = ("severity", "kind", "series", "message", "check")
    emit_table([say[f"audit.{name}"] for name in columns], [_row(each, catalog, lang) for each in findings])


def _row(finding: Finding, catalog: Catalog, lang: str) -> tuple[str, ...]:
    from forerun.views.words import words

    say = words(lang)
    codes = [catalog.series_named(name).code for name in finding.series]
    first = codes[0]
    if len(codes) > 1:
        first = say.fill("audit.more", {"first": codes[0], "count": str(len(codes) - 1)})
    return (
        say[f"severity.{finding.severity.value}"],
        say[f"finding.{finding.kind.value}"],
        first,
        finding.message.get(lang),
        finding.check.get(lang),
    )
