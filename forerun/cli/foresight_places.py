"""``forerun foresight places``: which places are prepared for an industry, and how well that can be told."""

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
    emit_json,
    emit_rich,
    on_one_line,
    progress,
)
from forerun.cli.foresight import WHEN_PIPED, Record, command_again, record_claims
from forerun.errors import InputError
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.foresight.industries import FutureIndustry
    from forerun.foresight.location import Location
    from forerun.foresight.places import Asked, PlacesStudy
    from forerun.foresight.scores import Claim
    from forerun.workspace import Workspace as OpenWorkspace

EXAMPLE = "forerun foresight places hydrogen --table patents.csv --candidates candidates.csv"

Name = Annotated[str, typer.Argument(metavar="[NAME]", help="A future industry of the profile.")]
Table = Annotated[
    Path | None,
    typer.Option(
        "--table",
        metavar="FILE",
        help="Your own counts or amounts: CSV, XLSX or Parquet with columns year, place, activity, value.",
    ),
]
Activity = Annotated[
    list[str] | None,
    typer.Option("--activity", metavar="NAME", help="An activity of the table; several count as one."),
]
Largest = Annotated[
    int | None, typer.Option("--largest", metavar="N", help="Compare the N largest places alone.")
]
Minimum = Annotated[
    float | None,
    typer.Option("--minimum", metavar="V", help="Compare places with at least this volume in the window."),
]
Horizon = Annotated[int, typer.Option("--horizon", metavar="YEARS", min=1, max=30, help="Years ahead.")]
Window = Annotated[
    int, typer.Option("--window", metavar="YEARS", min=1, max=30, help="Years that are summed.")
]
Absent = Annotated[
    float, typer.Option("--absent", metavar="RCA", help="Advantage below which a place could enter, up to 1.")
]
Complexity = Annotated[
    bool, typer.Option("--complexity", help="Show ECI, diversity and COI by place, and PCI by activity.")
]
Hindcast = Annotated[
    bool, typer.Option("--hindcast", help="Show how every predictor of entry did, origin by origin.")
]
Candidates = Annotated[
    Path | None,
    typer.Option(
        "--candidates",
        metavar="FILE",
        help="Write the places by rank as CSV, for `places_file` in the [design] of a trial.",
    ),
]


