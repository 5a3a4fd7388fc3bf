"""What the benchmark of the factor model measures with: panels of many days, tasks, rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import outlook_ours, outlook_peers
from bench.cases import outlook as case
from bench.outlook_panels import GDP, Figures, made_up, read
from bench.outlook_work import Bench, peak_memory
from forerun.outlook.factor.parameters import Parameters
from forerun.periods import Period

OURS = {"cpu": 0.2, "iterations": 50, "loglikelihood": -10.5, "series": 3, "months": 9, "moved": 0.4}


def test_a_vintage_holds_what_was_out_up_to_the_end_of_its_quarter() -> None:
    whole = np.column_stack([np.arange(200.0), np.arange(200.0), np.arange(200.0)])
    whole[np.arange(200) % 3 != 2, 2] = np.nan
    days = ("2016-07-31", "2016-08-31")
    known = np.array([[199, 50, 198], [200, 50, 198]])
    figures = Figures(whole, ("a", "short", GDP), Period.parse("2000-01"), days, known)
    july, august = figures.vintage(0), figures.vintage(figures.at("2016-08-31"))
    assert july.names == ("a", GDP)
    assert str(august.month(august.months - 1)) == "2016-09"
    assert np.flatnonzero(~np.isnan(july.values[:, 0]))[-1] == 198
    assert np.flatnonzero(~np.isnan(august.values[:, 0]))[-1] == 199
    assert figures.between("2016-08-01", "2016-12-31") == [1]


def test_figures_are_read_as_they_were_written(tmp_path: Path) -> None:
    made = made_up(months=300, series=3)
    made.write(tmp_path / "figures.npz")
    held = read(tmp_path / "figures.npz")
    assert (held.names, held.start, held.days) == (made.names, made.start, made.days)
    assert np.array_equal(held.values, made.values, equal_nan=True)
    assert np.array_equal(held.known, made.known)


def test_a_task_runs_in_a_process_of_its_own_without_peers(tmp_path: Path) -> None:
    made_up(months=180, series=3).write(tmp_path / "figures.npz")
    found = Bench(tmp_path).run("outlook_ours", "whole", 1)
    assert found["series"] == 4
    assert found["loglikelihood"] == pytest.approx(found["reached"], abs=1e-6)
    assert outlook_peers.parameters(tmp_path / "parameters-1.npz").factors == 1
    assert 0 < found["peak"] < 2000
    assert peak_memory() > 10


def test_parameters_go_to_the_peer_under_its_names() -> None:
    given = Parameters(
        loadings=np.array([[1.0, 2.0], [3.0, 4.0]]),
        transition=np.array([[[0.5, 0.1], [0.2, 0.3]]]),
        shock_covariance=np.array([[4.0, 2.0], [2.0, 5.0]]),
        ar=np.array([0.6, 0.7]),
        variance=np.array([8.0, 9.0]),
    )
    wanted = ["loading.0.2->a", f"L1.eps_Q.{GDP}", "sigma2.a", "L1.0.2->0.1", "fb(0).cov.chol[2,1]"]
    assert outlook_peers.translated(wanted, given, ("a", GDP)).tolist() == [2.0, 0.7, 8.0, 0.1, 1.0]


def test_a_ratio_is_the_peers_time_of_an_iteration_over_ours() -> None:
    row = case.ratio("peer", 100, 1, OURS, {"iteration": 2.0, "iterations": 3})
    assert row.value == pytest.approx(500)
    assert row.met
    assert not case.agreement(1, OURS, {"loglikelihood": -10.6}).met


def test_impacts_are_compared_one_by_one() -> None:
    ours = {"impacts": {"a 2020-01": 0.5, "b 2020-01": -2.0}}
    theirs = {"impacts": {"b 2020-01": -2.0, "a 2020-01": 0.502}}
    assert case.impacts(ours, theirs).value == pytest.approx(0.001)


def test_news_and_vintages_need_no_peer(tmp_path: Path) -> None:
    figures = made_up(months=300, series=4)
    figures.write(tmp_path / "figures.npz")
    found = outlook_ours.moved(tmp_path)
    assert found["releases"] > 0
    assert found["residual"] < 1e-8
    few = outlook_ours.ready(figures, "2019")[:3]
    cold = outlook_ours.run(few, outlook_ours.FitSpec(), warm=False)
    warm = outlook_ours.run(few, outlook_ours.FitSpec(), warm=True)
    assert warm["vintages"] == cold["vintages"] == 3
    assert warm["iterations"] < cold["iterations"]
