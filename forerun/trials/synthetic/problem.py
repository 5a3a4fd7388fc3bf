"""A panel made ready: which places can be used, and what their weights are to fit, as the kernels take it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.panel import Panel
from forerun.trials.result import Estimator
from forerun.trials.synthetic import kernels
from forerun.trials.synthetic.adjustment import adjusted, features
from forerun.trials.synthetic.method import Method
from forerun.trials.synthetic.ridge import penalties

LEAST_PERIODS = {
    Estimator.DID: 1,
    Estimator.SYNTHETIC: 2,
    Estimator.DEMEANED: 2,
    Estimator.SDID: 2,
    Estimator.RIDGE: 4,
}
"""Periods before treatment that an estimator needs."""
_OF_NOISE = 1e-6  # regularisation of the period weights of SDID, in the noise of the outcome


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What the kernels need.

    Attributes:
        method: the estimator.
        panel: of the places used, treated or never treated, all observed.
        dropped: places that could have been donors but for missing outcomes.
        donors: (m,) positions in the panel of the never treated.
        treated: (k,) positions in the panel of the treated.
        cohorts: (k,) which of the panel's cohorts each treated place belongs to.
        data: for the kernels: outcomes without covariates, Gram matrices, starts, weights of places.
        kind: for the kernels: the estimator.
    """

    method: Method
    panel: Panel
    dropped: tuple[str, ...]
    donors: Array
    treated: Array
    cohorts: Array
    data: kernels.Data
    kind: kernels.Kind

    @property
    def att(self) -> float:
        """The effect, over every cohort."""
        return float(self.assigned(self.treated[None, :], self.cohorts[None, :], self.donors[None, :])[0, 0])

    def group(self, cohort: int) -> kernels.Group:
        """Treated places of a cohort with their shares, and the donors."""
        rows = self.treated[self.cohorts == cohort]
        weights = self.panel.weights[rows]
        return rows, weights / weights.sum(), self.donors

    def assigned(
        self, treated: Array, cohorts: Array, donors: Array, *, shares: Array | None = None
    ) -> Array:
        """What is found under other assignments, see :func:`kernels.assignments_kernel`.

        Args:
            treated: (R, k) positions; -1 fills.
            cohorts: (R, k).
            donors: (R, m) positions; -1 fills.
            shares: (R, k) how much each counts; None for the weights of the places themselves.
        """
        counts = self.panel.weights[treated] if shares is None else shares
        whole = (np.ascontiguousarray(each, np.int64) for each in (treated, cohorts, donors))
        rows, groups, others = whole
        return kernels.assignments_kernel(
            self.data, self.kind, rows, groups, np.ascontiguousarray(counts, float), others
        )


def problem_of(panel: Panel, method: Method) -> Problem:
    """The problem of a panel.

    Raises:
        InputError: no treated or no never treated place, an outcome that is missing or infinite where it
            must be known, or constant, or too few periods before treatment.
    """
    used, dropped = _complete(panel)
    _check(used, method)
    donors, treated = np.flatnonzero(~used.treated), np.flatnonzero(used.treated)
    starts = np.array(used.cohorts, np.int64)
    cohorts = np.searchsorted(starts, used.start[treated])
    outcomes = [adjusted(used, method, int(start)) for start in starts]
    fitted = [features(used, method, int(s), y[:, :s]) for y, s in zip(outcomes, starts, strict=True)]
    grams = np.stack([each @ each.T for each in fitted])
    data = np.stack(outcomes), grams, starts, np.ascontiguousarray(used.weights, float)
    shared = used, dropped, donors, treated, cohorts
    return Problem(method, *shared, data, _kind(method, _penalties(used, method, fitted)))


def _penalties(panel: Panel, method: Method, fitted: list[Array]) -> Array:
    """Penalty of the ridge for each cohort, (C,)."""
    if method.estimator is not Estimator.RIDGE or method.penalty is not None:
        return np.full(len(fitted), method.penalty or 0.0)
    found = []
    for start, values in zip(panel.cohorts, fitted, strict=True):
        rows = panel.start == start
        mean = np.average(values[rows], axis=0, weights=panel.weights[rows])
        found.append(penalties(values[~panel.treated], mean).chosen)
    return np.array(found)


