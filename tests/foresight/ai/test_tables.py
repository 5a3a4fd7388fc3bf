"""A person's own tables with everything that can be wrong in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from forerun.errors import InputError, UnknownNameError
from forerun.foresight.ai.matrix import read_abilities
from forerun.foresight.ai.tables import (
    read_employment,
    read_industries,
    read_occupations,
)
from forerun.foresight.left_out import Why

Writer = Callable[..., Path]
HEAD = "NAICS,Industry Title,AIIE\n"


def test_rows_that_cannot_be_used_are_listed(written: Writer) -> None:
    rows = (
        "3341.0,Computers,1.5\n3341,Computers,1.5\n,No code,1\n334111,Six digits,1\n"
        "3342,Nan,nan\n3343,Words,high\n3344,Inf,inf\n,,\n"
    )
    found = read_industries(written(HEAD + rows))
    assert [(row.naics.code, row.value) for row in found.rows] == [("3341", 1.5)]
    assert [
        (each.what, each.why, each.where) for each in found.left_out if each.why is not Why.NOT_A_NUMBER
    ] == [
        ("3341", Why.REPEATED, "table.csv:3"),
        ("No code", Why.UNMATCHED, "table.csv:4"),
        ("334111", Why.UNMATCHED, "table.csv:5"),
    ]
    assert [each.what for each in found.left_out if each.why is Why.NOT_A_NUMBER] == ["3342", "3343", "3344"]


def test_rows_that_contradict_each_other_are_refused(written: Writer) -> None:
    with pytest.raises(InputError, match=r"table.csv:2 and 4: 1 and 2 are given for 3341"):
        read_industries(written(HEAD + "3341,,1\n3342,,5\n3341.0,,2\n"))
    with pytest.raises(InputError, match="11-1011"):
        read_occupations(written("SOC Code,AIOE\n11-1011,1\n11-1011.00,2\n"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no column"),
        ("NAICS,AIIE\n", "no row"),
        ("NAICS,AIIE\nx,y\n", "no row has a code"),
        ("NAICS,AIIE,naics4\n3341,1,3341\n", "could each be"),
        ("", "no text|empty"),
    ],
)
def test_tables_without_what_is_needed_say_so(written: Writer, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_industries(written(text))


def test_numbers_of_a_parquet_file_are_codes_too(tmp_path: Path) -> None:
    path = tmp_path / "aiie.parquet"
    pl.DataFrame({"NAICS": [3341.0, 3342.0], "AIIE": [1.5, None]}).write_parquet(path)
    found = read_industries(path)
    assert [(row.naics.code, row.value) for row in found.rows] == [("3341", 1.5)]
    assert [each.what for each in found.left_out] == ["3342.0"]


def test_a_table_of_too_many_rows_is_refused(written: Writer) -> None:
    with pytest.raises(InputError, match="more than the 20,000"):
        read_industries(written(HEAD + "3341,x,1\n" * 20_001))


def test_employment_needs_counts_above_zero(written: Writer) -> None:
    found, left_out = read_employment(written("naics,employment\n3341,10\n3342,0\n3343,-5\n3270,7\n"))
    assert found == {"3341": 10.0}
    assert [each.why for each in left_out] == [Why.EMPTY, Why.NEGATIVE, Why.UNMATCHED]


def test_abilities_in_rows_or_in_columns(written: Writer) -> None:
    upright = read_abilities(written("ability,Chess,Speech\nSight,1,0\nHearing,0,1\nMemory,0.5,0.5\n"))
    turned = read_abilities(written("application,Sight,Hearing,Memory\nChess,1,0,0.5\nSpeech,0,1,0.5\n"))
    assert upright.abilities == turned.abilities == ("Sight", "Hearing", "Memory")
    assert upright.related.tolist() == turned.related.tolist()
    assert upright.exposure().tolist() == [0.0, 0.0, 0.0]


def test_the_matrix_is_found_among_the_sheets_of_an_appendix(tmp_path: Path) -> None:
    path = tmp_path / "appendix.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheets = {
        "A": [["SOC Code", "AIOE"], ["11-1011", 1.5]],
        "B": [["NAICS", "Industry Title", "AIIE"], [3341, "Computers", 1.25]],
        "E": [["O*NET Abilities", "Exposure"], ["Sight", -1], ["Hearing", 1], ["Memory", 0]],
        "D": [
            ["Table D"],
            ["Ability", "Chess", "Speech"],
            ["Sight", 1, 0],
            ["Hearing", 0, 1],
            ["Memory", 0, 0],
        ],
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    assert read_abilities(path).applications == ("Chess", "Speech")
    assert [(row.naics.code, row.value) for row in read_industries(path).rows] == [("3341", 1.25)]
    assert read_occupations(path).values == {"11-1011": 1.5}


def test_abilities_that_cannot_be_used(written: Writer) -> None:
    text = "ability,Chess\nA,1\nA,1\nB,-1\nC,nan\n,3\nD,2\nE,4\n"
    found = read_abilities(written(text))
    assert found.abilities == ("A", "D", "E")
    assert [each.why for each in found.left_out] == [
        Why.REPEATED,
        Why.NEGATIVE,
        Why.NOT_A_NUMBER,
        Why.UNNAMED,
    ]
    for wrong in (
        "ability,Chess\nA,1\nA,2\nB,1\nC,1\n",
        "ability,X,X\nA,1,1\n",
        "x,y\n1,2\n",
        "ability,Chess\nA,1\n",
    ):
        with pytest.raises(InputError):
            read_abilities(written(wrong))


def test_weights_of_applications(written: Writer) -> None:
    found = read_abilities(written("ability,Chess,Speech\nSight,1,0\nHearing,0,1\nMemory,0.5,0.2\n"))
    assert found.weights({"speech": 2.0}).tolist() == [0.0, 2.0]
    with pytest.raises(UnknownNameError, match="Ches"):
        found.weights({"Ches": 1.0})
    for wrong in ({"Chess": -1.0}, {"Chess": 0.0}, {"Chess": float("nan")}):
        with pytest.raises(InputError):
            found.weights(wrong)
