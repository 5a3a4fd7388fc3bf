from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.documents.cells import read_cells
from forerun.documents.grid import Grid
from forerun.documents.statement import Context, Parts
from forerun.periods import month
from forerun.types import Measure

CHINA, TOYLAND = load_catalog("china"), load_catalog("toyland")
SEPTEMBER = Context(date(2023, 10, 18), "NBS", month(2023, 9), "cn")
HEAD = (
    ("指 标", "9月", "9月", "1—9月", "1—9月"),
    ("指 标", "绝对量", "同比增长（%）", "绝对量", "同比增长（%）"),
)


def read(*rows: tuple[str, ...], context: Context = SEPTEMBER, caption: str = "") -> Parts:
    return read_cells(Grid("table 1", rows, caption=caption), CHINA, context)


def figures(parts: Parts) -> list[tuple[str, str, str, float | None]]:
    return [
        (CHINA.series[each.series].code, str(each.period), each.measure.value, each.value)
        for each in parts.statements
    ]


def test_the_table_of_the_monthly_release() -> None:
    parts = read(
        *HEAD,
        ("规模以上工业增加值", "…", "4.5", "…", "4.0"),
        ("分三大门类",),
        ("采矿业", "…", "1.5", "…", "1.7"),
        ("主要产品产量", "", "", "", ""),
        ("水泥（万吨）", "19205", "-7.2", "149,537", "−0.7"),
        ("其中：新能源汽车（万辆）", "88.0", "12.5", "622.8", "26.7"),
        ("发电量（亿千瓦时）", "7456", "7.7", "66219", "4.2"),
        ("产品销售率（%）", "97.4", "-0.1", "97.0", "0.4"),
        ("出口交货值（亿元）", "13072", "-3.6", "106958", "-4.8"),
    )
    month_, total = ("2023-09",) * 2
    assert figures(parts) == [
        ("IVA_TOTAL", month_, "yoy", 4.5),
        ("IVA_TOTAL", total, "ytd_yoy", 4.0),
        ("IVA_MINING", month_, "yoy", 1.5),
        ("IVA_MINING", total, "ytd_yoy", 1.7),
        *_product("OUT_CEMENT", 19205, -7.2, 149537, -0.7),
        *_product("OUT_NEV", 88.0, 12.5, 622.8, 26.7),
        *_product("OUT_ELECTRICITY", 7456, 7.7, 66219, 4.2),
        ("SALES_RATE", month_, "level", 97.4),
        ("SALES_RATE", month_, "change_pp", -0.1),
        ("SALES_RATE", total, "ytd_level", 97.0),
        ("SALES_RATE", total, "ytd_change_pp", 0.4),
        *_product("EXPORT_DELIVERY", 13072, -3.6, 106958, -4.8),
    ]
    assert (parts.uncatalogued, parts.unread) == ((), ())


def _product(code: str, *values: float) -> list[tuple[str, str, str, float]]:
    measures = ("level", "yoy", "ytd_level", "ytd_yoy")
    return [(code, "2023-09", measure, value) for measure, value in zip(measures, values, strict=True)]


def test_quotes_and_places() -> None:
    grid = Grid("工业", (*HEAD, ("水泥（万吨）", "19205", "-7.2", "149537", "-0.7")), in_sheet=True)
    first = read_cells(grid, CHINA, SEPTEMBER, start=100).statements[0]
    assert first.quote == "水泥（万吨）\t19205\t-7.2\t149537\t-0.7"
    text = "x" * 100 + "\n".join(grid.lines())
    assert text[slice(*first.span)] == first.quote
    assert first.locator == "工业!B3"


def test_published_figures_in_the_layout_of_a_release(shared: Path) -> None:
    """Every product figure of September 2023 in the reference data comes back from a table of them."""
    names = {row["series_id"]: row["name_zh"] for row in _rows(shared / "data/china/series.csv")}
    levels = ("level", "yoy", "ytd_level", "ytd_yoy")
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(shared / "data/china/observations.csv"):
        if row["period"] == "2023-09" and row["series_id"].startswith("OUT_") and row["publisher"] == "NBS":
            told[row["series_id"]][row["measure"]] = row["value"]
    units = {code: _spoken_unit(code) for code, cells in told.items() if "level" in cells}
    rows = [
        (f"{names[code].removesuffix('产量')}（{unit}）", *(told[code].get(m, "…") for m in levels))
        for code, unit in units.items()
    ]
    expected = {(code, m, float(v)) for code in units for m, v in told[code].items()}
    assert len(expected) >= 8
    parts = read(*HEAD, ("主要产品产量", "", "", "", ""), *rows)
    assert {(code, measure, value) for code, _, measure, value in figures(parts)} == expected


