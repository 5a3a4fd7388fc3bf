"""What the hindcast says of a forecast: its score beside the best simple rule, and how wide it must be.

All shares, medians and quantiles count every path alike, however many forecasts it has.  Intervals are the
middle moved by quantiles of the standard errors of the other paths at horizons next to its own: a path never
calibrates itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from forerun.compiled import Array
from forerun.foresight.diffusion.baselines import Baseline
from forerun.foresight.diffusion.hindcast import HORIZON, Attempt
from forerun.foresight.scores import Metric, Score
from forerun.types import Interval, Names

LEVELS = (0.8, 0.95)
FEWEST_PATHS, FEWEST_ATTEMPTS = 3, 10
"""Without so many there is no score and no width of a stage's own."""
DRAWS, SEED = 400, 6
_NEXT = 1
ANY = None


@dataclass(frozen=True, slots=True)
class Result:
    """How the forecasts of one horizon did.

    Attributes:
        horizon: whole years ahead.
        inflected: of which stage at the origin; None for all.
        n: forecasts.
        paths: that they are of.
        error: median absolute log error.
        baselines: the same for each simple rule, in the order of ``Baseline``.
        best: the rule that did best.
        in_range: share that came within the range over models and ceilings.
        held: share within the calibrated interval of each level, calibrated without the own path.
        outside: shares below and above the interval of the last level.
        skill: score beside the best rule; None where there are too few.
    """

    horizon: int
    inflected: bool | None
    n: int
    paths: int
    error: float
    baselines: tuple[float, ...]
    best: Baseline
    in_range: float
    held: tuple[float, ...]
    outside: tuple[float, float]
    skill: Score | None


@dataclass(frozen=True, eq=False)
class Calibration:
    """The hindcast of some paths, to be asked.

    Attributes:
        names: of the paths.
        attempts: their past forecasts.
        source: the ledger, or a file.
        own: whether they are of the same table as what is forecast, rather than of the profile.
    """

    names: tuple[Names, ...]
    attempts: tuple[Attempt, ...]
    source: str
    own: bool = False

    @cached_property
    def used(self) -> tuple[Names, ...]:
        """The paths with any past forecast."""
        scored = {each.path for each in self.attempts}
        return tuple(name for at, name in enumerate(self.names) if at in scored)

    def multiples(
        self, horizon: int, inflected: bool | None, without: int | None = None
    ) -> tuple[tuple[float, float], ...]:
        """For each level how many scales the interval reaches below and above the middle.

        Those of the stage where there are enough, else of all; none where there are not enough at all.

        Args:
            horizon: whole years ahead; beyond the last that is scored, as there.
            inflected: the stage at the origin.
            without: position of a path that is not used.
        """
        at = min(horizon, HORIZON)
        near = [each for each in self.attempts if abs(each.horizon - at) <= _NEXT and each.path != without]
        staged = [each for each in near if each.inflected == inflected]
        used = staged if _enough(staged) else near
        if not _enough(used):
            return ()
        values = np.array([each.standard for each in used])
        weights = _weights(used)
        return tuple(
            (_quantile(values, weights, (1 - level) / 2), _quantile(values, weights, (1 + level) / 2))
            for level in LEVELS
        )

    def result(self, horizon: int, inflected: bool | None) -> Result | None:
        """How forecasts so far ahead did that were made at this stage; None where there were none."""
        asked = horizon, inflected
        return next((each for each in self.results if (each.horizon, each.inflected) == asked), None)

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """All horizons: before the inflection, after it, and together."""
        found = []
        for stage in (False, True, ANY):
            for horizon in range(1, HORIZON + 1):
                chosen = [
                    each
                    for each in self.attempts
                    if each.horizon == horizon and stage in (ANY, each.inflected)
                ]
                if chosen:
                    found.append(self._result(chosen, horizon, stage))
        return tuple(found)

    def _result(self, chosen: Sequence[Attempt], horizon: int, stage: bool | None) -> Result:
        weights = _weights(chosen)
        errors = np.abs([(each.error, *each.baselines) for each in chosen])
        medians = [_quantile(column, weights, 0.5) for column in errors.T]
        best = int(np.argmin(medians[1:]))
        held, outside = self._held(chosen, weights)
        paths = len({each.path for each in chosen})
        rule = list(Baseline)[best]
        skill = _score(chosen, errors[:, [0, 1 + best]], rule) if _enough(chosen) else None
        return Result(
            horizon,
            stage,
            len(chosen),
            paths,
            medians[0],
            tuple(medians[1:]),
            rule,
            float(weights @ [each.in_range for each in chosen]),
            held,
            outside,
            skill,
        )

    def _held(
        self, chosen: Sequence[Attempt], weights: Array
    ) -> tuple[tuple[float, ...], tuple[float, float]]:
        asked = {(each.horizon, each.inflected, each.path) for each in chosen}
        widths = {key: self.multiples(*key) for key in asked}
        inside = np.zeros((len(chosen), len(LEVELS)))
        below, above = np.zeros(len(chosen)), np.zeros(len(chosen))
        known = np.zeros(len(chosen))
        for at, each in enumerate(chosen):
            for level, (low, high) in enumerate(widths[each.horizon, each.inflected, each.path]):
                inside[at, level] = low <= each.standard <= high
                below[at], above[at], known[at] = each.standard < low, each.standard > high, 1
        weights = weights * known
        total = float(weights.sum())
        if total <= 0:
            return (), (0.0, 0.0)
        weights = weights / total
        return tuple(map(float, weights @ inside)), (float(weights @ below), float(weights @ above))


