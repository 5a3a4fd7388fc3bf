"""Why an expectation of the factor model moved between two vintages.

The expectation is linear in the figures, ``E[z | y] = c + sum_j w_j y_j``.  Projecting it on what was known
before gives ``E[z | new] - E[z | old] = sum over releases of w_j (y_j - E[y_j | old])`` with the weights of
the new vintage, exactly and with the joint weights of several releases of one series (Banbura and Modugno
2014); a revision moves it by the old vintage's weight times the change.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.outlook.factor.fit import Fit
from forerun.outlook.factor.panel import Panel
from forerun.outlook.factor.predict import Functional, expected, influence
from forerun.outlook.news import Change, ChangeKind, News

_UNREVISED = 1e-12  # standard deviations: a smaller difference is rounding


def news(old: Fit, panel: Panel, target: Functional, new: Fit | None = None) -> News:
    """Each release, revision and withdrawal between two vintages, and new parameters on a line of their own.

    Args:
        old: the model as it was estimated on the old vintage; its parameters weigh everything.
        panel: the new vintage as published, with the old one's series; others come in with ``new``.
        target: the figure, or weighted sum of figures, in question.
        new: the model as estimated on the new vintage; its forecast is the new one when given.

    Raises:
        InputError: an unknown series, one that consists of something else in the new vintage, or a month in
            which the target has no figure.
    """
    before, after = _aligned(old.panel, panel)
    keep = old.spec.keep
    common = replace(
        before, values=np.where(np.isnan(before.values) | np.isnan(after.values), np.nan, after.values)
    )
    gone = ~np.isnan(before.values) & np.isnan(after.values)
    value, weights = influence(before, old.parameters, target, keep)
    fresh, fresh_weights = influence(after, old.parameters, target, keep)
    changes = [
        *_changes(ChangeKind.REVISION, _revised(before, common), weights, _units(before), _units(common)),
        *_changes(
            ChangeKind.WITHDRAWAL, gone, weights, _units(before), expected(common, old.parameters, keep)
        ),
        *_changes(
            ChangeKind.RELEASE,
            np.isnan(before.values) & ~np.isnan(after.values),
            fresh_weights,
            expected(common, old.parameters, keep),
            _units(after),
        ),
    ]
    found = [
        Change(kind, before.names[column], str(before.month(row)), was, now, weight)
        for kind, row, column, was, now, weight in changes
    ]
    latest = fresh
    if new is not None:
        latest = influence(new.panel, new.parameters, target, new.spec.keep)[0]
        found.append(Change(ChangeKind.PARAMETERS, "", "", fresh, latest, 1.0))
    names, months = zip(*target, strict=True)
    return News(names[-1], str(max(months)), value, latest, tuple(found))


def _aligned(old: Panel, new: Panel) -> tuple[Panel, Panel]:
    """Both vintages over the same months and the old one's series, standardised as the old one was."""
    months = max(old.months, new.month(new.months - 1).ordinal - old.start.ordinal + 1)
    before = old.extended(months)
    values = np.full(before.values.shape, np.nan)
    shift = new.start.ordinal - old.start.ordinal
    rows = slice(max(0, shift), shift + new.months)
    for column, name in enumerate(old.names):
        if name in new.names:
            _check_same(old, new, name)
            own = new.values[max(0, -shift) :, new.names.index(name)]
            values[rows, column] = (own - old.means[column]) / old.scales[column]
    return before, replace(before, values=values)


def _check_same(old: Panel, new: Panel, name: str) -> None:
    was, now = (each.aggregations[each.column(name)] for each in (old, new))
    if was != now:
        raise InputError(
            f"the series is {was.name} in the old vintage and {now.name} in the new one",
            where=name,
            advice="Prepare both vintages alike",
        )


def _revised(before: Panel, common: Panel) -> Array:
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(before.values - common.values) > _UNREVISED)


def _units(panel: Panel) -> Array:
    return panel.values * panel.scales + panel.means


def _changes(
    kind: ChangeKind, where: Array, weights: Array, before: Array, after: Array
) -> list[tuple[ChangeKind, int, int, float, float, float]]:
    return [
        (
            kind,
            int(row),
            int(column),
            float(before[row, column]),
            float(after[row, column]),
            float(weights[row, column]),
        )
        for row, column in np.argwhere(where)
    ]
