"""Series of several frequencies on one axis of months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from forerun.errors import InputError
from forerun.outlook.factor.aggregation import MONTHS, Aggregation, monthly
from forerun.outlook.factor.compiled import Array
from forerun.periods import Period

FEWEST = 8  # observations below which nothing is estimated from a series


@dataclass(frozen=True, eq=False)
class Panel:
    """A ragged panel; NaN where nothing is published.

    Attributes:
        values: (T, N) with months in rows.
        start: the month of the first row.
        names: N names, all different.
        aggregations: what a figure of each series consists of.
        means, scales: (N,) what was taken off and divided by; zeros and ones when the values are as
            published.
    """

    values: Array
    start: Period
    names: tuple[str, ...]
    aggregations: tuple[Aggregation, ...]
    means: Array
    scales: Array

    @property
    def months(self) -> int:
        """The number of rows."""
        return len(self.values)

    @cached_property
    def phase(self) -> Array:
        """(T,) the month of the year of each row, January being 0."""
        return (self.start.index - 1 + np.arange(self.months)) % MONTHS

    def month(self, row: int) -> Period:
        """The month of a row, also of one before the first or behind the last."""
        return self.start.shift(row)

    def row(self, month: Period) -> int:
        """The row of a month, which may lie outside."""
        return month.ordinal - self.start.ordinal

    def column(self, name: str) -> int:
        """The column of a series.

        Raises:
            InputError: no series has that name.
        """
        if name not in self.names:
            raise InputError(
                f"no series {name!r} in the panel", advice=f"It holds {', '.join(self.names[:20])}"
            )
        return self.names.index(name)

    def extended(self, months: int) -> Panel:
        """The panel with empty months at its end, up to ``months`` in all."""
        more = np.full((max(0, months - self.months), len(self.names)), np.nan)
        return replace(self, values=np.vstack([self.values, more]))


def panel(
    values: Array,
    start: Period,
    names: Sequence[str],
    aggregations: Sequence[Aggregation] | None = None,
) -> Panel:
    """A panel of values as published, checked.

    Args:
        values: (T, N), NaN where nothing is published.
        start: the month of the first row.
        names: N names.
        aggregations: N of them; all monthly when left out.

    Raises:
        InputError: shapes that do not fit, a name twice, an infinite value, a figure in a month in which
            its series has none.
    """
    table = np.array(values, dtype=float)
    kinds = tuple(aggregations) if aggregations is not None else (monthly(),) * len(names)
    if table.ndim != 2 or table.shape[1] != len(names) or len(kinds) != len(names):
        raise InputError(
            f"a panel of shape {table.shape} has {len(names)} names and {len(kinds)} aggregations",
            advice="Give one column, name and aggregation for each series, months in rows",
        )
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        raise InputError(f"the series {twice[0]!r} stands twice in the panel", advice="Keep one of them")
    made = Panel(table, start, tuple(names), kinds, np.zeros(len(names)), np.ones(len(names)))
    _check_cells(made)
    return made


def _check_cells(made: Panel) -> None:
    seen = ~np.isnan(made.values)
    stands = np.array([[bool(row) for row in kind.rows] for kind in made.aggregations])[:, made.phase].T
    for bad, what, advice in (
        (np.isinf(made.values), "an infinite value", "Leave it empty or correct it"),
        (
            seen & ~stands,
            "a figure in a month in which its series has none",
            "Put it into the month in which its span ends",
        ),
    ):
        if bad.any():
            row, column = np.argwhere(bad)[0]
            raise InputError(what, where=f"{made.names[column]}, {made.month(int(row))}", advice=advice)


def standardised(given: Panel, fewest: int = FEWEST) -> Panel:
    """The panel minus the mean of each series, divided by its standard deviation (over T, not T - 1).

    Raises:
        InputError: a series that is empty, constant or has fewer than ``fewest`` values.
    """
    for name, values in zip(given.names, given.values.T, strict=True):
        _check_variation(name, values[~np.isnan(values)], fewest)
    means, scales = np.nanmean(given.values, axis=0), np.nanstd(given.values, axis=0)
    return replace(
        given,
        values=(given.values - means) / scales,
        means=given.means + given.scales * means,
        scales=given.scales * scales,
    )


def _check_variation(name: str, seen: Array, fewest: int) -> None:
    if len(seen) < fewest:
        count = "no values" if not len(seen) else f"only {len(seen)} value{'s' * (len(seen) > 1)}"
        raise InputError(
            f"the series has {count}, at least {fewest} are needed", where=name, advice="Leave the series out"
        )
    if np.ptp(seen) <= 1e-12 * max(1.0, float(np.abs(seen).max())):
        raise InputError(f"the series is constant at {seen[0]:g}", where=name, advice="Leave the series out")
