from __future__ import annotations

import pytest

from forerun.documents.csvfile import csv_grid
from forerun.documents.grid import Grid, clean, column_letters
from forerun.errors import DocumentError


def test_places_are_named_as_a_person_finds_them() -> None:
    rows = (("a", "b"), ("c", "d"))
    assert Grid("table 1", rows).cell(1, 0) == "table 1 row 2 column 1"
    assert Grid("Sheet1", rows, in_sheet=True).cell(1, 1) == "Sheet1!B2"
    assert Grid("", rows).row(0) == "row 1"
    assert [column_letters(n) for n in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


def test_spans_point_at_the_lines() -> None:
    grid = Grid("t", (("水泥", "19205", ""), (), ("钢材", "11782", "5.5")))
    text = "before\n" + "\n".join(grid.lines())
    assert [text[start:end] for start, end in grid.spans(7)] == ["水泥\t19205", "", "钢材\t11782\t5.5"]


def test_a_cell_that_spans_the_table_stands_once_in_its_line() -> None:
    assert Grid("t", (("title",) * 5,)).lines() == ("title",)


def test_white_space_of_every_kind_collapses() -> None:
    assert clean(" \u3000其中：\xa0新能源\n汽车\t") == "其中： 新能源 汽车"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(delimiter: str) -> None:
    text = f'a{delimiter}"b{delimiter} ""c"""\n"=1+1"{delimiter}@cmd\n'
    assert csv_grid(text, "x.csv").rows == (
        ("a", f'b{delimiter} "c"'.strip().replace("\t", "")),
        ("=1+1", "@cmd"),
    )


@pytest.mark.parametrize(
    "broken", ['a,b\n"never closed,1\n', 'a,b\n"x"y,1\n', "a,b\n" + "9" * 200_000 + ",1\n"]
)
def test_broken_csv_names_the_row(broken: str) -> None:
    with pytest.raises(DocumentError, match=r"x\.csv, row 2"):
        csv_grid(broken, "x.csv")
