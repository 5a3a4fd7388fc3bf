"""Ranges around a growth that is told: what past errors of all other fields were, in units of their scale.

An error is measured in units of ``sqrt(tau^2 + v)``, where v is the variance that chance gives a field of its
size and ``tau^2`` what the pooled errors hold beyond it.  The range of a field takes quantiles of the errors
of all fields but its own (leave-one-field-out), ranked as in conformal inference (Vovk, Gammerman and Shafer
2005, ch. 2): of n errors the ceil(q (n + 1))-th.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.fields.hindcast import Attempt, Way

LEVELS = (0.50, 0.80, 0.95)
ORIGINS = 3
"""Past origins with a known outcome without which no range is given."""


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """Past errors of one way: (n,) scaled errors and (n,) the field of each, and what they were scaled by."""

    scaled: Array
    fields: Array
    extra: float


def past_errors(made: Sequence[Attempt], way: Way, known_at: int, horizon: int) -> Errors | None:
    """The errors of attempts whose outcome was known in a year; None with too few origins.

    Args:
        made: attempts.
        way: which.
        known_at: the year.
        horizon: of the plan, in years.
    """
    held = [each for each in made if each.sound and each.origin + horizon <= known_at]
    rows = [(each, each.came) for each in held if each.came is not None]
    if len(rows) < ORIGINS:
        return None
    errors, noise, fields = [], [], []
    for each, came in rows:
        kept = np.flatnonzero(each.signals.usable & np.isfinite(each.said[way]))
        errors.append(came[kept] - each.said[way][kept])
        noise.append(each.signals.noise[kept])
        fields.append(kept)
    every, chance = np.concatenate(errors), np.concatenate(noise)
    if every.size < FEWEST_ERRORS:
        return None
    extra = max(float(np.mean(every**2) - np.mean(chance)), float(np.mean(every**2)) / 10, _TINY**2)
    return Errors(every / np.sqrt(extra + chance), np.concatenate(fields), extra)


FEWEST_ERRORS = 20
_TINY = 1e-9


def range_of(errors: Errors, field: int, noise: float, level: float) -> tuple[float, float] | None:
    """Lower and upper distance from what is told, in logs; None with too few errors of other fields.

    Args:
        errors: of the past.
        field: whose own errors are left out.
        noise: variance that chance gives the field.
        level: its probability, 0..1.
    """
    others = np.sort(errors.scaled[errors.fields != field])
    tail = (1 - level) / 2
    low = math.floor(tail * (others.size + 1) + _TINY)
    high = others.size + 1 - low
    if low < 1 or high > others.size:
        return None
    scale = math.sqrt(errors.extra + noise)
    return float(others[low - 1]) * scale, float(others[high - 1]) * scale


def covered(made: Sequence[Attempt], way: Way, horizon: int, level: float) -> tuple[float, int] | None:
    """Share of outcomes within the range that each origin could have given, and how many; None without any.

    Args:
        made: attempts.
        way: which.
        horizon: of the plan, in years.
        level: its probability, 0..1.
    """
    inside = number = 0
    for each in made:
        errors = past_errors(made, way, each.origin, horizon)
        if errors is None or each.came is None or not each.scored:
            continue
        for field in np.flatnonzero(each.signals.usable & np.isfinite(each.said[way])):
            found = range_of(errors, int(field), float(each.signals.noise[field]), level)
            if found is not None:
                off = float(each.came[field] - each.said[way][field])
                inside += found[0] <= off <= found[1]
                number += 1
    return (inside / number, number) if number else None
