"""Codes of industries, occupations and divisions as tables write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.catalog.load import load_catalog
from forerun.errors import SpecError
from forerun.foresight.ai.codes import Naics, naics
from forerun.foresight.ai.names import Directory, directory
from forerun.foresight.ai.tables import number, soc

KNOWN = ("3271", "3272", "3321", "3323", "3324", "3341")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3341", "3341"),
        (" 3341 ", "3341"),
        ("3341.0", "3341"),
        ("NAICS 3341", "3341"),
        ("3341 Computer and Peripheral Equipment Manufacturing", "3341"),
        ("3341: Computers", "3341"),
        ("334", "3340"),
        ("3320A1", "3320"),
    ],
)
def test_codes_are_read_however_they_are_written(text: str, code: str) -> None:
    found = naics(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["", "33", "31-33", "33411", "334111", "3341.5", "Computers", "nan", "-3341", "1e3"]
)
def test_what_is_no_industry_of_three_or_four_digits(text: str) -> None:
    assert naics(text) is None


def test_a_row_may_stand_for_several_industries() -> None:
    title = "Fabricated Metal Product Manufacturing (3323 and 3324 only)"
    found = naics("3320", title)
    assert found == Naics("3320", ("3323", "3324"))
    assert found.members(KNOWN) == ("3323", "3324")
    whole = naics("3270", "Nonmetallic Mineral Product Manufacturing")
    assert whole is not None
    assert whole.members(KNOWN) == ("3271", "3272")
    single = naics("3341", "Computers (3341 only)")
    assert single is not None
    assert not single.pooled


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_breaks_the_reading_of_codes(text: str, title: str) -> None:
    found = naics(text, title)
    assert found is None or (len(found.code) == 4 and found.code.isdigit())


def test_occupations_and_numbers() -> None:
    assert soc("11-1011") == soc("11-1011.00") == "11-1011"
    assert soc("111011") is None
    assert number("−0.5") == -0.5
    assert [number(each) for each in ("", "nan", "inf", "1e99", "12%", None)] == [None] * 6


@pytest.mark.parametrize(
    "name",
    [
        "36",
        "C36",
        "c36",
        "36.0",
        "汽车制造业",
        "Automobiles",
        "36 汽车制造业",
        "C36汽车制造业",
        "motor_vehicles",
        "nev",
    ],
)
def test_divisions_are_found_by_code_and_by_name(china: Directory, name: str) -> None:
    found = china.find(name)
    assert found is not None
    assert found.divisions == ("36",)


def test_finer_codes_wholes_and_what_is_none(china: Directory) -> None:
    finer, mining, factories = china.find("3612"), china.find("6.0"), china.find("制造业")
    assert finer is not None
    assert (finer.divisions, finer.code, finer.is_division) == (("36",), "3612", False)
    assert mining is not None
    assert mining.id == "06"
    assert factories is not None
    assert len(factories.divisions) == 31
    assert [china.find(each) for each in ("99", "no such thing", "", "36.5")] == [None] * 4


def test_a_profile_of_another_classification_says_so() -> None:
    with pytest.raises(SpecError, match="GB/T 4754"):
        directory(load_catalog("toyland"))
