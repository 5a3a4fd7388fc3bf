from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.documents.encoding import decode
from forerun.errors import DocumentError

SIMPLIFIED = (
    "4月份，规模以上工业增加值同比实际增长6.7%。从环比看，4月份，规模以上工业增加值比上月增长0.97%。\n"
)
TRADITIONAL = (
    "4月份，規模以上工業增加值同比實際增長6.7%。從環比看，4月份，規模以上工業增加值比上月增長0.97%。\n"
)
ENGLISH = "In April, the value added of industrial enterprises grew 6.7 percent – café prices aside.\n"
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", [*UNICODE, "gbk", "gb18030", "gb2312"])
def test_simplified_chinese(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding), "release.txt") == SIMPLIFIED


@pytest.mark.parametrize("encoding", [*UNICODE, "big5", "cp950", "gb18030"])
def test_traditional_chinese(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), "release.txt") == TRADITIONAL


@pytest.mark.parametrize("encoding", UNICODE)
def test_english(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding), "release.txt") == ENGLISH


@pytest.mark.parametrize("name", ["nbs-iva-2022-06.txt", "nbs-iva-2024-04.txt"])
def test_published_releases(shared, name: str) -> None:
    text = (shared / "data" / "releases" / name).read_text(encoding="utf-8")
    for encoding in ("gbk", "utf-16", "utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding), name) == text


@given(cut=st.integers(min_value=60, max_value=len(SIMPLIFIED.encode("gb18030"))))
def test_a_clipped_file_loses_at_most_the_cut_character(cut: int) -> None:
    whole = SIMPLIFIED.encode("gb18030")
    assert SIMPLIFIED.startswith(decode(whole[:cut], "clipped.txt"))
    assert len(decode(whole[:cut], "clipped.txt").encode("gb18030")) > cut - 4


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\nd\f", "x") == "a\nb\nc\nd\n"


@given(noise=st.binary(min_size=200, max_size=400))
def test_noise_is_refused_or_text_but_never_fails_otherwise(noise: bytes) -> None:
    with contextlib.suppress(DocumentError):
        decode(noise, "noise.csv")


def test_binary_data_is_refused() -> None:
    pattern = bytes(range(256)) * 8
    with pytest.raises(DocumentError, match="binary"):
        decode(pattern, "figures.csv")


def test_a_false_byte_order_mark_is_refused() -> None:
    with pytest.raises(DocumentError, match="UTF-8 but is not"):
        decode(b"\xef\xbb\xbf" + SIMPLIFIED.encode("gbk"), "release.txt")


def test_chinese_that_was_read_as_latin_once_is_refused() -> None:
    with pytest.raises(DocumentError, match="not text"):
        decode(SIMPLIFIED.encode().decode("latin-1").encode(), "release.txt")
