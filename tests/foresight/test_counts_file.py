"""A person's own table: every form it may have, and everything that may be wrong with it."""

from __future__ import annotations

import gzip
import hashlib
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from forerun.errors import ForerunError, InputError, SpecError
from forerun.foresight import counts_file
from forerun.foresight.counts import UNDATED, Counts
from forerun.foresight.counts_file import read_counts
from forerun.foresight.counts_table import Columns
from forerun.foresight.left_out import LeftOut, Why, counted

ROWS = (
    "year,place,activity,count",
    "2001,上海,0011,5",
    "2001,上海,0012,2.5",
    "2001,Hubei,0011,1e3",
    "2002,上海,0012,7",
)
TABLE = "\n".join(ROWS) + "\n"


def written(content: str | bytes, name: str = "own.csv") -> Path:
    path = Path(name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def is_the_table(found: Counts) -> bool:
    values = [[[1000, 0], [5, 2.5]], [[0, 0], [0, 7]]]
    return (
        (found.years, found.places, found.activities) == ((2001, 2002), ("Hubei", "上海"), ("0011", "0012"))
        and found.values.tolist() == values
        and found.present.tolist() == [[True, True], [False, True]]
    )


def test_csv() -> None:
    found = read_counts(written(TABLE))
    assert is_the_table(found)
    assert found.left_out == ()
    assert found.source == "own.csv"
    assert found.data == hashlib.sha256(TABLE.encode()).hexdigest()


@pytest.mark.parametrize(
    "content",
    [
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + TABLE.encode(),
        TABLE.encode("gb18030"),
        TABLE.encode("utf-16"),
        TABLE.replace("year", " Period ").replace("count", '"Export_Val"').encode(),
        TABLE.replace("2001", "2001年").replace("\n", "\n\n").replace("上海", " 上海  ").encode(),
        gzip.compress(TABLE.encode(), mtime=0),
        gzip.compress(TABLE.encode("gb18030"), mtime=0),
    ],
)
def test_separators_encodings_and_names(content: bytes) -> None:
    assert is_the_table(read_counts(written(content)))


def test_parquet() -> None:
    path = Path("own.parquet")
    frame = pl.read_csv(written(TABLE), schema_overrides={"activity": pl.String})
    frame.write_parquet(path)
    assert is_the_table(read_counts(path))
    days = frame.with_columns(
        pl.date(pl.col("year"), 12, 31).alias("year"), pl.col("place").cast(pl.Categorical)
    )
    days.write_parquet(path)
    assert is_the_table(read_counts(path))


def test_workbook_with_a_title_and_notes() -> None:
    path = Path("own.xlsx")
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("figures")
    sheet.write(0, 0, "Counts by place")
    for at, line in enumerate(ROWS, start=2):
        year, place, activity, value = line.split(",")
        row = (year, place, activity, value) if at == 2 else (int(year), place, activity, float(value))
        sheet.write_row(at, 0, row)
    sheet.write_row(len(ROWS) + 2, 0, (2002, "Hubei", "0011", -1))
    book.add_worksheet("notes").write(0, 0, "sources")
    book.close()
    found = read_counts(path)
    assert is_the_table(found)
    assert found.left_out == (LeftOut("2002, Hubei, 0011, -1", Why.NEGATIVE, "own.xlsx:8"),)


def test_two_worksheets_that_could_both_be_meant() -> None:
    path = Path("own.xlsx")
    book = xlsxwriter.Workbook(path)
    for name in ("one", "two"):
        book.add_worksheet(name).write_row(0, 0, ("place", "activity", "count"))
    book.close()
    with pytest.raises(SpecError, match="several worksheets"):
        read_counts(path)


def test_a_table_without_years_is_one_year() -> None:
    found = read_counts(written("country,product,value\nafg,0011,3\nalb,0011,4\n"), as_of=date(1999, 1, 1))
    assert found.years == (UNDATED,)
    assert not found.dated
    assert found.values.tolist() == [[[3], [4]]]


def test_columns_by_name() -> None:
    text = "Jahr,Ort,Zweig,Wert,count\n2001,A,x,4,9\n"
    with pytest.raises(SpecError, match=r"no column of places.*Jahr, Ort, Zweig, Wert, count"):
        read_counts(written(text))
    found = read_counts(written(text), columns=Columns("jahr", "ORT", "Zweig", "Wert"))
    assert (found.years, found.values.item()) == ((2001,), 4)
    with pytest.raises(SpecError, match="no column 'Jahre'"):
        read_counts(written(text), columns=Columns("Jahre", "Ort", "Zweig", "Wert"))
    with pytest.raises(SpecError, match="one column is named for two things"):
        read_counts(written(text), columns=Columns("Jahr", "Ort", "Ort", "Wert"))


def test_two_columns_that_could_both_be_meant() -> None:
    text = "year,country,region,product,value\n2001,A,B,x,4\n"
    with pytest.raises(SpecError, match="country, region could each be the column of place"):
        read_counts(written(text))
    assert read_counts(written(text), columns=Columns(place="region")).places == ("B",)
    with pytest.raises(SpecError, match=r"own\.csv.*two columns are called value"):
        read_counts(written("year,place,activity,value,value\n2001,A,x,4,5\n"))


def test_years_of_no_period_are_listed() -> None:
    found = read_counts(written("year,place,activity,value\n1724,A,x,4\n1800,A,x,5\n"))
    assert found.years == (1800,)
    assert found.left_out == (LeftOut("A, x, 4", Why.UNNAMED, "own.csv:2"),)


def test_rows_that_cannot_be_counted_are_listed() -> None:
    path = written(
        "year,place,activity,count\n2001,A,x,1\n2001,,x,1\n2001,A,nan,1\n20O1,A,x,1\n2001,A,y,n/a\n"
        '2001,A,y,\n2001,A,y,NaN\n2001,A,y,inf\n2001,A,y,1e99\n2001,A,y,-0.5\n2001,B,x,"1,000"\n2001,A,x,1\n'
    )
    found = read_counts(path)
    assert found.values.tolist() == [[[1]]]
    listed = {(each.why, each.where.removeprefix("own.csv:")) for each in found.left_out}
    assert listed == {
        *((Why.UNNAMED, str(line)) for line in (3, 4, 5)),
        *((Why.NOT_A_NUMBER, str(line)) for line in (6, 7, 8, 9, 10, 12)),
        (Why.NEGATIVE, "11"),
        (Why.REPEATED, "13"),
        (Why.EMPTY, "own.csv"),
    }
    assert {each.what for each in found.left_out if each.why is Why.EMPTY} == {"B", "y"}
    assert LeftOut("2001, B, x, 1,000", Why.NOT_A_NUMBER, "own.csv:12") in found.left_out


def test_places_and_activities_that_count_zero_are_listed() -> None:
    found = read_counts(written("year,place,activity,count\n2001,A,x,1\n2001,B,x,0\n2001,A,y,0\n"))
    assert (found.places, found.activities) == (("A",), ("x",))
    assert set(found.left_out) == {LeftOut(name, Why.EMPTY, "own.csv") for name in ("B", "y")}


def test_rows_that_contradict_each_other_are_refused() -> None:
    rows = "year,place,activity,count\n2001,A,x,1\n2001,B,x,3\n2001,A,x,2\n2001,B,x,4\n"
    with pytest.raises(
        InputError, match=r"1 and 2 are given for the same cell \(2001, A, x\), and 1 more"
    ) as got:
        read_counts(written(rows))
    assert got.value.where == "own.csv:2 and 4"


def test_a_long_list_ends_in_one_entry_that_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts_file, "LISTED_ROWS", 2)
    found = read_counts(written("place,activity,count\nA,x,1\n" + "A,x,-1\n" * 5 + "A,x,1\n" * 4))
    assert counted(found.left_out) == {Why.NEGATIVE: 5, Why.REPEATED: 4}
    assert LeftOut("+ 3", Why.NEGATIVE, "own.csv:5-7", 3) in found.left_out
    assert len(found.left_out) == 6


