"""Months without a figure of their own: split joint figures, bridge what was never published, leave the rest.

Chinese releases give January and February together, or not at all.  What can be known about such a month
depends on the other years:

- A single missing month whose calendar month has figures in at least three other years is left to X-13,
  which estimates it with a regressor of its own (Gomez, Maravall & Pena, 1999).
- A joint figure is split in proportion to the model's estimates of the two months where both months have
  figures of their own in at least three years (``model``), else in proportion to their average days
  (``days``), because the share of the two is then not identified.  The sum is preserved.
- A month that is hardly ever published is bridged by the daily average between its neighbours (``days``) and
  shown as missing in the result.
- ``pairs`` adds the months up two by two and invents nothing.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forerun.errors import ConventionError
from forerun.outlook.seasonal.grid import Grid
from forerun.outlook.seasonal.recipes import SPLIT_BY_DAYS, SPLIT_BY_MODEL
from forerun.outlook.seasonal.spec import Gaps
from forerun.outlook.seasonal.windows import Floats
from forerun.periods import Period

YEARS_APART = 3
"""Years in which months must have figures of their own for the model to know the share of each."""
MOST_ESTIMATED = 60
"""Missing months that X-13 is asked to estimate, each with a regressor of its own."""
LEAP_SHARE = 0.25
"""Of a leap day in an average February."""
FEBRUARY = 2
MONTHS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Completed:
    """A series ready for X-13.

    ``values`` has shape (T,), NaN where X-13 estimates the value.  ``split`` are positions whose value is
    part of a joint figure, ``bridged`` positions that were filled because nothing identifies them.
    ``recipe`` says how joint figures are split; by ``BY_MODEL`` they are NaN until :func:`split_by_model` has
    the estimates.
    """

    values: Floats
    split: tuple[int, ...] = ()
    bridged: tuple[int, ...] = ()
    recipe: str = ""


BY_MODEL, BY_DAYS = SPLIT_BY_MODEL.id, SPLIT_BY_DAYS.id


def complete(grid: Grid, gaps: Gaps) -> Completed:
    """Give every month that needs one a figure, by the rules of this module.

    Args:
        grid: the figures.
        gaps: ``auto``, ``model`` or ``days``.

    Raises:
        ConventionError: ``model`` was asked for and too few years have the months apart, or more than 60
            months would have to be estimated.
    """
    apart = _apart(grid)
    known = _identified(grid, apart)
    if gaps is Gaps.MODEL and not known:
        raise ConventionError(
            f"fewer than {YEARS_APART} years have figures for both months of a joint one",
            where="gaps",
            advice="Split by days or add the months up in pairs",
        )
    split = tuple(at for second in grid.joint for at in (second - 1, second))
    by_model = known and gaps is not Gaps.DAYS
    if not by_model:
        apart = _split(grid, apart, days(grid.periods))
    bridged = _unidentified(apart, grid.periods, () if not by_model else split)
    values = _bridge(apart, grid.periods, bridged)
    _check_number(values)
    return Completed(values, split, bridged, (BY_MODEL if by_model else BY_DAYS) if split else "")


def split_by_model(completed: Completed, grid: Grid, estimates: Floats) -> Completed:
    """Split the joint figures in proportion to the model's estimates, shape (T,); the sum is preserved."""
    return replace(completed, values=_split(grid, completed.values, estimates))


def _check_number(values: Floats) -> None:
    missing = int(np.isnan(values).sum())
    if missing > MOST_ESTIMATED:
        raise ConventionError(
            f"{missing} months have no figure; X-13 estimates {MOST_ESTIMATED} at most",
            advice="Choose a span with fewer gaps",
        )


def _apart(grid: Grid) -> Floats:
    """The values without the joint figures."""
    values = grid.values.copy()
    values[list(grid.joint)] = np.nan
    return values


def _identified(grid: Grid, apart: Floats) -> bool:
    """Whether both months of every joint figure have figures of their own in at least three years."""
    wanted = {grid.periods[at].index for at in (*grid.joint, *(at - 1 for at in grid.joint))}
    counts = _counts(apart, grid.periods)
    return all(counts.get(index, 0) >= YEARS_APART for index in wanted)


def _counts(values: Floats, periods: Sequence[Period]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for period, value in zip(periods, values, strict=True):
        counts[period.index] = counts.get(period.index, 0) + (not np.isnan(value))
    return counts


def _unidentified(apart: Floats, periods: Sequence[Period], split: Collection[int]) -> tuple[int, ...]:
    counts = _counts(apart, periods)
    return tuple(
        at
        for at, value in enumerate(apart)
        if np.isnan(value) and at not in split and counts[periods[at].index] < YEARS_APART
    )


def days(periods: Sequence[Period]) -> Floats:
    """Average length in days of each period over the years, shape (T,): February has 28.25.

    With the length of the year itself a split would carry a leap-year effect that no figure shows.
    """
    lengths = [(each.end - each.start).days + 1 for each in periods]
    february = [each.start.month <= FEBRUARY <= each.end.month for each in periods]
    plain = [
        length - calendar.isleap(each.year) * has + LEAP_SHARE * has
        for each, length, has in zip(periods, lengths, february, strict=True)
    ]
    return np.array(plain, dtype=np.float64)


def _bridge(apart: Floats, periods: Sequence[Period], positions: Sequence[int]) -> Floats:
    """Fill positions with the daily average of their neighbours, interpolated, times their days."""
    filled = apart.copy()
    if positions:
        length = days(periods)
        known = np.flatnonzero(~np.isnan(apart))
        daily = apart[known] / length[known]
        at = np.array(positions)
        filled[at] = np.interp(at, known, daily) * length[at]
    return filled


def _split(grid: Grid, values: Floats, weights: Floats) -> Floats:
    done = values.copy()
    for at in grid.joint:
        pair = [at - 1, at]
        done[pair] = grid.values[at] * weights[pair] / weights[pair].sum()
    return done


def pairs(grid: Grid) -> Grid:
    """The months two by two, each pair named by its second month; a pair with a missing month is missing.

    Raises:
        ConventionError: the series is not monthly, or a joint figure is not that of a pair.
    """
    if grid.per_year != MONTHS or any(grid.periods[at].index % 2 for at in grid.joint):
        raise ConventionError(
            "only months, with joint figures in even months, add up in pairs", where="gaps", advice="Use days"
        )
    skip = 1 - grid.periods[0].index % 2
    seconds = range(1 + skip, len(grid.periods), 2)
    sums = [grid.values[at] if at in grid.joint else grid.values[at - 1] + grid.values[at] for at in seconds]
    return Grid(tuple(grid.periods[at] for at in seconds), np.array(sums), (), grid.notes)
