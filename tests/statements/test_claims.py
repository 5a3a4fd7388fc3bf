"""The claims of a text: in its order, each said once."""

from __future__ import annotations

import pytest

from tests.statements.conftest import Checked, reading

RATE = "2023年9月，规模以上工业增加值同比增长4.5%"
STATIONS = "截至2023年9月末，5G基站达318.9万个"


def test_what_is_said_again_is_listed_where_it_comes_first(check: Checked) -> None:
    found = check(f"{RATE}。{STATIONS}。{RATE}。再说一遍：{RATE}。")
    first, second = found.claims
    assert (reading(first)[0], reading(second)[0]) == ("cn/iva", "cn/base_stations_5g")
    assert first.claim.span < second.claim.span
    assert len(first.claim.repeated) == 2
    assert second.claim.repeated == ()
    for span in (first.claim.span, *first.claim.repeated):
        assert "4.5%" in found.text[slice(*span)]


@pytest.mark.parametrize(
    "other",
    [
        "2023年8月，规模以上工业增加值同比增长4.5%",
        "2023年9月，规模以上工业增加值同比增长4.6%",
        "2023年9月，规模以上工业增加值同比增长超过4.5%",
        "2023年前三季度，规模以上工业增加值同比增长4.5%",
        "预计2023年9月，规模以上工业增加值同比增长4.5%",
        "2023年9月，广东规模以上工业增加值同比增长4.5%",
    ],
)
def test_what_differs_in_anything_is_another_claim(check: Checked, other: str) -> None:
    assert len(check(f"{RATE}。{other}。").claims) == 2


@pytest.mark.parametrize("text", [f"{STATIONS}。{RATE}。", f"{RATE}，{STATIONS}。"])
def test_the_order_is_that_of_the_text(check: Checked, text: str) -> None:
    found = check(text)
    spans = [each.claim.span for each in found.claims]
    assert len(spans) == 2
    assert spans == sorted(spans)
    assert all(found.text[slice(*each.claim.span)] == each.claim.quote for each in found.claims)


def test_what_has_no_series_is_told_apart_by_its_words(check: Checked) -> None:
    claims = check("2022年，机器人产业园产值100亿元。2022年，软件产业园产值100亿元。").claims
    assert len({each.claim.quote for each in claims}) == len(claims) == 2
