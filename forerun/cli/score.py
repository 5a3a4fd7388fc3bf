"""``forerun check --score``: how well annotated claims are found, read and judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.cli.common import Lang, emit_json, emit_rich, progress
from forerun.errors import InputError
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.statements.scorecard import Scorecard

WHEN_PIPED = 80  # columns
SHOWN = 40  # claims that were missed or got wrong


def refuse_beside(given: Mapping[str, str]) -> None:
    """Refuse options that say what an annotated file says itself.

    Raises:
        InputError: one of them has a value; names it.
    """
    for option, value in given.items():
        if value:
            raise InputError(
                f"{option} cannot be combined with --score",
                advice="Leave it out: the file itself says who spoke and when, and no page is written",
            )


def show_score(path: Path, settings: Settings, lang: Lang, *, as_json: bool) -> None:
    """Print the score of a file of annotated claims.

    Args:
        path: JSON lines as :mod:`forerun.statements.scorecard` describes them.
        settings: workspace and profile.
        lang: language of labels.
        as_json: print one object instead of text.

    Raises:
        InputError: the file, the workspace or the profile cannot be used.
    """
    from forerun.statements.scorecard import score_file
    from forerun.views.scores import score_object
    from forerun.workspace import Workspace

    ledger = Workspace.open(settings).ledger
    with progress("Scoring", total=1.0) as advance:
        score = score_file(path, ledger, advance)
    if as_json:
        snapshot = ledger.snapshot(date.today())
        emit_json(score_object(score, str(path), snapshot.as_of, snapshot.hash))
    else:
        emit_rich(_blocks(score, str(path), lang), piped=WHEN_PIPED)


def _blocks(score: Scorecard, name: str, lang: str) -> Iterator[RenderableType]:
    from forerun.views.scores import at_fault, confusion_table, faults_table, score_facts
    from forerun.views.terminal import rich_grid, rich_table
    from forerun.views.words import words

    yield rich_grid(score_facts(score, name, lang))
    yield ""
    yield rich_table(confusion_table(score, lang))
    count = len(at_fault(score))
    if count:
        yield rich_table(faults_table(score, lang, SHOWN))
    if count > SHOWN:
        yield words(lang).fill("check.more", {"shown": str(SHOWN), "count": str(count)})
