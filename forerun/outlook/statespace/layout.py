"""Which states a mixed-frequency dynamic factor model has, and what each series takes of them.

The state of Banbura and Modugno (2014), Journal of Applied Econometrics 29, appendix B: for each block its
factors now and some months back, then one idiosyncratic state for a monthly series and five for a quarterly
one.  A quarterly growth rate is 1, 2, 3, 2, 1 times its unobserved monthly self (Mariano and Murasawa 2003,
Journal of Applied Econometrics 18).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forerun.errors import InputError
from forerun.outlook.statespace.model import Array

AGGREGATION = (1.0, 2.0, 3.0, 2.0, 1.0)
"""Weights of the months t .. t-4 in the growth of the quarter that ends in t."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The order of the states.

    Args:
        quarterly: (n,), whether a series is quarterly.
        blocks: (n, b), whether a series loads on a block of factors.
        factors: factors of each block, r_1 .. r_b.
        lags: order p of each block's autoregression.
        autoregressive: whether idiosyncratic terms are states that follow an AR(1); otherwise they are
            observation noise without memory.

    Raises:
        InputError: shapes do not fit, or a count is not positive.
    """

    quarterly: NDArray[np.bool_]
    blocks: NDArray[np.bool_]
    factors: tuple[int, ...]
    lags: int
    autoregressive: bool = True

    def __post_init__(self) -> None:
        fits = self.blocks.shape == (len(self.quarterly), len(self.factors))
        if not fits or self.lags < 1 or not self.factors or min(self.factors) < 1:
            raise InputError(
                f"{self.blocks.shape} memberships, factors {self.factors} and {self.lags} lags do not fit",
                where="layout",
                advice="Give one row a series, one column a block, and at least one factor and one lag",
            )

    @property
    def series_count(self) -> int:
        """Number of series, n."""
        return len(self.quarterly)

    @property
    def depth(self) -> int:
        """Months for which each factor is kept."""
        return max(self.lags, len(AGGREGATION) if bool(self.quarterly.any()) else 1)

    @property
    def factor_states(self) -> int:
        """Number of states that hold factors."""
        return sum(self.factors) * self.depth

    @property
    def state_count(self) -> int:
        """Number of states, s."""
        own = [self._own_count(series) for series in range(self.series_count)]
        return self.factor_states + sum(own)

    def block(self, number: int, months: int = 1) -> slice:
        """States of a block: its factors of this month and of the ``months - 1`` before, newest first."""
        first = sum(self.factors[:number]) * self.depth
        return slice(first, first + self.factors[number] * months)

    def own(self, series: int) -> slice:
        """States of the idiosyncratic term of a series, newest first; empty when it is noise."""
        order = [*np.flatnonzero(~self.quarterly), *np.flatnonzero(self.quarterly)]
        before = order[: order.index(series)]
        first = self.factor_states + sum(self._own_count(each) for each in before)
        return slice(first, first + self._own_count(series))

    def loading(self, series: int) -> Array:
        """(k, s): what the k factors on which a series loads contribute, each with loading one."""
        weights = self._weights(series)
        rows = []
        for number in np.flatnonzero(self.blocks[series]).tolist():
            states = np.arange(self.state_count)[self.block(number, len(weights))]
            rows.append(np.zeros((self.factors[number], self.state_count)))
            for factor, row in enumerate(rows[-1]):
                row[states[factor :: self.factors[number]]] = weights
        return np.vstack(rows) if rows else np.zeros((0, self.state_count))

    def idiosyncratic(self, series: int) -> Array:
        """(s,): what the idiosyncratic states contribute to a series."""
        row = np.zeros(self.state_count)
        if self.autoregressive:
            row[self.own(series)] = self._weights(series)
        return row

    def shift(self) -> Array:
        """(s, s): the part of the transition that moves every month one place back."""
        moved = np.zeros((self.state_count, self.state_count))
        parts = [(self.block(number, self.depth), count) for number, count in enumerate(self.factors)]
        parts += [(self.own(series), 1) for series in range(self.series_count)]
        for states, count in parts:
            size = states.stop - states.start
            moved[states, states] = np.eye(size, k=-count)
        return moved

    def _weights(self, series: int) -> tuple[float, ...]:
        return AGGREGATION if self.quarterly[series] else (1.0,)

    def _own_count(self, series: int) -> int:
        return len(self._weights(series)) if self.autoregressive else 0


def single_block(
    quarterly: NDArray[np.bool_], factors: int, lags: int, autoregressive: bool = True
) -> Layout:
    """One block of factors on which every series loads.

    Raises:
        InputError: a count is not positive.
    """
    blocks = np.ones((len(quarterly), 1), dtype=bool)
    return Layout(np.asarray(quarterly, dtype=bool), blocks, (factors,), lags, autoregressive)
