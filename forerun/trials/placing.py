"""Where the programme of a trial was really placed: whether its places stood above the median."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forerun.errors import ConventionError, InputError
from forerun.ledger.snapshot import Snapshot
from forerun.trials.design.placement import Placement, placement, programme_places
from forerun.trials.ledger_panel import ledger_panel
from forerun.trials.panel import Panel
from forerun.trials.reading import Reading
from forerun.trials.spec import LedgerOutcome, TrialSpec

HEADS = "population"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a programme was placed.

    Attributes:
        found: its places beside all of them.
        per_head: whether places are held against their outcome per head; else against the outcome itself.
        period: in which it was measured; the last before the first start where it is known, else the first
            that is.
        is_late: whether the programme had begun by then, so that it may have changed what is measured.
    """

    found: Placement
    per_head: bool
    period: str
    is_late: bool


def placed(spec: TrialSpec, reading: Reading, snapshot: Snapshot) -> Placed:
    """Hold the places of a trial's programme, or its treated places, against the median of all.

    Args:
        spec: the trial.
        reading: its data.
        snapshot: the ledger, for the outcome per head.

    Raises:
        ConventionError: nobody is treated, or no period in which every place has a figure.
        SpecError, InputError: see :func:`forerun.trials.design.placement.placement`.
    """
    panel, per_head = _wealth(spec, reading, snapshot)
    starts = reading.panel.cohorts
    complete = np.flatnonzero(np.isfinite(panel.outcome).all(axis=0))
    if not starts or not complete.size:
        raise ConventionError("nothing tells where the programme was placed", where=spec.id)
    first = reading.panel.periods[starts[0]]
    before = [int(at) for at in complete if panel.periods[at] < first]
    at = before[-1] if before else int(complete[0])
    values = {place: float(value) for place, value in zip(panel.places, panel.outcome[:, at], strict=True)}
    return Placed(
        placement(_named(spec), _pilots(spec, reading, snapshot), values),
        per_head,
        panel.periods[at],
        is_late=not before,
    )


def placed_if_known(spec: TrialSpec, reading: Reading, snapshot: Snapshot) -> Placed | None:
    """The same; None where nothing tells where the programme was placed."""
    try:
        return placed(spec, reading, snapshot)
    except (ConventionError, InputError):
        return None


def _wealth(spec: TrialSpec, reading: Reading, snapshot: Snapshot) -> tuple[Panel, bool]:
    """The outcome per head of every place where the ledger knows both, else the outcome of the trial's."""
    outcome = spec.outcome
    if not isinstance(outcome, LedgerOutcome) or HEADS not in snapshot.catalog.indicators:
        return reading.panel, False
    ratio = f"{outcome.indicator}/{HEADS}"
    known = ledger_panel(replace(outcome, covariates=(ratio,)), snapshot).panel
    return replace(known, outcome=known.covariates[ratio]), True


def _named(spec: TrialSpec) -> str:
    return spec.treatment.programme.programme if spec.treatment.programme else spec.id


def _pilots(spec: TrialSpec, reading: Reading, snapshot: Snapshot) -> tuple[str, ...]:
    if spec.treatment.programme is not None:
        return programme_places(snapshot.catalog)[spec.treatment.programme.programme]
    return tuple(reading.panel.places[row] for row in np.flatnonzero(reading.panel.treated))
