"""Who borders on treated places, and differences of means between groups of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, InputError, SpecError
from forerun.trials.panel import NEVER, Panel

_ROUNDS = 500
_SETTLED = 1e-12  # change of a two-way mean, relative to the outcome's largest value


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """Which places of a panel border on treated ones.

    Attributes:
        start: (N,) the position of the period from which an untreated place has a treated neighbour; NEVER
            for one that has none, and for treated places.
        share: (N, T) the share of an untreated place's neighbours in the panel that are treated in a period;
            zero for treated places.
    """

    start: Array
    share: Array

    @property
    def bordering(self) -> Array:
        """(N,) whether a place is untreated and borders on a treated one."""
        bordering: Array = self.start != NEVER
        return bordering


def exposure(panel: Panel, neighbours: Mapping[str, Sequence[str]]) -> Exposure:
    """The exposure of every untreated place.

    Args:
        panel: with treated and untreated places.
        neighbours: places by the place they border on; a border named on one side counts on both, and
            places outside the panel are passed over.

    Raises:
        SpecError: a place of the panel of which the borders are not known.
        InputError: a place treated from the first period on.
        ConventionError: no untreated place borders on a treated one, or all do.
    """
    named = set(neighbours).union(*neighbours.values())
    for place in panel.places:
        if place not in named:
            raise SpecError(
                "no neighbours are given",
                where=place,
                advice="Give them, an empty list for an island",
            )
    for i in np.flatnonzero(panel.start == 0):
        raise InputError(
            "treated from the first period on",
            where=f"{panel.places[i]}, {panel.periods[0]}",
            advice="Leave the place out or add periods before its start",
        )
    at = {place: i for i, place in enumerate(panel.places)}
    border = np.zeros((len(at), len(at)), bool)
    for place, others in neighbours.items():
        for other in others:
            if place in at and other in at and place != other:
                border[at[place], at[other]] = border[at[other], at[place]] = True
    treated = panel.treated
    earliest = np.where(border & treated[None, :], panel.start[None, :], NEVER).min(axis=1)
    start = np.where(treated, NEVER, earliest)
    known = np.maximum(border.sum(axis=1), 1)[:, None]
    share = np.where(treated[:, None], 0.0, border.astype(float) @ panel.under_treatment / known)
    found = Exposure(start, share)
    _testable(treated, found.bordering)
    return found


def _testable(treated: Array, bordering: Array) -> None:
    """Refuse panels in which neighbours and others cannot be compared."""
    for present, what, advice in (
        (treated.any(), "no treated place", "Spillover needs a place to spill over from"),
        (bordering.any(), "no untreated place borders on a treated one", "There is no spillover to estimate"),
        (
            (~treated & ~bordering).any(),
            "every untreated place borders on a treated one",
            "Add places farther away: neighbours can only be compared with places that are none",
        ),
    ):
        if not present:
            raise ConventionError(what, where="spillover", advice=advice)


def changes(panel: Panel, outcome: Array, starts: Array, cohorts: Sequence[int]) -> Array:
    """(N, E) each place's mean from a cohort's start on, less its mean before, over the observed periods.

    Args:
        panel: for what was observed.
        outcome: (N, T), the panel's or another.
        starts: (N,) the cohort that a place belongs to.
        cohorts: E positions of periods.

    Raises:
        InputError: a place not observed on both sides of a start.
    """
    seen = np.isfinite(panel.outcome)
    filled = np.where(seen, outcome, 0.0)
    columns = []
    for cohort in cohorts:
        counts = seen[:, :cohort].sum(axis=1), seen[:, cohort:].sum(axis=1)
        for i in np.flatnonzero(
            ((counts[0] == 0) | (counts[1] == 0)) & ((starts == cohort) | (starts == NEVER))
        ):
            raise InputError(
                "not observed both before and from the start on",
                where=f"{panel.places[i]}, {panel.periods[cohort]}",
                advice="Leave the place out or add its observations",
            )
        before, after = (np.maximum(count, 1) for count in counts)
        columns.append(filled[:, cohort:].sum(axis=1) / after - filled[:, :cohort].sum(axis=1) / before)
    return np.stack(columns, axis=1)


def mean_difference(change: Array, weights: Array, label: Array) -> Array:
    """Differences in differences for one or many assignments of places to cohorts.

    Args:
        change: (N, E) of :func:`changes`.
        weights: (N,) of the places.
        label: (..., N) the cohort's index of an exposed place, -1 for a control, -2 for a place left out.

    Returns:
        (...) the weighted mean, over exposed places, of the change less that of the controls.
    """
    control = (label == -1) * weights
    total = np.zeros(label.shape[:-1])
    for cohort in range(change.shape[1]):
        own = (label == cohort) * weights
        usual = control @ change[:, cohort] / control.sum(axis=-1)
        total = total + own @ change[:, cohort] - own.sum(axis=-1) * usual
    mean: Array = total / ((label >= 0) * weights).sum(axis=-1)
    return mean


def per_share(panel: Panel, share: Array) -> float:
    """How the outcome of untreated places moves per unit of exposure, net of places and periods.

    Least squares of the outcome of untreated places on ``share`` (N, T) with place and period effects.
    """
    rows = ~panel.treated
    outcome, exposed = panel.outcome[rows], share[rows]
    weight = np.isfinite(outcome) * panel.weights[rows][:, None]
    across = _two_way(np.where(weight > 0.0, outcome, 0.0), weight)
    moving = _two_way(exposed, weight)
    spread = float((weight * moving**2).sum())
    return float((weight * moving * across).sum()) / spread if spread > 0.0 else float("nan")


def _two_way(values: Array, weight: Array) -> Array:
    """``values`` (N, T) less means of places and periods, by turns until nothing moves."""
    scale = max(float(np.abs(values).max()), 1e-300)
    total = [np.maximum(weight.sum(axis=axis, keepdims=True), 1e-300) for axis in (1, 0)]
    rest = values
    for _ in range(_ROUNDS):
        by_place = (weight * rest).sum(axis=1, keepdims=True) / total[0]
        by_period = (weight * (rest - by_place)).sum(axis=0, keepdims=True) / total[1]
        rest = rest - by_place - by_period
        if max(np.abs(by_place).max(), np.abs(by_period).max()) < _SETTLED * scale:
            break
    return rest
