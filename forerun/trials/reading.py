"""The panel that a trial is about: outcome, places, starts of treatment; what was left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import numpy as np

from forerun.catalog.model import Catalog, Treatment
from forerun.compiled import Array
from forerun.engine import Engine, LocalEngine
from forerun.errors import InputError, SpecError, UnknownNameError
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Period
from forerun.trials.cohort_panel import cells_of_file, cohort_panel, files_of
from forerun.trials.did.cells import Cells
from forerun.trials.file_panel import file_panel
from forerun.trials.file_table import file_hash
from forerun.trials.labels import no_period_before, position_of
from forerun.trials.ledger_panel import ledger_panel
from forerun.trials.panel import NEVER, Panel
from forerun.trials.spec import (
    Begins,
    FileOutcome,
    Others,
    Programme,
    Transform,
    TrialSpec,
)
from forerun.types import Names, Series

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A place that takes no part, and why."""

    place: str
    reason: Names


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a trial is computed from.

    Attributes:
        panel: the outcome after its transform, and who is treated from when.
        left_out: places that take no part.
        source: sha256 of the person's file, or of what the ledger showed.
        unit: of the outcome before its transform; empty for a file, which does not say it.
        series: of the outcome by place; none for a file.
        groups: region or group of each place, by which designs are stratified; none when not known.
        cells: of a table too large to hold, whose panel then has a row for each cohort.
    """

    panel: Panel
    left_out: tuple[LeftOut, ...]
    source: str
    unit: str
    series: tuple[Series, ...] = ()
    groups: tuple[str, ...] = ()
    cells: Cells | None = None


def read_panel(spec: TrialSpec, snapshot: Snapshot, engine: Engine | None = None) -> Reading:
    """The panel of a trial, with what was known on the snapshot's day.

    Args:
        spec: the trial.
        snapshot: the ledger as known on a day.
        engine: where cells of a large table are counted; on this machine when None.

    Raises:
        UnknownNameError: a place that neither the profile nor the file holds.
        SpecError: the file cannot be read, or treatment is said in a way that does not fit.
        InputError: data that no estimator can use; names place and period.
    """
    if isinstance(spec.outcome, FileOutcome) and spec.outcome.large:
        return _large(spec, spec.outcome, engine or LocalEngine())
    reading = _read(spec, snapshot)
    panel, left_out = reading.panel, list(reading.left_out)
    eligible = _known(spec.places.eligible, panel, snapshot.catalog, "places.eligible")
    excluded = _known(spec.places.excluded, panel, snapshot.catalog, "places.excluded")
    panel, contaminated = _treated(spec, panel, snapshot.catalog)
    keep = np.ones(len(panel.places), bool)
    for row, place in enumerate(panel.places):
        reason = _reason(place, panel.outcome[row], (eligible, excluded, contaminated))
        if reason is not None:
            keep[row] = False
            left_out.append(LeftOut(place, reason))
    chosen = _transformed(panel.of(keep), spec.transform)
    refuse_unsound(chosen)
    return replace(
        reading,
        panel=chosen,
        left_out=tuple(left_out),
        series=_kept(reading.series, keep),
        groups=_kept(reading.groups, keep),
    )


def refuse_unsound(panel: Panel) -> None:
    """Refuse what no estimator can use.

    Raises:
        InputError: no place, an outcome that is zero or the same everywhere, or a treated place without
            figures before or under treatment.
    """
    seen = panel.outcome[np.isfinite(panel.outcome)]
    if not seen.size:
        raise InputError("no place is left with a figure", advice="Widen eligible places or periods")
    if np.ptp(seen) == 0:
        raise InputError(
            f"the outcome is {seen[0]:g} everywhere",
            where=f"{panel.places[0]} to {panel.places[-1]}, {panel.periods[0]} to {panel.periods[-1]}",
            advice="Look whether the right column or indicator is named",
        )
    for row in np.flatnonzero(panel.treated):
        start = int(panel.start[row])
        before, under = np.isfinite(panel.outcome[row, :start]), np.isfinite(panel.outcome[row, start:])
        if not before.any() or not under.any():
            side = "under" if before.any() else "before"
            raise InputError(
                f"the treated place has no figure {side} treatment",
                where=f"{panel.places[row]}, treated from {panel.periods[start]}",
                advice="Exclude the place, or give the figures",
            )


def _large(spec: TrialSpec, outcome: FileOutcome, engine: Engine) -> Reading:
    if spec.places.eligible or spec.places.excluded or spec.treatment.programme or spec.treatment.starts:
        raise SpecError(
            "a large table says itself who is treated and who takes part",
            where=f"{spec.id} [outcome]",
            advice="Leave [places] and starts out, or filter the table before",
        )
    cells = cells_of_file(outcome, spec.analysis.covariates, engine)
    panel = cohort_panel(cells)
    refuse_unsound(panel)
    source = "+".join(file_hash(path) for path in files_of(outcome.path))
    return Reading(panel, (), source, "", cells=cells)


def _read(spec: TrialSpec, snapshot: Snapshot) -> Reading:
    if isinstance(spec.outcome, FileOutcome):
        table = file_panel(spec.outcome)
        return Reading(table.panel, (), file_hash(spec.outcome.path), "", groups=table.groups)
    found = ledger_panel(spec.outcome, snapshot)
    unit = found.series[0].units[spec.outcome.measure]
    regions = tuple(snapshot.catalog.places[place].region for place in found.panel.places)
    return Reading(found.panel, (), snapshot.hash, unit, found.series, regions if all(regions) else ())


def _kept(values: tuple[T, ...], keep: Array) -> tuple[T, ...]:
    return tuple(each for each, kept in zip(values, keep, strict=False) if kept)


def _known(names: Iterable[str], panel: Panel, catalog: Catalog, where: str) -> frozenset[str]:
    """Places as the panel names them; the profile's names are understood as well."""
    return frozenset(place_in(name, panel, catalog, where) for name in names)


