"""How much of a signal carries over into the growth to come: weights from past origins, drawn to a prior.

For signals X (n, k) and growth that came y (n,) at each past origin o whose outcome is known at the origin
asked for, each origin counting alike,

    w = w0 + (sum_o X'X / y'y + m diag(mean_o X'X / y'y))^-1 sum_o X'(y - X w0) / y'y,

a ridge regression towards w0 (Hoerl and Kennard 1970) that weighs the prior as ``m`` origins.  The prior
carries half of past growth on, and lets shares return to the mean by one percent of their distance a year.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forerun.compiled import Array
from forerun.foresight.fields.signals import Signal

PRIOR_ORIGINS = 10.0
CARRIED = 0.5
RETURN = 0.01
_SOLID = 1e-9


def prior(signal: Signal, horizon: int) -> float:
    """The weight of a signal before anything is known of the table."""
    return {Signal.PAST: CARRIED, Signal.SMALL: RETURN * horizon, Signal.ACCELERATION: 0.0}[signal]


def weights(start: Array, past: Sequence[tuple[Array, Array]]) -> Array:
    """(k,) weights of the signals.

    Args:
        start: (k,) the prior.
        past: for each past origin (n, k) signals and (n,) growth that came.
    """
    products = np.zeros((start.size, start.size))
    remains = np.zeros(start.size)
    used = 0
    for seen, came in past:
        total = float(came @ came)
        if total > 0:
            products += seen.T @ seen / total
            remains += seen.T @ (came - seen @ start) / total
            used += 1
    if not used:
        return start
    pull = np.diag(PRIOR_ORIGINS * np.diag(products) / used + _SOLID)
    found: Array = start + np.linalg.solve(products + pull, remains)
    return found
