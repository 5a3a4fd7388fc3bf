"""What the report of a trial is written from, beside its evaluation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, InputError, SpecError
from forerun.ledger.snapshot import Snapshot
from forerun.trials.did.result import Profile
from forerun.trials.estimates import Estimated
from forerun.trials.evaluate import Evaluation
from forerun.trials.inference.asked import Asked
from forerun.trials.inference.placebo import placebo_gaps
from forerun.trials.placing import Placed, placed
from forerun.trials.planning import Plan, plan
from forerun.trials.recording import in_percent
from forerun.trials.result import Estimator
from forerun.views.trial_words import Saying
from forerun.views.words import Words

PATHS = 100
"""Placebos whose gaps are drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What a report shows.

    Attributes:
        found: the evaluation.
        plan: the search for places with figures from before treatment; None where there is none.
        unplanned: why there is none; empty where there is one.
        gaps: (P, T) gaps of placebos, in the outcome's unit; no rows where there are none.
        placed: where the programme stood; None where nothing tells.
    """

    found: Evaluation
    plan: Plan | None
    unplanned: str
    gaps: Array
    placed: Placed | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What the sections are written from."""

    material: Material
    saying: Saying

    @property
    def found(self) -> Evaluation:
        """The evaluation."""
        return self.material.found

    @property
    def lang(self) -> str:
        """The language."""
        return self.saying.lang

    @property
    def say(self) -> Words:
        """The words of the language."""
        return self.saying.say

    def word(self, key: str) -> str:
        """An entry of the report's own words."""
        return self.say[f"trial_page.{key}"]

    def fill(self, key: str, values: dict[str, str]) -> str:
        """An entry of the report's own words with its placeholders filled."""
        return self.say.fill(f"trial_page.{key}", values)

    def drawn(self, effect: float) -> float:
        """An effect as a chart shows it: in percent where the outcome was a logarithm."""
        return in_percent(effect) if self.saying.in_log and np.isfinite(effect) else effect

    @property
    def unit(self) -> str:
        """In what effects are shown."""
        if self.saying.in_log:
            return self.word("percent")
        return self.found.reading.unit or self.word("unit")

    @property
    def profile(self) -> tuple[Estimator, Profile] | None:
        """The event study: of the trial's own estimator, else of one beside it."""
        own = self.found.spec.analysis.estimator
        estimates = [(own, self.found.main), *((each.estimator, each.found) for each in self.found.beside)]
        studied = ((name, each.profile) for name, each in estimates if each is not None)
        return next(((name, profile) for name, profile in studied if profile is not None), None)


def gather(found: Evaluation, snapshot: Snapshot) -> Material:
    """What a report shows beside the evaluation; what cannot be had is left out, with its reason.

    Args:
        found: the evaluation.
        snapshot: the ledger that it was made with.
    """
    try:
        planned, why = plan(found.spec, found.reading, snapshot.catalog), ""
    except (SpecError, ConventionError, InputError) as refused:
        planned, why = None, str(refused)
    return Material(
        found,
        planned,
        why,
        _gaps(found.main, found),
        _placed(found, snapshot),
    )


def _gaps(main: Estimated, found: Evaluation) -> Array:
    none = np.zeros((0, len(found.panel.periods)))
    if main.fit is None or len(main.fit.cohorts) > 1:
        return none
    asked = Asked(seed=found.spec.analysis.seed)
    try:
        return placebo_gaps(found.panel, main.fit.method, PATHS, asked)
    except (ConventionError, InputError):
        return none


def _placed(found: Evaluation, snapshot: Snapshot) -> Placed | None:
    try:
        return placed(found.spec, found.reading, snapshot)
    except (ConventionError, InputError, SpecError):
        return None
