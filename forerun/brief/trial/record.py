"""What was registered and what deviates from it; how everything was computed and how to do it again."""

from __future__ import annotations

from collections.abc import Iterator

from forerun import __version__
from forerun.brief.blocks import Block, Note, Section, Sentences
from forerun.brief.trial.material import Desk
from forerun.trials.register import Change, Entry
from forerun.views.items import Column, Line, Table
from forerun.views.trial_effects import registration, revision
from forerun.views.trial_words import number, share
from forerun.views.trials import HASH, TEXT


def register(desk: Desk) -> Section:
    """Entries of the register and what differs from the first."""
    return Section("register", desk.word("section.register"), tuple(_entries(desk)))


def _entries(desk: Desk) -> Iterator[Block]:
    standing = desk.found.standing
    yield Sentences(((desk.say["trial.registration"], (registration(standing, desk.say),)),))
    if standing.entries:
        keys = ("at", "known", "began", "data", "design", "version")
        head = (
            Column(desk.say["trial.entry"], "tight"),
            *(Column(desk.word(f"entry.{key}"), "tight") for key in keys),
        )
        rows = tuple(_entry(desk, each) for each in standing.entries)
        yield Table(desk.word("entries"), head, rows)
    if standing.changes:
        head = tuple(Column(desk.word(f"change.{key}")) for key in ("key", "registered", "now"))
        rows = tuple(_change(desk, each) for each in standing.changes)
        yield Table(desk.say["trial.deviations"], head, rows)
    elif standing.entries:
        yield Note(desk.word("no_change"))
    if standing.revised:
        yield Note(f"{revision(standing, desk.saying)}{desk.word('stop')}")


def _entry(desk: Desk, entry: Entry) -> tuple[Line, ...]:
    return (
        (str(entry.number),),
        (entry.at.removesuffix("+00:00").replace("T", " "),),
        (entry.as_of,),
        (desk.word("yes" if entry.started else "no"),),
        (entry.source[:HASH],),
        (entry.design[:HASH] or desk.say["trial.no_design"],),
        (entry.version,),
    )


def _change(desk: Desk, change: Change) -> tuple[Line, ...]:
    nothing = desk.say["trial.nothing"]
    return (change.key,), (change.registered[:TEXT] or nothing,), (change.now[:TEXT] or nothing,)


def method(desk: Desk, command: str) -> Section:
    """Conventions, versions and hashes, and the command line that makes the page again."""
    return Section("method", desk.word("section.method"), (Sentences(tuple(_method(desk, command))),))


def _method(desk: Desk, command: str) -> Iterator[tuple[str, Line]]:
    found, analysis = desk.found, desk.found.spec.analysis
    values = {
        "estimator": desk.saying.estimator(analysis.estimator),
        "inference": desk.say[f"trial.inferences.{analysis.inference}"],
        "level": share(1 - analysis.alpha),
        "control": desk.word(f"control.{analysis.control}"),
        "anticipation": str(analysis.anticipation),
        "seed": str(analysis.seed),
    }
    yield desk.word("analysis"), (desk.fill("analysis_text", values),)
    rule = found.spec.rule
    bounds = {
        key: desk.saying.effect(getattr(rule, key)) for key in ("matters", "scale_at", "stop_at", "extend_at")
    }
    yield desk.word("rule"), (desk.fill("rule_text", bounds),)
    for effect in (found.main.effect, *(each.found.effect for each in found.beside if each.found)):
        yield (
            desk.saying.estimator(effect.estimator),
            (f"{_shown_error(desk, effect.error)}{effect.convention}",),
        )
    yield desk.word("conventions"), (desk.word("conventions_text"),)
    hashes = {"data": found.reading.source[:HASH], "ledger": found.ledger[:HASH], "version": __version__}
    yield desk.word("versions"), (desk.fill("versions_text", hashes),)
    yield desk.word("again"), (command,)


def _shown_error(desk: Desk, error: float | None) -> str:
    if error is None:
        return ""
    shown = desk.saying.error(error) if desk.saying.in_log else number(error)
    return desk.fill("error", {"error": shown})
