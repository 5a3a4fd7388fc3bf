"""Panels, parameters and options that no model can be made of, or only just."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.outlook.factor import aggregation as kinds
from forerun.outlook.factor.equations import arranged
from forerun.outlook.factor.fit import Fit, FitSpec, fit
from forerun.outlook.factor.news import news
from forerun.outlook.factor.panel import Panel, panel, standardised
from forerun.outlook.factor.parameters import Parameters
from forerun.outlook.factor.passes import loglikelihood, solvable
from forerun.outlook.factor.predict import expected, influence, joint, with_values
from forerun.periods import Period
from tests.outlook.factor.cases import KINDS, NAMES, mixed, model

START = Period.parse("2004-01")
CELL = ("a", Period.parse("2014-01"))


def common(months: int = 120, series: int = 5) -> Array:
    random = np.random.default_rng(1)
    factor = np.convolve(random.standard_normal(months), [1.0, 0.8, 0.5], "same")
    return np.asarray(factor[:, None] + random.standard_normal((months, series)))


def made(values: Array) -> Panel:
    return standardised(panel(values, START, list("abcdefgh")[: values.shape[1]]))


def sound() -> Parameters:
    ar, variance = np.full(5, 0.2), np.full(5, 0.5)
    return Parameters(np.full((5, 1), 0.6), np.full((1, 1, 1), 0.5), np.eye(1), ar, variance)


def last(panel: Panel) -> list[tuple[str, Period]]:
    """The first figure of every series that lies behind the panel."""
    return [
        (name, next(m for step in range(12) if kind.rows[(m := panel.month(panel.months + step)).index - 1]))
        for name, kind in zip(panel.names, panel.aggregations, strict=True)
    ]


def assert_sound(found: Fit) -> None:
    """A likelihood that never fell, finite expectations, a covariance without negative roots."""
    assert np.diff(found.loglikelihood).min(initial=0.0) >= 0
    ahead = joint(found.panel, found.parameters, last(found.panel), found.spec.keep)
    assert np.isfinite(ahead.mean).all()
    scale = np.sqrt(ahead.covariance.diagonal())
    assert np.linalg.eigvalsh(ahead.covariance / np.outer(scale, scale)).min() > -1e-9


def test_a_panel_of_months_without_gaps_is_estimated() -> None:
    found = fit(made(common()), FitSpec())
    assert found.converged
    assert not found.notes
    assert_sound(found)


@pytest.mark.parametrize(
    ("values", "spec"),
    [
        (np.repeat(common()[:, :1], 5, axis=1), FitSpec(4, 2)),
        (np.repeat(common()[:, :1], 5, axis=1), FitSpec(keep=("a", "b"))),
        (common()[:, :1], FitSpec()),
        (common()[:16], FitSpec()),
        (common(), FitSpec(5)),
        ((-1.0) ** np.arange(120)[:, None] * np.ones(4), FitSpec()),
        (np.column_stack([(1.5 + 0.01 * i) ** np.arange(120) for i in range(5)]), FitSpec(2, 2)),
        (np.where((np.arange(120) // 30 == 1)[:, None], np.nan, common()), FitSpec()),
    ],
    ids=["collinear", "collinear-kept", "one", "short", "full", "alternating", "explosive", "gap"],
)
def test_what_can_be_estimated_only_just_is_sound(values: Array, spec: FitSpec) -> None:
    assert_sound(fit(made(values), spec))


def test_a_step_that_would_lower_the_likelihood_is_not_taken_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether a real step does so depends on how a machine rounds; one that is made to do so does always."""
    begun = fit(made(common()), FitSpec(iterations=2)).parameters
    worse = replace(begun, loadings=3.0 * begun.loadings)
    monkeypatch.setattr("forerun.outlook.factor.fit.maximised", lambda *_: (worse, False))
    found = fit(made(common()), FitSpec(), begun)
    assert not found.converged
    assert any("the next lowers the log-likelihood by" in note for note in found.notes)
    assert len(found.loglikelihood) == 1
    assert np.array_equal(found.parameters.loadings, begun.loadings)
    assert found.filtered.loglikelihood == found.loglikelihood[-1]
    assert loglikelihood(found.panel, found.parameters) == pytest.approx(found.loglikelihood[-1], rel=1e-12)


def test_the_likelihood_never_falls_where_the_series_are_all_one() -> None:
    found = fit(made((-1.0) ** np.arange(120)[:, None] * np.ones(4)), FitSpec())
    assert np.all(np.diff(found.loglikelihood) >= 0)
    assert found.filtered.loglikelihood == found.loglikelihood[-1]
    assert loglikelihood(found.panel, found.parameters) == pytest.approx(found.loglikelihood[-1], rel=1e-12)


def test_a_series_without_a_mean_is_named() -> None:
    values = common()
    values[:, 4] = 1.5 ** np.arange(120.0)
    assert any(note.endswith("better differenced: e") for note in fit(made(values), FitSpec()).notes)


