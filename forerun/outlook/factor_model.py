"""The dynamic factor model as a forecaster: a vintage in, the joint predictive of the months to come out.

Before it is estimated, growth is freed from bases out of the ordinary (see :mod:`.base_effect`), and figures
that are out of the ordinary themselves are left out: one lockdown would otherwise set the scale of a factor.
Both rules look back only, so that a figure is treated alike on the day it came out and ever after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from forerun.outlook.base_effect import Base, as_growth, base_of, out_of_the_ordinary
from forerun.outlook.benchmarks import checked
from forerun.outlook.factor.aggregation import Aggregation, joint_months, monthly, year_to_date
from forerun.outlook.factor.fit import Fit, FitSpec, fit
from forerun.outlook.factor.panel import FEWEST, Panel, panel, standardised
from forerun.outlook.factor.predict import forecast
from forerun.outlook.factor.uncertainty import parameter_draws
from forerun.outlook.factor.uncertainty import with_parameter_uncertainty as add_parameter_uncertainty
from forerun.outlook.predictive import Predictive
from forerun.outlook.spec import DIFFERENCE, LEVEL, OutlookSpec, PanelSeries
from forerun.outlook.vintage import Flags, Floats, Vintage
from forerun.periods import Period

FEWEST_FIGURES = 3 * FEWEST
"""Figures that a series of the panel must have; with fewer it is left out."""
TOLERANCE = 1e-5
"""Relative change of the log-likelihood at which a fit in the loop of months stops."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A vintage made ready for the model.

    Attributes:
        panel: N' series in their units, growth freed from its base, outliers left out; the target first.
        bases: of each of them, over the months of the panel and a year and more beyond.
        left_out: (T, N') figures that were published and are not in the panel.
    """

    panel: Panel
    bases: tuple[Base, ...]
    left_out: Flags

    def ratio(self, column: int, month: Period) -> float:
        """What ``1 + growth`` of a series is multiplied by; 1 where its base is usual or unknown."""
        row, ratios = self.panel.row(month), self.bases[column].ratio
        return float(ratios[row]) if row < len(ratios) else 1.0


@dataclass(frozen=True, slots=True)
class FactorModel:
    """A forecaster.

    Attributes:
        name: short name in results.
        spec: how the model is estimated; the target is kept in the state whatever it says.
        growth: ids of the series that are growth on a year earlier, in percent.
        to_date: ids of those that cover the year so far.
    """

    name: str
    spec: FitSpec
    growth: tuple[str, ...]
    to_date: tuple[str, ...] = ()

    def forecast(self, vintage: Vintage, state: Fit | None = None) -> tuple[Predictive, Fit]:
        """The joint predictive of ``vintage.ahead`` and the fit, from which the next vintage starts.

        Raises:
            InputError: the target's figures do not make a series, or the panel is too small for the model.
        """
        checked(vintage)
        ready = self.prepared(vintage)
        found = self.estimate(ready, state)
        target, ahead = vintage.names[0], vintage.ahead
        given = forecast(found, [(target, month) for month in ahead])
        return with_base(Predictive(ahead, given.mean, given.covariance), ready), found

    def with_parameter_uncertainty(self, vintage: Vintage, found: Fit, draws: int, seed: int) -> Predictive:
        """The joint predictive with what the estimation of the parameters adds to its spread.

        Args:
            vintage: what the model was fitted to.
            found: the fit.
            draws: panels drawn from the fit and estimated again.
            seed: of the draws.
        """
        ready, ahead = self.prepared(vintage), vintage.ahead
        cells = [(vintage.names[0], month) for month in ahead]
        given = add_parameter_uncertainty(
            found, cells, parameter_draws(found, draws, seed), seed
        ).distribution
        return with_base(Predictive(ahead, given.mean, given.covariance), ready)

    def prepared(self, vintage: Vintage, like: Panel | None = None) -> Prepared:
        """The panel of a vintage and what was done to it; those of ``like`` consist of the same."""
        return prepared(vintage, self.growth, self.to_date, like)

    def estimate(self, ready: Prepared, state: Fit | None = None) -> Fit:
        """The model fitted, from the parameters of an earlier vintage where they fit.

        Loadings that do not move are those of the vintage itself, so such a model always starts anew.

        Raises:
            InputError: the panel is too small for the model.
        """
        given = standardised(ready.panel)
        fits = state is not None and self.spec.free_loadings and state.panel.names == given.names
        start = state.parameters if state is not None and fits else None
        return fit(given, replace(self.spec, keep=given.names[:1]), start)


def factor_models(spec: OutlookSpec) -> tuple[FactorModel, ...]:
    """Every candidate of a profile: its numbers of factors and lags, the first also with frozen loadings.

    Frozen loadings are those of the principal components, which others' algorithms end at unsaid; which of
    them forecasts better is for the real-time record to say.
    """
    panel = (PanelSeries(spec.target.series, spec.target.month, LEVEL), *spec.panel)
    level = [each for each in panel if each.transform != DIFFERENCE]
    growth = tuple(each.series.id for each in level if each.measure.is_growth)
    to_date = tuple(each.series.id for each in level if each.measure.cumulative)
    shapes = product(spec.factors, spec.lags)
    free = [
        FactorModel(f"factors-{r}-lags-{p}", FitSpec(r, p, tolerance=TOLERANCE), growth, to_date)
        for r, p in shapes
    ]
    first = free[0]
    return (*free, replace(first, name=f"{first.name}-pca", spec=replace(first.spec, free_loadings=False)))


def prepared(
    vintage: Vintage, growth: Sequence[str], to_date: Sequence[str] = (), like: Panel | None = None
) -> Prepared:
    """The panel of a vintage: the target, and every series that varies and has enough figures."""
    horizon = vintage.ahead[-1].ordinal - vintage.months[-1].ordinal
    used = [k for k in range(len(vintage.names)) if k == 0 or _is_usable(vintage.values[:, k])]
    columns = [
        (vintage.values[:, k], year_to_date()) if vintage.names[k] in to_date else _column(vintage, k, like)
        for k in used
    ]
    bases = tuple(
        base_of(values, horizon) if vintage.names[k] in growth else Base(np.ones(len(values) + horizon))
        for k, (values, _) in zip(used, columns, strict=True)
    )
    adjusted = np.column_stack([b.adjusted(values) for b, (values, _) in zip(bases, columns, strict=True)])
    left_out = np.column_stack([out_of_the_ordinary(column) for column in adjusted.T])
    kept = np.where(left_out, np.nan, adjusted)
    names = [vintage.names[k] for k in used]
    return Prepared(panel(kept, vintage.months[0], names, [kind for _, kind in columns]), bases, left_out)


def with_base(given: Predictive, ready: Prepared) -> Predictive:
    """A predictive of adjusted growth as one of growth: the bases of the coming year are known."""
    ratio = np.array([ready.ratio(0, month) for month in given.months])
    return Predictive(given.months, as_growth(given.mean, ratio), given.covariance / np.outer(ratio, ratio))


def _is_usable(values: Floats) -> bool:
    seen = values[~np.isnan(values)]
    return len(seen) >= FEWEST_FIGURES and bool(np.ptp(seen) > 0)


def _column(vintage: Vintage, column: int, like: Panel | None) -> tuple[Floats, Aggregation]:
    """The figures of a series and what they consist of.

    Where others publish the first months as one, months of their own are averaged into one too.
    """
    values, last, name = vintage.values[:, column].copy(), vintage.joint_months, vintage.names[column]
    if like is not None and name in like.names:
        is_joint = like.aggregations[like.column(name)] == joint_months(last)
    else:
        is_joint = column == 0 or bool(vintage.joint[:, column].any())
    if last == 1 or not is_joint:
        return values, monthly()
    for row, month in enumerate(vintage.months):
        if month.index == last and not vintage.joint[row, column]:
            values[row] = values[max(0, row - last + 1) : row + 1].mean()
    values[[month.index < last for month in vintage.months]] = np.nan
    return values, joint_months(last)
