"""Classical synthetic control: predictors weighted by an importance that the outcome chooses."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.panel import Panel
from forerun.trials.simplex import simplex_weights
from forerun.trials.synthetic.kernels import Group
from forerun.trials.synthetic.method import Method, Predictor

_OPERATORS: dict[str, Callable[[Array], Array]] = {
    "mean": lambda values: np.nanmean(values, axis=1),
    "median": lambda values: np.nanmedian(values, axis=1),
    "sum": lambda values: np.nansum(values, axis=1),
}
_EVALUATIONS = 2_000  # of the outcome's fit, for each start of the search


def classical(panel: Panel, method: Method, group: Group, start: int) -> tuple[Array, Array]:
    """Weights of donors and importance of predictors (Abadie, Diamond, Hainmueller 2010, section 2.3).

    Given V, weights minimise (x1 - X0 w)' V (x1 - X0 w) on the simplex; V minimises the squared gap of the
    outcome over ``method.fitted``.  The search is deterministic: downhill simplices in log V that begin at
    equal importance and at that of a regression of the outcome on the predictors; the better end counts.

    Args:
        panel: all places.
        method: predictors, importance and fitted periods.
        group: treated places, their shares, donors.
        start: position of the first treated period.

    Returns:
        (m,) weights and (p,) importance, each summing to one.

    Raises:
        InputError: a predictor that the panel does not hold, that was not observed, or that does not vary.
    """
    rows, shares, donors = group
    values = np.column_stack([_values(panel, each, np.append(donors, rows)) for each in method.predictors])
    mine = np.vstack([values[: len(donors)], shares @ values[len(donors) :]])
    spread = mine.std(axis=0, ddof=1)
    if not spread.min() > 0.0:
        name = method.predictors[int(np.argmin(spread))].name
        raise InputError(f"the predictor {name!r} is the same in every place", advice="Leave it out")
    scaled = mine / spread
    window = _positions(panel, method.fitted) if method.fitted else np.arange(start)
    paths = np.vstack([panel.outcome[donors], shares @ panel.outcome[rows]])[:, window]
    if method.importance is not None:
        v = np.array(method.importance) / sum(method.importance)
    else:
        v = _importance(scaled, paths)
    return _weights(scaled, v), v


def _positions(panel: Panel, labels: tuple[str, ...]) -> Array:
    missing = [label for label in labels if label not in panel.periods]
    if missing:
        raise InputError(
            f"the panel has no period {missing[0]!r}",
            advice=f"It runs {panel.periods[0]} to {panel.periods[-1]}",
        )
    return np.array([panel.periods.index(label) for label in labels])


def _values(panel: Panel, predictor: Predictor, rows: Array) -> Array:
    if predictor.name != "outcome" and predictor.name not in panel.covariates:
        known = ", ".join(["outcome", *sorted(panel.covariates)])
        raise InputError(f"the panel has no predictor {predictor.name!r}", advice=f"It has {known}")
    source = panel.outcome if predictor.name == "outcome" else panel.covariates[predictor.name]
    window = source[np.ix_(rows, _positions(panel, predictor.periods))]
    known = np.isfinite(window).any(axis=1)
    if not known.all():
        place = panel.places[int(rows[int(np.argmin(known))])]
        where = f"{place}, {predictor.periods[0]} to {predictor.periods[-1]}"
        raise InputError(
            f"the predictor {predictor.name!r} was not observed", where=where, advice="Take another window"
        )
    return _OPERATORS[predictor.operator](np.where(np.isfinite(window), window, np.nan))


def _weights(scaled: Array, v: Array) -> Array:
    rows = scaled * np.sqrt(v)
    return simplex_weights(rows[:-1] @ rows[:-1].T, rows[:-1] @ rows[-1])


def _importance(scaled: Array, paths: Array) -> Array:
    from scipy.optimize import minimize

    def shares(logs: Array) -> Array:
        raised = np.exp(np.clip(logs - logs.max(), -40.0, 0.0))
        return np.asarray(raised / raised.sum())

    def misfit(logs: Array) -> float:
        left = paths[-1] - _weights(scaled, shares(logs)) @ paths[:-1]
        return float(left @ left)

    options = {
        "maxfev": _EVALUATIONS,
        "maxiter": _EVALUATIONS,
        "xatol": 1e-4,
        "fatol": 1e-10,
        "adaptive": True,
    }
    equal = np.zeros(scaled.shape[1])
    starts = [equal, _regressed(scaled, paths)]
    ends = [minimize(misfit, each, method="Nelder-Mead", options=options) for each in starts]
    return shares(min(ends, key=lambda end: float(end.fun)).x)


def _regressed(scaled: Array, paths: Array) -> Array:
    """Log importance by squared coefficients of the outcome on the predictors."""
    design = np.column_stack([np.ones(len(scaled)), scaled])
    slopes = np.linalg.lstsq(design, paths, rcond=None)[0][1:]
    strength = (slopes**2).sum(axis=1)
    return np.asarray(np.log(np.maximum(strength / strength.sum(), 1e-6)))
