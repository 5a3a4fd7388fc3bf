"""Two-way fixed effects with the inference asked for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, SpecError
from forerun.trials.did.absorb import without_effects
from forerun.trials.did.twfe import Absorbed, absorbed, twfe
from forerun.trials.did.wild import refuse_single, wild_cluster
from forerun.trials.inference.asked import Asked, normal_intervals, normal_p
from forerun.trials.panel import Panel
from forerun.trials.result import Effect, Estimator, Inference

_TRIES = 20  # of a draw that leaves nothing to compare


def regression(panel: Panel, covariates: tuple[str, ...], inference: Inference, asked: Asked) -> Effect:
    """The effect by two-way fixed effects.

    Raises:
        InputError: no row can be used, or a covariate is unknown.
        ConventionError: the coefficient or its uncertainty is not defined.
        SpecError: an inference that regressions do not have.
    """
    refuse_single(panel)
    ways: dict[Inference, Callable[[], Effect]] = {
        Inference.ANALYTIC: lambda: twfe(panel, covariates, levels=asked.levels).effect,
        Inference.CLUSTER_BOOTSTRAP: lambda: regression_bootstrap(panel, covariates, asked),
        Inference.WILD_CLUSTER: lambda: wild_cluster(panel, covariates, asked),
    }
    if inference not in ways:
        raise SpecError(f"regressions have no {inference} inference", advice=f"Use one of {', '.join(ways)}")
    return ways[inference]()


def regression_bootstrap(panel: Panel, covariates: tuple[str, ...], asked: Asked) -> Effect:
    """Draw clusters with replacement and estimate anew (Cameron, Gelbach and Miller 2008, section II.B).

    A draw in which treatment does not vary is drawn again.

    Raises:
        InputError: no row can be used, or a covariate is unknown.
        ConventionError: one treated or one untreated cluster, which leaves the error undefined.
    """
    of = absorbed(panel, covariates)
    refuse_single(of.panel)
    labels = np.unique(np.array(of.panel.clusters), return_inverse=True)[1]
    random = np.random.default_rng(asked.seed)
    drawn = np.array([_drawn(of, labels, random) for _ in range(asked.draws)])
    att = float(_slope(of, np.ones(len(labels))))
    error = float(drawn.std())
    return Effect(
        estimator=Estimator.TWFE,
        inference=Inference.CLUSTER_BOOTSTRAP,
        att=att,
        error=error,
        convention=f"standard deviation of {asked.draws} draws of {labels.max() + 1} clusters; normal",
        intervals=normal_intervals(att, error, asked.levels),
        p_value=normal_p(att, error),
        draws=asked.draws,
    )


def _drawn(of: Absorbed, labels: Array, random: np.random.Generator) -> float:
    """The effect in one draw of clusters."""
    clusters = int(labels.max()) + 1
    for _ in range(_TRIES):
        times = np.bincount(random.integers(clusters, size=clusters), minlength=clusters)
        effect = _slope(of, times[labels])
        if np.isfinite(effect):
            return effect
    raise ConventionError("draws of clusters hardly ever leave a comparison", advice="Use placebos")


def _slope(of: Absorbed, times: Array) -> float:
    """The effect when every unit counts so many times; NaN when treatment does not vary then."""
    rows = times > 0
    weights = (of.panel.weights * times)[rows]
    values = np.concatenate([of.outcome[None], of.regressors])[:, rows]
    residuals, _ = without_effects(values, of.observed[rows], weights)
    outcome, regressors = residuals[0], residuals[1:]
    gram = np.einsum("n,pnt,qnt->pq", weights, regressors, regressors)
    if np.linalg.cond(gram) > 1e12 or gram[0, 0] <= 1e-12 * float(weights.sum()):
        return float("nan")
    return float(np.linalg.solve(gram, np.einsum("n,pnt,nt->p", weights, regressors, outcome))[0])
