"""The factor model on vintages of the shipped profiles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.attempts import attempted, state_before
from forerun.outlook.backtest import month_ends
from forerun.outlook.factor.fit import FitSpec
from forerun.outlook.factor.uncertainty import parameter_draws, with_parameter_uncertainty
from forerun.outlook.factor_model import FactorModel, factor_models, prepared
from forerun.outlook.records import Aim
from forerun.outlook.spec import outlook_spec
from forerun.periods import Period
from tests.outlook.conftest import ledger_of, real_time_of

DAY = date(2023, 11, 4)


@pytest.fixture(scope="module")
def model() -> FactorModel:
    return factor_models(outlook_spec(ledger_of("china").snapshot(DAY).catalog))[0]


def test_candidates_differ_in_factors_and_in_whether_loadings_move(model: FactorModel) -> None:
    every = factor_models(outlook_spec(ledger_of("china").snapshot(DAY).catalog))
    assert len({each.name for each in every}) == len(every) > 2
    assert [each.spec.free_loadings for each in every].count(False) == 1
    assert "cn/iva" in model.growth
    assert "cn/pmi" not in model.growth


def test_the_forecast_is_joint_over_all_months_to_come(model: FactorModel) -> None:
    vintage = real_time_of("china").vintage(DAY)
    found, _ = model.forecast(vintage)
    assert found.months == vintage.ahead
    assert 2 < found.mean[0] < 8
    spread = np.sqrt(found.covariance.diagonal())
    assert (spread > 0.3).all()
    assert spread[0] < spread[3]
    assert np.linalg.eigvalsh(found.covariance).min() > 0
    assert found.covariance[0, 1] > 0


def test_a_warm_start_says_the_same(model: FactorModel) -> None:
    real_time = real_time_of("china")
    _, state = model.forecast(real_time.vintage(date(2023, 9, 30)))
    cold, _ = model.forecast(real_time.vintage(DAY))
    warm, _ = model.forecast(real_time.vintage(DAY), state)
    assert warm.mean[:3] == pytest.approx(cold.mean[:3], abs=0.15)


def test_nothing_after_the_day_matters(model: FactorModel) -> None:
    late, early = real_time_of("china"), real_time_of("china").vintage(DAY)
    again = replace(early, values=early.values.copy())
    assert late.until > DAY
    assert model.forecast(again)[0].mean == pytest.approx(model.forecast(early)[0].mean, abs=1e-12)


def test_the_lockdown_is_left_out_and_its_base_looked_through(model: FactorModel) -> None:
    ready = prepared(real_time_of("china").vintage(date(2021, 2, 28)), model.growth)
    january_february_2020 = ready.panel.row(next(m for m in ready_months(ready) if str(m) == "2020-02"))
    assert ready.left_out[january_february_2020, 0]
    found, _ = model.forecast(real_time_of("china").vintage(date(2021, 2, 28)))
    assert str(found.months[0]) == "2021-02"
    assert 25 < found.mean[0] < 40
    assert found.mean[2] < 12


def ready_months(ready: object) -> list[object]:
    panel = ready.panel  # type: ignore[attr-defined]
    return [panel.month(row) for row in range(panel.months)]


def test_series_with_few_figures_are_left_out_of_the_panel(model: FactorModel) -> None:
    vintage = real_time_of("china").vintage(date(2017, 1, 31))
    assert "cn/exports_usd" not in prepared(vintage, model.growth).panel.names
    assert "cn/exports_usd" in prepared(real_time_of("china").vintage(DAY), model.growth).panel.names


def test_series_to_date_are_averages_of_their_months() -> None:
    vintage = real_time_of("china").vintage(DAY)
    ready = prepared(vintage, (), ("cn/ppi",))
    kinds = dict(zip(ready.panel.names, ready.panel.aggregations, strict=True))
    assert kinds["cn/ppi"].name == "year_to_date"
    assert kinds["cn/iva"].name == "joint_months_2"
    assert kinds["cn/pmi"].name == "monthly"


def test_parameter_uncertainty_widens_the_forecast(model: FactorModel) -> None:
    vintage = real_time_of("china").vintage(DAY)
    fitted = model.estimate(model.prepared(vintage))
    cells = [("cn/iva", month) for month in vintage.ahead[:3]]
    drawn = parameter_draws(fitted, 20, seed=1)
    found = with_parameter_uncertainty(fitted, cells, drawn, seed=1)
    wide, narrow = found.distribution.covariance.diagonal(), found.at_estimates.covariance.diagonal()
    assert found.draws == 20
    assert wide.sum() > narrow.sum()
    assert found.distribution.mean == pytest.approx(found.at_estimates.mean)
    again = with_parameter_uncertainty(fitted, cells, parameter_draws(fitted, 20, seed=1), seed=1)
    assert again.distribution.covariance == pytest.approx(found.distribution.covariance)


def test_a_target_that_says_nothing_is_refused(model: FactorModel) -> None:
    vintage = real_time_of("china").vintage(DAY)
    for values, message in (
        (np.full_like(vintage.values[:, 0], 5.0), "every figure is 5"),
        (np.full_like(vintage.values[:, 0], np.nan), "nothing of cn/iva was published"),
        (np.where(np.arange(len(vintage.values)) < 100, vintage.values[:, 0], np.nan), "no figure after"),
    ):
        broken = vintage.values.copy()
        broken[:, 0] = values
        with pytest.raises(InputError, match=message):
            model.forecast(replace(vintage, values=broken))


def test_a_panel_too_small_for_the_model_is_refused() -> None:
    vintage = real_time_of("china").vintage(DAY)
    with pytest.raises(InputError, match="9 factors need"):
        FactorModel("wide", FitSpec(9), ("cn/iva",)).forecast(vintage)


def test_a_constant_series_is_left_out_of_the_panel(model: FactorModel) -> None:
    vintage = real_time_of("china").vintage(DAY)
    broken = vintage.values.copy()
    broken[:, 2] = 1.0
    predictive, fitted = model.forecast(replace(vintage, values=broken))
    assert "cn/ppi" not in fitted.panel.names
    assert np.isfinite(predictive.mean).all()


def test_the_forecast_of_a_day_is_made_as_its_record_is(model: FactorModel) -> None:
    real_time, day = real_time_of("china"), date(2023, 10, 31)
    spec = outlook_spec(ledger_of("china").snapshot(DAY).catalog)
    days = month_ends(Period.parse("2022-11"), Period.parse("2023-10"))
    made = attempted(real_time, spec, [model], days)
    now, _ = model.forecast(real_time.vintage(day), state_before(real_time, model, day))
    then = {each.horizon: each.mean for each in made.records if (each.origin, each.aim) == (day, Aim.MONTH)}
    assert [then[horizon] for horizon in (1, 2, 3)] == pytest.approx(now.mean[:3], abs=1e-12)


def test_frozen_loadings_are_those_of_the_day() -> None:
    frozen = factor_models(outlook_spec(ledger_of("china").snapshot(DAY).catalog))[-1]
    real_time = real_time_of("china")
    _, january = frozen.forecast(real_time.vintage(date(2023, 1, 31)))
    ready = frozen.prepared(real_time.vintage(DAY))
    found = frozen.estimate(ready, january).parameters.loadings
    assert found == pytest.approx(frozen.estimate(ready).parameters.loadings, abs=1e-12)
    assert np.abs(found - january.parameters.loadings).max() > 1e-3
