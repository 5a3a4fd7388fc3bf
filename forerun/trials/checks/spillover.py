"""Whether neighbours of treated places are affected too, and what the effect is once that is counted.

Effects on neighbours bias an effect that takes them for controls (Butts 2021; Clarke 2017).  Neighbours are
compared with untreated places that are none, by differences of means; the treated with all untreated places,
without the neighbours, and with neighbours freed from what their exposure did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, floor

import numpy as np

from forerun.compiled import Array
from forerun.trials.checks.check import Check, Verdict
from forerun.trials.checks.exposure import Exposure, changes, exposure, mean_difference, per_share
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Inference
from forerun.types import Interval, Names

ENUMERATED = 20_000
"""Up to so many ways to choose the neighbours are all tried."""

_TIE = 1e-9  # of the statistic: permutations as far from zero as the estimate count


@dataclass(frozen=True, slots=True)
class Part:
    """A difference in differences.

    Attributes:
        estimate: in the outcome's unit.
        error: standard error, leaving out one cluster at a time; None when a cluster holds all of a group.
        interval: from the inference named beside it; None when there is none or it is unbounded.
        p: of no effect, two-sided; None when there is no inference.
        inference: PLACEBO when all assignments were enumerated, JACKKNIFE else.
        least_p: the smallest p that the inference could give; 0 when there is none.
    """

    estimate: float
    error: float | None
    interval: Interval | None
    p: float | None
    inference: Inference
    least_p: float = 0.0


@dataclass(frozen=True, slots=True)
class Spillover:
    """The effect on neighbours, and three answers for the effect on the treated.

    Attributes:
        neighbours: untreated places that border on treated ones.
        apart: untreated places that do not.
        on_neighbours: the mean effect on neighbours since their first treated neighbour.
        naive: on the treated, all untreated places taken for controls.
        excluded: on the treated, neighbours left out.
        modelled: on the treated, all untreated places taken for controls after the part of their outcome that
            goes with the share of treated neighbours was taken out.
    """

    neighbours: tuple[str, ...]
    apart: tuple[str, ...]
    on_neighbours: Part
    naive: Part
    excluded: Part
    modelled: Part


def spillover(panel: Panel, neighbours: Mapping[str, Sequence[str]], *, level: float = 0.95) -> Spillover:
    """Estimate spillovers to neighbours and the effects corrected for them.

    The p-value on neighbours is exact when which untreated places border on treated ones is as good as drawn
    and at most ENUMERATED assignments exist; its interval inverts the same test for a constant effect.

    Args:
        panel: with treated places, untreated neighbours and untreated others.
        neighbours: places by the place they border on; see :func:`exposure`.
        level: confidence.

    Raises:
        SpecError: a place without known borders.
        ConventionError: no treated place, no neighbour, or nobody else.
        InputError: a place treated from the first period on, or not observed on both sides of a start.
    """
    found = exposure(panel, neighbours)
    near, apart = found.bordering, ~panel.treated & ~found.bordering

    def by_clusters(estimate: Callable[[Panel, Exposure], float]) -> Part:
        return _jackknife(panel, found, estimate, level)

    enumerated = _enumerated(panel, found, level)
    return Spillover(
        tuple(place for place, is_near in zip(panel.places, near, strict=True) if is_near),
        tuple(place for place, is_apart in zip(panel.places, apart, strict=True) if is_apart),
        enumerated or by_clusters(_on_neighbours),
        by_clusters(_naive),
        by_clusters(_excluded),
        by_clusters(_modelled),
    )


def spillover_check(found: Spillover, *, level: float = 0.95) -> Check:
    """Whether neighbours can be taken for controls.

    Fails when an effect on them is found at ``level``.  Passes when their interval leaves out effects as
    large as half of that on the treated; else it cannot tell.  The number is the effect on neighbours.
    """
    near, own = found.on_neighbours, found.excluded.estimate
    sentence = Names(
        f"The effect on {len(found.neighbours)} untreated neighbours is {near.estimate:.3g}{_p(near, 'en')}; "
        f"that on the treated is {found.naive.estimate:.3g} with neighbours as controls, {own:.3g} without "
        f"them, {found.modelled.estimate:.3g} with their exposure modelled.",
        f"对{len(found.neighbours)}个未处理邻近地区的效应为{near.estimate:.3g}{_p(near, 'zh')}；"
        f"对处理地区的效应：以邻近地区为对照时为{found.naive.estimate:.3g}，剔除后为{own:.3g}，"
        f"按部分暴露建模后为{found.modelled.estimate:.3g}。",
    )
    verdict = Verdict.CANNOT_TELL
    if near.p is not None and near.p < 1.0 - level:
        verdict = Verdict.FAILS
    elif near.interval and 2.0 * max(abs(near.interval.low), abs(near.interval.high)) < abs(own):
        verdict = Verdict.PASSES
    return Check("spillover", verdict, near.estimate, near.interval, near.p, sentence)


def _p(part: Part, lang: str) -> str:
    if part.p is None:
        return ""
    return f" (p = {part.p:.3g})" if lang == "en" else f"（p值{part.p:.3g}）"


def _compared(panel: Panel, starts: Array, left_out: Array, outcome: Array) -> float:
    """Difference in differences of places that have a start against those that have none."""
    cohorts = [int(each) for each in np.unique(starts[(starts != NEVER) & ~left_out])]
    label = _labels(starts, cohorts)
    label[left_out] = -2
    if not cohorts or not (label == -1).any():
        return float("nan")
    kept = np.where(left_out, -1, starts)
    return float(mean_difference(changes(panel, outcome, kept, cohorts), panel.weights, label))


def _labels(starts: Array, cohorts: Sequence[int]) -> Array:
    label = np.full(len(starts), -1)
    for k, cohort in enumerate(cohorts):
        label[starts == cohort] = k
    return label


def _own_start(panel: Panel) -> Array:
    return np.where(panel.treated, panel.start, NEVER)


def _on_neighbours(panel: Panel, found: Exposure) -> float:
    return _compared(panel, found.start, panel.treated, panel.outcome)


def _naive(panel: Panel, found: Exposure) -> float:
    return _compared(panel, _own_start(panel), np.zeros_like(found.bordering), panel.outcome)


def _excluded(panel: Panel, found: Exposure) -> float:
    return _compared(panel, _own_start(panel), found.bordering, panel.outcome)


def _modelled(panel: Panel, found: Exposure) -> float:
    freed = panel.outcome - per_share(panel, found.share) * found.share
    return _compared(panel, _own_start(panel), np.zeros_like(found.bordering), freed)


def _jackknife(
    panel: Panel, found: Exposure, estimate: Callable[[Panel, Exposure], float], level: float
) -> Part:
    """An estimate with its cluster-robust error, the jackknife over clusters (CV3)."""
    from scipy.special import stdtr, stdtrit

    whole = estimate(panel, found)
    clusters = np.asarray(panel.clusters)
    names = np.unique(clusters)
    without = np.array(
        [
            estimate(panel.of(clusters != name), _part_of(found, clusters != name))
            if len(names) > 1
            else np.nan
            for name in names
        ]
    )
    if not np.isfinite(without).all():
        return Part(whole, None, None, None, Inference.JACKKNIFE)
    freedom = len(names) - 1
    error = float(np.sqrt(freedom / len(names) * ((without - whole) ** 2).sum()))
    half = error * float(stdtrit(freedom, (1.0 + level) / 2.0))
    p = float(2.0 * stdtr(freedom, -abs(whole) / error)) if error > 0.0 else float(whole == 0.0)
    return Part(whole, error, Interval(level, whole - half, whole + half), p, Inference.JACKKNIFE)


def _part_of(found: Exposure, rows: Array) -> Exposure:
    return Exposure(found.start[rows], found.share[rows])


def _enumerated(panel: Panel, found: Exposure, level: float) -> Part | None:
    """The effect on neighbours among all assignments of untreated places; None when too many."""
    rows = ~panel.treated
    untreated, starts = panel.of(rows), found.start[rows]
    cohorts = [int(each) for each in np.unique(starts[starts != NEVER])]
    sizes = [int((starts == cohort).sum()) for cohort in cohorts]
    free, ways = len(starts), 1
    for size in sizes:
        ways *= comb(free, size)
        free -= size
    if ways > ENUMERATED:
        return None
    anyone = np.full(len(starts), NEVER)
    begun = np.arange(len(panel.periods))[None, :] >= starts[:, None]
    label = np.array([_labels(starts, cohorts), *_assignments(len(starts), sizes)])
    effects, constant = (
        mean_difference(changes(untreated, outcome, anyone, cohorts), untreated.weights, label)
        for outcome in (untreated.outcome, begun.astype(float))
    )
    estimate, others = float(effects[0]), effects[1:]
    far = np.abs(others) >= abs(estimate) * (1.0 - _TIE)
    interval = _inverted(estimate, others, constant[1:], level)
    error = _jackknife(panel, found, _on_neighbours, level).error
    return Part(estimate, error, interval, float(far.mean()), Inference.PLACEBO, 1.0 / ways)


def _assignments(size: int, sizes: Sequence[int]) -> Iterator[Array]:
    """Every way to give ``sizes[k]`` of ``size`` places the label k and the others -1."""

    def fill(label: Array, k: int) -> Iterator[Array]:
        if k == len(sizes):
            yield label
            return
        for chosen in combinations(np.flatnonzero(label == -1).tolist(), sizes[k]):
            next_label = label.copy()
            next_label[list(chosen)] = k
            yield from fill(next_label, k + 1)

    yield from fill(np.full(size, -1), 0)


def _inverted(estimate: float, others: Array, constant: Array, level: float) -> Interval | None:
    """Constant effects that the permutation test does not reject.

    Under an effect x the statistic of an assignment is ``others`` - x ``constant`` against ``estimate`` - x;
    it is the larger of the two between the two roots, so each assignment speaks for one interval around the
    estimate.
    """
    same = np.abs(constant) > 1.0 - _TIE
    shift = np.where(same, 0.0, constant)
    roots = np.sort([(estimate - others) / (1.0 - shift), (estimate + others) / (1.0 + shift)], axis=0)
    low = np.sort(np.where(same, -np.inf, roots[0]))
    high = np.sort(np.where(same, np.inf, roots[1]))[::-1]
    spared = floor((1.0 - level) * len(others) + 1e-9)
    if not (np.isfinite(low[spared]) and np.isfinite(high[spared])):
        return None
    return Interval(level, float(low[spared]), float(high[spared]))
