"""The dynamic factor model as a forecaster: a vintage in, the joint predictive of the months to come out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from forerun.outlook.benchmarks import checked
from forerun.outlook.factor.aggregation import Aggregation, joint_months, monthly
from forerun.outlook.factor.fit import Fit, FitSpec, fit
from forerun.outlook.factor.panel import FEWEST, Panel, panel, standardised
from forerun.outlook.factor.predict import forecast
from forerun.outlook.predictive import Predictive
from forerun.outlook.vintage import Floats, Vintage

FEWEST_MONTHS = 3 * FEWEST
"""Figures that a series of the panel must have; with fewer it is left out."""


@dataclass(frozen=True, slots=True)
class FactorModel:
    """A forecaster; ``spec`` says how the model is estimated, ``clip`` where the panel's outliers end.

    ``clip`` is in interquartile ranges from the median; 0 leaves the figures as they are.
    """

    name: str
    spec: FitSpec
    clip: float = 0.0

    def forecast(self, vintage: Vintage, state: Fit | None = None) -> tuple[Predictive, Fit]:
        """The joint predictive of ``vintage.ahead`` and the fit, from which the next vintage starts.

        Raises:
            InputError: the target's figures do not make a series, or the panel is too small for the model.
        """
        checked(vintage)
        found = self.estimate(vintage, state)
        target, ahead = vintage.names[0], vintage.ahead
        given = forecast(found, [(target, month) for month in ahead])
        return Predictive(ahead, given.mean, given.covariance), found

    def estimate(self, vintage: Vintage, state: Fit | None = None) -> Fit:
        """The model fitted to a vintage, from the parameters of an earlier one where they fit.

        Raises:
            InputError: the panel is too small for the model.
        """
        given = standardised(panel_of(vintage, self.clip))
        same = state is not None and state.panel.names == given.names
        start = state.parameters if state is not None and same else None
        return fit(given, replace(self.spec, keep=(vintage.names[0],)), start)


def panel_of(vintage: Vintage, clip: float = 0.0) -> Panel:
    """A vintage as a panel: the target, and every series with :data:`FEWEST_MONTHS` figures or more."""
    used = [k for k in range(len(vintage.names)) if k == 0 or _count(vintage, k) >= FEWEST_MONTHS]
    columns = [_column(vintage, k) for k in used]
    values = np.column_stack([values if k == 0 else clipped(values, clip) for k, (values, _) in zip(used, columns, strict=True)])
    return panel(values, vintage.months[0], [vintage.names[k] for k in used], [kind for _, kind in columns])


def _count(vintage: Vintage, column: int) -> int:
    return int(np.count_nonzero(~np.isnan(vintage.values[:, column])))


def _column(vintage: Vintage, column: int) -> tuple[Floats, Aggregation]:
    """The figures of a series and what they consist of; single months that others publish jointly are averaged."""
    values, last = vintage.values[:, column].copy(), vintage.joint_months
    if last == 1 or not (column == 0 or vintage.joint[:, column].any()):
        return values, monthly()
    for row, month in enumerate(vintage.months):
        if month.index == last and not vintage.joint[row, column]:
            values[row] = values[max(0, row - last + 1) : row + 1].mean()
    values[[month.index < last for month in vintage.months]] = np.nan
    return values, joint_months(last)


def clipped(values: Floats, reach: float) -> Floats:
    """Values drawn in to ``reach`` interquartile ranges from the median (Stock and Watson 2005, appendix)."""
    if not reach:
        return values
    low, middle, high = np.nanquantile(values, (0.25, 0.5, 0.75))
    return np.clip(values, middle - reach * (high - low), middle + reach * (high - low))
