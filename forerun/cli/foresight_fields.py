"""``forerun foresight fields``: which topics or patent classes grow, and what telling that was worth."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date
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
    emit_rich,
    progress,
)
from forerun.cli.foresight import WHEN_PIPED, Record, command_again, record_claims
from forerun.errors import InputError
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.foresight.fields.study import Asked, FieldStudy
    from forerun.foresight.industries import FutureIndustry
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun foresight fields --table patents.csv --horizon 5"

Name = Annotated[str, typer.Argument(metavar="NAME", help="A future industry of the profile.")]
Table = Annotated[
    Path | None,
    typer.Option(
        "--table",
        metavar="FILE",
        help="Your counts: CSV, XLSX or Parquet with columns year, place, activity (topic or class), count.",
    ),
]
Documents = Annotated[
    Path | None,
    typer.Option(
        "--documents",
        metavar="FILE",
        help="Your documents: columns title and year, and abstract and place where there are any.",
    ),
]
Horizon = Annotated[int, typer.Option("--horizon", metavar="YEARS", help="Years ahead, 1 to 30.")]
Window = Annotated[int, typer.Option("--window", metavar="YEARS", help="Years that are summed, 1 to 30.")]
Place = Annotated[
    str, typer.Option("--place", metavar="NAME", help="One place of the table; all together when left out.")
]
Topics = Annotated[
    int, typer.Option("--topics", metavar="N", min=0, max=60, help="Topics founded at first, at most.")
]
Hindcast = Annotated[
    bool,
    typer.Option("--hindcast", help="Show how every way of telling growth did on the past, and by place."),
]
Breaks = Annotated[
    bool, typer.Option("--breaks", help="Show the years in which the counts of a place broke.")
]


def fields(
    name: Name = "",
    table: Table = None,
    documents: Documents = None,
    horizon: Horizon = 3,
    window: Window = 3,
    place: Place = "",
    topics: Topics = 12,
    hindcast: Hindcast = False,
    breaks: Breaks = False,
    record: Record = False,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Tell which fields gain share, from your own counts or documents, with the score that this had before.

    Growth is carried on in part and shares return to the mean, by weights from past origins alone; places
    whose coverage broke are left out. What showed no skill on the same table is marked so. Documents belong
    to future industries by fixed words, and otherwise to topics that keep their identity.

    Raises:
        InputError: the table or the workspace cannot be used.
    """
    from forerun.foresight.fields.signals import Plan
    from forerun.foresight.fields.study import Asked
    from forerun.foresight.industries import industry_named
    from forerun.views.foresight_claims import claims_object
    from forerun.views.foresight_field_objects import fields_object
    from forerun.workspace import Workspace as Desk

    if table is not None and documents is not None:
        raise InputError("a table and documents were given", advice="Give one of --table and --documents")
    settings = Settings(workspace, profile)
    desk = Desk.open_for_writing(settings) if record else Desk.open(settings)
    industry = industry_named(name, desk.catalog) if name else None
    day = as_of or date.today()
    if table is None and documents is None:
        _without(industry, desk, day, (lang, as_json))
        return
    asked = Asked(Plan(horizon, window), day, place, hindcast, topics)
    study = _study((table, documents), asked, industry, (desk, lang))
    if record:
        record_claims(study.outlook.claims, desk, lang, shlex.join(command_again(day)))
    if as_json:
        emit_json(fields_object(study, lang) | claims_object(study.outlook.claims))
    else:
        emit_rich(_blocks(study, (hindcast, breaks), lang), piped=WHEN_PIPED)


def _study(
    files: tuple[Path | None, Path | None],
    asked: Asked,
    industry: FutureIndustry | None,
    with_: tuple[OpenWorkspace, str],
) -> FieldStudy:
    from forerun.foresight.counts_file import read_counts
    from forerun.foresight.fields.documents import read_documents
    from forerun.foresight.fields.study import study_counts, study_documents
    from forerun.foresight.industries import future_industries
    from forerun.views.words import words

    (table, documents), (desk, lang) = files, with_
    say = words(lang)
    with progress(say["foresight_fields.reading"]):
        corpus = read_documents(documents, asked.vintage) if documents is not None else None
        counts = read_counts(table, as_of=asked.vintage) if table is not None else None
    if corpus is not None:
        known = future_industries(desk.catalog)
        with progress(say["foresight_fields.grouping"], total=1.0) as tell:
            return study_documents(corpus, known, asked, industry, tell)
    assert counts is not None  # noqa: S101  one of the two files was given
    with progress(say["foresight_fields.telling"], total=1.0) as tell:
        return study_counts(counts, asked, industry, tell)


def _without(
    industry: FutureIndustry | None, desk: OpenWorkspace, day: date, shown: tuple[str, bool]
) -> None:
    """Say that the ledger holds no counts of fields, what a table needs, and what an industry is known by."""
    from forerun.views.foresight_field_objects import vocabulary_object
    from forerun.views.foresight_fields import vocabulary_lines
    from forerun.views.terminal import rich_grid
    from forerun.views.words import words

    lang, as_json = shown
    if as_json:
        snapshot = desk.ledger.snapshot(day)
        emit_json(vocabulary_object(industry, snapshot.as_of, snapshot.hash, lang))
        return
    say = words(lang)
    emit(f"{say['foresight_fields.nothing']}\n{say['foresight_fields.needs']}")
    if industry is not None:
        emit_rich([rich_grid(vocabulary_lines(industry, lang))], piped=WHEN_PIPED)


def _blocks(study: FieldStudy, parts: tuple[bool, bool], lang: str) -> Iterator[RenderableType]:
    from forerun.views.foresight_field_checks import signs_table
    from forerun.views.foresight_fields import fields_table, note_lines, outlook_lines
    from forerun.views.terminal import rich_grid, rich_table

    found, only = study.outlook, study.only
    hindcast, breaks = parts
    yield rich_grid([*outlook_lines(found, lang), *note_lines(study, lang)])
    if hindcast:
        yield from _hindcast(study, lang)
    elif not breaks:
        yield rich_table(fields_table(found, lang, study.names, only))
        yield rich_table(signs_table(study.signs, lang, study.names, only))
    if breaks:
        yield from _breaks(study, lang)
    if study.inside is not None and not breaks:
        yield ""
        yield from _blocks(study.inside, (hindcast, False), lang)


def _hindcast(study: FieldStudy, lang: str) -> Iterator[RenderableType]:
    from forerun.views.foresight_field_checks import places_table, sign_scores_table, ways_table
    from forerun.views.terminal import rich_table

    yield rich_table(ways_table(study.outlook, lang))
    yield rich_table(sign_scores_table(study.sign_scores, lang))
    if study.places is not None and study.places.places:
        yield rich_table(places_table(study.places, lang))


def _breaks(study: FieldStudy, lang: str) -> Iterator[RenderableType]:
    from forerun.views.foresight_field_checks import breaks_table, further_table
    from forerun.views.terminal import rich_table
    from forerun.views.words import words

    seen = study.outlook.coverage
    table, further = breaks_table(seen, lang), further_table(seen, lang)
    yield rich_table(table) if table.rows else words(lang)["foresight_fields.no_breaks"]
    if further.rows:
        yield rich_table(further)
