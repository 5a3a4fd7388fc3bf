"""What cannot be estimated is refused, naming place and period."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from forerun.errors import InputError, SpecError
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Estimator
from forerun.trials.synthetic.estimate import fit
from forerun.trials.synthetic.method import Adjustment, Method, Predictor

SDID = Method(Estimator.SDID)


@pytest.fixture
def panel(made: Any) -> Panel:
    found: Panel = made(np.random.default_rng(1), 6, ((5, 1),), 9, 1.0)
    return found


def changed(panel: Panel, place: int, period: int | slice, value: float) -> Panel:
    outcome = panel.outcome.copy()
    outcome[place, period] = value
    return replace(panel, outcome=outcome)


@pytest.mark.parametrize(("period", "when"), [(2, "before"), (7, "after")])
def test_a_treated_place_that_was_not_observed(panel: Panel, period: int, when: str) -> None:
    with pytest.raises(InputError, match=rf"^p006, t00{period}: .* missing {when} treatment"):
        fit(changed(panel, 6, period, np.nan), SDID)


def test_a_donor_that_was_not_observed_is_left_out_and_named(panel: Panel) -> None:
    found = fit(changed(panel, 3, 8, np.nan), SDID)
    assert found.dropped == ("p003",)
    assert "p003" not in found.donors
    assert found.att == fit(panel.of([0, 1, 2, 4, 5, 6]), SDID).att


def test_no_donor_that_was_observed(panel: Panel) -> None:
    with pytest.raises(InputError, match=r"every never treated place has missing outcomes, such as p000"):
        fit(changed(panel, slice(0, 6), 1, np.nan), SDID)  # type: ignore[arg-type]


def test_an_infinite_outcome(panel: Panel) -> None:
    with pytest.raises(InputError, match=r"^p002, t004: the outcome is infinite"):
        fit(changed(panel, 2, 4, np.inf), SDID)


def test_no_place_that_is_never_treated(panel: Panel) -> None:
    with pytest.raises(InputError, match=r"every place is treated in the end, the last is p000"):
        fit(replace(panel, start=np.full(7, 5)), SDID)


def test_no_treated_place(panel: Panel) -> None:
    with pytest.raises(InputError, match=r"no place is treated"):
        fit(replace(panel, start=np.full(7, NEVER)), SDID)


def test_one_period_before_treatment(panel: Panel) -> None:
    early = replace(panel, start=np.array([NEVER] * 6 + [1]))
    with pytest.raises(InputError, match=r"^p006, t001: 1 periods before treatment, sdid needs 2"):
        fit(early, SDID)
    assert np.isfinite(fit(early, Method(Estimator.DID)).att)


@pytest.mark.parametrize("value", [0.0, 3.0])
def test_an_outcome_that_does_not_change(panel: Panel, value: float) -> None:
    with pytest.raises(InputError, match=rf"^p006: the outcome is {value:g} in every period"):
        fit(changed(panel, 6, slice(None), value), SDID)
    donors = changed(panel, slice(0, 6), slice(None), value)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"^p000, p001, p002: .* the same in every period"):
        fit(donors, SDID)


@pytest.mark.parametrize("weight", [0.0, -1.0, np.nan])
def test_a_weight_that_is_none(panel: Panel, weight: float) -> None:
    with pytest.raises(InputError, match=r"^p001: its weight is"):
        fit(replace(panel, weights=np.array([1.0, weight, 1, 1, 1, 1, 1])), SDID)


def test_staggered_treatment_where_one_start_is_expected(panel: Panel) -> None:
    with pytest.raises(InputError, match=r"treatment begins in t004, t005"):
        fit(replace(panel, start=np.array([NEVER] * 5 + [4, 5])), SDID)


def test_covariates_that_cannot_be_used(panel: Panel) -> None:
    known = replace(panel, covariates={"same": np.ones((7, 9)), "gone": np.full((7, 9), np.nan)})
    with pytest.raises(InputError, match=r"no covariate 'x'\. It has gone, same"):
        fit(known, Method(Estimator.SYNTHETIC, covariates=("x",)))
    with pytest.raises(InputError, match=r"^p000: the covariate 'gone' was not observed before"):
        fit(known, Method(Estimator.SYNTHETIC, covariates=("gone",)))
    with pytest.raises(InputError, match=r"'same' is the same in every place"):
        fit(known, Method(Estimator.SYNTHETIC, covariates=("same",)))
    with pytest.raises(InputError, match=r"^p000, t000: the covariate 'gone' is missing"):
        fit(known, Method(Estimator.SDID, covariates=("gone",)))
    with pytest.raises(InputError, match=r"do not change in a way of their own"):
        fit(known, Method(Estimator.SDID, covariates=("same",)))


def test_predictors_that_cannot_be_used(panel: Panel) -> None:
    def classical(*predictors: Predictor) -> Method:
        return Method(Estimator.SYNTHETIC, predictors=predictors)

    known = replace(panel, covariates={"gone": np.full((7, 9), np.nan), "same": np.ones((7, 9))})
    with pytest.raises(InputError, match=r"no predictor 'x'"):
        fit(known, classical(Predictor("x", ("t001",))))
    with pytest.raises(InputError, match=r"no period 't099'"):
        fit(known, classical(Predictor("outcome", ("t099",))))
    with pytest.raises(InputError, match=r"^p000, t001 to t002: the predictor 'gone'"):
        fit(known, classical(Predictor("gone", ("t001", "t002"))))
    with pytest.raises(InputError, match=r"'same' is the same in every place"):
        fit(known, classical(Predictor("same", ("t001",))))


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"estimator": Estimator.TWFE}, "not a synthetic estimator"),
        ({"fixed_effects": True}, "takes neither fixed effects nor a penalty"),
        ({"estimator": Estimator.RIDGE, "penalty": 0.0}, "its penalty is 0"),
        ({"covariates": ("x",), "adjustment": Adjustment.BALANCE}, "cannot balance covariates"),
        ({"adjustment": Adjustment.PROJECT}, "none are named"),
        ({"importance": (1.0,)}, "importance for no predictors"),
        ({"predictors": (Predictor("outcome", ("t",)),)}, "takes no predictors"),
    ],
)
def test_options_that_do_not_go_together(options: dict[str, Any], what: str) -> None:
    with pytest.raises(SpecError, match=what):
        Method(**options)
