"""Wild cluster and cluster bootstrap of two-way fixed effects, against the same written out draw by draw."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from forerun.errors import ConventionError, SpecError
from forerun.trials.did.regression import regression
from forerun.trials.did.twfe import twfe
from forerun.trials.did.wild import Multiplier, wild_cluster
from forerun.trials.inference.asked import Asked
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Inference


@pytest.fixture
def few(gappy: Panel) -> Panel:
    """Six clusters of the panel with gaps and weights."""
    return replace(gappy, clusters=tuple(f"c{i % 6}" for i in range(150)))


def written_out(panel: Panel, covariate: str, null: float) -> float:
    """The p-value of a null by 2^G regressions with all dummies."""
    used = np.isfinite(panel.outcome)
    unit, period = (each[used] for each in np.indices(used.shape))
    dummies = np.hstack([np.eye(len(panel.places))[unit], np.eye(len(panel.periods))[period]])
    root = np.sqrt(panel.weights[unit])[:, None]
    others = np.column_stack([panel.covariates[covariate][used], dummies]) * root
    treated = panel.under_treatment[used][:, None] * root
    outcome = panel.outcome[used] * root[:, 0]
    labels = np.unique(np.array(panel.clusters)[unit], return_inverse=True)[1]
    x = np.hstack([treated, others])
    solve, solve_others = np.linalg.pinv(x), np.linalg.pinv(others)
    own = treated[:, 0] - others @ (solve_others @ treated[:, 0])

    def statistic(y: np.ndarray) -> float:
        beta = solve @ y
        residual = y - x @ beta
        scores = np.bincount(labels, weights=own * residual)
        return float(abs(beta[0] - null) * (own @ own) / np.sqrt((scores**2).sum()))

    less = outcome - null * treated[:, 0]
    fitted = others @ (solve_others @ less)
    found, observed = [], statistic(outcome)
    for signs in product((1.0, -1.0), repeat=labels.max() + 1):
        drawn = null * treated[:, 0] + fitted + np.array(signs)[labels] * (less - fitted)
        found.append(statistic(drawn) >= observed * (1 - 1e-9))
    return float(np.mean(found))


def test_all_sign_vectors_as_written_out(few: Panel) -> None:
    effect = wild_cluster(few, ("x",))
    assert effect.draws == 0
    assert effect.least_p == 2 / 2**6
    assert effect.p_value == written_out(few, "x", 0.0)
    assert effect.att == twfe(few, ("x",)).effect.att
    [interval] = effect.intervals
    for end, inwards in ((interval.low, 1e-4), (interval.high, -1e-4)):
        assert written_out(few, "x", end + inwards) > 0.1
        assert written_out(few, "x", end - inwards) <= 0.1


def test_an_interval_that_no_test_can_close_is_infinite(few: Panel) -> None:
    [interval] = wild_cluster(few, ("x",), Asked(levels=(0.999,))).intervals
    assert (interval.low, interval.high) == (-np.inf, np.inf)


@pytest.mark.parametrize("multiplier", list(Multiplier))
def test_many_clusters_are_drawn_and_agree_with_theory(
    balanced_cities: Panel, multiplier: Multiplier
) -> None:
    """With 215 clusters the bootstrap and the t distribution say the same."""
    effect = wild_cluster(balanced_cities, (), Asked(draws=4000, seed=3), multiplier)
    theory = twfe(balanced_cities).effect
    assert effect.draws == 4000
    assert effect.p_value == pytest.approx(theory.p_value, abs=0.04)
    [interval], [expected] = effect.intervals, theory.intervals
    assert [interval.low, interval.high] == pytest.approx([expected.low, expected.high], abs=0.006)


def test_drawing_clusters_agrees_with_theory(balanced_cities: Panel) -> None:
    effect = regression(balanced_cities, (), Inference.CLUSTER_BOOTSTRAP, Asked(draws=600, seed=1))
    theory = regression(balanced_cities, (), Inference.ANALYTIC, Asked())
    assert effect.att == pytest.approx(theory.att, abs=1e-12)
    assert effect.error == pytest.approx(theory.error, rel=0.12)
    again = regression(balanced_cities, (), Inference.CLUSTER_BOOTSTRAP, Asked(draws=600, seed=1))
    assert again == effect


def test_refused_where_undefined(simulated: Panel) -> None:
    single = simulated.of([*np.flatnonzero(simulated.start == NEVER), int(np.argmax(simulated.start == 2))])
    other = simulated.of([int(np.argmax(simulated.start == NEVER)), *np.flatnonzero(simulated.start == 2)])
    for inference in (Inference.ANALYTIC, Inference.WILD_CLUSTER, Inference.CLUSTER_BOOTSTRAP):
        with pytest.raises(ConventionError, match="not defined with one treated cluster"):
            regression(single, (), inference, Asked(draws=10))
        with pytest.raises(ConventionError, match="not defined with one untreated cluster"):
            regression(other, (), inference, Asked(draws=10))
    with pytest.raises(SpecError, match="regressions have no placebo inference"):
        regression(simulated, (), Inference.PLACEBO, Asked())