def test_years_that_were_not_over_are_left_out() -> None:
    path = written(TABLE)
    found = read_counts(path, as_of=date(2001, 12, 31))
    assert found.years == (2001,)
    assert found.left_out == (LeftOut("2002", Why.LATER, count=1),)
    assert read_counts(path, as_of=date(2002, 12, 31)).years == (2001, 2002)
    with pytest.raises(InputError, match="over on 2001-12-30"):
        read_counts(path, as_of=date(2001, 12, 30))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "no text"),
        (b"year,place,activity,count\n", "no row"),
        (b"year,place,activity,count\n2001,A,x,0\n", "every value is zero"),
        (b"year,place,activity,count\n2001,A,x,1,5\n", "5 cells stand where the first line names 4"),
        (b'year,place,activity,count\n2001,"A,x,1\n', "cannot be told apart"),
        (b"year,place,activity,count\n2001," + b"A" * 5_000 + b",x,1\n", "has 5,000 characters"),
        (b"PAR1" + bytes(40) + b"PAR1", "cannot be read|damaged"),
        (b"PK\x03\x04" + bytes(40), "damaged"),
        (b"\x1f\x8b" + bytes(40), "damaged"),
        (gzip.compress(TABLE.encode(), mtime=0)[:-12], "damaged"),
        (gzip.compress(b"%PDF-1.7", mtime=0), "no CSV"),
        (b"%PDF-1.7", "not read"),
        (bytes(range(256)) * 9, "binary|no column|encoding"),
        (b"<html><table><tr><td>year</td></tr></table></html>", "no column"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_counts(written(content))
    assert "own.csv" in caught.value.where
    assert caught.value.advice


def test_what_is_no_file() -> None:
    with pytest.raises(InputError, match="no such file"):
        read_counts(Path("nowhere.csv"))
    with pytest.raises(InputError, match="folder"):
        read_counts(Path.cwd())


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts_file, "LARGEST_CELLS", 7)
    with pytest.raises(InputError, match=r"2 years, 2 places and 2 activities .* at most 7"):
        read_counts(written(TABLE))


