"""All that is said of exposure to artificial intelligence on a day, from the tables that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from forerun.catalog.model import Catalog
from forerun.compiled import Array
from forerun.errors import UnknownNameError
from forerun.foresight.ai.divisions import (
    ActivityExposure,
    DivisionExposure,
    Losses,
    division_exposures,
    exposure_of,
    losses,
)
from forerun.foresight.ai.kept import table_of
from forerun.foresight.ai.matrix import Relatedness, read_abilities
from forerun.foresight.ai.mix import MixExposure, mix_exposure
from forerun.foresight.ai.names import Directory, directory
from forerun.foresight.ai.tables import (
    ExposureTable,
    Occupations,
    read_employment,
    read_industries,
    read_occupations,
)
from forerun.foresight.ai.work import industries_of, occupations_of, read_demands, read_staffing
from forerun.foresight.counts_file import read_counts
from forerun.foresight.industries import future_industries
from forerun.types import Names

MOVES = 3
"""Names that are shown as having moved furthest."""
NOTHING = ExposureTable((), "", "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        as_of: years of the mix that were not over then are left out.
        name: a division, activity or future industry; empty for all divisions.
        paths: kind of table, one of ``kept.KINDS``, to its file.
        mix: table of places by divisions.
        applications: weights by name; empty counts each application once.
    """

    as_of: date
    name: str = ""
    paths: Mapping[str, Path] = field(default_factory=dict)
    mix: Path | None = None
    applications: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """A table in a few numbers: rows, mean and deviation (n - 1) of all; rows and mean of manufacturing."""

    rows: int
    mean: float
    deviation: float
    factories: int
    factories_mean: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Exposure by ability or occupation, the most exposed first."""

    names: tuple[str, ...]
    values: tuple[float, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How far another table, or one application alone, orders the same things otherwise.

    Attributes:
        label: the application, or the file.
        of: ``abilities`` or ``divisions``.
        count: how many are compared.
        correlation: Spearman's, of the two orders; None where one of them has no order.
        moves: those that move furthest, with their ranks before and after.
    """

    label: str
    of: str
    count: int
    correlation: float | None
    moves: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The one thing that was asked for: a division or activity, or a future industry with its activities."""

    id: str
    names: Names
    exposure: ActivityExposure


@dataclass(frozen=True, slots=True)
class AiExposure:
    """Exposure of divisions and places; without a table of exposure the divisions have no value."""

    as_of: date
    table: ExposureTable | None
    summary: Summary | None
    abilities: Scores | None
    occupations: Scores | None
    divisions: tuple[DivisionExposure, ...]
    losses: Losses
    chosen: Chosen | None
    mix: MixExposure | None
    sensitivity: tuple[Sensitivity, ...]
    employment: str


def ai_exposure(asked: Asked, catalog: Catalog) -> AiExposure:
    """Exposure of the divisions of a catalog and of the places of a table.

    Raises:
        InputError: a table cannot be used, or the name is not known.
        SpecError: the profile does not classify by GB/T 4754.
    """
    known, paths = directory(catalog), asked.paths
    related = read_abilities(paths["abilities"]) if "abilities" in paths else None
    weights = related.weights(asked.applications) if related and asked.applications else None
    occupations = _occupations(paths, related, weights)
    table = _table(paths, occupations)
    employment = read_employment(paths["employment"])[0] if "employment" in paths else None
    found = division_exposures(table or NOTHING, known.divisions, employment)
    lost = losses(table or NOTHING, found)
    mix = None
    if asked.mix is not None and table is not None:
        mix = mix_exposure(read_counts(asked.mix, as_of=asked.as_of), found, known)
    return AiExposure(
        as_of=asked.as_of,
        table=table,
        summary=None if table is None else summary(table),
        abilities=None if related is None else _ability_scores(related, weights),
        occupations=None if occupations is None else _scores(_titled(occupations), occupations.source),
        divisions=found,
        losses=lost,
        chosen=_chosen(asked.name, found, known) if asked.name else None,
        mix=mix,
        sensitivity=tuple(_sensitivity(paths, related, found, employment)),
        employment=paths["employment"].name if employment is not None else "",
    )


def summary(table: ExposureTable) -> Summary:
    """Rows, mean and deviation of a table, and of its manufacturing."""
    values = np.array([row.value for row in table.rows])
    made = [row.value for row in table.factories]
    return Summary(
        values.size,
        float(values.mean()),
        float(values.std(ddof=1)) if values.size > 1 else 0.0,
        len(made),
        float(np.mean(made)) if made else None,
    )


def _occupations(
    paths: Mapping[str, Path], related: Relatedness | None, weights: Array | None
) -> Occupations | None:
    if "occupations" in paths:
        return read_occupations(paths["occupations"])
    if related is not None and "importance" in paths:
        return occupations_of(related, read_demands(paths["importance"]), weights)
    return None


def _table(paths: Mapping[str, Path], occupations: Occupations | None) -> ExposureTable | None:
    if "industries" not in paths and occupations is not None and "staffing" in paths:
        return industries_of(occupations, read_staffing(paths["staffing"]))
    return table_of(paths)


def _ability_scores(related: Relatedness, weights: Array | None) -> Scores:
    return _scores(
        dict(zip(related.abilities, map(float, related.exposure(weights)), strict=True)), related.source
    )


def _titled(occupations: Occupations) -> dict[str, float]:
    return {
        f"{code} {occupations.titles.get(code, '')}".strip(): value
        for code, value in occupations.values.items()
    }


def _scores(values: Mapping[str, float], source: str) -> Scores:
    ordered = sorted(values, key=lambda each: (-values[each], each))
    return Scores(tuple(ordered), tuple(values[each] for each in ordered), source)


def _chosen(name: str, found: Sequence[DivisionExposure], known: Directory) -> Chosen:
    """The division, activity or future industry of this name.

    Raises:
        UnknownNameError: there is none.
    """
    industries = future_industries(known.catalog)
    for each in industries:
        if name.strip().casefold() in (each.id, each.names.en.casefold(), each.names.zh.casefold()):
            return Chosen(each.id, each.names, exposure_of(each.activities, found, known))
    meant = known.find(name)
    if meant is None or not meant.divisions:
        names = [known.name(each, lang) for each in known.divisions for lang in ("en", "zh")]
        raise UnknownNameError(
            "activities", name, [*(each.id for each in industries), *known.divisions, *names]
        )
    held = known.catalog.activities.get(meant.id) or known.catalog.activities[meant.divisions[0]]
    return Chosen(held.id, held.names, exposure_of([name], found, known))


def _sensitivity(
    paths: Mapping[str, Path],
    related: Relatedness | None,
    found: Sequence[DivisionExposure],
    employment: Mapping[str, float] | None,
) -> Iterator[Sensitivity]:
    divisions = [each.division for each in found]
    base = {each.division: each.value for each in found if each.value is not None}
    if "compare" in paths:
        other = division_exposures(read_industries(paths["compare"]), divisions, employment)
        yield _compared(paths["compare"].name, "divisions", base, _valued(other))
    if related is None:
        return
    derived = "industries" not in paths and "importance" in paths and "staffing" in paths
    demands = read_demands(paths["importance"]) if derived else None
    staffing = read_staffing(paths["staffing"]) if derived else None
    plain = dict(zip(related.abilities, map(float, related.exposure()), strict=True))
    for application in related.applications:
        weights = related.weights({application: 1.0})
        alone = dict(zip(related.abilities, map(float, related.exposure(weights)), strict=True))
        yield _compared(application, "abilities", plain, alone)
        if demands is not None and staffing is not None:
            table = industries_of(occupations_of(related, demands, weights), staffing)
            yield _compared(
                application, "divisions", base, _valued(division_exposures(table, divisions, employment))
            )


def _valued(found: Sequence[DivisionExposure]) -> dict[str, float]:
    return {each.division: each.value for each in found if each.value is not None}


def _compared(label: str, of: str, base: Mapping[str, float], other: Mapping[str, float]) -> Sensitivity:
    both = sorted(base.keys() & other.keys())
    before, after = (_ranks([held[each] for each in both]) for held in (base, other))
    moved = sorted(zip(both, before, after, strict=True), key=lambda each: (-abs(each[1] - each[2]), each[0]))
    return Sensitivity(
        label,
        of,
        len(both),
        _spearman([base[each] for each in both], [other[each] for each in both]),
        tuple((name, old, new) for name, old, new in moved[:MOVES] if old != new),
    )


def _ranks(values: Sequence[float]) -> list[int]:
    return [1 + sum(other > value for other in values) for value in values]


def _spearman(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's rank correlation with mean ranks for ties; None where one side has no order."""
    from scipy.stats import rankdata

    if len(first) < MOVES or len(set(first)) == 1 or len(set(second)) == 1:
        return None
    return float(np.corrcoef(rankdata(first), rankdata(second))[0, 1])
