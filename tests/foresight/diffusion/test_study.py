"""Catalogued paths as known on a day, tables calibrated on themselves or on the profile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as FilePath

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.foresight.diffusion.ledger_paths import Wanted, path_of, wanted_of, wanted_series
from forerun.foresight.diffusion.stage import Stage
from forerun.foresight.diffusion.study import DiffusionStudy, Question, Table, ledger_study, table_study
from forerun.foresight.industries import Kind, future_industries, industry_named
from forerun.foresight.left_out import Why
from forerun.ledger.snapshot import Snapshot
from forerun.types import Measure
from tests.foresight.diffusion.conftest import SHAPES, shaken, until

Known = Callable[[str], Snapshot]
SHARE = Wanted("cn/sales_share/electric_cars", Measure.SHARE, Kind.SHARE, (50.0, 100.0))


def profile(snapshot: Snapshot) -> tuple[Wanted, ...]:
    return wanted_of(future_industries(snapshot.catalog))


def test_the_share_of_electric_cars_has_no_date_in_early_2024(snapshot: Known) -> None:
    known = snapshot("2024-02-01")
    found = ledger_study(known, [SHARE], profile(known), Question(reach=60.0)).forecasts[0]
    assert str(found.path.last) == "2022"
    assert found.path.latest == 29
    assert found.standing.stage is Stage.BEFORE
    assert found.reach is not None
    assert found.reach.dates == (None, None, None)
    assert all(29 < each.value < 100 for each in found.ahead)
    assert found.ahead[0].intervals[0].low < 38 < found.ahead[0].intervals[0].high


def test_the_whole_profile_is_told_and_what_is_too_short_is_listed(snapshot: Known) -> None:
    known = snapshot("2026-11-30")
    study = ledger_study(known, profile(known), profile(known), Question())
    stages = {each.path.subject: each.standing.stage for each in study.forecasts}
    assert stages["cn/base_stations_5g"] is Stage.PASSED
    assert stages["world/cumulative_capacity/solar_pv"] is Stage.BEFORE
    assert stages["cn/cumulative_capacity/solar_pv"] is Stage.BEFORE
    short = {each.what for each in study.left_out if each.why is Why.SHORT}
    assert short == {"cn/core_industry_size/artificial_intelligence", "world/demand/lithium_ion_battery"}
    assert all(0.7 <= each.held[0] <= 0.9 for each in study.calibration.results if each.inflected is None)


def test_one_path_that_is_too_short_is_refused_aloud(snapshot: Known) -> None:
    known = snapshot("2026-11-30")
    wanted = Wanted("cn/core_industry_size/artificial_intelligence", Measure.LEVEL, Kind.FLOW)
    with pytest.raises(InputError, match="too few to fit a curve"):
        ledger_study(known, [wanted], profile(known), Question())


def test_a_series_of_which_nothing_was_known_yet_is_refused(snapshot: Known) -> None:
    known = snapshot("2016-01-01")
    with pytest.raises(InputError, match="was known on 2016-01-01"):
        ledger_study(known, [SHARE], profile(known), Question())


def test_an_earlier_day_knows_less_and_its_hindcast_too(snapshot: Known) -> None:
    early, late = snapshot("2022-06-30"), snapshot("2026-11-30")
    wanted = Wanted("world/cumulative_capacity/solar_pv", Measure.LEVEL, Kind.STOCK)
    assert path_of(early, wanted).now < path_of(late, wanted).now
    study = ledger_study(early, [wanted], profile(early), Question())
    assert max(each.origin for each in study.calibration.attempts) < 2022.6


def test_own_ceilings_take_the_place_of_those_of_the_profile(snapshot: Known) -> None:
    known = snapshot("2024-12-31")
    found = ledger_study(known, [SHARE], profile(known), Question(ceilings=(80.0, 90.0))).forecasts[0]
    assert found.ceilings == (80.0, 90.0, True)
    assert max(each.spread[1] for each in found.ahead) <= 90


def test_any_series_is_read_as_what_its_measure_says(snapshot: Known) -> None:
    catalog = snapshot("2024-12-31").catalog
    assert wanted_series(catalog.series_named("cn/sales_share_caam/nev")).kind is Kind.SHARE
    assert wanted_series(catalog.series_named("cn/mobile_users")).kind is Kind.STOCK
    with pytest.raises(InputError, match="neither a level nor a share"):
        wanted_series(catalog.series_named("cn/iva/36"))


def test_an_industry_has_its_paths_once(snapshot: Known) -> None:
    catalog = snapshot("2024-12-31").catalog
    both = [industry_named("six_g", catalog), industry_named("fifth_generation", catalog)]
    names = [each.series for each in wanted_of(both)]
    assert len(names) == len(set(names)) == 3


def many(count: int) -> str:
    rng = np.random.default_rng(1)
    rows = []
    for at in range(count):
        dates, values = until(SHAPES[at % 3], 0.3 + 0.6 * at / count, 14, ceiling=50 + at)
        values = shaken(values, rng, 0.03, 0.9)
        rows += [f"s{at},{when:.0f},{value:.8g}" for when, value in zip(dates, values, strict=True)]
    return "subject,date,value\n" + "\n".join(rows) + "\n"


def told(known: Snapshot, table: Table, question: Question | None = None) -> DiffusionStudy:
    return table_study(table, known, profile(known), question or Question())


def test_a_table_of_many_is_calibrated_on_itself_a_small_one_on_the_profile(
    snapshot: Known, table: Callable[[str], FilePath]
) -> None:
    known = snapshot("2024-12-31")
    large = told(known, Table(table(many(9))))
    assert large.calibration.own
    assert len(large.forecasts) == 9
    small = told(known, Table(table(many(2))))
    assert not small.calibration.own
    assert len(small.calibration.used) >= 8


def test_a_subject_of_a_table_may_be_given_other_ceilings_but_not_all_of_them(
    snapshot: Known, table: Callable[[str], FilePath]
) -> None:
    known, file = snapshot("2024-12-31"), table(many(3))
    question = Question(ceilings=(100.0, 200.0))
    assert told(known, Table(file, "s1"), question).forecasts[0].ceilings == (100.0, 200.0, True)
    with pytest.raises(InputError, match="several subjects"):
        told(known, Table(file), question)
    with pytest.raises(InputError, match="unknown subject 's9'"):
        told(known, Table(file, "s9"))


def test_production_of_other_technologies_is_forecast_better_than_by_simple_rules(
    shared: FilePath, snapshot: Known
) -> None:
    file = shared / "data" / "foresight" / "pcdb_cost_curves.csv"
    study = told(snapshot("2024-12-31"), Table(file, kind=Kind.FLOW, column="yearly"))
    assert study.calibration.own
    for horizon in (1, 3, 5, 10):
        result = study.calibration.result(horizon, None)
        assert result is not None
        assert result.paths >= 20
        assert result.error < min(result.baselines)
        assert 0.7 <= result.held[0] <= 0.9
