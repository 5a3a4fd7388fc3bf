"""Series of several frequencies on one axis of months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.outlook.factor.aggregation import MONTHS, Aggregation, monthly
from forerun.outlook.factor.parameters import LARGEST
from forerun.periods import Frequency, Period

FEWEST = 8  # observations below which nothing is estimated from a series
_FLAT = 1e-12


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

    @cached_property
    def places(self) -> Array:
        """(T, N) whether a series may have a figure in a month, as its aggregation says."""
        of_year = np.array([[bool(row) for row in kind.rows] for kind in self.aggregations])
        return of_year[:, self.phase].T

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
        InputError: no series, shapes that do not fit, a start that is no month, a name twice, a value that
            is infinite or beyond 1e100, a figure in a month in which its series has none.
    """
    table = np.array(values, dtype=float)
    kinds = tuple(aggregations) if aggregations is not None else (monthly(),) * len(names)
    if not names or table.ndim != 2 or table.shape[1] != len(names) or len(kinds) != len(names):
        raise InputError(
            f"a panel of shape {table.shape} has {len(names)} names and {len(kinds)} aggregations",
            advice="Give one column, name and aggregation for each series, months in rows",
        )
    if start.frequency is not Frequency.MONTH:
        raise InputError(f"a panel starts with a month, not {start}", advice="Write it like 2004-01")
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        raise InputError(f"the series {twice[0]!r} stands twice in the panel", advice="Keep one of them")
    made = Panel(table, start, tuple(names), kinds, np.zeros(len(names)), np.ones(len(names)))
    _check_cells(made)
    return made


def _check_cells(made: Panel) -> None:
    seen = ~np.isnan(made.values)
    for bad, what, advice in (
        (np.isinf(made.values), "an infinite value", "Leave it empty or correct it"),
        (np.abs(made.values) > LARGEST, f"a value beyond {LARGEST:g}", "Leave it empty or correct it"),
        (
            seen & ~made.places,
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
    _check_variation(given, fewest)
    seen = ~np.isnan(given.values)
    count = seen.sum(axis=0)
    means = np.where(seen, given.values, 0.0).sum(axis=0) / count
    apart = given.values - means
    scales = np.sqrt((np.where(seen, apart, 0.0) ** 2).sum(axis=0) / count)
    return replace(
        given,
        values=apart / scales,
        means=given.means + given.scales * means,
        scales=given.scales * scales,
    )


def _check_variation(given: Panel, fewest: int) -> None:
    counts = np.count_nonzero(~np.isnan(given.values), axis=0)
    for column in np.flatnonzero(counts < fewest):
        n = int(counts[column])
        raise InputError(
            f"the series has {f'only {n}' if n else 'no'} value{'s' * (n != 1)}, fewer than {fewest}",
            where=given.names[column],
            advice="Leave the series out",
        )
    high, low = np.nanmax(given.values, axis=0), np.nanmin(given.values, axis=0)
    for column in np.flatnonzero(high - low <= _FLAT * np.maximum(1.0, np.abs(high))):
        raise InputError(
            f"the series is constant at {high[column]:g}",
            where=given.names[column],
            advice="Leave the series out",
        )
