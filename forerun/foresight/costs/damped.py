"""The forecast that leads: a drift shrunk towards that of other technologies and damped with the horizon.

A drift estimated from few years is uncertain, and progress slows more often than it quickens, so that the
plain random walk with drift does worse than no change after twenty years.  Three constants mend that; they
were chosen by leaving technologies out (``docs/foresight-costs.md``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.costs.curve import Curve
from forerun.foresight.costs.formulas import WINDOW, Drift, damping, drift_of, spread
from forerun.foresight.costs.pool import Pool

FEWEST = 4
"""Costs from which a forecast is made."""


@dataclass(frozen=True, slots=True)
class Constants:
    """Constants of the method.

    Attributes:
        recent: weight of the drift of the last ``WINDOW`` changes beside that of all of them.
        shrinkage: weight of the pool's drift.
        damping: share of the drift that is left from one year to the next.
    """

    recent: float = 0.5
    shrinkage: float = 0.3
    damping: float = 0.93


CHOSEN = Constants()
"""Those that are used."""


@dataclass(frozen=True, slots=True)
class Drifts:
    """Drift of the last changes, and of all of them."""

    recent: Drift
    whole: Drift


def drifts_of(curve: Curve) -> Drifts:
    """The drifts of a curve of at least two costs; a short one has all of its changes in both."""
    first = max(curve.years.size - 1 - WINDOW, 0)
    return Drifts(drift_of(curve.years[first:], curve.logs[first:]), drift_of(curve.years, curve.logs))


def shrunk(recent: Array | float, whole: Array | float, pool: Array | float, constants: Constants) -> Array:
    """The drift a year that a forecast starts with."""
    own = constants.recent * np.asarray(recent) + (1 - constants.recent) * np.asarray(whole)
    found: Array = (1 - constants.shrinkage) * own + constants.shrinkage * np.asarray(pool)
    return found


def scale_of(recent: Array | float, whole: Array | float, pool: Array | float) -> Array:
    """The volatility by which errors are standardised: root mean square of recent, whole and the pool's."""
    squares = np.asarray(recent) ** 2 + np.asarray(whole) ** 2 + np.asarray(pool) ** 2
    found: Array = np.sqrt(squares / 3)
    return found


@dataclass(frozen=True, slots=True)
class Start:
    """From where a forecast sets out: log cost, drift a year, volatility a year."""

    log_cost: float
    drift: float
    volatility: float

    def point(self, tau: Array | float, constants: Constants) -> Array:
        """Log cost expected after ``tau`` years."""
        found: Array = self.log_cost + self.drift * damping(tau, constants.damping)
        return found

    def scale(self, tau: Array | float) -> Array:
        """By what a standardised error is multiplied after ``tau`` years."""
        found: Array = self.volatility * spread(tau)
        return found


def start_of(curve: Curve, pool: Pool, constants: Constants, *, falling: bool) -> Start:
    """Where the forecast of a curve sets out.

    Args:
        curve: of at least ``FEWEST`` costs.
        pool: of other technologies.
        constants: of the method.
        falling: whether the pool's drift applies; that of a cost that does not fall is shrunk towards none.
    """
    drifts = drifts_of(curve)
    drift = shrunk(drifts.recent.mu, drifts.whole.mu, pool.drift if falling else 0.0, constants)
    return Start(
        float(curve.logs[-1]), float(drift), float(scale_of(drifts.recent.k, drifts.whole.k, pool.volatility))
    )
