"""``forerun foresight``: which future industries are looked for; its parts say what can be said of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
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
    emit_rich,
    nothing_before,
)
from forerun.settings import Settings

if TYPE_CHECKING:
    from forerun.foresight.scores import Claim
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun foresight --as-of 2024-06-30"
WHEN_PIPED = 160
"""Columns of a line where standard output is no terminal."""
PARTS = ("costs", "diffusion", "places", "fields", "ai", "dossier")

Record = Annotated[
    bool,
    typer.Option("--record", help="Add what is claimed, with its score, to the ledger of your workspace."),
]


def foresight(
    context: typer.Context,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """List the future industries of the profile, with the evidence that there is and that there is not.

    The parts of this verb forecast costs and diffusion, rank places and fields, and show exposure to AI; each
    claim carries the score that its method had on the past.

    Raises:
        InputError: the workspace or the profile cannot be used.
    """
    if context.invoked_subcommand is not None:
        nothing_before(context)
        return
    from forerun.foresight.evidence import evidence
    from forerun.foresight.industries import future_industries
    from forerun.views.foresight import evidence_object, evidence_table
    from forerun.views.terminal import rich_table
    from forerun.views.words import words
    from forerun.workspace import Workspace as OpenWorkspace

    desk = OpenWorkspace.open(Settings(workspace, profile))
    snapshot = desk.ledger.snapshot(as_of or date.today())
    found = tuple(evidence(each, snapshot) for each in future_industries(desk.catalog))
    if as_json:
        emit_json(evidence_object(found, snapshot.as_of, snapshot.hash, lang))
    elif found:
        emit_rich([rich_table(evidence_table(found, lang))], piped=WHEN_PIPED)
    else:
        emit(words(lang)["foresight.none"])


def command_again(day: date) -> tuple[str, ...]:
    """The words of the command line that says the same again, on the same day; nothing is recorded by it."""
    words = [each for each in sys.argv[1:] if each not in ("--record", "--json")]
    dated = any(each == "--as-of" or each.startswith("--as-of=") for each in words)
    return ("forerun", *words, *(() if dated else ("--as-of", day.isoformat())))


def record_claims(claims: Sequence[Claim], desk: OpenWorkspace, lang: str, command: str) -> None:
    """Add claims to the ledger, and say on standard error how many were new.

    Args:
        claims: with finite values.
        desk: a workspace that was opened for writing.
        lang: of the message.
        command: the command line that makes them again.

    Raises:
        InputError: the workspace is the figures that ship, to which nothing is ever added; a claim of a
            measure that its series does not have.
        LedgerError: the ledger cannot be written.
    """
    from forerun.errors import InputError
    from forerun.foresight.recording import observed
    from forerun.views.words import words

    if not desk.is_own:
        raise InputError("the figures that ship are never added to", advice="Make a workspace: forerun init")
    commit = desk.ledger.append([observed(each, command) for each in claims])
    counts = {"added": str(commit.added), "known": str(commit.already_known)}
    typer.echo(words(lang).fill("foresight.recorded", counts), err=True)
