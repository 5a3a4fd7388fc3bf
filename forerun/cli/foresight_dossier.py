"""``forerun foresight dossier``: all that can be said of one future industry."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.brief import NoPdf
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
    progress,
)
from forerun.cli.foresight import WHEN_PIPED, Record, command_again, record_claims
from forerun.settings import Settings

if TYPE_CHECKING:
    from forerun.foresight.dossier import Dossier, Tables
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun foresight dossier hydrogen --as-of 2024-06-30 --out out"

Name = Annotated[str, typer.Argument(metavar="NAME", help="A future industry, as `forerun foresight` lists.")]
Places = Annotated[
    Path | None,
    typer.Option("--places", metavar="FILE", help="Your own table of places, activities and years."),
]
Activity = Annotated[
    list[str] | None,
    typer.Option("--activity", metavar="NAME", help="An activity of that table that is the industry."),
]
Fields = Annotated[
    Path | None, typer.Option("--fields", metavar="FILE", help="Your own counts of fields by year.")
]
Documents = Annotated[
    Path | None, typer.Option("--documents", metavar="FILE", help="Titles and abstracts with their years.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Write a page and a PDF into this folder.")
]


def dossier(
    name: Name,
    places: Places = None,
    activity: Activity = None,
    fields: Fields = None,
    documents: Documents = None,
    out: Out = None,
    no_pdf: NoPdf = False,
    record: Record = False,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Put together all that can be said of a future industry: signals, costs, diffusion, places, fields, AI.

    It says which evidence does not exist, and what would change our mind. A table of exposure to AI that the
    workspace keeps is used.

    Raises:
        InputError: the name, a table, the workspace or the folder to write into cannot be used.
        MissingToolError: the font for the PDF is not installed.
    """
    from forerun.foresight.dossier import Tables
    from forerun.views.dossiers import dossier_object
    from forerun.workspace import Workspace as Desk

    settings = Settings(workspace, profile)
    desk = Desk.open_for_writing(settings) if record else Desk.open(settings)
    tables = Tables(places, tuple(activity or ()), fields, documents)
    found = _found(name, tables, desk, (as_of or date.today(), lang))
    if record:
        record_claims(found.claims, desk, lang, shlex.join(command_again(found.as_of)))
    _show(found, desk, lang, (out, not no_pdf, not as_json))
    if as_json:  # last: what cannot be written is an error, and then the only object
        emit_json(dossier_object(found, desk.catalog, lang))


def _found(name: str, tables: Tables, desk: OpenWorkspace, when: tuple[date, str]) -> Dossier:
    from forerun.foresight.dossier import dossier as put_together
    from forerun.foresight.industries import industry_named
    from forerun.views.words import words

    industry = industry_named(name, desk.catalog)
    day, lang = when
    with progress(words(lang)["dossier.progress"], total=1.0) as tell:
        return put_together(industry, desk.ledger.snapshot(day), tables, desk.root, tell)


def _show(found: Dossier, desk: OpenWorkspace, lang: str, how: tuple[Path | None, bool, bool]) -> None:
    from forerun.brief.dossierpage import compose_dossier
    from forerun.brief.files import files_of, write_files
    from forerun.brief.terminal import whole_on_terminal

    out, pdf, aloud = how
    if out is None and not aloud:
        return
    page = compose_dossier(found, desk.catalog, lang, command_again(found.as_of))
    if aloud:
        emit_rich([whole_on_terminal(page)], piped=WHEN_PIPED)
    if out is not None:
        paths = write_files(files_of(page, desk.catalog, stem=f"dossier-{found.industry.id}", pdf=pdf), out)
        for each in paths if aloud else ():
            emit(str(each))