@pytest.mark.parametrize("seed", range(20))
def test_awkward_mixed_panels_are_estimated_alike_every_time(seed: int) -> None:
    random = np.random.default_rng(seed)
    base = mixed(seed, months=130)
    values = base.values + np.cumsum(random.standard_normal(130))[:, None] / 4
    values[40 : 40 + int(random.integers(1, 35)), int(random.integers(4))] = np.nan
    values[130 - int(random.integers(1, 13)) :, int(random.integers(8))] = np.nan
    whole = panel(values, base.start, NAMES, KINDS)
    spec = FitSpec(1 + seed % 2, 1 + seed % 3, keep=("output",) if seed % 2 else ())
    found, again = fit(standardised(whole), spec), fit(standardised(whole), spec)
    assert found.loglikelihood == again.loglikelihood
    assert_sound(found)

    cells = last(found.panel)
    longer = found.panel.extended(found.panel.row(max(month for _, month in cells)) + 1)
    every = expected(longer, found.parameters, spec.keep)
    for name, month in cells:
        if name not in {"to_date", "output"} - set(spec.keep):  # asked for, they are exact and not chained
            mean = joint(found.panel, found.parameters, [(name, month)], spec.keep).mean[0]
            assert every[longer.row(month), longer.column(name)] == pytest.approx(mean, abs=1e-8), name

    values = values.copy()
    values[-1, :2], values[50, 2] = 0.7, values[50, 2] + 0.3
    values[np.flatnonzero(~np.isnan(values[:, 4]))[-1], 4] = np.nan
    moved = news(found, panel(values, base.start, NAMES, KINDS), {("annual", cells[-1][1]): 1.0})
    assert abs(moved.residual) < 1e-8


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"loadings": np.ones(5)}, "shapes that do not fit"),
        ({"loadings": np.ones((4, 1)), "ar": np.zeros(4), "variance": np.ones(4)}, "parameters of 4 series"),
        ({"transition": np.ones((1, 1))}, "shapes that do not fit"),
        ({"transition": np.zeros((0, 1, 1))}, "shapes that do not fit"),
        ({"loadings": np.zeros((5, 0)), "transition": np.zeros((1, 0, 0))}, "shapes that do not fit"),
        ({"ar": np.zeros(4)}, "shapes that do not fit"),
        ({"loadings": np.full((5, 1), np.nan)}, "loadings: a number is not finite"),
        ({"transition": np.full((1, 1, 1), np.nan)}, "transition: a number is not finite"),
        ({"shock_covariance": np.full((1, 1), np.inf)}, "shock_covariance: a number is not finite"),
        ({"variance": np.full(5, np.inf)}, "variance: a number is not finite"),
        ({"shock_covariance": -np.eye(1)}, "no covariance"),
        ({"variance": np.zeros(5)}, "Variances must be positive"),
        ({"loadings": np.full((5, 1), 1e160)}, "loadings: a number is not finite or not below 1e"),
        ({"ar": np.ones(5)}, "within -1 and 1"),
        ({"transition": np.ones((1, 1, 1))}, "largest root is 1.0000"),
    ],
)
@pytest.mark.parametrize(
    "use",
    [
        loglikelihood,
        lambda given, parameters: joint(given, parameters, [CELL]),
        lambda given, parameters: influence(given, parameters, {CELL: 1.0}),
        expected,
        lambda given, parameters: fit(given, FitSpec(), parameters),
    ],
    ids=["loglikelihood", "joint", "influence", "expected", "fit"],
)
def test_parameters_of_no_model_are_refused(
    use: Callable[[Panel, Parameters], Any], change: dict[str, Array], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        use(made(common()), replace(sound(), **change))


def test_a_start_of_another_model_is_refused() -> None:
    given = made(common())
    with pytest.raises(InputError, match="a start with 2 factors and 1 lags for a model with 1 and 1"):
        fit(given, FitSpec(), model(0, 2, 1, series=5))


@pytest.mark.parametrize(
    "option",
    [
        {"factors": 0},
        {"factors": -1},
        {"lags": 0},
        {"lags": 1.5},
        {"iterations": 0},
        {"factors": math.nan},
        {"tolerance": -1.0},
        {"tolerance": math.nan},
    ],
)
def test_options_out_of_range_are_refused(option: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=next(iter(option))):
        FitSpec(**option)


def test_one_iteration_says_that_it_did_not_converge() -> None:
    assert fit(made(common()), FitSpec(iterations=1)).notes == ("not converged after 1 iterations",)


def test_values_out_of_all_proportion_are_refused() -> None:
    values = common()
    values[5, 0] = 1e200
    with pytest.raises(InputError, match=r"a, 2004-06: a value beyond 1e\+100"):
        panel(values, START, list("abcde"))
    with pytest.raises(InputError, match="a panel of shape"):
        panel(values[:, :0], START, [])
    with pytest.raises(InputError, match="starts with a month, not 2004-Q1"):
        panel(values, Period.parse("2004-Q1"), list("abcde"))


@pytest.mark.parametrize("problem", [ZeroDivisionError, np.linalg.LinAlgError])
def test_equations_without_a_solution_are_told_in_words(problem: type[Exception]) -> None:
    equations = arranged(made(common()), 1, 1)
    with pytest.raises(InputError, match="5 series from 2004-01: the likelihood"), solvable(equations):
        raise problem


def test_conditions_and_weights_that_are_no_numbers_are_refused() -> None:
    given = made(common())
    for values in ([math.nan], [math.inf], [1.0, 2.0]):
        with pytest.raises(InputError, match="values for 1 figures"):
            with_values(given, [CELL], values)
    with pytest.raises(InputError, match="a weight is not finite"):
        influence(given, sound(), {CELL: math.nan})


def test_only_quarterly_series_are_refused_with_the_reason() -> None:
    values = np.where((np.arange(240) % 3 == 2)[:, None], common(240, 4), np.nan)
    given = standardised(panel(values, START, list("abcd"), [kinds.growth_of_quarter()] * 4))
    with pytest.raises(InputError, match="the panel has 0"):
        fit(given, FitSpec())
