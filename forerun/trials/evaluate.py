"""Whether a trial worked: estimates, checks, what deviates from the registration, what the rule says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from forerun.engine import Engine
from forerun.errors import ConventionError, InputError
from forerun.ledger.snapshot import Snapshot
from forerun.trials.checking import Material, planned_checks
from forerun.trials.checks.check import Check
from forerun.trials.decision import Decision, decide, refuse_idle, refuse_out_of_reach
from forerun.trials.design.choice import Choice, difference_in_differences, randomisation_p
from forerun.trials.did.cells import Cells
from forerun.trials.estimates import Estimated, estimate
from forerun.trials.panel import Panel
from forerun.trials.planning import neighbours_of
from forerun.trials.reading import LeftOut, Reading, read_panel
from forerun.trials.register import Change, Entry, Register, revised
from forerun.trials.result import Estimator
from forerun.trials.spec import SpilloverRule, TrialSpec
from forerun.trials.transport.transport import Transport
from forerun.trials.transporting import transported
from forerun.types import Names

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Another estimator, for comparison; ``refused`` says why where it gave nothing."""

    estimator: Estimator
    found: Estimated | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ByLot:
    """The exact test of no effect on anybody that the draw of the places allows.

    Attributes:
        p_value: share of the sets that might have been drawn whose difference in differences is as large.
        sets: how many might have been drawn.
    """

    p_value: float
    sets: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How an evaluation stands to the registration.

    Attributes:
        entries: of the register, oldest first; none when the trial was never registered.
        changes: how the trial file differs from the first entry.
        revised: places whose figures from before treatment are no longer those that were registered.
        hash: sha256 of the last entry; empty when there is none.
    """

    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    revised: tuple[str, ...]
    hash: str = ""

    @property
    def is_retrospective(self) -> bool:
        """Whether it was registered only when treatment had begun in the data, or never."""
        return not self.entries or self.entries[0].started


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What is known of a trial on a day.

    Attributes:
        spec: the trial.
        as_of: the day.
        ledger: hash of what the ledger showed.
        reading: the data.
        panel: the outcome as estimated from: the reading's, less what the spillover rule leaves out.
        main: by the estimator of the trial.
        by_lot: the test by the lot that drew the places; None where none did, or where others were treated.
        beside: by others.
        checks: those that were planned.
        transport: what it says of the target population; None when that was not asked.
        standing: how it stands to the registration.
        decision: what the rule says.
    """

    spec: TrialSpec
    as_of: date
    ledger: str
    reading: Reading
    panel: Panel
    main: Estimated
    by_lot: ByLot | None
    beside: tuple[Beside, ...]
    checks: tuple[Check, ...]
    transport: Transport | None
    standing: Standing
    decision: Decision


@dataclass(frozen=True, slots=True)
class Desk:
    """What an evaluation needs beside the trial: the ledger, the register, and where it runs.

    ``choice`` is how the registered design drew its places, where it did.  ``engine`` counts cells of a large
    table; None for this machine.  ``progress`` is told the share done.
    """

    snapshot: Snapshot
    register: Register
    choice: Choice | None = None
    engine: Engine | None = None
    progress: Progress = lambda _: None


def evaluate(spec: TrialSpec, desk: Desk) -> Evaluation:
    """Evaluate a trial with what was known on the snapshot's day.

    Raises:
        SpecError: the rule could never fire.
        InputError: data that cannot be used; names place and period.
        ConventionError: the inference is not defined for these data.
    """
    snapshot, progress = desk.snapshot, desk.progress
    reading = read_panel(spec, snapshot, desk.engine)
    neighbours = neighbours_of(spec, reading.panel, snapshot.catalog)
    panel, dropped = _without_neighbours(spec, reading.panel, neighbours)
    refuse_out_of_reach(spec.rule, float(np.nanmax(panel.outcome) - np.nanmin(panel.outcome)), _where(panel))
    main = estimate(panel, spec.analysis, cells=reading.cells)
    progress(0.3)
    refuse_idle(spec.rule, spec.analysis.alpha, main.effect.least_p, _where(panel))
    beside = tuple(_beside(panel, spec, other, reading.cells) for other in spec.analysis.beside)
    progress(0.5)
    material = Material(spec, panel, main, neighbours, reading.cells)
    checks = planned_checks(material, lambda done: progress(0.5 + 0.4 * done))
    moved = transported(spec, panel, snapshot.catalog) if spec.target.characteristics else None
    return Evaluation(
        spec=spec,
        as_of=snapshot.as_of,
        ledger=snapshot.hash,
        reading=replace(reading, left_out=(*reading.left_out, *dropped)),
        panel=panel,
        main=main,
        by_lot=_by_lot(panel, desk.choice),
        beside=beside,
        checks=checks,
        transport=moved,
        standing=_standing(spec, desk.register, reading.panel),
        decision=_decision(spec, main, moved, checks),
    )


def _by_lot(panel: Panel, choice: Choice | None) -> ByLot | None:
    treated = tuple(sorted(panel.places[row] for row in np.flatnonzero(panel.treated)))
    if choice is None or choice.places != treated or len(panel.cohorts) > 1 or not panel.is_balanced:
        return None
    p_value = randomisation_p(panel, choice, difference_in_differences(panel.cohorts[0]))
    return ByLot(p_value, len(choice.sets))


def _without_neighbours(
    spec: TrialSpec, panel: Panel, neighbours: Mapping[str, tuple[str, ...]]
) -> tuple[Panel, tuple[LeftOut, ...]]:
    """The panel without untreated neighbours of treated places, where the rule says so."""
    if spec.spillover is not SpilloverRule.EXCLUDE:
        return panel, ()
    treated = {panel.places[row] for row in np.flatnonzero(panel.treated)}
    near = {other for place in treated for other in neighbours.get(place, ())} - treated
    keep = np.flatnonzero([place not in near for place in panel.places])
    reason = Names("borders on a treated place", "与试点地区相邻")
    return panel.of(keep), tuple(LeftOut(place, reason) for place in sorted(near))


def _beside(panel: Panel, spec: TrialSpec, estimator: Estimator, cells: Cells | None) -> Beside:
    try:
        return Beside(estimator, estimate(panel, spec.analysis, estimator, cells))
    except (ConventionError, InputError) as refused:
        return Beside(estimator, None, str(refused))


def _where(panel: Panel) -> str:
    controls = int((~panel.treated).sum())
    return f"{int(panel.treated.sum())} treated places, {controls} others, {len(panel.periods)} periods"


def _standing(spec: TrialSpec, register: Register, panel: Panel) -> Standing:
    first = register.first
    if first is None:
        return Standing((), (), ())
    changed = revised(first.before, panel)
    return Standing(register.entries, register.changes_since(spec), changed, register.hash_of_last)


def _decision(
    spec: TrialSpec, main: Estimated, moved: Transport | None, checks: tuple[Check, ...]
) -> Decision:
    if not spec.rule.transported:
        return decide(spec.rule, main.effect.att, main.effect.intervals[0], checks)
    national = moved.national if moved else None
    if national is None:
        return decide(spec.rule, main.effect.att, None, checks)
    return decide(spec.rule, national.effect.value, national.effect.interval, checks)
