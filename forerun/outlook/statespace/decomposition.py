"""News between two vintages: every withdrawal, revision and release, adding up exactly.

Banbura and Modugno (2014), Journal of Applied Econometrics 29, write the effect of releases as
their surprises times joint weights.  Here the weights are those of the projection on all data known after the
releases, so several releases of one series need no matrix of their own, and revisions are the same weights
times what changed::

    E[target | old]      at the old model                                parameters
    E[target | old]   -> E[target | what remains, old values]            withdrawals
                      -> E[target | what remains, new values]            revisions
                      -> E[target | new]                                 releases
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forerun.errors import InputError
from forerun.outlook.news import Change, ChangeKind, News
from forerun.outlook.statespace.model import Array, StateSpace
from forerun.outlook.statespace.projection import Projection, project
from forerun.outlook.statespace.vintage import Scale, Vintage, extend


@dataclass(frozen=True, slots=True, eq=False)
class Standardised:
    """A state space of standardised data with the scale by which it sees them."""

    space: StateSpace
    scale: Scale


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """Data in their own units (T, n) with the projection on them in standard units."""

    values: Array
    projection: Projection


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """Cells (T, n) that differ between two sides, in which values and with which weights."""

    kind: ChangeKind
    cells: NDArray[np.bool_]
    before: Array
    after: Array
    weights: Array


def nowcast(model: Standardised, vintage: Vintage, target: tuple[str, str]) -> float:
    """Expectation of a figure, in its own unit; the figure itself where it is known.

    Args:
        model: of the series of the vintage, in their order, starting with its first month.
        vintage: what is known; it need not reach the month of the target.
        target: name of a series, and a month.

    Raises:
        UnknownNameError: no series of that name.
        InputError: the month is before the data, or the data do not fit the model.
    """
    reaching = extend(vintage, target[1])
    cell = (reaching.row(target[1]), reaching.column(target[0]))
    return _value(model, _side(model, reaching.values, cell), cell)


def nowcast_news(
    model: Standardised,
    old: Vintage,
    new: Vintage,
    target: tuple[str, str],
    former: Standardised | None = None,
) -> News:
    """Why the expectation of a figure moved between two vintages.

    Args:
        model: with which releases and revisions are weighed.
        old: what was known before.
        new: what is known now, of the same series from the same first month on.
        target: name of a series, and a month, the third of a quarter for a quarterly series.
        former: the model at the time of ``old`` where that was another one; its effect is a line of its own.

    Returns:
        All changes, those of one kind together, by series and month;
        :attr:`~forerun.outlook.news.News.residual` is zero up to rounding.

    Raises:
        UnknownNameError: no series of that name.
        InputError: the vintages do not fit each other or the model.
    """
    old, new = _aligned(old, new, target[1])
    cell = (new.row(target[1]), new.column(target[0]))
    sides = [_side(model, values, cell) for values in _stages(old.values, new.values)]
    then, now = (_value(model, side, cell) for side in (sides[0], sides[-1]))
    changes: list[Change] = []
    if former is not None:
        before = nowcast(former, old, target)
        changes.append(Change(ChangeKind.PARAMETERS, "", "", before, then, 1.0))
        then = before
    for each in _changes(model.scale, *sides):
        changes += _listed(each, new, model.scale, cell[1])
    return News(*target, then, now, tuple(changes))


def _stages(old: Array, new: Array) -> Iterable[Array]:
    """The data as they were, what remains with old and with new values, and as they are, (T, n) each."""
    remains = np.isfinite(old) & np.isfinite(new)
    return old, np.where(remains, old, np.nan), np.where(remains, new, np.nan), new


def _changes(scale: Scale, old: _Side, kept: _Side, revised: _Side, new: _Side) -> Iterator[_Change]:
    known_before, remains, known = (np.isfinite(side.values) for side in (old, kept, new))
    expected_without, expected = (scale.restore(side.projection.expected) for side in (kept, revised))
    gone, changed = known_before & ~remains, remains & (kept.values != revised.values)
    yield _Change(ChangeKind.WITHDRAWAL, gone, old.values, expected_without, old.projection.weights)
    yield _Change(ChangeKind.REVISION, changed, kept.values, revised.values, revised.projection.weights)
    yield _Change(ChangeKind.RELEASE, known & ~remains, expected, new.values, new.projection.weights)


def _listed(change: _Change, labels: Vintage, scale: Scale, target: int) -> Iterator[Change]:
    for column, row in np.argwhere(change.cells.T):
        yield Change(
            change.kind,
            labels.series[column],
            labels.periods[row],
            float(change.before[row, column]),
            float(change.after[row, column]),
            float(change.weights[row, column] * scale.deviation[target] / scale.deviation[column]),
        )


def _side(model: Standardised, values: Array, cell: tuple[int, int]) -> _Side:
    return _Side(values, project(model.space, model.scale.standardise(values), cell))


def _value(model: Standardised, side: _Side, cell: tuple[int, int]) -> float:
    known = float(side.values[cell])
    return float(model.scale.restore(side.projection.expected)[cell]) if np.isnan(known) else known


def _aligned(old: Vintage, new: Vintage, last: str) -> tuple[Vintage, Vintage]:
    if old.series != new.series or old.periods[:1] != new.periods[:1]:
        raise InputError(
            "are of different series, or begin in different months",
            where="the two vintages",
            advice="Give both on the same grid",
        )
    last = max(last, *old.periods[-1:], *new.periods[-1:])
    return extend(old, last), extend(new, last)
