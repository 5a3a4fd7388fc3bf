"""Sums by cohort that hold all that difference-in-differences needs, however many units stand behind them.

With z = (1, covariates) and v = (z, outcomes less the mean of their period), a cell keeps the sums over its
units of w z v' and w² z z' v v'.  Estimates need the former, their errors the latter, because every influence
function of Callaway and Sant'Anna (2021) with outcome regression is w times a linear function of z v'.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.panel import NEVER, Panel


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an estimate does without, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """K cells: the units of one cohort that were observed in the same of the T periods.

    Attributes:
        periods: labels of the T periods, ascending.
        covariates: names of the q - 1 covariates, which do not change over time; the first of z is one.
        cohort: (K,) position of the first treated period, ``NEVER`` without treatment in the panel.
        observed: (K, T) in which periods the units of the cell were observed.
        units: (K,) how many.
        first: (K, q, q + T) sums of w z v'.
        second: (K, q, q, q + T, q + T) sums of w² z z' v v'.
        centre: (T,) mean of the outcome that was subtracted in each period, in the outcome's unit.
        left_out: units that are in no cell.
    """

    periods: tuple[str, ...]
    covariates: tuple[str, ...]
    cohort: Array
    observed: Array
    units: Array
    first: Array
    second: Array
    centre: Array
    left_out: tuple[LeftOut, ...] = ()

    @property
    def weight(self) -> Array:
        """(K,) sum of the weights."""
        weight: Array = self.first[:, 0, 0]
        return weight

    @property
    def means(self) -> Array:
        """(K, T) weighted means of the outcome, in its unit; NaN where not observed."""
        width = self.first.shape[1]
        means = self.first[:, 0, width:] / self.weight[:, None] + self.centre
        return np.where(self.observed, means, np.nan)


def cells_of(panel: Panel, covariates: tuple[str, ...] = ()) -> Cells:
    """The cells of a panel in memory, the same as those of :func:`forerun.trials.did.query.cells_from`.

    Args:
        panel: N places in T periods.
        covariates: names among the panel's; only characteristics that do not change over time.

    Raises:
        InputError: a covariate changes over time, or there is no outcome.
    """
    seen = np.isfinite(panel.outcome)
    fixed = np.array([_fixed(panel, name, seen) for name in covariates]).reshape(-1, len(panel.places))
    kept = seen.any(axis=1) & np.isfinite(fixed).all(axis=0)
    if not kept.any():
        raise InputError("no place has an outcome and all covariates", advice="Look at the panel's file")
    centre = np.where(seen, panel.outcome, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    z = np.vstack([np.ones(len(kept)), fixed])[:, kept]
    v = np.vstack([z, np.where(seen, panel.outcome - centre, 0.0)[kept].T])
    start = np.where(panel.treated, np.maximum(panel.start, 0), NEVER)[kept]
    keys, which = np.unique(
        np.column_stack([start, seen[kept].astype(np.int64)]), axis=0, return_inverse=True
    )
    sums = [
        _sums(z[:, which == k], v[:, which == k], panel.weights[kept][which == k]) for k in range(len(keys))
    ]
    return Cells(
        periods=panel.periods,
        covariates=covariates,
        cohort=keys[:, 0],
        observed=keys[:, 1:].astype(bool),
        units=np.bincount(which).astype(float),
        first=np.stack([first for first, _ in sums]),
        second=np.stack([second for _, second in sums]),
        centre=centre,
        left_out=lacking(int((~kept).sum())),
    )


def lacking(units: int) -> tuple[LeftOut, ...]:
    """That some units have no outcome in any period or lack a covariate."""
    if not units:
        return ()
    return (LeftOut(f"{units} units", "no outcome in any period, or a covariate is missing"),)


def _fixed(panel: Panel, name: str, seen: Array) -> Array:
    """A covariate that does not change over time, (N,), less its mean over all rows; NaN where unknown."""
    if name not in panel.covariates:
        known = ", ".join(panel.covariates) or "none"
        raise InputError(f"the panel has no covariate {name!r}", advice=f"It has {known}")
    values = panel.covariates[name]
    known_here = np.isfinite(values) & seen
    low = np.where(known_here, values, np.inf).min(axis=1)
    high = np.where(known_here, values, -np.inf).max(axis=1)
    if (high > low).any():
        raise InputError(
            f"the covariate {name} changes over time",
            where=panel.places[int(np.argmax(high > low))],
            advice="Cells take characteristics only, such as its value before treatment",
        )
    fixed: Array = np.where(np.isfinite(high), high, np.nan) - values[known_here].mean()
    return fixed


def _sums(z: Array, v: Array, w: Array) -> tuple[Array, Array]:
    """Sums of w z v' and of w² z z' v v' over units; ``z`` is (q, n), ``v`` is (q + T, n)."""
    square = np.einsum("n,an,bn->abn", w * w, z, z)
    return (z * w) @ v.T, np.einsum("abn,cn,dn->abcd", square, v, v, optimize=True)
