"""Covariates: fitted together with the outcomes, or taken out of them."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.panel import Panel
from forerun.trials.result import Estimator
from forerun.trials.synthetic.method import Adjustment, Method
from forerun.trials.synthetic.regression import coefficients_with_weights, two_way_coefficients


def adjusted(panel: Panel, method: Method, start: int) -> Array:
    """The outcome of the cohort that begins at ``start`` with covariates taken out, (N, T).

    RESIDUALISE takes out of every period what a regression on the covariates' means before treatment,
    fitted on the donors, explains (Ben-Michael, Feller, Rothstein 2021, section 6); PROJECT and OPTIMISE
    take out the covariates of the period times coefficients (Arkhangelsky et al. 2021, section 5; the
    former's coefficients come from the never treated alone, as in Kranz 2022).

    Raises:
        InputError: a covariate that the panel does not hold, that is missing or does not vary.
    """
    if method.adjustment is Adjustment.RESIDUALISE:
        return _residuals(panel, means_before(panel, method.covariates, start))
    if method.adjustment in (Adjustment.PROJECT, Adjustment.OPTIMISE):
        values = _by_period(panel, method.covariates)
        if method.adjustment is Adjustment.PROJECT:
            slopes = two_way_coefficients(panel.outcome[~panel.treated], values[:, ~panel.treated])
        else:
            slopes = coefficients_with_weights(panel, values, start)
        return np.asarray(panel.outcome - np.tensordot(slopes, values, axes=1))
    return panel.outcome


def features(panel: Panel, method: Method, start: int, window: Array) -> Array:
    """What unit weights are to fit: outcomes, and covariates in their scale, (N, F), less the donors' mean.

    Weights sum to one, so that the mean takes no part; left in, it costs a small penalty its digits.

    Args:
        panel: the places.
        method: the estimator; all but those that fit levels take each place's mean out.
        start: position of the first treated period; covariates are averaged before it.
        window: (N, L) the adjusted outcome in the periods that are fitted.
    """
    donors = ~panel.treated
    rows = window if fits_levels(method) else window - window.mean(axis=1, keepdims=True)
    rows = rows - rows[donors].mean(axis=0)
    if method.adjustment is not Adjustment.BALANCE:
        return np.asarray(rows)
    values = means_before(panel, method.covariates, start)
    values = values - values[donors].mean(axis=0)
    scale = rows[donors].std(ddof=1) / values[donors].std(axis=0, ddof=1)
    return np.hstack([rows, values * scale])


def fits_levels(method: Method) -> bool:
    """Whether the synthetic path has no intercept, so that its level must be that of the treated."""
    return method.estimator is Estimator.SYNTHETIC or (
        method.estimator is Estimator.RIDGE and not method.fixed_effects
    )


def means_before(panel: Panel, names: tuple[str, ...], start: int) -> Array:
    """Means of covariates over the periods before ``start`` that were observed, (N, p).

    Raises:
        InputError: a covariate that the panel does not hold, was never observed, or is the same everywhere.
    """
    columns = []
    for name in names:
        before = _covariate(panel, name)[:, :start]
        known = np.isfinite(before)
        if not known.any(axis=1).all():
            place = panel.places[int(np.argmin(known.any(axis=1)))]
            what = f"the covariate {name!r} was not observed before treatment"
            raise InputError(what, where=place, advice="Leave the place or the covariate out")
        column = np.where(known, before, 0.0).sum(axis=1) / known.sum(axis=1)
        if np.ptp(column[~panel.treated]) == 0.0:
            what = f"the covariate {name!r} is the same in every place that was never treated"
            raise InputError(what, advice="Leave it out")
        columns.append(column)
    return np.column_stack(columns)


def _by_period(panel: Panel, names: tuple[str, ...]) -> Array:
    """Covariates in every place and period, (p, N, T)."""
    values = np.stack([_covariate(panel, name) for name in names])
    if not np.isfinite(values).all():
        which, place, period = np.argwhere(~np.isfinite(values))[0]
        where = f"{panel.places[place]}, {panel.periods[period]}"
        what = f"the covariate {names[which]!r} is missing"
        raise InputError(what, where=where, advice="Supply it, or leave the place or the covariate out")
    return values


def _covariate(panel: Panel, name: str) -> Array:
    if name not in panel.covariates:
        known = ", ".join(sorted(panel.covariates)) or "none"
        raise InputError(f"the panel has no covariate {name!r}", advice=f"It has {known}")
    return panel.covariates[name]


def _residuals(panel: Panel, means: Array) -> Array:
    donors = ~panel.treated
    centred = means - means[donors].mean(axis=0)
    if np.linalg.matrix_rank(centred[donors]) < centred.shape[1]:
        what = "the covariates cannot be told apart among the places that were never treated"
        raise InputError(what, advice="Use fewer of them")
    slopes = np.linalg.lstsq(centred[donors], panel.outcome[donors], rcond=None)[0]
    return np.asarray(panel.outcome - centred @ slopes)
