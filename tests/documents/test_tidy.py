from __future__ import annotations

import csv
from datetime import date

import pytest

from forerun.catalog.load import load_catalog
from forerun.documents.csvfile import csv_grid
from forerun.documents.statement import Parts
from forerun.documents.tidy import RowStatement, is_tidy, read_tidy
from forerun.errors import DocumentError, InputError
from forerun.periods import Period
from forerun.types import Comparator, Measure, Status

TOYLAND = load_catalog("toyland")
HEAD = "series,period,measure,value,unit"


def read(text: str) -> Parts:
    return read_tidy(csv_grid(text, "f.csv"), TOYLAND, "f.csv")


def only(text: str) -> RowStatement:
    (statement,) = read(text).statements
    assert isinstance(statement, RowStatement)
    return statement


def test_a_row_is_a_statement() -> None:
    found = only(f"{HEAD}\nIVA_TOYS,2024-05,yoy,4.7,percent\n")
    assert (found.series, found.indicator, found.activity, found.place) == ("ty/iva/32", "iva", "32", "ty")
    assert (found.period, found.measure) == (Period.parse("2024-05"), Measure.YOY)
    assert (found.value, found.unit, found.comparator) == (4.7, "percent", Comparator.EQUAL)
    assert found.quote == "IVA_TOYS\t2024-05\tyoy\t4.7\tpercent"
    assert found.span == (len(HEAD) + 1, len(HEAD) + 1 + len(found.quote))
    assert found.locator == "row 2"
    assert (found.day, found.publisher, found.source, found.status) == (None, "", "", None)


def test_what_a_row_says_beside_the_figure() -> None:
    head = (
        "SERIES_ID,Year,Measure,Value,Unit,comparator,published,precision,status,publisher,source,flag,note"
    )
    what = "ty/toy_output,2023,level,20.07,10000 units,>="
    row = f"{what},2024-01,month,final,TSO via TMI,yearbook,rounded,=cmd()"
    found = only(f"{head}\n{row}\n")
    assert found.period == Period.parse("2023")
    assert found.comparator is Comparator.AT_LEAST
    assert (found.day, found.page) == (Period.parse("2024-01"), False)
    assert (found.publisher, found.source, found.status) == ("TSO via TMI", "yearbook", Status.FINAL)
    assert found.note == "rounded; =cmd()"


def test_days_and_vintages() -> None:
    head = f"{HEAD},published,precision,vintage"
    found = only(f"{head}\nIVA,2024-05,yoy,4.8,percent,2024-06-17,page,later\n")
    assert (found.day, found.page, found.status) == (date(2024, 6, 17), True, Status.REVISED)


def test_place_indicator_and_activity_make_a_series() -> None:
    text = "place,indicator,activity,period,measure,value,unit\n"
    text += "Toyland,industrial value added,toy makers,2024-05,yoy,4.7,percent\n"
    text += "02,GDP,,2023,level,5432,million crowns\n"
    text += ",toys,,2024-05,yoy,4.1,percent\n"
    parts = read(text)
    assert [each.series for each in parts.statements] == ["ty/iva/32", "ty-02/gdp", "ty/toy_output"]


def test_a_level_and_an_only_measure_need_not_be_named() -> None:
    head = "series,period,value,unit\n"
    assert only(f"{head}PPI,2024-05,-1.4,percent\n").measure is Measure.YOY
    assert only(f"{head}GDP,2024-Q1,5432,TYC million\n").measure is Measure.LEVEL
    assert read(f"{head}UNICORNS,2024-Q1,3,unit\n").uncatalogued[0].measure is Measure.LEVEL


@pytest.mark.parametrize("series", ["OUT_UNICORNS", "ty-99/gdp", "cn/iva"])
def test_a_series_that_the_catalog_lacks_is_listed(series: str) -> None:
    parts = read(f"{HEAD}\n{series},2024-05,yoy,4.7,percent\n")
    assert parts.statements == ()
    (found,) = parts.uncatalogued
    assert (found.value, found.series) == (4.7, "")
    assert series in found.quote


@pytest.mark.parametrize("cell", ["", "…", "..", "-", "NA", "n/a", "null"])
def test_a_missing_value_is_neither_zero_nor_dropped(cell: str) -> None:
    parts = read(f"{HEAD}\nIVA,2024-05,yoy,{cell},percent\n")
    assert (parts.statements, parts.uncatalogued) == ((), ())
    assert parts.unread[0].locator == "row 2"
    assert "missing" in parts.unread[0].reason


def test_columns_without_a_meaning_are_listed() -> None:
    (unread,) = read(f"{HEAD},colour\nIVA,2024-05,yoy,4.8,percent,red\n").unread
    assert (unread.text, unread.locator) == ("colour", "row 1")