def test_names_are_shown_without_controls() -> None:
    found = read_counts(written("place,activity,count\nA\x1b[2J,x,1\n  New   York ,x,2\n"))
    assert found.places == ("A�[2J", "New York")


def test_a_parquet_column_of_lists() -> None:
    pl.DataFrame({"place": ["A"], "activity": ["x"], "count": [[1, 2]]}).write_parquet("own.parquet")
    with pytest.raises(SpecError, match="'count' holds no single values"):
        read_counts(Path("own.parquet"))
    pl.DataFrame({"place": ["A"], "activity": ["x"], "count": [datetime(2001, 1, 1)]}).write_parquet(
        "own.parquet"
    )
    with pytest.raises(SpecError, match="'count' holds no single values"):
        read_counts(Path("own.parquet"))


@given(
    st.binary(max_size=200)
    | st.text(alphabet='yearplcountiv,;\n"0123456789\t.-', max_size=120).map(str.encode)
)
def test_whatever_is_given_there_is_a_table_or_a_reason(content: bytes) -> None:
    path = written(b"place,activity,count\n" + content)
    try:
        found = read_counts(path)
    except ForerunError:
        return
    assert np.isfinite(found.values).all()
    assert found.values.min() >= 0


def test_the_patents_of_forty_years(shared: Path) -> None:
    found = read_counts(shared / "data" / "foresight" / "patents_country_field_1970_2009.csv.gz")
    assert (found.years[0], found.years[-1], len(found.activities)) == (1970, 2009, 35)
    assert found.values[found.years.index(2009), found.places.index("CHN")].sum() == 612_720
    assert set(counted(found.left_out)) <= {Why.UNNAMED, Why.EMPTY}
