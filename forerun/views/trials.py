"""Which trials there are, and the register of one: tables, lines and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from forerun.trials.listing import Listed
from forerun.trials.register import Change, Entry, Register
from forerun.types import Json
from forerun.views.items import Line
from forerun.views.objects import as_object
from forerun.views.words import words

LIST_SCHEMA, REGISTER_SCHEMA = "forerun.trials/1", "forerun.trial-register/1"
HASH = 12
"""Characters of a hash that are shown to a person."""
TEXT = 80
"""Characters of a changed value."""


def listing_object(listed: Iterable[Listed], lang: str) -> Json:
    """The JSON object of ``forerun trial --json``."""
    return {"schema": LIST_SCHEMA, "trials": as_object(tuple(listed), lang)}


def listing_table(listed: Iterable[Listed], lang: str) -> tuple[Sequence[str], list[list[str]]]:
    """Columns and rows of the list of trials."""
    say = words(lang)
    head = [say[f"trial.{key}"] for key in ("id", "title", "registered_at", "amendments", "results")]
    rows = [
        [
            each.id,
            each.names.get(lang),
            say["trial.ships"] if each.ships else each.registered,
            "" if each.ships else str(each.amendments),
            "" if each.ships else str(each.results),
        ]
        for each in listed
    ]
    return head, rows


def register_object(register: Register, lang: str) -> Json:
    """The JSON object of ``forerun trial register --json``; ``text`` is the whole trial file."""
    return {
        "schema": REGISTER_SCHEMA,
        "folder": str(register.folder),
        "entries": [as_object(each, lang) for each in register.entries],
        "last": register.hash_of_last,
    }


def register_lines(register: Register, lang: str) -> Iterator[tuple[str, Line]]:
    """Every entry with what changed in it."""
    for entry in register.entries:
        yield f"{words(lang)['trial.entry']} {entry.number}", (_told(entry, lang),)
        for change in entry.changes:
            yield "", (changed(change, lang),)


def changed(change: Change, lang: str) -> str:
    """A key of a trial file with what was registered and what is said now."""
    say = words(lang)
    values = {
        "key": change.key,
        "registered": _short(change.registered) or say["trial.nothing"],
        "now": _short(change.now) or say["trial.nothing"],
    }
    return say.fill("trial.deviation_text", values)


def _told(entry: Entry, lang: str) -> str:
    say = words(lang)
    design = entry.design[:HASH] or say["trial.no_design"]
    told = say.fill("trial.entry_text", {"at": entry.at, "source": entry.source[:HASH], "design": design})
    if entry.number > 1 and not entry.changes:
        told += f"; {say['trial.unchanged']}"
    return told


def _short(text: str) -> str:
    return text if len(text) <= TEXT else f"{text[:TEXT]}…"