def test_lines_above_the_header_do_not_matter() -> None:
    parts = read(f"Growth of industry,,,,\n,,,,\n{HEAD}\nIVA,2024-05,yoy,4.8,percent\n\n")
    assert [each.locator for each in parts.statements] == ["row 4"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("IVA,2024-05,yoy,4.8%,percent", "row 2: value: '4.8%' is not a number"),
        ("IVA,2024-05,yoy,nan,percent", "row 2: value: 'nan' is not a number"),
        ("IVA,2024-05,yoy,inf,percent", "row 2: value: 'inf' is not a number"),
        ("IVA,2024-05,yoy,1e400,percent", "row 2: value: '1e400' is too large"),
        ("IVA,2024-05,yoy,=1+1,percent", "row 2: value: '=1\\+1' is not a number"),
        ("IVA,2024-05,yoy,1_000,percent", "row 2: value: '1_000' is not a number"),
        ("IVA,2024-05,yoy,+,percent", "row 2: value: '\\+' is not a number"),
        ("IVA,2023-13,yoy,4.8,percent", "row 2: period: '2023-13' is not a period"),
        ("IVA,,yoy,4.8,percent", "row 2: period: '' is not a period"),
        ("IVA,2024-05,growth,4.8,percent", "row 2: 'growth' is not a measure"),
        ("IVA,2024-05,,4.8,percent", "row 2: 'percent' does not measure this series"),
        ("FAI,2024-05,,4.8,percent", "row 2: the row names no measure"),
        ("IVA,2024-05,yoy,4.8,", "row 2: the row names no unit"),
        ("IVA,2024-05,yoy,4.8,percnt", "row 2: unknown unit 'percnt'. Did you mean percent"),
        ("IVA,2024-05,yoy,4.8,tonne", "row 2: 'tonne' does not measure this series, which is in 'percent'"),
        ("IVA,2024-05,yoy,4.8,percent,extra", "row 2: the row has more cells than the header"),
    ],
)
def test_a_row_that_makes_no_sense_refuses_the_file(row: str, problem: str) -> None:
    with pytest.raises(InputError, match=rf"f\.csv, {problem}") as caught:
        read(f"{HEAD}\n{row}\n")
    assert caught.value.advice


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("published", "2023-02-30", "day is out of range"),
        ("published", "soon", "not a period"),
        ("comparator", "!", "not a valid Comparator"),
        ("status", "draft", "not a valid Status"),
        ("precision", "hour", "none of day, page and month"),
    ],
)
def test_other_cells_are_checked_too(column: str, cell: str, problem: str) -> None:
    with pytest.raises(DocumentError, match=rf"row 2: {column}: .*{problem}"):
        read(f"{HEAD},{column}\nIVA,2024-05,yoy,4.8,percent,{cell}\n")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(DocumentError, match="row 1: there is no column unit"):
        read("series,period,measure,value\nIVA,2024-05,yoy,4.8\n")
    with pytest.raises(DocumentError, match=r"no column series \(or place, indicator and activity\)"):
        read("period,measure,value,unit\n2024-05,yoy,4.8,percent\n")


def test_a_header_alone_is_no_table() -> None:
    with pytest.raises(DocumentError, match=r"f\.csv, row 1: there is no row below the header"):
        read(f"{HEAD}\n,,,,\n")


def test_two_rows_of_one_key_may_repeat_but_not_contradict() -> None:
    row = "IVA,2024-05,yoy,4.8,percent,2024-06-17\n"
    assert len(read(f"{HEAD},published\n{row}{row}").statements) == 2
    with pytest.raises(DocumentError, match=r"row 2 and row 3 give 4\.8 percent and 4\.9 percent"):
        read(f"{HEAD},published\n{row}{row.replace('4.8', '4.9')}")
    assert (
        len(read(f"{HEAD},published\n{row}{row.replace('4.8', '4.9').replace('-17', '-18')}").statements) == 2
    )


@pytest.mark.parametrize("text", ["4.7", "+4.7", "-0.3", "1,234.5", "12806", ".5", "1e3"])
def test_numbers(text: str) -> None:
    cell = f'"{text}"'
    assert only(f"{HEAD}\nIVA,2024-05,yoy,{cell},percent\n").value == float(text.replace(",", ""))


def test_a_unit_with_several_meanings_is_the_one_that_fits() -> None:
    found = only(f"{HEAD}\nOUT_SCOOTERS,2024-05,level,21.1,10k units\n")
    assert found.unit == "10000 units"


def test_the_layouts_of_published_compilations_are_read(shared) -> None:
    """Every row is read or listed; what the catalog has no series for is a small part."""
    catalog = load_catalog("china")
    for name in ("china/observations.csv", "ict/observations.csv", "calendar/first_vintages.csv"):
        text = (shared / "data" / name).read_text(encoding="utf-8")
        parts = read_tidy(csv_grid(text, name), catalog, name)
        rows = len(list(csv.DictReader(text.splitlines())))
        ignored = sum(each.locator == "row 1" for each in parts.unread)
        assert len(parts.statements) + len(parts.uncatalogued) + len(parts.unread) - ignored == rows
        assert len(parts.statements) >= 0.95 * rows, name


def test_is_tidy() -> None:
    assert is_tidy(csv_grid("Period;Value\n", ""))
    assert not is_tidy(csv_grid("指标,绝对量\n水泥,1\n", ""))
