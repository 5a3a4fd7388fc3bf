from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from forerun.errors import InputError
from forerun.foresight.costs.curve import Convention
from forerun.foresight.costs.tables import CurveTable, read_curves
from forerun.foresight.left_out import LeftOut, Why


def write(folder: Path, text: str, name: str = "costs.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def reasons(found: tuple[LeftOut, ...]) -> dict[str, Why]:
    return {each.where: each.why for each in found}


def test_columns_are_known_by_their_names_in_any_case(tmp_path: Path) -> None:
    text = "TECH,Cumulative production,Year,Unit cost (USD/W)\nb,1,2001.0,9\na,2,2001,8\nb,3,2000,10\n"
    found = read_curves(write(tmp_path, text))
    assert [each.technology for each in found.curves] == ["a", "b"]
    curve = found.named("B")
    assert (curve.years.tolist(), curve.costs.tolist(), curve.unit) == ([2000, 2001], [10, 9], "USD/W")
    assert curve.volumes[0].values.tolist() == [3, 1]
    assert curve.volumes[0].convention is Convention.STATED


@pytest.mark.parametrize("second", ["cost", "Cost (EUR)"])
def test_of_two_columns_of_costs_none_is_dropped_silently(tmp_path: Path, second: str) -> None:
    text = f"year,cost,{second}\n2000,3,4\n2001,2,3\n"
    with pytest.raises(InputError, match="could both be meant"):
        read_curves(write(tmp_path, text))


def test_years_of_no_period_are_listed(tmp_path: Path) -> None:
    found = read_curves(write(tmp_path, "year,cost\n1799,9\n1800,8\n1801,7\n"))
    assert found.curves[0].years.tolist() == [1800, 1801]
    assert reasons(found.curves[0].left_out) == {"costs.csv:2": Why.UNNAMED}


def test_a_table_without_technologies_is_of_one(tmp_path: Path) -> None:
    found = read_curves(write(tmp_path, "Year;Price\n2000;3\n2001;2\n", "panels.csv"))
    assert [each.technology for each in found.curves] == ["panels"]


def test_yearly_and_previous_production_give_the_conventions(tmp_path: Path) -> None:
    text = "cost,year,yearly,previous,tech,unit\n" + "".join(
        f"{cost},{year},{made},{before},t,Cost (2005 USD)\n"
        for cost, year, made, before in ((9, 2000, 4, 1), (8, 2001, 8, 5), (7, 2002, 16, 13))
    )
    curve = read_curves(write(tmp_path, text)).curves[0]
    assert [each.convention for each in curve.volumes] == ["collection", "stated", "growth"]
    assert curve.volumes[1].values.tolist() == [1, 5, 13]
    assert curve.volumes[2].values.tolist() == pytest.approx([4, 8, 16])
    assert curve.unit == "2005 USD"


def test_nothing_made_before_the_first_year_is_no_gap(tmp_path: Path) -> None:
    text = "cost,year,yearly,previous\n9,2000,4,0\n8,2001,8,4\n7,2002,16,12\n"
    collection, stated, _ = read_curves(write(tmp_path, text)).curves[0].volumes
    assert collection.values.tolist() == pytest.approx([4 / 2.4641016, 4 / 2.4641016 + 4, 4 / 2.4641016 + 12])
    assert stated.values[1:].tolist() == [4, 12]


def test_chinese_tables_are_read(tmp_path: Path) -> None:
    path = tmp_path / "costs.csv"
    path.write_bytes("技术,年份,成本,单位\n光伏,2000年,10,元\n光伏,2001年,9,元\n".encode("gb18030"))
    curve = read_curves(path).curves[0]
    assert (curve.technology, curve.unit, curve.years.tolist()) == ("光伏", "元", [2000, 2001])


def test_a_gzipped_table_is_read_like_a_plain_one(tmp_path: Path) -> None:
    text = "tech,year,cost\n" + "".join(f"x,{year},{100 - year % 10}\n" for year in range(2000, 2009))
    (tmp_path / "plain.csv").write_text(text, encoding="utf-8")
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    plain, packed = (read_curves(tmp_path / name).curves[0] for name in ("plain.csv", "packed.csv.gz"))
    assert packed.costs.tolist() == plain.costs.tolist()
    assert packed.years.tolist() == plain.years.tolist()


def test_parquet_is_read_like_csv(tmp_path: Path) -> None:
    table = pl.DataFrame({"tech": ["a", "a"], "year": [2000, 2001], "cost": [2.0, None]})
    table.write_parquet(tmp_path / "costs.parquet")
    curve = read_curves(tmp_path / "costs.parquet").curves[0]
    assert curve.costs.tolist() == [2.0]
    assert [each.why for each in curve.left_out] == [Why.NOT_A_NUMBER]


def test_a_workbook_is_read_below_its_title(tmp_path: Path) -> None:
    path = tmp_path / "costs.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Costs")
        for at, row in enumerate([["Costs of panels"], ["Tech", "Year", "Price (USD/W)"], ["a", 2000, 2.5]]):
            sheet.write_row(at, 0, row)
        sheet.write_row(3, 0, ["a", 2001, 0])
        book.add_worksheet("Notes").write(0, 0, "none")
    curve = read_curves(path).curves[0]
    assert (curve.costs.tolist(), curve.unit) == ([2.5], "USD/W")
    assert [(each.why, each.where) for each in curve.left_out] == [(Why.ZERO, "costs.xlsx:Costs!4")]


