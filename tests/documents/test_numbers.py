"""Numbers survive every way of writing them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.documents.folding import fold
from forerun.documents.numbers import number_at

FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
DIGITS = "零一二三四五六七八九"
MULTIPLIERS = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def numeral(value: int) -> str:
    """A number below ten thousand in Chinese numerals, as it is spoken."""
    text, gap = "", False
    for position, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // position % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + unit
        gap = not digit
    return text


def value_of(text: str) -> float | None:
    """The number that a text begins with, if all of the text is that number."""
    number = number_at(fold(text), 0)
    return number.value if number and number.end == len(text) else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12806", 12806),
        ("12,806", 12806),
        ("１２，８０６．５", 12806.5),
        ("三千二百万", 32_000_000),
        ("一百二十万", 1_200_000),
        ("3.18百万", 3_180_000),
        ("1亿2345万", 123_450_000),
        ("一亿二千万", 120_000_000),
        ("两万亿", 2e12),
        ("十", 10),
        ("十五", 15),
        ("二点五", 2.5),
        ("负2.3", -2.3),
        ("-2.3", -2.3),
        ("minus 2.3", -2.3),
        ("3,189 thousand", 3_189_000),
        ("two hundred thousand", 200_000),
        ("twenty-five million", 25_000_000),
        ("1.2806 trillion", 1.2806e12),
        ("318.9萬", 3_189_000),
    ],
)
def test_values(text: str, value: float) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("7090亿千瓦时", "7090亿"),
        ("五千千瓦", "五千"),
        ("0.2个百分点", "0.2"),
        ("60.5万辆", "60.5万"),
        ("1.45亿户", "1.45亿"),
        ("5,比上年", "5"),
        ("3.9%", "3.9"),
    ],
)
def test_the_unit_is_not_part_of_the_number(text: str, read: str) -> None:
    number = number_at(fold(text), 0)
    assert number is not None
    assert text[: number.end] == read


@pytest.mark.parametrize(
    ("text", "percent"), [("百分之三点二", 3.2), ("三成", 30), ("四分之一", 25), ("百分之百", 100)]
)
def test_parts_of_a_hundred(text: str, percent: float) -> None:
    number = number_at(text, 0)
    assert number is not None
    assert (number.value, number.percent) == (percent, True)


@pytest.mark.parametrize("text", ["318万多座", "30多万", "20余万户", "一百多万"])
def test_more_than_is_shown(text: str) -> None:
    number = number_at(text, 0)
    assert number is not None
    assert number.open


@pytest.mark.parametrize(("text", "at"), [("2022-2023", 4), ("5%-6%", 2), ("1月-6月", 2)])
def test_a_dash_between_numbers_is_no_sign(text: str, at: int) -> None:
    assert number_at(text, at) is None


@pytest.mark.parametrize("text", ["一方面", "三家", "one of"])
def test_figures_of_speech_are_not_explicit(text: str) -> None:
    number = number_at(text, 0)
    assert number is not None
    assert not number.explicit


@given(
    st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([False, True]), st.sampled_from([False, True])
)
def test_digits_with_separators_and_full_width(whole: int, cents: int, grouped: bool, wide: bool) -> None:
    text = f"{whole:,}.{cents:02d}" if grouped else f"{whole}.{cents:02d}"
    assert value_of(text.translate(FULL_WIDTH) if wide else text) == float(f"{whole}.{cents:02d}")


@given(st.integers(1, 9999))
def test_chinese_numerals(value: int) -> None:
    assert value_of(numeral(value)) == value


@given(st.integers(1, 9999), st.sampled_from(sorted(MULTIPLIERS)))
def test_every_multiplier_of_digits(value: int, multiplier: str) -> None:
    assert value_of(f"{value}{multiplier}") == value * MULTIPLIERS[multiplier]


@given(st.integers(1, 99), st.sampled_from(["万", "亿", "万亿"]))
def test_every_multiplier_of_numerals(value: int, multiplier: str) -> None:
    factor = {"万": 10**4, "亿": 10**8, "万亿": 10**12}[multiplier]
    assert value_of(f"{numeral(value)}{multiplier}") == value * factor


@given(st.decimals(Decimal("0.001"), Decimal(9999), places=3), st.sampled_from(sorted(SCALES)))
def test_english_scales(amount: Decimal, scale: str) -> None:
    assert value_of(f"{amount} {scale}") == float(amount * SCALES[scale])


@given(st.integers(10_001, 99_999_999))
def test_one_number_in_every_writing(value: int) -> None:
    wan, rest = divmod(value, 10_000)
    writings = [
        f"{value}",
        f"{value:,}",
        f"{wan}万{rest}" if rest >= 1000 else f"{value}",
        f"{value / 10_000:.4f}万",
    ]
    for writing in writings[:2] + writings[3:]:
        assert value_of(writing) == value


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    folded = fold(text)
    for start in range(len(folded)):
        number = number_at(folded, start)
        assert number is None or start < number.end <= len(folded)