def _enough(chosen: Sequence[Attempt]) -> bool:
    return len(chosen) >= FEWEST_ATTEMPTS and len({each.path for each in chosen}) >= FEWEST_PATHS


def _weights(chosen: Sequence[Attempt]) -> Array:
    """(n,) summing to one, every path alike."""
    paths = np.array([each.path for each in chosen])
    _, position, counts = np.unique(paths, return_inverse=True, return_counts=True)
    weights: Array = 1.0 / (counts[position] * counts.size)
    return weights


def _quantile(values: Array, weights: Array, level: float) -> float:
    order = np.argsort(values, kind="stable")
    gathered = np.cumsum(weights[order]) / weights.sum()
    at = min(int(np.searchsorted(gathered, level - 1e-12)), values.size - 1)
    return float(values[order][at])


def _score(chosen: Sequence[Attempt], errors: Array, best: Baseline) -> Score:
    """The score of (n, 2) absolute errors, of the method and of the best rule."""
    weights = _weights(chosen)
    value, reference = (_quantile(column, weights, 0.5) for column in errors.T)
    years = sorted({int(each.origin) for each in chosen})
    count = len(years)
    scored = len(chosen), (years[0], years[-1], count)
    interval = _skill_interval(np.array([each.path for each in chosen]), errors, weights)
    return Score.of_errors(Metric.LOG_ERROR, value, (best.value, reference), scored, interval)


def _skill_interval(paths: Array, errors: Array, weights: Array) -> Interval | None:
    """80 percent bootstrap interval of the skill, whole paths drawn with replacement."""
    known, position = np.unique(paths, return_inverse=True)
    drawn = np.random.default_rng(SEED).multinomial(known.size, np.full(known.size, 1 / known.size), DRAWS)
    medians = np.empty((DRAWS, 2))
    for column in range(2):
        order = np.argsort(errors[:, column], kind="stable")
        gathered = np.cumsum((drawn[:, position] * weights)[:, order], axis=1)
        at = (gathered < gathered[:, -1:] / 2 - 1e-12).sum(axis=1)
        medians[:, column] = errors[order, column][np.minimum(at, order.size - 1)]
    good = medians[:, 1] > 0
    if not good.any():
        return None
    skills = 1 - medians[good, 0] / medians[good, 1]
    low, high = np.quantile(skills, [0.1, 0.9])
    return Interval(0.8, float(low), float(high))