def test_every_row_that_says_nothing_is_listed(tmp_path: Path) -> None:
    text = (
        "tech,year,cost\n"
        "a,2000,10\na,2001,0\na,2002,-1\na,2003,NaN\na,2004,inf\na,2005,dear\na,20x6,5\n,2007,5\n"
        "a,2000,10\na,2008,4\na,2008,5\na,2009,1e99\nb,2000,0\n"
    )
    found = read_curves(write(tmp_path, text))
    curve = found.named("a")
    assert curve.years.tolist() == [2000]
    assert reasons(curve.left_out) == {
        "costs.csv:3": Why.ZERO,
        "costs.csv:4": Why.NEGATIVE,
        "costs.csv:5": Why.NOT_A_NUMBER,
        "costs.csv:6": Why.NOT_A_NUMBER,
        "costs.csv:7": Why.NOT_A_NUMBER,
        "costs.csv:8": Why.UNNAMED,
        "costs.csv:10": Why.REPEATED,
        "costs.csv:11": Why.CONTRADICTED,
        "costs.csv:12": Why.CONTRADICTED,
        "costs.csv:13": Why.NOT_A_NUMBER,
    }
    assert reasons(found.left_out) == {
        "costs.csv:9": Why.UNNAMED,
        "costs.csv:14": Why.ZERO,
        "costs.csv": Why.EMPTY,
    }


def test_a_year_is_known_when_it_is_over(tmp_path: Path) -> None:
    path = write(tmp_path, "year,cost\n2020,4\n2021,3\n2022,2\n")
    assert read_curves(path, date(2021, 12, 31)).curves[0].years.tolist() == [2020, 2021]
    early = read_curves(path, date(2021, 12, 30)).curves[0]
    assert early.years.tolist() == [2020]
    assert [each.why for each in early.left_out] == [Why.LATER, Why.LATER]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("a,b\n1,2\n", "no column of years"),
        ("year,b\n1,2\n", "no column of costs"),
        ("year,cost\n", "there are no rows"),
        ("year,cost\n2000,0\n", "zero"),
        ('year,cost\n2000,"3\n', "cannot be told apart"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_curves(write(tmp_path, text))


def test_a_pdf_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kind that is not read"):
        read_curves(write(tmp_path, "%PDF-1.7"))


def test_a_technology_that_is_not_there_is_named_with_those_near(tmp_path: Path) -> None:
    found = read_curves(write(tmp_path, "tech,year,cost\nsolar,2000,3\n"))
    with pytest.raises(InputError, match=r"no technology 'solr'.*It has solar"):
        found.named("solr")


def test_many_rows_that_say_nothing_are_counted(tmp_path: Path) -> None:
    text = "year,cost\n2000,3\n" + "2001,0\n" * 1500
    curve = read_curves(write(tmp_path, text)).curves[0]
    assert sum(each.count for each in curve.left_out) == 1500
    assert len(curve.left_out) == 1001


CELLS = st.one_of(st.text(max_size=12), st.integers(-5, 3000).map(str), st.floats().map(str))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_whatever_stands_in_a_table_is_used_or_listed(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    import csv

    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("tech", "year", "cost"), ("known", "2000", "1"), *rows])
    try:
        found = read_curves(path)
    except InputError:
        return
    kept(found, sum(any(" ".join(cell.split()) for cell in row) for row in rows) + 1)


def kept(found: CurveTable, rows: int) -> None:
    used = sum(each.years.size for each in found.curves)
    listed = [*found.left_out, *(row for each in found.curves for row in each.left_out)]
    assert used + sum(each.count for each in listed if each.why is not Why.EMPTY) >= rows - 1
    assert all((each.costs > 0).all() for each in found.curves)
