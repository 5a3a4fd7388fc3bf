"""The best curve of each model by itself, told by the measures of Cherp et al. 2021."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from forerun.foresight.diffusion.ceilings import Ceilings
from forerun.foresight.diffusion.curves import Model, Shape, inverse, share
from forerun.foresight.diffusion.fitting import Data, best
from forerun.foresight.diffusion.path import Path

EDGE = 0.01
"""Relative distance from the highest ceiling tried within which a ceiling counts as not told by the data."""
_SHAPES = (Shape(Model.LOGISTIC), Shape(Model.GOMPERTZ), Shape(Model.BASS, 15.0))


@dataclass(frozen=True, slots=True)
class BestCurve:
    """One curve.

    Attributes:
        model: its formula.
        ceiling: L, in the path's unit.
        inflection: TMax, decimal years.
        speed: K, by year.
        spread: dT, years from a tenth to nine tenths of the ceiling.
        growth: G, percent of the ceiling added in the year of the inflection.
        maturity: last value as a share of L.
        innovation: p of Bass; NaN for others.
        imitation: q of Bass; NaN for others.
        misfit: root of the weighted mean square of the log residuals.
        at_edge: whether the ceiling is the highest that was tried, so that the data do not tell it.
        ahead: values at the dates asked for; the curve is entered at the height reached.
    """

    model: Model
    ceiling: float
    inflection: float
    speed: float
    spread: float
    growth: float
    maturity: float
    innovation: float
    imitation: float
    misfit: float
    at_edge: bool
    ahead: tuple[float, ...]


def best_curves(path: Path, tried: Ceilings, dates: tuple[float, ...]) -> tuple[BestCurve, ...]:
    """The best curve of each model, with what it says of some dates."""
    data = Data.of(path.dates, path.values)
    found = best(data, _SHAPES, (tried.low, tried.high))
    curves = []
    for at, shape in enumerate(found.shapes):
        speed, ceiling = float(found.speeds[at]), float(found.ceilings[at])
        reached = path.latest / ceiling
        entered = inverse(shape, np.array([min(reached, 1 - 1e-9)]))
        x = entered + speed * (np.array(dates) - path.now)
        bass = shape.model is Model.BASS
        curves.append(
            BestCurve(
                model=shape.model,
                ceiling=ceiling,
                inflection=float(found.inflections[at]),
                speed=speed,
                spread=shape.tenth_to_nine_tenths / speed,
                growth=100 * speed * shape.steepness,
                maturity=reached,
                innovation=speed / (1 + shape.ratio) if bass else math.nan,
                imitation=speed / (1 + shape.imitation) if bass else math.nan,
                misfit=math.sqrt(float(found.loss[at]) / path.values.size),
                at_edge=ceiling >= tried.high * (1 - EDGE),
                ahead=tuple((ceiling * share(shape, x)).tolist()),
            )
        )
    return tuple(curves)
