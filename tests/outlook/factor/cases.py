"""Small panels with every kind of series, gap and edge, and models for them."""

from __future__ import annotations

import numpy as np

from forerun.outlook.factor import aggregation as kinds
from forerun.outlook.factor.panel import Panel, panel
from forerun.outlook.factor.parameters import Parameters, stationary
from forerun.periods import Period

KINDS = (
    kinds.monthly(),
    kinds.monthly(),
    kinds.monthly(),
    kinds.monthly(),
    kinds.growth_of_quarter(),
    kinds.mean_of_quarter(),
    kinds.joint_months(2),
    kinds.year_to_date(),
    kinds.mean_of_year(),
)
NAMES = ("steel", "power", "cars", "late", "gdp", "survey", "output", "to_date", "annual")
LATENT = {"gdp", "survey", "annual"}


def mixed(seed: int, months: int = 40) -> Panel:
    """A panel of noise: gaps inside, one of eleven months, a late start, a ragged edge."""
    random = np.random.default_rng(seed)
    values = random.standard_normal((months, len(KINDS)))
    empty = panel(np.full(values.shape, np.nan), Period.parse("2015-04"), NAMES, KINDS)
    stands = np.array([[bool(row) for row in kind.rows] for kind in KINDS])[:, empty.phase].T
    values[~stands] = np.nan
    values[random.random(values.shape) < 0.1] = np.nan
    values[10:21, 1] = np.nan
    values[:15, 3] = np.nan
    values[-2:, :2] = np.nan
    values[-4:, 6] = np.nan
    return panel(values, empty.start, NAMES, KINDS)


def model(seed: int, factors: int, lags: int, series: int = len(KINDS)) -> Parameters:
    """A stationary model."""
    random = np.random.default_rng(seed + 100)
    root = random.standard_normal((factors, factors))
    return stationary(
        Parameters(
            loadings=random.standard_normal((series, factors)),
            transition=0.4 * random.standard_normal((lags, factors, factors)) / factors,
            shock_covariance=root @ root.T + 0.1 * np.eye(factors),
            ar=random.uniform(-0.8, 0.9, series),
            variance=random.uniform(0.2, 2.0, series),
        )
    )[0]
