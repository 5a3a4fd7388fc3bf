"""Who said a text and when."""

from __future__ import annotations

from datetime import date

import pytest

from forerun.errors import InputError, UnknownNameError
from forerun.ledger.ledger import Ledger
from forerun.statements.origin import body_of, day_said
from tests.statements.conftest import Checked

TODAY = date(2024, 3, 1)
SATURDAY = date(2023, 11, 4)


@pytest.mark.parametrize(
    "text",
    [
        "the China CCTV News client on Saturday (November 4), Jin said",
        "On Saturday, November 4, he said",
        "on Sat Nov 4 he said",
        "据央视新闻客户端周六（11月4日）报道",
        "据央视新闻客户端星期六（11月4日）消息",
        "周六(11月4日)",
    ],
)
def test_a_weekday_tells_the_year_of_its_day(text: str) -> None:
    assert day_said(text, None, "", TODAY) == (SATURDAY, "stated")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("周日（11月5日）", date(2023, 11, 5)),
        ("星期天（11月5日）", date(2023, 11, 5)),
        ("周一（2月28日）", date(2022, 2, 28)),
        ("Monday (February 29)", date(2016, 2, 29)),  # of the last twelve years only one has it
    ],
)
def test_the_latest_year_in_which_the_weekday_fits(text: str, day: date) -> None:
    assert day_said(text, None, "", TODAY) == (day, "stated")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11月4日",
        "On November 4 he said",
        "周六（2月30日）",
        "Saturday (November 31)",
        " " * 900 + "周六（11月4日）",  # not at the opening
    ],
)
def test_what_tells_no_day(text: str) -> None:
    assert day_said(text, None, "speech.txt", TODAY) is None


@pytest.mark.parametrize(
    "name", ["interview-2023-11-04.en.txt", "20231104.pdf", "a_2023_11_04.txt", "2023.11.04 speech.txt"]
)
def test_the_name_of_the_file_tells_the_day(name: str) -> None:
    assert day_said("He said so.", None, name, TODAY) == (SATURDAY, "name")


@pytest.mark.parametrize("name", ["2024-13-01.txt", "2023-02-30.txt", "120231104.txt", "2024-03-02.txt"])
def test_a_name_that_holds_no_day_or_one_to_come(name: str) -> None:
    assert day_said("He said so.", None, name, TODAY) is None


def test_the_date_line_comes_before_all_else() -> None:
    text, name = "周六（11月4日）", "2023-10-20.txt"
    assert day_said(text, date(2023, 11, 6), name, TODAY) == (date(2023, 11, 6), "stated")
    assert day_said(text, date(2099, 1, 1), name, TODAY) == (SATURDAY, "stated")  # nobody spoke in 2099


SENTENCE = "工业增加值同比增长4.0%。"


@pytest.mark.parametrize(
    ("text", "known", "said", "basis"),
    [
        (SENTENCE, {"said": "2023-11-04"}, SATURDAY, "given"),
        (f"周日（11月5日）{SENTENCE}", {"said": "2023-11-04"}, SATURDAY, "given"),
        (f"周六（11月4日）{SENTENCE}", {"said": "", "as_of": "2024-01-01"}, SATURDAY, "stated"),
        (SENTENCE, {"said": "", "name": "speech-2023-11-04.txt"}, SATURDAY, "name"),
        (SENTENCE, {"said": "", "as_of": "2023-11-04"}, SATURDAY, "as_of"),
        (SENTENCE, {"said": ""}, date(2026, 6, 1), "as_of"),
    ],
)
def test_the_day_of_a_check(check: Checked, text: str, known: dict[str, str], said: date, basis: str) -> None:
    found = check(text, **known)
    assert (found.said, found.said_basis) == (said, basis)


@pytest.mark.parametrize("known", [{"said": "2099-01-01"}, {"said": "", "as_of": "2099-01-01"}])
def test_a_day_to_come_is_refused(check: Checked, known: dict[str, str]) -> None:
    with pytest.raises(InputError, match="2099-01-01 has not come yet"):
        check(SENTENCE, **known)


@pytest.mark.parametrize(
    ("speaker", "text", "body"),
    [
        ("Jin Zhuanglong, Minister, MIIT", "", "MIIT"),
        ("工信部部长金壮龙", "国家统计局发布", "MIIT"),  # the speaker comes before the text
        ("", "国家统计局新闻发言人说", "NBS"),
        ("", "The Ministry of Industry and Information Technology said", "MIIT"),
        ("Lu Daliang, General Administration of Customs", "", "GACC"),
        ("", "据国家统计局数据，工信部表示", "NBS"),  # the first that is named
        ("a minister", "It is said that output rose.", ""),
        ("", "the customsman of Admiittance", ""),  # parts of words are no names
        ("", "据彭博新闻社、国际机器人联合会", ""),  # no official publisher
    ],
)
def test_whose_word_it_is(china: Ledger, speaker: str, text: str, body: str) -> None:
    assert body_of(speaker, text, china.catalog) == body


def test_the_body_given_comes_before_the_speaker(check: Checked) -> None:
    assert check(SENTENCE, publisher="工信部", speaker="国家统计局").publisher == "MIIT"
    assert check(SENTENCE, speaker="国家统计局").publisher == "NBS"
    with pytest.raises(UnknownNameError, match="NOBODY"):
        check(SENTENCE, publisher="NOBODY")
