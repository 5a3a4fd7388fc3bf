"""How sure a forecast is when the parameters are estimates: a parametric bootstrap.

Panels with the same missing cells are drawn from the fitted model and estimated again; each set of
parameters then forecasts from the real panel.  The covariance at the estimates is what the future adds, the
spread of the forecasts around that of the estimates what estimation adds (Ansley and Kohn 1986;
Pfeffermann and Tiller 2005 for the bootstrap).  Covariances of the draws are not averaged: one
estimated on its own simulation is too sure of itself, which would narrow what should widen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forerun.outlook.factor.fit import Fit, fit
from forerun.outlook.factor.parameters import Parameters
from forerun.outlook.factor.predict import Cell, Distribution, joint
from forerun.outlook.factor.simulate import simulated


@dataclass(frozen=True, eq=False)
class WithUncertainty:
    """A distribution with parameter uncertainty, and the one without.

    Attributes:
        distribution: the mean at the estimates, the covariance with both sources.
        at_estimates: as if the estimates were the truth.
        draws: the number of sets of parameters.
        seed: of the draws.
    """

    distribution: Distribution
    at_estimates: Distribution
    draws: int
    seed: int


def parameter_draws(
    found: Fit, draws: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> tuple[Parameters, ...]:
    """Parameters estimated on panels drawn from the model, each from the fitted ones on.

    Args:
        found: the fitted model.
        draws: how many.
        seed: of the generator.
        progress: called with the number done and the number in all.
    """
    random = np.random.default_rng(seed)
    drawn = []
    for done in range(draws):
        panel = replace(found.panel, values=simulated(found.equations, found.parameters, random))
        drawn.append(fit(panel, found.spec, start=found.parameters).parameters)
        if progress:
            progress(done + 1, draws)
    return tuple(drawn)


def with_parameter_uncertainty(
    found: Fit, cells: Sequence[Cell], drawn: Sequence[Parameters], seed: int
) -> WithUncertainty:
    """The joint distribution of figures including parameter uncertainty.

    Raises:
        InputError: see :func:`forerun.outlook.factor.predict.joint`.
    """
    keep = found.spec.keep
    point = joint(found.panel, found.parameters, cells, keep, found.equations)
    if not drawn:
        return WithUncertainty(point, point, 0, seed)
    means = [joint(found.panel, given, cells, keep, found.equations).mean for given in drawn]
    apart = np.array(means) - point.mean
    covariance = point.covariance + apart.T @ apart / len(drawn)
    return WithUncertainty(replace(point, covariance=covariance), point, len(drawn), seed)
