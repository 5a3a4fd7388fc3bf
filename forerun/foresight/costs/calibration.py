"""What forecasts of one curve owe to other technologies: their drift, their volatility, their errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.costs.curve import Curve
from forerun.foresight.costs.damped import CHOSEN, Constants
from forerun.foresight.costs.falls import Fall, falls_of
from forerun.foresight.costs.hindcast import SKILL_LEVEL, Method, Result, at_horizon, results_of, standardised
from forerun.foresight.costs.pool import Pool, pooled
from forerun.foresight.costs.quantiles import PROBABILITIES, quantile_table
from forerun.foresight.costs.windows import HORIZON, forecasts_of
from forerun.foresight.left_out import LeftOut
from forerun.foresight.scores import Metric, Score
from forerun.types import Interval

ENOUGH = 15
"""Technologies of a person's own table from which forecasts are calibrated on it."""
_TAIL = 3  # probabilities at either end by which quantiles go on


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """A pool of technologies as it bears on the forecast of another.

    Attributes:
        source: what the technologies are of, such as the name of a file.
        data: hash of it.
        constants: of the method.
        pool: what they have in common.
        quantiles: (H, P) of standardised errors at horizons 1 to H, by ``quantiles.PROBABILITIES``.
        results: hindcast of every method, each technology's intervals from the others.
        falls: hindcast of costs that fall to a share of what they were.
        left_out: technologies that are not pooled.
    """

    source: str
    data: str
    constants: Constants
    pool: Pool
    quantiles: Array
    results: tuple[Result, ...]
    falls: tuple[Fall, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def horizon(self) -> int:
        """The longest horizon that was scored."""
        return int(self.quantiles.shape[0])

    def quantile(self, horizon: int, probability: Array | float) -> Array:
        """Quantiles of the standardised error at a horizon, linear in normal scores, also beyond the ends."""
        from scipy.special import ndtri

        scores, at = ndtri(np.array(PROBABILITIES)), ndtri(np.asarray(probability, float))
        known = self.quantiles[horizon - 1]
        found = np.interp(at, scores, known)
        for end, inner, beyond in ((0, _TAIL, at < scores[0]), (-1, -1 - _TAIL, at > scores[-1])):
            slope = (known[end] - known[inner]) / (scores[end] - scores[inner])
            found = np.where(beyond, known[end] + slope * (at - scores[end]), found)
        return np.asarray(found)

    def score(self, horizon: int) -> Score | None:
        """The hindcast of the leading method at a horizon; None where there was none."""
        row = at_horizon(self.results, Method.DAMPED, horizon)
        if row is None:
            return None
        drawn = None if row.skill is None else Interval(SKILL_LEVEL, row.skill.low, row.skill.high)
        baseline = (Method.NO_CHANGE.value, row.no_change)
        return Score.of_errors(Metric.LOG_ERROR, row.error, baseline, (row.n, row.origins), drawn)


def calibrate(curves: Sequence[Curve], constants: Constants = CHOSEN) -> Calibration:
    """The calibration that a table of curves gives.

    Args:
        curves: of any technologies; those whose yearly costs do not fall or are too few are listed.
        constants: of the method.

    Raises:
        InputError: fewer than two technologies can be pooled.
    """
    pool = pooled(curves)
    if len(pool.curves) < 2:
        raise InputError(
            f"{len(pool.curves)} of {len(curves)} technologies have yearly costs that fall",
            where=curves[0].source if curves else "",
            advice="A hindcast that leaves one out needs two at least, each of seven years or more",
        )
    forecasts = forecasts_of(pool, constants)
    reach = int(min(forecasts.horizon.max(), HORIZON))
    table = quantile_table(standardised(forecasts), forecasts.which, forecasts.horizon, reach)
    first = pool.curves[0]
    return Calibration(
        first.source,
        first.data,
        constants,
        pool.whole,
        table,
        results_of(forecasts),
        falls_of(forecasts),
        pool.left_out,
    )
