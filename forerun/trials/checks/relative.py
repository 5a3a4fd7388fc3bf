"""Honest intervals when trends after the start may break as much as they did before it.

Rambachan and Roth (2023, section 2.4.1) let the difference in trends change from one period to the next by
at most ``Mbar`` times its largest change before treatment:

    |d(t+1) - d(t)|  <=  Mbar * max over s < 0 of |d(s+1) - d(s)|      for t >= 0, with d(0) = 0

That is a union over (s, sign) of cones, and its confidence set the union of theirs.  Within one the test is
the hybrid of the least favourable and the conditional test of Andrews, Roth and Pakes (2023), "C-LF": the
largest studentised violation, minimised over the effects that are not asked for.

The minimum is a linear programme, but its dual here has only few corners.  Multipliers of the two sides of
each change must cancel except for a multiple of the target, so that a corner is either the target's bound
from above, its bound from below, or the two sides of one change, which say that ``Mbar`` times the change
before is not negative.  All corners are linear in two normal variables, the target's estimate and the change
before.  So the statistic, its truncation points and the least favourable critical value need neither a
solver nor random draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.trials.checks.study import EventStudy
from forerun.types import Interval

FIRST_STAGE = 0.1
"""Share of the significance level that the least favourable test takes, as Rambachan and Roth advise."""

_GRID = 401  # values tried between the ends that the first stage allows, before the ends are refined
_HALVINGS = 40
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(300)
_FAR = 9.0  # standard deviations beyond which a normal variable is not found
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Cones:
    """The 2K cones of one study, target and ``Mbar``: one for each change before treatment and sign.

    Attributes:
        estimate: of the target.
        change: (2K,) estimated change before treatment, times its sign.
        corner: (2K, 4, 2) each corner's statistic as a combination of target and change.
        spread: (2K, 2, 2) covariance of target and change.
        reach: how far the target's bounds lie apart per unit of the change, halved.
    """

    estimate: float
    change: Array
    corner: Array
    spread: Array
    reach: float


def reach_of(target: Array) -> float:
    """How far one unit of change in each period after the reference can move the target; weights (Q,)."""
    return float(np.abs(np.cumsum(target[::-1])).sum())


def identified_relative(study: EventStudy, target: Array, mbar: float) -> tuple[float, float]:
    """The values that the target could have if estimates had no error (their equation 6, in closed form)."""
    centre = float(target @ study.estimates[study.before :])
    width = mbar * reach_of(target) * float(np.abs(_changes(study)[: study.before] @ study.estimates).max())
    return centre - width, centre + width


def relative_interval(study: EventStudy, target: Array, mbar: float, level: float) -> Interval:
    """The robust confidence interval: the hull of the values that the test does not reject.

    Args:
        study: consecutive, with at least one period before the reference.
        target: (Q,) weights of the Q effects after the reference.
        mbar: at least zero; at zero the interval is the usual one, estimate plus and minus normal quantile
            times standard error.
        level: confidence.
    """
    cones = _cones(study, target, mbar)
    critical = _least_favourable(cones, (1.0 - level) * FIRST_STAGE)
    width = mbar * cones.reach * cones.change
    below = cones.estimate - width - critical / cones.corner[:, 0, 0]
    above = cones.estimate + width - critical / cones.corner[:, 1, 0]
    low = _end(cones, (critical, level), below, above)
    high = _end(cones, (critical, level), above, below)
    return Interval(level, float(np.nanmin(low)), float(np.nanmax(high)))


def _changes(study: EventStudy) -> Array:
    """(P, P) from estimates to changes from one period to the next; first the K before the reference."""
    size = len(study.relative)
    path = np.insert(np.eye(size), study.before, 0.0, axis=0)
    changes: Array = np.diff(path, axis=0)
    return changes


def _cones(study: EventStudy, target: Array, mbar: float) -> Cones:
    """Corners and covariances of every cone."""
    before, changes = study.before, _changes(study)
    signed = np.concatenate([changes[:before], -changes[:before]])
    onto = np.concatenate([np.zeros(before), target])
    rows = np.stack([np.broadcast_to(onto, signed.shape), signed], axis=1)
    spread = rows @ study.covariance @ rows.transpose(0, 2, 1)
    after = changes[before:]
    own = np.einsum("ij,jk,ik->i", after, study.covariance, after)
    cross = signed @ study.covariance @ after.T
    both = own + mbar**2 * spread[:, 1, 1, None]
    rise = np.sqrt(np.maximum(both - 2.0 * mbar * cross, 0.0))
    fall = np.sqrt(np.maximum(both + 2.0 * mbar * cross, 0.0))
    share = np.cumsum(target[::-1])[::-1]
    top = np.where(share > 0, rise, fall) @ np.abs(share)
    bottom = np.where(share > 0, fall, rise) @ np.abs(share)
    reach, zero = reach_of(target), np.zeros(len(signed))
    corner = np.stack(
        [
            np.stack([1.0 / top, -mbar * reach / top], axis=1),
            np.stack([-1.0 / bottom, -mbar * reach / bottom], axis=1),
            np.stack([zero, -2.0 * mbar / (rise + fall).min(axis=1)], axis=1),
            np.stack([zero, -2.0 * mbar / (rise + fall).max(axis=1)], axis=1),
        ],
        axis=1,
    )
    return Cones(float(onto @ study.estimates), signed @ study.estimates, corner, spread, reach)


def _least_favourable(cones: Cones, size: float) -> Array:
    """(2K,) what the largest statistic exceeds with probability ``size`` when no moment is slack.

    Given the change v the target lies within two ends linear in v, so its probability is one integral.
    """
    variance, covariance, of_change = cones.spread[:, 0, 0], cones.spread[:, 0, 1], cones.spread[:, 1, 1]
    slope = covariance / np.sqrt(of_change)
    rest = np.sqrt(np.maximum(variance - slope**2, _EQUAL * variance))
    corner = cones.corner.copy()
    corner[:, :, 1] *= np.sqrt(of_change)[:, None]
    low, high = np.zeros(len(slope)), np.full(len(slope), _quantile(1.0 - size / 8.0))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        enough = _below(corner, (slope, rest), middle) >= 1.0 - size
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high


def _below(corner: Array, target: tuple[Array, Array], critical: Array) -> Array:
    """(2K,) probability that every corner's statistic is at most ``critical`` when all means are zero.

    ``target`` is the slope on the standardised change and the standard deviation that remains.
    """
    from scipy.special import ndtr

    slope, rest = target
    steepest = np.maximum(-corner[:, 2, 1], 1e-300)
    start = np.maximum(-critical / steepest, -_FAR)[:, None]
    change = start + (_FAR - start) * (_NODES + 1.0) / 2.0
    end = (critical[:, None, None] - corner[:, :2, 1, None] * change[:, None, :]) / corner[:, :2, 0, None]
    high, low = (end - slope[:, None, None] * change[:, None, :]).transpose(1, 0, 2) / rest[:, None]
    density = np.exp(-0.5 * change**2) / np.sqrt(2.0 * np.pi)
    inside = (ndtr(high) - ndtr(low)) * density
    probability: Array = inside @ _NODE_WEIGHTS * (_FAR - start[:, 0]) / 2.0
    return probability


def _quantile(probability: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(probability))


def _end(cones: Cones, test: tuple[Array, float], start: Array, stop: Array) -> Array:
    """(2K,) the first value from ``start`` towards ``stop`` that is accepted; NaN in a cone without one."""
    values = start[:, None] + (stop - start)[:, None] * np.linspace(0.0, 1.0, _GRID)
    accepted = _accepts(cones, test, values) & ((stop - start) * cones.corner[:, 0, 0] != 0.0)[:, None]
    first = np.maximum(accepted.argmax(axis=1), 1)
    rows = np.arange(len(start))
    outside, inside = values[rows, first - 1], values[rows, first]
    for _ in range(_HALVINGS):
        middle = (outside + inside) / 2.0
        good = _accepts(cones, test, middle[:, None])[:, 0]
        outside, inside = np.where(good, outside, middle), np.where(good, middle, inside)
    return np.where(accepted.any(axis=1), inside, np.nan)


def _accepts(cones: Cones, test: tuple[Array, float], values: Array) -> Array:
    """(2K, T) whether the hybrid test accepts each of T ``values`` of the target in each cone.

    Andrews, Roth and Pakes (2023, section 5): reject when the statistic exceeds the least favourable
    critical value or, given that it does not and given which corner it is at, is in the upper tail of the
    truncated normal distribution.
    """
    critical, level = test
    alpha = 1.0 - level
    size = alpha * (1.0 - FIRST_STAGE) / (1.0 - alpha * FIRST_STAGE)
    point = np.stack(np.broadcast_arrays(cones.estimate - values, cones.change[:, None]), axis=-1)
    each = point @ cones.corner.transpose(0, 2, 1)
    at = each.argmax(axis=2)
    statistic = np.take_along_axis(each, at[:, :, None], axis=2)[:, :, 0]
    together = cones.corner @ cones.spread @ cones.corner.transpose(0, 2, 1)
    rows = np.arange(len(at))[:, None]
    with_each = together[rows, at]
    variance = with_each[rows, np.arange(at.shape[1])[None, :], at]
    low, high = _truncation(each, statistic, with_each, variance)
    high = np.minimum(high, critical[:, None])
    tail = _upper_share(statistic, low, high, np.sqrt(variance))
    return (statistic <= 0.0) | ((statistic <= critical[:, None]) & (tail >= size))


def _truncation(each: Array, statistic: Array, with_each: Array, variance: Array) -> tuple[Array, Array]:
    """Between which values the statistic could move, given the rest of the data, at the same corner.

    ``each`` (2K, T, 4) are the statistics of the corners, ``with_each`` their covariances with the largest.
    """
    safe = np.where(variance > 0.0, variance, 1.0)
    ratio = with_each / safe[:, :, None]
    rest = each - ratio * statistic[:, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = rest / (1.0 - ratio)
    low = np.where(ratio < 1.0 - _EQUAL, crossing, -np.inf).max(axis=2)
    high = np.where(ratio > 1.0 + _EQUAL, crossing, np.inf).min(axis=2)
    return low, high


def _upper_share(statistic: Array, low: Array, high: Array, deviation: Array) -> Array:
    """Probability that a normal variable of mean zero between ``low`` and ``high`` exceeds ``statistic``."""
    from scipy.special import log_ndtr

    scale = np.where(deviation > 0.0, deviation, 1.0)
    log_tail = [log_ndtr(-each / scale) for each in (statistic, low, high)]
    over, whole = (-np.expm1(np.minimum(log_tail[2] - each, 0.0)) for each in log_tail[:2])
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Array = np.exp(log_tail[0] - log_tail[1]) * over / whole
    return np.where(whole > 0.0, share, 0.0)
