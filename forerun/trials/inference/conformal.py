"""Conformal inference: residuals after the effect in question is imposed, in every order that is as likely.

Chernozhukov, Wüthrich and Zhu (2021): take the effect out of the treated periods, fit the estimator to every
period as if nothing had happened, and ask how large the residuals of the treated periods are among those of
the same residuals in other orders: all cyclic shifts (``CONFORMAL``), all blocks that do not wrap around
(``CONFORMAL_BLOCK``), or orders drawn at random (``CONFORMAL_IID``).  The p-value is of no effect in any
period, its statistic the sum of the sizes of the residuals; intervals are of the average effect, their
statistic the size of the sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError
from forerun.trials.inference.asked import Asked, one_cohort
from forerun.trials.inference.conformal_kernel import Imposed, Refit, conformal_kernel
from forerun.trials.panel import Panel
from forerun.trials.result import Effect, Estimator, Inference
from forerun.trials.synthetic import kernels
from forerun.trials.synthetic.adjustment import features, fits_levels
from forerun.trials.synthetic.method import Method
from forerun.trials.synthetic.problem import Problem, problem_of
from forerun.types import Interval

_WORDS = {Inference.CONFORMAL: "cyclic shifts", Inference.CONFORMAL_BLOCK: "blocks"}
_GRID, _HALVINGS, _DOUBLINGS = 200, 40, 60


@dataclass(frozen=True, slots=True)
class PeriodEffect:
    """The effect in one period.

    Attributes:
        period: its label.
        effect: the gap, in the outcome's unit.
        p_value: of no effect in this period.
        intervals: at the levels asked for.
    """

    period: str
    effect: float
    p_value: float
    intervals: tuple[Interval, ...]


def conformal(
    panel: Panel, method: Method, asked: Asked | None = None, *, order: Inference = Inference.CONFORMAL
) -> Effect:
    """The effect with a conformal p-value, and intervals of the average effect.

    An interval holds the effects, the same in every period, that the test of the average does not refuse,
    from the least to the largest; where no p-value could be small enough it has no end.  The p-value also
    sees effects that cancel out, so it may be small where the interval holds zero.

    Args:
        panel: of one cohort.
        method: any but the classical synthetic control; for SDID the time weights are uniform, since no
            period is treated once an effect is imposed.
        asked: levels, and draws and seed of ``CONFORMAL_IID``.
        order: ``CONFORMAL``, ``CONFORMAL_BLOCK`` or ``CONFORMAL_IID``.

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: several cohorts, or a classical synthetic control.
    """
    problem, asked = _ready(panel, method), asked or Asked()
    length, start = len(problem.panel.periods), problem.panel.cohorts[0]
    drawn = order is Inference.CONFORMAL_IID
    orders = _drawn(length, length - start, asked) if drawn else _blocks(length, start, order)
    p_of = _test(problem, np.arange(length), orders, average=True)
    jointly = _test(problem, np.arange(length), orders, average=False)
    att, least = problem.att, 1.0 / len(orders)
    intervals = tuple(_inverted(p_of, (att, _reach(problem)), level, least) for level in asked.levels)
    how = f"{asked.draws} orders drawn" if drawn else f"all {len(orders)} {_WORDS[order]}"
    return Effect(
        method.estimator,
        order,
        att,
        None,
        f"conformal, {how} of the residuals; p-value of no effect in any period, intervals of the average",
        intervals,
        float(jointly(np.zeros(1))[0]),
        least,
        asked.draws if drawn else 0,
    )


def period_effects(panel: Panel, method: Method, asked: Asked | None = None) -> tuple[PeriodEffect, ...]:
    """The effect in each treated period by itself, with exact conformal p-values and intervals.

    Each is tested with the periods before treatment and no other; the orders of their residuals differ only
    in which one stands in the treated period, so that all are enumerated.

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: several cohorts, or a classical synthetic control.
    """
    problem, asked = _ready(panel, method), asked or Asked()
    start = problem.panel.cohorts[0]
    gaps = _gaps(problem)
    orders, found = np.append(start, np.arange(start))[:, None], []
    for period in range(start, len(problem.panel.periods)):
        p_of = _test(problem, np.append(np.arange(start), period), orders, average=True)
        around = float(gaps[period]), _reach(problem)
        intervals = tuple(_inverted(p_of, around, level, 1.0 / (start + 1)) for level in asked.levels)
        label = problem.panel.periods[period]
        found.append(PeriodEffect(label, around[0], float(p_of(np.zeros(1))[0]), intervals))
    return tuple(found)


def _ready(panel: Panel, method: Method) -> Problem:
    problem = problem_of(panel, method)
    one_cohort(problem, "conformal inference")
    if method.is_classical:
        what = "conformal inference fits every period, a classical synthetic control fits predictors"
        raise ConventionError(what, advice="Use placebos")
    return problem


def _blocks(length: int, start: int, order: Inference) -> Array:
    """(R, n) positions of every block as long as the treated, which comes first; shifts also wrap around."""
    count = length if order is Inference.CONFORMAL else start + 1
    return (np.arange(start, length)[None, :] - np.arange(count)[:, None]) % length


def _drawn(length: int, treated: int, asked: Asked) -> Array:
    """(draws + 1, n) positions in the treated periods, the real ones first."""
    random = np.random.default_rng(asked.seed)
    every = random.permuted(np.tile(np.arange(length), (asked.draws, 1)), axis=1)
    return np.vstack([np.arange(length - treated, length), every[:, :treated]])


def _test(problem: Problem, window: Array, orders: Array, *, average: bool) -> Callable[[Array], Array]:
    """P-values of effects, with the periods of the window as the only ones."""
    imposed, refit = _imposed(problem, window), _refit(problem, len(window))
    orders = np.ascontiguousarray(orders, np.int64)
    return lambda effects: conformal_kernel(imposed, refit, np.asarray(effects, float), orders, average)


def _imposed(problem: Problem, window: Array) -> Imposed:
    panel, (rows, shares, donors) = problem.panel, problem.group(0)
    start, outcome = panel.cohorts[0], problem.data[0][0][:, window]
    fitted = features(panel, problem.method, start, outcome)
    effect = (window >= start).astype(float)
    centred = effect if fits_levels(problem.method) else effect - effect.mean()
    one = np.zeros(fitted.shape[1])
    one[: len(window)] = centred
    others = fitted[donors]
    counts = panel.weights[donors]
    paths = np.vstack([outcome[donors], shares @ outcome[rows], effect])
    return others @ others.T, others @ (shares @ fitted[rows]), others @ one, paths, counts / counts.sum()


def _refit(problem: Problem, length: int) -> Refit:
    zeta, start = 0.0, problem.panel.cohorts[0]
    if problem.method.estimator is Estimator.SDID:
        noise = kernels.noise_kernel(problem.data[0][0], problem.donors, start)
        cells = len(problem.treated) * (len(problem.panel.periods) - start)
        zeta = length * cells**0.5 * noise**2
    return problem.kind[0], not fits_levels(problem.method), float(problem.kind[2][0]), zeta


def _gaps(problem: Problem) -> Array:
    rows, shares, donors = group = problem.group(0)
    weights = kernels.unit_kernel(problem.data, 0, group, problem.kind)
    periods = kernels.period_kernel(problem.data, 0, donors, problem.kind)
    gap = shares @ problem.data[0][0][rows] - weights @ problem.data[0][0][donors]
    return np.asarray(gap - periods @ gap[: len(periods)])


def _reach(problem: Problem) -> float:
    """A first width of the search: the size of the gaps, or of the outcome where there are none."""
    gaps = np.abs(_gaps(problem)).max()
    return float(gaps) or float(np.ptp(problem.data[0][0]))


def _inverted(
    p_of: Callable[[Array], Array], around: tuple[float, float], level: float, least: float
) -> Interval:
    """The effects that are not refused: a grid that is widened until both ends are, then halving."""
    (middle, reach), alpha = around, 1.0 - level + 1e-12
    if least > alpha:
        return Interval(level, -np.inf, np.inf)
    for _ in range(_DOUBLINGS):
        if (p_of(np.array([middle - reach, middle + reach])) <= alpha).all():
            break
        reach *= 2.0
    else:
        return Interval(level, -np.inf, np.inf)
    grid = np.linspace(middle - reach, middle + reach, _GRID + 1)
    values = p_of(grid)
    kept = np.flatnonzero(values > alpha)
    if not kept.size:
        single = float(grid[int(np.argmax(values))])
        return Interval(level, single, single)
    first, last = kept[0], kept[-1]
    edges = [(grid[first], grid[first - 1]), (grid[last], grid[last + 1])]
    low, high = (_edge(p_of, float(inner), float(outer), alpha) for inner, outer in edges)
    return Interval(level, low, high)


def _edge(p_of: Callable[[Array], Array], kept: float, refused: float, alpha: float) -> float:
    for _ in range(_HALVINGS):
        middle = (kept + refused) / 2
        if p_of(np.array([middle]))[0] > alpha:
            kept = middle
        else:
            refused = middle
    return kept
