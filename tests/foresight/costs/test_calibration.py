from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.foresight.costs.calibration import Calibration, calibrate
from forerun.foresight.costs.curve import Convention, Curve, Volume
from forerun.foresight.costs.falls import SHARES, chance, fall_score, falls_of
from forerun.foresight.costs.formulas import drift_of
from forerun.foresight.costs.hindcast import Method, at_horizon
from forerun.foresight.costs.pool import pooled
from forerun.foresight.costs.quantiles import (
    PROBABILITIES,
    alike,
    kernel,
    left_out_quantiles,
    weighted,
)
from forerun.foresight.costs.shipped import shipped, written
from forerun.foresight.costs.tables import CurveTable
from forerun.foresight.costs.windows import forecasts_of
from forerun.foresight.left_out import Why
from tests.foresight.costs.conftest import Maker, falling
from tests.reference.make_foresight_costs import DATABASE


def curve(name: str, costs: list[float]) -> Curve:
    return Curve(name, "", np.arange(2000.0, 2000 + len(costs)), np.array(costs))


def test_what_ships_is_what_the_script_makes(own: Calibration) -> None:
    kept = shipped()
    assert kept.source == DATABASE
    assert kept.data == own.data
    assert kept.constants == own.constants
    assert kept.pool.technologies == own.pool.technologies
    assert (kept.pool.drift, kept.pool.volatility) == pytest.approx(
        (own.pool.drift, own.pool.volatility), 1e-5
    )
    assert np.allclose(kept.quantiles, own.quantiles, rtol=1e-4, atol=1e-5)
    assert [each.n for each in kept.results] == [each.n for each in own.results]
    assert [each.error for each in kept.results] == pytest.approx([each.error for each in own.results], 1e-5)
    assert [each.brier for each in kept.falls] == pytest.approx([each.brier for each in own.falls], 1e-4)
    assert [each.what for each in kept.left_out] == [each.what for each in own.left_out]
    assert written(kept, DATABASE, "x").count("\n") == written(own, DATABASE, "x").count("\n")


def test_weighted_quantiles_lie_between_the_middles_of_shares() -> None:
    # shares 1/2, 1/4, 1/4: middles at 0.25, 0.625, 0.875
    found = weighted(np.array([1.0, 2, 3]), np.array([2.0, 1, 1]), np.array([0.1, 0.4375, 0.75, 0.95]))
    assert found == pytest.approx([1.0, 1.5, 2.5, 3.0])


def test_each_technology_counts_alike() -> None:
    which = np.array([0, 0, 0, 1])
    assert alike(np.ones(4), which) == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1])
    near, far = kernel(np.array([10.0, 1.0]), 10)
    assert near == 1.0
    assert far == 0.0


def test_quantiles_of_a_technology_are_those_of_the_others() -> None:
    errors = np.concatenate([np.full(30, 5.0), np.linspace(-1, 1, 30)])
    which, horizons = np.repeat([0, 1], 30), np.ones(60, int)
    found = left_out_quantiles(errors, which, horizons, np.array([0.5]))
    assert found[which == 0] == pytest.approx(0.0)
    assert found[which == 1] == pytest.approx(5.0)


def test_the_chance_of_an_error_follows_the_quantiles() -> None:
    table = np.tile(np.linspace(0, 1, len(PROBABILITIES)), (4, 1))
    found = chance(table, np.array([0.5, -9.0, 9.0, table[0, 2]]))
    assert found == pytest.approx([0.5, 0.0025, 0.9975, 0.025])


def test_quantiles_go_on_beyond_their_ends() -> None:
    found = shipped()
    told = found.quantile(5, np.array([1e-6, 0.005, 0.5, 0.995, 1 - 1e-6]))
    assert np.all(np.diff(told) > 0)
    assert told[1:4] == pytest.approx(found.quantiles[4, [0, PROBABILITIES.index(0.5), -1]])


