"""A person's own table: what is read, and a line for all that is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path as FilePath

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forerun.errors import ForerunError, InputError
from forerun.foresight.diffusion.tables import read_paths
from forerun.foresight.industries import Kind
from forerun.foresight.left_out import Why
from forerun.periods import Frequency

Writer = Callable[[str], FilePath]


def test_subjects_dates_values_ceilings_and_units_are_read(table: Writer) -> None:
    file = table("subject,year,value,ceiling,unit\nb,2001,2,50,GW\nb,2000,1,,GW\na,2000,7,,\n")
    read = read_paths(file)
    assert [each.subject for each in read.paths] == ["a", "b"]
    path = read.named("B")
    assert path.values.tolist() == [1, 2]
    assert path.dates.tolist() == [2001, 2002]
    assert (path.ceilings, path.unit) == ((0.0, 50.0), "GW")
    assert len(read.data) == 64


@pytest.mark.parametrize(
    ("text", "when", "frequency"),
    [
        ("2024", 2025.0, Frequency.YEAR),
        ("2024.0", 2025.0, Frequency.YEAR),
        ("2024年", 2025.0, Frequency.YEAR),
        ("2024.5", 2024.5, Frequency.YEAR),
        ("2024-06", 2024.5, Frequency.MONTH),
        ("2024-Q2", 2024.5, Frequency.QUARTER),
        ("2023-12-31", 2024.0, Frequency.MONTH),
    ],
)
def test_dates_are_understood_as_they_are_written(
    table: Writer, text: str, when: float, frequency: Frequency
) -> None:
    path = read_paths(table(f"date,value\n{text},3\n")).paths[0]
    assert path.dates[0] == pytest.approx(when)
    assert path.frequency is frequency


def test_every_row_that_does_not_count_is_listed_with_its_reason(table: Writer) -> None:
    rows = [
        "x,2000,1", "x,2001,-3", "x,2002,0", "x,2003,many", "x,later,4", "x,2005,5", "x,2005,5", "x,2006,6",
        "x,2006,7", "x,2007,inf", "x,2008,nan", "x,2009,1e99", ",2010,4", "x,9999,4", "y,2000,-1",
    ]  # fmt: skip
    read = read_paths(table("tech,date,value\n" + "\n".join(rows) + "\n"))
    path = read.named("x")
    assert path.values.tolist() == [1, 5]
    reasons = [each.why for each in path.left_out]
    assert reasons.count(Why.NOT_A_NUMBER) == 4
    assert reasons.count(Why.CONTRADICTED) == 2
    assert {Why.NEGATIVE, Why.ZERO, Why.REPEATED, Why.UNNAMED} <= set(reasons)
    assert {each.why for each in read.left_out} == {Why.UNNAMED, Why.NEGATIVE, Why.EMPTY}
    assert all(each.where.startswith("paths.csv:") for each in path.left_out)


def test_periods_that_were_not_over_on_the_day_are_left_out(table: Writer) -> None:
    file = table("date,value\n2021,1\n2022,2\n2023,3\n")
    path = read_paths(file, as_of=date(2023, 6, 30)).paths[0]
    assert path.values.tolist() == [1, 2]
    assert [each.why for each in path.left_out] == [Why.LATER]


def test_a_years_total_does_not_stand_among_monthly_flows(table: Writer) -> None:
    file = table("date,value\n2021-01,1\n2021-02,2\n2021-03,3\n2021,70\n")
    path = read_paths(file, Kind.FLOW).paths[0]
    assert path.values.tolist() == [1, 2, 3]
    assert [each.why for each in path.left_out] == [Why.OVERLAPPING]


def test_a_column_may_be_named(table: Writer) -> None:
    file = table("tech,year,yearly,value\nx,2000,5,1\n")
    assert read_paths(file, column="yearly").paths[0].values.tolist() == [5]
    with pytest.raises(InputError, match="no column 'lacking'"):
        read_paths(file, column="lacking")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("subject,value\nx,1\n", "no column of dates"),
        ("subject,date\nx,2000\n", "no column of values"),
        ("date,value\n", "no row has a date"),
        ("date,value\n2000,-1\nsoon,3\n", "negative, unnamed"),
        ("date,value,share\n2000,1,1\n", "could each be the column"),
    ],
)
def test_files_that_say_nothing_are_refused_with_what_is_wrong(table: Writer, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_paths(table(text))


def test_a_parquet_file_with_real_dates_keeps_its_months(tmp_path: FilePath) -> None:
    file = tmp_path / "paths.parquet"
    days = [date(2024, 1, 31), date(2024, 2, 29)]
    pl.DataFrame({"date": days, "value": [1.0, 2.0]}).write_parquet(file)
    path = read_paths(file).paths[0]
    assert path.dates == pytest.approx([2024 + 31 / 366, 2024 + 60 / 366])


@given(cells=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_text_is_read_or_refused_but_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    file = tmp_path_factory.mktemp("any") / "paths.csv"
    rows = [",".join('"' + cell.replace('"', '""') + '"' for cell in pair) for pair in cells]
    file.write_text("date,value\n" + "\n".join(rows) + "\n", encoding="utf-8", errors="replace")
    try:
        read = read_paths(file)
    except ForerunError:
        return
    assert all(value > 0 for path in read.paths for value in path.values)
