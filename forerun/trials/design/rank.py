"""The order of designs, and whether it holds in other windows."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.trials.design.evidence import Evidence, sizes, smallest
from forerun.trials.design.question import Simulation
from forerun.trials.design.result import Stability

TOP = 5
"""Designs that count as at the top of an order."""

DIGITS = 3
"""To which the effect missed is rounded before it is ranked, as in GeoLift."""


def composite(mde: Array, power: Array, miss: Array) -> Array:
    """(n,) the rank of GeoLift's market selection: competition ranks of the mean of three dense ranks.

    Args:
        mde: (n,) smallest detectable effect; NaN, the worst, where there is none.
        power: (n,) at it, more is better.
        miss: (n,) effect seen less the true one, without sign.
    """
    parts = np.where(np.isfinite(mde), mde, np.inf), -power, np.round(miss, DIGITS)
    mean = sum(np.unique(part, return_inverse=True)[1].astype(float) for part in parts)
    return 1 + np.searchsorted(np.sort(mean), mean, side="left")


def stability(found: Evidence, mde: Array, miss: Array, simulation: Simulation) -> Stability | None:
    """How the order by windows for choosing does in others.

    Args:
        found: the evidence of all designs.
        mde: (3, C, D) smallest effects in all windows, those for choosing, those for planning.
        miss: (C, D) effect missed.
        simulation: what was simulated.

    Returns:
        None with a single window.
    """
    windows = found.p.shape[2]
    if windows < 2:
        return None
    from scipy.stats import kendalltau, spearmanr

    chosen, planned = (np.nan_to_num(each, nan=1e9).ravel() for each in mde[1:])
    vary = np.ptp(chosen) > 0 and np.ptp(planned) > 0
    best = int(np.argmin(composite(mde[1].ravel(), np.ones(chosen.size), miss.ravel())))
    top = min(TOP, chosen.size)
    held = [_rank_of(best, found, simulation, (w, miss)) <= top for w in range(windows)]
    return Stability(
        float(kendalltau(chosen, planned).statistic) if vary else None,
        float(spearmanr(chosen, planned).statistic) if vary else None,
        top,
        float(np.mean(held)),
    )


def _rank_of(best: int, found: Evidence, simulation: Simulation, window: tuple[int, Array]) -> int:
    """The rank of one design in one window alone."""
    w, miss = window
    power = (found.p[:, :, w] < simulation.alpha).astype(float)
    alone = smallest(power, sizes(simulation), simulation.power)
    return int(composite(alone.ravel(), np.ones(alone.size), miss.ravel())[best])
