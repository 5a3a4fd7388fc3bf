"""Costs of the ledger and of a person's own table, their claims, and what is left out of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from forerun.errors import InputError
from forerun.foresight.costs.claims import cost_claims, crossing_claims
from forerun.foresight.costs.ledger_curves import curve_of, year_of
from forerun.foresight.costs.shipped import shipped
from forerun.foresight.costs.study import Question, Wanted, ledger_study, table_study, wanted_of
from forerun.foresight.industries import future_industries
from forerun.foresight.left_out import Why
from forerun.foresight.recording import observed, score_of
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Period
from forerun.settings import Settings
from forerun.workspace import Workspace
from tests.foresight.costs.conftest import falling

DAY = date(2024, 12, 31)
MODULE, WIND, SUN = (
    "world/module_price/solar_pv",
    "world/levelized_cost/onshore_wind",
    "world/levelized_cost/solar_pv",
)


@pytest.fixture(scope="module")
def china() -> Snapshot:
    return Workspace.open(Settings(profile="china")).ledger.snapshot(DAY)


def table(folder: Path, curves: dict[str, Sequence[float]], first: int = 2000) -> Path:
    path = folder / "own.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["tech", "year", "cost (USD)"])
        rows.writerows(
            (name, first + at, cost) for name, costs in curves.items() for at, cost in enumerate(costs)
        )
    return path


def test_a_catalogued_cost_is_read_as_it_was_known(china: Snapshot) -> None:
    found = curve_of(china, MODULE, production="world/cumulative_capacity/solar_pv")
    assert (found.series, found.unit, found.source) == (MODULE, "USD/W", "ledger")
    assert found.regular
    assert found.years[0] == 1975
    assert found.volumes[0].name == "world/cumulative_capacity/solar_pv"
    early = curve_of(china.before(date(2010, 6, 30)), MODULE)
    assert early.last_year < 2010
    assert early.costs.tolist() == found.costs[: early.costs.size].tolist()


def test_a_series_without_a_cost_that_day_is_refused(china: Snapshot) -> None:
    with pytest.raises(InputError, match="no cost above zero"):
        curve_of(china.before(date(1960, 1, 1)), MODULE)


def test_a_month_stands_within_its_year() -> None:
    assert year_of(Period.parse("2020")) == 2020
    assert year_of(Period.parse("2020-07")) == 2020.5


def test_rivals_of_the_profile_are_asked_unless_another_is_named(china: Snapshot) -> None:
    wanted = wanted_of(future_industries(china.catalog))
    assert len({each.series for each in wanted}) == len(wanted)
    sun = next(each for each in wanted if each.series == SUN)
    assert set(sun.below) == {"world/levelized_cost/hydropower", WIND}
    found = ledger_study(china, wanted, Question(5))
    asked = {(each.technology, each.rival) for each in found.crossings}
    assert {(SUN, WIND), (SUN, "world/levelized_cost/hydropower")} <= asked
    named = ledger_study(china, [sun], Question(5, "0.02"))
    assert [each.rival for each in named.crossings] == ["0.02"]


def test_a_short_series_is_listed_among_others_and_refused_alone(china: Snapshot) -> None:
    early = china.before(date(2016, 12, 31))
    found = ledger_study(early, [Wanted(SUN), Wanted(MODULE)], Question(5))
    assert [each.curve.series for each in found.forecasts] == [MODULE]
    assert [(each.what, each.why) for each in found.left_out] == [(SUN, Why.SHORT)]
    with pytest.raises(InputError, match="a forecast needs 4"):
        ledger_study(early, [Wanted(SUN)], Question(5), strict=True)


def test_a_rival_of_which_too_little_is_known_is_listed(china: Snapshot) -> None:
    early = china.before(date(2010, 6, 30))
    found = ledger_study(early, [Wanted(MODULE, below=(WIND,))], Question(5))
    assert found.crossings == ()
    assert [each.what for each in found.left_out] == [f"{MODULE} < {WIND}"]
    with pytest.raises(InputError, match="no cost above zero"):
        ledger_study(early, [Wanted(MODULE)], Question(5, WIND))


def test_costs_in_other_units_are_listed_among_many_and_refused_alone(china: Snapshot) -> None:
    found = ledger_study(china, [Wanted(SUN), Wanted(MODULE)], Question(5, WIND))
    assert [each.technology for each in found.crossings] == [SUN]
    assert (f"{MODULE} < {WIND}", Why.UNMATCHED) in [(each.what, each.why) for each in found.left_out]
    with pytest.raises(InputError, match="Compare costs in one unit"):
        ledger_study(china, [Wanted(MODULE)], Question(5, WIND), strict=True)


def test_a_claim_is_on_the_series_itself_and_comes_back_with_its_score(
    china: Snapshot, tmp_path: Path
) -> None:
    (found,) = ledger_study(china, [Wanted(MODULE)], Question(3)).forecasts
    claims = list(cost_claims(found, DAY, china.catalog.series_named(MODULE)))
    assert [claim.series for claim in claims] == [MODULE] * 3
    assert [str(claim.period) for claim in claims] == [str(found.curve.last_year + at) for at in (1, 2, 3)]
    assert claims[0].value == pytest.approx(found.ahead[0].value)
    assert (claims[0].unit, claims[0].data) == ("USD/W", china.hash)
    assert all(claim.may_lead for claim in claims)
    Workspace.create(tmp_path / "desk", "china")
    ledger = Workspace.open(Settings(tmp_path / "desk")).ledger
    ledger.append([observed(claim, "forerun foresight costs") for claim in claims])
    kept = [row for row in ledger.snapshot(DAY).rows(MODULE) if row.source.startswith("forerun:")]
    assert len(kept) == 3
    score = score_of(kept[0])
    assert score is not None
    assert score.n == claims[0].score.n if claims[0].score else False
    figure = ledger.snapshot(DAY).latest(MODULE, claims[0].measure)
    assert str(figure.period) == str(found.curve.last_year)


def test_a_claim_of_ones_own_table_is_in_percent_of_the_last_cost(tmp_path: Path) -> None:
    found = table_study(table(tmp_path, {"panels": falling(20)}), "", Question(2, "1"), DAY)
    (own,) = found.forecasts
    claims = list(cost_claims(own, DAY))
    assert claims[0].series == "world/forward_cost/panels"
    assert claims[0].unit == "percent"
    assert claims[0].value == pytest.approx(100 * own.ahead[0].value / own.curve.costs[-1])
    (crossing,) = found.crossings
    chances = list(crossing_claims(crossing, own, DAY))
    assert chances[0].series == "world/forward_crossing/panels < 1"
    assert 0 <= chances[0].value <= 100


def test_a_claim_without_a_score_may_not_lead(tmp_path: Path) -> None:
    rising = [1.1**year for year in range(15)]
    found = table_study(table(tmp_path, {"dearer": rising}), "dearer", Question(2), DAY)
    assert not any(claim.may_lead for claim in cost_claims(found.forecasts[0], DAY))
    assert [(each.what, each.why, each.where) for each in found.left_out] == [
        ("dearer", Why.RISING, "hindcast")
    ]


def test_a_large_table_is_calibrated_on_its_other_technologies(tmp_path: Path) -> None:
    curves = {f"t{at:02}": falling(30, seed=at) for at in range(17)}
    path = table(tmp_path, curves, first=1980)
    one = table_study(path, "t03", Question(10), DAY)
    assert one.own
    assert one.calibration.pool.technologies == 16
    assert table_study(path, "", Question(10), DAY).calibration.pool.technologies == 17
    few = {name: curves[name] for name in list(curves)[:10]}
    small = table_study(table(tmp_path, few, first=1980), "t03", Question(10), DAY)
    assert not small.own
    assert small.calibration is shipped()


def test_a_horizon_beyond_ones_own_table_takes_the_calibration_that_ships(tmp_path: Path) -> None:
    curves = {f"t{at:02}": falling(12, seed=at) for at in range(17)}
    path = table(tmp_path, curves)
    assert table_study(path, "t03", Question(5), DAY).own
    assert not table_study(path, "t03", Question(15), DAY).own


def test_a_table_is_known_up_to_the_day(tmp_path: Path) -> None:
    found = table_study(table(tmp_path, {"panels": falling(20)}), "", Question(2), date(2010, 6, 1))
    assert found.forecasts[0].curve.last_year == 2009
    assert sum(each.why is Why.LATER for each in found.left_out) == 10


def test_technologies_of_a_table_cross(tmp_path: Path) -> None:
    path = table(tmp_path, {"old": falling(15, -0.01), "new": [150.0, *falling(14, -0.2)]})
    found = table_study(path, "new", Question(10, "old"), DAY)
    assert found.crossings[0].names[1].en == "old"
    everyone = table_study(path, "", Question(10, "old"), DAY)
    assert [each.technology for each in everyone.crossings] == ["new"]
    with pytest.raises(InputError, match="no technology 'gone'"):
        table_study(path, "new", Question(10, "gone"), DAY)
