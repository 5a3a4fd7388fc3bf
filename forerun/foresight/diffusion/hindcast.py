"""The past forecast as it could have been: every origin fitted on what came before it, and then compared.

Origins lie at least a quarter of a year apart, at most ``ORIGINS`` a path, spread evenly.  A forecast of h
years is held against the observation nearest to that, within a quarter of a year; its own date is forecast.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.diffusion.baselines import Baseline, baselines
from forerun.foresight.diffusion.path import Path
from forerun.foresight.diffusion.prediction import FEWEST, predict, to_z, unfit
from forerun.foresight.diffusion.stage import Stage

HORIZON = 10
"""Years ahead that are scored."""
ORIGINS = 12
NEAR = 0.25
"""Years by which an observation may differ from the date asked for, and that origins lie apart."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One forecast of the past.

    Attributes:
        path: position of its path.
        origin: last date that was known.
        horizon: whole years ahead.
        inflected: whether the inflection counted as passed at the origin.
        error: ln of actual over forecast.
        baselines: the same for each simple rule, in the order of ``Baseline``.
        standard: the error in z as a multiple of the scale.
        in_range: whether it came within the range over models and ceilings.
    """

    path: int
    origin: float
    horizon: int
    inflected: bool
    error: float
    baselines: tuple[float, ...]
    standard: float
    in_range: bool


def hindcast(paths: Sequence[Path], told: Callable[[float], None] = lambda _: None) -> tuple[Attempt, ...]:
    """All attempts of some paths, in their order.

    Args:
        paths: any; origins at which a path cannot be fitted are passed over.
        told: called with the share of paths done.
    """
    attempts: list[Attempt] = []
    for at, path in enumerate(paths):
        attempts += attempts_of(path, at)
        told((at + 1) / len(paths))
    return tuple(attempts)


def attempts_of(path: Path, at: int = 0) -> Iterator[Attempt]:
    """The attempts of one path."""
    for origin in origins(path.dates):
        known = path.dates[: origin + 1], path.values[: origin + 1]
        targets = _targets(path.dates, origin)
        if targets and unfit(*known, path.kind, path.ceilings) is None:
            yield from _attempts(path, at, known, targets)


def origins(dates: Array) -> list[int]:
    """Positions of the last points known."""
    found: list[int] = []
    for at in range(FEWEST - 1, dates.size - 1):
        if not found or dates[at] - dates[found[-1]] >= NEAR - 1e-6:
            found.append(at)
    if len(found) <= ORIGINS:
        return found
    return [found[each] for each in np.unique(np.linspace(0, len(found) - 1, ORIGINS).round().astype(int))]


def _targets(dates: Array, origin: int) -> list[tuple[int, int]]:
    """Years ahead with the position of the observation that came then."""
    later = dates[origin + 1 :] - dates[origin]
    found = []
    for horizon in range(1, HORIZON + 1):
        nearest = int(np.argmin(np.abs(later - horizon)))
        if abs(later[nearest] - horizon) <= NEAR:
            found.append((horizon, origin + 1 + nearest))
    return found


def _attempts(
    path: Path, at: int, known: tuple[Array, Array], targets: list[tuple[int, int]]
) -> Iterator[Attempt]:
    which = [place for _, place in targets]
    dates, actual = path.dates[which], path.values[which]
    said = predict(known, path.kind, path.ceilings, dates)
    rules = baselines(*known, dates)
    z = to_z(actual, said.members.tried) - to_z(said.middle, said.members.tried)
    for place, (horizon, _) in enumerate(targets):
        came = float(actual[place])
        yield Attempt(
            path=at,
            origin=float(known[0][-1]),
            horizon=horizon,
            inflected=said.standing.stage is not Stage.BEFORE,
            error=math.log(came / float(said.middle[place])),
            baselines=tuple(math.log(came / float(rules[each][place])) for each in Baseline),
            standard=float(z[place] / said.scale[place]),
            in_range=bool(said.ranges[place, 0] <= came <= said.ranges[place, 1]),
        )