def _spoken_unit(code: str) -> str:
    series = CHINA.series_named(code)
    return CHINA.units[series.units[Measure.LEVEL]].names.zh


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_january_and_february_come_together() -> None:
    parts = read(
        ("指标", "1—2月", "1—2月"),
        ("指标", "绝对量", "同比增长（%）"),
        ("水泥（万吨）", "18332", "-1.6"),
        context=Context(date(2024, 3, 18), "NBS"),
    )
    assert figures(parts) == [
        ("OUT_CEMENT", "2024-02", "ytd_level", 18332),
        ("OUT_CEMENT", "2024-02", "ytd_yoy", -1.6),
    ]


def test_the_title_gives_the_year_the_unit_and_the_topic() -> None:
    parts = read(
        ("2022年6月份主要行业增加值同比增长速度（%）",) * 3,
        ("行业", "6月", "1—6月"),
        ("汽车制造业", "16.2", "-0.4"),
        context=Context(),
    )
    assert [(code, period, value) for code, period, _, value in figures(parts)] == [
        ("IVA_AUTO", "2022-06", 16.2),
        ("IVA_AUTO", "2022-06", -0.4),
    ]


def test_months_side_by_side_and_the_measure_in_the_label() -> None:
    parts = read(
        ("指标", "2023年9月", "2023年8月"),
        ("水泥产量_当期值(万吨)", "19205", "17867"),
        ("水泥产量_累计值(万吨)", "149537", "130256"),
        ("水泥产量_同比增长(%)", "-7.2", "-2"),
        context=Context(),
    )
    assert figures(parts) == [
        ("OUT_CEMENT", "2023-09", "level", 19205),
        ("OUT_CEMENT", "2023-08", "level", 17867),
        ("OUT_CEMENT", "2023-09", "ytd_level", 149537),
        ("OUT_CEMENT", "2023-08", "ytd_level", 130256),
        ("OUT_CEMENT", "2023-09", "yoy", -7.2),
        ("OUT_CEMENT", "2023-08", "yoy", -2),
    ]


def test_periods_in_the_rows() -> None:
    parts = read(
        ("时间", "规模以上工业增加值同比增长（%）", "水泥（万吨）"),
        ("2023年8月", "4.5", "17867"),
        ("2023年9月", "4.5", "19205"),
        context=Context(),
    )
    assert figures(parts) == [
        ("IVA_TOTAL", "2023-08", "yoy", 4.5),
        ("OUT_CEMENT", "2023-08", "level", 17867),
        ("IVA_TOTAL", "2023-09", "yoy", 4.5),
        ("OUT_CEMENT", "2023-09", "level", 19205),
    ]


def test_places_in_the_rows() -> None:
    parts = read(
        ("地区", "2022年地区生产总值（亿元）"),
        ("广东", "129118.6"),
        ("江苏省", "122875.6"),
        context=Context(),
    )
    assert [(each.place, str(each.period), each.value) for each in parts.statements] == [
        ("cn-440000", "2022", 129118.6),
        ("cn-320000", "2022", 122875.6),
    ]


def test_traditional_and_english_tables() -> None:
    parts = read(
        ("指標", "絕對量", "同比增長（%）"),
        ("水泥（萬噸）", "19205", "-7.2"),
        caption="2023年9月",
        context=Context(),
    )
    assert figures(parts) == [
        ("OUT_CEMENT", "2023-09", "level", 19205),
        ("OUT_CEMENT", "2023-09", "yoy", -7.2),
    ]
    parts = read(
        ("Indicator", "Sep 2023", "Sep 2023", "Jan-Sep 2023", "Jan-Sep 2023"),
        ("Indicator", "Level", "Y/Y growth (%)", "Level", "Y/Y growth (%)"),
        ("Cement (10,000 tons)", "19205", "-7.2", "149537", "-0.7"),
        context=Context(),
    )
    assert figures(parts) == _product("OUT_CEMENT", 19205, -7.2, 149537, -0.7)


