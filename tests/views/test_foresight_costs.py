"""Costs ahead in words, tables and charts."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.foresight.costs.crossing import crossing_below
from forerun.foresight.costs.curve import Curve
from forerun.foresight.costs.forecast import CostForecast, forecast
from forerun.foresight.costs.shipped import shipped
from forerun.views.charts import NARROW
from forerun.views.foresight_cost_objects import chances, fan
from forerun.views.foresight_costs import (
    amount,
    crossing_lines,
    dates_text,
    hindcast_table,
    list_table,
    percent,
    rivals_table,
)
from forerun.views.render import svg
from tests.foresight.costs.conftest import falling


@pytest.fixture
def found() -> CostForecast:
    curve = Curve("<b>panels</b>", "USD", np.arange(2000.0, 2020), np.array(falling(20)))
    return forecast(curve, shipped(), 20)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12105.4, "12,105"),
        (49.0, "49.00"),
        (9.876, "9.876"),
        (0.0442473, "0.04425"),
        (0.000123456, "0.0001235"),
        (4.6e-8, "4.6e−08"),
        (3e20, "3e+20"),
        (999.96, "1000.0"),
    ],
)
def test_a_cost_has_four_digits(value: float, said: str) -> None:
    assert amount(value) == said


def test_a_share_is_said_in_percent() -> None:
    assert percent(-0.1154) == "−11.5%"


def test_every_method_has_its_words() -> None:
    for lang in ("en", "zh"):
        assert len(hindcast_table(shipped().results, lang).rows) == 6 * 8


def test_methods_stand_beside_one_another(found: CostForecast) -> None:
    table = rivals_table(found, "en")
    assert [column.title for column in table.columns[1:]] == ["Year +1", "Year +5", "Year +10", "Year +20"]
    assert table.rows[0][0] == ("No change",)
    assert len(set(table.rows[0][1:])) == 1


def test_a_date_within_the_horizon_and_one_beyond(found: CostForecast) -> None:
    last = float(found.curve.costs[-1])
    soon = crossing_below(found, 0.8 * last, 20)
    assert f"from {soon.dates[1]} on" in dates_text(soon, "en")
    assert "not within 20 years" in dates_text(crossing_below(found, 1e-6 * last, 20), "en")
    lines = [line for _, line in crossing_lines(crossing_below(found, 2 * last, 20), "en")]
    assert len(lines) == 2
    assert "already" in str(lines[1])


def test_the_fan_holds_what_is_known_and_what_is_expected(found: CostForecast) -> None:
    spec = fan(found, "en", NARROW)
    areas = [each for each in spec["layer"] if each["mark"]["type"] == "area"]
    assert [len(each["data"]["values"]) for each in areas] == [21, 21]
    assert spec["layer"][0]["encoding"]["y"]["scale"] == {"type": "log"}
    lines = [each for each in spec["layer"] if each["mark"]["type"] == "line"]
    assert [len(each["data"]["values"]) for each in lines] == [20, 21]
    drawn = svg(spec)
    assert drawn.startswith("<svg")
    assert "Expected" in drawn


def test_chances_are_drawn_in_percent(found: CostForecast) -> None:
    spec = chances(crossing_below(found, 0.5 * float(found.curve.costs[-1]), 20))
    values = spec["layer"][1]["data"]["values"]
    assert len(values) == 20
    assert all(0 <= each["chance"] <= 100 for each in values)
    assert svg(spec).startswith("<svg")


def test_a_list_has_a_row_for_each_cost(found: CostForecast) -> None:
    from datetime import date

    from forerun.foresight.costs.study import CostStudy

    study = CostStudy(date(2024, 1, 1), "x.csv", "ab", False, shipped(), (found, found), (), ())
    table = list_table(study, "zh")
    assert len(table.rows) == 2
    assert table.columns[4].title == "1年后"