def _kind(method: Method, penalty: Array) -> kernels.Kind:
    levels = kernels.ALL_PERIODS if method.fixed_effects else kernels.NO_INTERCEPT
    kinds: dict[Estimator, kernels.Kind] = {
        Estimator.DID: (kernels.UNIFORM, kernels.ALL_PERIODS, penalty, 0.0, 0.0),
        Estimator.SYNTHETIC: (kernels.SIMPLEX, kernels.NO_INTERCEPT, penalty, 0.0, 0.0),
        Estimator.DEMEANED: (kernels.SIMPLEX, kernels.ALL_PERIODS, penalty, 0.0, 0.0),
        Estimator.RIDGE: (kernels.RIDGE, levels, penalty, 0.0, 0.0),
        Estimator.SDID: (kernels.SIMPLEX, kernels.FITTED_PERIODS, penalty, 1.0, _OF_NOISE),
    }
    return kinds[method.estimator]


def _complete(panel: Panel) -> tuple[Panel, tuple[str, ...]]:
    """The places that can be used, and the names of donors with missing outcomes."""
    treated, observed = panel.treated, np.isfinite(panel.outcome)
    if np.isinf(panel.outcome).any():
        place, period = np.argwhere(np.isinf(panel.outcome))[0]
        raise _at(panel, int(place), int(period), "the outcome is infinite", "Correct it or leave it out")
    if not treated.any():
        raise InputError("no place is treated in this panel", advice="Say where and when treatment began")
    for place, period in np.argwhere(~observed & treated[:, None]):
        when = "before" if period < panel.start[place] else "after"
        what = f"the outcome of a treated place is missing {when} treatment began"
        raise _at(panel, int(place), int(period), what, "Leave the place or the period out, or supply it")
    if treated.all():
        first = panel.places[int(np.argmax(panel.start))]
        what = (
            f"every place is treated in the end, the last is {first}; synthetic paths need never treated ones"
        )
        raise InputError(what, advice="Add such places, or end the panel before the last start")
    keep = treated | observed.all(axis=1)
    dropped = tuple(panel.places[i] for i in np.flatnonzero(~keep))
    if not (keep & ~treated).any():
        what = f"every never treated place has missing outcomes, such as {dropped[0]}"
        raise InputError(what, advice="Use places that were observed in every period")
    return panel.of(keep), dropped


def _check(panel: Panel, method: Method) -> None:
    """Refuse what the estimator cannot work with."""
    needed = LEAST_PERIODS[method.estimator]
    for place in map(int, np.flatnonzero(panel.treated)):
        begins = int(panel.start[place])
        if begins < needed:
            what = f"{begins} periods before treatment, {method.estimator} needs {needed}"
            raise _at(panel, place, begins, what, "Use a longer panel, or difference in differences")
        if np.ptp(panel.outcome[place]) == 0.0:
            what = f"the outcome is {panel.outcome[place, 0]:g} in every period"
            raise InputError(what, where=panel.places[place], advice="Check the source of the outcome")
    donors = panel.outcome[~panel.treated]
    if np.ptp(donors, axis=1).max() == 0.0:
        where = ", ".join(np.array(panel.places)[~panel.treated][:3])
        what = "the outcome of every never treated place is the same in every period"
        raise InputError(what, where=where, advice="Check the source of the outcome")
    if not (np.isfinite(panel.weights).all() and (panel.weights > 0).all()):
        worst = int(np.flatnonzero(~(np.isfinite(panel.weights) & (panel.weights > 0)))[0])
        what = f"its weight is {panel.weights[worst]:g}"
        raise InputError(what, where=panel.places[worst], advice="Weights must be above zero")


def _at(panel: Panel, place: int, period: int, what: str, advice: str) -> InputError:
    return InputError(what, where=f"{panel.places[place]}, {panel.periods[period]}", advice=advice)