def test_who_is_not_pooled_is_listed_with_the_reason(make: Maker) -> None:
    gaps = [2000.0, 2001, 2003, 2004, 2005, 2006, 2007, 2008]
    curves = [
        make(falling(20), name="falls"),
        make(falling(6), name="short"),
        make([1.05**year for year in range(12)], name="rises"),
        make(falling(8), gaps, name="gaps"),
        make([100 * 0.9**year for year in range(12)], name="steady"),
    ]
    found = pooled(curves)
    assert [each.technology for each in found.curves] == ["falls"]
    assert {each.what: each.why for each in found.left_out} == {
        "short": Why.SHORT,
        "rises": Why.RISING,
        "gaps": Why.IRREGULAR,
        "steady": Why.CONSTANT,
    }


def test_one_technology_cannot_be_left_out(make: Maker) -> None:
    with pytest.raises(InputError, match="1 of 1 technologies"):
        calibrate([make(falling(20))])


def test_a_forecast_knows_what_was_known_at_its_origin(make: Maker) -> None:
    """The last forecast of a curve of eight costs, by hand: origin at the seventh, one year ahead."""
    logs = np.array([0.0, -0.1, -0.3, -0.35, -0.5, -0.55, -0.7, -0.8])
    other = make(falling(12, seed=3), name="other")
    made = Curve(
        "x",
        "",
        np.arange(2000.0, 2008),
        np.exp(logs),
        (Volume(Convention.STATED, "made", np.exp(np.arange(8) * 0.5)),),
    )
    found = forecasts_of(pooled([made, other]))
    at = int(np.flatnonzero((found.which == 0) & (found.year == 2006) & (found.horizon == 1))[0])
    recent = np.diff(logs)[1:6]
    assert found.change[at] == pytest.approx(-0.1)
    assert found.moore[at] == pytest.approx(recent.mean())
    assert found.moore_scale[at] == pytest.approx(recent.std(ddof=1))
    assert found.wright[at] == pytest.approx(recent.sum() * 0.5 / (5 * 0.25) * 0.5)
    assert found.wright_actual[at] == pytest.approx(found.wright[at])
    pool = drift_of(other.years, other.logs)
    own = 0.5 * recent.mean() + 0.5 * (-0.7 / 6)
    assert found.damped[at] == pytest.approx(0.7 * own + 0.3 * pool.mu)


def test_a_later_cost_changes_no_earlier_forecast(pcdb: CurveTable) -> None:
    """Own costs after an origin bear on no forecast from it."""
    curves = list(pooled(pcdb.curves).curves)
    before = forecasts_of(pooled(curves))
    last = curves[0]
    costs = last.costs.copy()
    costs[-1] *= 0.9
    changed = [Curve(last.technology, "", last.years, costs, last.volumes), *curves[1:]]
    after = forecasts_of(pooled(changed))
    own = before.which == 0
    assert after.damped[own] == pytest.approx(before.damped[own])
    assert after.moore[own] == pytest.approx(before.moore[own])


def test_falls_are_scored_beside_their_base_rate(own: Calibration) -> None:
    half = [each for each in own.falls if each.share == 0.5 and each.horizon == 10]
    assert len(half) == 1
    assert half[0].brier < half[0].base_rate
    score = fall_score(own.falls, 10, 0.45)
    assert score is not None
    assert score.value == half[0].brier
    assert fall_score(own.falls, 10, 1.2) is None
    assert {each.share for each in own.falls} == set(SHARES)


def test_the_base_rate_of_a_fall_is_that_of_the_others() -> None:
    steady = curve("steady", [100.0 * 0.98**year * (1.001 if year % 2 else 1) for year in range(12)])
    steep = curve("steep", [100.0 * 0.6**year * (1.02 if year % 2 else 1) for year in range(12)])
    found = {(each.share, each.horizon): each for each in falls_of(forecasts_of(pooled([steady, steep])))}
    # within five years only the steep one halves, so that each base rate is wrong for the other
    assert found[0.5, 5].base_rate == pytest.approx(1.0)


def test_the_skill_has_an_interval_over_technologies(own: Calibration) -> None:
    row = at_horizon(own.results, Method.DAMPED, 5)
    assert row is not None
    assert row.skill is not None
    assert 0 < row.skill.low < 1 - row.error / row.no_change < row.skill.high < 1
