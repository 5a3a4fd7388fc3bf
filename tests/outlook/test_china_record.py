"""The track record of the outlook on industrial value added of China, 2016 to 2025, in real time."""

from __future__ import annotations

from functools import cache

import pytest

from forerun.outlook.backtest import Backtest, backtest, month_ends
from forerun.outlook.benchmarks import benchmarks
from forerun.outlook.factor_model import factor_models
from forerun.outlook.records import Aim
from forerun.outlook.scoreboard import ScoreRow
from forerun.outlook.spec import outlook_spec
from forerun.periods import Period
from tests.outlook.conftest import ledger_of, real_time_of


@cache
def record() -> Backtest:
    real_time = real_time_of("china")
    spec = outlook_spec(ledger_of("china").snapshot(real_time.until).catalog)
    days = month_ends(Period.parse("2016-01"), Period.parse("2025-12"))
    return backtest(real_time, spec, (factor_models(spec)[0], *benchmarks(spec.benchmarks)), days)


def rows(table: tuple[ScoreRow, ...], aim: Aim, horizon: int) -> tuple[ScoreRow, float]:
    """The model's row, and the lowest RMSE among the benchmarks."""
    own = [row for row in table if (row.aim, row.horizon) == (aim, horizon)]
    model = next(row for row in own if row.forecaster.startswith("factors"))
    return model, min(row.rmse for row in own if row is not model)


@pytest.mark.parametrize("horizon", [1, 2, 3])
def test_the_model_is_nearer_than_every_benchmark_for_the_next_three_months(horizon: int) -> None:
    for table in (record().table, record().calm):
        model, best = rows(table, Aim.MONTH, horizon)
        assert model.count >= 100
        assert model.rmse < best


@pytest.mark.parametrize("horizon", [1, 2, 3])
def test_the_model_is_nearer_than_every_benchmark_for_the_year_end(horizon: int) -> None:
    model, best = rows(record().table, Aim.YEAR, horizon)
    assert model.count == 10
    assert model.rmse < best


def test_in_december_itself_the_last_value_is_nearer() -> None:
    model, best = rows(record().table, Aim.YEAR, 0)
    assert best < model.rmse < 0.1


@pytest.mark.parametrize("horizon", [1, 2, 3])
def test_four_of_five_outcomes_lie_in_the_band_that_says_so(horizon: int) -> None:
    model, _ = rows(record().table, Aim.MONTH, horizon)
    eighty = next(each for each in model.coverage if each.level == 0.8)
    assert eighty.low < 0.8 < eighty.high


def test_no_forecast_failed() -> None:
    assert record().failures == ()
