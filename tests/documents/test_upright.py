"""Tables whose cells stand one below the other, as a copied page leaves them."""

from __future__ import annotations

from datetime import date

from forerun.catalog.load import load_catalog
from forerun.documents.cells import read_cells
from forerun.documents.plaintext import read_plain
from forerun.documents.statement import Context
from forerun.documents.upright import upright_tables

HEAD = ["指标", "4月", "1—4月", "绝对量", "同比增长", "(%)", "绝对量", "同比增长", "(%)"]
ROWS = [
    "规模以上工业增加值",
    "…",
    "6.7",
    "…",
    "6.3",
    "主要产品产量",
    "水泥(万吨)",
    "17395",
    "-8.6",
    "50,830",
    "-10.3",
]


def test_a_table_laid_flat() -> None:
    lines = ["2024年4月份规模以上工业生产主要数据", *HEAD, *ROWS, "附注,1.指标解释。"]
    (table,) = upright_tables(lines)
    assert table.rows == (
        ("指标", "4月", "4月", "1-4月", "1-4月"),
        ("指标", "绝对量", "同比增长(%)", "绝对量", "同比增长(%)"),
        ("规模以上工业增加值", "…", "6.7", "…", "6.3"),
        ("主要产品产量",),
        ("水泥(万吨)", "17395", "-8.6", "50,830", "-10.3"),
    )
    assert table.lines == frozenset(range(1, 21))


def test_figures_of_a_table_laid_flat() -> None:
    prose = read_plain("\n".join(["2024年4月份规模以上工业生产主要数据", *HEAD, *ROWS]))
    (grid,) = prose.grids
    parts = read_cells(grid, load_catalog("china"), Context(date(2024, 5, 17), "NBS"))
    found = {(each.series, str(each.period), each.measure.value, each.value) for each in parts.statements}
    assert found == {
        ("cn/iva", "2024-04", "yoy", 6.7),
        ("cn/iva", "2024-04", "ytd_yoy", 6.3),
        ("cn/output/cement", "2024-04", "level", 17395),
        ("cn/output/cement", "2024-04", "yoy", -8.6),
        ("cn/output/cement", "2024-04", "ytd_level", 50830),
        ("cn/output/cement", "2024-04", "ytd_yoy", -10.3),
    }
    assert prose.text == "2024年4月份规模以上工业生产主要数据"


def test_a_row_that_was_cut_off_stays_in_the_text() -> None:
    cut = [*HEAD, *ROWS[:5], "采矿业", "…", "2.0"]
    (table,) = upright_tables(cut)
    assert table.rows[-1] == ("规模以上工业增加值", "…", "6.7", "…", "6.3")
    assert not {len(cut) - 1, len(cut) - 2, len(cut) - 3} & table.lines
    assert list(upright_tables([*HEAD, "规模以上工业增加值", "…", "6.7", "…"])) == []


def test_heads_that_do_not_tell_the_columns_apart_make_no_table() -> None:
    assert list(upright_tables(["指标", "4月", "1—4月", "绝对量", "同比增长", "水泥", "1", "2"])) == []
    assert list(upright_tables(["指标", "绝对量", "水泥", "1"])) == []
    assert list(upright_tables(["指标"])) == []
