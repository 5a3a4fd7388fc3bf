"""``forerun calendar``: the release calendar as known on a day."""

from __future__ import annotations

from pathlib import Path
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
    from forerun.ledger.schedule import Event, Schedule

EXAMPLE = "forerun calendar --as-of 2023-10-10 --days 14 --ics due.ics"


def calendar(
    as_of: AsOf = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How far to look back and ahead.")] = 30,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="Also write what is due as an iCalendar file."),
    ] = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Show which releases came out, which are due and which are late, as known on a day."""
    from forerun.ledger.schedule import schedule
    from forerun.views.icalendar import icalendar
    from forerun.views.objects import as_object, envelope

    snapshot = snapshot_for(workspace, profile, as_of)
    found = schedule(snapshot, days)
    if ics is not None:
        _write(ics, icalendar(found, lang))
    if as_json:
        emit_json({**envelope("forerun.calendar/1", found.as_of, snapshot.hash), **as_object(found, lang)})
    else:
        _print(found, lang)


def _write(path: Path, text: str) -> None:
    from forerun.errors import InputError

    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as problem:
        raise InputError(f"the file cannot be written ({problem.strerror})", where=str(path)) from problem


def _print(found: Schedule, lang: str) -> None:
    from forerun.views.text import ABSENT
    from forerun.views.words import words

    say = words(lang)
    head = [say[f"table.{column}"] for column in ("day", "release", "period")]
    for standing, events in found.parts.items():
        emit(say.fill(f"calendar.{standing.value}", {"days": str(found.days)}))
        if events:
            emit_table(head, [_row(event, lang) for event in events])
        else:
            emit(ABSENT)
        emit("")


def _row(event: Event, lang: str) -> tuple[str, str, str]:
    from forerun.types import Measure
    from forerun.views.text import event_day, period_name

    period = period_name(event.period, Measure.LEVEL, lang)
    return event_day(event, lang), event.release.names.get(lang), period
