"""What the members of a path say together of later dates, and by how much that may be off.

Values are compared as z = ln(y / (H - y)), H being just above the highest ceiling that is tried: like a
logarithm far below the ceiling, and never beyond it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.diffusion.ceilings import Ceilings, ceilings_of
from forerun.foresight.diffusion.members import Members, members_of, quantile
from forerun.foresight.diffusion.stage import Standing, standing
from forerun.foresight.industries import Kind
from forerun.foresight.left_out import Why

FEWEST = 5
"""Points without which no curve is fitted."""
SHORTEST = 2.0
"""Years that they must span."""
FALLEN = {Kind.STOCK: 0.9, Kind.SHARE: 0.9, Kind.FLOW: 0.6}
"""Shares of its largest value below which a path has fallen: no S-curve falls."""
GROWN = 1e-3
"""Relative growth over the whole path without which there is nothing to fit."""
RANGE = 0.9
"""Weight of the models and ceilings between the ends of a range."""
UNSURE = 0.05
"""No rate of growth is taken as known better than this, by year."""
_ABOVE = 1.001


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What members say of H dates.

    Attributes:
        members: the curves.
        standing: the stage of the path.
        dates: (H,) decimal years.
        values: (M, H) of each member.
        middle: (H,) weighted median.
        ranges: (H, 2) between which ``RANGE`` of the weight of models and ceilings lies.
        scale: (H,) by which an error is measured, in z: spread of the members, wander of the path, which adds
            up like a growth that has changed for good, and what no growth is known better than.
    """

    members: Members
    standing: Standing
    dates: Array
    values: Array
    middle: Array
    ranges: Array
    scale: Array

    def shifted(self, multiple: float) -> Array:
        """(H,) the middle moved by a multiple of the scale."""
        tried = self.members.tried
        return from_z(to_z(self.middle, tried) + multiple * self.scale, tried)


def unfit(dates: Array, values: Array, kind: Kind, ceilings: tuple[float, float] | None) -> Why | None:
    """Why no curve can be fitted to a path; None when one can."""
    if dates.size < FEWEST or dates[-1] - dates[0] < SHORTEST:
        return Why.SHORT
    largest = float(values.max())
    if largest / float(values.min()) - 1 < GROWN:
        return Why.CONSTANT
    if float(values[-1]) < FALLEN[kind] * largest or values[-1] <= values[0]:
        return Why.FALLING
    return Why.ABOVE_CEILING if ceilings_of(largest, kind, ceilings) is None else None


def predict(
    points: tuple[Array, Array], kind: Kind, ceilings: tuple[float, float] | None, dates: Array
) -> Prediction:
    """What is said of later dates by the points of a path for which :func:`unfit` has no objection.

    Args:
        points: (T,) dates and (T,) values.
        kind: of the path.
        ceilings: lowest and highest that somebody thinks possible.
        dates: (H,) later dates.

    Raises:
        InputError: a path that cannot be fitted.
    """
    tried = ceilings_of(float(points[1].max()), kind, ceilings)
    if tried is None:
        raise InputError("the path lies above its highest ceiling", advice="Give a higher --ceiling")
    members = members_of(*points, tried)
    values = members.ahead(dates)
    middle = quantile(values, members.weights, 0.5)
    ends = [quantile(values, members.weights, each) for each in ((1 - RANGE) / 2, (1 + RANGE) / 2)]
    return Prediction(
        members=members,
        standing=standing(members, *points),
        dates=np.asarray(dates),
        values=values,
        middle=middle,
        ranges=np.column_stack(ends),
        scale=_scale(members, values, dates),
    )


def _scale(members: Members, values: Array, dates: Array) -> Array:
    tried, years = members.tried, np.asarray(dates) - members.now
    z = to_z(values, tried)
    spread = members.weights @ (z - members.weights @ z) ** 2
    steep = tried.high * _ABOVE / (tried.high * _ABOVE - members.latest)
    drifted = (members.wander * steep * years) ** 2
    scale: Array = np.sqrt(spread + drifted + (UNSURE * years) ** 2)
    return scale


def to_z(values: Array, tried: Ceilings) -> Array:
    """Values as log odds of just above the highest ceiling, any shape; beyond it they are taken as at it."""
    top = tried.high * _ABOVE
    held = np.minimum(values, tried.high * (1 + 0.9 * (_ABOVE - 1)))
    z: Array = np.log(held) - np.log(top - held)
    return z


def from_z(z: Array, tried: Ceilings) -> Array:
    """Values of log odds, any shape, none above the highest ceiling."""
    values: Array = np.minimum(tried.high * _ABOVE / (1 + np.exp(-z)), tried.high)
    return values
