"""A path ahead: a range over models and ceilings, and a date only once the inflection has been passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.diffusion.best import BestCurve, best_curves
from forerun.foresight.diffusion.calibration import LEVELS, Calibration
from forerun.foresight.diffusion.path import Path, ahead_of
from forerun.foresight.diffusion.prediction import FEWEST, SHORTEST, Prediction, predict, unfit
from forerun.foresight.diffusion.stage import Stage, Standing
from forerun.foresight.left_out import Why
from forerun.foresight.scores import Score
from forerun.periods import Period
from forerun.types import Interval

LONGEST = 20
"""Years ahead, at most."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is said of one period.

    Attributes:
        period: the year, or the last month of it.
        when: its date in decimal years.
        horizon: whole years ahead, as it is scored.
        value: weighted median over models and ceilings.
        spread: lowest and highest over models and ceilings but for a twentieth of their weight on each side.
        intervals: that held on other paths; empty where too few were scored.
        score: of the method so far ahead at this stage; None where too few were scored.
        paths: that the score is of.
    """

    period: Period
    when: float
    horizon: int
    value: float
    spread: tuple[float, float]
    intervals: tuple[Interval, ...]
    score: Score | None
    paths: int


class Answer(StrEnum):
    """What can be said of when a level is reached."""

    REACHED = "reached"  # it has been
    NO_DATE = "no_date"  # the inflection is not shown to be passed: no date is given
    DATED = "dated"
    BEYOND = "beyond"  # not within the horizon by the middle
    IMPOSSIBLE = "impossible"  # above the highest ceiling that is possible


@dataclass(frozen=True, slots=True)
class Reach:
    """When a level is reached.

    Attributes:
        level: in the path's unit.
        answer: what can be said.
        dates: earliest, middle and latest by the 80 percent interval, decimal years; None where it is not
            reached within the horizon, and everywhere unless ``answer`` is dated or beyond.
        possible: weight of the models and ceilings whose ceiling is at least as high.
    """

    level: float
    answer: Answer
    dates: tuple[float | None, float | None, float | None]
    possible: float


@dataclass(frozen=True, slots=True, eq=False)
class DiffusionForecast:
    """What is said of one path.

    Attributes:
        path: the data.
        standing: its stage.
        ceilings: lowest and highest ceiling that were tried, and whether the highest was stated.
        likely: ceilings between which nine tenths of the weight lie.
        points: independent points that the data are worth.
        ahead: by period.
        curves: the best curve of each model, with values at the same periods.
        weights: of each model, in the order of ``curves``.
        reach: when a level is reached; None when it was not asked.
    """

    path: Path
    standing: Standing
    ceilings: tuple[float, float, bool]
    likely: tuple[float, float]
    points: float
    ahead: tuple[Ahead, ...]
    curves: tuple[BestCurve, ...]
    weights: tuple[float, ...]
    reach: Reach | None

    @property
    def inflected(self) -> bool:
        """Whether the inflection counts as passed."""
        return self.standing.stage is not Stage.BEFORE


def forecast(
    path: Path,
    calibration: Calibration,
    horizon: int,
    own: int | None = None,
    reach: float | None = None,
) -> DiffusionForecast:
    """What is said of a path up to ``horizon`` years ahead.

    Args:
        path: the data.
        calibration: the hindcast that intervals and scores are of.
        horizon: years ahead.
        own: its position among the paths of the calibration, which then do not calibrate it.
        reach: a level of which to say when it is reached, in the path's unit.

    Raises:
        InputError: no curve can be fitted to it.
    """
    why = unfit(path.dates, path.values, path.kind, path.ceilings)
    if why is not None:
        raise refused(path, why)
    periods = ahead_of(path, horizon)
    dates = np.array([when for _, when in periods])
    said = predict((path.dates, path.values), path.kind, path.ceilings, dates)
    inflected = said.standing.stage is not Stage.BEFORE
    ahead = tuple(
        _ahead(said, at, period, (calibration, inflected, own)) for at, (period, _) in enumerate(periods)
    )
    members = said.members
    curves = best_curves(path, members.tried, tuple(dates.tolist()))
    modelled = np.array([shape.model for shape in members.shapes])
    return DiffusionForecast(
        path=path,
        standing=said.standing,
        ceilings=(members.tried.low, members.tried.high, members.tried.stated),
        likely=members.likely_ceilings,
        points=members.points,
        ahead=ahead,
        curves=curves,
        weights=tuple(float(members.weights[modelled == each.model].sum()) for each in curves),
        reach=None if reach is None else _reach(reach, path, said, ahead),
    )


def _ahead(said: Prediction, at: int, period: Period, rests: tuple[Calibration, bool, int | None]) -> Ahead:
    calibration, inflected, own = rests
    when = float(said.dates[at])
    horizon = max(1, round(when - said.members.now))
    multiples = calibration.multiples(horizon, inflected, own)
    intervals = tuple(
        Interval(level, float(said.shifted(min(low, 0.0))[at]), float(said.shifted(max(high, 0.0))[at]))
        for level, (low, high) in zip(LEVELS, multiples, strict=False)
    )
    low, high = said.ranges[at]
    result = calibration.result(horizon, inflected)
    score, paths = (result.skill, result.paths) if result else (None, 0)
    middle = float(said.middle[at])
    return Ahead(period, when, horizon, middle, (float(low), float(high)), intervals, score, paths)


def _reach(level: float, path: Path, said: Prediction, ahead: Sequence[Ahead]) -> Reach:
    members = said.members
    possible = float(members.weights[members.ceilings >= level].sum())
    none = (None, None, None)
    if path.values.max() >= level:
        return Reach(level, Answer.REACHED, none, 1.0)
    if level > members.tried.high:
        return Reach(level, Answer.IMPOSSIBLE, none, 0.0)
    if said.standing.stage is Stage.BEFORE:
        return Reach(level, Answer.NO_DATE, none, possible)
    whens = np.array([path.now, *(each.when for each in ahead)])
    middle = _crossing(whens, [path.latest, *(each.value for each in ahead)], level)
    if not all(each.intervals for each in ahead):
        return Reach(level, Answer.DATED if middle else Answer.BEYOND, (None, middle, None), possible)
    high = [path.latest, *(each.intervals[0].high for each in ahead)]
    low = [path.latest, *(each.intervals[0].low for each in ahead)]
    dates = _crossing(whens, high, level), middle, _crossing(whens, low, level)
    return Reach(level, Answer.DATED if middle else Answer.BEYOND, dates, possible)


def _crossing(whens: Array, values: Sequence[float], level: float) -> float | None:
    """The first date at which a line through the values reaches a level."""
    for at in range(1, len(values)):
        if values[at] >= level:
            before, after = values[at - 1], values[at]
            part = (level - before) / (after - before) if after > before else 1.0
            return float(whens[at - 1] + part * (whens[at] - whens[at - 1]))
    return None


def refused(path: Path, why: Why) -> InputError:
    """Why no curve is fitted to a path, as an error that says what to do."""
    first, last, count = float(path.values[0]), path.latest, path.values.size
    said = {
        Why.SHORT: (
            f"{count} points over {path.now - float(path.dates[0]):.1f} years are too few to fit a curve",
            f"At least {FEWEST} points over {SHORTEST:g} years are needed",
        ),
        Why.CONSTANT: ("it does not change", "An S-curve needs a path that grows"),
        Why.FALLING: (
            f"it has fallen: it began at {first:g}, was {path.values.max():g} at most and is {last:g} now",
            "No S-curve falls; look at it with `forerun trace`, or forecast it otherwise",
        ),
        Why.ABOVE_CEILING: (
            f"it has been {path.values.max():g}, above the highest ceiling that is possible",
            "Give a higher ceiling with --ceiling LOW HIGH",
        ),
    }
    what, advice = said[why]
    return InputError(what, where=path.subject, advice=advice)
