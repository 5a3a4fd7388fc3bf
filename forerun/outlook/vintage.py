"""The panel of one day as plain arrays, and the months on which the target has figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from forerun.errors import InputError
from forerun.periods import Period

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def has_figure(month: Period, joint: int) -> bool:
    """Whether a month has a figure of its own where January to ``joint`` come as one, at the last of them."""
    return month.index >= joint


def figure_months(after: Period, until: Period, joint: int) -> tuple[Period, ...]:
    """Months with a figure of their own after one month up to and with another."""
    steps = range(1, until.ordinal - after.ordinal + 1)
    return tuple(month for step in steps if has_figure(month := after.shift(step), joint))


@dataclass(frozen=True, slots=True)
class Vintage:
    """The panel as known at the end of ``as_of``: plain arrays, NaN where nothing was published.

    Attributes:
        as_of: the day.
        months: the T months from the start of the sample to that of the day.
        names: ids of the N series, the target first.
        values: (T, N), transformed as the spec says.
        joint: (T, N), true where the value covers January to that month.
        to_date: (T,), growth of the year to date of the target, in percent.
        joint_months: the target's months from January to this one come as one figure; 1: none do.
    """

    as_of: date
    months: tuple[Period, ...]
    names: tuple[str, ...]
    values: Floats
    joint: Flags
    to_date: Floats
    joint_months: int

    @property
    def last(self) -> Period:
        """Month of the target's last published figure.

        Raises:
            InputError: there is none.
        """
        known = np.flatnonzero(~np.isnan(self.values[:, 0]))
        if not known.size:
            raise InputError(
                f"nothing of {self.names[0]} was published by {self.as_of}",
                advice="Choose a later day, or ingest the releases",
            )
        return self.months[int(known[-1])]

    @property
    def figures(self) -> tuple[tuple[Period, ...], Floats]:
        """The target on its own axis, from its first figure to its last; a gap within is NaN.

        January is not among the months where it comes with February.

        Raises:
            InputError: there is none.
        """
        until = self.last.ordinal - self.months[0].ordinal
        begun = int(np.flatnonzero(~np.isnan(self.values[:, 0]))[0])
        rows = [r for r in range(begun, until + 1) if has_figure(self.months[r], self.joint_months)]
        return tuple(self.months[row] for row in rows), self.values[rows, 0]

    @property
    def ahead(self) -> tuple[Period, ...]:
        """Months whose figure is still to come, up to the end of the year after the day's."""
        return figure_months(self.last, self.months[-1].shift(12).year_end, self.joint_months)
