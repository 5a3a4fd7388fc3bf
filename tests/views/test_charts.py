"""Chart specifications hold the figures and nothing else; drawing them fetches nothing and escapes names."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from forerun.views import charts
from forerun.views.charts import Bullet, Line
from forerun.views.palette import LIGHT
from forerun.views.render import svg

from .conftest import Build

HOSTILE = '</text><script>alert("x")</script>'


@pytest.fixture
def month(build: Build) -> Line:
    values = {"2022-12": 1.3, "2023-03": 3.9, "2023-04": 5.6, "2023-05": None}
    return Line("Month", [build("IVA_TOTAL", "yoy", period, value) for period, value in values.items()])


@pytest.fixture
def to_date(build: Build) -> Line:
    values = {"2022-12": 3.6, "2023-02": 2.4, "2023-03": 3.0}
    return Line("To date", [build("IVA_TOTAL", "ytd_yoy", period, value) for period, value in values.items()])


def values(layer: dict[str, Any]) -> list[float]:
    return [point["value"] for point in layer["data"]["values"]]


def test_growth_draws_every_known_figure_and_no_missing_one(month: Line, to_date: Line) -> None:
    bars, line, _, label = charts.growth(month, to_date, "en")["layer"]
    assert values(bars) == [1.3, 3.9, 5.6]
    assert values(line) == [3.6, 2.4, 3.0]
    assert [point["text"] for point in label["data"]["values"]] == ["+3.0"]


def test_years_of_a_cumulative_rate_are_not_joined(month: Line, to_date: Line) -> None:
    bars, line, *_ = charts.growth(month, to_date, "en")["layer"]
    assert line["encoding"]["detail"] == {"field": "year"}
    assert "detail" not in bars["encoding"]
    assert "detail" not in charts.trend(month, "en")["layer"][0]["encoding"]


def test_a_fan_joins_first_and_latest_of_the_same_period(build: Build) -> None:
    first = Line("first", [build("EXPORTS_USD", "yoy", "2023-09", -6.2)])
    latest = Line("now", [build("EXPORTS_USD", "yoy", "2023-09", -6.8)])
    rule = charts.vintages(first, latest, "en")["layer"][0]["data"]["values"][0]
    assert (rule["value"], rule["end"]) == (-6.2, -6.8)


def test_a_ranking_stands_from_highest_to_lowest_and_parts_growing_from_falling(build: Build) -> None:
    down, up = build("IVA_COAL", "yoy", "2023-09", -1.0), build("IVA_AUTO", "yoy", "2023-09", 9.0)
    spec = charts.ranking([("down", down), ("none", build("IVA_AUTO", "yoy", "2023-09", None)), ("up", up)])
    points = spec["data"]["values"]
    assert [(each["row"], each["value"]) for each in points] == [(0, 9.0), (1, -1.0)]
    assert [each["colour"] for each in points] == [LIGHT["accent"], LIGHT["warn"]]
    assert row_labels(svg(spec)) == ["up", "down"]


def row_labels(drawn: str) -> list[str]:
    texts = [each.text for each in etree.fromstring(drawn.encode()).iter("{*}text")]
    return [text for text in texts if text and not text.lstrip("−").isdigit()]


def test_rows_with_the_same_name_stay_apart() -> None:
    twins = [Bullet("Steel", 1.0, 2.0, None, "accent"), Bullet("Steel", 3.0, 2.0, None, "warn")]
    assert row_labels(svg(charts.bullets(twins))) == ["Steel", "Steel"]


def test_long_names_are_cut_to_their_room() -> None:
    assert charts.fitted("Steel", 100) == "Steel"
    assert charts.fitted("Smelting and pressing", 70) == "Smelting…"
    assert charts.fitted("黑色金属冶炼和压延加工业", 60) == "黑色金属冶…"


def test_names_in_a_chart_cannot_become_markup(month: Line) -> None:
    for spec in (
        charts.bullets([Bullet(HOSTILE, 1.0, 2.0, None, "accent")]),
        charts.growth(Line(HOSTILE, month.figures), Line("b", month.figures), "zh"),
    ):
        drawn = etree.fromstring(svg(spec).encode())
        assert {etree.QName(each).localname for each in drawn.iter()} <= {"svg", "g", "path", "line", "text"}


def test_the_same_chart_is_drawn_alike_in_light_colours_and_without_a_named_font(month: Line) -> None:
    spec = charts.trend(month, "en", baseline=50.0)
    assert svg(spec) == svg(spec)
    assert set(_attributes(svg(spec), "font-family")) == {"sans-serif"}
    assert set(_attributes(svg(spec), "stroke")) - {"none"} <= set(LIGHT.values()) | {"transparent"}


def _attributes(drawn: str, name: str) -> list[str]:
    return [value for each in etree.fromstring(drawn.encode()).iter() if (value := each.get(name))]


def test_drawing_fetches_nothing() -> None:
    spec = charts.ranking([]) | {
        "data": {"url": "http://127.0.0.1:9/data.json"},
        "layer": [{"mark": "point"}],
    }
    with pytest.raises(ValueError, match="not allowed"):
        svg(spec)
