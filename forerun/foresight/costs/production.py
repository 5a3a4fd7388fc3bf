"""Cumulative production from yearly production, where what was made before the first year is not known."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.foresight.costs.curve import Convention


def initial(years: Array, yearly: Array, convention: Convention) -> float:
    """What had been made before the first year; NaN where the rule gives nothing above zero.

    ``GROWTH``: first production by its yearly growth rate, (q_T / q_1)^(1 / years) - 1, which is what steady
    growth since ever amounts to (Lafond and others 2018).  ``COLLECTION``: the same with q_T - q_1 for
    q_T / q_1, as the published collection of experience curves reckons it (carnegie/clab_experience_curve,
    doi 10.5281/zenodo.13308841); that rule depends on the unit of production.

    Args:
        years: (n,) ascending.
        yearly: (n,) production of each year, finite.
        convention: ``GROWTH`` or ``COLLECTION``.
    """
    first, last, span = float(yearly[0]), float(yearly[-1]), float(years[-1] - years[0])
    moved = last - first if convention is Convention.COLLECTION else last / first if first > 0 else np.nan
    if not (moved > 0 and span > 0 and first > 0):
        return float("nan")
    rate = float(np.expm1(np.log(moved) / span))
    return first / rate if rate > 0 else float("nan")


def cumulated(start: float, yearly: Array) -> Array:
    """(n,) what had been made at the beginning of each year."""
    found: Array = start + np.concatenate([[0.0], np.cumsum(yearly[:-1])])
    return found
