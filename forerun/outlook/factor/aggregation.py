"""How a published figure is made of months: weights on the month and on those before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np

from forerun.compiled import Array

MONTHS = 12


@dataclass(frozen=True)
class Aggregation:
    """Weights of a published figure over months.

    Attributes:
        name: what it is called in files and messages.
        rows: twelve rows, one for each month of the year in which the figure may stand (January first);
            in a row, the weight of that month, of the month before, and so on. An empty row says that
            no figure stands in that month.
        is_chained: whether the idiosyncratic term is one of the published figures, an autoregression from
            one to the next, and not the same weighted sum of latent monthly terms.  For months of their
            own the two are one; for sums it is an approximation that needs no state.
    """

    name: str
    rows: tuple[tuple[float, ...], ...]
    is_chained: bool = False

    @cached_property
    def depth(self) -> int:
        """The number of months, counted back from the one it stands in, that any figure consists of."""
        return max(len(row) for row in self.rows)

    def weights(self, depth: int) -> Array:
        """Weights as an array (12, depth), filled with zeros."""
        return np.array([row + (0.0,) * (depth - len(row)) for row in self.rows])

    @cached_property
    def is_monthly(self) -> bool:
        """Whether each month's figure is that month's alone."""
        return all(row == (1.0,) for row in self.rows)


def _every(name: str, months: int, row: tuple[float, ...]) -> Aggregation:
    return Aggregation(name, tuple(row if m % months == 0 else () for m in range(1, MONTHS + 1)))


def _triangle(months: int) -> tuple[float, ...]:
    rising = tuple(float(k) for k in range(1, months + 1))
    return rising + rising[-2::-1]


@cache
def monthly() -> Aggregation:
    """A month's own figure."""
    return replace(_every("monthly", 1, (1.0,)), is_chained=True)


@cache
def growth_of_quarter() -> Aggregation:
    """Growth on the quarter before out of growth on the month before (Mariano and Murasawa 2003).

    The weights 1, 2, 3, 2, 1 are not divided by three: the loading takes that in, as in the New York Fed's
    program.
    """
    return _every("growth_of_quarter", 3, _triangle(3))


@cache
def growth_of_year() -> Aggregation:
    """Annual growth of a yearly total out of month-on-month growth: 1, 2, ..., 12, ..., 2, 1."""
    return _every("growth_of_year", MONTHS, _triangle(MONTHS))


@cache
def mean_of_quarter() -> Aggregation:
    """The average of a quarter's months, as of growth on a year earlier."""
    return _every("mean_of_quarter", 3, (1 / 3,) * 3)


@cache
def mean_of_year() -> Aggregation:
    """The average of a year's months."""
    return _every("mean_of_year", MONTHS, (1 / MONTHS,) * MONTHS)


@cache
def year_to_date() -> Aggregation:
    """The average of the year's months so far."""
    return Aggregation("year_to_date", tuple((1 / m,) * m for m in range(1, MONTHS + 1)), is_chained=True)


@cache
def joint_months(last: int = 2) -> Aggregation:
    """Months of which January to ``last`` are published together, in ``last``, as their average."""
    if last == 1:
        return monthly()
    rows = (*((),) * (last - 1), (1 / last,) * last, *((1.0,),) * (MONTHS - last))
    return Aggregation(f"joint_months_{last}", rows, is_chained=True)
