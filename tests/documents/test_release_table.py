"""The main data table of a monthly release, as page, PDF and plain text; its numbers here are invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import pytest
import typst

from forerun.catalog.load import load_catalog
from forerun.documents.document import make_document
from forerun.documents.reader import read
from forerun.documents.statement import Reading

CHINA = load_catalog("china")
TITLE = "2023年9月份规模以上工业生产主要数据"
GROWTH = """规模以上工业增加值 IVA_TOTAL
分三大门类
采矿业 IVA_MINING
电力、热力、燃气及水生产和供应业 IVA_UTILITIES
分经济类型
其中：国有控股企业 IVA_STATE_CONTROLLED
外商及港澳台投资企业 IVA_FOREIGN_HMT
主要行业增加值
煤炭开采和洗选业 IVA_COAL
酒、饮料和精制茶制造业 IVA_BEVERAGES
汽车制造业 IVA_AUTO
计算机、通信和其他电子设备制造业 IVA_ELECTRONICS"""
PRODUCTS = """主要产品产量
硫酸（折100%）（万吨） OUT_SULPHURIC_ACID
水泥（万吨） OUT_CEMENT
粗钢（万吨） OUT_CRUDE_STEEL
其中：原铝（电解铝）（万吨） OUT_ALUMINIUM
工业机器人（套） OUT_INDUSTRIAL_ROBOTS
汽车（万辆） OUT_AUTO
其中：新能源汽车（万辆） OUT_NEV
发电机组（发电设备）（万千瓦） OUT_GENERATOR_SETS
集成电路（亿块） OUT_INTEGRATED_CIRCUITS
天然气（亿立方米） OUT_NATURAL_GAS
发电量（亿千瓦时） OUT_ELECTRICITY
火力发电量（亿千瓦时） OUT_THERMAL_POWER
出口交货值（亿元） EXPORT_DELIVERY"""
Row = tuple[str, str, tuple[str, ...]]
Figures = set[tuple[str, str, float]]


def rows() -> Iterator[Row]:
    """Label, series code (empty for a section) and four cells that occur nowhere else."""
    for number, line in enumerate((GROWTH + "\n" + PRODUCTS).split("\n")):
        label, _, code = line.partition(" ")
        level, total = f"{1000 + number}", f"{9000 + number}"
        yoy, ytd = f"{number + 0.3:.1f}", f"-{number + 0.7:.1f}"
        cells = ("…", yoy, "…", ytd) if number < 12 else (level, yoy, total, ytd)
        yield label, code, cells if code else ()


def expected() -> Figures:
    measures = ("level", "yoy", "ytd_level", "ytd_yoy")
    return {
        (code, measure, float(cell))
        for _, code, cells in rows()
        for measure, cell in zip(measures, cells, strict=False)
        if cell != "…"
    }


def page() -> bytes:
    body = "".join(f"<tr><td>　{label}</td>{_cells(cells)}</tr>" for label, _, cells in rows())
    return f"""<html><head><title>{TITLE}</title></head><body><table>
    <tr><td colspan="5">{TITLE}</td></tr>
    <tr><td rowspan="2">指 标</td><td colspan="2">9月</td><td colspan="2">1—9月</td></tr>
    <tr><td>绝对量</td><td>同比增长<br>（%）</td><td>绝对量</td><td>同比增长<br>（%）</td></tr>{body}
    <tr><td colspan="5">注：1.增速按可比价格计算。2.由于小数位计算误差，与数据库可能有差异。</td></tr>
    </table></body></html>""".encode()


def _cells(cells: tuple[str, ...]) -> str:
    return "".join(f'<td><p class="x"><span>{cell}</span></p></td>' for cell in cells or ("",) * 4)


def plain() -> bytes:
    body = "\n".join(f"{label:<24}" + "".join(f"{cell:>10}" for cell in cells) for label, _, cells in rows())
    head = f"{'指 标':<24}{'9月':>20}{'1—9月':>20}\n{'':<24}" + "  绝对量  同比增长（%）" * 2
    return f"{TITLE}\n{head}\n{body}\n注：增速按可比价格计算。\n".encode()


def pdf() -> bytes:
    body = ",".join(
        f"[{label}]," + ",".join(f"[{cell}]" for cell in cells or ("",) * 4) for label, _, cells in rows()
    )
    head = "table.cell(rowspan: 2)[指 标], table.cell(colspan: 2)[9月], table.cell(colspan: 2)[1—9月]"
    markup = f"""#set page(width: 18cm, height: 14cm, numbering: "— 1 —")
    #set text(font: "Noto Sans CJK SC", size: 9pt)
    {TITLE}

    #table(columns: 5, {head}, ..(([绝对量], [同比增长（%）]) * 2), {body})"""
    fonts = [str(files("noto_cjk_sans_otc"))]
    return typst.compile(markup.encode(), format="pdf", font_paths=fonts)


def figures(reading: Reading) -> Figures:
    return {
        (CHINA.series[each.series].code, each.measure.value, each.value or 0.0) for each in reading.statements
    }


@pytest.mark.parametrize("make", [page, plain, pdf])
def test_every_cell_is_read_and_nothing_else(make: object) -> None:
    assert callable(make)
    document = make_document(make(), name="table", publisher="NBS", published=date(2023, 10, 18))
    reading = read(document, CHINA)
    assert figures(reading) == expected()
    assert {str(each.period) for each in reading.statements} == {"2023-09"}
    assert (reading.uncatalogued, reading.unread) == ((), ())


def test_a_table_over_two_pages_of_a_pdf_is_one() -> None:
    from forerun.documents.pdf import read_pages

    pages = read_pages(pdf(), "table.pdf")
    assert len(pages) > 1
    assert all("—" not in page.splitlines()[-1] for page in pages)