def test_what_the_catalog_has_not_is_listed() -> None:
    parts = read(
        *HEAD,
        ("主要产品产量",),
        ("独角兽（万头）", "12", "3.4", "…", "…"),
        ("其中：彩虹水泥（万吨）", "1", "…", "", ""),
    )
    assert parts.statements == ()
    assert [each.value for each in parts.uncatalogued] == [12, 3.4, 1]
    assert parts.uncatalogued[2].unit == "10000 tonnes"


def test_what_cannot_be_told_is_not_guessed() -> None:
    industry = read(*HEAD, ("汽车制造业", "…", "9.0", "…", "…"))
    assert industry.statements == ()
    assert len(industry.unread) + len(industry.uncatalogued) == 1
    undated = read(("指标", "绝对量"), ("水泥（万吨）", "19205"), context=Context())
    assert "time" in undated.unread[0].reason
    unit = read(("指标", "9月"), ("水泥（万辆）", "19205"))
    assert unit.statements == ()
    assert unit.unread[0].locator == "table 1 row 2 column 2"


def test_cells_that_are_more_than_a_number_are_listed() -> None:
    parts = read(*HEAD, ("水泥（万吨）", "约1.9亿吨", "-7.2", "-", "/"))
    assert figures(parts) == [("OUT_CEMENT", "2023-09", "yoy", -7.2)]
    assert [(each.text, each.locator) for each in parts.unread] == [("约1.9亿吨", "table 1 row 3 column 2")]


@pytest.mark.parametrize("rows", [(), (("a", "b"),), (("a", "b"), ("c", "d")), (("年", "月"),)])
def test_a_table_without_figures(rows: tuple[tuple[str, ...], ...]) -> None:
    assert read(*rows) == Parts()


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ((), "its column has no heading"),
        ((("指标", "9月 1—9月", "9月 1—9月"),), "its heading names several periods"),
        (
            (("指标", "9月", "9月"), ("指标", "绝对量 同比增长", "绝对量 同比增长")),
            "a level and a growth rate",
        ),
    ],
)
def test_headings_that_do_not_tell_their_columns_apart(
    head: tuple[tuple[str, ...], ...], reason: str
) -> None:
    parts = read(*head, ("水泥（万吨）", "19205", "-7.2"))
    assert (parts.statements, parts.uncatalogued) == ((), ())
    assert all(reason in each.reason for each in parts.unread)
    assert len(parts.unread) == 2


def test_years_above_and_months_beside() -> None:
    parts = read(("月份", "2022年", "2023年"), ("9月 水泥（万吨）", "20902", "19205"), context=Context())
    assert figures(parts) == [
        ("OUT_CEMENT", "2022-09", "level", 20902),
        ("OUT_CEMENT", "2023-09", "level", 19205),
    ]


def test_figures_without_words_are_listed() -> None:
    assert read(("2023", "2024"), ("12", "13"), context=Context()).unread
    assert read(("2023", "2024")).unread[0].reason == "no figure has words beside it"


def test_a_huge_table_is_not_read_cell_by_cell() -> None:
    parts = read(("x", "y"), *[("水泥", "1")] * 20_001)
    assert "tidy" in parts.unread[0].reason


def test_toyland() -> None:
    rows = (
        ("Indicator", "May 2024", "January to May 2024"),
        ("Value added of industry (million crowns)", "4,096", "19,131"),
        ("Electric scooters (units)", "211,000", "1,010,000"),
    )
    found = read_cells(Grid("", rows), TOYLAND, Context()).statements
    assert [(each.series, each.measure.value, each.value, each.unit) for each in found] == [
        ("ty/iva", "level", 4096, "TYC million"),
        ("ty/iva", "ytd_level", 19131, "TYC million"),
        ("ty/scooter_output", "level", 21.1, "10000 units"),
        ("ty/scooter_output", "ytd_level", 101, "10000 units"),
    ]