def places(
    name: Name = "",
    table: Table = None,
    activity: Activity = None,
    largest: Largest = None,
    minimum: Minimum = None,
    horizon: Horizon = 5,
    window: Window = 5,
    absent: Absent = 0.5,
    complexity: Complexity = False,
    hindcast: Hindcast = False,
    candidates: Candidates = None,
    record: Record = False,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Rank places by how likely they are to enter an industry, from your own table, with its hindcast.

    Without a table the ledger gives location quotients alone: it holds too few products by place for more.
    Which places are compared is part of the answer and is varied. A table of one year has no past to score,
    so its ranking is marked as without demonstrated skill.

    Raises:
        InputError: the table, the name or the workspace cannot be used.
    """
    from forerun.foresight.industries import industry_named
    from forerun.foresight.places import Asked
    from forerun.views.foresight_place_objects import places_object
    from forerun.workspace import Workspace as Desk

    settings = Settings(workspace, profile)
    desk = Desk.open_for_writing(settings) if record else Desk.open(settings)
    industry = industry_named(name, desk.catalog) if name else None
    day = as_of or date.today()
    if table is None:
        _refuse(activity, candidates, record)
        _from_ledger(industry, desk, day, (lang, as_json))
        return
    asked = Asked(day, tuple(activity or ()), window, horizon, minimum, largest, absent, complexity)
    study = _study(table, asked, (industry, desk.catalog), lang)
    if candidates is not None:
        _write(candidates, study, desk.catalog, lang)
    if record:
        record_claims(_claims(study), desk, lang, shlex.join(command_again(day)))
    if as_json:
        emit_json(places_object(study, desk.catalog, lang))
    else:
        emit_rich(_blocks(study, desk.catalog, (complexity, hindcast), lang), piped=WHEN_PIPED)


def _refuse(activity: list[str] | None, candidates: Path | None, record: bool) -> None:
    given = (("--activity", activity), ("--candidates", candidates), ("--record", record))
    for option, value in given:
        if value:
            raise InputError(f"{option} needs a table", advice="Give the file with --table")


def _study(table: Path, asked: Asked, known: tuple[FutureIndustry | None, Catalog], lang: str) -> PlacesStudy:
    from forerun.foresight.counts_file import read_counts
    from forerun.foresight.places import study_places
    from forerun.views.words import words

    say = words(lang)
    with progress(say["foresight_places.reading"]):
        counts = read_counts(table, as_of=asked.vintage)
    with progress(say["foresight_places.telling"], total=1.0) as tell:
        return study_places(counts, asked, known, tell)


def _claims(study: PlacesStudy) -> tuple[Claim, ...]:
    if study.readiness is None:
        raise InputError("nothing is claimed of an activity", advice="Name an industry, or an --activity")
    return study.readiness.claims


def _write(path: Path, study: PlacesStudy, catalog: Catalog, lang: str) -> None:
    from forerun.foresight.candidate_file import write_candidates
    from forerun.views.words import words

    if study.readiness is None:
        raise InputError("no activity was named", advice="Name an industry, or an --activity of the table")
    count = write_candidates(path, study.readiness, catalog)
    values = {"count": str(count), "file": on_one_line(str(path))}
    typer.echo(words(lang).fill("foresight_places.written", values), err=True)


def _from_ledger(
    industry: FutureIndustry | None, desk: OpenWorkspace, day: date, shown: tuple[str, bool]
) -> None:
    """Location quotients, and why there is no more."""
    from forerun.foresight.location import Location, location
    from forerun.views.foresight_place_objects import location_object

    lang, as_json = shown
    snapshot = desk.ledger.snapshot(day)
    found = location(snapshot)
    if industry is not None:
        own = location(snapshot, industry.products) if industry.products else Location((), 0, ())
        found = Location(own.products, found.known, own.left_out)
    if as_json:
        emit_json(location_object(found, industry, desk.catalog, (day, snapshot.hash, lang)))
    else:
        emit_rich(_quotients(found, industry, desk.catalog, lang), piped=WHEN_PIPED)


def _quotients(
    found: Location, industry: FutureIndustry | None, catalog: Catalog, lang: str
) -> Iterator[RenderableType]:
    from forerun.views import foresight_places as views
    from forerun.views.terminal import rich_grid, rich_table
    from forerun.views.words import words

    say = words(lang)
    if not found.known:
        yield say["foresight_places.none"]
    else:
        yield say.fill("foresight_places.why_location", {"known": str(found.known)})
    if found.products:
        yield rich_table(views.location_table(found, catalog, lang))
    elif industry is not None:
        missing = say["foresight.between"].join(each.get(lang) for each in industry.missing)
        values = {"name": industry.names.get(lang), "missing": missing}
        yield say.fill("foresight_places.not_industry", values)
    if found.left_out:
        yield rich_grid([(say["foresight_places.left_out"], (views.left_out_text(found.left_out, lang),))])


def _blocks(
    study: PlacesStudy, catalog: Catalog, parts: tuple[bool, bool], lang: str
) -> Iterator[RenderableType]:
    from forerun.views import foresight_places as views
    from forerun.views.terminal import rich_grid, rich_table
    from forerun.views.words import words

    say = words(lang)
    complexity, hindcast = parts
    yield rich_grid(views.study_lines(study, lang))
    if hindcast and study.hindcast is not None:
        yield rich_table(views.origins_table(study.hindcast, lang))
    if study.hindcast is not None:
        yield rich_table(views.averages_table(study.hindcast, lang))
        yield rich_grid(views.means_lines(study.hindcast, lang))
    if study.readiness is not None and not hindcast:
        yield rich_table(views.ready_table(study, catalog, lang))
        yield rich_grid(views.standing_lines(study, catalog, lang))
        yield say["foresight_places.noise"]
    if study.complexity is not None:
        yield rich_table(views.complexity_table(study, catalog, lang))
        yield rich_table(views.products_table(study, lang))
    elif study.why_not and complexity:
        yield say.fill("foresight_places.no_complexity", {"why": study.why_not})
