"""Estimation: the likelihood rises, loadings move, and a stall is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.factor import aggregation as kinds
from forerun.outlook.factor.equations import arranged
from forerun.outlook.factor.fit import Fit, FitSpec, fit
from forerun.outlook.factor.maximise import maximised
from forerun.outlook.factor.panel import Panel, panel, standardised
from forerun.outlook.factor.parameters import Parameters, root
from forerun.outlook.factor.passes import Passes
from forerun.outlook.factor.simulate import simulated
from forerun.periods import Period
from tests.outlook.factor.cases import KINDS, NAMES, mixed

MONTHLY = 8


def drawn(seed: int, months: int = 240, series: int = MONTHLY) -> tuple[Panel, Parameters]:
    """A panel of monthly series and one quarterly one, drawn from a known model."""
    random = np.random.default_rng(seed)
    given = Parameters(
        loadings=random.uniform(0.5, 1.5, (series + 1, 1)),
        transition=np.array([[[0.7]]]),
        shock_covariance=np.array([[0.5]]),
        ar=random.uniform(-0.3, 0.7, series + 1),
        variance=random.uniform(0.3, 1.0, series + 1),
    )
    aggregations = (kinds.monthly(),) * series + (kinds.growth_of_quarter(),)
    values = random.standard_normal((months, series + 1))
    values[np.arange(months) % 3 != 2, -1] = np.nan
    values[-2:, :3] = np.nan
    names = [f"x{i}" for i in range(series)] + ["gdp"]
    empty = panel(values, Period.parse("2000-01"), names, aggregations)
    return replace(empty, values=simulated(arranged(empty, 1, 1), given, random)), given


@pytest.mark.parametrize(
    "spec", [FitSpec(), FitSpec(2, 2), FitSpec(free_loadings=False), FitSpec(free_ar=False)]
)
def test_likelihood_never_falls(spec: FitSpec) -> None:
    random = np.random.default_rng(3)
    base = mixed(3, months=120)
    common = np.cumsum(random.standard_normal(120))[:, None] / 5
    given = standardised(panel(base.values + common, base.start, NAMES, KINDS))
    found = fit(given, replace(spec, tolerance=1e-7, iterations=60))
    steps = np.diff(found.loglikelihood)
    assert steps.min() > -1e-3 * steps.max()
    assert found.loglikelihood[-1] > found.loglikelihood[0] + 1


def test_estimates_come_near_the_truth() -> None:
    given, truth = drawn(5, months=600)
    found = fit(given, FitSpec(tolerance=1e-9))
    scale = np.sqrt(truth.shock_covariance[0, 0] / found.parameters.shock_covariance[0, 0])
    sign = np.sign(found.parameters.loadings.sum())
    assert found.parameters.loadings[:, 0] * sign / scale == pytest.approx(truth.loadings[:, 0], abs=0.15)
    assert found.parameters.transition[0, 0, 0] == pytest.approx(0.7, abs=0.1)
    assert found.parameters.ar[:MONTHLY] == pytest.approx(truth.ar[:MONTHLY], abs=0.15)


def test_the_optimum_is_one() -> None:
    given, _ = drawn(6)
    found = fit(given, FitSpec(tolerance=1e-11, iterations=3000))
    run = Passes(arranged(given, 1, 1))
    best = run.filter(found.parameters).loglikelihood
    for name in ("loadings", "ar", "variance"):
        for step in (-0.02, 0.02):
            values = getattr(found.parameters, name).copy()
            values[2] += step
            assert run.filter(replace(found.parameters, **{name: values})).loglikelihood < best


def test_loadings_move_unless_told_not_to() -> None:
    given, _ = drawn(7)
    assert fit(given, FitSpec()).moved > 0.01
    frozen = fit(given, FitSpec(free_loadings=False))
    assert frozen.moved == 0
    assert frozen.loglikelihood[-1] < fit(given, FitSpec()).loglikelihood[-1]
    assert not any("stalled" in note for note in frozen.notes)


def test_a_stall_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    given, _ = drawn(8)
    assert not any("stalled" in note for note in fit(given, FitSpec()).notes)
    monkeypatch.setattr(
        "forerun.outlook.factor.fit.maximised",
        lambda equations, smoothed, old, free: maximised(
            equations, smoothed, old, replace(free, loadings=False)
        ),
    )
    stalled = fit(given, FitSpec())
    assert stalled.converged
    assert any("stalled" in note for note in stalled.notes)


def test_warm_start_arrives_sooner_at_the_same_place() -> None:
    given, _ = drawn(9)
    spec = FitSpec(tolerance=1e-8)
    earlier = fit(replace(given, values=given.values[:-1]), spec)
    cold, warm = fit(given, spec), fit(given, spec, start=earlier.parameters)
    assert len(warm.loglikelihood) < len(cold.loglikelihood) / 2
    assert warm.loglikelihood[-1] == pytest.approx(cold.loglikelihood[-1], abs=0.05)


def test_an_explosive_series_does_not_break_the_factor() -> None:
    given, _ = drawn(10)
    values = given.values + 1.08 ** np.arange(given.months)[:, None]
    found: Fit = fit(standardised(panel(values, given.start, given.names, given.aggregations)), FitSpec())
    assert root(found.parameters.transition) < 1
    assert np.isfinite(found.loglikelihood[-1])
    assert any("unit circle" in note for note in found.notes)


def test_collinear_series_keep_a_positive_variance() -> None:
    given, _ = drawn(11)
    values = np.column_stack([given.values, given.values[:, 0], given.values[:, 0] * 2])
    names = (*given.names, "same", "twice")
    both = panel(values, given.start, names, (*given.aggregations, kinds.monthly(), kinds.monthly()))
    found = fit(standardised(both), FitSpec(factors=2))
    assert np.isfinite(found.loglikelihood[-1])
    assert found.parameters.variance.min() > 0


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (np.full(60, np.nan), "no values"),
        (np.full(60, 2.5), "constant at 2.5"),
        (np.r_[1.0, np.full(59, np.nan)], "only 1 value,"),
        (np.r_[np.arange(7.0), np.full(53, np.nan)], "only 7 values"),
    ],
)
def test_a_series_that_says_nothing_is_named(column: np.ndarray, message: str) -> None:
    values = np.column_stack([np.random.default_rng(1).standard_normal(60), column])
    with pytest.raises(InputError, match=f"power: the series .*{message}"):
        standardised(panel(values, Period.parse("2015-01"), ["steel", "power"]))


def test_a_series_that_ended_a_year_ago_is_forecast_back_to_its_mean() -> None:
    given, _ = drawn(12)
    values = given.values.copy()
    values[-14:, 0] = np.nan
    found = fit(standardised(panel(values, given.start, given.names, given.aggregations)), FitSpec())
    assert np.isfinite(found.loglikelihood[-1])


def test_panels_that_do_not_fit_are_refused() -> None:
    start, one = Period.parse("2015-01"), np.ones((24, 1))
    with pytest.raises(InputError, match="stands twice"):
        panel(np.ones((24, 2)), start, ["a", "a"])
    with pytest.raises(InputError, match="shape"):
        panel(one, start, ["a", "b"])
    with pytest.raises(InputError, match=r"a, 2015-01: a figure in a month in which"):
        panel(one, start, ["a"], [kinds.growth_of_quarter()])
    with pytest.raises(InputError, match=r"a, 2015-03: an infinite value"):
        panel(np.where(np.arange(24)[:, None] == 2, np.inf, one), start, ["a"])
    with pytest.raises(InputError, match="months are too few"):
        fit(
            standardised(panel(np.random.default_rng(0).standard_normal((14, 3)), start, ["a", "b", "c"])),
            FitSpec(),
        )
    with pytest.raises(InputError, match="4 factors need as many series"):
        fit(
            standardised(panel(np.random.default_rng(0).standard_normal((90, 3)), start, ["a", "b", "c"])),
            FitSpec(4),
        )
