"""Numbers and units survive every way of formatting the same sentence."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forerun.documents.document import make_document
from forerun.documents.reader import content_of, read_content
from forerun.documents.statement import Context
from forerun.statements.claims import claims_of
from forerun.statements.result import Verdict
from tests.statements.conftest import Checked, ledger_of

Reading = tuple[str, str, str, str, float | None, str]
Form = Callable[[str], str]

IVA = ("cn/iva", "2023-09", "yoy", "=")
IVA_TO_DATE = ("cn/iva", "2023-09", "ytd_yoy", "=")
PPI = ("cn/ppi", "2023-09", "yoy", "=")
STATIONS = ("cn/base_stations_5g", "2023-09", "level", "=")
SHARE = ("cn/base_stations_5g_world_share", "2023-09", "share", ">=")
VEHICLES = ("cn/output/nev", "2023-09", "level", ">")
SOFTWARE = ("cn/software_revenue", "2023-09", "ytd_level", "=")
GDP = ("cn/gdp", "2023-Q3", "ytd_level", "=")
PERCENT, COUNT, UNITS, YUAN = "percent", "10000 stations", "10000 units", "CNY 100 million"

SENTENCES = (
    ("2023年9月，规模以上工业增加值同比增长{}%。", IVA, PERCENT, "规模以上工业增加值"),
    ("截至2023年9月末，5G基站总数达{}万个。", STATIONS, COUNT, "5G基站"),
    ("截至2023年9月末，5G基站数占全球{}%以上。", SHARE, PERCENT, "5G基站"),
    ("2023年9月，新能源汽车产量超过{}万辆。", VEHICLES, UNITS, "新能源汽车"),
    ("前三季度，软件业务收入{}亿元。", SOFTWARE, YUAN, "软件业务"),
    ("2023年前三季度，国内生产总值为{}亿元。", GDP, YUAN, "国内生产总值"),
)


PATIENT = settings(deadline=None)
CONTEXT = Context(published=date(2023, 11, 4), place="cn", is_speech=True)


def read(text: str) -> tuple[Reading, ...]:
    """What each claim of a text says; it was said on the day of the interview."""
    document = make_document(text.encode(), name="speech.txt")
    content = read_content(content_of(document), document, ledger_of("china").catalog, CONTEXT)
    found = []
    for claim in claims_of(content):
        said = claim.statement
        period = str(said.period) if said.period else "-"
        found.append((said.series, period, said.measure.value, said.comparator.value, said.value, said.unit))
    return tuple(found)


def wide(text: str) -> str:
    """Letters, digits and points as wide as Chinese characters."""
    return "".join(chr(ord(char) + 0xFEE0) if char.isalnum() and char < "\x7f" else char for char in text)


def traditional(text: str) -> str:
    from opencc import OpenCC

    return str(OpenCC("s2t").convert(text))


def pinyin(text: str) -> str:
    syllables = ("yè", "wù", "zhōng", "shēng", "lǚ", "ne")
    return "".join(
        f"{char}({syllables[at % len(syllables)]})" if "\u4e00" <= char <= "\u9fff" else char
        for at, char in enumerate(text)
    )


def apart(blank: str) -> Form:
    edge = r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=[\d%])(?=[\u4e00-\u9fff%])"
    return lambda text: re.sub(edge, blank, text)


ORTHOGRAPHY: dict[str, Form] = {
    "in traditional characters": traditional,
    "with blanks": apart(" "),
    "with blanks that do not break": apart("\u00a0"),
    "with thin blanks": apart("\u2009"),
    "with wide letters and digits": wide,
    "with a wide point": lambda text: text.replace(".", "．"),
    "with a wide sign for percent": lambda text: text.replace("%", "％"),
    "with narrow commas": lambda text: text.replace("，", ","),
    "with pinyin": pinyin,
}
WRITINGS = st.lists(st.sampled_from(list(ORTHOGRAPHY)), unique=True, max_size=4)
TENTHS = st.integers(11, 9_989).map(lambda number: Decimal(number) / 10)


@PATIENT
@given(TENTHS, st.sampled_from(SENTENCES), WRITINGS)
def test_however_it_is_written_it_says_the_same(
    value: Decimal, sentence: tuple[str, tuple[str, str, str, str], str, str], writings: list[str]
) -> None:
    form, about, unit, _ = sentence
    text = form.format(value)
    for name, change in ORTHOGRAPHY.items():  # in this order, whatever was drawn
        text = change(text) if name in writings else text
    assert read(text) == ((*about, float(value), unit),)


@PATIENT
@given(
    TENTHS,
    st.sampled_from(SENTENCES),
    st.sampled_from(["“{}”", '"{}"', "「{}」", "『{}』", "《{}》"]),
)
def test_names_may_stand_in_quotes(
    value: Decimal, sentence: tuple[str, tuple[str, str, str, str], str, str], quotes: str
) -> None:
    form, about, unit, name = sentence
    text = form.format(value).replace(name, quotes.format(name))
    assert read(text) == ((*about, float(value), unit),)


def spoken(number: int) -> str:
    """A number up to 9999 in Chinese characters."""
    digits, places = "零一二三四五六七八九", ("千", "百", "十", "")
    parts = [
        digits[int(digit)] + place if digit != "0" else "零"
        for digit, place in zip(f"{number:04d}", places, strict=True)
    ]
    return re.sub("零+", "零", "".join(parts)).strip("零")


@PATIENT
@given(st.integers(101, 99_999).filter(lambda number: number % 10 != 0))
def test_a_count_in_any_power_of_ten(tenths: int) -> None:
    """318.9 万 is 3,189,000 and 3189000 and 0.03189 亿."""
    wan = Decimal(tenths) / 10
    whole = int(wan * 10_000)
    point = f"{wan:f}".split(".")[1]
    writings = [
        f"{wan}万",
        f"{wan}0万",
        f"{wan} 万",
        f"{whole}",
        f"{whole:,}",
        f"{whole:,}".replace(",", "，"),
        wide(f"{whole}"),
        f"{wan / 10_000:f}亿",
        f"{wan / 100:f}百万",
    ]
    if not str(wan).startswith("1"):
        writings.append(f"{spoken(int(wan))}点{'零一二三四五六七八九'[int(point)]}万")
    expected = ((*STATIONS, pytest.approx(float(wan), rel=1e-9), COUNT),)
    for writing in writings:
        assert read(f"截至2023年9月末，5G基站达{writing}个。") == expected, writing


@PATIENT
@given(st.integers(101, 99_999))
def test_a_count_in_english_in_any_power_of_ten(thousands: int) -> None:
    million = Decimal(thousands) / 1_000
    writings = [
        f"{million:f} million",
        f"{million:f}million",
        f"{million:f}-million",
        f"{million / 1_000:f} billion",
        f"{thousands} thousand",
        f"{thousands:,} thousand",
        f"{thousands * 1_000:,}",
        f"{thousands * 1_000}",
        f"{million:f}\u00a0million",
    ]
    expected = ((*STATIONS, pytest.approx(thousands / 10, rel=1e-9), COUNT),)
    for writing in writings:
        text = f"At the end of September 2023 there were {writing} 5G base stations."
        assert read(text) == expected, writing


@PATIENT
@given(st.integers(500_001, 999_999))
def test_an_amount_in_english_and_chinese(yi: int) -> None:
    expected = ((*GDP, pytest.approx(float(yi), rel=1e-9), YUAN),)
    trillion = Decimal(yi) / 10_000
    english = "In the first three quarters of 2023, gross domestic product was {} yuan."
    for writing in (f"{trillion:f} trillion", f"{yi / 10:,.1f} billion", f"{Decimal(yi) / 10:f} billion"):
        assert read(english.format(writing)) == expected, writing
    for writing in (f"{yi}亿", f"{yi:,}亿", f"{trillion:f}万亿", f"{yi}00000000", f"{yi * 10**8:,}"):
        assert read(f"2023年前三季度，国内生产总值{writing}元。") == expected, writing


@PATIENT
@given(st.integers(1, 399).map(lambda number: Decimal(number) / 10), st.booleans())
def test_percent_in_every_spelling(rate: Decimal, grew: bool) -> None:
    value = float(rate if grew else -rate)
    zh, en = ("上涨", "rose") if grew else ("下降", "fell")
    for writing in (f"{rate}%", f"{rate}％", f"{rate} %", f"百分之{rate}", f"{rate:.2f}%"):
        assert read(f"2023年9月，PPI同比{zh}{writing}。") == ((*PPI, value, PERCENT),), writing
    for writing in ("{} percent", "{} per cent", "{}%", "{} %", "{}％", "{}\u00a0percent"):
        text = f"In September 2023, producer prices {en} by {writing.format(rate)} year on year."
        assert read(text) == ((*PPI, value, PERCENT),), writing


@pytest.mark.parametrize(
    "writing", ["增长-2.5%", "-2.5%", "－2.5%", "\u22122.5%", "下降2.5%", "下降百分之二点五"]
)
def test_a_fall_in_every_spelling(writing: str) -> None:
    assert read(f"2023年9月，PPI同比{writing}。") == ((*PPI, -2.5, PERCENT),)


@pytest.mark.parametrize("dash", "-‐‑–—－~～至到")
def test_a_stretch_of_months_with_any_dash(dash: str) -> None:
    expected = ((*IVA_TO_DATE, 4.0, PERCENT),)
    for first, last in (("1", "9"), ("1月", "9"), ("一", "九"), ("１", "９")):
        assert read(f"2023年{first}{dash}{last}月，规模以上工业增加值同比增长4.0%。") == expected


@pytest.mark.parametrize("dash", ["-", "–", "—", "‑", " to ", " through "])
def test_a_stretch_of_months_in_english_with_any_dash(dash: str) -> None:
    text = f"In January{dash}September 2023, industrial value added grew by 4.0 percent year on year."
    assert read(text) == ((*IVA_TO_DATE, 4.0, PERCENT),)


@pytest.mark.parametrize(
    "base",
    [
        "year on year",
        "year-on-year",
        "year -on -year",  # as machines translate
        "year -on-year",
        "year\u2011on\u2011year",
        "year–on–year",
        "Year-on-Year",
        "YoY",
        "y-o-y",
        "y/y",
        "from a year earlier",
        "over the same period last year",
    ],
)
def test_growth_over_a_year_in_every_spelling(base: str) -> None:
    text = f"In September 2023, industrial value added grew by 4.5 percent {base}."
    assert read(text) == ((*IVA, 4.5, PERCENT),)


@pytest.mark.parametrize(
    "name",
    [
        "industrial value added",
        "Industrial Value Added",
        "INDUSTRIAL VALUE ADDED",
        "industrial value-added",
        "industrial value -added",
        "industrial  value\tadded",
        "“industrial value added”",
        "'industrial value added'",
    ],
)
def test_a_name_in_every_spelling(name: str) -> None:
    text = f"In September 2023, {name} grew by 4.5 percent year on year."
    assert read(text) == ((*IVA, 4.5, PERCENT),)


LONG = (
    "2023年9月，规模以上工业增加值同比增长4.5%。前三季度，软件业务收入87610亿元。"
    "2023年前三季度，国内生产总值为913027亿元。截至2023年9月末，5G基站总数达318.9万个。"
    "2023年9月，PPI同比下降2.5%。"
)
LONG_EN = (
    "In September 2023 industrial value added grew by 4.5 percent year on year. In the first three "
    "quarters of 2023 gross domestic product was 91.3027 trillion yuan. At the end of September 2023 "
    "there were 3.189 million 5G base stations. In September 2023 producer prices fell by 2.5 percent."
)
SAID = (
    (*IVA, 4.5, PERCENT),
    (*SOFTWARE, 87_610.0, YUAN),
    (*GDP, 913_027.0, YUAN),
    (*STATIONS, 318.9, COUNT),
    (*PPI, -2.5, PERCENT),
)


def wrapped(text: str, width: int) -> str:
    """Lines of about a width that keep a number with its unit."""
    pieces = re.findall(r"[\dA-Za-z.%]+[万亿]?|.", text)
    lines, line = [], ""
    for piece in pieces:
        if len(line) + len(piece) > width:
            lines.append(line)
            line = ""
        line += piece
    return "\n".join((*lines, line))


@PATIENT
@given(st.integers(15, 70))
def test_lines_may_break_anywhere_but_in_a_number(width: int) -> None:
    assert read(wrapped(LONG, width)) == SAID


@PATIENT
@given(st.integers(40, 110), st.sampled_from(["\n", "\r\n"]))
def test_english_lines_may_break_at_any_blank(width: int, end: str) -> None:
    text = textwrap.fill(LONG_EN, width, break_on_hyphens=False).replace("\n", end)
    assert read(text) == (SAID[0], *SAID[2:])


@pytest.mark.parametrize("tag", ["b", "span", "em", "strong", "a"])
def test_numbers_marked_on_a_page(tag: str) -> None:
    page = re.sub(r"(\d+\.\d+)", rf"<{tag}>\1</{tag}>", LONG)
    assert read(f"<html><body><p>{page}</p></body></html>") == SAID


@pytest.mark.parametrize(
    "count",
    [
        "三百一十八万九千个",
        "318万9000个",
        "3 189 000个",
        "3\u202f189\u202f000个",
        "318\n.9万个",
        "318.9\n万个",
        "3\u200b18.9\u2060万个",
        "**318.9**万个",
        "`318.9`万个",
        "٣١٨٫٩万个",
        "३१८.९万个",
    ],
)
def test_a_count_is_one_number(count: str) -> None:
    assert read(f"截至2023年9月末，5G基站总数达{count}。") == ((*STATIONS, 318.9, COUNT),)


@pytest.mark.parametrize("time", ["99999年9月，", "2023年13月，", "In September 9999, "])
def test_a_month_that_no_calendar_has_is_no_claim(time: str) -> None:
    assert read(f"{time}规模以上工业增加值同比增长4.5%。") == ()


@pytest.mark.parametrize("marks", ["\u202a\u202c", "\u202e\u202c", "\u2066\u2069"])
def test_marks_of_direction_around_a_number_change_nothing(marks: str, check: Checked) -> None:
    (judged,) = check(f"截至9月底，5G基站总数达{marks[0]}318.9{marks[1]}万个。").claims
    assert (judged.claim.statement.value, judged.verdict) == (318.9, Verdict.SUPPORTED)
