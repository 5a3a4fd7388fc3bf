"""Whether the trial places are like the target population closely enough for an answer.

Cannot tell, and so no national effect, when
- no weights balance the characteristics: the target mean is no mixture of the trial places;
- the effective number of places is below ``LEAST_SIZE``, or one place weighs more than ``LARGEST_WEIGHT``;
- less than ``LEAST_COVERED`` of the target lies in or near the hull of the trial places.
Extrapolates, so that the answer leans on the outcome model, when
- less than ``ENOUGH_COVERED`` of the target lies in or near that hull;
- the weights leave less than ``ENOUGH_SHARE`` of the effective number of places;
- without some one place the rest could not be balanced.
Near means within ``NEAR`` standard deviations of the target.  The thresholds are conventions of this
program: the literature offers rules of thumb only (Tipton 2014 for its index; Stuart et al. 2011 for
propensities).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.trials.transport.balance import Balance, Outside
from forerun.trials.transport.hull import gaps_to_hull
from forerun.trials.transport.propensity import propensity
from forerun.trials.transport.standard import Standard

NEAR = 0.25
LEAST_COVERED = 0.5
ENOUGH_COVERED = 0.8
LEAST_SIZE = 3.0
ENOUGH_SHARE = 0.25
LARGEST_WEIGHT = 0.5
_NAMED = 3  # places in a reason


class Verdict(StrEnum):
    """Whether the trial speaks for the target population."""

    SUPPORTED = "supported"
    EXTRAPOLATES = "extrapolates"
    CANNOT_TELL = "cannot_tell"


class Doubt(StrEnum):
    """What a verdict rests on."""

    OUTSIDE = "outside"  # the target mean is no mixture of the trial places
    TOO_FEW = "too_few"  # effective number of places
    ONE_PLACE = "one_place"  # one place weighs too much
    UNCOVERED = "uncovered"  # too much of the target is unlike every mixture of trial places
    THIN = "thin"  # the weights waste most of the trial
    HINGES = "hinges"  # the balance needs one certain place


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands against the answer.

    Attributes:
        doubt: which.
        verdict: what it leads to.
        characteristics: that it concerns.
        places: that it concerns.
        value: measured.
        threshold: that it was held against.
    """

    doubt: Doubt
    verdict: Verdict
    characteristics: tuple[str, ...]
    places: tuple[str, ...]
    value: float
    threshold: float


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """How like the target population the trial places are.

    Attributes:
        verdict: the worst that a reason leads to; supported when there is none.
        reasons: worst first.
        covered: share of the target in or near the hull of the trial places.
        within_range: (k,) share of the target within the trial places' range, by characteristic.
        distances: (N,) from the hull, in standard deviations of the target.
        farthest: the place farthest from it.
        propensity_trial: (n,) probability of being in the trial given the characteristics.
        propensity_target: (N,) the same for the target places.
        unlikely: share of the target whose probability is below that of every trial place.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    covered: float
    within_range: Array
    distances: Array
    farthest: str
    propensity_trial: Array
    propensity_target: Array
    unlikely: float


def overlap(standard: Standard, balanced: Balance | Outside) -> Overlap:
    """Diagnose the overlap of trial places and target population."""
    gaps = gaps_to_hull(standard.trial, standard.target)
    distances = np.sqrt(np.sum(gaps**2, axis=1))
    covered = float(standard.shares @ (distances <= NEAR))
    low, high = standard.trial.min(axis=0), standard.trial.max(axis=0)
    inside = (standard.target >= low) & (standard.target <= high)
    of_trial, of_target = propensity(standard)
    reasons = [*_of_weights(balanced, standard), *_of_cover(covered, gaps, standard)]
    reasons.sort(key=lambda each: each.verdict != Verdict.CANNOT_TELL)
    return Overlap(
        verdict=reasons[0].verdict if reasons else Verdict.SUPPORTED,
        reasons=tuple(reasons),
        covered=covered,
        within_range=standard.shares @ inside,
        distances=distances,
        farthest=standard.target_places[int(np.argmax(distances))],
        propensity_trial=of_trial,
        propensity_target=of_target,
        unlikely=float(standard.shares @ (of_target < of_trial.min())),
    )


def _of_weights(balanced: Balance | Outside, standard: Standard) -> list[Reason]:
    """What the weights have against the answer."""
    if isinstance(balanced, Outside):
        worst = max(balanced.shortfalls)
        near = balanced.places[:_NAMED]
        return [Reason(Doubt.OUTSIDE, Verdict.CANNOT_TELL, balanced.characteristics, near, worst, 0.0)]
    most = (standard.names[int(np.argmax(np.abs(balanced.before)))],)
    reasons = []
    if balanced.size < LEAST_SIZE:
        reasons.append(Reason(Doubt.TOO_FEW, Verdict.CANNOT_TELL, most, (), balanced.size, LEAST_SIZE))
    if balanced.largest > LARGEST_WEIGHT:
        place = (balanced.heaviest,)
        reasons.append(
            Reason(Doubt.ONE_PLACE, Verdict.CANNOT_TELL, most, place, balanced.largest, LARGEST_WEIGHT)
        )
    if balanced.share < ENOUGH_SHARE:
        place = (balanced.heaviest,)
        reasons.append(Reason(Doubt.THIN, Verdict.EXTRAPOLATES, most, place, balanced.share, ENOUGH_SHARE))
    if balanced.hinges:
        count = float(len(balanced.hinges))
        reasons.append(Reason(Doubt.HINGES, Verdict.EXTRAPOLATES, most, balanced.hinges, count, 0.0))
    return reasons


def _of_cover(covered: float, gaps: Array, standard: Standard) -> list[Reason]:
    """What the places far from every mixture of trial places have against the answer."""
    if covered >= ENOUGH_COVERED:
        return []
    distances = np.sqrt(np.sum(gaps**2, axis=1))
    far = distances > NEAR
    worst = int(np.argmax((standard.shares * far) @ np.abs(gaps)))
    places = tuple(standard.target_places[j] for j in np.argsort(-distances, kind="stable")[:_NAMED])
    verdict = Verdict.CANNOT_TELL if covered < LEAST_COVERED else Verdict.EXTRAPOLATES
    threshold = LEAST_COVERED if covered < LEAST_COVERED else ENOUGH_COVERED
    return [Reason(Doubt.UNCOVERED, verdict, (standard.names[worst],), places, covered, threshold)]
