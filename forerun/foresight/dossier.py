"""All that can be said of one future industry on a day, from the ledger and from a person's own tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from forerun.errors import InputError
from forerun.foresight.ai.divisions import ActivityExposure, division_exposures, exposure_of
from forerun.foresight.ai.kept import exposure_table
from forerun.foresight.ai.names import directory
from forerun.foresight.costs.claims import study_claims as cost_claims
from forerun.foresight.costs.study import CostStudy, Question, ledger_study, wanted_of
from forerun.foresight.counts_file import read_counts
from forerun.foresight.diffusion.claims import study_claims as spread_claims
from forerun.foresight.diffusion.ledger_paths import wanted_of as paths_of
from forerun.foresight.diffusion.study import DiffusionStudy
from forerun.foresight.diffusion.study import Question as SpreadQuestion
from forerun.foresight.diffusion.study import ledger_study as spread_study
from forerun.foresight.fields.documents import read_documents
from forerun.foresight.fields.signals import Plan
from forerun.foresight.fields.study import Asked, FieldStudy, study_counts, study_documents
from forerun.foresight.industries import FutureIndustry, future_industries
from forerun.foresight.location import Location, location
from forerun.foresight.places import Asked as PlacesAsked
from forerun.foresight.places import PlacesStudy, study_places
from forerun.foresight.scores import Claim
from forerun.ledger.snapshot import Snapshot
from forerun.types import Figure, Measure

Part = TypeVar("Part")
COST_YEARS = 10
"""Years ahead that costs are forecast for a dossier."""
FIELD_PLAN = Plan(3, 3)
"""Horizon and window of the growth of fields."""


@dataclass(frozen=True, slots=True)
class Tables:
    """A person's own tables, None where there is none.

    Attributes:
        places: counts by year, place and activity, in which the industry is one or several activities.
        activities: names of those activities; empty for the industry's patent classes.
        fields: counts by year and field.
        documents: titles and abstracts by year.
    """

    places: Path | None = None
    activities: tuple[str, ...] = ()
    fields: Path | None = None
    documents: Path | None = None

    def __post_init__(self) -> None:
        """Refuse two sources of the same.

        Raises:
            InputError: fields are to be told from counts and from documents.
        """
        if self.fields is not None and self.documents is not None:
            raise InputError("fields were given as counts and as documents", advice="Give one of them")


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """What is known and what is claimed of an industry; None and empty where there is no evidence.

    Attributes:
        industry: which.
        as_of: the day whose knowledge it is.
        ledger: hash of the ledger on that day.
        signals: figures as they stand, the latest of each series; those without one say why.
        histories: all figures of a signal, by series and measure.
        costs: forecasts and crossings.
        diffusion: how far it has spread and may spread.
        location: location quotients of its products, from the ledger.
        places: readiness of places, from a person's own table.
        fields: growth of its fields or topics.
        exposure: of its activities to AI.
        claims: every forward claim, with its score.
        refused: why a part that was asked for could not be told, by part.
    """

    industry: FutureIndustry
    as_of: date
    ledger: str
    signals: tuple[Figure, ...]
    histories: Mapping[tuple[str, Measure], tuple[Figure, ...]]
    costs: CostStudy | None
    diffusion: DiffusionStudy | None
    location: Location | None
    places: PlacesStudy | None
    fields: FieldStudy | None
    exposure: ActivityExposure | None
    claims: tuple[Claim, ...]
    refused: dict[str, str]


def dossier(
    industry: FutureIndustry,
    snapshot: Snapshot,
    tables: Tables,
    root: Path,
    tell: Callable[[float], None] = lambda _done: None,
) -> Dossier:
    """Put a dossier together.

    Args:
        industry: which.
        snapshot: the ledger on a day.
        tables: of the person who asks.
        root: folder of the workspace, in which a table of exposure to AI may be kept.
        tell: told the share of the work that is done.

    Raises:
        InputError: a table cannot be read.
        LedgerError: a kept table is damaged.
    """
    refused: dict[str, str] = {}
    signals = tuple(snapshot.latest(each.series.id, each.measure) for each in industry.signals)
    keys = [(each.series.id, each.measure) for each in industry.signals]
    costs = _costs(industry, snapshot)
    tell(0.1)
    spread = _attempt("diffusion", refused, lambda: _diffusion(industry, snapshot))
    tell(0.4)
    places = _attempt("places", refused, lambda: _places(industry, snapshot, tables))
    tell(0.6)
    fields = _attempt("fields", refused, lambda: _fields(industry, snapshot, tables))
    tell(0.9)
    return Dossier(
        industry=industry,
        as_of=snapshot.as_of,
        ledger=snapshot.hash,
        signals=signals,
        histories={key: snapshot.history(*key) for key in keys},
        costs=costs,
        diffusion=spread,
        location=location(snapshot, industry.products) if industry.products else None,
        places=places,
        fields=fields,
        exposure=_exposure(industry, snapshot, root),
        claims=(
            *(cost_claims(costs, snapshot.catalog) if costs else ()),
            *(spread_claims(spread) if spread else ()),
            *_place_claims(places),
            *_field_claims(fields),
        ),
        refused=refused,
    )


def _attempt(part: str, refused: dict[str, str], work: Callable[[], Part | None]) -> Part | None:
    try:
        return work()
    except InputError as problem:
        refused[part] = str(problem)
        return None


def _costs(industry: FutureIndustry, snapshot: Snapshot) -> CostStudy | None:
    wanted = wanted_of([industry])
    return ledger_study(snapshot, wanted, Question(COST_YEARS), industry.missing) if wanted else None


def _diffusion(industry: FutureIndustry, snapshot: Snapshot) -> DiffusionStudy | None:
    wanted = paths_of([industry])
    if not wanted:
        return None
    pool = paths_of(future_industries(snapshot.catalog))
    return spread_study(snapshot, wanted, pool, SpreadQuestion(COST_YEARS))


def _places(industry: FutureIndustry, snapshot: Snapshot, tables: Tables) -> PlacesStudy | None:
    if tables.places is None:
        return None
    counts = read_counts(tables.places, as_of=snapshot.as_of)
    wanted = PlacesAsked(snapshot.as_of, tables.activities)
    return study_places(counts, wanted, (industry, snapshot.catalog))


def _fields(industry: FutureIndustry, snapshot: Snapshot, tables: Tables) -> FieldStudy | None:
    asked = Asked(FIELD_PLAN, snapshot.as_of)
    if tables.documents is not None:
        corpus = read_documents(tables.documents, snapshot.as_of)
        return study_documents(corpus, future_industries(snapshot.catalog), asked, industry)
    if tables.fields is not None:
        return study_counts(read_counts(tables.fields, as_of=snapshot.as_of), asked, industry)
    return None


def _exposure(industry: FutureIndustry, snapshot: Snapshot, root: Path) -> ActivityExposure | None:
    table = exposure_table(root)
    if table is None or not industry.activities:
        return None
    known = directory(snapshot.catalog)
    return exposure_of(industry.activities, division_exposures(table, known.divisions), known)


def _place_claims(found: PlacesStudy | None) -> Iterator[Claim]:
    if found is not None and found.readiness is not None:
        yield from found.readiness.claims


def _field_claims(found: FieldStudy | None) -> Iterator[Claim]:
    if found is not None:
        shown = found.only
        yield from (each.claim for each in found.outlook.fields if not shown or each.field in shown)