def place_in(name: str, panel: Panel, catalog: Catalog, where: str) -> str:
    """A place as the panel names it, found by id or by one of the profile's names.

    Raises:
        UnknownNameError: the panel does not hold it.
    """
    if name in panel.places:
        return name
    try:
        known = catalog.place(name).id
    except UnknownNameError as unknown:
        named = [catalog.places[each].names.en for each in panel.places if each in catalog.places]
        raise UnknownNameError("place", name, [*panel.places, *named], where=where) from unknown
    if known not in panel.places:
        raise InputError(f"{name} has no figure of the outcome", where=where, advice="Leave it out")
    return known


def _treated(spec: TrialSpec, panel: Panel, catalog: Catalog) -> tuple[Panel, frozenset[str]]:
    """The panel with its starts, and the places that the programme reached in another way."""
    said = spec.treatment
    if said.programme is not None:
        return _by_programme(said.programme, said.begins, panel, catalog)
    if not said.starts:
        return panel, frozenset()
    start = np.full(len(panel.places), NEVER)
    for name, period in said.starts.items():
        place = place_in(name, panel, catalog, "treatment.starts")
        start[panel.places.index(place)] = position_of(period, panel.periods, f"treatment.starts ({name})")
    return replace(panel, start=start), frozenset()


def _by_programme(
    programme: Programme, begins: Begins, panel: Panel, catalog: Catalog
) -> tuple[Panel, frozenset[str]]:
    start = np.full(len(panel.places), NEVER)
    reached: set[str] = set()
    for each in catalog.treatments:
        if each.programme != programme.programme or each.place not in panel.places:
            continue
        if _counts(each, programme):
            row = panel.places.index(each.place)
            start[row] = min(start[row], _position(each, begins, panel))
        else:
            reached.add(each.place)
    if (start == NEVER).all():
        raise SpecError(
            f"no place of the outcome was treated in {panel.periods[0]} to {panel.periods[-1]}",
            where=f"treatment.programme {programme.programme}",
            advice="Look at levels and batches in the profile's treatments.csv",
        )
    treated = {panel.places[row] for row in np.flatnonzero(start < len(panel.periods))}
    others = reached - treated if programme.others is Others.EXCLUDE else set()
    return replace(panel, start=start), frozenset(others)


def _counts(each: Treatment, programme: Programme) -> bool:
    of_level = not programme.levels or any(each.level.startswith(level) for level in programme.levels)
    return of_level and (not programme.batches or each.batch in programme.batches) and bool(each.start)


def _position(each: Treatment, begins: Begins, panel: Panel) -> int:
    """Where the treatment of a row of the profile begins in the panel's periods; NEVER when after them."""
    first, after = _days(each.start)
    periods = enumerate(map(Period.parse, panel.periods))
    if begins is Begins.SAME:
        found = next((i for i, period in periods if period.end >= first), NEVER)
    else:
        found = next((i for i, period in periods if period.start >= after), NEVER)
    if found == 0:
        raise no_period_before(each.start, f"{each.programme} ({each.place})")
    return int(found)


def _days(start: str) -> tuple[date, date]:
    """The first day on which a treatment may have begun, and the first on which it had for certain."""
    if len(start) > len("2016-07"):
        return date.fromisoformat(start), date.fromisoformat(start)
    period = Period.parse(start)
    return period.start, period.shift(1).start


def _reason(place: str, outcome: Array, rules: Sequence[frozenset[str]]) -> Names | None:
    """Why a place takes no part; None when it does."""
    eligible, excluded, contaminated = rules
    if eligible and place not in eligible:
        return Names("not among the eligible places", "不在候选地区之列")
    if place in excluded:
        return Names("excluded by the trial", "试点方案予以排除")
    if place in contaminated:
        return Names("the programme reached a part of it", "该项目已在其部分地区实施")
    if not np.isfinite(outcome).any():
        return Names("has no figure in these periods", "该时段无数据")
    return None


def _transformed(panel: Panel, transform: Transform) -> Panel:
    if transform is not Transform.LOG:
        return panel
    wrong = np.argwhere(panel.outcome <= 0)
    if wrong.size:
        row, column = wrong[0]
        raise InputError(
            f"{panel.outcome[row, column]:g} has no logarithm",
            where=f"{panel.places[row]}, {panel.periods[column]}",
            advice='Exclude the place, or write transform = "none"',
        )
    return replace(panel, outcome=np.log(panel.outcome))
